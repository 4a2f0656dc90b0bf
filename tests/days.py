"""Days on which not all come and others do, and what they were promised, told once more and slowly.

Nothing here is taken from the program: promises are looked up seat by seat in the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from viche.model.plan import Plan, Seat
from viche.model.topology import INCOMPLETE_3D, Topology
from viche.network.people import Bonds
from viche.network.replan import Pins, Replanned, Seated, WalkIn, replan


@dataclass(frozen=True)
class Day:
    """A plan of the two-dimensional or the incomplete three-dimensional network, and a crowd."""

    plan: Plan
    people: tuple[Seated, ...]
    walk_ins: tuple[WalkIn, ...] = ()
    done: int = 0
    bonds: Bonds = field(default_factory=Bonds)
    topology: Topology = INCOMPLETE_3D

    def replanned(self, pins: Pins | None = None, effort: int = 10_000) -> Replanned:
        return replan(
            self.plan,
            self.topology,
            self.people,
            self.walk_ins,
            done=self.plan.steps[: self.done],
            pins=pins,
            bonds=self.bonds,
            effort=effort,
        )

    @cached_property
    def here(self) -> dict[str, Seated | WalkIn]:
        present = {each.key: each for each in self.people if not each.absent}
        return {**present, **{each.key: each for each in self.walk_ins}}

    @cached_property
    def held(self) -> dict[str, str]:
        return {each.key: each.seat for each in self.people if not each.absent}

    @property
    def coming(self) -> range:
        return range(self.done, len(self.plan.steps))

    def letters(self, seat: str) -> dict[str, str]:
        axes = [axis.name for axis in self.topology.lettered]
        return dict(zip(axes, seat.split("-")[:-1], strict=True))

    def home(self, seat: str) -> str:
        return seat.rpartition("-")[0]

    def sphere(self, seat: str) -> str:
        return self.letters(seat).get("sphere", "")

    def block(self, seat: str) -> str:
        """What nobody leaves: the sphere, and once it has worked the profile group."""
        return self.home(seat) if self.done else self.sphere(seat)

    def tables(self, seat: str, steps: Sequence[int]) -> set[int]:
        return {self.plan.seat(seat).route[at].table for at in steps}

    @cached_property
    def allowed(self) -> dict[str, frozenset[str]]:
        """By key, the printed seats that a person may take."""
        found = {}
        for key, each in self.here.items():
            own = self.held.get(key)
            sat = self.tables(own, [self.done - 1]) if own and self.done else set()
            seats = [
                seat.id
                for seat in self.plan.seats
                if each.given.items() <= self.letters(seat.id).items()
                and (not own or self.block(seat.id) == self.block(own))
                and (not each.stays or len(sat | self.tables(seat.id, self.coming)) <= 1)
            ]
            found[key] = frozenset(seats or [own] if own else seats)
        return found

    @cached_property
    def promised(self) -> dict[tuple[int, str], int]:
        """By step and group, how many people it has if it has any."""
        blocks: dict[str, set[str]] = {}
        for seat in self.plan.seats:
            blocks.setdefault(self.block(seat.id), set()).add(seat.id)
        people = {
            block: sum(bool(seats & inside) for seats in self.allowed.values())
            for block, inside in blocks.items()
        }
        found = {}
        for at in self.coming:
            for group, seats in self.plan.groups(self.plan.steps[at]).items():
                rows = Counter(self.block(seat.id) for seat in seats)
                can_come = sum(min(rows[block], people[block]) for block in rows)
                found[at, group] = min(3, len(seats), can_come)
        return found

    @cached_property
    def with_member(self) -> set[str]:
        """The profile groups that had a member, and can have one."""
        had = {self.home(each.seat) for each in self.people if each.member}
        can = {
            self.home(seat)
            for key, seats in self.allowed.items()
            for seat in seats
            if self.here[key].member
        }
        return had & can if self.done < len(self.plan.steps) else set()

    @cached_property
    def together(self) -> list[tuple[str, str]]:
        """Pairs of people who can be in one profile group."""
        return [
            (one, two)
            for keys in self.bonds.together
            for one, two in combinations(sorted(keys & self.here.keys()), 2)
            if any(
                a != b and self.home(a) == self.home(b)
                for a, b in product(self.allowed[one], self.allowed[two])
            )
        ]

    def broken(self, seat_of: Mapping[str, str], new: Sequence[Seat] = ()) -> Iterator[str]:
        """The promises that a seating breaks; ``new`` are the seats that the plan hasn't."""
        card = {seat.id: seat for seat in (*self.plan.seats, *new)}
        for key, seat in seat_of.items():
            if seat not in self.allowed[key] and seat not in {each.id for each in new}:
                yield f"{key} on {seat}"
        for at in self.coming:
            group_of = {key: card[seat].route[at].group for key, seat in seat_of.items()}
            for group, size in Counter(group_of.values()).items():
                if size < self.promised[at, group]:
                    yield f"{size} in {group}"
            for keys in self.bonds.apart:
                groups = [group_of[key] for key in keys & group_of.keys()]
                if len(set(groups)) < len(groups):
                    yield f"{sorted(keys)} in one group"
        for one, two in self.together:
            if self.home(seat_of[one]) != self.home(seat_of[two]):
                yield f"{one} without {two}"
        homes = {self.home(seat): self.sphere(seat) for seat in seat_of.values()}
        there = {self.home(seat) for key, seat in seat_of.items() if self.here[key].member}
        for home in sorted(self.with_member & homes.keys() - there):
            members = sum(
                self.here[key].member and {self.sphere(seat) for seat in seats} == {homes[home]}
                for key, seats in self.allowed.items()
            )
            if members >= list(homes.values()).count(homes[home]):
                yield f"no member in {home}"

    def seatings(self, movers: Sequence[str]) -> Iterator[dict[str, str]]:
        """All seatings in which these people get another seat, and nobody else does."""
        stay = {key: seat for key, seat in self.held.items() if key not in movers}

        def place(keys: Sequence[str], seat_of: dict[str, str]) -> Iterator[dict[str, str]]:
            if not keys:
                yield seat_of
                return
            for seat in sorted(self.allowed[keys[0]] - set(seat_of.values())):
                if seat != self.held.get(keys[0]):
                    yield from place(keys[1:], {**seat_of, keys[0]: seat})

        yield from place([*movers, *(each.key for each in self.walk_ins)], stay)

    def fewest(self, most: int) -> int | None:
        """The fewest changed cards with which a seating breaks nothing; none up to ``most``."""
        for changed in range(most + 1):
            for movers in combinations(self.held, changed):
                for seat_of in self.seatings(movers):
                    if next(self.broken(seat_of), None) is None:
                        return changed
        return None
