"""The finished site of the small cell, served, and a browser to look at it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.look import started
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
def browser(
    chromium: Path, chromedriver: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chrome]:
    driver = started(chromium, chromedriver, tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()
