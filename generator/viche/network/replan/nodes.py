"""What a node of the search has decided, and what follows from that: above all the lower bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from viche.network.replan.hall import Circle, Demand, Hall, Home, Pair, Rows, union

NEVER = 1 << 20
"""More cards than there are: no seating."""


class Node(NamedTuple):
    """Decisions. It stands for all seatings that keep to them."""

    opened: Rows = 0
    """Rows whose holders get up and take another card."""

    filled: Rows = 0
    """Rows that somebody takes who has got up or just come."""

    tagged: Rows = 0
    """Those of them that a member takes."""

    stay: Rows = 0
    """Rows whose holders keep them."""

    shut: Rows = 0
    """Rows that nobody takes who doesn't hold them."""

    placed: frozenset[tuple[int, int]] = frozenset()
    """People by number, and the filled rows that they take."""

    waived: frozenset[Demand] = frozenset()
    """Demands that need not be met."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody who is bound to others and stands: it matters which row they take."""

    number: int


class View(NamedTuple):
    """What follows from a node, if whatever isn't decided stays as it is."""

    taken: Rows
    standing: tuple[int, ...]
    """For each block, how many have got up and no row waits for them; negative if people are
    missing. Newcomers don't count."""

    least: int
    """No seating of the node changes fewer cards; ``NEVER`` if it has none."""

    broken: Demand | Unplaced | None
    """What is to be decided next, if there is anything that can break a demand."""


class _Company(NamedTuple):
    """Blocks whose people share groups at a step, and no group with anybody else."""

    blocks: frozenset[int]
    circles: tuple[Circle, ...]
    newcomers: int
    """How many may join it."""


class Outlook:
    """The view from any node of one hall."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        holders = [(one, 1 << one.row) for one in hall.people if one.row is not None]
        new = [one for one in hall.people if one.row is None]
        self.newcomers = len(new)
        self.joined = union(rows for rows in hall.blocks if any(one.may & rows for one in new))
        self.held = union(row for _, row in holders)
        self.members = union(row for one, row in holders if one.member)
        self.bound = sorted({n for pair in hall.pairs for n in (pair.one, pair.other)})
        self.offered = union(one.may for one, _ in holders)
        self.certain = [sum(not one.may & ~rows for one in new) for rows in hall.blocks]
        self.areas = {
            area: sum(one.member and bool(one.may & area) for one in new)
            for area in {home.area: None for home in hall.homes}
        }
        misplaced = union(row for one, row in holders if not one.may & row)
        wanted = union(one.may for one in new if one.may.bit_count() == 1)
        self.root = Node(opened=misplaced | wanted & self.held, filled=wanted)
        self._steps = [self._companies(step) for step in ((), *hall.steps)]

    def _companies(self, step: Iterable[Circle]) -> list[_Company]:
        """At a step without groups, each block is a company."""
        parts = [(frozenset([n]), rows, ()) for n, rows in enumerate(self.hall.blocks)]
        companies: list[tuple[frozenset[int], Rows, tuple[Circle, ...]]] = [*parts]
        for circle in step:
            met = [each for each in companies if each[1] & circle.rows]
            companies = [each for each in companies if not each[1] & circle.rows]
            companies.append(
                (
                    frozenset().union(*(blocks for blocks, _, _ in met)),
                    union(rows for _, rows, _ in met),
                    (*(one for _, _, circles in met for one in circles), circle),
                )
            )
        new = [one.may for one in self.hall.people if one.row is None]
        return [
            _Company(blocks, circles, sum(bool(may & rows) for may in new))
            for blocks, rows, circles in companies
        ]

    def look(self, node: Node) -> View:
        """What follows from the node's decisions."""
        hall = self.hall
        opened, filled = node.opened, node.filled
        taken = self.held & ~opened | filled
        standing = tuple(
            (opened & rows).bit_count() - (filled & rows).bit_count() for rows in hall.blocks
        )
        broken, rise = self._groups(node, taken, standing)
        members = self.members & ~opened | node.tagged
        lacking = [home for home in hall.memberless(taken, members) if home not in node.waived]
        clashes, unplaced = self._bonds(node)
        others: list[Demand | Unplaced] = [*lacking, *clashes, *unplaced]
        lonely = sum(1 for _ in self._lonely(node))
        rise = max(rise, self._members(node, taken, lacking), _apart(clashes), lonely)
        if any(
            up + certain > (rows & ~taken & ~node.shut).bit_count()
            for rows, up, certain in zip(hall.blocks, standing, self.certain, strict=True)
        ):
            rise = NEVER
        return View(
            taken,
            standing,
            opened.bit_count() + rise,
            broken or next(iter(others), None),
        )

    def _groups(
        self, node: Node, taken: Rows, standing: Sequence[int]
    ) -> tuple[Circle | None, int]:
        """The group with the fewest remedies, and how many people must get up for all groups."""
        broken, fewest, most = None, NEVER, 0
        settled = node.filled | node.stay
        short = min(standing) < 0
        for companies in self._steps:
            rise = 0
            for company in companies:
                gaps = []
                for circle in company.circles:
                    there = (taken & circle.rows).bit_count()
                    if 0 < there < circle.least and circle not in node.waived:
                        free = (circle.rows & ~taken & ~node.shut).bit_count()
                        fill = circle.least - there
                        stuck = bool(circle.rows & settled)
                        gaps.append((fill if fill <= free else NEVER, NEVER if stuck else there))
                        remedies = free + (not stuck)
                        if remedies < fewest:
                            broken, fewest = circle, remedies
                if gaps or short:
                    there_up = [standing[n] for n in company.blocks]
                    rise += _must_rise(gaps, there_up, company.newcomers)
            most = max(most, rise)
        return broken, most

    def _lonely(self, node: Node) -> Iterator[Rows]:
        """Blocks without a free row where one person has got up, who needs another to exchange."""
        free = self.offered & ~self.held & ~node.shut
        for rows in self.hall.blocks:
            if (node.opened & rows).bit_count() == 1 and not rows & free:
                yield rows

    def _standing_members(self, node: Node, area: Rows) -> int:
        """How many members have got up and no row waits for them; negative if some are missing."""
        up = (node.opened & self.members & area).bit_count()
        return up - (node.tagged & area).bit_count()

    def _members(self, node: Node, taken: Rows, lacking: Sequence[Home]) -> int:
        """How many people must get up for all profile groups that lack a member."""
        rise = 0
        for area, new in self.areas.items():
            gaps = [(1, (taken & home.rows).bit_count()) for home in lacking if home.area == area]
            rise += _must_rise(gaps, [self._standing_members(node, area)], new)
        return rise

    def missing(self, node: Node, view: View) -> Rows:
        """Rows of whose holders at least one must still get up, lest rows wait in vain; or none."""
        for area, new in self.areas.items():
            if self._standing_members(node, area) + new < 0:
                return area & self.members
        for companies in self._steps:
            for company in companies:
                short = [n for n in company.blocks if view.standing[n] < 0]
                if company.newcomers + sum(view.standing[n] for n in short) < 0:
                    return union(self.hall.blocks[n] for n in short)
        return next(self._lonely(node), 0)

    def _bonds(self, node: Node) -> tuple[list[Pair], list[Unplaced]]:
        """Pairs of people who sit where they shouldn't; and who of the bound has no row."""
        row_of = dict(node.placed)
        for number in self.bound:
            row = self.hall.people[number].row
            if row is not None and not node.opened >> row & 1:
                row_of[number] = row
        clashes = [
            pair
            for pair in self.hall.pairs
            if pair not in node.waived
            and pair.one in row_of
            and pair.other in row_of
            and not self.hall.agrees(pair, row_of[pair.one], row_of[pair.other])
        ]
        return clashes, [Unplaced(number) for number in self.bound if number not in row_of]


def _apart(clashes: Iterable[Pair]) -> int:
    """A number of people of whom each must get up for another pair."""
    seen: set[int] = set()
    for pair in clashes:
        if seen.isdisjoint((pair.one, pair.other)):
            seen.update((pair.one, pair.other))
    return len(seen) // 2


def _must_rise(gaps: Sequence[tuple[int, int]], standing: Sequence[int], newcomers: int) -> int:
    """How many people of a company must still get up.

    Args:
        gaps: for each group, how many must join it, or else how many must leave it.
        standing: for each block, how many have got up, or are missing if negative.
        newcomers: how many can join without getting up.
    """
    missing = -sum(number for number in standing if number < 0)
    if not gaps:
        return max(0, missing - newcomers)
    ways = {0: 0}
    for fill, leave in gaps:
        wider: dict[int, int] = {}
        for left, joined in ways.items():
            for key, value in ((left, joined + fill), (left + leave, joined)):
                wider[key] = min(value, wider.get(key, value))
        ways = wider
    ready = sum(number for number in standing if number > 0)
    return min(
        max(0, left, missing + max(0, joined - ready) - newcomers) for left, joined in ways.items()
    )
