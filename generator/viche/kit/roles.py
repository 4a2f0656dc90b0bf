"""Role cards: what to do, what never to do, what to say. One set lies on each table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from viche.kit.facts import masthead
from viche.kit.order import Draft, Order
from viche.labels import Labels
from viche.model.plan import Plan, Role

_CARDS = (Role.MODERATOR, Role.SECRETARY, "timekeeper", Role.REPORTER)
"""Nobody's seat has to keep the time: whoever likes takes that card."""


def draft(order: Order) -> Draft | None:
    """A set of cards, two pages each; printed for as many tables as are in use at one time."""
    plan = order.meeting.plan
    if plan is None:
        return None
    script, labels = order.script(), order.labels
    data = {
        **masthead(order, script, "roles-title"),
        "roles": [_card(role, labels) for role in _CARDS],
        "labels": {
            "does": labels("roles-does"),
            "never": labels("roles-never"),
            "phrases": labels("roles-phrases"),
            "trap": labels("roles-trap"),
        },
    }
    return Draft("roles", "role.typ", data, script, copies=_busiest(plan))


def _busiest(plan: Plan) -> int:
    """How many tables are in use at the step that uses most."""
    return max(
        len({place.table for place in places})
        for places in zip(*(seat.route for seat in plan.seats), strict=True)
    )


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
