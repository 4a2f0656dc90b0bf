"""What to do when: fewer people, more of them, a dispute, an interruption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.kit.article import sentences
from viche.kit.director.book import Book
from viche.kit.director.late import slacks
from viche.kit.director.newcomers import spare_places
from viche.model.plan import Plan, Seat
from viche.model.topology import Topology
from viche.network.door.deck import ENOUGH
from viche.network.meeting import deck_of


def trouble(book: Book) -> Iterator[Mapping[str, Any]]:
    """By case its ``title``, ``points``, ``rows`` of seats to leave free, seats for ``newcomers``.

    What is said of a piece is said only where the kit has it.
    """
    labels, has = book.labels, book.counts.pieces
    if book.plan is not None and book.topology is not None:
        yield _few(book, book.plan, book.topology)
        many = _case(labels("director-many"), list(_many(book)))
        yield {**many, "newcomers": spare_places(book)} if book.counts["spares"] else many
        yield _case(
            labels("director-leaves"),
            [
                labels("director-leaves-role"),
                sentences(
                    labels("director-leaves-booklet") if "booklets" in has else "",
                    labels("director-leaves-record") if "records" in has else "",
                    labels("director-leaves-seat"),
                ),
                labels("director-leaves-small"),
            ],
        )
        yield _case(
            labels("director-comes"),
            [
                labels("director-comes-spare" if "spares" in has else "director-comes-card"),
                labels("director-comes-table"),
                labels("director-comes-last"),
            ],
        )
    yield _case(
        labels("director-dispute"),
        [
            labels("director-dispute-both"),
            labels("director-dispute-two"),
            labels("director-dispute-rule"),
        ],
    )
    yield _case(
        labels("director-projector"),
        [
            sentences(
                labels("director-projector-do"),
                labels("director-projector-booklets") if "booklets" in has else "",
                labels("director-projector-programme") if "programme" in has else "",
                labels("director-projector-book"),
            )
        ],
    )
    yield _stop(book)


def _stop(book: Book) -> Mapping[str, Any]:
    """What to do when the day is interrupted."""
    labels, has = book.labels, book.counts.pieces
    minutes = sum(slack.minutes for slack in slacks(book))
    resume = (
        labels(
            "director-stop-resume",
            time=book.labels.duration(minutes),
            chapter=labels("director-late"),
        )
        if minutes
        else labels("director-stop-later")
    )
    go = sentences(
        labels("director-stop-go"),
        labels("director-stop-booklets") if "booklets" in has else "",
        labels("director-stop-records") if "records" in has else "",
        labels("director-stop-slips") if "slips" in has else "",
    )
    given = book.counts["booklets"] + book.counts["spares"]
    people = (
        labels("director-stop-cards", n=labels.isolate(given))
        if given
        else labels("director-stop-people")
    )
    return _case(
        labels("director-stop"),
        [
            labels("director-stop-note"),
            go,
            people,
            labels("director-stop-count"),
            resume,
            labels("director-stop-end"),
        ],
    )


def _case(
    title: str, points: Sequence[str], rows: Sequence[Mapping[str, Any]] = (), first: str = ""
) -> Mapping[str, Any]:
    return {"title": title, "first": first, "points": points, "rows": rows, "newcomers": None}


def _few(book: Book, plan: Plan, topology: Topology) -> Mapping[str, Any]:
    labels = book.labels
    small, part = labels("director-few-small"), labels("director-few-part")
    if book.is_open:
        deal = labels("director-few-deal", chapter=labels("director-open"))
        return _case(labels("director-few"), [deal, small])
    replan = labels("director-few-replan")
    if len(plan.seats) > book.session.expected:
        # Cards were added for people who came: the day is on, and the last numbers are taken.
        points = [labels("director-few-taken"), small, replan]
        return _case(labels("director-few"), points)
    order = leaving(plan, topology)
    safe = safe_absences(plan, order)
    free = labels("director-few-safe", n=safe) if safe else labels("director-few-none")
    rows = [
        {
            "name": book.name(topology.corner[0], letters[0]) if letters else "",
            "seats": [labels.isolate(seat.id) for seat in seats[: _shown(seats)]],
        }
        for letters, seats in order.items()
    ]
    mixed = any(topology.mixed(grouping) for grouping in topology.distinct)
    held = labels("director-few-held")
    points = [held, free, small, *([part] if mixed else []), replan]
    return _case(labels("director-few"), points, rows, labels("director-few-free"))


def _shown(seats: Sequence[Seat]) -> int:
    """A fifth of the seats, at least three: who plans for fewer had better plan anew."""
    return max(3, -(-len(seats) // 5))


def leaving(plan: Plan, topology: Topology) -> Mapping[tuple[str, ...], Sequence[Seat]]:
    """By sphere, or whatever keeps to a corner of the hall, its seats as they are to be left free.

    The last numbers go first, so that the profile groups never differ by more than one person where
    they don't already. Every sphere begins with another part, so that no part loses a person in all
    of them at once. Whoever stays at a table all day is not left out.
    """
    corner, staying = topology.positions(topology.corner), topology.staying
    stays = topology.positions((staying,)) if staying else ()
    blocks: dict[tuple[str, ...], list[Seat]] = {}
    for seat in plan.seats:
        if not (staying and seat.letters[stays[0]] == staying.stays):
            blocks.setdefault(tuple(seat.letters[at] for at in corner), []).append(seat)
    return {
        letters: _last_first(seats, turn) for turn, (letters, seats) in enumerate(blocks.items())
    }


def _last_first(seats: Sequence[Seat], turn: int) -> list[Seat]:
    """Seats by falling number; those of one number from the last on, ``turn`` of them later."""
    found: list[Seat] = []
    for number in sorted({seat.number for seat in seats}, reverse=True):
        equal = [seat for seat in reversed(seats) if seat.number == number]
        at = turn % len(equal)
        found += [*equal[at:], *equal[:at]]
    return found


def safe_absences(plan: Plan, order: Mapping[tuple[str, ...], Sequence[Seat]]) -> int:
    """How many seats of each block may stay empty at once before a group falls below three people.

    At most as many as the book lists. Groups that are smaller by plan must keep all of theirs.
    """
    most = min(_shown(seats) for seats in order.values())
    for number in range(1, most + 1):
        absent = {seat.id for seats in order.values() for seat in seats[:number]}
        for step in plan.steps:
            for seats in plan.groups(step).values():
                here = sum(seat.id not in absent for seat in seats)
                if here < min(ENOUGH, len(seats)):
                    return number - 1
    return most


def _many(book: Book) -> Iterator[str]:
    labels, programme = book.labels, book.meeting.programme
    if book.is_open:
        cards = deck_of(book.session, programme).capacity.values()
        yield labels("director-many-cards", n=max(cards))
    else:
        yield labels("director-many-free")
        if number := book.counts["spares"]:
            yield labels("director-many-spare", n=number)
        yield sentences(
            labels("director-many-pair"),
            labels("director-many-pair-booklet") if book.counts["booklets"] else "",
        )
    crowd = book.meeting.stage.crowd
    if crowd and book.session.attendance:
        most = labels("people", n=crowd.per_sphere.max)
        yield labels("director-many-full", people=most)
