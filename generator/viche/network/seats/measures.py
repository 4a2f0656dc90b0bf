"""What a plan is worth: sizes, meetings again, reach. All figures are exact counts.

Nothing here trusts that a plan came from ``arrange``; plans edited by hand are measured alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from viche.model.plan import Plan, Seat
from viche.model.topology import Grouping, Topology
from viche.network.seats.arranging import Cell, staying
from viche.network.seats.bounds import Dealing, fewest_repeats, pairs_meeting, pick

Column = tuple[str, ...]
"""The group of every seat at one step, in plan order."""


@dataclass(frozen=True, slots=True)
class StepMeasures:
    """What is known of one step."""

    step: str
    sizes: tuple[int, ...]
    """The number of people in each group, in the order of the tables."""

    lacking: int
    """How many groups lack a letter that somebody in the hall has, on an axis that they mix.

    These are the cross groups without some part, the reconciling groups without some sphere.
    """

    reach_mean: float
    """The share of all people, 0 to 1, whose ideas can have come to a person by the end of this
    step, the person included; the mean over people. It is 1.0 only if everybody reached all."""

    reach_least: float
    """The same share for whoever has heard from the fewest."""

    @property
    def histogram(self) -> tuple[tuple[int, int], ...]:
        """Pairs of a group size and the number of groups of that size, by size."""
        return tuple(sorted(Counter(self.sizes).items()))


@dataclass(frozen=True, slots=True)
class Measures:
    """What is known of a plan.

    A meeting is a grouping that two people share; coming back to the same groups, as in the return
    to the profile groups, is not a further meeting.
    """

    steps: tuple[StepMeasures, ...]
    excess: int
    """Σ over pairs of max(0, meetings − 1)."""

    minimum: int
    """The least excess of any plan with the same profile groups and numbers of groups."""

    repeated_pairs: int
    """How many pairs meet more than once."""

    thrice: int
    """How many pairs meet more than twice."""

    def step(self, id: str) -> StepMeasures:
        """The measures of one step; ``KeyError`` where the plan has no such step."""
        return {step.step: step for step in self.steps}[id]


def measure(plan: Plan, topology: Topology) -> Measures:
    """Measure ``plan``, whose steps go through the groupings of ``topology`` in their order.

    Raises:
        ValueError: the plan has no seats, or its steps or its seats' ids don't fit the topology.
    """
    if len(plan.steps) != len(topology.groupings):
        expected = len(topology.groupings)
        raise ValueError(f"{topology.name} has {expected} steps, the plan has {len(plan.steps)}.")
    if not plan.seats:
        raise ValueError("The plan has no seats.")
    letters = [_letters(seat, topology) for seat in plan.seats]
    columns = [tuple(seat.route[at].group for seat in plan.seats) for at in range(len(plan.steps))]
    rounds = dict.fromkeys(zip(topology.groupings, columns, strict=True))
    met = pairs_meeting([column for _, column in rounds])
    return Measures(
        steps=tuple(
            StepMeasures(
                step=step,
                sizes=tuple(len(seats) for seats in plan.groups(step).values()),
                lacking=_lacking(topology, grouping, letters, column),
                reach_mean=mean,
                reach_least=least,
            )
            for step, grouping, column, (mean, least) in zip(
                plan.steps, topology.groupings, columns, _reach(columns), strict=True
            )
        ),
        excess=sum(met[2:]),
        minimum=_minimum(topology, rounds, letters),
        repeated_pairs=sum(met[2:3]),
        thrice=sum(met[3:4]),
    )


def _letters(seat: Seat, topology: Topology) -> Cell:
    *letters, number = seat.id.split("-")
    if len(letters) != len(topology.lettered) or not number.isdecimal():
        raise ValueError(f"Seat {seat.id} does not fit topology {topology.name}.")
    return tuple(letters)


def _minimum(
    topology: Topology, rounds: Iterable[tuple[Grouping, Column]], letters: Sequence[Cell]
) -> int:
    """The least excess, for the numbers of groups that the plan has."""
    dealings = []
    for grouping, column in rounds:
        keep = topology.positions(grouping.kept)
        groups: dict[Cell, set[str]] = {}
        for cell, group in zip(letters, column, strict=True):
            groups.setdefault(pick(cell, keep), set()).add(group)
        totals = {block: len(found) for block, found in groups.items()}
        dealings.append(Dealing(keep, totals, grouping.dealt))
    return fewest_repeats(Counter(letters), dealings, staying(topology))


def _lacking(
    topology: Topology, grouping: Grouping, letters: Sequence[Cell], column: Column
) -> int:
    """Groups without some letter of an axis that they mix, unless no group could have them all."""
    lacking: set[str] = set()
    largest = max(Counter(column).values())
    for (at,) in map(topology.positions, zip(topology.mixed(grouping))):
        found: dict[str, set[str]] = {}
        for cell, group in zip(letters, column, strict=True):
            found.setdefault(group, set()).add(cell[at])
        everything = set().union(*found.values())
        if len(everything) <= largest:
            lacking |= {group for group, there in found.items() if there < everything}
    return len(lacking)


def _reach(columns: Iterable[Column]) -> Iterator[tuple[float, float]]:
    """After each step, the mean and the least share of people whose ideas a person has.

    A set of people is an integer with a bit for each of them; whoever sits together leaves with the
    union of what they came with.
    """
    known: list[int] = []
    for column in columns:
        known = known or [1 << person for person in range(len(column))]
        union: dict[str, int] = {}
        for group, ideas in zip(column, known, strict=True):
            union[group] = union.get(group, 0) | ideas
        known = [union[group] for group in column]
        heard = {group: ideas.bit_count() for group, ideas in union.items()}
        everyone = len(column)
        yield sum(heard[group] for group in column) / everyone**2, min(heard.values()) / everyone
