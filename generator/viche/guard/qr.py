"""QR codes as a phone sees them: drawn, read by an independent reader, and followed.

Pages on which no code is expected are drawn at half the resolution, which finds codes of 18 mm and
more. What that costs is in docs/decisions/guard-looks.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import zxingcpp

from viche.guard.web import Site
from viche.problems import Problem

Codes: TypeAlias = Sequence[tuple[int, str]]
"""The codes that a PDF must show, each with the index of its page and the address."""

_DPI = 150
_DPI_ELSEWHERE = 75
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# Pixels; A0 at that resolution has 7,000.
_LONGEST_SIDE = 8_000


def lost(
    codes: Mapping[str, Codes], site: Path, address: str, elsewhere: Collection[str] = ()
) -> list[Problem]:
    """Every code that leads nowhere in the built ``site``, which will lie at ``address``.

    Args:
        codes: those of each PDF, by its name.
        site: the folder of the site.
        address: where it will lie.
        elsewhere: addresses that the content itself names; nobody can follow them from here.
    """
    built = Site(site, address)
    return [
        problem
        for name, printed in codes.items()
        for problem in _lost(name, [each for each in printed if each[1] not in elsewhere], built)
    ]


def read(page: Any, *, expected: bool) -> list[str]:
    """The codes on a page, which is drawn as a whole so that nobody's code is overlooked."""
    width, height = page.get_size()
    dpi = _DPI if expected else _DPI_ELSEWHERE
    scale = min(dpi / 72, _LONGEST_SIDE / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    # Rows may be padded: the reader is given the whole row, the padding is white or black alike.
    picture = memoryview(bitmap.buffer).cast("B").cast("B", (bitmap.height, bitmap.stride))
    found = zxingcpp.read_barcodes(picture, formats=_FORMATS, try_downscale=expected)
    texts = [code.text for code in found]
    bitmap.close()
    return texts


def compare(
    name: str, index: int, expected: Sequence[str], found: Sequence[str]
) -> Iterator[Problem]:
    """What is wrong with the codes that were ``found`` on a page."""
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
