"""Who sits where, in plain numbers: what the search tries, the proof proves and a score judges.

People, seats, groups, cells, values and levels are numbered from 0. A *seating* gives the seat of
every person; each seat is taken once. Level 0 counts broken rules, the others count what is missed
of wishes, the weightiest first; seatings are compared level by level, as words in a dictionary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Seats = tuple[int, ...]
"""The seat of every person."""

Score = tuple[int, ...]
"""What is missed on each level."""

RULES = 0
"""The level of the hard rules."""


@dataclass(frozen=True, slots=True)
class Quota:
    """From ``least`` to ``most`` people with ``value`` in ``group``; each one off is a miss."""

    level: int
    group: int
    value: int
    least: int
    most: int

    def misses(self, count: int) -> int:
        """How far ``count`` is from what is asked."""
        return max(self.least - count, count - self.most, 0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people. A miss if they share any group; with ``together``, if their homes differ."""

    level: int
    one: int
    other: int
    together: bool = False


@dataclass(frozen=True, slots=True)
class Puzzle:
    """Everything that decides what a seating is worth."""

    groups: tuple[tuple[int, ...], ...]
    """By seat, its group in each grouping. The first is its home, as a profile group is."""

    cells: tuple[int, ...]
    """By seat, its cell: what people's letters speak of."""

    may: tuple[frozenset[int], ...]
    """By person, the cells that they may sit in."""

    values: tuple[tuple[int, ...], ...]
    """By person, the values that quotas count. All people have equally many, one for each trait."""

    quotas: tuple[Quota, ...] = ()
    pairs: tuple[Pair, ...] = ()
    prices: Mapping[int, Sequence[Sequence[int]]] = field(default_factory=dict)
    """By level, by person, by cell: what is missed if that person sits there."""

    pinned: Mapping[int, int] = field(default_factory=dict)
    """By person, the seat that is theirs."""

    levels: int = 1

    def meet(self, one: int, other: int) -> bool:
        """Whether two seats share a group."""
        return any(a == b for a, b in zip(self.groups[one], self.groups[other], strict=True))


def score(puzzle: Puzzle, seating: Seats) -> Score:
    """What ``seating`` misses on each level, counted afresh."""
    missed = [0] * puzzle.levels
    counts = Counter(
        (group, value)
        for person, seat in enumerate(seating)
        for group in puzzle.groups[seat]
        for value in puzzle.values[person]
    )
    for quota in puzzle.quotas:
        missed[quota.level] += quota.misses(counts[quota.group, quota.value])
    for pair in puzzle.pairs:
        missed[pair.level] += parted_or_met(puzzle, pair, seating)
    for level, prices in puzzle.prices.items():
        missed[level] += sum(
            prices[person][puzzle.cells[seat]] for person, seat in enumerate(seating)
        )
    return tuple(missed)


def parted_or_met(puzzle: Puzzle, pair: Pair, seating: Seats) -> bool:
    """Whether ``pair`` is missed."""
    one, other = seating[pair.one], seating[pair.other]
    if pair.together:
        return puzzle.groups[one][0] != puzzle.groups[other][0]
    return puzzle.meet(one, other)
