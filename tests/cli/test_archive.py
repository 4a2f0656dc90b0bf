"""``build/site.zip``: the whole site in one file."""

from __future__ import annotations

import hashlib
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.cli.cells import PAGE, viche


@pytest.fixture
def unpacked(built_once: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(built_once / "build/site.zip") as packed:
        packed.extractall(tmp_path)
    (top,) = tmp_path.iterdir()
    return top


class _Links(HTMLParser):
    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_it_holds_the_site_and_nothing_else(built_once: Path, unpacked: Path) -> None:
    assert _contents(unpacked) == _contents(built_once / "build/site")
    assert (unpacked / "index.html").is_file()


def test_every_link_leads_on_in_a_folder_on_a_disk(unpacked: Path) -> None:
    pages = [page for page in unpacked.rglob("*.html") if page.name != "404.html"]
    for page in pages:
        for link in _Links(page).found:
            address = urlsplit(link)
            if not address.scheme and not address.netloc and address.path:
                assert (page.parent / unquote(address.path)).is_file(), (page, link)
    assert pages


def test_it_has_no_dates_and_opens_everywhere(built_once: Path) -> None:
    with zipfile.ZipFile(built_once / "build/site.zip") as packed:
        assert packed.testzip() is None
        for entry in packed.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.external_attr >> 16 == 0o644
            stored = entry.compress_type == zipfile.ZIP_STORED
            assert stored == entry.filename.endswith((".pdf", ".png", ".woff2"))


def test_it_is_made_again_only_with_the_site(built: Path) -> None:
    file = built / "build/site.zip"
    before, made = file.read_bytes(), file.stat().st_mtime_ns
    assert viche(built, "site") == 0
    assert file.stat().st_mtime_ns == made
    with (built / PAGE).open("a", encoding="utf-8") as page:
        page.write("\nDopisany akapit.\n")
    assert viche(built, "site") == 0
    assert file.read_bytes() != before


def test_a_damaged_or_missing_archive_is_made_again(built: Path) -> None:
    file = built / "build/site.zip"
    whole = hashlib.sha256(file.read_bytes()).digest()
    file.write_bytes(file.read_bytes()[:-1])
    assert viche(built, "site") == 0
    assert hashlib.sha256(file.read_bytes()).digest() == whole
    file.unlink()
    assert viche(built, "site") == 0
    assert hashlib.sha256(file.read_bytes()).digest() == whole
