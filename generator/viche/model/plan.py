"""The plan: every seat, and the group and table it has at each step at which people sit in groups.

A plan speaks of seats, never of people. It is read from CSV or made by ``viche.network``; both give
the same types, and whoever holds a plan may trust what its constructor has checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What one person does for their group at one step. Nobody has two roles at a time."""

    MODERATOR = "moderator"
    SECRETARY = "secretary"
    REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a seat sits at one step, and what it does there for its group."""

    group: str
    """Unique within the step: ``E-S`` (profile), ``E-2`` (cross), ``S-4`` (reconciling)."""

    table: int
    """Counted from 1 through the hall; the same number is the same piece of furniture all day."""

    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One point of the network, with the route of whoever holds it."""

    id: str
    """The letters of the seat's profile group and a number from 1: ``E-S-3``, or ``S-3``."""

    route: tuple[Place, ...]
    """One place for each step, in the order of ``Plan.steps``."""

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters of its id, one for each lettered axis."""
        return letters_of(self.id)

    @property
    def number(self) -> int:
        """The number of its id."""
        return int(self.id.rpartition("-")[2])


def letters_of(seat: str) -> tuple[str, ...]:
    """The letters of a seat's id: ``("E", "S")`` of ``E-S-3``."""
    return tuple(seat.split("-")[:-1])


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence that is true of a plan.

    Attributes:
        code: which sentence.
        n: what it counts: meetings too many, or groups.
        minimum: the fewest such meetings of any plan.
        step: of which step it speaks; empty if of the whole day.
        share: which part of the hall, 0 to 1.
    """

    code: str
    n: int = 0
    minimum: int = 0
    step: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Seats and steps. Every seat has a place at every step, and no id occurs twice."""

    steps: tuple[str, ...]
    seats: tuple[Seat, ...]
    """In a stable order: by sphere, part and number."""

    _by_id: Mapping[str, Seat] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a plan that contradicts itself.

        Raises:
            ValueError: a step or a seat occurs twice, or a route has too few or too many places.
        """
        if len(set(self.steps)) < len(self.steps):
            raise ValueError(f"A step occurs twice among {', '.join(self.steps)}.")
        by_id = {seat.id: seat for seat in self.seats}
        if len(by_id) < len(self.seats):
            ids = [seat.id for seat in self.seats]
            twice = next(id for n, id in enumerate(ids) if id in ids[:n])
            raise ValueError(f"Seat {twice} occurs twice.")
        for seat in self.seats:
            if len(seat.route) != len(self.steps):
                places = len(seat.route)
                raise ValueError(f"Seat {seat.id} has {places} places for {len(self.steps)} steps.")
        object.__setattr__(self, "_by_id", by_id)

    def seat(self, id: str) -> Seat:
        """The seat with this id; ``KeyError`` where there is none."""
        return self._by_id[id]

    def groups(self, step: str) -> Mapping[str, tuple[Seat, ...]]:
        """The groups of ``step`` in the order of their tables, each with its seats in plan order.

        Raises:
            ValueError: the plan has no such step.
        """
        at = self._position(step)
        members: dict[str, list[Seat]] = {}
        for seat in sorted(self.seats, key=lambda seat: seat.route[at].table):
            members.setdefault(seat.route[at].group, []).append(seat)
        return MappingProxyType({group: tuple(seats) for group, seats in members.items()})

    def place(self, seat: Seat, step: str) -> Place:
        """Where ``seat`` sits at ``step``; ``ValueError`` where the plan has no such step."""
        return seat.route[self._position(step)]

    def _position(self, step: str) -> int:
        try:
            return self.steps.index(step)
        except ValueError:
            raise ValueError(f"No step {step}; there are {', '.join(self.steps)}.") from None
