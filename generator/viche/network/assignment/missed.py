"""What a seating misses of a wish: whom it concerns, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from viche.network.assignment.compose import Composed
from viche.network.assignment.crowd import Crowd
from viche.network.assignment.puzzle import Puzzle, Seats


@dataclass(frozen=True, slots=True)
class PersonMiss:
    """Somebody who sits elsewhere than they asked for."""

    person: str
    points: int
    """1 for a second choice, more for none of the choices; 1 for an axis outside a competence."""

    letters: str
    """Where they sit: ``E-S``."""


@dataclass(frozen=True, slots=True)
class GroupMiss:
    """A group with too many or too few people of one value."""

    step: str
    group: str
    value: str
    count: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class PairMiss:
    """Two people who met at an earlier session and meet again, here for the first time."""

    one: str
    other: str
    step: str
    group: str


Miss = PersonMiss | GroupMiss | PairMiss


def missed(
    composed: Composed, crowd: Crowd, puzzle: Puzzle, seating: Seats, level: int
) -> Iterator[Miss]:
    """Everything that ``seating`` misses on one level."""
    codes = [person.code for person in crowd.people]
    for number, prices in enumerate(puzzle.prices.get(level, ())):
        cell = puzzle.cells[seating[number]]
        if prices[cell]:
            yield PersonMiss(codes[number], prices[cell], "-".join(crowd.cells[cell]))
    counts = Counter(
        (group, value)
        for number, seat in enumerate(seating)
        for group in puzzle.groups[seat]
        for value in puzzle.values[number]
    )
    for quota in puzzle.quotas:
        count = counts[quota.group, quota.value]
        if quota.level == level and quota.misses(count):
            name = composed.values[quota.value]
            yield GroupMiss(*composed.groups[quota.group], name, count, quota.least, quota.most)
    for pair in puzzle.pairs:
        if pair.level == level and not pair.together:
            theirs = puzzle.groups[seating[pair.other]]
            shared = [group for group in puzzle.groups[seating[pair.one]] if group in theirs]
            for group in shared[:1]:
                yield PairMiss(codes[pair.one], codes[pair.other], *composed.groups[group])
