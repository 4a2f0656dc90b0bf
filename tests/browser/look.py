"""How a browser is held up to a page."""

from __future__ import annotations

import re
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

# After a frame, when the page's own scripts have met a change of size or colours.
_AXE = """
const done = arguments[0];
const said = found => found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}`));
requestAnimationFrame(() => setTimeout(
    () => axe.run({resultTypes: ["violations"]}).then(found => done(said(found)))));
"""
TRAP = "<img src=x onerror=alert(1)> пастка"
TRAP_PAGE = f"""---
title: "Сторож"
description: "Сторож"
---

{TRAP.replace("<", "&lt;")} стоїть тут.
"""


def started(chromium: Path, chromedriver: Path, profile: Path) -> Chrome:
    """A browser that asks nobody for anything by itself; it keeps its traces in ``profile``."""
    options = ChromeOptions()
    options.binary_location = str(chromium)
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return Chrome(options=options, service=Service(str(chromedriver)))


def width(browser: Chrome, pixels: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": pixels, "height": 740, "deviceScaleFactor": 1, "mobile": pixels < 500},
    )


def visit(browser: Chrome, address: str) -> None:
    # A change of the fragment alone would not load the page anew.
    browser.get("about:blank")
    browser.get(address)


def colours(browser: Chrome, scheme: str) -> None:
    """``light`` or ``dark``, as the reader's system would say."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def ground(browser: Chrome) -> str:
    """``light`` or ``dark``, as the page is in fact."""
    colour = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    return "light" if int(re.findall(r"\d+", colour)[0]) > 127 else "dark"


def complaints(browser: Chrome) -> list[str]:
    """What the browser has found wrong since the last call; a breach of the policy is an error."""
    log = browser.get_log("browser")  # type: ignore[no-untyped-call]
    # Chromium asks a host for /favicon.ico of its own accord, whatever icon the pages name.
    return [entry["message"] for entry in log if "/favicon.ico" not in entry["message"]]


def names(site: Path) -> list[str]:
    """Every page, from the root of the site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def faults(browser: Chrome) -> set[str]:
    """What axe finds on the page as it is shown now; its script has been run on it."""
    found: list[str] = browser.execute_async_script(_AXE)
    return set(found)
