"""Sign-in slips: one sheet a person, so that nobody reads what the one before has written.

In front stands who comes; on the back what happens with these data, and what the person agrees to.
Nothing is ticked beforehand. A closed cell asks for a code alone: no name, no contact, no picture
and no signature.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.kit.facts import bearer_of, form, marked, masthead
from viche.kit.order import Audience, Draft, Order
from viche.kit.reserve import room
from viche.kit.script import Said, Script
from viche.kit.telling import guests


def draft(order: Order) -> Draft | None:
    """A sheet of blank slips, printed as often as it is needed; or one slip for each bearer.

    The slips of bearers come in the order in which those are given, and are private.
    """
    if not (order.bearers or order.meeting.session.expected):
        return None
    script, labels = order.script(), order.labels
    data = {
        **masthead(order, script, "slips-title"),
        "form": form(order, script, "-SIGN"),
        "slips": [bearer and _named(bearer, order, script) for bearer in _bearers(order)],
        "asks-name": not order.cell.is_closed,
        "categories": guests(order, script),
        "told": list(_told(order, script)),
        "contact": order.cell.contact or "@",
        "consents": _consents(order),
        "labels": {
            "page": labels("kit-page", n="{n}", m="{m}"),
            "heading": labels("slips-heading"),
            "name": labels("slips-name"),
            "contact": labels("slips-contact"),
            "code": labels("slips-code"),
            "seat": labels("seat"),
            "category": labels("slips-category"),
            "data": labels("slips-data"),
            "consent": labels("slips-consent"),
            "freely": labels("slips-freely"),
            "signature": labels("slips-signature"),
            "date": labels("slips-date"),
        },
    }
    return Draft(
        "slips",
        "slip.typ",
        data,
        script,
        copies=_copies(order),
        audience=Audience.PRIVATE if order.bearers else Audience.TEAM,
    )


def count(order: Order) -> int:
    """How many slips are printed: whole sheets of them."""
    return len(_bearers(order)) * _copies(order)


def _on_a_sheet(order: Order) -> int:
    layout = order.sheets.pieces["slips"]
    return layout.columns * layout.rows


def _copies(order: Order) -> int:
    """How many sheets hold a slip for everybody who can come; named slips are printed once."""
    return 1 if order.bearers else -(-room(order.meeting) // _on_a_sheet(order))


def _bearers(order: Order) -> Sequence[str | None]:
    """The seats whose slips are on one copy; those of a sheet of blank slips are nobody's."""
    found = [seat for seat in order.bearers if order.seats is None or seat in order.seats]
    return found or [None] * _on_a_sheet(order)


def _named(seat: str, order: Order, script: Script) -> Mapping[str, Any]:
    return {"id": seat, "seat": script.labels.isolate(seat), **bearer_of(seat, order, script)}


def _told(order: Order, script: Script) -> Iterator[Mapping[str, Any]]:
    """What happens with the data. ``field`` says where the cell has written it, if it has."""
    labels, cell = order.labels, order.cell
    keeper = script.say(
        cell.organisation_name(order.meeting.organisers.main), cell.source, "organisations"
    )
    purpose: Said = labels("slips-purpose")
    if cell.consent.purpose:
        purpose = script.say(cell.consent.purpose, cell.source, "consent.purpose")
    yield {"field": "consent.purpose", "words": purpose}
    yield {"field": "organisations", "words": labels("slips-keeper", name=marked(keeper))}
    yield {"field": "consent.keep_days", "words": _until(order)}
    if cell.consent.withdraw:
        withdraw = script.say(cell.consent.withdraw, cell.source, "consent.withdraw")
    elif cell.contact:
        contact = script.plain(cell.contact, cell.source, "contact")
        withdraw = labels("slips-withdraw", contact=labels.isolate(contact))
    else:
        withdraw = labels("slips-withdraw-desk")
    yield {"field": "consent.withdraw", "words": withdraw}


def _until(order: Order) -> str:
    """When the slips are destroyed; a closed cell names no day."""
    labels, days = order.labels, order.cell.consent.keep_days
    if order.cell.is_closed:
        return labels("slips-destroyed-after", n=days)
    day = order.meeting.session.date + dt.timedelta(days=days)
    return labels("slips-destroyed", date=labels.date(day))


def _consents(order: Order) -> list[str]:
    """What is asked for, each by itself; nobody takes pictures at the session of a closed cell."""
    labels = order.labels
    pictures = [] if order.cell.is_closed else [labels("slips-agree-pictures")]
    return [labels("slips-agree-data"), *pictures, labels("slips-agree-invitations")]
