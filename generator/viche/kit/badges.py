"""Badges: a seat's sign and id for others to read, its route for whoever wears it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from viche.kit.cards import address, chosen, kind_of, seat_code
from viche.kit.facts import bearer_of, masthead, time, time_title
from viche.kit.names import grouping_of, seat_names, sphere_of
from viche.kit.order import Audience, Draft, Order
from viche.kit.script import Script
from viche.model.content import Meeting
from viche.model.session import TimedStep, timetable
from viche.network import Card

_BESIDE_CODE = 6
"""As many lines of a route stand beside the code; a longer one has the back to itself."""


def draft(order: Order) -> Draft | None:
    """The badges of all cards, or of those that are wanted; two pages each.

    A badge bears the name of whoever holds the seat, as far as the order tells it, else a line to
    write on. Raises ``KeyError`` for a seat that has no card.
    """
    meeting, cards = order.meeting, chosen(order)
    if not cards:
        return None
    script = order.script()
    bearer = "slips-code" if order.cell.is_closed else "badges-name"
    kinds = dict.fromkeys(kind_of(card.seat) for card in cards)
    route_is_long = len(meeting.session.grouping_steps) > _BESIDE_CODE
    data = {
        **masthead(order, script, "badges-title"),
        "code-on": "front" if route_is_long else "back",
        "kinds": {kind: _kind(kind, meeting, script) for kind in kinds},
        "badges": [_badge(card, order, script) for card in cards],
        "labels": {
            "card": script.labels("kit-card"),
            "name": script.labels(bearer),
            "scan": script.labels("kit-scan"),
            "route": [time_title(order), script.labels("group"), script.labels("table")],
        },
    }
    bearers = [card.seat for card in cards if card.seat in order.bearers]
    return Draft(
        "badges",
        "badge.typ",
        data,
        script,
        codes={card.seat: address(order, card.seat) for card in cards},
        codes_on=0 if route_is_long else 1,
        audience=Audience.PRIVATE if bearers else Audience.PUBLIC,
    )


def _kind(letters: str, meeting: Meeting, script: Script) -> Mapping[str, Any]:
    names = seat_names(letters, meeting, script)
    return {"sphere": sphere_of(names), "names": names}


def _badge(card: Card, order: Order, script: Script) -> Mapping[str, Any]:
    held = card.seat in order.bearers
    return {
        "id": card.seat,
        "number": card.number,
        "kind": kind_of(card.seat),
        "code": seat_code(order, card.seat),
        "bearer": bearer_of(card.seat, order, script) if held else None,
        "route": list(_route(card, order)),
    }


def _route(card: Card, order: Order) -> Iterator[Mapping[str, Any]]:
    """Time, group and table of each step; no table where it is announced on the day."""
    labels, meeting = order.labels, order.meeting
    for timed in timetable(meeting.session):
        if timed.step.kind != "groups":
            continue
        place = card.homes.get(timed.step.id)
        yield {
            "time": _begins(timed, order),
            "group": labels.isolate(place.group if place else _dealt(card, timed, meeting)),
            "table": place and str(place.table),
        }


def _begins(timed: TimedStep, order: Order) -> str:
    if order.cell.is_closed:
        return time(timed, order)
    return order.labels.isolate(order.labels.time(timed.start))


def _dealt(card: Card, timed: TimedStep, meeting: Meeting) -> str:
    """What is certain of a group that is dealt: the letters that it keeps."""
    group = next(iter(card.openings[timed.step.id].values())).group
    kept = group.split("-")[: len(grouping_of(timed.step, meeting).kept)]
    return "-".join((*kept, "…"))
