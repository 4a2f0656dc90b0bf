"""The search of the example cell in a real browser, served and from a folder on a disk."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.look import TRAP, colours, faults, visit, width
from tests.browser.serve import serving
from viche.finder.reading import read, written
from viche.finder.words import folded, words

pytestmark = pytest.mark.browser

LANGUAGES = ("uk", "ru", "pl", "he", "en")
FIRST = 5
"""Among how many results the page has to be."""

MISSED = 2
"""Of forty queries: 95 % are to find their page."""

SEARCH = """
const [queries, done] = arguments;
document.querySelector(".search-open").click();
const field = document.querySelector(".search input");
const said = document.querySelector(".search-said");
const found = {};
(async () => {
  for (const query of queries) {
    said.textContent = "";
    field.value = query;
    field.dispatchEvent(new Event("input"));
    while (["", said.dataset.loading].includes(said.textContent)) {
      await new Promise((later) => setTimeout(later));
    }
    found[query] = [...document.querySelectorAll(".search-found a")].map((each) => each.href);
  }
  done(found);
})();
"""


@pytest.fixture(scope="module")
def host(example: Path) -> Iterator[str]:
    with serving(example) as address:
        yield address


@pytest.fixture(params=["served", "folder"])
def start(request: pytest.FixtureRequest, example: Path, host: str) -> str:
    return host if request.param == "served" else example.as_uri() + "/"


@cache
def queries(language: str, kind: str) -> tuple[tuple[str, str], ...]:
    """What is typed, and the page that has to be found."""
    path = Path(__file__).parent / f"queries/{language}.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))[kind]
    return tuple((str(entry["query"]), entry["page"]) for entry in entries)


def folder(language: str) -> str:
    return "" if language == "uk" else f"{language}/"


def find(browser: Chrome, address: str, typed: list[str]) -> dict[str, list[str]]:
    """What is found for each query, from the start page at ``address``."""
    width(browser, 1280)
    visit(browser, f"{address}index.html")
    found: dict[str, list[str]] = browser.execute_async_script(SEARCH, typed)
    return {
        query: [each.removeprefix(address).partition("#")[0] for each in results]
        for query, results in found.items()
    }


def missed(browser: Chrome, start: str, language: str, kind: str) -> dict[str, list[str]]:
    wanted = queries(language, kind)
    found = find(browser, start + folder(language), [query for query, _ in wanted])
    return {
        query: found[query][:FIRST] for query, page in wanted if page not in found[query][:FIRST]
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_forms_of_a_word_find_its_page(language: str, browser: Chrome, start: str) -> None:
    assert len(queries(language, "inflected")) == 40
    lost = missed(browser, start, language, "inflected")
    assert len(lost) <= MISSED, lost


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_spelling_keeps_a_page_from_being_found(
    language: str, browser: Chrome, start: str
) -> None:
    assert missed(browser, start, language, "spelt") == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_what_strangers_type_just_what_is_known_is_lost(
    language: str, browser: Chrome, host: str
) -> None:
    path = Path(__file__).parent / "queries/blind.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))[language]
    found = find(browser, host + folder(language), [entry["query"] for entry in entries])
    lost = {
        entry["query"]: found[entry["query"]][:FIRST]
        for entry in entries
        if not {*entry["pages"]} & {*found[entry["query"]][:FIRST]}
    }
    assert set(lost) == {entry["query"] for entry in entries if "lost" in entry}, lost


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_queries_ask_for_forms_that_the_page_lacks(language: str, example: Path) -> None:
    for query, path in queries(language, "inflected"):
        page = read(path, (example / folder(language) / path).read_bytes())
        assert page
        text = " ".join(written(part.heading) + " " + written(part.text) for part in page.sections)
        standing = {folded(word) for word, _ in words(text)}
        assert not {folded(word) for word, _ in words(query)} <= standing, query


def test_a_word_of_a_page_finds_it(browser: Chrome, example: Path, host: str) -> None:
    """Exact words of one page in each language, whichever the dice say."""
    for language in LANGUAGES:
        path = "programme/city-strategy/index.html"
        page = read(path, (example / folder(language) / path).read_bytes())
        assert page
        standing = {
            word
            for section in page.sections
            for spelt, text in section.heading + section.text
            if spelt == language
            for word, _ in words(text)
        }
        typed = random.Random(0).sample(sorted(standing), 200)
        found = find(browser, host + folder(language), typed)
        # A word of many pages stands on more of them than are shown.
        assert not [word for word, pages in found.items() if path not in pages and len(pages) < 20]


def opened(browser: Chrome, address: str, query: str) -> None:
    visit(browser, address)
    browser.find_element("css selector", "body").send_keys("/")
    browser.switch_to.active_element.send_keys(query)
    WebDriverWait(browser, 20).until(lambda _: said(browser) and not said(browser).endswith("…"))


def said(browser: Chrome) -> str:
    return browser.find_element("css selector", ".search-said").text


def test_the_keyboard_is_enough(browser: Chrome, host: str) -> None:
    width(browser, 1280)
    opened(browser, f"{host}index.html", "хранителем часу")
    assert said(browser).startswith("Знайдено ")
    browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    seconds = browser.find_elements("css selector", ".search-found a")[1]
    assert browser.switch_to.active_element == seconds
    seconds.send_keys(Keys.ARROW_UP, Keys.ARROW_UP)
    assert browser.switch_to.active_element.tag_name == "input"
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not browser.execute_script("return document.querySelector('.search').open")
    browser.find_element("css selector", "body").send_keys("/")
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda _: "#timekeeper" in browser.current_url)
    assert browser.current_url == f"{host}method/roles.html#timekeeper"


def test_what_was_found_is_marked_in_its_form(browser: Chrome, host: str) -> None:
    opened(browser, f"{host}index.html", "модератора")
    first = browser.find_element("css selector", ".search-found a")
    marks = {mark.text.lower() for mark in first.find_elements("css selector", "mark")}
    assert marks & {"модератор", "модераторка"}


def test_of_a_long_paste_the_first_words_are_looked_for(browser: Chrome, host: str) -> None:
    visit(browser, f"{host}index.html")
    browser.find_element("css selector", "body").send_keys("/")
    field = browser.switch_to.active_element
    field.send_keys("модератор " * 40)
    assert len(field.get_attribute("value") or "") == 200
    sought = "return vicheSearch.asked(arguments[0]).flat().length"
    for paste in ("слово " * 5000, "слово-" * 5000):
        assert browser.execute_script(sought, paste) == 12


def test_text_is_never_taken_for_markup(browser: Chrome, host: str) -> None:
    opened(browser, f"{host}index.html", "пастка")
    assert TRAP in browser.find_element("css selector", ".search-found a").text
    assert not browser.find_elements("css selector", ".search-found img")


def test_other_languages_are_offered_where_nothing_is_found(browser: Chrome, host: str) -> None:
    opened(browser, f"{host}index.html", "timekeeper")
    assert not browser.find_elements("css selector", ".search-found a")
    buttons = browser.find_elements("css selector", ".search-others button")
    assert {button.text for button in buttons} >= {"English", "Polski", "עברית"}
    next(button for button in buttons if button.text == "English").click()
    links = WebDriverWait(browser, 20).until(
        lambda _: browser.find_elements("css selector", ".search-found a")
    )
    assert links[0].get_attribute("href") == f"{host}en/method/roles.html#timekeeper"
    assert browser.find_element("css selector", ".search-found").get_attribute("lang") == "en"


def test_a_query_stays_in_the_page(browser: Chrome, host: str) -> None:
    visit(browser, f"{host}index.html")
    browser.get_log("performance")  # type: ignore[no-untyped-call]
    opened(browser, f"{host}index.html", "зворушливо")
    asked = [
        json.loads(entry["message"])["message"]["params"]["request"]["url"]
        for entry in browser.get_log("performance")  # type: ignore[no-untyped-call]
        if "Network.requestWillBeSent" in entry["message"]
        and "request" in json.loads(entry["message"])["message"]["params"]
    ]
    asked = [url for url in asked if url.startswith("http")]
    assert f"{host}assets/search-index.js" in asked
    assert all(url.startswith(host) and "?" not in url for url in asked)
    kept: Any = browser.execute_script(
        "return [location.href, document.cookie, {...localStorage}, {...sessionStorage}]"
    )
    assert kept == [f"{host}index.html", "", {}, {}]


def test_the_index_is_not_fetched_before_somebody_searches(browser: Chrome, host: str) -> None:
    visit(browser, f"{host}index.html")
    fetched = browser.execute_script(
        "return performance.getEntriesByType('resource').map((each) => each.name)"
    )
    assert f"{host}assets/search.js" in fetched
    assert not [name for name in fetched if name.endswith("search-index.js")]


def test_routes_and_lost_pages_are_not_found(browser: Chrome, host: str) -> None:
    found = find(browser, host, ["сесія", "сторінку", "G-S-1"])
    pages = {page for results in found.values() for page in results}
    assert "404.html" not in pages
    assert not [page for page in pages if page.startswith("2026-12")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pixels", [1280, 320])
@pytest.mark.parametrize(("language", "query"), [("uk", "місця"), ("he", "מקום"), ("en", "qqqq")])
def test_axe_finds_nothing_in_the_search(
    language: str,
    query: str,
    pixels: int,
    scheme: str,
    browser: Chrome,
    host: str,
    axe: str,
) -> None:
    width(browser, pixels)
    colours(browser, scheme)
    opened(browser, f"{host}{folder(language)}index.html", query)
    browser.execute_script(axe)
    found = faults(browser)
    colours(browser, "light")
    assert found == set()
    sideways = "const d = document.querySelector('.search'); return d.scrollWidth > d.clientWidth"
    assert not browser.execute_script(sideways)


ODD = """
п'ять П’ЯТЬ пʼять ґанок Ґанок ёлка Ёж їжак Йод ЗАМО́К café naïve Łódź żółw gżegżółka ŁÓDKA
עִבְרִית צה"ל צה״ל ג׳ירפה שלום־עולם ה־SWOT ﬁn straße ǅ İstanbul ２０２６ x² Ⅷ pre\u00adfix
a\u200bb ⁦10:45⁩⁠–⁠⁦11:30⁩ rock'n'roll 'quoted' б'ється 83\u00a0521 1,234 соціально-культурна
"""


def test_the_program_and_the_browser_read_words_alike(browser: Chrome, host: str) -> None:
    visit(browser, f"{host}index.html")
    theirs = browser.execute_script(
        "return vicheSearch.words(arguments[0])"
        ".map((word) => [arguments[0].slice(word.start, word.end), word.fold])",
        ODD,
    )
    assert theirs == [[word, folded(word)] for word, _ in words(ODD)]
