"""Group sheets: what every group hands in of every step, as data for ``record.typ``.

They are laid out like the file into which a secretary types them: items with their numbers, and
dissent beside the item, without names.
"""

from __future__ import annotations

from collections.abc import Iterator

from viche.kit.groups import shared_steps, sheets, step_of
from viche.kit.groups import tables_of as tables_at
from viche.kit.order import Draft, Order
from viche.model.content import Meeting


def draft(order: Order) -> Draft | None:
    """A sheet for every group of every step whose protocol has something to fill in together."""
    script = order.script()
    steps = [step_of(timed, pages, order, script) for timed, pages in shared_steps(order.meeting)]
    if not steps:
        return None
    labels, data = order.labels, sheets(order, script, "records-title", steps, "-R")
    own = {
        "came": labels("records-came"),
        "recorder": labels("records-recorder"),
        "dissent": labels("records-dissent"),
        "handed": labels("records-handed"),
    }
    return Draft("records", "record.typ", data | {"labels": data["labels"] | own}, script)


def tables_of(meeting: Meeting) -> Iterator[int]:
    """By sheet, the table on which it lies."""
    return tables_at(meeting, (timed for timed, _ in shared_steps(meeting)))
