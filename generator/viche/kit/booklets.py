"""What stands in the personal booklets, as data for ``booklet.typ``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.kit.cards import Route, kind_of, printed_card, route_of
from viche.kit.script import Said, Script
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.model.programme import Part, Programme, Sphere
from viche.model.protocol import Direction, Guide, Protocol, ProtocolStep, Section
from viche.model.session import WORK, TimedStep, timetable
from viche.model.topology import Axis
from viche.network import Card
from viche.network.meeting import cards_of

_SHOWN = WORK | {"break", "reserve"}
"""The kinds of steps in the route on the cover; nobody needs a line for the way to a table."""


def compose(
    meeting: Meeting, cell: Cell, script: Script, cards: Sequence[Card]
) -> Mapping[str, Any]:
    """All that ``booklet.typ`` needs, for some ``cards`` of the meeting."""
    labels, session, protocol = script.labels, meeting.session, meeting.protocol
    title = script.say(session.title, session.source, "title")
    # All cards count, so that one that is printed again by itself looks the same.
    routes = {card.seat: route_of(card, script) for card in cards_of(meeting)}
    sources = {
        "cell": cell.source,
        "programme": meeting.programme.source,
        "session": session.source,
    }
    if protocol is not None:
        sources["protocol"] = protocol.source
    return {
        "sources": sources,
        "language": labels.language,
        "direction": labels.direction,
        "title": labels("kit-booklets-title", session=_bare(title)),
        "author": _bare(script.say(cell.name, cell.source, "name")),
        "cell": script.say(cell.name, cell.source, "name"),
        "session": title,
        "date": _date(meeting, cell, script),
        "venue": _venue(meeting, cell, script),
        "notice": cell.notice and script.say(cell.notice, cell.source, "notice"),
        "imprint": _imprint(meeting, cell, script),
        "protocol": protocol and script.say(protocol.title, protocol.source, "title"),
        "form": _form(protocol, script),
        "rules": _rules(protocol, script),
        "timetable": [
            {
                "id": timed.step.id,
                "time": _time(timed, cell, script),
                "title": _step_title(timed, meeting, script),
                "work": timed.step.kind in WORK,
                "block": _block(timed, meeting),
            }
            for timed in timetable(session)
            if timed.step.kind in _SHOWN
        ],
        "steps": list(_steps(meeting, cell, script, routes)),
        "kinds": _kinds(meeting, script, cards, routes),
        "seats": [printed_card(card, routes[card.seat], meeting, cell, script) for card in cards],
        "labels": _labels(script),
    }


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
    programme, protocol, topology = meeting.programme, meeting.protocol, meeting.topology
    assert topology is not None
    axes = {axis.name: axis for axis in topology.lettered}
    letter = dict(zip(axes, letters.split("-"), strict=False))  # no letters: nothing to name
    sphere = programme.sphere(letter["sphere"]) if "sphere" in letter else None
    part = programme.part(letter["part"]) if "part" in letter else None
    guide = protocol.guides.get(part.id) if protocol and part else None
    directions = protocol.directions_of(sphere.id if sphere else None) if protocol else ()
    shown = {
        "sphere": sphere and _sphere(sphere, programme, script),
        "part": part and _part(part, programme, script),
    }
    return {
        **shown,
        "names": [
            shown.get(name) or _value(axes[name], letter[name], meeting, script) for name in letter
        ],
        "guide": guide and protocol and part and _guide(guide, part, protocol, script),
        "directions": [
            _direction(direction, sphere, number, protocol, script)
            for number, direction in enumerate(directions, start=1)
            if protocol
        ],
    }


def _sphere(sphere: Sphere, programme: Programme, script: Script) -> Mapping[str, Said]:
    at = f"spheres[{programme.spheres.index(sphere) + 1}]"
    return {
        "field": at,
        "letter": sphere.letter,
        "colour": sphere.colour,
        "shape": sphere.shape,
        "name": script.say(sphere.name, programme.source, f"{at}.name"),
        "short": script.say(sphere.short, programme.source, f"{at}.short"),
        "short-at": "short",
    }


def _part(part: Part, programme: Programme, script: Script) -> Mapping[str, Said]:
    at = f"parts[{programme.parts.index(part) + 1}]"
    name = script.say(part.name, programme.source, f"{at}.name")
    return {
        "field": at,
        "letter": part.letter,
        "name": name,
        "short": name,
        "short-at": "name",
        "question": script.say(part.question, programme.source, f"{at}.question"),
    }


def _value(axis: Axis, letter: str, meeting: Meeting, script: Script) -> Mapping[str, Said]:
    """What a letter stands for on an axis that the network has itself."""
    programme, topology = meeting.programme, meeting.topology
    assert topology is not None
    names = {value.letter: value.name for value in programme.values(topology, axis.name)}
    name = (
        script.say(names[letter], programme.source, "networks")
        if letter in names
        else script.labels.staying(axis, letter)
    )
    return {"field": "networks", "name": name, "short": name, "short-at": "name"}


def _guide(guide: Guide, part: Part, protocol: Protocol, script: Script) -> Mapping[str, Any]:
    texts = {key: getattr(guide, key) for key in ("question", "test", "good", "poor")}
    at = f"guides.{part.id}"
    return {"field": at} | {
        key: text and script.say(text, protocol.source, f"{at}.{key}")
        for key, text in texts.items()
    }


def _direction(
    direction: Direction, sphere: Sphere | None, number: int, protocol: Protocol, script: Script
) -> Mapping[str, Any]:
    key = sphere.id if sphere and sphere.id in protocol.directions else "all"
    at = f"directions.{key}[{number}]"
    return {
        "field": at,
        "name": script.say(direction.name, protocol.source, f"{at}.name"),
        "hint": direction.hint and script.say(direction.hint, protocol.source, f"{at}.hint"),
    }


def _steps(
    meeting: Meeting, cell: Cell, script: Script, routes: Mapping[str, Route]
) -> Iterator[Mapping[str, Any]]:
    """The steps of the session that have pages in the protocol, in the session's order."""
    protocol = meeting.protocol
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
            "title": _step_title(timed, meeting, script),
            "title-at": _title_field(timed, meeting),
            "time": _time(timed, cell, script),
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
            "keys": _keys(section, meeting.programme, script),
        }


def _keys(
    section: Section, programme: Programme, script: Script
) -> list[Sequence[Mapping[str, Said]]]:
    """What the letters to tick in ``section`` stand for, where they are all those of an axis."""
    language, languages = script.labels.language, script.languages
    ticked = [
        {choice.within(language, languages).words for choice in column.choices}
        for column in section.columns
    ]
    parts = [_part(part, programme, script) for part in programme.parts]
    spheres = [_sphere(sphere, programme, script) for sphere in programme.spheres]
    return [key for key in (parts, spheres) if {entry["letter"] for entry in key} in ticked]


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


def _form(protocol: Protocol | None, script: Script) -> str:
    if protocol is None:
        return ""
    labels = script.labels
    form = script.plain(protocol.form, protocol.source, "form")
    version = script.plain(protocol.version, protocol.source, "version")
    return labels("kit-form", form=labels.isolate(form), version=labels.isolate(version))


def _step_title(timed: TimedStep, meeting: Meeting, script: Script) -> Said:
    session = meeting.session
    title = script.labels.step_title(meeting, timed.step, script.languages)
    return script.said(title, session.source, _title_field(timed, meeting))


def _title_field(timed: TimedStep, meeting: Meeting) -> str:
    return f"steps[{meeting.session.steps.index(timed.step) + 1}].title"


# A closed cell prints neither exact times nor places: the paper may end up in any hands.


def _time(timed: TimedStep, cell: Cell, script: Script) -> str:
    if cell.is_closed:
        return script.labels("minutes", n=timed.step.minutes)
    return script.labels.span(timed.start, timed.end)


def _date(meeting: Meeting, cell: Cell, script: Script) -> str:
    labels, session = script.labels, meeting.session
    if cell.is_closed:
        return labels.month(session.date)
    steps = timetable(session)
    return f"{labels.date(session.date)}, {labels.span(steps[0].start, steps[-1].end)}"


def _venue(meeting: Meeting, cell: Cell, script: Script) -> Mapping[str, Said]:
    if cell.is_closed:
        return {}
    venue, source = meeting.session.venue, meeting.session.source
    texts = {"name": venue.name, "address": venue.address, "access": venue.access}
    return {key: script.say(text, source, f"venue.{key}") for key, text in texts.items() if text}


def _imprint(meeting: Meeting, cell: Cell, script: Script) -> list[str]:
    """Who holds the session, and how to write to them."""
    labels, organisers = script.labels, meeting.organisers

    def name(organisation: str) -> str:
        text = cell.organisation_name(organisation)
        return _marked(script.say(text, cell.source, "organisations"))

    lines = [labels("kit-organiser", name=name(organisers.main))]
    if organisers.co:
        names = labels.list([name(organisation) for organisation in organisers.co])
        lines.append(labels("kit-co-organisers", names=names))
    if cell.contact:
        contact = script.plain(cell.contact, cell.source, "contact")
        lines.append(labels("kit-contact", contact=labels.isolate(contact)))
    return lines


def _marked(said: Said) -> str:
    """The words inside a sentence of ours, the mark in brackets."""
    if isinstance(said, str):
        return said
    return f"\u2068{said['words']}\u2069 ({said['mark']})"


def _bare(said: Said) -> str:
    """The words alone, where a mark cannot stand."""
    return said if isinstance(said, str) else said["words"]
