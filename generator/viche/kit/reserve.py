"""How many people a kit is for, and its reserve: things break, and people come.

Toolkits of facilitators ask for a reserve; that it is a tenth is our own measure.
"""

from __future__ import annotations

from collections.abc import Collection

from viche.kit.cards import kind_of
from viche.model.content import Meeting
from viche.network import Card
from viche.network.meeting import cards_of


def room(meeting: Meeting) -> int:
    """How many people can come at most; whatever is counted by person goes by this.

    That is everybody who gets a card: all of the deck where cards are dealt at the door, else the
    seats of the plan and the walk-ins for whom spare booklets are printed, even if the cell skips
    those. Where nobody has a seat, it is whom the session expects and a tenth more.
    """
    cards, expected = cards_of(meeting), meeting.session.expected
    if not cards:
        return expected + tenth(expected)
    if meeting.session.seating == "open":
        return len(cards)
    return len(cards) + len(kinds_of(cards)) * spares_of_each(cards)


def kinds_of(cards: Collection[Card]) -> tuple[str, ...]:
    """The kinds of seats among ``cards``, in their order."""
    return tuple(dict.fromkeys(kind_of(card.seat) for card in cards))


def spares_of_each(cards: Collection[Card]) -> int:
    """How many spares there are of each kind of seat: together they are a tenth of all cards."""
    return -(-tenth(len(cards)) // len(kinds_of(cards)))


def tenth(number: int) -> int:
    """A tenth of ``number``, rounded up."""
    return -(-number // 10)


def with_reserve(number: int) -> int:
    """``number`` and a tenth more: from 20 on rounded up to fives, from 200 on to tens.

    Whoever counts out 88 markers counts 90 as easily.
    """
    more = number + tenth(number)
    unit = 1 if number < 20 else 5 if number < 200 else 10
    return -(-more // unit) * unit
