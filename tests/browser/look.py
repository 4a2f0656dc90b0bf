"""How a browser is held up to a page."""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver import Chrome


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


def names(site: Path) -> list[str]:
    """Every page, from the root of the site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
