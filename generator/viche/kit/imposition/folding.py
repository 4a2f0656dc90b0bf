"""From pages in reading order to sheets that are folded and stapled in the middle.

Every booklet is bound for itself, so that a pile from the printer falls apart into booklets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from viche.kit.imposition.drawing import Booklet
from viche.kit.imposition.geometry import Box, Flip, Placed, Side, sheet_of, stands_on_head
from viche.model.sheets import Sheets


@dataclass(frozen=True, slots=True)
class Spread:
    """What lies side by side: the pages on the left and on the right, counted from 0."""

    left: int
    right: int


def order(pages: int, *, right_to_left: bool = False) -> tuple[Spread, ...]:
    """The sides of the sheets of one booklet: front and back of the outer sheet first.

    Raises:
        ValueError: ``pages`` cannot be folded from whole sheets.
    """
    if pages <= 0 or pages % 4:
        raise ValueError(f"A booklet of {pages} pages cannot be folded from whole sheets.")
    spreads = []
    for outer in range(0, pages // 2, 2):
        spreads.append(Spread(pages - 1 - outer, outer))
        spreads.append(Spread(outer + 1, pages - 2 - outer))
    if right_to_left:
        return tuple(Spread(spread.right, spread.left) for spread in spreads)
    return tuple(spreads)


def folded(
    booklets: Sequence[Booklet], piece: str, sheets: Sheets, *, flip: Flip, right_to_left: bool
) -> Iterator[Side]:
    """The sides of all booklets in their order, pages side by side in the middle of each.

    Pages move towards the fold (creep): between the fold of the i-th sheet from outside and that of
    the cover lie i thicknesses of paper, so the sheet sticks out by as much at the edge where the
    booklet opens, or is cut back by as much. Moved by i × ``sheets.thickness``, its pages keep the
    same distance from that edge as those of the cover. A crease pressed flat adds nothing more; a
    round spine would (up to π/2 as much), but only booklets far thicker than ours have one.

    Raises:
        ValueError: a booklet cannot be folded from whole sheets.
    """
    page_width, page_height = sheets.size(piece)
    width, height = sheet_of(piece, sheets)
    fold, foot = width / 2, (height - page_height) / 2
    left_half, right_half = Box(0, 0, fold, height), Box(fold, 0, width, height)
    upside_down = stands_on_head(width, height, flip)
    for booklet in booklets:
        spreads = order(booklet.length, right_to_left=right_to_left)
        for number, spread in enumerate(spreads):
            creep = number // 2 * sheets.thickness / 100
            left, right = booklet.start + spread.left, booklet.start + spread.right
            yield Side(
                width,
                height,
                placed=(
                    Placed(left, fold - page_width + creep, foot, left_half),
                    Placed(right, fold - creep, foot, right_half),
                ),
                turned=upside_down and number % 2 == 1,
            )
