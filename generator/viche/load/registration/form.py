"""A registration list as it really comes, from a web form or a spreadsheet: people, row by row.

What can't be understood is reported with its rows, and the rest of the row is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from viche.load.answers.choices import answers_of
from viche.load.answers.vocabulary import fold
from viche.load.private.columns import TABLE_CODES
from viche.load.registration.headings import Columns, Field, understand
from viche.load.registration.rows import Registration, RowReader
from viche.load.tables import TableError, swallows_rows, tables
from viche.model.content import Meeting
from viche.model.session import RosterForm
from viche.problems import Problem


@dataclass(frozen=True, slots=True)
class Form:
    """All that a registration list says."""

    registrations: tuple[Registration, ...]
    rows: int
    """How many rows hold something, the headings apart."""

    asked: frozenset[Field]
    unused: tuple[str, ...]
    """Headings of the columns that nobody knows."""

    code_page: str
    """The encoding, if the file doesn't say it and it was guessed."""


def read_form(
    raw: bytes, source: str, meeting: Meeting, languages: Sequence[str]
) -> tuple[Form | None, list[Problem]]:
    """Read a registration list for ``meeting``.

    Args:
        raw: the file, whatever its kind: a workbook, text in any usual encoding, or an archive
            with one such text.
        source: what problems call the file.
        meeting: whose session's file may explain questions and answers.
        languages: those of the cell.

    Returns:
        The people, and what of the list wasn't understood. Where a problem is an error there are
        no people: then the list as a whole would be misread.
    """
    settings = meeting.session.roster or RosterForm()
    try:
        columns = understand(tables(raw), settings.columns, languages)
    except TableError as error:
        return None, [Problem(source, TABLE_CODES[error.code])]
    if columns is None:
        return None, [Problem(source, "roster-empty")]
    if problems := list(_unreadable(columns, source, meeting)):
        return None, problems
    reader = RowReader(columns, answers_of(meeting))
    registrations = tuple(reader.registrations())
    if not registrations:
        return None, [Problem(source, "roster-nobody"), *reader.problems(source)]
    return (
        Form(
            registrations,
            len(columns.rows),
            frozenset(columns.by_field),
            tuple(columns.unused),
            columns.table.code_page,
        ),
        reader.problems(source),
    )


def _unreadable(columns: Columns, source: str, meeting: Meeting) -> Iterator[Problem]:
    """Why the list as a whole would be misread."""
    settings = meeting.session.roster or RosterForm()
    folded = {fold(text) for text in columns.headings.values()}
    for field, text in settings.columns.items():
        if fold(text) not in folded:
            params = {"question": text, "near": columns.nearest(text)}
            path = meeting.session.source
            yield Problem(path, "roster-question", field=f"roster.columns.{field}", params=params)
    if not columns.names_people:
        yield Problem(source, "roster-headings", params={"path": meeting.session.source})
    if columns.table.text:
        for row, cells in columns.rows:
            if any(swallows_rows(cell, len(columns.headings)) for cell in cells.values()):
                yield Problem(source, "roster-quote", row, 1)
