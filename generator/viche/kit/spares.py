"""Booklets without a number, for the desk: for whoever comes unannounced, or has lost their own.

There is one for each kind of seat. What all seats of the kind share is printed, the rest is for the
desk to write in. Where cards are dealt at the door, the deck has enough of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from viche.kit.booklets import chapters
from viche.kit.cards import Route, kind_of, route_of, routes_address
from viche.kit.codes import printed_code
from viche.kit.facts import masthead
from viche.kit.order import Audience, Draft, Order
from viche.kit.reserve import spares_of_each
from viche.network import Card
from viche.network.meeting import cards_of

_TO_WRITE = {"group": None, "table": None}


def draft(order: Order) -> Draft | None:
    """A booklet for each kind of seat; none for single seats, for a deck, or without a plan."""
    kinds = _kinds(order)
    if not kinds:
        return None
    script, labels = order.script(), order.labels
    routes = {
        _blank_number(kind): _shared([route_of(card, script) for card in cards])
        for kind, cards in kinds.items()
    }
    address = routes_address(order)
    code = printed_code(address, labels("spares-code-alt"))
    seats = [
        {
            # Its line would go to the other side in text that runs from right to left.
            "id": labels.isolate(seat),
            "number": None,
            "kind": kind_of(seat),
            "bearer": None,
            "route": route,
            "code": code,
        }
        for seat, route in routes.items()
    ]
    found = chapters(seats, routes, order, script)
    data: Mapping[str, Any] = {
        **masthead(order, script, "spares-title"),
        **found,
        "labels": {**found["labels"], "scan": labels("spares-scan")},
    }
    return Draft(
        "spares",
        "booklet.typ",
        data,
        script,
        codes={str(seat["id"]): address for seat in seats},
        copies=spares_of_each(cards_of(order.meeting)),
        audience=Audience.TEAM,
    )


def count(order: Order) -> int:
    """How many spare booklets are printed."""
    kinds = _kinds(order)
    return len(kinds) * spares_of_each(cards_of(order.meeting)) if kinds else 0


def _kinds(order: Order) -> Mapping[str, Sequence[Card]]:
    """The cards of each kind of seat; none where no spares are wanted."""
    kinds: dict[str, list[Card]] = {}
    if order.seats is None and order.meeting.session.seating != "open":
        for card in cards_of(order.meeting):
            kinds.setdefault(kind_of(card.seat), []).append(card)
    return kinds


def _blank_number(kind: str) -> str:
    """The id of a seat whose number is still to be written."""
    return f"{kind}-__" if kind else "__"


def _shared(routes: Sequence[Route]) -> Route:
    """By step, the place that all ``routes`` share, if they do; a role is one seat's own."""
    first, *others = ({step: _bare(place) for step, place in route.items()} for route in routes)
    return {
        step: place if all(other[step] == place for other in others) else _TO_WRITE
        for step, place in first.items()
    }


def _bare(place: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"group": place["group"], "table": place["table"]}
