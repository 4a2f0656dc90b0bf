"""A phone of 2019: what its browser can't read stands in no script, and what it lacks isn't missed.

iOS 13 is the oldest that these tests stand for. It knows no ``dialog``, and none of ``YOUNGER``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.look import complaints, visit, width
from tests.browser.serve import serving

UNREADABLE = {
    "optional chaining": r"\?\.(?!\d)",
    "a value in place of none": r"\?\?",
    "logical assignment": r"(\|\||&&)=",
    "a private name": r"this\.#\w",
    "a static block of a class": r"\bstatic \{",
    "a number with gaps": r"\b\d+_\d",
    "a large number": r"\b\d+n\b",
    "looking behind": r"\(\?<[=!]",
}
"""Syntax later than ES2019: one such place, and the whole script does not run.

``\\p{L}`` is of ES2018, though Firefox learnt it in 2020 only: without it there would be tables.
"""

YOUNGER = """
delete Array.prototype.at; delete Array.prototype.findLast; delete Array.prototype.toSorted;
delete String.prototype.at; delete String.prototype.replaceAll;
delete Promise.any; delete window.structuredClone; delete window.ResizeObserver;
for (const kind of [Element, Document, DocumentFragment]) delete kind.prototype.replaceChildren;
delete MediaQueryList.prototype.addEventListener;
Object.setPrototypeOf(MediaQueryList.prototype, Object.prototype);
for (const name of ["querySelector", "querySelectorAll", "matches", "closest"]) {
  for (const kind of [Element, Document, DocumentFragment]) {
    const known = kind.prototype[name];
    if (known) kind.prototype[name] = function (sought) {
      if (/:(is|where|has)\\(/.test(sought)) throw new SyntaxError(sought);
      return known.call(this, sought);
    };
  }
}
"""
"""What pages may have today, but not there. (Some more the driver of a browser itself needs.)"""


@pytest.mark.parametrize("name", ["colours.js", "lost.js", "search.js", "viche.js"])
def test_no_script_is_written_in_what_an_old_browser_cannot_read(name: str, root: Path) -> None:
    script = (root / "site/assets" / name).read_text(encoding="utf-8")
    code = re.sub(r"(?m)(^|\s)//.*$", "", script)
    found = {what: re.findall(sign, code, re.MULTILINE) for what, sign in UNREADABLE.items()}
    assert not {what: places for what, places in found.items() if places}


def test_every_script_is_read(root: Path) -> None:
    named = {"colours.js", "lost.js", "search.js", "viche.js"}
    assert {path.name for path in (root / "site/assets").glob("*.js")} == named


@pytest.fixture
def old(browser: Chrome, example: Path) -> Iterator[str]:
    """The address of a page as an old browser takes it: without young names, ``dialog`` unknown."""
    page = example / "en/old.html"
    html = (example / "en/privacy.html").read_text(encoding="utf-8")
    page.write_text(re.sub(r"(</?)dialog\b", r"\1unknown-element", html), encoding="utf-8")
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": YOUNGER})
    with serving(example) as host:
        yield f"{host}en/old.html"
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
    page.unlink()


@pytest.mark.browser
def test_the_search_is_closed_opened_used_and_closed_again(browser: Chrome, old: str) -> None:
    width(browser, 320)
    complaints(browser)
    visit(browser, old)
    window = browser.find_element("css selector", ".search")
    assert not window.is_displayed()
    browser.find_element("css selector", ".search-open").click()
    assert window.is_displayed()
    browser.switch_to.active_element.send_keys("timekeepers")
    WebDriverWait(browser, 20).until(
        lambda _: browser.find_elements("css selector", ".search-found a")
    )
    # It lies over the page, whole, and wherever the page has been scrolled to.
    browser.execute_script("scrollTo(0, 500)")
    box = window.rect
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 320
    assert browser.execute_script(
        "const {left, top, right} = arguments[0].getBoundingClientRect();"
        "return arguments[0].contains(document.elementFromPoint((left + right) / 2, top + 3))",
        window,
    )
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not window.is_displayed()
    assert complaints(browser) == []


@pytest.mark.browser
def test_colours_and_tables_work_as_well(browser: Chrome, old: str) -> None:
    width(browser, 1280)
    complaints(browser)
    visit(browser, old)
    button = browser.find_element("css selector", ".colours")
    assert button.accessible_name == "Switch to dark colours"
    button.click()
    assert button.accessible_name == "Switch to light colours"
    button.click()
    assert complaints(browser) == []
