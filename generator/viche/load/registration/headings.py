"""Which way of reading a registration list makes sense, and which column of it says what."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from viche.load.answers.values import is_contact
from viche.load.answers.vocabulary import fold, name_heading, question
from viche.load.encodings import likelihood
from viche.load.tables import Row, Table
from viche.model.session import RosterField

Field = str
"""What a column says: a ``RosterField``; ``given`` or ``patronymic``, for a name may stand in
several columns; or ``ignored`` for what forms add by themselves."""

_IDS: Mapping[str, Field] = {fold(name): name for name in get_args(RosterField)}
_SECOND: Mapping[Field, Field] = {"sphere": "sphere-2", "part": "part-2"}
_NAMES: frozenset[Field] = frozenset({"name", "surname", "given"})
_HEADINGS_WITHIN = 20
"""Rows from the top; above the headings stand titles and notes."""

_MOST_COLUMNS = 300


@dataclass(frozen=True, slots=True, repr=False)
class Columns:
    """A table that was understood: its rows below the headings, and what each column says."""

    table: Table
    rows: tuple[Row, ...]
    headings: Mapping[int, str]
    by_field: Mapping[Field, tuple[int, ...]]

    @property
    def names_people(self) -> bool:
        """Whether there is a column from which people's names can be taken."""
        return not _NAMES.isdisjoint(self.by_field)

    @property
    def unused(self) -> list[str]:
        """The headings that nobody knows, of columns in which something stands."""
        used = {column for columns in self.by_field.values() for column in columns}
        filled = {column for _, cells in self.rows for column in cells}
        return [
            text
            for column, text in sorted(self.headings.items())
            if column in filled - used and fold(text)
        ]

    def nearest(self, text: str) -> str:
        """The heading that was probably meant by ``text``, or an empty string."""
        by_folded = {fold(known): known for known in self.headings.values()}
        near = difflib.get_close_matches(fold(text), by_folded, n=1, cutoff=0.6)
        return by_folded[near[0]] if near else ""


def understand(
    candidates: Iterable[Table], named: Mapping[RosterField, str], languages: Sequence[str]
) -> Columns | None:
    """The reading in which most columns are recognised; ``None`` if none holds a word.

    Args:
        candidates: every way to read the file.
        named: the questions that the session's file names, by field.
        languages: those of the cell. Of two readings with the same headings, the one with more of
            their letters is right.
    """
    best: Columns | None = None
    best_score: tuple[int, ...] = ()
    for table in candidates:
        letters = likelihood(table.text, languages)
        for index, (_, cells) in enumerate(table.rows[:_HEADINGS_WITHIN]):
            if not any(map(fold, cells.values())):
                continue
            found = _recognised(cells, named)
            columns = Columns(table, table.rows[index + 1 :], cells, found)
            score = (columns.names_people, len(found), letters, len(cells), -index)
            if score > best_score:
                best, best_score = columns, score
    return best


def _recognised(
    cells: Mapping[int, str], named: Mapping[RosterField, str]
) -> Mapping[Field, tuple[int, ...]]:
    questions: dict[Field, str] = {field: fold(text) for field, text in named.items()}
    asked = set(map(fold, cells.values()))
    explicit = {field for field, text in questions.items() if text in asked}
    found: defaultdict[Field, list[int]] = defaultdict(list)
    for column, cell in sorted(cells.items())[:_MOST_COLUMNS]:
        folded = fold(cell)
        if fields := [field for field, text in questions.items() if text == folded]:
            for field in fields:
                found[field].append(column)
        elif (field := column_says(cell)) and field not in explicit:
            found[field].append(column)
    for first, second in _SECOND.items():
        if second not in found and len(found.get(first, ())) > 1:
            found[second] = found[first][1:]
            found[first] = found[first][:1]
    return {field: tuple(columns) for field, columns in found.items()}


def column_says(cell: str) -> Field:
    """The field of a heading; empty if nobody knows it."""
    if is_contact(cell):
        return ""  # an answer
    if (folded := fold(cell)) in _IDS:
        return _IDS[folded]
    if field := question(cell):
        return field
    says = name_heading(cell)
    return "name" if says.startswith("full") else says
