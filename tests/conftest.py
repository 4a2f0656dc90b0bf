"""What every test may ask for: tools from outside Python, golden files, a steady Hypothesis."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

pytest_plugins = ["pytester"]  # for the test of this very file

# The same examples on every machine and in every run, however slow the machine is.
settings.register_profile("viche", derandomize=True, deadline=None)
settings.load_profile("viche")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let ``pytest --update`` write golden files anew instead of comparing with them."""
    parser.addoption(
        "--update",
        action="store_true",
        help="write what the program makes now into the golden files; review it with git diff",
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked ``browser`` needs Chromium even if it does not ask for its path."""
    if item.get_closest_marker("browser"):
        _tool("chromium", "chromium")


def _tool(command: str, package: str) -> Path:
    """The path of ``command``; without it the test is skipped, or fails under CI."""
    if found := shutil.which(command):
        return Path(found)
    reason = (
        f"this test needs the program {command}, which is not on this machine "
        f"(on Debian and Ubuntu: sudo apt install {package})"
    )
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of this repository, which is the example cell's folder too."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser."""
    return _tool("chromium", "chromium")


@pytest.fixture(scope="session")
def chromedriver() -> Path:
    """What Selenium steers the browser with; named outright, or Selenium would download one."""
    return _tool("chromedriver", "chromium-driver")


@pytest.fixture(scope="session")
def pdftoppm() -> Path:
    """Draws the pages of a PDF, independently of the libraries that we use ourselves."""
    return _tool("pdftoppm", "poppler-utils")


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--update"))


@pytest.fixture
def golden(update: bool) -> Callable[[Path, str], None]:
    """Compare a text with a golden file; ``golden(path, text)``."""

    def compare(path: Path, text: str) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.is_file():
            pytest.fail(f"{path} is missing; pytest --update writes it", pytrace=False)
        assert text == path.read_text(encoding="utf-8")

    return compare
