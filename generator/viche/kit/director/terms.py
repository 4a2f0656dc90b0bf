"""How the day works, and what its words mean, for somebody who runs one for the first time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.kit.director.book import Book
from viche.kit.facts import marked
from viche.model.session import TimedStep
from viche.model.topology import Axis, Topology


def method(book: Book) -> Mapping[str, Any]:
    """``how`` people work, in sentences, and ``terms`` with their meaning; none without groups."""
    labels, plan, topology = book.labels, book.plan, book.topology
    if plan is None or topology is None:
        return {"how": [], "terms": []}
    seat = labels.isolate(plan.seats[0].id)
    card = labels("director-card-open" if book.is_open else "director-card")
    return {
        "how": [labels("director-method-groups"), labels("director-method-alone")],
        "terms": [
            *_groups(book, topology),
            [labels("seat"), labels("director-seat", seat=seat)],
            [labels("kit-card"), card],
        ],
    }


def _groups(book: Book, topology: Topology) -> Iterator[Sequence[str]]:
    """What the groups are called, and who sits together; those that say the same as one."""
    found: dict[str, list[str]] = {}
    for timed in book.group_steps():
        title = book.called(timed)
        titles = found.setdefault(_meaning(book, topology, timed), [])
        if title not in titles:
            titles.append(title)
    for meaning, titles in found.items():
        yield ", ".join(titles), meaning


def _meaning(book: Book, topology: Topology, timed: TimedStep) -> str:
    labels, grouping = book.labels, book.grouping(timed)
    assert grouping is not None
    if book.session.returns(timed.step):
        return labels("director-groups-again")
    mixed = [axis for axis in topology.mixed(grouping) if not axis.stays]
    told = []
    if grouping.kept:
        told.append(labels("director-groups-share", what=_names(book, topology, grouping.kept)))
    if mixed:
        told.append(labels("director-groups-mix", what=_names(book, topology, mixed)))
    if not told:
        told.append(labels("director-groups-deal"))
    if topology.staying:
        told.append(labels("director-groups-host"))
    return " ".join(told)


def _names(book: Book, topology: Topology, axes: Sequence[Axis]) -> str:
    """What axes are called inside a sentence; one that has no name of its own, as its network."""
    return book.labels.list([_name(book, topology, axis.name) for axis in axes])


def _name(book: Book, topology: Topology, axis: str) -> str:
    programme = book.meeting.programme
    own = programme.network(topology.name)
    ids = [it.id for it in own.axes] if own else []
    given = own.axes[ids.index(axis)].name if own and axis in ids else None
    if given is None and axis in ("sphere", "part"):
        word = book.labels("sphere" if axis == "sphere" else "part")
        return word[:1].lower() + word[1:]
    assert own is not None, "the axes of the program's own networks have names"
    text, at = (given, f"axes[{ids.index(axis) + 1}].name") if given else (own.title, "title")
    field = f"networks[{programme.networks.index(own) + 1}].{at}"
    return marked(book.script.say(text, programme.source, field))
