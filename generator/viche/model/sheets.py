"""How pages are brought onto paper: ``kit/sheets.yaml``, which a cell may replace by its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, WithJsonSchema

from viche.model.base import Count, Document, Positive, Value, Word

PieceName = Literal[
    "booklets",
    "spares",
    "large-print",
    "badges",
    "roles",
    "signs",
    "posters",
    "walls",
    "records",
    "slips",
    "director",
    "programme",
    "invitation",
    "announcement",
    "release",
]
"""The pieces of a kit, in the order in which they are printed."""


LAYOUTS: tuple[str, ...] = (*get_args(PieceName), "contents")
"""Whatever has a layout: every piece, and the sheet on top of the file that holds them all."""


class Paper(Value):
    """A sheet, upright, in millimetres."""

    width: Positive
    height: Positive


class Layout(Value):
    """The pages of one piece, and how a printer gets them.

    ``page`` is the paper of a page, lying on its side if ``turned``, with ``bleed`` millimetres
    more on every edge for colour that is cut off. A page is printed as it is, unless ``onto`` says
    how it comes onto a ``sheet``: ``fold`` binds booklets, ``grid`` lays out cards in ``columns``
    and ``rows``, ``gutter`` millimetres apart, and ``tiles`` divides a page among several sheets. A
    piece of a single card is ``repeated`` until its sheet is full, if the layout says so.
    ``sides`` is how many sides of the sheet are printed, and ``text`` the size of all that stands
    on a page, in hundredths.
    """

    page: Word
    turned: bool = False
    bleed: Count = 0
    text: Positive = 100
    sides: Annotated[Literal["1", "2"], WithJsonSchema({"enum": [1, 2]})] = "1"
    onto: Literal["fold", "grid", "tiles"] | None = None
    sheet: Word | None = None
    columns: Positive = 1
    rows: Positive = 1
    gutter: Count = 0
    repeated: bool = False


class Sheets(Document):
    """Papers by name, and a layout for every piece of the kit.

    ``thickness`` is that of a sheet of paper in hundredths of a millimetre: folded inside others,
    it sticks out by as much on each side, and its pages move towards the fold.
    """

    thickness: Count = 10
    papers: Mapping[Word, Paper] = Field(default_factory=dict)
    pieces: Mapping[Word, Layout] = Field(default_factory=dict)

    def size(self, piece: str) -> tuple[int, int]:
        """Width and height of a page of ``piece`` in millimetres, without bleed."""
        layout = self.pieces[piece]
        paper = self.papers[layout.page]
        return (paper.height, paper.width) if layout.turned else (paper.width, paper.height)

    def arranged(self, piece: str) -> tuple[int, int]:
        """Width and height of the pages that lie side by side on one sheet, gutters included."""
        layout = self.pieces[piece]
        columns, rows = (2, 1) if layout.onto == "fold" else (layout.columns, layout.rows)
        width, height = self.size(piece)
        return (
            columns * width + (columns - 1) * layout.gutter,
            rows * height + (rows - 1) * layout.gutter,
        )

    def sheet(self, piece: str) -> tuple[int, int] | None:
        """Width and height of the sheet that takes those pages, upright if it can be, else lying.

        ``None`` where the pages do not fit.
        """
        paper = self.papers[self.pieces[piece].sheet or ""]
        wide, high = self.arranged(piece)
        sizes = ((paper.width, paper.height), (paper.height, paper.width))
        return next((size for size in sizes if wide <= size[0] and high <= size[1]), None)
