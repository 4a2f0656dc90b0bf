"""The finished site in a real browser: phones, right to left, no traces, no other host."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

from tests.pages import sample

pytestmark = pytest.mark.browser

ROUTES = f"{sample.SESSION}/index.html"
VISIBLE_CARDS = """
return [...document.querySelectorAll('.seat')]
    .filter(card => getComputedStyle(card).display !== 'none').map(card => card.id)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return sample.build(sample.sample(), tmp_path_factory.mktemp("browser"), root)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    # The public address of the small cell is below a path, and so is it here.
    (site.parent / "cell").symlink_to(site)
    handler = functools.partial(Quiet, directory=str(site.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/cell/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser(
    chromium: Path, chromedriver: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = str(chromium)
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = Chrome(options=options, service=Service(str(chromedriver)))
    yield driver
    driver.quit()


def _width(browser: Chrome, width: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 740, "deviceScaleFactor": 1, "mobile": width < 500},
    )


def _open(browser: Chrome, address: str) -> None:
    # A change of the fragment alone would not load the page anew.
    browser.get("about:blank")
    browser.get(address)


def _requests(browser: Chrome) -> list[str]:
    sent = []
    for entry in browser.get_log("performance"):  # type: ignore[no-untyped-call]
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            sent.append(message["params"]["request"]["url"])
    return sent


def _names(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def test_the_fragment_shows_one_seat_and_hides_the_rest(browser: Chrome, address: str) -> None:
    _width(browser, 360)
    _open(browser, address + ROUTES)
    assert browser.execute_script(VISIBLE_CARDS) == []
    assert browser.find_element("id", "seats").is_displayed()
    _open(browser, f"{address}{ROUTES}#E-S-3")
    assert browser.execute_script(VISIBLE_CARDS) == ["E-S-3"]
    assert not browser.find_element("id", "seats").is_displayed()
    card = browser.find_element("id", "E-S-3")
    assert card.rect["x"] >= 0
    assert card.rect["x"] + card.rect["width"] <= 360
    assert "Економічна сфера · Сильні сторони" in card.text
    assert "09:40–09:55" in card.text
    in_view = "const box = arguments[0].getBoundingClientRect(); return box.top"
    assert 0 < browser.execute_script(in_view, card) < 300


def test_the_folder_that_is_printed_on_paper_opens_the_seat(browser: Chrome, address: str) -> None:
    _open(browser, f"{address}{sample.SESSION}/#S-W-1")
    assert browser.execute_script(VISIBLE_CARDS) == ["S-W-1"]


def test_routes_need_no_script(browser: Chrome, address: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        _open(browser, f"{address}he/{ROUTES}#S-S-2")
        assert browser.find_element("id", "S-S-2").is_displayed()
        assert not browser.find_element("id", "E-S-1").is_displayed()
        assert not browser.find_element("id", "seats").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_nothing_scrolls_sideways_on_a_small_phone(
    browser: Chrome, address: str, site: Path
) -> None:
    _width(browser, 320)
    for name in (*_names(site), f"{ROUTES}#E-S-1", f"he/{ROUTES}#E-S-1"):
        _open(browser, address + name)
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= 320, name


def test_no_page_asks_another_host_or_leaves_a_cookie(
    browser: Chrome, address: str, site: Path
) -> None:
    _width(browser, 1280)
    _requests(browser)
    for name in _names(site):
        _open(browser, address + name)
        assert browser.get_cookies() == []
        kept = browser.execute_script("return Object.keys(localStorage)")
        assert all(key.endswith(".__palette") for key in kept), name
    ours = urlsplit(address).netloc
    hosts = {urlsplit(url).netloc for url in _requests(browser) if url.startswith("http")}
    assert hosts == {ours}
    errors = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]  # type: ignore[no-untyped-call]
    assert errors == []


def test_hebrew_runs_from_right_to_left(browser: Chrome, address: str) -> None:
    _width(browser, 1280)
    _open(browser, f"{address}he/sessions/{sample.SESSION}.html")
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
    _width(browser, 1280)
    _requests(browser)
    _open(browser, (site / "index.html").as_uri())
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
    _width(browser, 1280)
    _open(browser, f"{address}{folder}index.html")
    browser.find_element("css selector", ".md-search__input").send_keys(word)
    found = "css selector", ".md-search-result__item a"
    WebDriverWait(browser, 20).until(lambda driver: driver.find_elements(*found))
    errors = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]  # type: ignore[no-untyped-call]
    assert errors == []


def test_the_typeface_is_our_own(browser: Chrome, address: str) -> None:
    _open(browser, f"{address}index.html")
    loaded = browser.execute_async_script(
        "const done = arguments[0];"
        "document.fonts.ready.then(() => done([...document.fonts]"
        ".filter(font => font.status === 'loaded').map(font => font.family)))"
    )
    assert set(loaded) == {"Rubik"}
