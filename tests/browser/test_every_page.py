"""One walk over every page: how wide and heavy it is, whom it asks, what it keeps and breaks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome

from tests.browser.look import complaints, names, visit, width
from tests.browser.serve import serving
from tests.pages import sample

pytestmark = pytest.mark.browser

HEAVIEST = 300_000
"""Bytes over the wire, fonts and pictures included."""

SMALLEST = 320
"""Pixels across: a small phone, or a large one whose reader has enlarged everything."""

KEPT = "return document.cookie.length + localStorage.length + sessionStorage.length"
WIDE = "return document.documentElement.scrollWidth"
POLICY = "meta[http-equiv=Content-Security-Policy]"
USES = {
    "Script": "script-src",
    "Stylesheet": "style-src",
    "Image": "img-src",
    "Font": "font-src",
}
"""What is fetched by the browser's name, and the line of the policy that allows it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as a browser has seen it that had nothing of it yet."""

    address: str
    fetched: dict[str, int]
    """Bytes over the wire by address."""

    kinds: set[str]
    """What was asked for, by the browser's name of its kind."""

    wide: int
    kept: int
    complaints: list[str]


@pytest.fixture(scope="module")
def walk(browser: Chrome, address: str, site: Path, example: Path) -> Iterator[list[Seen]]:
    routes = f"{sample.SESSION}/index.html#E-S-1"
    width(browser, SMALLEST)
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    with serving(example) as host:
        pages = [host + name for name in names(example)]
        pages += [address + name for name in (*names(site), routes, f"he/{routes}")]
        browser.get_log("performance")  # type: ignore[no-untyped-call]
        complaints(browser)
        yield [_seen(browser, page) for page in pages]
    browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})


def _seen(browser: Chrome, page: str) -> Seen:
    browser.get(page)  # each is another page than the one before, and so is loaded anew
    wide, kept = browser.execute_script(WIDE), browser.execute_script(KEPT)
    asked, sizes, kinds = {}, {}, set()
    for entry in browser.get_log("performance"):  # type: ignore[no-untyped-call]
        message = json.loads(entry["message"])["message"]
        params = message["params"]
        if message["method"] == "Network.requestWillBeSent":
            asked[params["requestId"]] = params["request"]["url"]
            kinds.add(params["type"])
        elif message["method"] == "Network.loadingFinished":
            sizes[params["requestId"]] = params["encodedDataLength"]
    fetched = {url: sizes.get(id, 0) for id, url in asked.items() if url != "about:blank"}
    return Seen(page, fetched, kinds, wide, kept, complaints(browser))


def test_every_page_was_fetched_whole(walk: list[Seen]) -> None:
    assert len(walk) > 200
    for seen in walk:
        assert seen.fetched[seen.address.partition("#")[0]] > 0
        assert seen.kinds >= {"Document", "Stylesheet", "Font"}


def test_nothing_scrolls_sideways_on_a_small_phone(walk: list[Seen]) -> None:
    assert {seen.address: seen.wide for seen in walk if seen.wide > SMALLEST} == {}


def test_no_page_is_heavy(walk: list[Seen]) -> None:
    heavy = {seen.address: seen.fetched for seen in walk if sum(seen.fetched.values()) > HEAVIEST}
    assert heavy == {}


def test_no_page_asks_another_host_or_keeps_anything(walk: list[Seen]) -> None:
    for seen in walk:
        hosts = {urlsplit(url).netloc for url in seen.fetched}
        assert hosts == {urlsplit(seen.address).netloc}, seen.address
        assert seen.kept == 0, seen.address


def test_no_page_breaks_its_policy(walk: list[Seen]) -> None:
    assert {seen.address: seen.complaints for seen in walk if seen.complaints} == {}


def test_the_policy_allows_what_pages_use_and_nothing_else(
    walk: list[Seen], browser: Chrome, address: str
) -> None:
    visit(browser, f"{address}index.html")
    policy = browser.find_element("css selector", POLICY).get_attribute("content") or ""
    lines = dict(re.split(r"\s+", line.strip(), maxsplit=1) for line in policy.split(";"))
    forbidden = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
    used = {USES[kind] for seen in walk for kind in seen.kinds & USES.keys()}
    assert lines == forbidden | dict.fromkeys(used, "'self'")


def test_what_a_page_forbids_does_not_happen(browser: Chrome, address: str) -> None:
    visit(browser, f"{address}index.html")
    complaints(browser)
    browser.execute_script(
        "const last = document.createElement('script');"
        "last.textContent = 'document.title = \"changed\"'; document.body.append(last);"
        "document.body.insertAdjacentHTML('beforeend', '<p id=styled style=\"color: red\">a</p>')"
    )
    assert browser.title != "changed"
    colour = "return getComputedStyle(document.getElementById('styled')).color"
    assert browser.execute_script(colour) != "rgb(255, 0, 0)"
    assert any("Content Security Policy" in message for message in complaints(browser))
