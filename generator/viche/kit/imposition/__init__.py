"""From pages in reading order to the sheets that a printer gets.

Pages become form XObjects: their drawing instructions and fonts are carried over as they are,
shared and not drawn anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from pypdf import PdfReader

from viche.kit.imposition.folding import Booklet, Flip, booklets_in, impose, order
from viche.model.sheets import Sheets

__all__ = ["Booklet", "Flip", "Printed", "arrange", "booklets_in"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A file for the printer.

    ``where`` says for each page of the reading copy on which page of this file it stands, both
    counted from 0; of a page that is divided among sheets, the first.
    """

    data: bytes
    pages: int
    where: tuple[int, ...]


def arrange(
    reader: PdfReader, piece: str, sheets: Sheets, *, flip: Flip, right_to_left: bool
) -> Printed:
    """The pages of ``piece`` as its layout brings them onto sheets.

    Raises:
        ValueError: a booklet cannot be folded from whole sheets.
    """
    booklets = booklets_in(reader)
    data = impose(reader, booklets, right_to_left=right_to_left, flip=flip)
    where = [0] * len(reader.pages)
    first = 0
    for booklet in booklets:
        for number, side in enumerate(order(booklet.length)):
            for page in (side.left, side.right):
                where[booklet.start + page] = first + number
        first += booklet.length // 2
    return Printed(data, first, tuple(where))
