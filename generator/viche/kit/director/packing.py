"""What to bring, how much of it, and where it lies in the hall.

The rules are those of people who run workshops: a pen for everyone, two thick markers a table, two
kinds of paper to write on, masking tape, a bell; exact names and counts, because whoever packs
reads a short list in their own way; and a reserve (OpenLearn and the toolkits of facilitators).
What is counted by person is enough for all who can come; pieces of the kit are as many as it
prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.kit.article import sentences
from viche.kit.director.book import Book
from viche.kit.reserve import with_reserve
from viche.network.meeting import deck_of

_Item = tuple[int, str, str]
"""How many, the label of the thing, and how it is counted."""


def packing(book: Book) -> Iterator[Mapping[str, Any]]:
    """The list to tick, in three parts; each item has a number, a name and its rule."""
    labels, counts = book.labels, book.counts
    each, table = labels("director-why-each"), labels("director-why-table")
    two, group = labels("director-why-two"), labels("director-why-group")
    four, three = labels("director-why-four"), labels("director-why-three")
    deck = labels("director-why-deck") if book.is_open else each
    people, walls = counts.room, counts["walls"]
    breaks = sum(timed.step.kind == "break" for timed in book.steps)
    folded = counts["booklets"] + counts["spares"]
    yield _part(
        book,
        labels("director-of-paper"),
        [
            (counts["booklets"], _protocols(book), deck),
            (counts["spares"], "director-thing-spares", labels("director-why-tenth")),
            (counts["badges"], "director-thing-badges", deck),
            (counts["slips"], "director-thing-slips", labels("director-why-slips")),
            (counts["signs"], "director-thing-signs", table),
            (counts["posters"], "director-thing-posters", labels("director-why-sphere")),
            (counts["records"], "director-thing-records", group),
            (walls, "director-thing-walls", group),
            (counts["roles"], "director-thing-roles", four),
            (counts["programme"], "director-thing-programme", ""),
            (counts["director"], "director-thing-book", ""),
        ],
    )
    yield _part(
        book,
        labels("director-of-writing"),
        [
            (people, "director-thing-pens", each),
            (with_reserve(2 * len(counts.tables)), "director-thing-markers", two),
            (people, "director-thing-questions", each),
            (3 * people if walls else 0, "director-thing-dots", three),
            (counts.tape, "director-thing-tape", labels("director-why-tape") if walls else ""),
            (2, "director-thing-scissors", ""),
            (1 if folded else 0, "director-thing-stapler", labels("director-why-fold")),
            (counts.glue, "director-thing-glue", labels("director-why-glue")),
        ],
    )
    yield _part(
        book,
        labels("director-of-hall"),
        [
            (people if counts["badges"] else 0, "director-thing-holders", each),
            (1, "director-thing-bell", ""),
            (1, "director-thing-clock", ""),
            (1 if counts["slips"] else 0, "director-thing-box", ""),
            (bool(counts["slips"]) + bool(counts["records"]), "director-thing-envelope", ""),
            (people, "director-thing-chairs", each),
            (counts.coffee(breaks), "director-thing-coffee", labels("director-why-coffee")),
            (counts.urns if breaks else 0, "director-thing-urn", labels("director-why-urn")),
            (counts.water, "director-thing-water", labels("director-why-half")),
            (people, "director-thing-cups", each),
            (1, "director-thing-aid", ""),
        ],
    )


def lies(book: Book) -> Iterator[Mapping[str, Any]]:
    """What lies at the entrance, on the tables, on the walls and with the facilitator."""
    labels, counts = book.labels, book.counts
    people, walls, markers = counts.room, counts["walls"], 2 * len(counts.tables)
    yield _part(
        book,
        labels("director-at-desk"),
        [
            (counts["booklets"], _protocols(book), ""),
            (counts["spares"], "director-thing-spares", ""),
            (counts["badges"], "director-thing-badges", ""),
            (counts["slips"], "director-thing-slips", ""),
            (people, "director-thing-pens", ""),
            (1 if counts["slips"] else 0, "director-thing-box", ""),
        ],
        dealing(book),
    )
    yield from _tables(book)
    yield _part(
        book,
        labels("director-on-walls"),
        [
            (counts["programme"], "director-thing-programme", ""),
            (counts["posters"], "director-thing-posters", ""),
            (walls, "director-thing-walls", ""),
            (1, "director-thing-clock", ""),
        ],
        [_walls(book)] if walls else [],
    )
    yield _part(
        book,
        labels("director-at-facilitator"),
        [
            (counts["director"], "director-thing-book", ""),
            (1, "director-thing-bell", ""),
            (people, "director-thing-questions", ""),
            (with_reserve(markers) - markers, "director-thing-markers", ""),
            (counts.tape if walls else 0, "director-thing-tape", ""),
        ],
    )


def _walls(book: Book) -> str:
    labels = book.labels
    kept = labels("director-walls-record") if book.counts["records"] else ""
    return sentences(labels("director-walls-how"), kept)


def _tables(book: Book) -> Iterator[Mapping[str, Any]]:
    """What lies on tables; those on which the same lies stand together."""
    alike: dict[Sequence[_Item], list[int]] = {}
    for table in book.counts.tables:
        laid = {name: found.get(table, 0) for name, found in book.counts.laid.items()}
        items: Sequence[_Item] = (
            (laid.get("signs", 0), "director-thing-signs", ""),
            (laid.get("records", 0), "director-thing-records", ""),
            (laid.get("roles", 0), "director-thing-roles", ""),
            (2, "director-thing-markers", ""),
        )
        alike.setdefault(items, []).append(table)
    for items, tables in alike.items():
        yield _part(book, f"{book.labels('director-at-table')}: {book.ranges(tables)}", items)


def _protocols(book: Book) -> str:
    return "director-thing-cards" if book.is_open else "director-thing-booklets"


def dealing(book: Book) -> list[str]:
    """How cards are given out: one way, and another for people who may choose their group."""
    if not book.is_open:
        return []
    deck, labels = deck_of(book.session, book.meeting.programme), book.labels
    told = [labels("director-deal")]
    if max(map(len, deck.blocks.values())) > 1:
        told.append(labels("director-deal-chosen", n=labels.isolate(deck.sure)))
    return told


def _part(
    book: Book, title: str, items: Sequence[_Item], how: Sequence[str] = ()
) -> Mapping[str, Any]:
    """What there is none of is left out."""
    return {
        "title": title,
        "how": how,
        "items": [
            {"n": str(n), "what": book.labels(thing, n=n), "why": why}
            for n, thing, why in items
            if n
        ],
    }
