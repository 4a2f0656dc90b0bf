"""From cards in reading order to sheets that are cut apart.

Cards fill a sheet row by row, in the direction of the writing. Where they are printed on both
sides, odd pages are their fronts and even pages their backs.
"""

from __future__ import annotations

from collections.abc import Iterator

from viche.kit.imposition.geometry import Box, Flip, Line, Placed, Side, sheet_of, stands_on_head
from viche.model.sheets import Sheets

_OFF, _LONG = 2.0, 4.0
"""How far from a card a cut mark begins, and how long it is."""

_REST = 1.0
"""A strip of this width at the edge of a sheet is not worth a cut."""


class _Grid:
    """The places of a sheet, with the grid of cards in its middle."""

    def __init__(self, piece: str, sheets: Sheets) -> None:
        self.layout = sheets.pieces[piece]
        self.width, self.height = sheet_of(piece, sheets)
        self.card_width, self.card_height = sheets.size(piece)
        wide, high = sheets.arranged(piece)
        self.left, self.bottom = (self.width - wide) / 2, (self.height - high) / 2

    def column(self, number: int) -> float:
        """Where a column begins, from the left."""
        return self.left + number * (self.card_width + self.layout.gutter)

    def row(self, number: int) -> float:
        """Where a row ends, from below; the first row is the highest."""
        above = self.layout.rows - 1 - number
        return self.bottom + above * (self.card_height + self.layout.gutter)

    def placed(self, page: int, column: int, row: int) -> Placed:
        x, y = self.column(column), self.row(row)
        between = min(self.layout.bleed, self.layout.gutter / 2)

        def bleed(at_edge: bool) -> float:
            return self.layout.bleed if at_edge else between

        window = Box(
            left=x - bleed(column == 0),
            bottom=y - bleed(row == self.layout.rows - 1),
            right=x + self.card_width + bleed(column == self.layout.columns - 1),
            top=y + self.card_height + bleed(row == 0),
        )
        return Placed(page, x, y, window)


def laid_out(
    pages: int, piece: str, sheets: Sheets, *, flip: Flip, right_to_left: bool
) -> Iterator[Side]:
    """The sides of all sheets; the last one may have empty places, the last card no back.

    A single card stands in every place of its sheet if the layout has it ``repeated``.
    """
    layout = sheets.pieces[piece]
    grid = _Grid(piece, sheets)
    faces, places = int(layout.sides), layout.columns * layout.rows
    upside_down = stands_on_head(grid.width, grid.height, flip)
    marks = tuple(_marks(grid))
    cards = [*range(0, pages, faces)]
    if layout.repeated and len(cards) == 1:
        cards *= places
    for first in range(0, len(cards), places):
        for face in range(faces):
            together = (card + face for card in cards[first : first + places])
            numbers = [page for page in together if page < pages]
            # Whoever turns a sheet like the page of a book finds behind its left what is right.
            mirrored = right_to_left is not (face == 1)
            yield Side(
                grid.width,
                grid.height,
                placed=tuple(
                    grid.placed(page, layout.columns - 1 - column if mirrored else column, row)
                    for place, page in enumerate(numbers)
                    for row, column in [divmod(place, layout.columns)]
                ),
                # Marks on both sides would never quite agree.
                lines=marks if face == 0 else (),
                turned=upside_down and face == 1,
            )


def _marks(grid: _Grid) -> Iterator[Line]:
    """Where to cut: marks outside the cards, or lines along them where there is no room for marks.

    The two marks of one cut lie opposite each other; whoever lays a ruler to them needs no line.
    """
    layout = grid.layout
    off = max(_OFF, layout.bleed)
    columns, rows = range(layout.columns), range(layout.rows)
    for x in sorted({grid.column(n) + side for n in columns for side in (0, grid.card_width)}):
        for start, end, dashed in _along(x, grid.width, grid.bottom, grid.height, off):
            yield Line((x, start), (x, end), dashed)
    for y in sorted({grid.row(n) + side for n in rows for side in (0, grid.card_height)}):
        for start, end, dashed in _along(y, grid.height, grid.left, grid.width, off):
            yield Line((start, y), (end, y), dashed)


def _along(
    at: float, across: float, free: float, length: float, off: float
) -> Iterator[tuple[float, float, bool]]:
    """One cut: its marks in the free room at both ends, or else a line between them.

    Args:
        at: where it lies.
        across: the measure of the sheet in the same direction.
        free: what is left of the sheet at each end of the cut.
        length: the measure of the sheet along the cut.
        off: how far from the cards marks may begin.
    """
    if free >= off + _LONG:
        yield free - off - _LONG, free - off, False
        yield length - free + off, length - free + off + _LONG, False
    elif _REST < at < across - _REST:
        yield free, length - free, True
