"""What every piece says alike: who, where, when, and which sphere has which sign.

A closed cell prints neither exact times nor places: the paper may end up in any hands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from viche.kit.order import Order
from viche.kit.script import Said, Script
from viche.model.content import Meeting
from viche.model.programme import Programme, Sphere
from viche.model.session import TimedStep, timetable
from viche.model.text import Text


def masthead(order: Order, script: Script, title: str) -> Mapping[str, Any]:
    """What ``document-of`` in ``style.typ`` wants, and what may stand at the head of any piece.

    No more than that: a piece is set again only when something changes that stands in it. The date
    stands here also for the moment that a PDF bears, which follows from it.

    Args:
        order: what is made.
        script: the words of the piece.
        title: the label of the document's title, which has a place for the ``session``.
    """
    labels, meeting, cell = order.labels, order.meeting, order.cell
    session = meeting.session
    name = script.say(session.title, session.source, "title")
    who = script.say(cell.name, cell.source, "name")
    protocol = meeting.protocol
    return {
        "sources": {
            "cell": cell.source,
            "programme": meeting.programme.source,
            "session": session.source,
            "roster": roster_of(meeting),
        }
        | ({"protocol": protocol.source} if protocol else {}),
        "language": labels.language,
        "direction": labels.direction,
        "title": labels(title, session=bare(name)),
        "author": bare(who),
        "logo": cell.print.logo,
        "cell": who,
        "session": name,
        "date": date(order),
    }


def event(order: Order, script: Script) -> Mapping[str, Any]:
    """What a piece for guests says besides: ``venue``, ``notice`` and ``imprint``."""
    return {
        "venue": venue(order, script),
        "notice": notice(order, script),
        "imprint": imprint(order, script),
    }


def bare(said: Said) -> str:
    """The words alone, where a mark of their language cannot stand."""
    return said if isinstance(said, str) else said["words"]


def marked(said: Said) -> str:
    """The words inside a sentence of ours, the mark of their language in brackets."""
    if isinstance(said, str):
        return said
    return f"\u2068{said['words']}\u2069 ({said['mark']})"


def date(order: Order) -> str:
    """The day and the hours of the session."""
    labels, session = order.labels, order.meeting.session
    if order.cell.is_closed:
        return labels.month(session.date)
    steps = timetable(session)
    return f"{labels.date(session.date)}, {labels.span(steps[0].start, steps[-1].end)}"


def time(timed: TimedStep, order: Order) -> str:
    """When a step is held."""
    if order.cell.is_closed:
        return order.labels("minutes", n=timed.step.minutes)
    return order.labels.span(timed.start, timed.end)


def time_title(order: Order) -> str:
    """What a column of such times is called."""
    return order.labels("duration" if order.cell.is_closed else "time")


def venue(order: Order, script: Script) -> Mapping[str, Said]:
    """``name``, ``address`` and ``access`` of the place, as far as they are told."""
    if order.cell.is_closed:
        return {}
    place, source = order.meeting.session.venue, order.meeting.session.source
    texts = {"name": place.name, "address": place.address, "access": place.access}
    return {key: script.say(text, source, f"venue.{key}") for key, text in texts.items() if text}


def notice(order: Order, script: Script) -> Said | None:
    """What the cell has to say on whatever it hands out, if it has."""
    return say(order.cell.notice, script, order.cell.source, "notice")


def imprint(order: Order, script: Script) -> list[str]:
    """Who holds the session, and how to write to them."""
    contact = contact_of(order, script)
    told = [order.labels("kit-contact", contact=contact)] if contact else []
    return [*organisers(order, script), *told]


def organisers(order: Order, script: Script) -> list[str]:
    """Who holds the session."""
    labels, cell, held_by = order.labels, order.cell, order.meeting.organisers

    def name(organisation: str) -> str:
        text = cell.organisation_name(organisation)
        return marked(script.say(text, cell.source, "organisations"))

    lines = [labels("kit-organiser", name=name(held_by.main))]
    if held_by.co:
        names = labels.list([name(organisation) for organisation in held_by.co])
        lines.append(labels("kit-co-organisers", names=names))
    return lines


def contact_of(order: Order, script: Script) -> str:
    """How to write to the cell; empty if it doesn't say."""
    cell = order.cell
    if not cell.contact:
        return ""
    return order.labels.isolate(script.plain(cell.contact, cell.source, "contact"))


def step_title(timed: TimedStep, order: Order, script: Script) -> Said:
    """What a step is called."""
    meeting = order.meeting
    title = order.labels.step_title(meeting, timed.step, script.languages)
    return script.said(title, meeting.session.source, title_field(timed, order))


def title_field(timed: TimedStep, order: Order) -> str:
    """Where a step's title is written."""
    return f"steps[{order.meeting.session.steps.index(timed.step) + 1}].title"


def form(order: Order, script: Script, piece: str) -> str:
    """The id and version of a form that people fill in, for the foot of its pages.

    That of the booklet is the protocol's own; other pieces add their name to it.
    """
    protocol = order.meeting.protocol
    if protocol is None:
        return ""
    labels = order.labels
    name = script.plain(protocol.form, protocol.source, "form") + piece
    version = script.plain(protocol.version, protocol.source, "version")
    return labels("kit-form", form=labels.isolate(name), version=labels.isolate(version))


def sphere_sign(sphere: Sphere, programme: Programme, script: Script) -> Mapping[str, Said]:
    """A sphere as ``sign.typ`` draws it, with its names."""
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


def roster_of(meeting: Meeting) -> str:
    """Where the names of a meeting are written."""
    return f"content/private/{meeting.id}/roster.csv"


def bearer_of(seat: str, order: Order, script: Script) -> Mapping[str, str | None]:
    """Who holds a seat: ``name``, in its own direction, and ``code``.

    A closed cell prints the code alone; there ``name`` is ``None``. Whatever is wrong with a name
    is told of the seat: messages name nobody.
    """
    bearer, name = order.bearers[seat], None
    if not order.cell.is_closed:
        name = f"\u2068{script.plain(bearer.name, roster_of(order.meeting), seat)}\u2069"
    return {"name": name, "code": order.labels.isolate(bearer.code)}


def say(text: Text | None, script: Script, source: str, field: str) -> Said | None:
    """A text that may be missing."""
    return None if text is None else script.say(text, source, field)
