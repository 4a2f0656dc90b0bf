"""The finished site in a real browser: phones, keys, colours, right to left, paper, a folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.look import colours, ground, visit, width
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


def test_the_first_key_leads_past_the_header(browser: Chrome, address: str) -> None:
    width(browser, 1280)
    visit(browser, f"{address}propose.html")
    skip = _press(browser, Keys.TAB)
    assert skip.text == "Перейти до тексту"
    assert skip.rect["y"] >= 0
    assert _press(browser, Keys.ENTER).tag_name == "main"


def test_the_menu_is_worked_with_the_keyboard(browser: Chrome, address: str) -> None:
    width(browser, 800)
    visit(browser, f"{address}sessions/{sample.SESSION}.html")
    inside = browser.find_elements("css selector", ".menu a")
    assert inside
    assert not [at for at in _walk(browser) if at in inside]
    visit(browser, f"{address}propose.html")
    switch = browser.find_element("css selector", ".menu summary")
    assert switch.accessible_name == "Меню"
    while _press(browser, Keys.TAB) != switch:
        pass
    _press(browser, Keys.ENTER)
    first = _press(browser, Keys.TAB)
    assert first == browser.find_element("css selector", ".menu a")
    assert first.is_displayed()
    assert _press(browser, Keys.ESCAPE) == switch
    assert not first.is_displayed()


def test_without_a_script_the_menu_opens_and_the_colours_are_the_system_s(
    browser: Chrome, address: str
) -> None:
    width(browser, 320)
    colours(browser, "dark")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        visit(browser, f"{address}en/propose.html")
        assert not browser.find_element("css selector", ".colours").is_displayed()
        assert not browser.find_element("css selector", ".menu a").is_displayed()
        browser.find_element("css selector", ".menu summary").click()
        assert browser.find_element("css selector", ".menu a").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert ground(browser) == "dark"
    colours(browser, "light")
    assert ground(browser) == "light"


def test_colours_once_chosen_hold_for_all_pages_and_nothing_else_is_kept(
    browser: Chrome, address: str
) -> None:
    width(browser, 1280)
    colours(browser, "light")
    visit(browser, f"{address}index.html")
    button = browser.find_element("css selector", ".colours")
    assert button.accessible_name == "Увімкнути темні кольори"
    while _press(browser, Keys.TAB) != button:
        pass
    _press(browser, Keys.ENTER)
    assert ground(browser) == "dark"
    assert button.accessible_name == "Увімкнути світлі кольори"
    for page in ("he/propose.html", "en/method/network.html", "404.html"):
        visit(browser, address + page)
        assert ground(browser) == "dark"
    kept = "return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    assert browser.execute_script(kept) == '[{"viche.colours":"dark"},{},""]'
    browser.find_element("css selector", ".colours").click()
    assert ground(browser) == "light"
    # The system has the same colours, so there is nothing to remember.
    assert browser.execute_script(kept) == '[{},{},""]'


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


def test_hebrew_runs_from_right_to_left(browser: Chrome, address: str) -> None:
    width(browser, 1280)
    visit(browser, f"{address}he/sessions/{sample.SESSION}.html")
    assert browser.execute_script("return getComputedStyle(document.body).direction") == "rtl"
    start = "return document.querySelector(arguments[0]).getBoundingClientRect().left"
    brand, button = (browser.execute_script(start, name) for name in (".brand img", ".colours"))
    assert brand > button
    first, last = (
        browser.execute_script(start, f"#timetable ~ .table th:{at}-child")
        for at in ("first", "last")
    )
    assert first > last


def test_the_site_can_be_walked_through_from_a_folder(browser: Chrome, site: Path) -> None:
    width(browser, 1280)
    _requests(browser)
    visit(browser, (site / "index.html").as_uri())
    session = f"main a[href$='sessions/{sample.SESSION}.html']"
    browser.find_element("css selector", session).click()
    assert browser.current_url.endswith(f"sessions/{sample.SESSION}.html")
    browser.find_element("css selector", f".button[href$='{ROUTES}']").click()
    browser.find_element("css selector", "a[href='#E-W-1']").click()
    assert browser.execute_script(VISIBLE_CARDS) == ["E-W-1"]
    browser.find_element("css selector", ".languages a[hreflang='he']").click()
    assert browser.current_url.endswith(f"he/{ROUTES}")
    assert not [url for url in _requests(browser) if url.startswith("http")]


@pytest.mark.parametrize("folder", ["", "he/"])
def test_the_page_of_lost_addresses_works_at_any_depth_and_from_a_folder(
    folder: str, browser: Chrome, address: str, site: Path
) -> None:
    """A host shows it in place of whatever is not there; here a deep address is a link to it."""
    width(browser, 1280)
    deep = site / folder / "no" / "such" / "page.html"
    deep.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(site / folder / "404.html", deep)
    lost = site / folder / "404.html"
    try:
        root = urlsplit(address)._replace(path="/").geturl()
        for shown in (f"{address}{folder}no/such/page.html", lost.as_uri()):
            visit(browser, shown)
            assert set(_faces(browser)) == {"Rubik"}
            home = browser.find_element("css selector", ".lost a").get_attribute("href") or ""
            visit(browser, home)
            assert browser.find_elements("css selector", ".kind-home")
            assert home.startswith((root, site.as_uri()))
    finally:
        shutil.rmtree(site / folder / "no")


def test_paper_has_the_text_and_where_it_comes_from_but_no_navigation(
    browser: Chrome, address: str
) -> None:
    width(browser, 1280)
    visit(browser, f"{address}propose.html")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        hidden = ".sections, .languages, .colours, .site-footer, .on-screen, .beside"
        assert not [at for at in browser.find_elements("css selector", hidden) if at.is_displayed()]
        foot = browser.find_element("css selector", ".page-source").text
        assert "content/pages/uk/propose.md" in foot
        assert "https://hill.example/cell/propose.html" in foot
        after = "return getComputedStyle(arguments[0], '::after').content"
        for link in browser.find_elements("css selector", "main p a"):
            said = browser.execute_script(after, link)
            outer = (link.get_dom_attribute("href") or "").startswith("http")
            assert (said != "none") == (outer and link.is_displayed())
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def _faces(browser: Chrome) -> list[str]:
    loaded: list[str] = browser.execute_async_script(
        "const done = arguments[0];"
        "document.fonts.ready.then(() => done([...document.fonts]"
        ".filter(font => font.status === 'loaded').map(font => font.family)))"
    )
    return loaded


def test_the_typeface_is_our_own(browser: Chrome, address: str) -> None:
    visit(browser, f"{address}index.html")
    assert set(_faces(browser)) == {"Rubik"}
