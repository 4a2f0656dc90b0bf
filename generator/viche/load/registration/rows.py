"""One row of a registration list: the person it speaks of, and what of it can't be understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from viche.load.answers import values
from viche.load.answers.choices import Answers
from viche.load.answers.vocabulary import fold, gender, roles, says_nothing, yes_or_no
from viche.load.private.names import tell_apart
from viche.load.private.people import SEAT, WISHED
from viche.load.registration.headings import Columns, Field
from viche.load.tables import spans
from viche.model.plan import Role
from viche.model.roster import Person
from viche.problems import Problem, Severity

MEMBERS = "cell-members"
"""The category whose people are members of the cell where the form doesn't ask for that."""

_MOST_ANSWERS = 6
"""Different answers to one question that are listed singly; more are free text."""


@dataclass(frozen=True, slots=True, repr=False)
class Registration:
    """One row of the list. Its person has no code yet, and names others as people do."""

    person: Person
    apart: str = ""
    together: str = ""

    @property
    def row(self) -> int:
        """The number of the row in the list."""
        return self.person.row

    def __repr__(self) -> str:
        """Without names: it may end in a log."""
        return f"Registration(row {self.row})"


@dataclass(slots=True, repr=False)
class _Missed:
    """What wasn't understood in a column: an answer or a kind of slip, and its rows."""

    code: str
    field: Field
    value: str
    column: int
    rows: list[int]


class RowReader:
    """Reads the rows of a list one by one, and remembers what wasn't understood."""

    def __init__(self, columns: Columns, answers: Answers) -> None:
        self.columns = columns
        self.answers = answers
        self.missed: dict[tuple[str, Field, str], _Missed] = {}
        self.names: list[set[str]] = []
        self.row = 0
        self.cells: Mapping[int, str] = {}

    def registrations(self) -> Iterator[Registration]:
        """The people of all rows that have a name."""
        last = max(self.columns.headings)
        for row, cells in self.columns.rows:
            self.row, self.cells = row, cells
            name, surname = self._name()
            if not name:
                self._miss("roster-row", "name")
                continue
            if self.columns.table.text and max(self.cells) > last:
                self._miss("roster-extra", "ignored", column=last + 1)
            self.names.append(_words(name))
            yield Registration(self._person(name, surname), *map(self._text, ("apart", "together")))

    def problems(self, source: str) -> list[Problem]:
        """What wasn't understood, in the order in which it was met."""
        by_field: dict[Field, list[_Missed]] = {}
        personal: dict[Field, _Missed] = {}
        problems = []
        for missed in self.missed.values():
            field = missed.field
            if missed.code != "roster-answer":
                problems.append(self._problem(source, missed))
            elif self._is_personal(missed.value):
                empty = _Missed("roster-answer-personal", field, "", missed.column, [])
                personal.setdefault(field, empty).rows.extend(missed.rows)
            else:
                by_field.setdefault(field, []).append(missed)
        problems += [self._problem(source, missed) for missed in personal.values()]
        for field, those in by_field.items():
            if len(those) > _MOST_ANSWERS:
                rows = [row for missed in those for row in missed.rows]
                every = _Missed("roster-answers", field, "", those[0].column, rows)
                problems.append(self._problem(source, every, n=len(those)))
                continue
            problems += [self._problem(source, missed, **self._meant(missed)) for missed in those]
        return problems

    def _is_personal(self, answer: str) -> bool:
        """Whether a contact or somebody's name stands where it shouldn't: it isn't repeated."""
        words = _words(answer)
        return values.is_contact(answer) or any(words and words <= name for name in self.names)

    def _problem(self, source: str, missed: _Missed, **params: object) -> Problem:
        asked = values.clean(self.columns.headings.get(missed.column, ""))
        params |= {"rows": spans(missed.rows), "field": missed.field}
        row, column = min(missed.rows), missed.column + 1
        return Problem(source, missed.code, row, column, asked, params, Severity.WARNING)

    def _meant(self, missed: _Missed) -> dict[str, object]:
        known = self.answers.meanings(missed.field)
        near = self.answers.nearest(missed.field, missed.value)
        return {"value": missed.value, "near": near, "known": known}

    def _miss(self, code: str, field: Field, value: str = "", column: int | None = None) -> None:
        if column is None:
            column = self.columns.by_field.get(field, (0,))[0]
        key = (code, field, fold(value))
        missed = self.missed.setdefault(key, _Missed(code, field, value, column, []))
        missed.rows.append(self.row)

    # --- one row

    def _person(self, name: str, surname: str) -> Person:
        category = self._ids("category")
        member = self._yes("member")
        return Person(
            code="",
            name=name,
            email=self._value("email", values.email),
            phone=self._value("phone", values.phone),
            surname=surname,
            given={"sphere": given[0]} if (given := self._ids("sphere-given")) else {},
            wishes={axis: wished for axis in WISHED if (wished := self._wished(axis))},
            competence=tuple(self._ids("competence")),
            category=category[0] if category else "",
            gender=self._value("gender", _gender),
            age=self._value("age", lambda text: values.age_group(text, self.answers.day)),
            member=category[:1] == [MEMBERS] if member is None else member,
            stays=bool(self._yes("stays")),
            willing=self._willing(),
            seat=self._value("seat", _seat),
            row=self.row,
        )

    def _texts(self, field: Field) -> list[tuple[int, str]]:
        """What stands in the columns of ``field``, without what says nothing."""
        columns = self.columns.by_field.get(field, ())
        texts = ((column, self.cells.get(column, "")) for column in columns)
        return [(column, text) for column, text in texts if not says_nothing(text)]

    def _text(self, field: Field) -> str:
        return next((values.clean(text) for _, text in self._texts(field)), "")

    def _name(self) -> tuple[str, str]:
        """The whole name, with the surname last where it is known; and the surname."""
        (full, column), (surname, _), (given, _), (patronymic, _) = map(self._named, _NAME_COLUMNS)
        if not surname:
            rest, surname = tell_apart(full, self.columns.headings.get(column, ""))
            return (f"{rest} {surname}".strip(), surname) if surname else (full or given, "")
        words = (given or full).split()
        if _words(surname) <= _words(given or full):
            words = [word for word in words if not _words(word) <= _words(surname)]
        return " ".join([*words, *patronymic.split(), surname]), surname

    def _named(self, field: Field) -> tuple[str, int]:
        """The first name in the columns of ``field``, and its column."""
        names = ((values.name(text), column) for column, text in self._texts(field))
        return next((found for found in names if found[0]), ("", 0))

    def _value(self, field: Field, read: Callable[[str], str]) -> str:
        """The first usable answer; a form may ask the same twice."""
        slip: tuple[str, str, int] | None = None
        for column, text in self._texts(field):
            text = self.answers.explained(field, text)
            try:
                return read(text)
            except values.ValueProblem as problem:
                slip = slip or (problem.code, text, column)
        if slip:
            code, text, column = slip
            self._miss(code, field, text if code == "roster-answer" else "", column)
        return ""

    def _yes(self, field: Field) -> bool | None:
        said = self._value(field, _yes)
        return said == "yes" if said else None

    def _ids(self, field: Field) -> list[str]:
        found: list[str] = []
        for column, text in self._texts(field):
            ids, unknown = self.answers.ids(field, text)
            found += ids
            for piece in unknown:
                self._miss("roster-answer", field, piece, column)
        return list(dict.fromkeys(found))

    def _wished(self, axis: str) -> tuple[str, ...]:
        ids = (id for field in WISHED[axis] for id in self._ids(field))
        return tuple(dict.fromkeys(ids))

    def _willing(self) -> tuple[Role, ...]:
        """The roles that the person would take; a question may be about one role alone."""
        willing: dict[Role, None] = {}
        for column, text in self._texts("willing"):
            text = self.answers.explained("willing", text)
            said = roles(text)
            if not said and (agreed := yes_or_no(text)) is not None:
                asked = roles(self.columns.headings[column]) or list(Role)
                said = [str(role) for role in asked] if agreed else []
            elif not said:
                self._miss("roster-answer", "willing", text, column)
            willing.update({Role(role): None for role in said})
        return tuple(role for role in Role if role in willing)


_NAME_COLUMNS: tuple[Field, ...] = ("name", "surname", "given", "patronymic")


def _words(name: str) -> set[str]:
    return set(fold(name).split())


def _gender(text: str) -> str:
    if found := gender(text):
        return found
    raise values.ValueProblem("roster-answer")


def _yes(text: str) -> str:
    said = yes_or_no(text)
    if said is None:
        raise values.ValueProblem("roster-answer")
    return "yes" if said else "no"


def _seat(text: str) -> str:
    seat = values.clean(text).upper()
    if SEAT.fullmatch(seat):
        return seat
    raise values.ValueProblem("roster-seat")
