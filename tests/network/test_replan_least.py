"""Small days, on which all ways to exchange cards can be tried: none changes fewer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from viche.model.plan import Plan
from viche.model.topology import Topology
from viche.network import (
    INCOMPLETE_3D,
    TWO_DIMENSIONAL,
    Policy,
    seat_incomplete_3d,
    seat_two_dimensional,
)
from viche.network.people import Bonds
from viche.network.replan import Replanned, Seated, WalkIn, replan

MOST = 3
"""So many changed cards are tried at most."""


@dataclass(frozen=True)
class Case:
    plan: Plan
    topology: Topology
    people: tuple[Seated, ...]
    walk_ins: tuple[WalkIn, ...] = ()
    done: int = 0
    bonds: Bonds = field(default_factory=Bonds)

    @property
    def here(self) -> dict[str, Seated | WalkIn]:
        present = [each for each in self.people if not each.absent]
        return {each.key: each for each in (*present, *self.walk_ins)}

    @property
    def held(self) -> dict[str, str]:
        return {each.key: each.seat for each in self.people if not each.absent}

    def replanned(self) -> Replanned:
        return replan(
            self.plan,
            self.topology,
            self.people,
            self.walk_ins,
            done=self.plan.steps[: self.done],
            bonds=self.bonds,
            effort=100_000,
        )

    def groups(self, seat: str) -> tuple[str, ...]:
        """The groups of the steps to come."""
        return tuple(place.group for place in self.plan.seat(seat).route[self.done :])

    def letters(self, seat: str) -> dict[str, str]:
        names = [axis.name for axis in self.topology.lettered]
        return dict(zip(names, seat.split("-"), strict=False))

    def block(self, seat: str) -> tuple[str, ...]:
        """What nobody leaves: the profile group once it has met, else the sphere."""
        if self.done:
            return tuple(self.letters(seat).values())
        return (self.letters(seat).get("sphere", ""),)

    def allowed(self, key: str, seat: str) -> bool:
        each = self.here[key]
        own = self.held.get(key)
        if any(self.letters(seat)[axis] != letter for axis, letter in each.given.items()):
            return False
        if own and self.block(own) != self.block(seat):
            return False
        if each.stays:
            tables = {place.table for place in self.plan.seat(seat).route[self.done :]}
            if own and self.done:
                tables.add(self.plan.seat(own).route[self.done - 1].table)
            return len(tables) == 1 or not any(
                self._steady(key, seat.id) for seat in self.plan.seats
            ) and seat == own
        return True
