"""Seats for the spare booklets: what the desk writes into their empty boxes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from viche.kit.cards import kind_of
from viche.kit.director.book import Book
from viche.model.plan import Plan, Seat, letters_of
from viche.model.topology import Topology
from viche.network.replan.day import Day, Guest
from viche.network.replan.newcards import with_new_row


def spare_places(book: Book) -> Mapping[str, Any]:
    """``heads`` of columns, and ``rows``: a seat with its group and table at each step.

    Steps at which the same groups gather again stand once.
    """
    plan, topology, labels = book.plan, book.topology, book.labels
    assert plan is not None
    assert topology is not None
    steps = [timed for timed in book.group_steps() if not book.same_as(timed)]
    each = book.counts["spares"] // len({kind_of(seat.id) for seat in plan.seats})
    return {
        "heads": [labels("seat"), *(book.clock(timed.start) for timed in steps)],
        "rows": [
            [labels.isolate(seat.id), *(_place(book, seat, timed.step.id) for timed in steps)]
            for seat in spare_seats(plan, topology, each)
        ],
    }


def _place(book: Book, seat: Seat, step: str) -> str:
    assert book.plan is not None
    place = seat.route[book.plan.steps.index(step)]
    return f"{book.labels.isolate(place.group)} · {book.labels.isolate(place.table)}"


def spare_seats(plan: Plan, topology: Topology, each: int) -> tuple[Seat, ...]:
    """So many more seats of ``each`` kind, in the order in which they are given out.

    Everybody is thought to have come. Each gets the way that ``viche.network.replan`` gives to a
    walk-in after those before it, so groups stay as even, and as new to each other, as they can.
    """
    day = Day(plan, topology, 0, len(plan.seats))
    axes = [axis.name for axis in topology.lettered]
    for kind in _in_turns(plan, topology) * each:
        letters = dict(zip(axes, letters_of(f"{kind}-0") if kind else (), strict=True))
        everybody = (1 << len(day.plan.seats)) - 1
        day = with_new_row(day, Guest("", None, letters), everybody)
    return day.plan.seats[day.printed :]


def _in_turns(plan: Plan, topology: Topology) -> list[str]:
    """The kinds of seats, sphere by sphere in turns, each sphere beginning with another part."""
    corner = topology.positions(topology.corner)
    blocks: dict[tuple[str, ...], list[str]] = {}
    for kind in dict.fromkeys(kind_of(seat.id) for seat in plan.seats):
        letters = letters_of(f"{kind}-0") if kind else ()
        blocks.setdefault(tuple(letters[at] for at in corner), []).append(kind)
    most = max(map(len, blocks.values()))
    return [
        kinds[(turn + at) % len(kinds)]
        for turn in range(most)
        for at, kinds in enumerate(blocks.values())
        if turn < len(kinds)
    ]
