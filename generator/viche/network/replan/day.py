"""The state of the day: a plan, how much of it is over, and who is here."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from viche.model.plan import Plan
from viche.model.topology import Grouping, Topology
from viche.network.replan.hall import Rows, bits, union
from viche.network.seats.bounds import Letters, pick

_Key = TypeVar("_Key", bound=Hashable)

_ENOUGH = 3
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
    pin: int | None = None
    """The row that they must have, settled by hand."""


@dataclass(frozen=True)
class Day:
    """A plan, and how much of it is over. Rows are counted from 0."""

    plan: Plan
    topology: Topology
    done: int
    """How many steps are over."""

    printed: int
    """How many of the plan's rows have been printed; those behind them are new."""

    @property
    def coming(self) -> range:
        """The positions of the steps to come."""
        return range(self.done, len(self.plan.steps))

    @property
    def old(self) -> Rows:
        """The rows that have been printed."""
        return (1 << self.printed) - 1

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each seat."""
        return {seat.id: row for row, seat in enumerate(self.plan.seats)}

    @cached_property
    def cells(self) -> tuple[Letters, ...]:
        """The letters of each row."""
        return tuple(seat.letters for seat in self.plan.seats)

    @cached_property
    def groups(self) -> tuple[Mapping[str, Rows], ...]:
        """At each step, the rows of every group."""
        return tuple(
            _classes((row, seat.route[at].group) for row, seat in enumerate(self.plan.seats))
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
    def kin(self) -> tuple[Rows, ...]:
        """For each row, the rows of its profile group."""
        home_of = {row: rows for rows in self.homes.values() for row in bits(rows)}
        return tuple(home_of[row] for row in range(len(self.cells)))

    @cached_property
    def near(self) -> tuple[Rows, ...]:
        """For each row, the rows with which it shares a group at a step to come."""
        return tuple(
            union(self.groups[at][seat.route[at].group] for at in self.coming) & ~(1 << row)
            for row, seat in enumerate(self.plan.seats)
        )

    @cached_property
    def corners(self) -> tuple[Rows, ...]:
        """The rows of each sphere, or of the whole hall where there are no spheres."""
        at = self.topology.positions(self.topology.corner)
        return tuple(
            _classes((row, pick(cell, at)) for row, cell in enumerate(self.cells)).values()
        )

    @cached_property
    def blocks(self) -> tuple[Rows, ...]:
        """Rows split by what nobody leaves any more.

        That is the sphere, the letters by which people have sat together, and the groups to which
        they come back.
        """
        met, ahead = self.topology.groupings[: self.done], self.topology.groupings[self.done :]
        axes = {*self.topology.corner, *(axis for grouping in met for axis in grouping.kept)}
        kept = [at for at, axis in enumerate(self.topology.lettered) if axis in axes]
        again = [at for at, grouping in enumerate(met) if grouping in ahead]
        return tuple(
            _classes(
                (row, (pick(cell, kept), *(seat.route[at].group for at in again)))
                for row, (cell, seat) in enumerate(zip(self.cells, self.plan.seats, strict=True))
            ).values()
        )

    def lettered(self, given: Mapping[str, str]) -> Rows:
        """The rows of these letters, by axis; an axis that the topology lacks doesn't count."""
        wanted = [
            (at, given[axis.name])
            for at, axis in enumerate(self.topology.lettered)
            if axis.name in given
        ]
        return union(
            1 << row
            for row, cell in enumerate(self.cells)
            if all(cell[at] == letter for at, letter in wanted)
        )

    def steady(self, row: int | None) -> Rows:
        """The rows that keep one table from now on: the one at which ``row`` sits already."""
        now = set()
        if row is not None and self.done:
            now = {self.plan.seats[row].route[self.done - 1].table}
        return union(
            1 << other
            for other, seat in enumerate(self.plan.seats)
            if len(now | {seat.route[at].table for at in self.coming}) <= 1
        )

    def may(self, guest: Guest) -> Rows:
        """The rows that a person may take, pins aside; whoever has a card may keep it at worst."""
        rows = self.lettered(guest.given)
        if guest.row is not None:
            rows &= next(block for block in self.blocks if block >> guest.row & 1) & self.old
        if guest.stays:
            rows &= self.steady(guest.row)
        return rows or (0 if guest.row is None else 1 << guest.row)

    def promised(self, at: int, group: str) -> int:
        """How many people the plan promised to a group of a step."""
        return min(_ENOUGH, (self.groups[at][group] & self.old).bit_count())

    def lively(self, taken: Rows) -> Rows:
        """The rows of groups with people at all steps to come, if these rows are taken."""
        return ~union(
            rows for at in self.coming for rows in self.groups[at].values() if not rows & taken
        )


def _classes(items: Iterable[tuple[int, _Key]]) -> dict[_Key, Rows]:
    """Rows by what they have in common, in the order of their first rows."""
    found: dict[_Key, Rows] = {}
    for row, key in items:
        found[key] = found.get(key, 0) | 1 << row
    return found
