"""Sheets as a test sees them: turned over in the hand, and with pages that bear letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TypeAlias

import pypdfium2  # type: ignore[import-untyped]  # it has no types
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, RectangleObject

from viche.kit.imposition.geometry import Flip, Placed, Side
from viche.model.sheets import Layout, Sheets

MILLIMETRE = 72 / 25.4
_LETTER = 10.0  # points

Point: TypeAlias = tuple[float, float]

PAPERS = {
    "A3": {"width": 297, "height": 420},
    "A4": {"width": 210, "height": 297},
    "A5": {"width": 148, "height": 210},
    "A6": {"width": 105, "height": 148},
    "badge": {"width": 60, "height": 90},
    "letter": {"width": 216, "height": 279},
}

BADGES = {
    "page": "badge",
    "turned": True,
    "bleed": 3,
    "onto": "grid",
    "sheet": "A4",
    "columns": 2,
    "rows": 4,
    "gutter": 6,
    "sides": "2",
}


def sheets_with(thickness: int = 10, **pieces: Mapping[str, object]) -> Sheets:
    """Papers that everybody knows, and these layouts."""
    data = {"thickness": thickness, "papers": PAPERS, "pieces": pieces}
    place = {"id": "sheets", "source": "kit/sheets.yaml"}
    return Sheets.model_validate(data, context=place)


def behind(point: Point, width: float, height: float, flip: Flip) -> Point:
    """Where a point of a back lies, seen through the paper from the front.

    The printer turns the sheet about the edge that it is told, so this is the axis that stays.
    """
    x, y = point
    short_edge_stands = height < width
    if (flip is Flip.SHORT) == short_edge_stands:
        return width - x, y
    return x, height - y


def on_side(side: Side, placed: Placed, point: Point) -> Point:
    """Where a point of a page lies on its side, in millimetres."""
    x, y = placed.x + point[0] * placed.scale, placed.y + point[1] * placed.scale
    return (side.width - x, side.height - y) if side.turned else (x, y)


def through(side: Side, placed: Placed, point: Point, flip: Flip, is_back: bool) -> Point:
    """Where a point of a page lies on its sheet, seen from the front of the sheet."""
    seen = on_side(side, placed, point)
    return behind(seen, side.width, side.height, flip) if is_back else seen


flips = st.sampled_from(Flip)


def lettered(layout: Layout, size: tuple[int, int], pages: int, per_booklet: int = 4) -> bytes:
    """A reading copy whose pages bear a letter each, the same on front and back of a leaf.

    The letter stands near one corner of the front, and on the back exactly behind it, so that a
    look through the paper tells whether they meet.
    """
    writer = PdfWriter()
    width, height = size
    bleed = layout.bleed
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Courier"),
        }
    )
    for number in range(pages):
        page = writer.add_blank_page(
            (width + 2 * bleed) * MILLIMETRE, (height + 2 * bleed) * MILLIMETRE
        )
        trim = [bleed, bleed, width + bleed, height + bleed]
        page[NameObject("/TrimBox")] = RectangleObject([edge * MILLIMETRE for edge in trim])
        x = 20 if number % 2 == 0 else width - 20
        corner = (x + bleed) * MILLIMETRE - 0.3 * _LETTER, (height - 15 + bleed) * MILLIMETRE
        drawing = DecodedStreamObject()
        letter = chr(ord("A") + number // 2 % 26)
        drawing.set_data(
            f"BT /F {_LETTER} Tf {corner[0]:.4f} {corner[1]:.4f} Td ({letter}) Tj ET".encode()
        )
        page[NameObject("/Contents")] = writer._add_object(drawing)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}
        )
        if number % per_booklet == 0:
            writer.add_outline_item(title=str(number), page_number=number)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def letters(pdf: bytes, page: int) -> dict[str, Point]:
    """Where letters stand on a page, in millimetres: the foot of each in its middle."""
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    found = {}
    for index in range(text.count_chars()):
        letter = text.get_text_range(index, 1)
        if letter.strip():
            left, bottom, right, top = text.get_charbox(index, loose=True)
            found[letter] = ((left + right) / 2 / MILLIMETRE, (bottom + top) / 2 / MILLIMETRE)
    return found


def sizes(pdf: bytes) -> Sequence[Point]:
    """Width and height of every page in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    return [(page.get_width() / MILLIMETRE, page.get_height() / MILLIMETRE) for page in document]
