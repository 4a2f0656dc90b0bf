"""From pages in reading order to sheets that are folded and stapled in the middle.

A sheet of A4 carries two pages of A5 on each side. Every booklet is bound for itself, so that a pile
from the printer falls apart into booklets. Pages become form XObjects: their drawing instructions
and fonts are carried over as they are, shared and not drawn anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    TextStringObject,
)

_MILLIMETRE = 72 / 25.4
_SHEET = (297 * _MILLIMETRE, 210 * _MILLIMETRE)
_PAGE = 148 * _MILLIMETRE


class Flip(StrEnum):
    """Over which edge the printer turns the paper for its second side."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: the pages on its left and on its right, counted from 0."""

    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Bound:
    """Booklets as they were found, and their sheets."""

    data: bytes
    starts: tuple[int, ...]
    """The first page of each booklet in the reading copy, counted from 0."""

    lengths: tuple[int, ...]
    """The number of pages of each booklet."""


def order(pages: int, *, right_to_left: bool = False) -> tuple[Side, ...]:
    """The sides of the sheets of one booklet: front and back of the outer sheet first.

    Raises:
        ValueError: ``pages`` cannot be folded from whole sheets.
    """
    if pages <= 0 or pages % 4:
        raise ValueError(f"A booklet of {pages} pages cannot be folded from whole sheets.")
    sides = []
    for outer in range(0, pages // 2, 2):
        sides.append(Side(pages - 1 - outer, outer))
        sides.append(Side(outer + 1, pages - 2 - outer))
    return tuple(Side(side.right, side.left) if right_to_left else side for side in sides)


def position(page: int, pages: int) -> int:
    """On which side, counted from 0, ``page`` of a booklet of ``pages`` stands."""
    sides = order(pages)
    return next(n for n, side in enumerate(sides) if page in (side.left, side.right))


def impose(
    reading: bytes,
    titles: Sequence[str],
    *,
    right_to_left: bool = False,
    flip: Flip = Flip.SHORT,
) -> Bound:
    """Bind every booklet of a reading copy; a booklet begins where the outline names one of ``titles``.

    Raises:
        ValueError: the outline has other booklets, or one of them has no whole number of sheets.
    """
    reader = PdfReader(BytesIO(reading))
    starts = _starts(reader, titles)
    ends = [*starts[1:], len(reader.pages)]
    lengths = [end - start for start, end in zip(starts, ends, strict=True)]
    writer = PdfWriter()
    writer.metadata = _metadata(reader)
    if language := reader.root_object.get("/Lang"):
        writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    forms = [_form(page, writer) for page in _leaves(reader)]
    for title, start, length in zip(titles, starts, lengths, strict=True):
        first = len(writer.pages)
        for number, side in enumerate(order(length, right_to_left=right_to_left)):
            upside_down = flip is Flip.LONG and number % 2 == 1
            _add_side(writer, forms[start + side.left], forms[start + side.right], upside_down)
        writer.add_outline_item(title, first)
    # The id must be there for print shops, and must not change from run to run.
    identity = ByteStringObject(hashlib.sha256(reading + flip.encode()).digest()[:16])
    writer._ID = ArrayObject([identity, identity])
    output = BytesIO()
    writer.write(output)
    return Bound(output.getvalue(), tuple(starts), tuple(lengths))


def _starts(reader: PdfReader, titles: Sequence[str]) -> list[int]:
    """The first page of each booklet: the top level of the outline."""
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(_leaves(reader))}
    found = [entry for entry in reader.outline if not isinstance(entry, list)]
    if [entry.title for entry in found] != list(titles):
        raise ValueError("The outline does not name the booklets that were asked for.")
    return [numbers[entry.page.idnum] for entry in found]


def _leaves(reader: PdfReader) -> Sequence[Any]:
    return reader.pages


def _metadata(reader: PdfReader) -> Mapping[str, str]:
    known = reader.metadata or {}
    kept = ("/Title", "/Author", "/CreationDate")
    return {key: str(known[key]) for key in kept if key in known} | {"/Producer": "viche"}


def _form(page: Any, writer: PdfWriter) -> IndirectObject:
    """A page as a form XObject of the writer, its stream taken over as it is compressed."""
    form = page["/Contents"].get_object().clone(writer)
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(edge) for edge in page.mediabox),
            NameObject("/Resources"): page["/Resources"].clone(writer),
        }
    )
    return form.indirect_reference


def _add_side(
    writer: PdfWriter, left: IndirectObject, right: IndirectObject, upside_down: bool
) -> None:
    page = writer.add_blank_page(*_SHEET)
    drawing = DecodedStreamObject()
    fold = _SHEET[0] / 2
    turn = f"-1 0 0 -1 {_SHEET[0]:.4f} {_SHEET[1]:.4f} cm\n" if upside_down else ""
    drawing.set_data(
        (
            f"{turn}q 1 0 0 1 {fold - _PAGE:.4f} 0 cm /L Do Q\n"
            f"q 1 0 0 1 {fold:.4f} 0 cm /R Do Q\n"
        ).encode("ascii")
    )
    page[NameObject("/Contents")] = writer._add_object(drawing)
    page[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/XObject"): DictionaryObject(
                {NameObject("/L"): left, NameObject("/R"): right}
            )
        }
    )
