"""New cards: for walk-ins for whom there is no free seat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from viche.model.plan import Place, Plan, Seat
from viche.model.topology import Grouping
from viche.network.replan.day import Day, Guest
from viche.network.replan.hall import Rows, bits
from viche.network.seats.bounds import Letters, pick


def with_new_row(day: Day, guest: Guest, present: Rows) -> Day:
    """The same day with one more row, of letters that some rows have already.

    It belongs to the smallest profile group that suits, and at each dealt step to the group that
    lacks people, or else brings the fewest meetings again, or else is the smallest. A group without
    people is the last choice. Somebody who stays gets groups of one table, where there are such.

    Args:
        day: a plan and how much of it is over.
        guest: for whom it is.
        present: the rows that people are thought to take, new ones too.
    """
    staying = day.topology.staying
    avoid = {staying.name: staying.stays} if staying else {}
    asked = day.lettered(guest.given)
    suited = asked & ~(day.lettered(avoid) if avoid else 0) or asked
    cells = dict.fromkeys(day.cells[row] for row in bits(suited))
    routes = [(cell, _route(day, cell, guest.stays, present)) for cell in cells]

    def merit(choice: tuple[Letters, tuple[Place, ...]]) -> tuple[int, int, int]:
        cell, route = choice
        there = sum(day.cells[row] == cell for row in bits(present))
        tables = len({route[at].table for at in day.coming}) if guest.stays else 0
        return tables, there == 0, there

    cell, route = min(routes, key=merit)
    numbers = [seat.number for seat in _of_cell(day, cell)]
    seat = Seat("-".join((*cell, str(max(numbers) + 1))), route)
    return replace(day, plan=Plan(day.plan.steps, (*day.plan.seats, seat)))


def _of_cell(day: Day, cell: Letters) -> list[Seat]:
    return [seat for seat, other in zip(day.plan.seats, day.cells, strict=True) if other == cell]


def _route(day: Day, cell: Letters, stays: bool, present: Rows) -> tuple[Place, ...]:
    """A place at every step; a grouping that comes again has the same group."""
    chosen: dict[Grouping, str] = {}
    company: list[Rows] = []
    table: int | None = None
    route: list[Place] = []
    for at, grouping in enumerate(day.topology.groupings):
        if grouping not in chosen:
            options = [
                (_merit(day, at, group, company, present, table), group)
                for group in _options(day, at, grouping, cell)
            ]
            chosen[grouping] = min(options, key=lambda option: option[0])[1]
            company.append(day.groups[at][chosen[grouping]] & present)
        place = Place(chosen[grouping], _table(day, at, chosen[grouping]))
        table = place.table if stays and table is None else table
        route.append(place)
    return tuple(route)


def _merit(
    day: Day, at: int, group: str, company: Sequence[Rows], present: Rows, table: int | None
) -> tuple[bool, bool, bool, int, int]:
    """The less the better; ``company`` are those who are met already."""
    here = day.groups[at][group] & present
    people = here.bit_count()
    return (
        table is not None and _table(day, at, group) != table,
        people == 0,
        people >= day.promised(at, group),
        sum((here & others).bit_count() for others in company),
        people,
    )


def _options(day: Day, at: int, grouping: Grouping, cell: Letters) -> Iterator[str]:
    """The groups of a step in which people of a cell can sit."""
    keep = day.topology.positions(grouping.kept)
    for group, rows in day.groups[at].items():
        first = next(bits(rows))
        if pick(day.cells[first], keep) == pick(cell, keep):
            yield group


def _table(day: Day, at: int, group: str) -> int:
    return day.plan.seats[next(bits(day.groups[at][group]))].route[at].table
