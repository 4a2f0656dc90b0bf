"""What a session is, in sentences for those who haven't been to one: guests, press, passers-by.

Every sentence follows from the data. What a closed cell keeps to itself is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from viche.kit.article import Fact, Section, fact, section, sentences
from viche.kit.cards import session_address
from viche.kit.codes import printed_code
from viche.kit.facts import contact_of, date, marked, organisers, say, venue
from viche.kit.order import Order
from viche.kit.script import Said, Script
from viche.model.content import Meeting
from viche.model.programme import Sphere, Stage
from viche.model.session import Registration
from viche.model.text import Text
from viche.network import measure


def place(order: Order, script: Script) -> str:
    """Name and address of the hall in one line; empty where it isn't told."""
    told = venue(order, script)
    return ", ".join(marked(told[key]) for key in ("name", "address") if key in told)


def when_and_where(order: Order, script: Script) -> list[Fact | None]:
    """Date, place, and how to get in."""
    labels = order.labels
    return [
        fact(labels("press-when"), date(order)),
        fact(labels("press-where"), place(order, script)),
        fact(labels("press-access"), venue(order, script).get("access")),
    ]


def of_stage(text: Text, field: str, order: Order, script: Script, stage: Stage) -> Said:
    """A text of a stage."""
    programme = order.meeting.programme
    at = f"stages[{programme.stages.index(stage) + 1}].{field}"
    return script.say(text, programme.source, at)


def purpose(order: Order, script: Script) -> Said:
    """Why the session is held."""
    stage = order.meeting.stage
    return of_stage(stage.purpose, "purpose", order, script, stage)


def output(order: Order, script: Script) -> str:
    """What is to come out of the session."""
    stage = order.meeting.stage
    return marked(of_stage(stage.output, "output", order, script, stage))


def published(order: Order, script: Script) -> str:
    """What is to happen with the result; empty if the programme doesn't say."""
    stage = order.meeting.stage
    texts = enumerate(stage.published, 1)
    return "; ".join(
        marked(of_stage(text, f"published[{n}]", order, script, stage)) for n, text in texts
    )


def promised(order: Order, script: Script) -> str:
    """The result, and what is to happen with it."""
    labels, where = order.labels, published(order, script)
    return sentences(
        labels("press-output", output=output(order, script)),
        labels("press-published", where=where) if where else "",
    )


def guests(order: Order, script: Script) -> list[Mapping[str, Said]]:
    """Whom the stage invites, in its order: ``name``, and the ``field`` where it is written."""
    programme = order.meeting.programme
    places = {category.id: number for number, category in enumerate(programme.categories)}
    found: list[Mapping[str, Said]] = []
    for name in order.meeting.stage.categories:
        at = f"categories[{places[name] + 1}].name"
        words = script.say(programme.categories[places[name]].name, programme.source, at)
        found.append({"field": at, "name": words})
    return found


def invited(order: Order, script: Script) -> str:
    """Whom the stage invites, in its order; empty if it names nobody."""
    return order.labels.list([marked(guest["name"]) for guest in guests(order, script)])


def in_groups(meeting: Meeting) -> bool:
    """Whether people work in groups that change."""
    return len({step.grouping for step in meeting.session.grouping_steps}) > 1


def everyone_is_heard(meeting: Meeting) -> bool:
    """Whether by the last step the ideas of everybody can have come to everybody."""
    if meeting.plan is None or meeting.topology is None or not meeting.plan.steps:
        return False
    return measure(meeting.plan, meeting.topology).steps[-1].reach_mean == 1


def spheres(meeting: Meeting) -> tuple[Sphere, ...]:
    """The spheres in which the session works; none where its network has none."""
    topology, counted = meeting.topology, meeting.session.attendance
    if topology is None or all(axis.name != "sphere" for axis in topology.lettered):
        return ()
    found = meeting.programme.spheres
    return tuple(sphere for sphere in found if not counted or counted.get(sphere.id))


def registration(order: Order, script: Script) -> Section:
    """How to sign up: at the address that the cell gives, else by writing to it."""
    labels, session, contact = order.labels, order.meeting.session, contact_of(order, script)
    given = session.registration or Registration()
    # The last day to sign up would tell which day it is.
    until = given.until if not order.cell.is_closed else None
    told = [
        fact(labels("press-register"), labels.isolate(given.address) if given.address else None),
        fact(labels("press-write"), contact if not given.address else None),
        fact(labels("press-until"), labels.date(until) if until else None),
        fact(
            labels("press-note"),
            say(given.note, script, session.source, "registration.note"),
        ),
    ]
    return section("facts", told, labels("press-come"))


def about(order: Order, script: Script) -> Section:
    """Who holds the session."""
    cell = order.cell
    description = script.say(cell.description, cell.source, "description")
    return section(
        "paragraphs", [*organisers(order, script), description], order.labels("press-about")
    )


def page_code(order: Order) -> Mapping[str, Any]:
    """The QR code of the session's page."""
    return printed_code(session_address(order), order.labels("press-code-alt"))
