"""Table signs: who sits at a table, step by step.

What can be printed beforehand is what the cards say (``Card.homes``, ``Card.openings``). Where
groups are dealt by how many come, a group has the same table in any case; whether it is opened, and
for whom, is announced on the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from viche.kit.facts import masthead, step_title, time, title_field
from viche.kit.names import group_names, grouping_of, sphere_of
from viche.kit.order import Draft, Order
from viche.kit.script import Script
from viche.labels import Labels
from viche.model.plan import letters_of
from viche.model.session import TimedStep, timetable
from viche.network import Card
from viche.network.meeting import cards_of

_RANGE = 3
"""So many seats in a row are said as a range."""


@dataclass(slots=True)
class _Group:
    """A group at its table: its ``seats``, or how many tables must be open for it to sit there."""

    id: str
    seats: list[str] = field(default_factory=list)
    opened: int | None = None


def draft(order: Order) -> Draft | None:
    """A sign for every table that may be used."""
    cards = cards_of(order.meeting)
    if not cards:
        return None
    script, labels = order.script(), order.labels
    tables: dict[int, list[Mapping[str, Any]]] = {}
    for timed in timetable(order.meeting.session):
        if timed.step.kind == "groups":
            for table, group in _groups(cards, timed.step.id).items():
                tables.setdefault(table, []).append(_line(timed, group, order, script))
    data = {
        **masthead(order, script, "signs-title"),
        "tables": [
            {"number": str(table), "lines": lines} for table, lines in sorted(tables.items())
        ],
        "labels": {
            "table": labels("table"),
            "columns": [labels(key) for key in ("time", "step", "group", "signs-who")],
        },
    }
    return Draft("signs", "table-sign.typ", data, script)


def _groups(cards: Sequence[Card], step: str) -> Mapping[int, _Group]:
    """By table, the group that sits there at ``step``, or may sit there."""
    groups: dict[int, _Group] = {}
    for card in cards:
        if home := card.homes.get(step):
            groups.setdefault(home.table, _Group(home.group)).seats.append(card.seat)
            continue
        for opened, place in card.openings[step].items():
            group = groups.setdefault(place.table, _Group(place.group))
            group.opened = min(opened, group.opened or opened)
    return groups


def _line(timed: TimedStep, group: _Group, order: Order, script: Script) -> Mapping[str, Any]:
    labels, meeting = order.labels, order.meeting
    grouping = grouping_of(timed.step, meeting)
    # A group that is a mere number has no more to say.
    names = group_names(group.id, grouping, meeting, script) if grouping.kept else []
    return {
        "time": time(timed, order),
        "title": step_title(timed, order, script),
        "title-at": title_field(timed, order),
        "group": labels.isolate(group.id),
        "sphere": sphere_of(names),
        "names": names,
        "seats": list(_ranges(group.seats, labels)),
        "dealt": group.opened and _dealt(group.opened, labels),
    }


def _dealt(opened: int, labels: Labels) -> str:
    """For whom a group is that is dealt: the first one of a sphere or a part is always there."""
    see = labels("signs-see-card")
    return see if opened == 1 else f"{see} {labels('signs-opened', n=opened)}"


def _ranges(seats: Sequence[str], labels: Labels) -> Iterator[str]:
    """Seats in the plan's order; many in a row are said by the first and the last."""
    for run in _runs(seats):
        if len(run) < _RANGE:
            yield from map(labels.isolate, run)
        else:
            yield labels.isolate(f"{run[0]} – {run[-1]}")


def _runs(seats: Sequence[str]) -> Iterator[list[str]]:
    """Seats that follow one another: the same letters, and each number one more."""
    run = [*seats[:1]]
    for before, seat in pairwise(seats):
        if _next(before) != seat:
            yield run
            run = []
        run.append(seat)
    if run:
        yield run


def _next(seat: str) -> str:
    number = int(seat.rpartition("-")[2])
    return "-".join((*letters_of(seat), str(number + 1)))
