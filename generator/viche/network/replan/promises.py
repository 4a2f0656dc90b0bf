"""What a plan has promised for the rest of the day, as rows and demands of a hall.

The promises, to the people present, for the steps that are still to come:

- a group that had three people or more in the plan has at least three, or nobody; a smaller one has
  as many as it had. Less is demanded where fewer people can come to a group at all;
- a profile group that had a member of the cell has one, while its sphere has at least as many
  members as profile groups with somebody in them;
- nobody leaves their sphere, the letters that are given to them, the profile group in which they
  have worked, or any group to which they come back;
- people who stay keep one table, the one at which they sit;
- who is bound apart shares no group, who is bound together shares the profile group.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeVar

from viche.model.plan import Plan
from viche.model.topology import Axis, Grouping, Topology
from viche.network.exchange import Circle, Hall, Home, Pair, Rows, Someone, bits, union
from viche.network.people import Bonds
from viche.network.seating import Cell, pick

_Key = TypeVar("_Key", bound=Hashable)

ENOUGH = 3
"""So many people make a group."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody present."""

    key: str
    row: int | None
    """The row whose card they hold; ``None`` for a walk-in."""

    given: Mapping[str, str]
    """Their letters by axis, as far as they are settled."""

    member: bool = False
    stays: bool = False
    pinned: int | None = None
    """The row that they must have."""


@dataclass(frozen=True)
class Day:
    """A plan, and how much of it is over."""

    plan: Plan
    topology: Topology
    done: int
    """How many steps are over."""

    printed: int
    """How many of the plan's rows were printed before the day; the others are new."""

    @property
    def coming(self) -> range:
        """The positions of the steps to come."""
        return range(self.done, len(self.plan.steps))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The letters of each row."""
        return tuple(tuple(seat.id.split("-")[:-1]) for seat in self.plan.seats)

    @cached_property
    def groups(self) -> tuple[Mapping[str, Rows], ...]:
        """At each step, the rows of every group."""
        return tuple(
            classes((row, seat.route[at].group) for row, seat in enumerate(self.plan.seats))
            for at in range(len(self.plan.steps))
        )

    @property
    def profile(self) -> Grouping | None:
        """The grouping of the profile groups: the first that letters give; rounds have none."""
        return next((each for each in self.topology.groupings if not each.dealt), None)

    @cached_property
    def homes(self) -> Mapping[str, Rows]:
        """The rows of each profile group; where there are none, all rows are one."""
        if self.profile is None:
            return {"": (1 << len(self.cells)) - 1}
        return self.groups[self.topology.groupings.index(self.profile)]

    @cached_property
    def corners(self) -> Mapping[Cell, Rows]:
        """The rows of each sphere, or of the whole hall where there are no spheres."""
        at = self.topology.positions(self.topology.corner)
        return classes((row, pick(cell, at)) for row, cell in enumerate(self.cells))

    @cached_property
    def blocks(self) -> tuple[Rows, ...]:
        """Rows split by what nobody leaves any more."""
        groupings = self.topology.groupings
        met = groupings[: self.done]
        axes = [axis for axis in self.topology.lettered if self._settled(axis, met)]
        kept = [at for at, each in enumerate(met) if each in groupings[self.done :]]
        letters = self.topology.positions(tuple(axes))
        return tuple(
            classes(
                (row, (pick(cell, letters), *(seat.route[at].group for at in kept)))
                for row, (cell, seat) in enumerate(zip(self.cells, self.plan.seats, strict=True))
            ).values()
        )

    def _settled(self, axis: Axis, met: Iterable[Grouping]) -> bool:
        """Whether people keep their letter: that of a sphere, or one by which they have sat."""
        return axis in self.topology.corner or any(axis in grouping.kept for grouping in met)

    def lettered(self, given: Mapping[str, str]) -> Rows:
        """The rows of these letters, by axis; an axis that the topology lacks doesn't count."""
        axes = [axis.name for axis in self.topology.lettered]
        wanted = [(axes.index(axis), letter) for axis, letter in given.items() if axis in axes]
        return union(
            1 << row
            for row, cell in enumerate(self.cells)
            if all(cell[at] == letter for at, letter in wanted)
        )

    def steady(self, row: int | None) -> Rows:
        """The rows that have one table for the rest of the day: that at which ``row`` sits now."""
        now = set()
        if row is not None and self.done:
            now = {self.plan.seats[row].route[self.done - 1].table}
        return union(
            1 << other
            for other, seat in enumerate(self.plan.seats)
            if len(now | {seat.route[at].table for at in self.coming}) <= 1
        )

    def may(self, guest: Guest) -> Rows:
        """The rows that a person may take, pins aside; at worst the own row alone."""
        rows = self.lettered(guest.given)
        if guest.row is not None:
            rows &= next(block for block in self.blocks if block >> guest.row & 1)
            rows &= (1 << self.printed) - 1
        if guest.stays:
            rows &= self.steady(guest.row)
        return rows or (0 if guest.row is None else 1 << guest.row)

    def least(self, at: int, group: str) -> int:
        """How many people the plan promised to a group."""
        printed = (1 << self.printed) - 1
        return min(ENOUGH, (self.groups[at][group] & printed).bit_count())


def hall_of(day: Day, guests: Collection[Guest], homes: Collection[str], bonds: Bonds) -> Hall:
    """The hall of a day.

    Args:
        day: the plan with all rows that can be taken.
        guests: everybody present. Those with a pin elsewhere get up first, and count as walk-ins.
        homes: the profile groups that had a member.
        bonds: by the keys of people; who isn't present doesn't count.
    """
    pinned = union(1 << guest.pinned for guest in guests if guest.pinned is not None)
    people = tuple(_someone(day, guest, pinned) for guest in guests)
    home_of = {row: rows for rows in day.homes.values() for row in bits(rows)}
    kin = tuple(home_of[row] for row in range(len(day.cells)))
    return Hall(
        people,
        day.blocks,
        tuple(_steps(day, people)),
        tuple(_homes(day, people, homes)),
        tuple(_pairs(people, {guest.key: at for at, guest in enumerate(guests)}, bonds, kin)),
        near=tuple(
            union(day.groups[at][seat.route[at].group] for at in day.coming) & ~(1 << row)
            for row, seat in enumerate(day.plan.seats)
        ),
        kin=kin,
    )


def _someone(day: Day, guest: Guest, pinned: Rows) -> Someone:
    if guest.pinned is None:
        return Someone(guest.row, day.may(guest) & ~pinned, guest.member)
    kept = guest.row if guest.row == guest.pinned else None
    return Someone(kept, 1 << guest.pinned, guest.member)


def _steps(day: Day, people: Collection[Someone]) -> Iterator[tuple[Circle, ...]]:
    """The groups of each step, each set of rows once."""
    seen: set[Rows] = set()
    for at in day.coming:
        circles = []
        for group, rows in day.groups[at].items():
            within = [block & rows for block in day.blocks if block & rows]
            possible = sum(
                min(part.bit_count(), sum(bool(one.may & part) for one in people))
                for part in within
            )
            least = min(day.least(at, group), possible)
            if rows not in seen and least > 1:
                circles.append(Circle(rows, least))
            seen.add(rows)
        if circles:
            yield tuple(circles)


def _homes(day: Day, people: Collection[Someone], homes: Collection[str]) -> Iterator[Home]:
    """The profile groups, if they sit once more."""
    if day.profile not in day.topology.groupings[day.done :]:
        return
    members = [one for one in people if one.member]
    for group, rows in day.homes.items():
        area = union(corner for corner in day.corners.values() if corner & rows)
        certain = sum(not one.may & ~area for one in members)
        yield Home(rows, area, certain, group in homes and any(one.may & rows for one in members))


def _pairs(
    people: Sequence[Someone], number: Mapping[str, int], bonds: Bonds, kin: Sequence[Rows]
) -> Iterator[Pair]:
    """People who are bound, as far as there are rows on which they could be together."""
    for apart, sets in ((True, bonds.apart), (False, bonds.together)):
        for keys in sets:
            for one, other in combinations(sorted(number[key] for key in keys & number.keys()), 2):
                theirs = people[other].may
                if apart or any(kin[row] & theirs & ~(1 << row) for row in bits(people[one].may)):
                    yield Pair(one, other, apart)


def classes(items: Iterable[tuple[int, _Key]]) -> dict[_Key, Rows]:
    """Rows by what they have in common, in the order of their first rows."""
    found: dict[_Key, Rows] = {}
    for row, key in items:
        found[key] = found.get(key, 0) | 1 << row
    return found
