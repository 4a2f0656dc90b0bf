"""Wall sheets: the shared tables of every group in large letters, as data for ``wall.typ``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.kit.groups import shared_steps, sheets, step_of
from viche.kit.groups import tables_of as tables_at
from viche.kit.order import Draft, Order
from viche.model.content import Meeting
from viche.model.protocol import ProtocolStep
from viche.model.session import TimedStep

_MOST_COLUMNS = 4
_LEAST_SHARE = 1 / 12
"""Of 370 mm: whoever writes with a marker needs 30 mm for a word or a number."""


def draft(order: Order) -> Draft | None:
    """A sheet for every group and step. Groups that gather again go on with a table they have."""
    script = order.script()
    steps = [step_of(timed, pages, order, script) for timed, pages in _new(order.meeting)]
    if not steps:
        return None
    large = [{**step, "tables": [_large(table) for table in step["tables"]]} for step in steps]
    data = sheets(order, script, "walls-title", large, "-W")
    return Draft("walls", "wall.typ", data | {"how": order.labels("walls-how")}, script)


def steps_of(meeting: Meeting) -> list[TimedStep]:
    """The steps for which groups get a wall sheet."""
    return [timed for timed, _ in _new(meeting)]


def tables_of(meeting: Meeting) -> Iterator[int]:
    """By sheet, the table beside which it hangs."""
    return tables_at(meeting, steps_of(meeting))


def _new(meeting: Meeting) -> Iterator[tuple[TimedStep, ProtocolStep]]:
    """The steps at which groups share a table that isn't on their wall yet."""
    seen: set[tuple[str | None, str]] = set()
    for timed, pages in shared_steps(meeting):
        shared = {(timed.step.grouping, each.id) for each in pages.sections if each.shared}
        if not shared <= seen:
            yield timed, pages
        seen |= shared


def _large(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """A table with what can be written and read from afar.

    Hints stand on the group's other sheet. Of the columns the four widest stay, the first of those
    that are alike, without any that would be too narrow then.
    """
    columns = _widest(table["columns"])
    whole = sum(column["width"] for column in columns)
    kept = [column for column in columns if column["width"] >= _LEAST_SHARE * whole]
    ticked = [
        {choice for choice in column["choices"] if isinstance(choice, str)} for column in kept
    ]
    keys = [key for key in table["keys"] if {entry["letter"] for entry in key} in ticked]
    return {**table, "minutes": None, "hint": None, "points": [], "columns": kept, "keys": keys}


def _widest(columns: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    by_width = sorted(columns, key=lambda column: -int(column["width"]))
    kept = [id(column) for column in by_width[:_MOST_COLUMNS]]
    return [column for column in columns if id(column) in kept]
