"""What a plan is worth: sizes, meetings again, reach. All figures are exact counts.

Nothing here trusts that a plan came from ``arrange``; plans edited by hand are measured alike.

**Pairs that meet r times.** Take every set J of distinct groupings and count the pairs that share a
group in all of J, that is Σ C(size, 2) over the classes of seats with the same groups throughout J.
Let S_j be the sum of these counts over all J of j groupings. The pairs that meet in at least r
groupings are Σ_{j ≥ r} (−1)^(j−r) C(j−1, r−1) S_j (Feller, *An Introduction to Probability Theory
and Its Applications*, vol. 1, IV.5). It takes time linear in the seats; no pair is ever listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from viche.model.plan import Plan, Seat
from viche.model.topology import Grouping, Topology
from viche.network.seating import Cell, fewest_pairs, pick

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
    met = _pairs_meeting([column for _, column in rounds])
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
        minimum=sum(_minimum(topology, grouping, letters, column) for grouping, column in rounds),
        repeated_pairs=sum(met[2:3]),
        thrice=sum(met[3:4]),
    )


def _letters(seat: Seat, topology: Topology) -> Cell:
    *letters, number = seat.id.split("-")
    if len(letters) != len(topology.lettered) or not number.isdecimal():
        raise ValueError(f"Seat {seat.id} does not fit topology {topology.name}.")
    return tuple(letters)


def _pairs_meeting(columns: Sequence[Column]) -> list[int]:
    """How many pairs meet in at least r of the columns, for r from 0; [0] is not used."""
    shared = [0] * (len(columns) + 1)
    for j in range(1, len(columns) + 1):
        for chosen in combinations(columns, j):
            classes = Counter(zip(*chosen, strict=True))
            shared[j] += sum(comb(size, 2) for size in classes.values())
    return [0] + [
        sum((-1) ** (j - r) * comb(j - 1, r - 1) * shared[j] for j in range(r, len(shared)))
        for r in range(1, len(shared))
    ]


def _minimum(
    topology: Topology, grouping: Grouping, letters: Sequence[Cell], column: Column
) -> int:
    """The fewest pairs of one profile group that the plan's number of groups brings together."""
    if not grouping.dealt:
        return 0
    keep = topology.positions(grouping.kept)
    groups: dict[Cell, set[str]] = {}
    for cell, group in zip(letters, column, strict=True):
        groups.setdefault(pick(cell, keep), set()).add(group)
    return sum(
        fewest_pairs(size, len(groups[pick(cell, keep)])) for cell, size in Counter(letters).items()
    )


def _lacking(
    topology: Topology, grouping: Grouping, letters: Sequence[Cell], column: Column
) -> int:
    mixed = topology.positions(topology.mixed(grouping))
    found: dict[str, set[Cell]] = {}
    for cell, group in zip(letters, column, strict=True):
        found.setdefault(group, set()).add(pick(cell, mixed))
    everything = set().union(*found.values())
    return sum(there < everything for there in found.values())


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
