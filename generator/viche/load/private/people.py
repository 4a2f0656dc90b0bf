"""The lines of a roster's file, ``content/private/<session>/roster.csv``: one for each person.

It is made to be opened in a spreadsheet, and it is read strictly: what an organiser mistypes is
told, never guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args

from viche.load.answers import values
from viche.load.answers.choices import WORDS, Answers
from viche.load.answers.vocabulary import fold, gender, roles, yes_or_no
from viche.load.private.columns import Line, read_columns
from viche.load.private.folder import FOLDER, ROSTER, code_of, free_number, private_path
from viche.model.plan import Role
from viche.model.roster import Person, State
from viche.problems import LOOKALIKES, Problem, Severity, nearest

COLUMNS = (
    *("code", "state", "surname", "name", "email", "phone"),
    *("sphere-given", "sphere", "sphere-2", "part", "part-2", "competence"),
    *("category", "gender", "age", "member", "stays", "willing"),
    *("apart", "together", "seat", "note"),
)

WISHED: Mapping[str, tuple[str, ...]] = {
    "sphere": ("sphere", "sphere-2"),
    "part": ("part", "part-2"),
}
"""By axis, the columns that hold what people wish, best first."""

CODE = re.compile(r"P-[0-9]{3,5}")
SEAT = re.compile(r"(?:[A-Z][A-Z0-9]{0,2}-)*[1-9][0-9]*")
_SEVERAL = re.compile(r"[,;\s]+")
_STATES: tuple[State, ...] = get_args(State)


def person_problem(
    path: str,
    person: Person,
    code: str,
    column: str,
    params: Mapping[str, object] | None = None,
    severity: Severity = Severity.ERROR,
) -> Problem:
    """A problem of ``person`` in the roster at ``path``."""
    at = COLUMNS.index(column) + 1
    return Problem(path, code, person.row, at, column, params or {}, severity)


def format_people(people: Iterable[Person], separator: str = ",") -> str:
    """The text of the file, to be saved as UTF-8 with a byte order mark: spreadsheets need it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(row_of, people))
    return out.getvalue()


def row_of(person: Person) -> dict[str, str]:
    """The line of ``person``, by column."""
    wishes = {axis: person.wishes.get(axis, ()) for axis in WISHED}
    return {
        "code": person.code,
        "state": person.state,
        "surname": person.surname,
        "name": person.name.removesuffix(person.surname).strip(),
        "email": person.email,
        "phone": person.phone,
        "sphere-given": person.given.get("sphere", ""),
        "sphere": _listed(wishes["sphere"][:1]),
        "sphere-2": _listed(wishes["sphere"][1:]),
        "part": _listed(wishes["part"][:1]),
        "part-2": _listed(wishes["part"][1:]),
        "competence": _listed(person.competence),
        "category": person.category,
        "gender": person.gender,
        "age": person.age,
        "member": "yes" if person.member else "",
        "stays": "yes" if person.stays else "",
        "willing": _listed(person.willing),
        "apart": _listed(person.apart),
        "together": _listed(person.together),
        "seat": person.seat,
        "note": person.note,
    }


def _listed(items: Iterable[str]) -> str:
    return "; ".join(items)


def read_people(
    root: Path, path: str, answers: Answers
) -> tuple[tuple[Person, ...] | None, list[Problem]]:
    """Read a roster's file line by line; what holds between lines is not looked at.

    Returns:
        The people, or ``None`` where there is no file or where it has an error.
    """
    if not (root / path).exists():
        return None, []
    lines, problems = read_columns(root, path, COLUMNS, required=("code", "name"))
    people = []
    for line in lines:
        person, found = person_of(line, answers)
        people.append(person)
        problems += found
    if not problems:
        return tuple(people), []
    free = {"free": code_of(free_number(root))}
    return None, [
        replace(problem, params=free) if problem.code == "roster-code" else problem
        for problem in problems
    ]


def person_of(line: Line, answers: Answers) -> tuple[Person, list[Problem]]:
    """The person of a line, and what is wrong with it."""
    reader = _LineReader(line, answers)
    return reader.person(), reader.problems


class _LineReader:
    """The person of one line, and what is wrong with it."""

    def __init__(self, line: Line, answers: Answers) -> None:
        self.line = line
        self.cells = line.cells
        self.answers = answers
        self.problems: list[Problem] = []

    def person(self) -> Person:
        surname = values.name(self.cells["surname"])
        name = " ".join(part for part in (values.name(self.cells["name"]), surname) if part)
        if not name:
            self._wrong("roster-name", "name")
        given = self._ids("sphere-given", most=1)
        return Person(
            code=self._code(),
            name=name,
            email=self._read("email", values.email, "roster-bad-email"),
            phone=self._read("phone", values.phone, "roster-bad-phone"),
            surname=surname,
            given={"sphere": given[0]} if given else {},
            wishes={axis: wished for axis in WISHED if (wished := self._wished(axis))},
            competence=self._ids("competence"),
            category="".join(self._ids("category", most=1)),
            gender=self._gender(),
            age=self._read("age", self._age_group, "roster-bad-age"),
            member=self._yes("member"),
            stays=self._yes("stays"),
            willing=self._willing(),
            apart=self._codes("apart"),
            together=self._codes("together"),
            seat=self._seat(),
            state=self._state(),
            note=self.cells["note"],
            row=self.line.number,
        )

    def _wrong(self, code: str, column: str, /, **params: object) -> None:
        self.problems.append(self.line.problem(code, column, **params))

    def _not_one_of(self, column: str, value: str, known: Collection[str], near: str = "") -> None:
        if not known:
            self._wrong("roster-no-values", column)
            return
        near = near or nearest(value, known)
        params = {"value": self._shown(value), "near": near, "known": tuple(known)}
        self._wrong("roster-value", column, **params)

    def _shown(self, value: str) -> str:
        """``value``, if it hasn't slipped here from another column: messages hold nobody's data."""
        words, name = (
            set(fold(text).split())
            for text in (value, f"{self.cells['name']} {self.cells['surname']}")
        )
        return "…" if values.is_contact(value) or (words and words <= name) else value

    def _code(self) -> str:
        code = self.cells["code"].translate(LOOKALIKES).upper()
        if not CODE.fullmatch(code):
            self._wrong("roster-code", "code")
        return code

    def _read(self, column: str, read: Callable[[str], str], code: str) -> str:
        if not self.cells[column]:
            return ""
        try:
            return read(self.cells[column])
        except values.ValueProblem:
            self._wrong(code, column)
            return ""

    def _age_group(self, text: str) -> str:
        return values.age_group(text, self.answers.day)

    def _ids(self, column: str, most: int | None = None) -> tuple[str, ...]:
        ids, unknown = self.answers.ids(column, self.cells[column])
        for piece in [*unknown, *ids[len(ids) if most is None else most :]]:
            near = self.answers.nearest(column, piece)
            self._not_one_of(column, piece, self.answers.known(column), near)
        return tuple(ids)

    def _wished(self, axis: str) -> tuple[str, ...]:
        ids = (id for column in WISHED[axis] for id in self._ids(column))
        return tuple(dict.fromkeys(ids))

    def _gender(self) -> str:
        written = self.cells["gender"]
        found = gender(written)
        if written and not found:
            self._not_one_of("gender", written, WORDS["gender"])
        return found

    def _yes(self, column: str) -> bool:
        written = self.cells[column]
        said = yes_or_no(written)
        if written and said is None:
            self._not_one_of(column, written, WORDS[column])
        return bool(said)

    def _willing(self) -> tuple[Role, ...]:
        found: list[str] = []
        for piece in _pieces(self.cells["willing"]):
            if not (said := roles(piece)):
                self._not_one_of("willing", piece, WORDS["willing"])
            found += said
        return tuple(role for role in Role if role in found)

    def _codes(self, column: str) -> tuple[str, ...]:
        codes = [piece.translate(LOOKALIKES).upper() for piece in _pieces(self.cells[column])]
        for code in codes:
            if not CODE.fullmatch(code):
                self._wrong("roster-not-codes", column)
                return ()
        return tuple(dict.fromkeys(codes))

    def _seat(self) -> str:
        written = self.cells["seat"]
        seat = written.translate(LOOKALIKES).upper()
        if seat and not SEAT.fullmatch(seat):
            self._wrong("roster-bad-seat", "seat", value=self._shown(written))
        return seat

    def _state(self) -> State:
        written = self.cells["state"].lower() or "coming"
        for state in _STATES:
            if state == written:
                return state
        self._not_one_of("state", written, _STATES)
        return "coming"


def _pieces(cell: str) -> list[str]:
    return [piece for piece in _SEVERAL.split(cell) if piece]


def acquaintances(root: Path, session: str) -> list[Person]:
    """Code, name and contacts of everybody in the rosters of other sessions than ``session``.

    What is wrong with those rosters is said when they are read for their own sake.
    """
    found = []
    for file in sorted((root / FOLDER).glob(f"*/{ROSTER}")):
        if file.parent.name == session:
            continue
        path = private_path(file.parent.name, ROSTER)
        for line in read_columns(root, path, COLUMNS, required=("code", "name"))[0]:
            cells = line.cells
            if CODE.fullmatch(cells["code"]):
                name = " ".join(part for part in (cells["name"], cells["surname"]) if part)
                found.append(Person(cells["code"], name, cells["email"], cells["phone"]))
    return found
