"""Every kind of page before axe, which looks for what keeps people out."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.look import colours, ground, visit, width
from tests.pages import sample

pytestmark = pytest.mark.browser

# A package that brings axe along; only its script is used, so what it depends on is not needed.
PACKAGE = "axe_playwright_python"
RUN = """
const done = arguments[0];
axe.run().then(found => done(found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}`))));
"""
PAGES = (
    "index.html",
    "404.html",
    "method/index.html",
    "method/network.html",
    "propose.html",
    "programme/city/index.html",
    "sessions/index.html",
    f"sessions/{sample.SESSION}.html",
    f"{sample.SESSION}/index.html",
    f"{sample.SESSION}/index.html#E-S-1",
)


@pytest.fixture(scope="module")
def axe() -> str:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        reason = "this test needs axe: pip install --no-deps axe-playwright-python"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    folder = Path(next(iter(spec.submodule_search_locations)))
    return (folder / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pixels", [1280, 320])
@pytest.mark.parametrize("folder", ["", "en/", "he/"])
def test_axe_finds_nothing(
    folder: str, pixels: int, scheme: str, browser: Chrome, address: str, axe: str
) -> None:
    width(browser, pixels)
    colours(browser, scheme)
    found = {}
    for page in PAGES:
        visit(browser, f"{address}{folder}{page}")
        assert ground(browser) == scheme
        browser.execute_script(axe)
        found[page] = set(browser.execute_async_script(RUN))
    colours(browser, "light")
    assert found == {page: set() for page in PAGES}
