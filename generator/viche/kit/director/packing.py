"""What to bring, how much of it, and where it lies in the hall.

The rules are those of people who run workshops: a pen for everyone, two thick markers a table, two
kinds of paper to write on, masking tape, a bell; exact names and counts, because whoever packs
reads a short list in their own way; and a reserve, because things break and people come (OpenLearn
and the toolkits of facilitators). A tenth is our own measure of that reserve.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from viche.kit.cards import kind_of
from viche.kit.director.book import Book
from viche.kit.groups import groups_of, shared_steps
from viche.kit.spares import RESERVE
from viche.network import Card
from viche.network.meeting import cards_of


def with_reserve(number: int) -> int:
    """``number`` and a tenth more, rounded up: from 20 on to fives, from 200 on to tens.

    Whoever counts out 88 pens counts 90 as easily.
    """
    more = -(-number * 11 // 10)
    unit = 1 if number < 20 else 5 if number < 200 else 10
    return -(-more // unit) * unit


@dataclass(frozen=True)
class Counts:
    """How much of everything a day needs."""

    people: int
    """Whom the plan seats, else who is expected."""

    cards: int
    """Seats of the plan, or cards of the decks."""

    spares: int
    """Spare cards, as many as the kit has; none where cards are dealt."""

    records: Mapping[int, int]
    """By table, its group sheets: one for each step at which a group sits there and writes."""

    walls: Mapping[int, int]
    """By table, its wall sheets: one for each group with something to fill in together."""

    @classmethod
    def of(cls, book: Book) -> Counts:
        """Counted from the plan, and from the cards where tables depend on who comes.

        Without shared sections in a protocol every group writes on blank paper.
        """
        meeting, session = book.meeting, book.session
        shared = [timed.step.id for timed, _ in shared_steps(meeting)]
        cards = cards_of(meeting)
        sat: Counter[int] = Counter()
        written: Counter[int] = Counter()
        for timed in book.group_steps():
            for group in groups_of(meeting, timed.step):
                sat[group.table] += 1
                written[group.table] += timed.step.id in shared
        return cls(
            people=len(book.plan.seats) if book.plan else session.expected,
            cards=len(cards),
            spares=0 if book.is_open else spares_of(cards),
            records=written if shared else sat,
            walls=written if shared else {},
        )

    @property
    def tables(self) -> int:
        """How many tables may be used."""
        return len(self.records)

    @property
    def tape(self) -> int:
        """Rolls of masking tape: four pieces of 10 cm hold a wall sheet, a roll has 25 m."""
        return -(-with_reserve(sum(self.walls.values())) * 40 // 2500) or 1

    @property
    def water(self) -> int:
        """Litres: half a litre a person is enough for half a day in a warm hall."""
        return -(-with_reserve(self.people) // 2)


def spares_of(cards: Collection[Card]) -> int:
    """How many spare cards the kit has: for every kind of seat as many, together a tenth of all."""
    kinds = len({kind_of(card.seat) for card in cards})
    return kinds and kinds * -(-len(cards) * RESERVE // (100 * kinds))


def packing(book: Book) -> Iterator[Mapping[str, Any]]:
    """The list to tick, in three parts; each item has a number, a name and its rule."""
    labels, counts = book.labels, Counts.of(book)
    each, table = labels("director-why-each"), labels("director-why-table")
    two, group = labels("director-why-two"), labels("director-why-group")
    four, three = labels("director-why-four"), labels("director-why-three")
    deck = labels("director-why-deck") if book.is_open else each
    records, walls = sum(counts.records.values()), sum(counts.walls.values())
    yield _part(
        labels("director-of-paper"),
        [
            (counts.cards, _protocols(book), deck),
            (counts.spares, labels("director-thing-spares"), labels("director-why-tenth")),
            (counts.cards, labels("director-thing-badges"), deck),
            (with_reserve(counts.people), labels("director-thing-slips"), each),
            (counts.tables, labels("director-thing-signs"), table),
            (with_reserve(records), labels("director-thing-records"), group),
            (walls, labels("director-thing-walls"), group),
            (4 * counts.tables, labels("director-thing-roles"), four),
            (1, labels("director-thing-programme"), ""),
            (2, labels("director-thing-book"), ""),
        ],
    )
    yield _part(
        labels("director-of-writing"),
        [
            (with_reserve(counts.people), labels("director-thing-pens"), each),
            (with_reserve(2 * counts.tables), labels("director-thing-markers"), two),
            (with_reserve(counts.people), labels("director-thing-questions"), each),
            (with_reserve(3 * counts.people) if walls else 0, labels("director-thing-dots"), three),
            (counts.tape, labels("director-thing-tape"), labels("director-why-tape")),
            (2, labels("director-thing-scissors"), ""),
        ],
    )
    yield _part(
        labels("director-of-hall"),
        [
            (with_reserve(counts.people), labels("director-thing-holders"), each),
            (1, labels("director-thing-bell"), ""),
            (1, labels("director-thing-clock"), ""),
            (1, labels("director-thing-box"), ""),
            (2, labels("director-thing-envelope"), ""),
            (counts.water, labels("director-thing-water"), labels("director-why-half")),
            (with_reserve(counts.people), labels("director-thing-cups"), each),
            (1, labels("director-thing-aid"), ""),
        ],
    )


def lies(book: Book) -> Iterator[Mapping[str, Any]]:
    """What lies at the entrance, on the tables, on the walls and with the facilitator."""
    labels, counts = book.labels, Counts.of(book)
    walls = sum(counts.walls.values())
    yield _part(
        labels("director-at-desk"),
        [
            (counts.cards, _protocols(book), ""),
            (counts.spares, labels("director-thing-spares"), ""),
            (counts.cards, labels("director-thing-badges"), ""),
            (with_reserve(counts.people), labels("director-thing-slips"), ""),
            (with_reserve(counts.people), labels("director-thing-pens"), ""),
            (1, labels("director-thing-box"), ""),
        ],
    )
    alike: dict[tuple[int, int], list[int]] = {}
    for table, records in sorted(counts.records.items()):
        alike.setdefault((records, counts.walls.get(table, 0)), []).append(table)
    for (records, own), tables in alike.items():
        yield _part(
            f"{labels('director-at-table')}: {book.ranges(tables)}",
            [
                (1, labels("director-thing-sign"), ""),
                (records, labels("director-thing-records"), ""),
                (own, labels("director-thing-walls"), ""),
                (4, labels("director-thing-roles"), ""),
                (2, labels("director-thing-markers"), ""),
            ],
        )
    yield _part(
        labels("director-on-walls"),
        [
            (1, labels("director-thing-programme"), ""),
            (1, labels("director-thing-clock"), ""),
        ],
    )
    yield _part(
        labels("director-at-facilitator"),
        [
            (1, labels("director-thing-book"), ""),
            (1, labels("director-thing-bell"), ""),
            (with_reserve(counts.people), labels("director-thing-questions"), ""),
            (_left(sum(counts.records.values())), labels("director-thing-records"), ""),
            (_left(2 * counts.tables), labels("director-thing-markers"), ""),
            (counts.tape if walls else 0, labels("director-thing-tape"), ""),
        ],
    )


def _protocols(book: Book) -> str:
    key = "director-thing-cards" if book.is_open else "director-thing-booklets"
    return book.labels(key)


def _left(number: int) -> int:
    """The reserve alone."""
    return with_reserve(number) - number


def _part(title: str, items: list[tuple[int, str, str]]) -> Mapping[str, Any]:
    """What there is none of is left out."""
    return {
        "title": title,
        "items": [{"n": str(n), "what": what, "why": why} for n, what, why in items if n],
    }
