"""Tables for people who can't move: the groups come to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from viche.model.plan import Place, Plan


def keep_tables(plan: Plan, seats: Iterable[str]) -> Plan:
    """The same plan with tables renumbered, so that each of ``seats`` has one table all day.

    It is the table of the seat's first step. Groups change places at other steps, as few as need
    be; a grouping that comes again sits at the same tables again, because the same exchanges are
    made. Who meets whom doesn't change.

    Raises:
        KeyError: there is no such seat.
        ValueError: two of ``seats`` share a group at some step, so one of them would have to move.
    """
    staying = [plan.seat(id) for id in seats]
    renumbered = [dict(_tables(plan, at)) for at in range(len(plan.steps))]
    for at, tables in enumerate(renumbered):
        if len({seat.route[at].group for seat in staying}) < len(staying):
            raise ValueError(f"Two who stay share a group at step {plan.steps[at]}.")
        for seat in staying:
            group, table = seat.route[at].group, seat.route[0].table
            there = next((other for other, taken in tables.items() if taken == table), group)
            tables[there], tables[group] = tables[group], table
    return replace(
        plan,
        seats=tuple(
            replace(seat, route=tuple(map(_moved, seat.route, renumbered))) for seat in plan.seats
        ),
    )


def _tables(plan: Plan, at: int) -> Iterable[tuple[str, int]]:
    return ((seat.route[at].group, seat.route[at].table) for seat in plan.seats)


def _moved(place: Place, tables: dict[str, int]) -> Place:
    return replace(place, table=tables[place.group])
