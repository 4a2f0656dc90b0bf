"""``kit/sheets.yaml``: the program's own, or the one that a cell has put in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from viche.load.documents import Loaded, validate
from viche.load.rules.common import one_of
from viche.load.source import Path_, Source, read
from viche.model.sheets import Layout, Sheets
from viche.problems import ContentError, Problem

SHEETS = "sheets.yaml"

_SIDES_OF_PAPER = range(30, 2001)
"""Millimetres: less holds no line of text, and more comes out of no printer."""

_SIZES_OF_TEXT = range(50, 301)
"""Hundredths: less is unreadable, and more leaves no room for a word."""

_ENLARGED = ("booklets", "spares", "large-print", "walls", "records")
"""The pieces whose templates set their text larger or smaller as a whole."""

_FRONT_AND_BACK = ("badges", "roles", "slips", "contents")
"""The pieces of which each sheet has something on its back, however it is printed."""


def read_sheets(kit_files: Mapping[str, Path], needed: Collection[str]) -> Sheets:
    """The papers and layouts of print.

    Args:
        kit_files: the files of the ``kit`` room, as ``resources.tree`` gives them.
        needed: the pieces that must have a layout.

    Raises:
        ContentError: everything that is wrong with the file.
    """
    file = kit_files[SHEETS]
    # The cell's own file and the program's lie in different folders; people know one name.
    source, problems = read(file.parent, file.name)
    problems = [replace(problem, source=f"kit/{SHEETS}") for problem in problems]
    if source is not None:
        source = replace(source, path=f"kit/{SHEETS}")
        sheets, found = validate(Sheets, source, "sheets")
        problems += found
        if sheets is not None:
            problems += _sheets_problems(Loaded(sheets, source), needed)
            if not problems:
                return sheets
    raise ContentError(problems)


def _sheets_problems(loaded: Loaded[Sheets], needed: Collection[str]) -> Iterator[Problem]:
    sheets, source = loaded.document, loaded.source
    for name in needed:
        if name not in sheets.pieces:
            yield source.problem("sheets-piece-missing", ("pieces",), key=True, value=name)
    for name, paper in sheets.papers.items():
        for side, value in (("width", paper.width), ("height", paper.height)):
            where = ("papers", name, side)
            yield from _within(source, where, value, _SIDES_OF_PAPER, "sheets-paper")
    for name, layout in sheets.pieces.items():
        at = ("pieces", name)
        yield from one_of(source, at, name, list(needed), "sheets-unknown-piece", key=True)
        fine = True
        for field, known in (("page", layout.page), ("sheet", layout.sheet)):
            if known is not None and known not in sheets.papers:
                fine = False
                papers = list(sheets.papers)
                yield from one_of(source, (*at, field), known, papers, "unknown-paper")
        if (layout.onto is None) is not (layout.sheet is None):
            yield source.problem("sheets-onto", at)
        elif fine and layout.onto in ("fold", "grid") and sheets.sheet(name) is None:
            yield source.problem("sheets-too-small", at, page=layout.page, sheet=layout.sheet)
        yield from _unworkable(name, layout, source)


def _unworkable(name: str, layout: Layout, source: Source) -> Iterator[Problem]:
    """What is possible for other pieces, or on another sheet, but not here."""
    at = ("pieces", name)
    if name == "contents" and layout.onto is not None:
        yield source.problem("sheets-contents", (*at, "onto"))
    if layout.onto == "tiles":
        if layout.sides != "1":
            yield source.problem("sheets-one-side", (*at, "sides"))
    elif layout.sides != "2" and (layout.onto == "fold" or name in _FRONT_AND_BACK):
        yield source.problem("sheets-two-sides", (*at, "sides"), value=name)
    if layout.text == 100:
        return
    if name not in _ENLARGED:
        yield source.problem("sheets-text-fixed", (*at, "text"), value=name, known=_ENLARGED)
    else:
        yield from _within(source, (*at, "text"), layout.text, _SIZES_OF_TEXT, "sheets-text")


def _within(source: Source, at: Path_, value: int, range_: range, code: str) -> Iterator[Problem]:
    """``value`` is in ``range_``."""
    if value not in range_:
        yield source.problem(code, at, value=value, least=range_[0], most=range_[-1])
