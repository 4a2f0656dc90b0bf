"""``kit/sheets.yaml``: the program's own, or the one that a cell has put in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from viche.load.documents import Loaded, validate
from viche.load.rules.common import one_of
from viche.load.source import read
from viche.model.sheets import Sheets
from viche.problems import ContentError, Problem

SHEETS = "sheets.yaml"


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
    for name, layout in sheets.pieces.items():
        at = ("pieces", name)
        yield from one_of(source, at, name, list(needed), "sheets-unknown-piece", key=True)
        fine = True
        for field, paper in (("page", layout.page), ("sheet", layout.sheet)):
            if paper is not None and paper not in sheets.papers:
                fine = False
                papers = list(sheets.papers)
                yield from one_of(source, (*at, field), paper, papers, "unknown-paper")
        if (layout.onto is None) is not (layout.sheet is None):
            yield source.problem("sheets-onto", at)
        elif fine and layout.onto in ("fold", "grid") and sheets.sheet(name) is None:
            yield source.problem("sheets-too-small", at, page=layout.page, sheet=layout.sheet)
