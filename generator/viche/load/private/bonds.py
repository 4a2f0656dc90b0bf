"""What must hold between the people of a roster: codes, seats, who sits apart and who together."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from viche.load.private.identity import duplicates
from viche.load.private.people import COLUMNS
from viche.model.roster import Person
from viche.problems import Problem, Severity


def bond_problems(path: str, people: Sequence[Person]) -> Iterator[Problem]:
    """Everything that contradicts itself in the roster at ``path``."""
    yield from _twice(path, people, "code", "roster-code-twice")
    seated = [person for person in people if person.seat and person.state != "cancelled"]
    yield from _twice(path, seated, "seat", "roster-seat-twice")
    known = {person.code for person in people}
    for person in people:
        for column in ("apart", "together"):
            codes: tuple[str, ...] = getattr(person, column)
            for code in codes:
                if code == person.code:
                    yield _at(path, person, "roster-self", column)
                elif code not in known:
                    yield _at(path, person, "roster-code-unknown", column, value=code)
    yield from _contradictions(path, people)
    for found in duplicates(people):
        if "name" in found.same and len(found.same) > 1:
            first, second = (people[index] for index in found.members[:2])
            problem = _at(path, second, "roster-person-twice", "name", first=first.row)
            yield replace(problem, severity=Severity.WARNING)


def _at(path: str, person: Person, code: str, column: str, /, **params: object) -> Problem:
    return Problem(path, code, person.row, COLUMNS.index(column) + 1, column, params)


def _twice(path: str, people: Sequence[Person], column: str, code: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for person in people:
        value: str = getattr(person, column)
        if value in first:
            yield _at(path, person, code, column, value=value, first=first[value])
        first.setdefault(value, person.row)


def _contradictions(path: str, people: Sequence[Person]) -> Iterator[Problem]:
    """Pairs that must sit apart and, by a chain of people, together as well."""
    neighbours: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for person in people:
        for code in person.together:
            neighbours[person.code][code] = None
            neighbours[code][person.code] = None
    said: set[frozenset[str]] = set()
    for person in people:
        for code in person.apart:
            pair = frozenset((person.code, code))
            chain = _chain(person.code, code, neighbours)
            if chain and len(pair) == 2 and pair not in said:
                said.add(pair)
                yield _at(path, person, "roster-contradiction", "apart", other=code, chain=chain)


def _chain(start: str, end: str, neighbours: Mapping[str, Mapping[str, None]]) -> list[str]:
    """The shortest way from ``start`` to ``end``, both included; empty if there is none."""
    came_from = {start: start}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            chain = [end]
            while chain[-1] != start:
                chain.append(came_from[chain[-1]])
            return chain[::-1]
        for code in neighbours.get(here, {}):
            if code not in came_from:
                came_from[code] = here
                waiting.append(code)
    return []
