"""Everything in printing order: one file that an office printer takes in one go.

Every sheet of it is upright, of one size, and printed on both sides, so that one setting of the
printer is right for all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from viche.kit import contents
from viche.kit.contents import Entry
from viche.kit.imposition import Flip
from viche.kit.imposition.drawing import POINT, blank, half_turn, new_writer, written
from viche.kit.imposition.geometry import stands_on_head
from viche.kit.order import Audience, Order, Piece
from viche.kit.typesetting import typeset
from viche.model.sheets import Paper

NAME = "everything.pdf"


def everything(order: Order, pieces: Sequence[Piece]) -> Piece:
    """All of ``pieces`` that are for the printer, below a sheet that says what is where.

    Args:
        order: what they were made for.
        pieces: the kit in the order in which it is printed. Pieces on other paper than that of the
            sheet on top are named on it, and stay files of their own.

    The file is for the team, or private where one of the pieces is.

    Raises:
        ContentError: the sheet on top does not fit, or has a sign that the fonts lack.
    """
    cover, start = _cover(order, pieces)
    found = [entry for entry in contents.entries(order, pieces, start) if entry.start is not None]
    labels, paper = order.labels, order.sheets.pieces["contents"].page
    flip, reader = Flip(order.cell.print.flip), PdfReader(BytesIO(cover))
    writer = new_writer(reader, flip=flip, right_to_left=labels.direction == "rtl")
    pile = _Pile(writer, order.sheets.papers[paper], flip)
    pile.add(reader, sides=1, bound=True)
    outline = [(labels("contents-heading"), 0)]
    for entry in found:
        piece = entry.piece
        outline.append((labels(f"piece-{piece.piece}"), len(writer.pages)))
        reader = PdfReader(BytesIO(piece.data))
        bound = order.sheets.pieces[piece.piece].onto is None
        for _ in range(entry.times):
            pile.add(reader, sides=piece.sides, bound=bound)
    for title, page in outline:
        writer.add_outline_item(title=title, page_number=page)
    drawn = [flip.encode(), cover, *(entry.piece.data for entry in found)]
    private = any(entry.piece.audience is Audience.PRIVATE for entry in found)
    return Piece(
        name=NAME,
        piece="contents",
        data=written(writer, drawn),
        pages=len(writer.pages),
        paper=paper,
        sides=2,
        audience=Audience.PRIVATE if private else Audience.TEAM,
        codes=tuple(code for entry in found for code in _codes(entry)),
    )


def _cover(order: Order, pieces: Sequence[Piece]) -> tuple[bytes, int]:
    """The sheets on top, and on which page the first piece begins.

    They are read on a screen before anything is printed, so they stand upright, and their backs are
    blank. They tell page numbers that depend on how many they are, so long ones are set again.
    """
    start, taken, cover = 0, 2, b""
    while taken > start:
        start = taken
        cover = typeset(contents.draft(order, pieces, start), order)
        taken = 2 * len(PdfReader(BytesIO(cover)).pages)
    return cover, start


def _codes(entry: Entry) -> Iterator[tuple[int, str]]:
    """Where the codes of a piece stand in the whole file, each copy's own."""
    piece, first = entry.piece, entry.start or 0
    apart = 2 // piece.sides
    for time in range(entry.times):
        start = first + 2 * contents.leaves(piece) * time
        yield from ((start + page * apart, address) for page, address in piece.codes)


@dataclass(slots=True)
class _Pile:
    """The sheets of the file, all upright and of one ``paper``."""

    writer: PdfWriter
    paper: Paper
    flip: Flip
    _streams: dict[str, IndirectObject] = field(default_factory=dict)

    def add(self, reader: PdfReader, *, sides: int, bound: bool) -> None:
        """A copy of a piece, from a new sheet on.

        ``bound`` says that its pages turn like those of a book; imposed sheets are made for the
        printer's edge already.
        """
        for number, page in enumerate(reader.pages):
            width, height = (
                float(side) / POINT for side in (page.trimbox.width, page.trimbox.height)
            )
            is_back = sides == 2 and number % 2 == 1
            turned = bound and is_back and stands_on_head(width, height, self.flip)
            self._add(page, width, height, upside_down=turned)
            if sides == 1:
                self._blank()
        if len(self.writer.pages) % 2:
            self._blank()

    def _blank(self) -> PageObject:
        return blank(self.writer, self.paper.width, self.paper.height)

    def _add(self, page: PageObject, width: float, height: float, *, upside_down: bool) -> None:
        """A page, a lying one by a quarter turn: its head comes to the left, on both sides."""
        # What is written last is done first.
        turns = [f"0 1 -1 0 {height * POINT:.4f} 0 cm"] if width > height else []
        if upside_down:
            turns.append(half_turn(width, height))
        if page.trimbox.left or page.trimbox.bottom:
            turns.append(f"1 0 0 1 {-page.trimbox.left:.4f} {-page.trimbox.bottom:.4f} cm")
        drawing = cast(StreamObject, page["/Contents"]).clone(self.writer)
        drawn = [cast(IndirectObject, cast(StreamObject, drawing).indirect_reference)]
        if turns:
            before, after = self._stream("\n".join(["q", *turns, ""])), self._stream("\nQ")
            drawn = [before, *drawn, after]
        sheet = self._blank()
        sheet[NameObject("/Contents")] = ArrayObject(drawn)
        sheet[NameObject("/Resources")] = page["/Resources"].clone(self.writer)

    def _stream(self, instructions: str) -> IndirectObject:
        """Instructions that many pages share."""
        if instructions not in self._streams:
            stream = DecodedStreamObject()
            stream.set_data(instructions.encode("ascii"))
            self._streams[instructions] = self.writer._add_object(stream)
        return self._streams[instructions]
