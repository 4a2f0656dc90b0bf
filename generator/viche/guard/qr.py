"""QR codes as a phone sees them: drawn, read by an independent reader, and followed.

Every page of every PDF is looked at; those on which no code is expected, at half the resolution,
which finds codes of 18 mm and more. What that costs is in docs/decisions/guard-looks.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import zxingcpp

from viche.guard.paper import PdfError, open_pdf
from viche.guard.web import Site
from viche.guard.workers import size_of, spread
from viche.problems import Problem

Print = tuple[str, bytes | Path, tuple[tuple[int, str], ...]]
"""A PDF's name, the PDF, and the codes that it must show: index of the page, and address."""

_DPI = 150
_DPI_ELSEWHERE = 75
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# Pixels; A0 at that resolution has 7,000.
_LONGEST_SIDE = 8_000


def codes(prints: Iterable[Print], site: Path | None, address: str) -> list[Problem]:
    """Every QR code that can't be read, says something else than it should, or leads nowhere.

    Every page is drawn as a whole, so that codes which nobody expected are found too. With a built
    ``site``, every expected address must lead to a page and an anchor in it.
    """
    built = Site(site, address) if site else None
    prints = list(prints)
    problems: list[Problem] = []
    found = spread(_drawn, prints, [size_of(pdf) for _, pdf, _ in prints])
    for (name, _, expected), drawn in zip(prints, found, strict=True):
        problems += drawn
        if built:
            problems += _lost(name, expected, built)
    return problems


def _drawn(one: Print) -> list[Problem]:
    """What is wrong with the codes of one PDF as they are drawn."""
    name, pdf, expected = one
    problems: list[Problem] = []
    pages: defaultdict[int, list[str]] = defaultdict(list)
    for index, url in expected:
        pages[index].append(url)
    try:
        with open_pdf(pdf) as document:
            for index in sorted({*pages, *range(len(document))}):
                dpi = _DPI if index in pages else _DPI_ELSEWHERE
                problems += _compare(name, index, pages.get(index, []), _read(document, index, dpi))
    except (PdfError, pypdfium2.PdfiumError):
        problems.append(Problem(name, "guard-unreadable"))
    return problems


def _read(document: Any, index: int, dpi: int) -> list[str]:
    """The codes on a page; none if there is no such page."""
    if not 0 <= index < len(document):
        return []
    page = document[index]
    width, height = page.get_size()
    scale = min(dpi / 72, _LONGEST_SIDE / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    # Rows may be padded: the reader is given the whole row, the padding is white or black alike.
    picture = memoryview(bitmap.buffer).cast("B").cast("B", (bitmap.height, bitmap.stride))
    found = zxingcpp.read_barcodes(picture, formats=_FORMATS)
    texts = [code.text for code in found]
    bitmap.close()
    page.close()
    return texts


def _compare(name: str, index: int, expected: list[str], found: list[str]) -> Iterator[Problem]:
    missing = list((Counter(expected) - Counter(found)).elements())
    strange = list((Counter(found) - Counter(expected)).elements())
    while missing and strange:
        yield _problem(name, "qr-wrong", index, missing.pop(0), found=strange.pop(0))
    for url in missing:
        yield _problem(name, "qr-unreadable", index, url)
    for url in strange:
        yield _problem(name, "qr-unexpected", index, url)


def _lost(name: str, expected: Iterable[tuple[int, str]], site: Site) -> Iterator[Problem]:
    for index, url in expected:
        try:
            parts = urlsplit(url)
        except ValueError:
            yield _problem(name, "qr-lost", index, url)
            continue
        target = site.file(parts, "") if site.own(parts) else None
        if target is None or not site.has_anchor(target, parts.fragment):
            yield _problem(name, "qr-lost", index, url)


def _problem(name: str, code: str, index: int, url: str, **params: object) -> Problem:
    seat = url.rpartition("#")[2]
    return Problem(name, code, params={"seat": seat, "page": index + 1, "url": url, **params})
