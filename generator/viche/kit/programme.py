"""The programme for the wall: when what happens, in letters that are read from two metres."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from viche.kit.article import heading
from viche.kit.facts import event, masthead, sphere_sign, step_title, time, time_title, title_field
from viche.kit.order import Draft, Order
from viche.kit.script import Script
from viche.kit.telling import page_code, spheres
from viche.model.session import Session, Step, TimedStep, timetable

_UNTOLD = ("move", "reserve")
"""Those who stand before the poster need to know of work, of rest, and when they can go."""


def draft(order: Order) -> Draft:
    """A poster with the timetable, the spheres, and the code of the session's page."""
    script, meeting = order.script(), order.meeting
    head = masthead(order, script, "programme-title")
    title, code = heading(head["session"]), page_code(order)
    data = {
        **head,
        **event(order, script),
        "heading": title,
        "kind": order.labels("programme-kind"),
        "timetable": list(_lines(order, script)),
        "spheres": [sphere_sign(each, meeting.programme, script) for each in spheres(meeting)],
        "code": code,
        "labels": {
            "code": order.labels("press-page"),
            "columns": [time_title(order), order.labels("step")],
        },
    }
    return Draft("programme", "programme.typ", data, script, codes={title: code["address"]})


def _lines(order: Order, script: Script) -> Iterator[Mapping[str, Any]]:
    session = order.meeting.session
    steps = timetable(session)
    told = [timed for timed in steps if timed.step.kind not in _UNTOLD]
    for timed in told:
        yield {
            "time": time(timed, order),
            "title": step_title(timed, order, script),
            "field": title_field(timed, order),
            "about": _about(timed.step, session, order),
            "work": timed.step.kind != "break",
        }
    if told and told[-1] is not steps[-1] and not order.cell.is_closed:
        yield _end(told[-1], steps[-1], order)


def _end(told: TimedStep, last: TimedStep, order: Order) -> Mapping[str, Any]:
    """When everybody can go: at the end of the reserve at the latest."""
    labels = order.labels
    return {
        "time": labels.isolate(labels.time(last.end)),
        "title": labels("programme-end"),
        "field": title_field(last, order),
        "about": labels("programme-end-early", time=labels.isolate(labels.time(told.end))),
        "work": False,
    }


def _about(step: Step, session: Session, order: Order) -> str:
    """What happens at a step, for somebody who comes for the first time.

    Of a task that the cell has named itself, the name has to say it.
    """
    labels = order.labels
    if step.kind == "groups":
        if session.returns(step):
            return labels("programme-again")
        first = step == session.grouping_steps[0]
        return labels("programme-first" if first else "programme-new")
    if step.kind == "reports":
        return labels("programme-reports")
    return labels("programme-task") if step.kind == "task" and step.title is None else ""
