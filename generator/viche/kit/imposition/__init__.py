"""From pages in reading order to the sheets that a printer gets.

``folding``, ``grid`` and ``tiling`` say where each page lies (``geometry``), ``drawing`` draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pypdf import PdfReader

from viche.kit.imposition.drawing import Booklet, booklets_in, printed
from viche.kit.imposition.folding import folded
from viche.kit.imposition.geometry import Flip, Side, flip_of
from viche.kit.imposition.grid import laid_out
from viche.kit.imposition.tiling import divided
from viche.model.sheets import Sheets

__all__ = ["Booklet", "Flip", "Printed", "arrange", "booklets_in", "flip_of"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A file for the printer.

    ``where`` says for each page of the reading copy on which page of this file it stands, both
    counted from 0; of a page that is divided among sheets, the first. ``repeats`` is how often a
    page stands there.
    """

    data: bytes
    pages: int
    where: tuple[int, ...]
    repeats: int = 1


def arrange(
    reader: PdfReader, piece: str, sheets: Sheets, *, flip: Flip, right_to_left: bool
) -> Printed:
    """The pages of ``piece`` as its layout brings them onto sheets.

    Args:
        reader: the reading copy.
        piece: which has a layout with ``onto``.
        sheets: papers and layouts.
        flip: over which edge the printer turns paper that is printed on both sides.
        right_to_left: the direction of reading, which mirrors folds, rows and tiles.

    Raises:
        ValueError: a booklet cannot be folded from whole sheets, or pages do not fit on a sheet.
    """
    layout, pages = sheets.pieces[piece], len(reader.pages)
    booklets: Sequence[Booklet] = ()
    sides: Sequence[Side]
    if layout.onto == "fold":
        booklets = booklets_in(reader)
        sides = [*folded(booklets, piece, sheets, flip=flip, right_to_left=right_to_left)]
    elif layout.onto == "grid":
        sides = [*laid_out(pages, piece, sheets, flip=flip, right_to_left=right_to_left)]
    else:
        sides = [*divided(pages, piece, sheets, right_to_left=right_to_left)]
    where = _where(sides)
    data = printed(
        reader,
        sides,
        [(booklet.title, where[booklet.start]) for booklet in booklets],
        flip=flip if layout.sides == "2" else None,
        right_to_left=right_to_left,
    )
    shown = [placed.page for side in sides for placed in side.placed]
    repeats = shown.count(0) if layout.repeated else 1
    return Printed(data, len(sides), tuple(where[page] for page in range(pages)), repeats)


def _where(sides: Iterable[Side]) -> dict[int, int]:
    """By page, the first side that shows it."""
    found: dict[int, int] = {}
    for number, side in enumerate(sides):
        for placed in side.placed:
            found.setdefault(placed.page, number)
    return found
