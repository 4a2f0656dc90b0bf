"""How a day goes on: new cards where they must be, and everybody's row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from viche.network.people import Bonds
from viche.network.replan.choice import Judge
from viche.network.replan.day import Day, Guest
from viche.network.replan.hall import Rows, Seating, union
from viche.network.replan.matching import matched
from viche.network.replan.newcards import with_new_row
from viche.network.replan.promises import hall_of
from viche.network.replan.search import fewest_changes, first_rows
from viche.network.replan.terms import Contradiction


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everybody's row."""

    day: Day
    """With the new rows."""

    seating: Seating
    broken: int
    """How many demands are given up."""

    changed: int
    least: int
    """As much can't be restored with fewer changed cards."""


def outcome_of(
    day: Day, guests: Sequence[Guest], homes: Collection[str], bonds: Bonds, effort: int
) -> Outcome:
    """Seat the guests with the fewest changed cards.

    Walk-ins take free seats, and those who find none get new ones. If then somebody must change
    their card, free seats at tables where nobody sits count no longer, should that save a card.

    Raises:
        Contradiction: somebody can't be seated.
    """
    rows = [guest.row if guest.pin is None else guest.pin for guest in guests]
    taken = union(1 << row for row in rows if row is not None)
    free = day.old & ~taken
    first = _extended(day, guests, taken, free)
    outcome = _settled(first, guests, homes, bonds, effort)
    second = _extended(day, guests, taken, free & day.lively(taken))
    if outcome.changed and second != first:
        other = _settled(second, guests, homes, bonds, effort)
        outcome = min(outcome, other, key=lambda each: (each.broken, each.changed))
    return outcome


def _extended(day: Day, guests: Sequence[Guest], taken: Rows, offered: Rows) -> Day:
    """The day with a new row for every walk-in for whom no row is left of those that are offered.

    Holders who must make room for a pin come before walk-ins.
    """
    pins = {guest.pin for guest in guests if guest.pin is not None}
    free = [guest for guest in guests if guest.pin is None]
    ousted = [guest for guest in free if guest.row in pins]
    new = [guest for guest in free if guest.row is None]
    waiting = [*ousted, *new]
    found = matched({number: day.may(guest) & offered for number, guest in enumerate(waiting)})
    taken |= union(1 << row for row in found.values())
    for number, guest in enumerate(waiting):
        if guest.row is None and number not in found:
            day = with_new_row(day, guest, taken)
            taken |= 1 << len(day.plan.seats) - 1
    return day


def _settled(
    day: Day, guests: Sequence[Guest], homes: Collection[str], bonds: Bonds, effort: int
) -> Outcome:
    for lenient in (False, True):
        hall = hall_of(day, guests, homes, bonds, lenient=lenient)
        if found := fewest_changes(hall, effort):
            break
    else:
        hall = hall_of(day, guests, homes, bonds, lenient=True)
        raise _no_room(day, guests, first_rows(hall))
    seating = Judge(day, guests, homes).best(hall, found.seatings)
    pinned = sum(guest.row not in (None, guest.pin) for guest in guests if guest.pin is not None)
    changed = hall.changed(seating) + pinned
    return Outcome(day, seating, len(found.waived), changed, found.least + pinned)


def _no_room(day: Day, guests: Sequence[Guest], placed: Mapping[int, int]) -> Contradiction:
    """Who must make room for a pin and finds none; only such people can be left without a row."""
    by = {guest.pin: guest.key for guest in guests if guest.pin is not None}
    ousted = [number for number, guest in enumerate(guests) if guest.pin is None if guest.row in by]
    left = guests[min(ousted, key=lambda number: number in placed)]
    assert left.row is not None
    seat = day.plan.seats[left.row].id
    return Contradiction("no-room", key=left.key, seat=seat, by=by[left.row])
