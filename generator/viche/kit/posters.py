"""Posters of spheres: they hang where a sphere sits, so that people find it from across the hall.

A poster hangs all day, so it names all tables at which people of its sphere may sit together. A
session that never groups people by sphere has no posters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from viche.kit.facts import masthead, sphere_sign
from viche.kit.groups import groups_of
from viche.kit.order import Draft, Order
from viche.labels import Labels
from viche.model.content import Meeting


def draft(order: Order) -> Draft | None:
    """A poster for each sphere that has tables of its own."""
    programme, found = order.meeting.programme, tables_of(order.meeting)
    if not found:
        return None
    script, labels = order.script(), order.labels
    posters = [
        {
            "sphere": sphere_sign(sphere, programme, script),
            "tables": _said(found[sphere.letter], labels),
        }
        for sphere in programme.spheres
        if sphere.letter in found
    ]
    data = {**masthead(order, script, "posters-title"), "posters": posters}
    return Draft("posters", "poster.typ", data, script)


def tables_of(meeting: Meeting) -> Mapping[str, Sequence[int]]:
    """By the letter of a sphere, its tables in their order; none without a plan."""
    tables: dict[str, set[int]] = {}
    for step in meeting.session.grouping_steps if meeting.plan else ():
        for group in groups_of(meeting, step):
            if letter := group.letters.get("sphere"):
                tables.setdefault(letter, set()).add(group.table)
    return {letter: sorted(found) for letter, found in tables.items()}


def _said(tables: Sequence[int], labels: Labels) -> str:
    first, *others = tables
    if not others:
        return labels("posters-table", table=labels.isolate(first))
    in_a_row = others[-1] - first == len(others)
    told = labels.span(first, others[-1]) if in_a_row else ", ".join(map(labels.isolate, tables))
    return labels("posters-tables", tables=told)
