"""Table signs: who sits at a table, step by step.

What can be printed beforehand is what the cards say (``Card.homes``, ``Card.openings``). Where
groups are dealt by how many come, a group has the same table in any case, and the letters that its
people share are certain; whether it is opened is announced on the day, and whoever has no card is
sent to the desk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from viche.kit.facts import masthead, step_title, time, time_title, title_field
from viche.kit.groups import Group, groups_of
from viche.kit.names import group_names, sphere_of
from viche.kit.order import Draft, Order
from viche.kit.script import Script
from viche.model.content import Meeting
from viche.model.plan import letters_of
from viche.model.session import TimedStep, timetable
from viche.network.meeting import cards_of

_RANGE = 3
"""So many seats in a row are said as a range."""


def draft(order: Order) -> Draft | None:
    """A sign for every table that may be used."""
    tables = tables_of(order.meeting)
    if not tables:
        return None
    script, labels = order.script(), order.labels
    dealt = any(group.opened for gathered in tables.values() for _, group in gathered)
    data = {
        **masthead(order, script, "signs-title"),
        "tables": [
            {
                "number": str(table),
                "lines": [_line(timed, group, order, script) for timed, group in gathered],
            }
            for table, gathered in tables.items()
        ],
        "labels": {
            "table": labels("table"),
            "help": labels("signs-help") if dealt else "",
            "columns": [
                time_title(order),
                *(labels(key) for key in ("step", "group", "signs-who")),
            ],
        },
    }
    return Draft("signs", "table-sign.typ", data, script)


def tables_of(meeting: Meeting) -> Mapping[int, Sequence[tuple[TimedStep, Group]]]:
    """By table, in order, the groups that may gather there step by step; none without a plan."""
    tables: dict[int, list[tuple[TimedStep, Group]]] = {}
    for timed in timetable(meeting.session) if cards_of(meeting) else ():
        if timed.step.kind == "groups":
            for group in groups_of(meeting, timed.step):
                tables.setdefault(group.table, []).append((timed, group))
    return dict(sorted(tables.items()))


def _line(timed: TimedStep, group: Group, order: Order, script: Script) -> Mapping[str, Any]:
    labels, meeting = order.labels, order.meeting
    # The number of a group says no more than its id.
    said = group_names(group.id, group.grouping, meeting, script)
    names = [
        name for axis, name in zip(group.grouping.axes, said, strict=True) if not axis.numbered
    ]
    certain = [_kind(group, meeting)] if group.opened else _ranges(group.seats)
    return {
        "time": time(timed, order),
        "title": step_title(timed, order, script),
        "title-at": title_field(timed, order),
        "group": labels.isolate(group.id),
        "sphere": sphere_of(names),
        "names": names,
        "seats": [labels.isolate(seats) for seats in certain],
        "opened": labels("signs-opened", n=group.opened) if (group.opened or 1) > 1 else None,
    }


def _kind(group: Group, meeting: Meeting) -> str:
    """The seats from among which a group is dealt: ``E-…``, or ``…-S-…`` of a part."""
    assert meeting.topology is not None
    letters = [group.letters.get(axis.name, "…") for axis in meeting.topology.lettered]
    return "-".join(token for token, _ in groupby([*letters, "…"]))


def _ranges(seats: Sequence[str]) -> Iterator[str]:
    """Seats in the plan's order; many in a row are said by the first and the last."""
    for run in _runs(seats):
        if len(run) < _RANGE:
            yield from run
        else:
            yield f"{run[0]} – {run[-1]}"


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
