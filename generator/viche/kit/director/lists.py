"""Tables to look things up in: the groups of every step, and how many tables to open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.kit.director.book import Book
from viche.kit.facts import time
from viche.kit.names import grouping_of, value_of
from viche.model.session import TimedStep
from viche.network import Deck, Policy
from viche.network.door.deck import ENOUGH
from viche.network.meeting import cards_of, dealt_expected, deck_of

_BLANK = "______"
"""Where a number is written by hand before it is said."""


def groups(book: Book) -> Iterator[Mapping[str, Any]]:
    """By step, the groups in the order of their tables, and when the same ones gather ``again``."""
    plan, again = book.plan, dict[str, list[str]]()
    for timed in book.group_steps():
        if first := book.same_as(timed):
            step, when = book.called(timed), time(timed, book.order)
            said = book.labels("director-groups-same", step=step, time=when)
            again.setdefault(first.step.id, []).append(said)
    for timed in book.group_steps():
        assert plan is not None
        if book.same_as(timed):
            continue
        grouping, tables = grouping_of(timed.step, book.meeting), book.tables(timed.step.id)
        yield {
            "title": book.title(timed),
            "time": time(timed, book.order),
            "again": again.get(timed.step.id, []),
            "rows": [
                {
                    "table": str(tables[group]),
                    "id": book.labels.isolate(group),
                    "names": [
                        value_of(axis, letter, book.meeting, book.script)
                        for axis, letter in zip(grouping.kept, group.split("-"), strict=False)
                    ],
                    "seats": [book.labels.isolate(seat.id) for seat in seats],
                }
                for group, seats in plan.groups(timed.step.id).items()
            ],
        }


def openings(book: Book) -> Iterator[Mapping[str, Any]]:
    """By dealt step of an open session, how many tables to announce for how many people."""
    if not book.is_open:
        return
    deck = deck_of(book.session, book.meeting.programme)
    for timed in book.group_steps():
        if timed.step.id in deck.cards[0].openings:
            blocks = _blocks(book, timed)
            rows = table_of_tables(deck, timed.step.id, Policy(book.session.policy))
            alike = all(len(set(opened)) == 1 for _, opened in rows)
            yield {
                "title": book.title(timed),
                "people": _whose(book, deck, timed),
                "columns": [book.labels("director-open-tables")] if alike else [*blocks],
                "rows": [
                    [book.ranges(people), *map(str, opened[:1] if alike else opened)]
                    for people, opened in rows
                ],
                "rule": _rule(book, deck, timed),
                "order": [
                    {"name": name, "tables": book.in_order(tables)}
                    for name, tables in blocks.items()
                ],
            }


def table_of_tables(
    deck: Deck, step: str, policy: Policy
) -> list[tuple[list[int], tuple[int, ...]]]:
    """For each number of people in every block, how many tables ``step`` has in each of its blocks.

    Numbers of people that follow one another and have the same tables stand together. For a step
    that mixes the decks the number is that of the deck with the third most people, or with the
    fewest of two: its groups are the third largest of each part, as cards are dealt in turn and
    more people never make a smaller group (see ``viche.network.door.deck``). That holds as long as
    no deck has more than twice as many people as that one. The test that shows it compares the rows
    with what the deck itself announces for halls of four spheres:
    ``test_the_table_of_tables_says_what_the_deck_announces``.

    Full coverage, and four decks with 16, 20, 24 and 30 people, four parts each:

    =====================  ====================  ==========================================
    step                   number to look up     row, and what it says
    =====================  ====================  ==========================================
    cross, of the 2nd      20, its own people    ``([20, …, 23], (5, 5, 5, 5))``: 5 tables
    reconciling            20, the third most    ``([20], (5, 5, 5, 5))``: 5 tables a part
    =====================  ====================  ==========================================

    Without repeats the number of a step that mixes the decks is that of the deck with most people.
    """
    rows: list[tuple[list[int], tuple[int, ...]]] = []
    for number in range(1, max(deck.capacity.values()) + 1):
        people = {block: min(number, most) for block, most in deck.capacity.items()}
        announced = deck.announce(deck.dealt(people), policy)
        opened = tuple(n for (at, _), n in announced.items() if at == step)
        if rows and rows[-1][1] == opened:
            rows[-1][0].append(number)
        # Parts that nobody has yet are not announced; such a hall is too small to be shown.
        elif len(opened) == len(_room(deck, step)):
            rows.append(([number], opened))
    return rows


def announced(book: Book, target: TimedStep) -> tuple[str, str] | None:
    """The words that open the tables of a dealt step, with blanks; and the numbers as expected."""
    if not book.is_open:
        return None
    session, programme, labels = book.session, book.meeting.programme, book.labels
    deck = deck_of(session, programme)
    sizes = dealt_expected(session, programme, deck)
    opened = deck.announce(sizes, Policy(session.policy))
    counts = {
        _name(book, target, block): labels.isolate(n)
        for (step, block), n in opened.items()
        if step == target.step.id
    }
    if not counts:
        return None

    def told(numbers: Mapping[str, str]) -> str:
        return labels.list(
            [labels("director-open-count", name=name, n=n) for name, n in numbers.items()]
        )

    blanks = told(dict.fromkeys(counts, _BLANK))
    return (
        labels("director-announce-tables", step=book.called(target), tables=blanks),
        labels("director-announce-expected", tables=told(counts), chapter=labels("director-open")),
    )


def _room(deck: Deck, step: str) -> set[str]:
    """The blocks in which the tables of a dealt step are counted."""
    return {
        place.group.rpartition("-")[0]
        for card in deck.cards
        for place in card.openings[step].values()
    }


def _blocks(book: Book, timed: TimedStep) -> Mapping[str, Sequence[int]]:
    """By the name of each block, its tables in the order in which they are opened."""
    tables: dict[str, dict[int, int]] = {}
    for card in cards_of(book.meeting):
        for place in card.openings[timed.step.id].values():
            block, _, number = place.group.rpartition("-")
            tables.setdefault(block, {})[int(number)] = place.table
    return {
        _name(book, timed, block): [of[number] for number in sorted(of)]
        for block, of in tables.items()
    }


def _name(book: Book, timed: TimedStep, block: str) -> str:
    grouping = grouping_of(timed.step, book.meeting)
    return book.name(grouping.kept[0], block) if block else book.labels("director-hall")


def _mixes_decks(deck: Deck, book: Book, timed: TimedStep) -> bool:
    kept = grouping_of(timed.step, book.meeting).kept
    return bool(deck.topology.corner) and kept != deck.topology.corner


def _whose(book: Book, deck: Deck, timed: TimedStep) -> str:
    """Whose people are counted."""
    labels = book.labels
    if not deck.topology.corner:
        return labels("director-open-hall")
    if not _mixes_decks(deck, book, timed):
        return labels("director-open-sphere")
    if book.session.policy == "no-repeats":
        return labels("director-open-most")
    return labels("director-open-third" if len(deck.blocks) >= ENOUGH else "director-open-fewest")


def _rule(book: Book, deck: Deck, timed: TimedStep) -> str:
    """What to do where the table does not help: people have chosen their part."""
    labels = book.labels
    if book.session.policy == "no-repeats":
        return labels("director-rule-most")
    if not _mixes_decks(deck, book, timed):
        return labels("director-rule-least")
    return labels("director-rule-third")
