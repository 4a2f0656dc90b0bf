"""What stands on the cover of one booklet: the seat, its way through the day, its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from viche.kit.codes import printed_code
from viche.kit.facts import bearer_of
from viche.kit.order import Order
from viche.kit.script import Script
from viche.model.plan import Place
from viche.network import Card
from viche.network.meeting import cards_of

Route: TypeAlias = Mapping[str, Mapping[str, Any]]
"""By step, what a template gets for a place: ``group``, ``table``, ``role``, or ``openings``."""


def chosen(order: Order) -> tuple[Card, ...]:
    """The cards to print, in their order; those of bearers first, in the order of the bearers.

    Raises ``KeyError`` for a seat that has no card.
    """
    cards = cards_of(order.meeting)
    seats = {card.seat for card in cards} if order.seats is None else set(order.seats)
    if missing := seats - {card.seat for card in cards}:
        raise KeyError(min(missing))
    places = {seat: place for place, seat in enumerate(order.bearers)}
    wanted = (card for card in cards if card.seat in seats)
    return tuple(sorted(wanted, key=lambda card: places.get(card.seat, len(places))))


def address(order: Order, seat: str) -> str:
    """Where the QR code of ``seat`` leads: its route on the cell's site, in the same language."""
    return f"{routes_address(order)}#{seat}"


def routes_address(order: Order) -> str:
    """Where all routes of the session stand on the cell's site."""
    folder = order.cell.folder(order.labels.language)
    return f"{order.cell.address}{folder}{order.meeting.id}/"


def session_address(order: Order) -> str:
    """Where the page of the whole session is on the cell's site, in the same language."""
    folder = order.cell.folder(order.labels.language)
    return f"{order.cell.address}{folder}sessions/{order.meeting.id}.html"


def printed_card(card: Card, route: Route, order: Order, script: Script) -> Mapping[str, Any]:
    """A card as ``cover.typ`` wants it."""
    held = card.seat in order.bearers
    return {
        "id": card.seat,
        "number": card.number,
        "kind": kind_of(card.seat),
        "bearer": bearer_of(card.seat, order, script) if held else None,
        "route": route,
        "code": seat_code(order, card.seat),
    }


def seat_code(order: Order, seat: str) -> Mapping[str, Any]:
    """The QR code of ``seat`` as ``code.typ`` draws it."""
    labels = order.labels
    return printed_code(address(order, seat), labels("kit-code-alt", seat=labels.isolate(seat)))


def kind_of(seat: str) -> str:
    """The letters of a seat: seats that share them have the same task."""
    return seat.rpartition("-")[0]


def route_of(card: Card, script: Script) -> Route:
    """By step, where the seat sits, or its table for each number of tables that may be open."""
    certain = {step: _place(place, script) for step, place in card.homes.items()}
    return certain | {
        step: {"openings": [[str(opened), str(place.table)] for opened, place in places.items()]}
        for step, places in card.openings.items()
    }


def _place(place: Place, script: Script) -> Mapping[str, Any]:
    labels = script.labels
    shown = {"group": labels.isolate(place.group), "table": str(place.table)}
    if place.role:
        shown["role"] = labels("role", role=labels(f"role-{place.role}"))
    return shown
