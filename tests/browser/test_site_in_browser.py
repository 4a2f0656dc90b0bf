"""The finished site in a real browser: phones, right to left, no traces, no other host."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.look import names, visit, width
from tests.pages import sample

pytestmark = pytest.mark.browser

ROUTES = f"{sample.SESSION}/index.html"
VISIBLE_CARDS = """
return [...document.querySelectorAll('.seat')]
    .filter(card => getComputedStyle(card).display !== 'none').map(card => card.id)
"""


def _requests(browser: Chrome) -> list[str]:
    sent = []
    for entry in browser.get_log("performance"):  # type: ignore[no-untyped-call]
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            sent.append(message["params"]["request"]["url"])
    return sent


def test_the_fragment_shows_one_seat_and_hides_the_rest(browser: Chrome, address: str) -> None:
    width(browser, 360)
    visit(browser, address + ROUTES)
    assert browser.execute_script(VISIBLE_CARDS) == []
    assert browser.find_element("id", "seats").is_displayed()
    visit(browser, f"{address}{ROUTES}#E-S-3")
    assert browser.execute_script(VISIBLE_CARDS) == ["E-S-3"]
    assert not browser.find_element("id", "seats").is_displayed()
    card = browser.find_element("id", "E-S-3")
    assert card.rect["x"] >= 0
    assert card.rect["x"] + card.rect["width"] <= 360
    assert "Економічна сфера · Сильні сторони" in card.text
    assert "09:40–09:55" in card.text
    in_view = "const box = arguments[0].getBoundingClientRect(); return box.top"
    assert 0 < browser.execute_script(in_view, card) < 300


def test_a_card_says_what_it_is_for(browser: Chrome, address: str) -> None:
    """Who holds a screenshot or a print of the card alone must find the hall with it."""
    width(browser, 360)
    visit(browser, f"{address}{ROUTES}#E-S-3")
    lines = browser.find_element("id", "E-S-3").text.splitlines()
    assert lines[0] == "Мала сесія · субота, 30 січня 2027\u202fр. · Школа"
    steps = [
        line.text.split("\n")[1]
        for line in browser.find_elements("css selector", "#E-S-3 .seat-together")
    ]
    assert steps == ["Постановка завдання", "Перерва на каву", "Доповіді"]


def test_the_switch_of_languages_in_a_card_stays_at_the_seat(browser: Chrome, address: str) -> None:
    visit(browser, f"{address}{ROUTES}#E-W-1")
    browser.find_element("css selector", "#E-W-1 a[hreflang='he']").click()
    assert browser.current_url == f"{address}he/{ROUTES}#E-W-1"
    assert browser.execute_script(VISIBLE_CARDS) == ["E-W-1"]
    browser.find_element("css selector", "#E-W-1 a[hreflang='uk']").click()
    assert browser.current_url == f"{address}{ROUTES}#E-W-1"


def _press(browser: Chrome, key: str) -> WebElement:
    ActionChains(browser).send_keys(key).perform()
    return browser.switch_to.active_element


def _walk(browser: Chrome) -> list[WebElement]:
    """Everything that Tab reaches, from the beginning of the page to its end."""
    reached = []
    while (at := _press(browser, Keys.TAB)).tag_name != "body":
        if at in reached:
            break
        reached.append(at)
    return reached


def test_the_drawer_is_worked_with_the_keyboard(browser: Chrome, address: str) -> None:
    width(browser, 800)
    visit(browser, f"{address}sessions/{sample.SESSION}.html")
    drawer = "css selector", ".md-sidebar--primary a"
    switch = _press(browser, Keys.TAB)
    assert switch.get_attribute("id") == "__drawer"
    assert switch.accessible_name == "Меню"
    assert not [at for at in _walk(browser) if at in browser.find_elements(*drawer)]
    visit(browser, f"{address}propose.html")
    switch = _press(browser, Keys.TAB)
    _press(browser, Keys.SPACE)
    assert switch.is_selected()
    WebDriverWait(browser, 20).until(lambda _: browser.find_element(*drawer).is_displayed())
    inside = _press(browser, Keys.TAB)
    assert inside in browser.find_elements(*drawer)
    assert _press(browser, Keys.ESCAPE) == switch
    assert not switch.is_selected()


def test_the_folder_that_is_printed_on_paper_opens_the_seat(browser: Chrome, address: str) -> None:
    visit(browser, f"{address}{sample.SESSION}/#S-W-1")
    assert browser.execute_script(VISIBLE_CARDS) == ["S-W-1"]


def test_routes_need_no_script(browser: Chrome, address: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        visit(browser, f"{address}he/{ROUTES}#S-S-2")
        assert browser.find_element("id", "S-S-2").is_displayed()
        assert not browser.find_element("id", "E-S-1").is_displayed()
        assert not browser.find_element("id", "seats").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_nothing_scrolls_sideways_on_a_small_phone(
    browser: Chrome, address: str, site: Path
) -> None:
    width(browser, 320)
    for name in (*names(site), f"{ROUTES}#E-S-1", f"he/{ROUTES}#E-S-1"):
        visit(browser, address + name)
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= 320, name


def test_no_page_asks_another_host_or_leaves_a_cookie(
    browser: Chrome, address: str, site: Path
) -> None:
    width(browser, 1280)
    _requests(browser)
    for name in names(site):
        visit(browser, address + name)
        assert browser.get_cookies() == []
        kept = browser.execute_script("return Object.keys(localStorage)")
        assert all(key.endswith(".__palette") for key in kept), name
    ours = urlsplit(address).netloc
    hosts = {urlsplit(url).netloc for url in _requests(browser) if url.startswith("http")}
    assert hosts == {ours}
    log = browser.get_log("browser")  # type: ignore[no-untyped-call]
    # Chromium asks a host for /favicon.ico of its own accord, whatever icon the pages name.
    errors = [entry["message"] for entry in log if entry["level"] == "SEVERE"]
    assert [message for message in errors if "/favicon.ico" not in message] == []


def test_hebrew_runs_from_right_to_left(browser: Chrome, address: str) -> None:
    width(browser, 1280)
    visit(browser, f"{address}he/sessions/{sample.SESSION}.html")
    assert browser.execute_script("return getComputedStyle(document.body).direction") == "rtl"
    start = "return document.querySelector(arguments[0]).getBoundingClientRect().left"
    brand, search = (browser.execute_script(start, name) for name in (".brand img", ".md-search"))
    assert brand > search
    first, last = (
        browser.execute_script(start, f"#timetable ~ .md-typeset__scrollwrap th:{at}-child")
        for at in ("first", "last")
    )
    assert first > last


def test_the_site_can_be_walked_through_from_a_folder(browser: Chrome, site: Path) -> None:
    width(browser, 1280)
    _requests(browser)
    visit(browser, (site / "index.html").as_uri())
    browser.find_element("css selector", ".session-card a").click()
    assert browser.current_url.endswith(f"sessions/{sample.SESSION}.html")
    browser.find_element("css selector", ".button").click()
    browser.find_element("css selector", "a[href='#E-W-1']").click()
    assert browser.execute_script(VISIBLE_CARDS) == ["E-W-1"]
    browser.find_element("css selector", ".languages a[hreflang='he']").click()
    assert browser.current_url.endswith(f"he/{ROUTES}")
    assert not [url for url in _requests(browser) if url.startswith("http")]


@pytest.mark.parametrize(("folder", "word"), [("", "Методик"), ("en/", "Skills"), ("he/", "חלקית")])
def test_the_search_of_each_language_finds_its_words(
    folder: str, word: str, browser: Chrome, address: str
) -> None:
    width(browser, 1280)
    visit(browser, f"{address}{folder}index.html")
    browser.find_element("css selector", ".md-search__input").send_keys(word)
    found = "css selector", ".md-search-result__item a"
    WebDriverWait(browser, 20).until(lambda driver: driver.find_elements(*found))
    log = browser.get_log("browser")  # type: ignore[no-untyped-call]
    # Chromium asks a host for /favicon.ico of its own accord, whatever icon the pages name.
    errors = [entry["message"] for entry in log if entry["level"] == "SEVERE"]
    assert [message for message in errors if "/favicon.ico" not in message] == []


def test_the_typeface_is_our_own(browser: Chrome, address: str) -> None:
    visit(browser, f"{address}index.html")
    loaded = browser.execute_async_script(
        "const done = arguments[0];"
        "document.fonts.ready.then(() => done([...document.fonts]"
        ".filter(font => font.status === 'loaded').map(font => font.family)))"
    )
    assert set(loaded) == {"Rubik"}
