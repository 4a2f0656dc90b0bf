"""The pieces of a kit: what is printed, and on what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from viche.kit import booklets
from viche.kit.imposition import impose, position
from viche.kit.script import Script
from viche.kit.typesetting import typeset
from viche.labels import Labels
from viche.model.cell import Cell
from viche.model.content import Meeting


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
    wanted = booklets.chosen(meeting, seats)
    if not wanted:
        return ()
    script = Script(labels, cell.languages)
    data = booklets.compose(meeting, cell, script, wanted)
    reading = typeset("booklet.typ", data, script, files, _noon(meeting.session.date))
    bundle = [seat.id for seat in wanted]
    bound = impose(reading, bundle, right_to_left=labels.direction == "rtl")
    addresses = [booklets.address(cell, meeting, labels.language, seat.id) for seat in wanted]
    covers = list(zip(bound.starts, bound.lengths, addresses, strict=True))
    return (
        Piece(
            name="booklets.pdf",
            data=reading,
            pages=sum(bound.lengths),
            sheet="A5",
            codes=tuple((start, address) for start, _, address in covers),
        ),
        Piece(
            name="booklets-a4.pdf",
            data=bound.data,
            pages=sum(bound.lengths) // 2,
            sheet="A4",
            codes=tuple(
                (start // 2 + position(0, length), address) for start, length, address in covers
            ),
        ),
    )


def _noon(day: dt.date) -> dt.datetime:
    """The moment that stands in the files: the same on whatever day they are made."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
