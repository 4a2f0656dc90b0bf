"""What stands in the personal booklets, as data for ``booklet.typ``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from viche.kit.cards import Route, address, chosen, kind_of, printed_card, route_of
from viche.kit.facts import event, form, masthead, step_title, time, time_title, title_field
from viche.kit.order import Audience, Draft, Order
from viche.kit.script import Said, Script
from viche.kit.sections import section_of
from viche.kit.tasks import task_of
from viche.model.content import Meeting
from viche.model.protocol import Protocol
from viche.model.session import WORK, TimedStep, timetable
from viche.network.meeting import cards_of

_SHOWN = WORK | {"break", "reserve"}
"""The kinds of steps in the route on the cover; nobody needs a line for the way to a table."""


def draft(order: Order) -> Draft | None:
    """The booklets of all cards, or of those that are wanted; with names they are private.

    Raises ``KeyError`` for a seat that has no card.
    """
    cards = chosen(order)
    if not cards:
        return None
    script = order.script()
    # All cards count, so that one that is printed again by itself looks the same.
    routes = {card.seat: route_of(card, script) for card in cards_of(order.meeting)}
    seats = [printed_card(card, routes[card.seat], order, script) for card in cards]
    return Draft(
        "booklets",
        "booklet.typ",
        {**masthead(order, script, "kit-booklets-title"), **chapters(seats, routes, order, script)},
        script,
        codes={card.seat: address(order, card.seat) for card in cards},
        audience=Audience.PRIVATE if any(seat["bearer"] for seat in seats) else Audience.PUBLIC,
    )


def draft_large(order: Order) -> Draft | None:
    """The booklets for those who asked for large print, which nobody else need know."""
    found = draft(replace(order, seats=order.large)) if order.large else None
    return found and replace(found, piece="large-print", audience=Audience.PRIVATE)


def chapters(
    seats: Sequence[Mapping[str, Any]], routes: Mapping[str, Route], order: Order, script: Script
) -> Mapping[str, Any]:
    """What ``booklet.typ`` prints for ``seats``, which are as ``printed_card`` gives them.

    ``routes`` are all for which there has to be room, and not only those of ``seats``.
    """
    meeting, protocol = order.meeting, order.meeting.protocol
    return {
        **event(order, script),
        "protocol": protocol and script.say(protocol.title, protocol.source, "title"),
        "form": form(order, script, ""),
        "rules": _rules(protocol, script),
        "timetable": [
            {
                "id": timed.step.id,
                "time": time(timed, order),
                "title": step_title(timed, order, script),
                "work": timed.step.kind in WORK,
                "block": _block(timed, meeting),
            }
            for timed in timetable(meeting.session)
            if timed.step.kind in _SHOWN
        ],
        "steps": list(_steps(order, script, routes)),
        "kinds": _kinds(meeting, script, seats, routes),
        "seats": seats,
        "named": any(seat["bearer"] for seat in seats),
        "labels": _labels(order),
    }


def _labels(order: Order) -> Mapping[str, Any]:
    labels = order.labels
    return {
        "page": labels("kit-page", n="{n}", m="{m}"),
        "route-titles": [time_title(order), *map(labels, ("step", "group", "table"))],
        "card": labels("kit-card"),
        "tables-open": labels("tables-open"),
        "your-table": labels("your-table"),
        "see-cover": labels("kit-see-cover"),
        "scan": labels("kit-scan"),
        "group": labels("group"),
        "table": labels("table"),
        "direction": labels("kit-direction"),
        "directions": labels("kit-directions"),
        "your-direction": labels("kit-your-direction"),
        "guide": {key: labels(f"kit-guide-{key}") for key in ("test", "good", "poor")},
        "notes": labels("kit-notes"),
        "rules-title": labels("kit-rules"),
    }


def _kinds(
    meeting: Meeting,
    script: Script,
    seats: Sequence[Mapping[str, Any]],
    routes: Mapping[str, Route],
) -> Mapping[str, Mapping[str, Any]]:
    """What seats with the same letters have in common: their task, and the room for their route."""
    kinds: dict[str, Mapping[str, Any]] = {}
    for seat in seats:
        kind = seat["kind"]
        if kind not in kinds:
            alike = (route for other, route in routes.items() if kind_of(other) == kind)
            fullest = max(alike, key=lambda route: sum("role" in place for place in route.values()))
            kinds[kind] = {"first": seat["id"], "route": fullest, **task_of(meeting, script, kind)}
    return kinds


def _block(timed: TimedStep, meeting: Meeting) -> str | None:
    """Whose tables are counted when this step is dealt: a sphere's, a part's, or all of them."""
    grouping = meeting.grouping(timed.step)
    kept = grouping.kept if grouping else ()
    return kept[0].name if kept else None


def _steps(
    order: Order, script: Script, routes: Mapping[str, Route]
) -> Iterator[Mapping[str, Any]]:
    """The steps of the session that have pages in the protocol, in the session's order."""
    meeting, protocol = order.meeting, order.meeting.protocol
    if protocol is None:
        return
    for timed in timetable(meeting.session):
        pages = protocol.step(timed.step.id)
        if pages is None:
            continue
        at = f"steps[{protocol.steps.index(pages) + 1}]"
        yield {
            "field": at,
            "id": timed.step.id,
            "title": step_title(timed, order, script),
            "title-at": title_field(timed, order),
            "time": time(timed, order),
            **_places(timed, routes),
            "aim": script.say(pages.aim, protocol.source, f"{at}.aim"),
            "sections": [
                section_of(section, meeting, f"{at}.sections[{number}]", script)
                for number, section in enumerate(pages.sections, start=1)
            ],
        }


def _places(timed: TimedStep, routes: Mapping[str, Route]) -> Mapping[str, Any]:
    """All that may stand beside the step's title: each place and each role once."""
    places = [route[timed.step.id] for route in routes.values() if timed.step.id in route]
    certain = [place for place in places if "group" in place]
    return {
        "announced": len(certain) < len(places),
        "places": list({(place["group"], place["table"]): place for place in certain}.values()),
        "roles": list(dict.fromkeys(place["role"] for place in certain if "role" in place)),
    }


def _rules(protocol: Protocol | None, script: Script) -> list[Said]:
    if protocol is None:
        return []
    return [
        script.say(rule, protocol.source, f"rules[{number}]")
        for number, rule in enumerate(protocol.rules, start=1)
    ]
