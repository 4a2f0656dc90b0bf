"""The finished sites of the small cell and of the example, and a browser to look at them with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.look import TRAP_PAGE, started
from tests.browser.serve import serving
from tests.pages import sample


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return sample.build(sample.sample(), tmp_path_factory.mktemp("browser"), root)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    # The public address of the small cell is below a path, and so is it here.
    (site.parent / "cell").symlink_to(site)
    with serving(site.parent) as host:
        yield f"{host}cell/"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The site of the example cell in its five languages, with a page that is a trap."""
    cell = tmp_path_factory.mktemp("example")
    shutil.copytree(root / "content", cell / "content", ignore=shutil.ignore_patterns("private"))
    shutil.copyfile(root / "mkdocs.yml", cell / "mkdocs.yml")
    (cell / "content/pages/uk/trap.md").write_text(TRAP_PAGE, encoding="utf-8")
    command = [sys.executable, "-m", "viche", "--lang", "en", "site"]
    made = subprocess.run(command, cwd=cell, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return cell / "build/site"


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe, which looks for what keeps people out."""
    # A package that brings axe along; only its script is used, so what it depends on is not needed.
    spec = find_spec("axe_playwright_python")
    if spec is None or not spec.submodule_search_locations:
        reason = "this test needs axe: pip install --no-deps axe-playwright-python"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    folder = Path(next(iter(spec.submodule_search_locations)))
    return (folder / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def browser(
    chromium: Path, chromedriver: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chrome]:
    driver = started(chromium, chromedriver, tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()
