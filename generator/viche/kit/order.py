"""What a kit is ordered for, and what a piece is before and after it is set."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from viche.kit.script import Script
from viche.labels import Labels
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.model.session import Session
from viche.model.sheets import Sheets


class Audience(StrEnum):
    """Who may have a piece: anybody, those who run the day, or the one person whom it names."""

    PUBLIC = "public"
    TEAM = "team"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who holds a seat. Whatever is made with one of these is private."""

    name: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Order:
    """The kit of one meeting in one language.

    Attributes:
        meeting: with its plan; a meeting without one has no cards yet.
        cell: who publishes it.
        labels: the program's words in the language of the kit.
        files: the templates and fonts, as ``resources.tree("kit", …)`` gives them.
        sheets: papers and layouts.
        seats: the seats for which cards are wanted; ``None`` for all of them.
        bearers: by seat, who holds it, in the order in which their cards are printed; empty unless
            private pieces are made.
        large: the seats for which a booklet in large print was asked for.
        following: the session of the next stage, if it has a date.
    """

    meeting: Meeting
    cell: Cell
    labels: Labels
    files: Mapping[str, Path]
    sheets: Sheets
    seats: Collection[str] | None = None
    bearers: Mapping[str, Bearer] = field(default_factory=dict)
    large: Collection[str] = ()
    following: Session | None = None

    def script(self) -> Script:
        """A new memory of the words of one piece."""
        return Script(self.labels, self.cell.languages)


@dataclass(frozen=True, slots=True)
class Draft:
    """A piece before it is set. What it says may name people, so it has no part in its ``repr``.

    Attributes:
        piece: its name, which has a layout in ``sheets.yaml``.
        template: the file of the ``kit`` room that sets it.
        data: what the template gets, as JSON would hold it.
        script: the words in ``data``, and where they are written.
        codes: by the title of a top heading, where the QR code leads that stands under it.
        codes_on: on which page after that of its heading a code stands.
        copies: how often it is printed.
        audience: who may have it.
        text: the same in plain words, to paste into a letter; empty where there is no use for it.
    """

    piece: str
    template: str
    data: Mapping[str, Any] = field(repr=False)
    script: Script = field(repr=False)
    codes: Mapping[str, str] = field(default_factory=dict)
    codes_on: int = 0
    copies: int = 1
    audience: Audience = Audience.PUBLIC
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the kit.

    Attributes:
        name: of the file.
        piece: which piece it is of, as in ``sheets.yaml``.
        data: what the file holds.
        pages: of the PDF; 0 of a text.
        paper: as a print shop calls it: ``A5``, ``A4``; empty for a text.
        sides: how many sides of each sheet are printed.
        copies: how often the file is printed.
        audience: who may have it.
        codes: where QR codes stand, as page (counted from 0) and address; for whoever checks.
        prints: whether this is the file for the printer, where there is one for reading too.
    """

    name: str
    piece: str
    data: bytes = field(repr=False)
    pages: int = 0
    paper: str = ""
    sides: int = 1
    copies: int = 1
    audience: Audience = Audience.PUBLIC
    codes: tuple[tuple[int, str], ...] = ()
    prints: bool = True

    @property
    def sheets(self) -> int:
        """How many sheets of paper all copies take."""
        return -(-self.pages // self.sides) * self.copies
