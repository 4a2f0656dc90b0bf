"""The first page: the session at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.kit.director.book import Book
from viche.kit.facts import date, imprint, marked, sphere_sign, venue
from viche.kit.script import Said
from viche.network import promises
from viche.network.meeting import cards_of


def glance(book: Book) -> Iterator[Mapping[str, Any]]:
    """Rows with a ``title``, ``lines`` of text, and the ``spheres`` with their people."""
    labels, order = book.labels, book.order

    def row(
        title: str, lines: Sequence[Said], spheres: Sequence[Mapping[str, Any]] = ()
    ) -> Mapping[str, Any]:
        return {"title": title, "lines": lines, "spheres": spheres}

    yield row(labels("director-date"), [date(order)])
    yield row(labels("director-duration"), [book.labels.duration(book.session.minutes)])
    if place := list(venue(order, book.script).values()):
        yield row(labels("director-place"), place)
    if number := book.session.expected:
        spheres = list(_spheres(book))
        room = labels("director-room", n=book.counts.room)
        yield row(labels("director-expected"), [labels("people", n=number), room], spheres)
    if book.plan is not None:
        yield row(labels("director-hall"), list(_hall(book)))
        yield row(labels("director-network"), list(_network(book)))
        yield row(labels("director-promise"), list(_promise(book)))
    yield row(labels("director-held-by"), imprint(order, book.script))


def _spheres(book: Book) -> Iterator[Mapping[str, Any]]:
    programme, attendance = book.meeting.programme, book.session.attendance
    for sphere in programme.spheres:
        if number := attendance.get(sphere.id):
            sign = sphere_sign(sphere, programme, book.script)
            yield {"sign": sign, "people": book.labels("people", n=number)}


def _hall(book: Book) -> Iterator[str]:
    """How many tables there are, and how many more there may be."""
    labels = book.labels
    used = {table for timed in book.group_steps() for table in book.tables(timed.step.id).values()}
    yield labels("director-tables-used", n=len(used), tables=book.ranges(used))
    places = [
        place.table
        for card in cards_of(book.meeting)
        for openings in card.openings.values()
        for place in openings.values()
    ]
    if places and max(places) > max(used):
        yield labels("director-tables-more", table=max(places))


def _network(book: Book) -> Iterator[str]:
    """What the network is called, and its groupings in their order."""
    meeting, programme = book.meeting, book.meeting.programme
    own = programme.network(meeting.stage.network or "")
    if own is None:
        yield book.labels(f"network-{meeting.stage.network}")
    else:
        field = f"networks[{programme.networks.index(own) + 1}].title"
        yield marked(book.script.say(own.title, programme.source, field))
    yield " · ".join(book.called(timed) for timed in book.group_steps())


def _promise(book: Book) -> Iterator[str]:
    """What the seating promises, and where it falls short."""
    labels, plan, topology = book.labels, book.plan, book.topology
    assert plan is not None
    assert topology is not None
    steps = {timed.step.id: timed for timed in book.steps}
    for promise in promises(plan, topology):
        yield labels.promise(promise, lambda step: book.called(steps[step]))
