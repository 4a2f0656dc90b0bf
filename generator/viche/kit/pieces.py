"""The pieces of a kit: what is printed, and on what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from viche.kit import booklets
from viche.kit.cards import address, chosen
from viche.kit.imposition import Booklet, booklets_in, impose
from viche.kit.script import Script
from viche.kit.typesetting import typeset
from viche.labels import Labels
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.problems import ContentError, Problem


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the kit."""

    name: str
    data: bytes
    pages: int
    sheet: str
    """The paper, as a print shop calls it: ``A5``, ``A4``."""

    codes: tuple[tuple[int, str], ...]
    """Where QR codes stand, as page (counted from 0) and address; for whoever checks the output."""


def make(
    meeting: Meeting,
    cell: Cell,
    labels: Labels,
    files: Mapping[str, Path],
    seats: Collection[str] | None = None,
) -> tuple[Piece, ...]:
    """The kit of ``meeting`` in the language of ``labels``.

    Args:
        meeting: with its plan; a meeting without one has no kit yet, and gives no pieces.
        cell: who publishes it.
        labels: the program's words in the language of the kit.
        files: the templates and fonts, as ``resources.tree("kit", …)`` gives them.
        seats: the seats to print, where not all of them are wanted.

    Raises:
        ContentError: something does not fit, or has a sign that the fonts lack.
        KeyError: the plan has no such seat.
    """
    wanted = chosen(meeting, seats)
    if not wanted:
        return ()
    script = Script(labels, cell.languages)
    data = booklets.compose(meeting, cell, script, wanted)
    reading = typeset("booklet.typ", data, script, files, _moment(meeting.session.date, cell))
    reader = PdfReader(BytesIO(reading))
    found = booklets_in(reader)
    _whole_sheets(found, [card.seat for card in wanted], meeting.session.source)
    bound = impose(reader, found, right_to_left=labels.direction == "rtl")
    where = {card.seat: address(cell, meeting, labels.language, card.seat) for card in wanted}
    return (
        Piece(
            name="booklets.pdf",
            data=reading,
            pages=len(reader.pages),
            sheet="A5",
            codes=tuple((each.start, where[each.title]) for each in found),
        ),
        Piece(
            name="booklets-a4.pdf",
            data=bound,
            pages=len(reader.pages) // 2,
            sheet="A4",
            # The cover is on the outer sheet, which is the first one of its booklet.
            codes=tuple((each.start // 2, where[each.title]) for each in found),
        ),
    )


def _whole_sheets(found: Sequence[Booklet], seats: Sequence[str], source: str) -> None:
    """Make sure that every seat has its booklet, and that the booklet can be folded.

    The templates work out beforehand what stands on which page. A booklet of another length has
    run over where only its own seat could know: on its cover.
    """
    assert [booklet.title for booklet in found] == list(seats)
    too_long = [booklet for booklet in found if booklet.length % 4]
    if too_long:
        raise ContentError(
            Problem(source, "kit-overflow", params={"seat": booklet.title, "page": 1})
            for booklet in too_long
        )


def _moment(day: dt.date, cell: Cell) -> dt.datetime:
    """The moment that stands in the files: the same on whatever day they are made.

    That of a closed cell tells no more than the month.
    """
    told = day.replace(day=1) if cell.is_closed else day
    return dt.datetime.combine(told, dt.time(12), tzinfo=dt.UTC)
