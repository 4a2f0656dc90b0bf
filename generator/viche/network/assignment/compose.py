"""People and a plan become a puzzle: what must be kept, and what is wished for, in numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from viche.model.plan import Plan
from viche.model.topology import Topology
from viche.network.assignment.causes import pairs
from viche.network.assignment.crowd import NEW_PEOPLE, Crowd
from viche.network.assignment.letters import Settled
from viche.network.assignment.puzzle import RULES, Pair, Puzzle, Quota, Seats
from viche.network.assignment.shares import bounds, chances
from viche.network.people import Bonds
from viche.network.seats.bounds import pick

MEMBERS = "members"
"""The level of profile groups without a member, where there are fewer members than groups."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that must be kept: a kind, and whom or what it is about."""

    kind: str
    """``apart``, ``together``, ``stays``, ``seat`` or ``member``."""

    names: tuple[str, ...]
    """The codes of people; with ``seat`` the seat too, with ``member`` the group alone."""

    people: tuple[int, ...] = ()
    at: int = 0
    """The number of the seat, or of the group."""


@dataclass(frozen=True, slots=True)
class Home:
    """The profile groups of one block, named by the letters that they share."""

    letters: str
    groups: tuple[int, ...]
    without: int
    """How many of the groups must lack a member at least."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A puzzle, and what its numbers stand for."""

    puzzle: Puzzle
    """Without the rules: ``with_rules`` adds those that are to be kept."""

    rules: tuple[Rule, ...]
    start: Seats
    """A seating in which everybody has a cell that they may have."""

    groups: tuple[tuple[str, str], ...]
    """The step and the name of each group; a group that comes again has its first step."""

    values: tuple[str, ...]
    """What each value is called; an empty string where it isn't known."""

    levels: tuple[str, ...]
    """What each level is about: rules, members, wishes."""

    homes: tuple[Home, ...]

    def with_rules(self, rules: Collection[Rule]) -> Puzzle:
        """The puzzle with just these rules."""
        ties = [
            Pair(RULES, rule.people[0], rule.people[1], together=rule.kind == "together")
            for rule in rules
            if rule.kind in ("apart", "together")
        ]
        stays = [rule.people[0] for rule in rules if rule.kind == "stays"]
        ties += [Pair(RULES, one, other) for n, one in enumerate(stays) for other in stays[:n]]
        needs = [
            Quota(RULES, rule.at, MEMBER, 1, len(self.start))
            for rule in rules
            if rule.kind == "member"
        ]
        return replace(
            self.puzzle,
            pairs=(*ties, *self.puzzle.pairs),
            quotas=(*needs, *self.puzzle.quotas),
            pinned={rule.people[0]: rule.at for rule in rules if rule.kind == "seat"},
        )


OTHER, MEMBER = 0, 1
"""The values of the first trait: whether somebody is a member of the cell."""


def compose(
    crowd: Crowd, plan: Plan, settled: Settled, blocks: Sequence[int], bonds: Bonds
) -> Composed:
    """Put everything into numbers.

    Args:
        crowd: the people.
        plan: a seat for everybody, as many in each cell as ``settled`` sends there.
        settled: the best cell of each person.
        blocks: by cell, its block: each profile group of a block should have a member.
        bonds: who may not, and who must, sit with whom.
    """
    people = crowd.people
    number = {person.code: at for at, person in enumerate(people)}
    cells = {cell: at for at, cell in enumerate(crowd.cells)}
    seat_cells = tuple(cells[seat.letters] for seat in plan.seats)
    names, groups = _groups(crowd.topology, plan)
    # Without profile groups, or without members, there is nothing to share out.
    shared = crowd.has_profiles and any(person.member for person in people)
    homes = tuple(_homes(crowd, groups, seat_cells, settled, blocks)) if shared else ()
    levels = ("rules", MEMBERS, *crowd.wishes)
    values, called, quotas = _mix(crowd, groups, seat_cells, settled.cells)
    met = pairs([(person.code, other) for person in people for other in person.met], number)
    puzzle = Puzzle(
        groups=groups,
        cells=seat_cells,
        may=tuple(crowd.matching(crowd.known[person.code]) for person in people),
        values=values,
        quotas=(
            *(
                Quota(1, group, MEMBER, 1, len(people))
                for home in homes
                if home.without
                for group in home.groups
            ),
            *quotas,
        ),
        pairs=tuple(
            Pair(levels.index(NEW_PEOPLE), number[one], number[other])
            for one, other in met
            if NEW_PEOPLE in levels
        ),
        prices={
            levels.index(wish): prices
            for wish in crowd.lettered
            if any(map(any, prices := [crowd.prices(wish, person) for person in people]))
        },
        levels=len(levels),
    )
    seats = {seat.id: at for at, seat in enumerate(plan.seats)}
    return Composed(
        puzzle=puzzle,
        rules=tuple(_rules(crowd, bonds, number, seats, names, homes)),
        start=_start(crowd, seats, seat_cells, settled.cells),
        groups=names,
        values=called,
        levels=levels,
        homes=homes,
    )


def _groups(
    topology: Topology, plan: Plan
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[int, ...], ...]]:
    """The names of all groups, and those of each seat by number; its home is the first of them.

    The home is the profile group: people who share all letters. Where a network has no such
    grouping, it is the first one.
    """
    distinct = sorted(
        topology.distinct, key=lambda grouping: grouping.axes != topology.lettered
    )  # a stable order: only the home comes forward
    steps = [topology.groupings.index(grouping) for grouping in distinct]
    number: dict[tuple[str, str], int] = {}
    groups = tuple(
        tuple(
            number.setdefault((plan.steps[at], seat.route[at].group), len(number)) for at in steps
        )
        for seat in plan.seats
    )
    return tuple(number), groups


def _homes(
    crowd: Crowd,
    groups: Sequence[tuple[int, ...]],
    seat_cells: Sequence[int],
    settled: Settled,
    blocks: Sequence[int],
) -> Iterator[Home]:
    """The blocks, with their profile groups."""
    cell_of = {own[0]: cell for own, cell in zip(groups, seat_cells, strict=True)}
    at = crowd.topology.positions(crowd.topology.corner)
    for block in dict.fromkeys(blocks):
        homes = [home for home, cell in cell_of.items() if blocks[cell] == block]
        without = sum(cell_of[home] not in settled.covered for home in homes)
        yield Home("-".join(pick(crowd.cells[blocks.index(block)], at)), tuple(homes), without)


def _rules(
    crowd: Crowd,
    bonds: Bonds,
    number: Mapping[str, int],
    seats: Mapping[str, int],
    names: Sequence[tuple[str, str]],
    homes: Sequence[Home],
) -> Iterator[Rule]:
    """All that must be kept."""
    for kind, sets in (("apart", bonds.apart), ("together", bonds.together)):
        for pair in pairs(sets, number):
            yield Rule(kind, pair, (number[pair[0]], number[pair[1]]))
    for at, person in enumerate(crowd.people):
        if person.stays:
            yield Rule("stays", (person.code,), (at,))
        if person.seat:
            yield Rule("seat", (person.code, person.seat), (at,), seats[person.seat])
    for home in homes:
        if not home.without:
            for group in home.groups:
                yield Rule("member", (names[group][1],), at=group)


def _start(
    crowd: Crowd, seats: Mapping[str, int], seat_cells: Sequence[int], cell_of: Sequence[int]
) -> Seats:
    """Everybody in their best cell, on its next free seat."""
    fixed = {at: seats[person.seat] for at, person in enumerate(crowd.people) if person.seat}
    free: defaultdict[int, list[int]] = defaultdict(list)
    for seat in sorted(set(seats.values()) - set(fixed.values()), reverse=True):
        free[seat_cells[seat]].append(seat)
    return tuple(fixed[at] if at in fixed else free[cell].pop() for at, cell in enumerate(cell_of))


def _mix(
    crowd: Crowd,
    groups: Sequence[tuple[int, ...]],
    seat_cells: Sequence[int],
    cell_of: Sequence[int],
) -> tuple[tuple[tuple[int, ...], ...], tuple[str, ...], list[Quota]]:
    """By person, their value of each trait; what the values are called; and fair shares of them."""
    called = ["", ""]
    columns = [[MEMBER if person.member else OTHER for person in crowd.people]]
    quotas: list[Quota] = []
    seats_of: defaultdict[int, list[int]] = defaultdict(list)
    for seat, own in enumerate(groups):
        for group in own:
            seats_of[group].append(seat)
    sizes = [seat_cells.count(cell) for cell in range(len(crowd.cells))]
    for wish in crowd.traits:
        number: dict[str, int] = {"": len(called)}
        for person in crowd.people:
            number.setdefault(person.traits.get(wish, ""), len(called) + len(number))
        column = [number[person.traits.get(wish, "")] for person in crowd.people]
        lot = [
            crowd.matching(crowd.settled(wish, person, cell))
            for person, cell in zip(crowd.people, cell_of, strict=True)
        ]
        chance = chances(lot, column, sizes)
        for group, seats in seats_of.items():
            for name, value in number.items():
                share = fsum(chance[seat_cells[seat]].get(value, 0.0) for seat in seats)
                if name:
                    level = 2 + crowd.wishes.index(wish)
                    quotas.append(Quota(level, group, value, *bounds(share)))
        columns.append(column)
        called += number
    return tuple(zip(*columns, strict=True)), tuple(called), quotas
