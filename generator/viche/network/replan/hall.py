"""What a re-plan may do and must keep, in plain numbers: rows, people, demands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

Rows = int
"""A set of rows, as the bits of an integer."""

Seating = tuple[int, ...]
"""The row of every person."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person who is here."""

    row: int | None
    """The row whose card they hold; ``None`` for who has none."""

    may: Rows
    """The rows that they may take."""

    member: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """A group at a step to come: it has nobody, or at least ``least`` people."""

    rows: Rows
    least: int


@dataclass(frozen=True, slots=True)
class Home:
    """A profile group. One that ``wants`` a member has nobody, or a member.

    The demand rests while there are fewer ``members`` in its area than profile groups with somebody
    in them.
    """

    rows: Rows
    area: Rows
    members: int
    wants: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people, by number, who never share a group; or else who share their profile group."""

    one: int
    other: int
    apart: bool


Demand = Circle | Home | Pair


@dataclass(frozen=True)
class Hall:
    """Rows, the people who are to sit on them, and what is demanded of every seating."""

    people: tuple[Someone, ...]
    blocks: tuple[Rows, ...]
    """The rows, split so that who holds a row of a block may take rows of that block alone."""

    steps: tuple[tuple[Circle, ...], ...]
    homes: tuple[Home, ...]
    pairs: tuple[Pair, ...]
    near: tuple[Rows, ...]
    """For each row, the rows with which it shares a group at a step to come."""

    kin: tuple[Rows, ...]
    """For each row, the rows of its profile group."""

    @cached_property
    def circles(self) -> tuple[Circle, ...]:
        """The groups of all steps."""
        return tuple(circle for step in self.steps for circle in step)

    def changed(self, seating: Seating) -> int:
        """How many people who hold a card get another one."""
        return sum(
            one.row not in (None, row) for one, row in zip(self.people, seating, strict=True)
        )

    def broken(self, seating: Sequence[int]) -> Iterator[Demand]:
        """The demands that this seating doesn't meet."""
        taken = members = 0
        for row, person in zip(seating, self.people, strict=True):
            taken |= 1 << row
            members |= person.member << row
        for circle in self.circles:
            if 0 < (taken & circle.rows).bit_count() < circle.least:
                yield circle
        yield from self.memberless(taken, members)
        for pair in self.pairs:
            if not self.agrees(pair, seating[pair.one], seating[pair.other]):
                yield pair

    def memberless(self, taken: Rows, members: Rows) -> list[Home]:
        """The profile groups that lack a member, if these rows are taken, and these by members."""
        inhabited = Counter(home.area for home in self.homes if taken & home.rows)
        return [
            home
            for home in self.homes
            if home.wants
            and taken & home.rows
            and not members & home.rows
            and inhabited[home.area] <= home.members
        ]

    def agrees(self, pair: Pair, one: int, other: int) -> bool:
        """Whether the two may sit on these rows."""
        if pair.apart:
            return not self.near[one] >> other & 1
        return bool(self.kin[one] >> other & 1)


def bits(rows: Rows) -> Iterator[int]:
    """The numbers of the rows in the set, in order."""
    while rows:
        low = rows & -rows
        yield low.bit_length() - 1
        rows ^= low


def union(sets: Iterable[Rows]) -> Rows:
    """The rows of all the sets."""
    return reduce(or_, sets, 0)
