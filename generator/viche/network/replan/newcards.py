"""New cards: for walk-ins for whom there is no free seat."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from viche.model.plan import Place, Plan, Seat
from viche.model.topology import Grouping
from viche.network.exchange import Rows, bits
from viche.network.replan.promises import Day, Guest
from viche.network.seating import Cell, pick


def seatless(day: Day, walk_ins: Sequence[Guest], free: Rows) -> list[Guest]:
    """Who finds no free seat, however the others sit down; the later ones rather than the earlier.

    A maximum matching by augmenting paths: whoever has found a seat keeps one.
    """
    taken: dict[int, Guest] = {}

    def find(guest: Guest, seen: set[int]) -> bool:
        for row in bits(day.may(guest) & free):
            if row not in seen:
                seen.add(row)
                if row not in taken or find(taken[row], seen):
                    taken[row] = guest
                    return True
        return False

    return [guest for guest in walk_ins if not find(guest, set())]


def with_new_row(day: Day, guest: Guest, present: Rows) -> Day | None:
    """The same day with one more row; ``None`` if nobody has such letters.

    It belongs to the smallest profile group that suits, and at each dealt step to the group that
    lacks people, or else brings the fewest meetings again, or else is the smallest. A group without
    people is the last choice. Somebody who stays gets groups of one table, where there are such.

    Args:
        day: a plan and how much of it is over.
        guest: for whom it is.
        present: the rows of the people present, and rows that are new already.
    """
    staying = day.topology.staying
    avoid = {staying.name: staying.stays} if staying else {}
    suited = day.lettered(guest.given) & ~(day.lettered(avoid) if avoid else 0)
    cells = dict.fromkeys(day.cells[row] for row in bits(suited))
    routes = [(cell, _route(day, cell, guest.stays, present)) for cell in cells]
    if not routes:
        return None

    def merit(choice: tuple[Cell, tuple[Place, ...]]) -> tuple[int, int, int]:
        cell, route = choice
        there = sum(day.cells[row] == cell for row in bits(present))
        tables = len({route[at].table for at in day.coming}) if guest.stays else 0
        return tables, there == 0, there

    cell, route = min(routes, key=merit)
    numbers = [int(seat.id.rpartition("-")[2]) for seat in _of_cell(day, cell)]
    seat = Seat("-".join((*cell, str(max(numbers) + 1))), route)
    return replace(day, plan=Plan(day.plan.steps, (*day.plan.seats, seat)))


def _of_cell(day: Day, cell: Cell) -> list[Seat]:
    return [seat for seat, other in zip(day.plan.seats, day.cells, strict=True) if other == cell]


def _route(day: Day, cell: Cell, stays: bool, present: Rows) -> tuple[Place, ...]:
    """A place at every step; a grouping that comes again has the same group."""
    chosen: dict[Grouping, str] = {}
    route: list[Place] = []
    shared: list[Rows] = []
    for at, grouping in enumerate(day.topology.groupings):
        options = list(_options(day, at, grouping, cell))

        def merit(group: str) -> tuple[bool, bool, bool, int, int]:
            rows = day.groups[at][group] & present
            people = rows.bit_count()
            again = sum((rows & others).bit_count() for others in shared)
            moved = stays and bool(route) and _table(day, at, group) != route[0].table
            lacks = 0 < people < day.least(at, group)
            return moved, people == 0, not lacks, again, people

        group = chosen.get(grouping) or min(options, key=merit)
        if grouping not in chosen:
            shared.append(day.groups[at][group] & present)
        chosen[grouping] = group
        route.append(Place(group, _table(day, at, group)))
    return tuple(route)


def _options(day: Day, at: int, grouping: Grouping, cell: Cell) -> Iterator[str]:
    """The groups of a step in which people of a cell can sit."""
    keep = day.topology.positions(grouping.kept)
    for group, rows in day.groups[at].items():
        first = next(bits(rows))
        if pick(day.cells[first], keep) == pick(cell, keep):
            yield group


def _table(day: Day, at: int, group: str) -> int:
    return day.plan.seats[next(bits(day.groups[at][group]))].route[at].table
