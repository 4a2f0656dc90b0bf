"""What must hold between the lines of a roster: codes that are there, once; nobody named twice.

Whether the people who come can be seated together and apart as it asks, the seating knows: see
``network.assignment.causes``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viche.load.private.identity import duplicates
from viche.load.private.people import person_problem
from viche.model.roster import Person
from viche.problems import Problem, Severity


def bond_problems(path: str, people: Sequence[Person]) -> Iterator[Problem]:
    """Every line of the roster at ``path`` that doesn't go with the others."""
    yield from _codes_twice(path, people)
    known = {person.code for person in people}
    for person in people:
        for column in ("apart", "together"):
            codes: tuple[str, ...] = getattr(person, column)
            for code in codes:
                if code == person.code:
                    yield person_problem(path, person, "roster-self", column)
                elif code not in known:
                    value = {"value": code}
                    yield person_problem(path, person, "roster-code-unknown", column, value)
    coming = [person for person in people if person.state != "cancelled"]
    for found in duplicates(coming):
        if "name" in found.same and len(found.same) > 1:
            first, second = (coming[index] for index in found.members[:2])
            row = {"first": first.row}
            code = "roster-person-twice"
            yield person_problem(path, second, code, "name", row, Severity.WARNING)


def _codes_twice(path: str, people: Sequence[Person]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for person in people:
        if person.code in first:
            params = {"value": person.code, "first": first[person.code]}
            yield person_problem(path, person, "roster-code-twice", "code", params)
        first.setdefault(person.code, person.row)
