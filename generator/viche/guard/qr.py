"""QR codes as a phone sees them: drawn, read by an independent reader, and followed.

Every page of every PDF is looked at; those on which no code is expected, at half the resolution,
which finds codes of 18 mm and more. What that costs is in docs/decisions/guard-looks.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
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


def codes(prints: Iterable[Print], composed: Collection[str] = ()) -> list[Problem]:
    """Every QR code that can't be read, or says something else than it should.

    Pages are drawn as a whole, so that codes which nobody expected are found too. The PDFs whose
    names are in ``composed`` are put together from pages of others: only those of their pages are
    drawn where a code must stand.
    """
    prints = list(prints)
    looks = [_Look(pdf, expected, name in composed) for name, pdf, expected in prints]
    found = spread(_drawn, looks, [size_of(pdf) for _, pdf, _ in prints])
    return [
        replace(problem, source=name)
        for (name, _, _), drawn in zip(prints, found, strict=True)
        for problem in drawn
    ]


def lost(
    prints: Iterable[Print], site: Path, address: str, elsewhere: Collection[str] = ()
) -> list[Problem]:
    """Every code that leads nowhere in the built ``site``, which will lie at ``address``.

    Nobody can follow from here the addresses ``elsewhere`` that the content itself names.
    """
    built = Site(site, address)
    return [
        problem
        for name, _, expected in prints
        for problem in _lost(name, [each for each in expected if each[1] not in elsewhere], built)
    ]


class _Look(NamedTuple):
    """A PDF, the codes that it must show, and whether only their pages are looked at."""

    pdf: bytes | Path
    expected: tuple[tuple[int, str], ...]
    only_there: bool


def _drawn(look: _Look) -> list[Problem]:
    """What is wrong with the codes of one PDF as they are drawn."""
    name = ""
    problems: list[Problem] = []
    pages: defaultdict[int, list[str]] = defaultdict(list)
    for index, url in look.expected:
        pages[index].append(url)
    try:
        with open_pdf(look.pdf) as document:
            others = () if look.only_there else range(len(document))
            for index in sorted({*pages, *others}):
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
