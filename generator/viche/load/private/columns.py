"""Our own tables in ``content/private``: columns with fixed names, read strictly.

A spreadsheet may have saved them: in its own encoding and with its own separator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from viche.load.answers import values
from viche.load.encodings import likelihood
from viche.load.tables import Table, TableError, swallows_rows, tables
from viche.problems import Problem, nearest

TABLE_CODES: Mapping[str, str] = {
    "private-encrypted": "roster-encrypted",
    "private-broken": "roster-broken",
    "private-too-large": "roster-too-large",
    "private-encoding": "roster-encoding",
}
"""What an unreadable table is for whoever reads a roster from it, not guards it."""

_COMMA_IS_DECIMAL = frozenset({"uk", "ru", "pl"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one of our tables: its cells by column, none left out."""

    path: str
    number: int
    cells: Mapping[str, str] = field(repr=False)
    places: Mapping[str, int]
    """Where each column that the file has stands, counted from 1."""

    def problem(self, code: str, column: str, /, **params: object) -> Problem:
        """A problem of this line in ``column``."""
        return Problem(self.path, code, self.number, self.places.get(column, 1), column, params)


def separator_in(language: str) -> str:
    """What stands between columns where spreadsheets speak ``language``.

    Where a comma is the decimal sign they take a semicolon, and recognise nothing else.
    """
    return ";" if language in _COMMA_IS_DECIMAL else ","


def read_columns(
    root: Path, path: str, columns: Sequence[str], required: Sequence[str]
) -> tuple[list[Line], list[Problem]]:
    """The lines of the table at ``path``, and what is wrong with it as a table.

    The order of ``columns`` is free, and all but the ``required`` ones may be left out.
    """
    try:
        table = max(tables((root / path).read_bytes()), key=lambda one: _fit(one, columns))
    except TableError as error:
        return [], [Problem(path, TABLE_CODES[error.code])]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return [], [Problem(path, "roster-unreadable", params={"reason": reason})]
    if not table.rows:
        return [], [Problem(path, "roster-empty")]
    (line, headings), *rows = table.rows
    named = {at: _plain(cell) for at, cell in headings.items()}
    problems = _heading_problems(path, line, headings, columns, required)
    places = {name: at + 1 for at, name in named.items()}
    read = []
    for line, cells in rows:
        for at, cell in cells.items():
            if at not in named:
                problems.append(Problem(path, "roster-beyond", line, at + 1))
            elif swallows_rows(cell, len(named)):
                problems.append(Problem(path, "roster-quote", line, at + 1, named[at]))
        filled = {name: values.clean(cells.get(at, "")) for at, name in named.items()}
        read.append(Line(path, line, dict.fromkeys(columns, "") | filled, places))
    return read, problems


def _fit(table: Table, columns: Sequence[str]) -> tuple[int, int]:
    first = table.rows[0][1].values() if table.rows else ()
    return sum(_plain(cell) in columns for cell in first), likelihood(table.text)


def _plain(heading: str) -> str:
    return values.clean(heading).lower().replace("_", "-").replace(" ", "-")


def _heading_problems(
    path: str,
    line: int,
    headings: Mapping[int, str],
    columns: Sequence[str],
    required: Sequence[str],
) -> list[Problem]:
    names = [_plain(heading) for heading in headings.values()]
    if missing := [column for column in required if column not in names]:
        params = {"missing": missing, "known": columns}
        return [Problem(path, "roster-foreign", line, 1, params=params)]
    problems = []
    for index, (at, name) in enumerate(zip(headings, names, strict=True)):
        if name not in columns:
            params = {"value": headings[at], "near": nearest(name, columns), "known": columns}
            problems.append(Problem(path, "roster-column", line, at + 1, params=params))
        elif name in names[:index]:
            problems.append(Problem(path, "roster-column-twice", line, at + 1, name))
    return problems
