"""From a page that is larger than the sheets of a printer to sheets that are glued together.

A sheet is cut along its line and glued onto the strip at the edge of the next one, where the
picture goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from viche.kit.imposition.geometry import Box, Line, Placed, Side
from viche.model.sheets import Sheets

_EDGE = 5.0
"""What office printers leave white at the edges of paper."""

_GLUE = 10.0
"""How wide the strip is that lies under the next sheet."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """How a page is divided in one direction, seen from where its reading begins.

    Attributes:
        page: the length of the page.
        sheet: the length of each sheet.
        count: how many sheets there are.
    """

    page: float
    sheet: float
    count: int

    @property
    def shown(self) -> float:
        """What all sheets show together, once they are glued."""
        return self.count * self.sheet - 2 * _EDGE - (self.count - 1) * (_EDGE + _GLUE)

    @property
    def largest(self) -> float:
        """The scale at which everything goes onto the sheets that may stand on the page."""
        return min(1.0, self.shown / (self.page - 2 * _EDGE))

    def begins(self, number: int, scale: float) -> float:
        """Where the page begins on a sheet; what is free before and after it is alike."""
        before = _EDGE + (self.shown - (self.page - 2 * _EDGE) * scale) / 2 - _EDGE * scale
        return before - number * (self.sheet - _EDGE - _GLUE)

    def glued(self, number: int) -> float | None:
        """Up to where the sheet lies under the one before it."""
        return _GLUE if number > 0 else None

    def cut(self, number: int) -> float | None:
        """Where the sheet is cut, to be glued onto the next one."""
        return self.sheet - _EDGE if number < self.count - 1 else None


def divided(pages: int, piece: str, sheets: Sheets, *, right_to_left: bool) -> Iterator[Side]:
    """The sheets of every page, in the direction of reading, row by row.

    Sheets stand upright or lie, whatever shows the page larger; their number comes nearest to the
    size of the page. Pages get a little smaller (A3 on two A4: 96 %), so that nothing is lost at
    the edges that a printer leaves white. A printer for the larger paper has such edges too, so
    nothing of worth stands there.
    """
    across, down = _division(piece, sheets)
    scale = min(across.largest, down.largest)
    window = Box(_EDGE, _EDGE, across.sheet - _EDGE, down.sheet - _EDGE)
    for page, row, column in product(range(pages), range(down.count), range(across.count)):
        # Measured from where reading begins: from above, and from the right or the left.
        x, y = across.begins(column, scale), down.begins(row, scale)
        if right_to_left:
            x = across.sheet - x - across.page * scale
        y = down.sheet - y - down.page * scale
        yield Side(
            across.sheet,
            down.sheet,
            placed=(Placed(page, x, y, window, scale),),
            lines=tuple(_seams(across, column, down, row, right_to_left=right_to_left)),
        )


def _division(piece: str, sheets: Sheets) -> tuple[_Axis, _Axis]:
    width, height = sheets.size(piece)
    paper = sheets.papers[sheets.pieces[piece].sheet or ""]

    def on(sheet_width: float, sheet_height: float) -> tuple[_Axis, _Axis]:
        return (
            _Axis(width, sheet_width, max(1, round(width / sheet_width))),
            _Axis(height, sheet_height, max(1, round(height / sheet_height))),
        )

    ways = on(paper.width, paper.height), on(paper.height, paper.width)
    return max(ways, key=lambda way: min(axis.largest for axis in way))


def _seams(
    across: _Axis, column: int, down: _Axis, row: int, *, right_to_left: bool
) -> Iterator[Line]:
    """Where a sheet is cut, and, dashed, how far the one before it reaches."""
    for at, dashed in ((across.cut(column), False), (across.glued(column), True)):
        if at is not None:
            x = across.sheet - at if right_to_left else at
            yield Line((x, _EDGE), (x, down.sheet - _EDGE), dashed)
    for at, dashed in ((down.cut(row), False), (down.glued(row), True)):
        if at is not None:
            y = down.sheet - at
            yield Line((_EDGE, y), (across.sheet - _EDGE, y), dashed)
