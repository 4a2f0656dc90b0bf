"""From pages in reading order to sheets that are folded and stapled in the middle.

A sheet of A4 carries two pages of A5 on each side. Every booklet is bound for itself, so that a
pile from the printer falls apart into booklets. Pages become form XObjects: their drawing
instructions and fonts are carried over as they are, shared and not drawn anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    Destination,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    StreamObject,
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
class Booklet:
    """A booklet in the reading copy: its first page, counted from 0, and its length."""

    title: str
    start: int
    length: int


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


def booklets_in(reader: PdfReader) -> tuple[Booklet, ...]:
    """The booklets of a reading copy: each begins where the top level of the outline says."""
    numbers = {
        page.indirect_reference.idnum: number
        for number, page in enumerate(reader.pages)
        if page.indirect_reference is not None
    }
    entries = [entry for entry in reader.outline if isinstance(entry, Destination)]
    starts = [numbers[cast(IndirectObject, entry.page).idnum] for entry in entries]
    ends = [*starts[1:], len(numbers)]
    return tuple(
        Booklet(str(entry.title), start, end - start)
        for entry, start, end in zip(entries, starts, ends, strict=True)
    )


def impose(
    reader: PdfReader,
    booklets: Sequence[Booklet],
    *,
    right_to_left: bool = False,
    flip: Flip = Flip.SHORT,
) -> bytes:
    """Bind every one of ``booklets`` for itself, in their order.

    Raises:
        ValueError: a booklet cannot be folded from whole sheets.
    """
    writer = PdfWriter()
    writer.pdf_header = reader.pdf_header
    writer.metadata = _metadata(reader)
    writer.root_object[NameObject("/ViewerPreferences")] = _preferences(flip, right_to_left)
    if language := reader.root_object.get("/Lang"):
        writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    forms = [_form(page, writer) for page in reader.pages]
    for booklet in booklets:
        first = len(writer.pages)
        for number, side in enumerate(order(booklet.length, right_to_left=right_to_left)):
            left, right = forms[booklet.start + side.left], forms[booklet.start + side.right]
            _add_side(writer, left, right, upside_down=flip is Flip.LONG and number % 2 == 1)
        writer.add_outline_item(title=booklet.title, page_number=first)
    # Print shops want an identity, and it must not change from run to run.
    drawn = hashlib.sha256(flip.encode())
    for stream in forms:
        drawn.update(cast(StreamObject, stream.get_object())._data)
    identity = ByteStringObject(drawn.digest()[:16])
    writer._ID = ArrayObject([identity, identity])
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _metadata(reader: PdfReader) -> dict[str, str]:
    known: Mapping[str, object] = reader.metadata or {}
    kept = ("/Title", "/Author", "/CreationDate")
    return {key: str(known[key]) for key in kept if key in known} | {"/Producer": "viche"}


def _preferences(flip: Flip, right_to_left: bool) -> DictionaryObject:
    """What a viewer's print dialogue should choose by itself: both sides, and no scaling."""
    wanted = {
        "/DisplayDocTitle": BooleanObject(True),
        "/Direction": NameObject("/R2L" if right_to_left else "/L2R"),
        "/Duplex": NameObject(f"/DuplexFlip{flip.capitalize()}Edge"),
        "/PrintScaling": NameObject("/None"),
    }
    return DictionaryObject({NameObject(key): value for key, value in wanted.items()})


def _form(page: PageObject, writer: PdfWriter) -> IndirectObject:
    """A page as a form XObject of the writer, its stream taken over as it is compressed."""
    form = cast(StreamObject, cast(StreamObject, page["/Contents"]).clone(writer))
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(edge) for edge in page.mediabox),
            NameObject("/Resources"): page["/Resources"].clone(writer),
        }
    )
    return cast(IndirectObject, form.indirect_reference)


def _add_side(
    writer: PdfWriter, left: IndirectObject, right: IndirectObject, *, upside_down: bool
) -> None:
    page = writer.add_blank_page(*_SHEET)
    drawing = DecodedStreamObject()
    fold = _SHEET[0] / 2
    turn = f"-1 0 0 -1 {_SHEET[0]:.4f} {_SHEET[1]:.4f} cm\n" if upside_down else ""
    drawing.set_data(
        (
            f"{turn}q 1 0 0 1 {fold - _PAGE:.4f} 0 cm /L Do Q\nq 1 0 0 1 {fold:.4f} 0 cm /R Do Q\n"
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
