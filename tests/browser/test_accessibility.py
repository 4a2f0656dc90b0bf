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
    "downloads.html",
    "press.html",
    "translations.html",
    "news/index.html",
    "news/after.html",
    "programme/city/index.html",
    "sessions/index.html",
    "sessions/kit.html",
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


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("folder", ["", "en/", "he/"])
def test_axe_finds_nothing(folder: str, page: str, browser: Chrome, address: str, axe: str) -> None:
    width(browser, 1280)
    visit(browser, f"{address}{folder}{page}")
    browser.execute_script(axe)
    found = {}
    for scheme in ("dark", "light"):
        colours(browser, scheme)
        for pixels in (320, 1280):
            width(browser, pixels)
            assert ground(browser) == scheme
            found[scheme, pixels] = set(browser.execute_async_script(RUN))
    assert found == {look: set() for look in found}
