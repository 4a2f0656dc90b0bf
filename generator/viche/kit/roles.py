"""Role cards: what to do, what never to do, what to say. One set lies on each table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from viche.kit.facts import masthead
from viche.kit.groups import groups_of
from viche.kit.order import Draft, Order
from viche.labels import Labels
from viche.model.content import Meeting
from viche.model.plan import Role

CARDS = (Role.MODERATOR, Role.SECRETARY, "timekeeper", Role.REPORTER)
"""Nobody's seat has to keep the time: whoever likes takes that card."""


def draft(order: Order) -> Draft | None:
    """A set of cards, two pages each; printed for as many tables as may be in use at one time."""
    sets = len(tables_of(order.meeting))
    if not sets:
        return None
    script, labels = order.script(), order.labels
    data = {
        **masthead(order, script, "roles-title"),
        "roles": [_card(role, labels) for role in CARDS],
        "labels": {
            "does": labels("roles-does"),
            "never": labels("roles-never"),
            "phrases": labels("roles-phrases"),
            "trap": labels("roles-trap"),
        },
    }
    return Draft("roles", "role.typ", data, script, copies=sets)


def tables_of(meeting: Meeting) -> Collection[int]:
    """The tables on which a set lies: those of the step that may use most."""
    steps = meeting.session.grouping_steps if meeting.plan else ()
    used = ({group.table for group in groups_of(meeting, step)} for step in steps)
    return max(used, key=len, default=set())


def _card(role: str, labels: Labels) -> Mapping[str, Any]:
    """The texts of a card; a line of a label is a point of a list."""
    return {
        "name": labels(f"roles-{role}"),
        "task": labels(f"roles-{role}-task"),
        "trap": labels(f"roles-{role}-trap"),
        **{
            part: labels(f"roles-{role}-{part}").splitlines()
            for part in ("does", "never", "phrases")
        },
    }
