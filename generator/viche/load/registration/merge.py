"""A new import into a roster that may have been edited by hand: nobody's word is lost.

Three versions of each line are compared: what the form said at the last import, what stands in the
roster, and what the form says now. What was edited by hand stays; else the form's news is taken.
Whoever is in the form no longer is cancelled, in the roster and in what is kept of the form: so a
return is told from a registration that an organiser has cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from viche.load.answers import Answers
from viche.load.answers.vocabulary import fold
from viche.load.private.columns import Line
from viche.load.private.folder import code_of
from viche.load.private.identity import Match, matches, named
from viche.load.private.people import COLUMNS, person_of, row_of
from viche.load.registration.form import Form
from viche.load.registration.rows import Registration
from viche.load.tables import spans
from viche.model.roster import Person
from viche.problems import Problem, Severity

_NAME = frozenset({"name", "surname", "given", "patronymic"})
_ASKED_BY: Mapping[str, frozenset[str]] = {
    "surname": _NAME,
    "name": _NAME,
    "member": frozenset({"member", "category"}),
    "sphere-2": frozenset({"sphere", "sphere-2"}),
    "part-2": frozenset({"part", "part-2"}),
}
"""The questions that fill a column, where they aren't just the one of its own name."""

_UNITS = (("surname", "name"), *((it,) for it in COLUMNS if it not in {"code", "surname", "name"}))
"""Columns that are taken from one version together."""

Rows = Mapping[str, Mapping[str, str]]
"""Lines of a roster by code, each by column."""


@dataclass(frozen=True, slots=True, repr=False)
class Merged:
    """The roster after an import. Numbers count people."""

    people: tuple[Person, ...]
    """In the order of the roster; whoever is new to it at the end, in the order of the form."""

    imported: tuple[Person, ...]
    """What the form says, for the next import to compare with."""

    new: int
    known: int
    """New in this roster, but with a code from another session."""

    changed: tuple[str, ...]
    """The codes of those whose line is another now, in the order of the roster."""

    same: int
    gone: int
    """In the last import, but no longer in the form: now cancelled."""

    back: int
    """Cancelled before, and in the form again: now coming."""

    problems: tuple[Problem, ...]


def merge(
    form: Form,
    registrations: Sequence[Registration],
    *,
    hand: Sequence[Person],
    before: Sequence[Person] | None,
    elsewhere: Sequence[Person],
    first_free: int,
    answers: Answers,
    source: str,
) -> Merged:
    """Bring the registrations of a form into a roster.

    Args:
        form: what was read.
        registrations: those of its registrations that are people, each once.
        hand: the roster as it stands, with all edits by hand.
        before: the form at the last import; ``None`` if that isn't known: then whatever stands in
            the roster stays, and nobody is taken for gone.
        elsewhere: the people of other sessions, whose codes are kept.
        first_free: the number of the next new code.
        answers: those of the programme.
        source: what problems call the form.
    """
    people = [registration.person for registration in registrations]
    found = matches(people, [*hand, *(before or ()), *elsewhere])
    coded, lost = _with_bonds(_with_codes(people, found, first_free), registrations, hand)
    mine: Rows = _rows(hand)
    old: Rows = _rows(before or ())
    now = {code: _asked(row, old.get(code, {}), form) for code, row in _rows(coded).items()}
    mine, old = _told_apart(mine, old, now)
    gone = {
        code: {**row, "state": "cancelled"}
        for code, row in old.items()
        if code not in now and code in mine
    }
    merged = {
        # Whatever was edited: somebody who waits may leave the form too.
        code: {**row, "state": "cancelled"} if code in gone else _line(row, old, now, code)
        for code, row in mine.items()
    }
    added = {code: row for code, row in now.items() if code not in mine}
    result = {**merged, **added}
    again = [code for code in mine if code in now]
    changed = tuple(code for code in again if merged[code] != mine[code])
    turned = [code for code in mine if merged[code]["state"] != mine[code]["state"]]
    doubts = {
        "roster-other-name": [
            person.row for person, match in zip(people, found, strict=True) if match.doubtful
        ],
        "roster-bonds": lost,
        "roster-kept": [person.row for person in coded if _contested(mine, old, now, person.code)],
        "roster-surnames": [
            person.row for person in coded if _hides_a_surname(result[person.code])
        ],
    }
    return Merged(
        people=_people(result, answers),
        imported=_people({**now, **gone}, answers),
        new=sum(not match.code for match in found),
        known=sum(match.code in added for match in found),
        changed=changed,
        same=len(again) - len(changed),
        gone=sum(code in gone for code in turned),
        back=sum(code in now for code in turned),
        problems=tuple(
            Problem(source, code, rows[0], 1, "", {"rows": spans(rows)}, Severity.WARNING)
            for code, rows in doubts.items()
            if rows
        ),
    )


def _with_codes(people: Sequence[Person], found: Sequence[Match], first_free: int) -> list[Person]:
    """Everybody with the code that they have, or the next free one."""
    free = map(code_of, count(first_free))
    return [
        replace(person, code=match.code or next(free))
        for person, match in zip(people, found, strict=True)
    ]


def _with_bonds(
    coded: Sequence[Person], registrations: Sequence[Registration], hand: Sequence[Person]
) -> tuple[list[Person], list[int]]:
    """The people with the codes of those whom they name, and the rows where that fails."""
    everybody = [*coded, *hand]
    bound, lost = [], []
    for person, registration in zip(coded, registrations, strict=True):
        codes = [named(text, everybody) for text in (registration.apart, registration.together)]
        if None in codes:
            lost.append(person.row)
        apart, together = (
            tuple(code for code in those or () if code != person.code) for those in codes
        )
        bound.append(replace(person, apart=apart, together=together))
    return bound, lost


def _rows(people: Iterable[Person]) -> dict[str, dict[str, str]]:
    return {person.code: row_of(person) for person in people}


def _told_apart(mine: Rows, old: Rows, now: Rows) -> tuple[Rows, Rows]:
    """The roster and the last import, with surnames told apart where only the form's are by now.

    Somebody's name in one column is the same name in two: neither was it edited by hand, nor did
    the form change it.
    """

    def names(row: Mapping[str, str]) -> dict[str, str]:
        return {column: row[column] for column in ("surname", "name")}

    def words(row: Mapping[str, str]) -> list[str]:
        return sorted(fold(" ".join(names(row).values())).split())

    mended_mine, mended_old = dict(mine), dict(old)
    for code, row in now.items():
        before = old.get(code) or mine.get(code)
        if before and not before["surname"] and row["surname"] and words(before) == words(row):
            for rows in (mended_mine, mended_old):
                if code in rows and names(rows[code]) == names(before):
                    rows[code] = {**rows[code], **names(row)}
    return mended_mine, mended_old


def _hides_a_surname(row: Mapping[str, str]) -> bool:
    """Whether a surname must be among the words of the name, and nobody knows which it is."""
    return not row["surname"] and len(fold(row["name"]).split()) > 1


def _asked(row: dict[str, str], old: Mapping[str, str], form: Form) -> dict[str, str]:
    """``row``, and what the form said before where it no longer asks."""
    return {
        column: value
        if not old or column in {"code", "state"} or form.asked & _ASKED_BY.get(column, {column})
        else old[column]
        for column, value in row.items()
    }


def _line(mine: Mapping[str, str], old: Rows, now: Rows, code: str) -> dict[str, str]:
    """A line of the roster: what was edited by hand, and for the rest what the form says now."""
    line = dict(mine)
    if code not in now:
        return line
    before = old.get(code)
    for unit in _UNITS:
        # Without the last import nobody knows what was edited: what stands there stays.
        kept = [mine[column] != before[column] if before else mine[column] for column in unit]
        if not any(kept):
            line.update({column: now[code][column] for column in unit})
    return line


def _contested(mine: Rows, old: Rows, now: Rows, code: str) -> bool:
    """Whether something was changed by hand and in the form, to different ends."""
    return (
        code in mine
        and code in old
        and any(len({rows[code][column] for rows in (mine, old, now)}) == 3 for column in COLUMNS)
    )


def _people(rows: Rows, answers: Answers) -> tuple[Person, ...]:
    """The people of lines that are in order, as they will stand in the file."""
    lines = (Line("", number, row, {}) for number, row in enumerate(rows.values(), start=2))
    return tuple(person_of(line, answers)[0] for line in lines)
