"""A paper that a page offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Download:
    """A file beside the pages. ``path`` and ``picture`` are within the whole site, from its root.

    ``piece`` is the name of a piece of the kit, as in the label ``piece-booklets``. ``use`` is what
    the file is made for: one that is printed as it is read is for printing.
    """

    path: str
    language: str
    piece: str
    use: Literal["read", "print", "text"]
    size: int
    """In bytes."""

    pages: int = 0
    sheets: int = 0
    """How many sheets of ``paper`` all copies take."""

    paper: str = ""
    flip: Literal["", "short", "long"] = ""
    """The edge over which paper is turned for its second side; empty if only one is printed."""

    copies: int = 1
    picture: str = ""
    public: bool = True
    """Whether it lies beside the pages; of other papers people are only told."""
