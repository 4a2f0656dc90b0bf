"""What a reader's phone has to fetch before a page is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.look import names, visit, width
from tests.browser.serve import serving

pytestmark = pytest.mark.browser

HEAVIEST = 300_000
"""Bytes over the wire, fonts and pictures included."""


@pytest.fixture(scope="module")
def host(example: Path) -> Iterator[str]:
    with serving(example) as address:
        yield address


def _fetched(browser: Chrome) -> dict[str, int]:
    """What was fetched since the last time, with its bytes over the wire."""
    addresses, sizes = {}, {}
    for entry in browser.get_log("performance"):  # type: ignore[no-untyped-call]
        message = json.loads(entry["message"])["message"]
        params = message["params"]
        if message["method"] == "Network.requestWillBeSent":
            addresses[params["requestId"]] = params["request"]["url"]
        elif message["method"] == "Network.loadingFinished":
            sizes[params["requestId"]] = params["encodedDataLength"]
    return {addresses[id]: size for id, size in sizes.items() if id in addresses}


def test_no_page_is_heavy(browser: Chrome, host: str, example: Path) -> None:
    width(browser, 390)
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    heavy = {}
    for name in names(example):
        if name.startswith(("en/", "pl/", "ru/")):
            continue  # they differ from the others in words alone
        _fetched(browser)
        visit(browser, host + name)
        fetched = _fetched(browser)
        assert any(address.endswith(name) for address in fetched)
        if sum(fetched.values()) > HEAVIEST:
            heavy[name] = fetched
    browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})
    assert heavy == {}
