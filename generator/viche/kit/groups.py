"""The groups of each step, and the sheets that they fill in together.

What a group writes down belongs to all of it: a sheet names the group, never whoever sits there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from viche.kit.facts import bare, form, masthead, step_title, time, title_field
from viche.kit.names import group_names, grouping_of, sphere_of
from viche.kit.order import Order
from viche.kit.script import Script
from viche.kit.sections import section_of
from viche.kit.tasks import directions_of
from viche.model.content import Meeting
from viche.model.protocol import ProtocolStep
from viche.model.session import Step, TimedStep, timetable
from viche.model.topology import Grouping
from viche.network.meeting import cards_of


@dataclass(frozen=True, slots=True)
class Group:
    """People who sit together at one step.

    Attributes:
        id: unique within the step: ``E-S``, ``E-2``.
        table: where they sit.
        grouping: why they sit together.
        seats: those who have their place here in any case, in the order of the cards.
        opened: where it is dealt at the door, how many tables must be open for it to gather.
    """

    id: str
    table: int
    grouping: Grouping
    seats: tuple[str, ...] = ()
    opened: int | None = None

    @property
    def letters(self) -> Mapping[str, str]:
        """By axis, the letters that all of them share."""
        tokens = zip(self.grouping.axes, self.id.split("-"), strict=True)
        return {axis.name: token for axis, token in tokens if not axis.numbered}

    @property
    def kind(self) -> str:
        """Groups of one kind have the same directions, so their sheets are laid out alike."""
        return "-".join(self.letters.values())


def groups_of(meeting: Meeting, step: Step) -> tuple[Group, ...]:
    """The groups of ``step`` in the order of their tables; none without a plan.

    Where tables are opened as people come, these are all that may be opened.
    """
    seats: dict[tuple[int, str], list[str]] = {}
    opened: dict[tuple[int, str], int] = {}
    for card in cards_of(meeting):
        if home := card.homes.get(step.id):
            seats.setdefault((home.table, home.group), []).append(card.seat)
            continue
        for number, place in card.openings[step.id].items():
            at = place.table, place.group
            opened[at] = min(number, opened.get(at, number))
    grouping = grouping_of(step, meeting)
    return tuple(
        Group(at[1], at[0], grouping, tuple(seats.get(at, ())), opened.get(at))
        for at in sorted({*seats, *opened})
    )


def tables_of(meeting: Meeting, steps: Iterable[TimedStep]) -> Iterator[int]:
    """The table of every group of every one of ``steps``, as often as a group sits there."""
    for timed in steps:
        yield from (group.table for group in groups_of(meeting, timed.step))


def shared_steps(meeting: Meeting) -> Iterator[tuple[TimedStep, ProtocolStep]]:
    """The steps at which groups fill in something together, with their pages in the protocol."""
    if meeting.protocol is None or meeting.plan is None:
        return
    for timed in timetable(meeting.session):
        pages = meeting.protocol.step(timed.step.id)
        if timed.step.kind == "groups" and pages and any(each.shared for each in pages.sections):
            yield timed, pages


def sheets(
    order: Order, script: Script, title: str, steps: Sequence[Mapping[str, Any]], form_part: str
) -> dict[str, Any]:
    """The data of a document with a sheet for every group of ``steps``, as ``group.typ`` wants it.

    ``title`` is the label of its title, and ``form_part`` what it adds to the protocol's form.
    """
    labels = script.labels
    return {
        **masthead(order, script, title),
        "form": form(order, script, form_part),
        "steps": steps,
        "labels": {
            "page": labels("kit-page", n="{n}", m="{m}"),
            "table": labels("table"),
            "direction": labels("kit-direction"),
            "number": labels("number-column"),
        },
    }


def step_of(
    timed: TimedStep, pages: ProtocolStep, order: Order, script: Script
) -> Mapping[str, Any]:
    """A step as ``group.typ`` wants it: its shared tables, its kinds of groups, and its groups."""
    meeting = order.meeting
    groups = groups_of(meeting, timed.step)
    kinds = {group.kind: group.letters for group in groups}
    return {
        "title": step_title(timed, order, script),
        "title-at": title_field(timed, order),
        "time": time(timed, order),
        "tables": list(_tables(pages, meeting, script)),
        "kinds": {kind: directions_of(letters, meeting, script) for kind, letters in kinds.items()},
        "sheets": [_sheet(group, meeting, script) for group in groups],
    }


def _sheet(group: Group, meeting: Meeting, script: Script) -> Mapping[str, Any]:
    labels, axes = script.labels, group.grouping.axes
    # Nobody knows how many come where cards are dealt at the door.
    is_open, number = meeting.session.seating == "open", len(group.seats)
    # The number of a group says no more than its id.
    said = zip(axes, group_names(group.id, group.grouping, meeting, script), strict=True)
    names = [name for axis, name in said if not axis.numbered]
    return {
        "group": group.id,
        "id": labels.isolate(group.id),
        "kind": group.kind,
        "table": str(group.table),
        "seats": None if is_open else labels("records-planned", seats=labels("seats", n=number)),
        "sphere": sphere_of(names),
        "names": names,
    }


def _tables(pages: ProtocolStep, meeting: Meeting, script: Script) -> Iterator[Mapping[str, Any]]:
    """The shared sections as tables, each with the fewest rows that it is to have, or all of them.

    A line is a row of a single column; so is what a section is for that has nothing to fill in.
    """
    protocol = meeting.protocol
    assert protocol is not None
    at = f"steps[{protocol.steps.index(pages) + 1}]"
    item = {"title": script.labels("records-item"), "number": 1, "width": 1, "choices": []}
    for number, section in enumerate(pages.sections, start=1):
        if not section.shared:
            continue
        said = section_of(section, meeting, f"{at}.sections[{number}]", script, for_group=True)
        own, rows = {"fixed": bool(section.group_rows)}, section.group_rows
        if section.columns:
            counted = not _counts(said, script)
            yield {**said, **own, "counted": counted, "rows": rows or max(1, section.rows)}
        if section.lines or not section.columns:
            yield {
                **said,
                **own,
                "counted": True,
                "continued": bool(section.columns),
                "each": None,
                "columns": [{**item, "pick": "one"}],
                "rows": rows or max(1, section.lines),
            }


def _counts(section: Mapping[str, Any], script: Script) -> bool:
    """Whether a section has a column of its own for numbers, under the sign or in words."""
    titles = {bare(column["title"]) for column in section["columns"]}
    return not titles.isdisjoint({"№", script.labels("number-column")})
