"""How soon a page shows its first words on a phone with a slow connection.

The connection is Lighthouse's slow 4G: 150 ms there and back, 1.6 Mbit/s. Served as any host would,
compressed; nothing is kept from page to page.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from selenium.webdriver import Chrome

from tests.bench import ROOT, Figure
from tests.browser.look import started, visit, width
from tests.browser.serve import serving

SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 675_000 / 8,
}
PAGES = {
    "home": "index.html",
    "session": "sessions/2026-12-swot.html",
    "routes": "2026-12-swot/index.html",
    "programme, Hebrew": "he/programme/city-strategy/index.html",
}
FIRST = """
return performance.getEntriesByName('first-contentful-paint').map(paint => paint.startTime)[0]
"""


def run() -> list[Figure]:
    """Visit pages of the example cell; without Chromium there are no figures."""
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not chromedriver:
        return []
    with tempfile.TemporaryDirectory() as folder:
        cell = Path(folder) / "cell"
        private = shutil.ignore_patterns("private")
        shutil.copytree(ROOT / "content", cell / "content", ignore=private)
        build = [sys.executable, "-m", "viche", "--cell", str(cell), "site"]
        subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
        browser = started(Path(chromium), Path(chromedriver), Path(folder) / "profile")
        try:
            width(browser, 390)
            browser.execute_cdp_cmd("Network.enable", {})
            browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
            browser.execute_cdp_cmd("Network.emulateNetworkConditions", SLOW_4G)
            with serving(cell / "build/site") as host:
                return [_first_words(browser, name, host + page) for name, page in PAGES.items()]
        finally:
            browser.quit()


def _first_words(browser: Chrome, name: str, address: str) -> Figure:
    painted = []
    for _ in range(5):
        visit(browser, address)
        painted.append(browser.execute_script(FIRST) / 1000)
    seconds = statistics.median(painted)
    return {"name": f"first words on slow 4G: {name}", "seconds": seconds, "aim": 1.0}
