"""Ordering of the kit: what it is made from, and the file of a piece that the printer gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viche.cli.job import Job
from viche.labels import read_labels
from viche.model.content import Meeting
from viche.model.sheets import PieceName

if TYPE_CHECKING:  # typesetting is slow to import
    from viche.kit import Draft, Order, Piece


def order(job: Job, meeting: Meeting, language: str) -> Order:
    """An order of the kit of ``meeting``, as the cell has it."""
    from viche.kit import Order

    labels, following = read_labels(language, job.site_files), job.content.following(meeting)
    given = (meeting, job.content.cell, labels, job.kit_files, job.sheets)
    return Order(*given, following=following)


def drafted(name: PieceName, wanted: Order) -> Draft:
    """A piece that is certain to have something to say, as cards of seats have."""
    from viche.kit import PIECES

    draft = PIECES[name](wanted)
    assert draft is not None
    return draft


def printed(draft: Draft, wanted: Order) -> Piece:
    """The file of a piece that the printer gets.

    Raises:
        ContentError: the piece can't be made.
    """
    from viche.kit import make

    return next(piece for piece in make(draft, wanted) if piece.prints)
