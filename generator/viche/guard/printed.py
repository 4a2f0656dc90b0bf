"""A PDF as it comes out of the printer: nothing beyond the paper, and every code in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it has no types

from viche.guard import qr
from viche.guard.edges import outside
from viche.guard.paper import PdfError, open_pdf
from viche.problems import Problem


def printed(
    name: str,
    pdf: bytes | Path,
    codes: qr.Codes = (),
    *,
    composed: bool = False,
) -> list[Problem]:
    """Everything that is wrong with the pages of a PDF.

    Args:
        name: how problems call it.
        pdf: the file, or what it holds.
        codes: the QR codes that it must show: index of the page, and address.
        composed: whether it is put together from pages of a PDF that is looked at by itself. Then
            only those of its pages are searched for codes where one must stand.
    """
    expected: defaultdict[int, list[str]] = defaultdict(list)
    for index, address in codes:
        expected[index].append(address)
    problems: list[Problem] = []
    try:
        with open_pdf(pdf) as document:
            for index in sorted({*range(len(document)), *expected}):
                codes_there = expected.get(index, [])
                searched = bool(codes_there) or not composed
                problems += _page(name, document, index, codes_there, searched=searched)
    except (PdfError, pypdfium2.PdfiumError):
        problems.append(Problem(name, "guard-unreadable"))
    return problems


def _page(
    name: str, document: Any, index: int, codes: Sequence[str], *, searched: bool
) -> Iterator[Problem]:
    """What is wrong with one page; where there is none, its codes are missing."""
    found: Sequence[str] = ()
    if 0 <= index < len(document):
        page = document[index]
        if count := outside(page):
            yield Problem(name, "page-overflow", params={"page": index + 1, "count": count})
        if searched:
            found = qr.read(page, expected=bool(codes))
        page.close()
    yield from qr.compare(name, index, codes, found)
