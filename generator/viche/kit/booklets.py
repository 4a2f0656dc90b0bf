"""What stands in the personal booklets, as data for ``booklet.typ``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.kit.cards import Route, address, chosen, kind_of, printed_card, route_of
from viche.kit.facts import form, masthead, sphere_sign, step_title, time, title_field
from viche.kit.order import Draft, Order
from viche.kit.script import Said, Script
from viche.model.content import Meeting
from viche.model.network import AxisValue
from viche.model.programme import Part, Programme, Sphere
from viche.model.protocol import Direction, Protocol, ProtocolStep, Section
from viche.model.session import WORK, TimedStep, timetable
from viche.model.topology import Axis
from viche.network import Card
from viche.network.meeting import cards_of

_SHOWN = WORK | {"break", "reserve"}
"""The kinds of steps in the route on the cover; nobody needs a line for the way to a table."""


def draft(order: Order) -> Draft | None:
    """The booklets of all cards, or of those that are wanted.

    Raises ``KeyError`` for a seat that has no card.
    """
    meeting, cards = order.meeting, chosen(order.meeting, order.seats)
    if not cards:
        return None
    script, protocol = order.script(), meeting.protocol
    # All cards count, so that one that is printed again by itself looks the same.
    routes = {card.seat: route_of(card, script) for card in cards_of(meeting)}
    data = {
        **masthead(order, script, "kit-booklets-title"),
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
        "kinds": _kinds(meeting, script, cards, routes),
        "seats": [printed_card(card, routes[card.seat], order) for card in cards],
        "labels": _labels(script),
    }
    return Draft(
        "booklets",
        "booklet.typ",
        data,
        script,
        codes={card.seat: address(order, card.seat) for card in cards},
    )


def _labels(script: Script) -> Mapping[str, Any]:
    labels = script.labels
    return {
        "page": labels("kit-page", n="{n}", m="{m}"),
        "route-titles": [labels(key) for key in ("time", "step", "group", "table")],
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
    meeting: Meeting, script: Script, cards: Sequence[Card], routes: Mapping[str, Route]
) -> Mapping[str, Mapping[str, Any]]:
    """What seats with the same letters have in common: their task, and the room for their route."""
    kinds: dict[str, Mapping[str, Any]] = {}
    for card in cards:
        kind = kind_of(card.seat)
        if kind not in kinds:
            alike = (route for seat, route in routes.items() if kind_of(seat) == kind)
            fullest = max(alike, key=lambda route: sum("role" in place for place in route.values()))
            kinds[kind] = {"first": card.seat, "route": fullest, **_task(meeting, script, kind)}
    return kinds


def _block(timed: TimedStep, meeting: Meeting) -> str | None:
    """Whose tables are counted when this step is dealt: a sphere's, a part's, or all of them."""
    topology = meeting.topology
    groupings = {grouping.name: grouping for grouping in topology.distinct} if topology else {}
    grouping = groupings.get(timed.step.grouping or "")
    kept = grouping.kept if grouping else ()
    return kept[0].name if kept else None


def _task(meeting: Meeting, script: Script, letters: str) -> Mapping[str, Any]:
    """What the letters of a seat stand for, by axis too; what its group works on and looks for."""
    programme, protocol, topology = meeting.programme, meeting.protocol, meeting.topology
    assert topology is not None
    # No letters: nothing to name.
    signs = list(zip(topology.lettered, letters.split("-"), strict=False))
    values = {axis.name: programme.value(topology, axis.name, letter) for axis, letter in signs}
    shown = {axis.name: _value(axis, letter, meeting, script) for axis, letter in signs}
    sphere = of_sphere.id if (of_sphere := values.get("sphere")) else ""
    lenses = {value.id for name, value in values.items() if value and name != "sphere"}
    directions = protocol.directions_of(sphere) if protocol else ()
    is_own = any(direction.lens in lenses for direction in directions)
    # A sphere is what all of its groups share: what a group looks for by itself comes first.
    guides = (
        _guide(value, shown[name], meeting, script)
        for name, value in sorted(values.items(), key=lambda item: item[0] == "sphere")
        if value
    )
    return {
        **shown,
        "sphere": shown.get("sphere"),
        "names": list(shown.values()),
        "guides": [guide for guide in guides if guide],
        "is-own": is_own,
        "directions": [
            _direction(direction, sphere, number, protocol, script)
            for number, direction in enumerate(directions, start=1)
            if protocol and (direction.lens in lenses or not is_own)
        ],
    }


def _part(
    part: Part | AxisValue, at: str, programme: Programme, script: Script
) -> Mapping[str, Said]:
    name = script.say(part.name, programme.source, f"{at}.name")
    return {"field": at, "letter": part.letter, "name": name, "short": name, "short-at": "name"}


def _values(axis: str, meeting: Meeting, script: Script) -> list[Mapping[str, Said]]:
    """All values of a lettered axis; none where it is the program that names them."""
    programme, topology = meeting.programme, meeting.topology
    assert topology is not None
    at = _field(axis, meeting)
    return [
        sphere_sign(value, programme, script)
        if isinstance(value, Sphere)
        else _part(value, f"{at}[{number}]", programme, script)
        for number, value in enumerate(programme.values(topology, axis), start=1)
    ]


def _field(axis: str, meeting: Meeting) -> str:
    """Where the programme's file lists the values of an axis."""
    programme = meeting.programme
    own = programme.network(meeting.stage.network or "")
    if own is None or axis in {"sphere", "part"}:
        return f"{axis}s"
    place = [each.id for each in own.axes].index(axis)
    return f"networks[{programme.networks.index(own) + 1}].axes[{place + 1}].values"


def _value(axis: Axis, letter: str, meeting: Meeting, script: Script) -> Mapping[str, Said]:
    """What a letter stands for."""
    found = {value["letter"]: value for value in _values(axis.name, meeting, script)}
    if letter in found:
        return found[letter]
    name = script.labels.staying(axis, letter)
    return {"field": "networks", "name": name, "short": name, "short-at": "name"}


def _guide(
    value: Sphere | Part | AxisValue, about: Mapping[str, Said], meeting: Meeting, script: Script
) -> Mapping[str, Any] | None:
    """What the group of a value looks for: as the protocol has it, else the value's question."""
    protocol, programme = meeting.protocol, meeting.programme
    guide = protocol.guides.get(value.id) if protocol else None
    if protocol is not None and guide is not None:
        file, source, at = "protocol", protocol.source, f"guides.{value.id}"
        texts = {key: getattr(guide, key) for key in ("question", "test", "good", "poor")}
    elif not isinstance(value, Sphere) and value.question is not None:
        file, source, at = "programme", programme.source, str(about["field"])
        texts = {"question": value.question, "test": None, "good": None, "poor": None}
    else:
        return None
    said = {key: text and script.say(text, source, f"{at}.{key}") for key, text in texts.items()}
    return {"file": file, "field": at, "name": about["name"], **said}


def _direction(
    direction: Direction, sphere: str, number: int, protocol: Protocol, script: Script
) -> Mapping[str, Any]:
    key = sphere if sphere in protocol.directions else "all"
    at = f"directions.{key}[{number}]"
    return {
        "field": at,
        "number": number,
        "name": script.say(direction.name, protocol.source, f"{at}.name"),
        "hint": direction.hint and script.say(direction.hint, protocol.source, f"{at}.hint"),
    }


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
            "sections": list(_sections(pages, meeting, protocol.source, at, script)),
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


def _sections(
    pages: ProtocolStep, meeting: Meeting, source: str, at: str, script: Script
) -> Iterator[Mapping[str, Any]]:
    for number, section in enumerate(pages.sections, start=1):
        yield {
            **_section(section, source, f"{at}.sections[{number}]", script),
            "keys": _keys(section, meeting, script),
        }


def _keys(section: Section, meeting: Meeting, script: Script) -> list[list[Mapping[str, Said]]]:
    """What the letters to tick in ``section`` stand for, where they are all those of an axis."""
    language, languages, topology = script.labels.language, script.languages, meeting.topology
    ticked = [
        {choice.within(language, languages).words for choice in column.choices}
        for column in section.columns
    ]
    own = [axis.name for axis in topology.lettered] if topology else []
    keys = [_values(axis, meeting, script) for axis in dict.fromkeys(("part", "sphere", *own))]
    return [key for key in keys if {entry["letter"] for entry in key} in ticked]


def _section(section: Section, source: str, at: str, script: Script) -> Mapping[str, Any]:
    labels = script.labels
    return {
        "field": at,
        "title": script.say(section.title, source, f"{at}.title"),
        "minutes": section.minutes and labels("minutes", n=section.minutes),
        "hint": section.hint and script.say(section.hint, source, f"{at}.hint"),
        "points": [
            script.say(point, source, f"{at}.points[{number}]")
            for number, point in enumerate(section.points, start=1)
        ],
        "each": section.each,
        "rows": section.rows,
        "lines": section.lines,
        "columns": [
            {
                "title": script.say(column.title, source, f"{at}.columns[{number}].title"),
                "width": column.width,
                "pick": column.pick,
                "choices": [
                    script.say(choice, source, f"{at}.columns[{number}].choices[{which}]")
                    for which, choice in enumerate(column.choices, start=1)
                ],
            }
            for number, column in enumerate(section.columns, start=1)
        ],
    }


def _rules(protocol: Protocol | None, script: Script) -> list[Said]:
    if protocol is None:
        return []
    return [
        script.say(rule, protocol.source, f"rules[{number}]")
        for number, rule in enumerate(protocol.rules, start=1)
    ]
