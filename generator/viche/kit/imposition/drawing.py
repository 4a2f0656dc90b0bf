"""Sides of sheets become a PDF.

Pages become form XObjects: their drawing instructions and fonts are carried over as they are,
shared and not drawn anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    RectangleObject,
    StreamObject,
    TextStringObject,
)

from viche.kit.imposition.geometry import Flip, Line, Placed, Side

POINT = 72 / 25.4
"""How many points a millimetre has."""


@dataclass(frozen=True, slots=True)
class Booklet:
    """A booklet or card in the reading copy: its first page, counted from 0, and its length."""

    title: str
    start: int
    length: int


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


def printed(
    reader: PdfReader,
    sides: Sequence[Side],
    titles: Iterable[tuple[str, int]] = (),
    *,
    flip: Flip | None,
    right_to_left: bool = False,
) -> bytes:
    """The pages of ``reader`` on ``sides``.

    Args:
        reader: the reading copy.
        sides: what comes where.
        titles: the outline, each entry with the number of its side.
        flip: over which edge the paper is turned; ``None`` where one side alone is printed.
        right_to_left: the direction of reading, for whoever shows two sides at once.
    """
    writer = new_writer(reader, flip=flip, right_to_left=right_to_left)
    forms = [_form(page, writer) for page in reader.pages]
    corners = [(float(page.trimbox.left), float(page.trimbox.bottom)) for page in reader.pages]
    for side in sides:
        _add_side(writer, side, forms, corners)
    for title, number in titles:
        writer.add_outline_item(title=title, page_number=number)
    streams = [cast(StreamObject, form.get_object())._data for form in forms]
    return written(writer, [f"{flip} {right_to_left} {sides}".encode(), *streams])


def new_writer(reader: PdfReader, *, flip: Flip | None, right_to_left: bool) -> PdfWriter:
    """A file with the title, the date and the language of ``reader``, and no pages yet."""
    writer = PdfWriter()
    writer.pdf_header = reader.pdf_header
    writer.metadata = _metadata(reader)
    writer.root_object[NameObject("/ViewerPreferences")] = _preferences(flip, right_to_left)
    if language := reader.root_object.get("/Lang"):
        writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    return writer


def written(writer: PdfWriter, drawn: Iterable[bytes]) -> bytes:
    """The file, with an identity that comes from what is ``drawn``.

    Print shops want an identity, and it must not change from run to run.
    """
    digest = hashlib.sha256()
    for part in drawn:
        digest.update(part)
    identity = ByteStringObject(digest.digest()[:16])
    writer._ID = ArrayObject([identity, identity])
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def blank(writer: PdfWriter, width: float, height: float) -> PageObject:
    """A new page; measures are millimetres. Sheets are not trimmed."""
    page = writer.add_blank_page(width * POINT, height * POINT)
    page[NameObject("/TrimBox")] = RectangleObject(page.mediabox)
    return page


def _metadata(reader: PdfReader) -> dict[str, str]:
    known: Mapping[str, object] = reader.metadata or {}
    kept = ("/Title", "/Author", "/CreationDate")
    return {key: str(known[key]) for key in kept if key in known} | {"/Producer": "viche"}


def _preferences(flip: Flip | None, right_to_left: bool) -> DictionaryObject:
    """What a viewer's print dialogue should choose by itself: sides, and no scaling."""
    wanted = {
        "/DisplayDocTitle": BooleanObject(True),
        "/Direction": NameObject("/R2L" if right_to_left else "/L2R"),
        "/Duplex": NameObject(f"/DuplexFlip{flip.capitalize()}Edge" if flip else "/Simplex"),
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
    writer: PdfWriter,
    side: Side,
    forms: Sequence[IndirectObject],
    corners: Sequence[tuple[float, float]],
) -> None:
    page = blank(writer, side.width, side.height)
    drawing = [half_turn(side.width, side.height)] if side.turned else []
    drawing += [
        _show(placed, f"/P{number}", corners[placed.page])
        for number, placed in enumerate(side.placed)
    ]
    drawing += [_stroke(line) for line in side.lines]
    content = DecodedStreamObject()
    content.set_data("\n".join(drawing).encode("ascii"))
    page[NameObject("/Contents")] = writer._add_object(content)
    shown = {
        NameObject(f"/P{number}"): forms[placed.page] for number, placed in enumerate(side.placed)
    }
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject(shown)}
    )


def half_turn(width: float, height: float) -> str:
    """The instruction that stands all that follows on its head."""
    return f"-1 0 0 -1 {width * POINT:.4f} {height * POINT:.4f} cm"


def _show(placed: Placed, name: str, corner: tuple[float, float]) -> str:
    """A page with the corner of its trim box where it belongs, and nothing outside its window."""
    window, scale = placed.window, placed.scale
    left, bottom = window.left * POINT, window.bottom * POINT
    wide, high = window.right * POINT - left, window.top * POINT - bottom
    x, y = placed.x * POINT - corner[0] * scale, placed.y * POINT - corner[1] * scale
    return (
        f"q {left:.4f} {bottom:.4f} {wide:.4f} {high:.4f} re W n "
        f"{scale:.6g} 0 0 {scale:.6g} {x:.4f} {y:.4f} cm {name} Do Q"
    )


def _stroke(line: Line) -> str:
    (x, y), (to_x, to_y) = line.start, line.end
    style = "0.6 G [4 4] 0 d" if line.dashed else "0 G"
    return (
        f"q 0.25 w {style} {x * POINT:.4f} {y * POINT:.4f} m "
        f"{to_x * POINT:.4f} {to_y * POINT:.4f} l S Q"
    )
