"""Every kind of page before axe, which looks for what keeps people out."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.look import colours, faults, ground, visit, width
from tests.browser.serve import serving
from tests.pages import sample

pytestmark = pytest.mark.browser

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


ONE_OF_EACH = (
    "index.html",
    "404.html",
    "method/glossary.html",
    "method/network.html",
    "downloads.html",
    "press.html",
    "translations.html",
    "news/index.html",
    "news/why-we-begin.html",
    "programme/city-strategy/index.html",
    "sessions/index.html",
    "sessions/2026-12-swot.html",
    "2026-12-swot/index.html",
)
"""A page of each kind of the example cell."""


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
            found[scheme, pixels] = faults(browser)
    assert found == {look: set() for look in found}


@pytest.mark.parametrize("language", ["pl", "ru"])
def test_nor_in_the_other_languages(
    language: str, browser: Chrome, example: Path, axe: str
) -> None:
    """Their pages differ from those above in their words alone, so one look is enough."""
    width(browser, 390)
    found = {}
    with serving(example) as host:
        for page in ONE_OF_EACH:
            visit(browser, f"{host}{language}/{page}")
            browser.execute_script(axe)
            found[page] = faults(browser)
    assert found == {page: set() for page in found}
