"""Where pages lie on a sheet, before anything is drawn. All measures are millimetres.

Coordinates begin in the lower left corner, as in PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from viche.model.sheets import Sheets


class Flip(StrEnum):
    """Over which edge the printer turns the paper for its second side."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A page on a side of a sheet.

    Attributes:
        page: which one of the reading copy, counted from 0.
        x: where the lower left corner of the trimmed page comes, from the left.
        y: the same from below.
        window: what of the side the page may fill, bleed included.
        scale: how large it is drawn.
    """

    page: int
    x: float
    y: float
    window: Box
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A hairline where paper is cut, from one point to another; dashed where it stays visible."""

    start: tuple[float, float]
    end: tuple[float, float]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet as the printer gets it; ``turned`` stands all of it on its head."""

    width: float
    height: float
    placed: Sequence[Placed] = ()
    lines: Sequence[Line] = ()
    turned: bool = False


def stands_on_head(width: float, height: float, flip: Flip) -> bool:
    """Whether a back must be turned by 180° so that the sheet turns like the page of a book.

    Sides are laid out as if every sheet were turned about an upright axis: what is left on the back
    lies behind what is right on the front, and heads lie behind heads. A printer does so itself
    where the edge that it turns about is an upright one: the short edge of a lying sheet, the long
    one of an upright sheet. About the other axis heads come to lie behind feet, unless the back is
    turned by 180° beforehand. It then lies exactly as it should, because one half turn of a sheet
    about each of its three axes brings it back to where it was.
    """
    lying = width > height
    return lying is not (flip is Flip.SHORT)


def sheet_of(piece: str, sheets: Sheets) -> tuple[int, int]:
    """Width and height of the sheet of ``piece``.

    Raises:
        ValueError: the pages do not fit on it, which the reader of ``sheets.yaml`` makes sure of.
    """
    size = sheets.sheet(piece)
    if size is None:
        raise ValueError(f"The pages of {piece} do not fit on their sheet.")
    return size


def flip_of(piece: str, sheets: Sheets, flip: Flip) -> Flip | None:
    """Over which edge the file of ``piece`` is turned when it is printed by itself.

    Sheets are made for the printer's ``flip``. Pages that are printed as they are read turn like
    those of a book, about an upright edge. ``None`` where one side alone is printed.
    """
    layout = sheets.pieces[piece]
    if layout.sides == "1":
        return None
    if layout.onto is not None:
        return flip
    width, height = sheets.size(piece)
    return Flip.SHORT if width > height else Flip.LONG
