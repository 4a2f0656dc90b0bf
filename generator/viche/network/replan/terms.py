"""What a re-plan is told, and what it tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from viche.model.plan import Plan, Seat
from viche.network.stand_ins import StandIn


@dataclass(frozen=True, slots=True)
class Seated:
    """Whoever holds a card of the plan."""

    key: str = field(repr=False)
    """A code, or the seat itself where nobody knows who sits there."""

    seat: str
    given: Mapping[str, str] = field(default_factory=dict)
    """By axis, the letters that they must keep besides that of their sphere."""

    member: bool = False
    stays: bool = False
    """Whether they must keep one table."""

    absent: bool = False


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Whoever comes without a card."""

    key: str
    given: Mapping[str, str] = field(default_factory=dict)
    """By axis, the letters that they ask for; the others are ours to choose."""

    member: bool = False
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Pins:
    """What is settled by hand, whatever it costs."""

    keep: frozenset[str] = frozenset()
    """Keys of those who keep their card."""

    move: Mapping[str, str] = field(default_factory=dict)
    """By key, the seat that a person must have; somebody else who holds it has to move."""


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody takes another card."""

    key: str = field(repr=False)
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A walk-in takes a card; a ``new`` one must be printed."""

    key: str = field(repr=False)
    seat: str
    new: bool


@dataclass(frozen=True, slots=True)
class Unmet:
    """A promise that is broken, or was so before.

    - ``size``: a group has fewer people than it had in the plan, and fewer than three;
    - ``member``: a profile group has lost its last member of the cell;
    - ``apart``: two people share a group who never should;
    - ``together``: two people are in different profile groups who shouldn't;
    - ``stays``: somebody must change tables who can't.
    """

    kind: Literal["size", "member", "apart", "together", "stays"]
    step: str = ""
    group: str = ""
    """Empty, as the step is, where it is about people alone."""

    people: int = 0
    """How many sit in the group."""

    keys: tuple[str, ...] = ()
    """Whom it is about, where it isn't about a group alone."""


@dataclass(frozen=True, slots=True)
class Crowded:
    """A step at which a group has become larger than the plan's largest was, and too large."""

    step: str
    people: int
    """In the largest group."""

    before: int
    """How many cards the plan's largest group had."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """The new state of the day."""

    plan: Plan
    """The same rows, and behind them the new ones."""

    holders: Mapping[str, str] = field(repr=False)
    """By seat, in the plan's order, the key of who has it now."""

    changed: tuple[Change, ...]
    least: int
    """It is proven that as much can't be restored with fewer changed cards, of the rows that there
    are and the new ones: a new card more might save an exchange."""

    pins_cost: int
    """How many more cards change for the pins."""

    pins_broken: int
    """How many promises are broken for the pins."""

    walk_ins: tuple[Arrival, ...]
    new_seats: tuple[Seat, ...]
    stand_ins: tuple[StandIn, ...]
    unmet: tuple[Unmet, ...]
    crowded: tuple[Crowded, ...]
    """In the order of the steps that are still to come."""

    repeats_before: int
    """Meetings again (Σ over pairs of max(0, meetings − 1)) of the holders present, if each of them
    kept their card."""

    repeats_after: int
    """The same of everybody present now, walk-ins too."""


class Contradiction(ValueError):
    """What was asked for can't be; ``code`` and ``params`` say why.

    - ``person-twice``, ``person-unknown``, ``person-absent``: ``key``;
    - ``seat-unknown``: ``key``, ``seat``;
    - ``seat-held-twice``: ``seat``, and two people present hold it;
    - ``step-unknown``: ``step``;
    - ``kept-and-moved``: ``key``;
    - ``seat-wanted-twice``: ``seat``, and two people must have it;
    - ``letters-unknown``: ``key`` of a walk-in for whom there are no such seats at all;
    - ``no-room``: ``key`` has to leave ``seat`` for ``by``, and is left without a seat.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
