"""From what has happened to what is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from viche.model.plan import Plan, Seat
from viche.model.topology import Topology
from viche.network.people import Bonds
from viche.network.replan.checks import check
from viche.network.replan.choice import Judge
from viche.network.replan.day import Day, Guest
from viche.network.replan.hall import Seating, union
from viche.network.replan.outcome import Outcome, outcome_of
from viche.network.replan.promises import unmet
from viche.network.replan.terms import (
    Arrival,
    Change,
    Contradiction,
    Crowded,
    Pins,
    Replanned,
    Seated,
    WalkIn,
)
from viche.network.stand_ins import stand_ins

EFFORT = 15_000
"""Nodes that the exact search looks at: some seconds, and hardly ever used up."""

_MANY = 6
"""The method has no larger groups."""


def replan(
    plan: Plan,
    topology: Topology,
    people: Sequence[Seated],
    walk_ins: Sequence[WalkIn] = (),
    *,
    done: Collection[str] = (),
    pins: Pins | None = None,
    bonds: Bonds | None = None,
    effort: int = EFFORT,
) -> Replanned:
    """Restore what the plan promised for the steps to come, with the fewest changed cards.

    The promises stand in ``viche.network.replan.promises``. As much of them is restored as can be;
    then the fewest people present change their card; then the fewest cards are printed; and then
    come the fewest meetings again, the fewest letters that groups lack, and even sizes.

    Args:
        plan: every row is a printed card.
        topology: its groupings are the plan's steps, in their order.
        people: everybody who holds a card, the absent too. Rows that nobody present holds are free.
        walk_ins: who has come without a card, the first first.
        done: steps that are over; those before them are over too.
        pins: what is settled by hand.
        bonds: of people and walk-ins, by their keys; others don't count.
        effort: after so many nodes the search proves no more; see ``Replanned.least``.

    Raises:
        Contradiction: something that was asked for is unknown, or can't be.
        ValueError: the plan's steps aren't those of the topology.
    """
    pins, bonds = pins or Pins(), bonds or Bonds()
    check(plan, topology, people, walk_ins, done, pins)
    over = max((plan.steps.index(step) + 1 for step in done), default=0)
    day = Day(plan, topology, over, len(plan.seats))
    guests = _guests(day, people, walk_ins)
    homes = _homes(day, people)
    pinned = _pinned(day, guests, pins)
    outcome = outcome_of(day, pinned, homes, bonds, effort)
    freely = outcome_of(day, guests, homes, bonds, effort) if pinned != guests else outcome
    return _replanned(guests, outcome, freely, homes, bonds)


def _guests(day: Day, people: Sequence[Seated], walk_ins: Sequence[WalkIn]) -> list[Guest]:
    """Everybody present: who holds a card, and who doesn't yet."""
    rows = day.rows
    here = [each for each in people if not each.absent]
    guests = [
        *(Guest(each.key, rows[each.seat], each.given, each.member, each.stays) for each in here),
        *(Guest(each.key, None, each.given, each.member, each.stays) for each in walk_ins),
    ]
    for guest in guests:
        if not day.lettered(guest.given):
            raise Contradiction("letters-unknown", key=guest.key)
    return guests


def _homes(day: Day, people: Sequence[Seated]) -> set[str]:
    """The profile groups that had a member, were all here."""
    members = union(1 << day.rows[each.seat] for each in people if each.member)
    return {group for group, home in day.homes.items() if home & members}


def _pinned(day: Day, guests: Sequence[Guest], pins: Pins) -> list[Guest]:
    """The guests, with the rows that are settled by hand."""
    rows = {guest.key: guest.row for guest in guests if guest.key in pins.keep}
    rows |= {key: day.rows[seat] for key, seat in pins.move.items()}
    return [replace(guest, pin=rows[guest.key]) if guest.key in rows else guest for guest in guests]


def _replanned(
    guests: Sequence[Guest], outcome: Outcome, freely: Outcome, homes: set[str], bonds: Bonds
) -> Replanned:
    """What is told of an outcome, and of the one that there would be without pins."""
    day = numbered(outcome.day, outcome.seating)
    seats, placed = day.plan.seats, list(zip(guests, outcome.seating, strict=True))
    new = tuple(seats[row] for row in sorted(outcome.seating) if row >= day.printed)
    printed = Plan(day.plan.steps, seats[: day.printed])
    after = Plan(day.plan.steps, (*printed.seats, *new))
    coming = [day.plan.steps[at] for at in day.coming]
    sitting = Plan(day.plan.steps, tuple(_routed(day, each, row) for each, row in placed))
    key_of = {seats[row].id: guest.key for guest, row in placed}
    holders = [(guest, guest.row) for guest in guests if guest.row is not None]
    before = Judge(day, [guest for guest, _ in holders], homes).worth(tuple(r for _, r in holders))
    return Replanned(
        plan=after,
        holders={seat.id: key_of[seat.id] for seat in after.seats if seat.id in key_of},
        changed=tuple(
            Change(guest.key, seats[guest.row].id, seats[row].id)
            for guest, row in placed
            if guest.row not in (None, row)
        ),
        least=outcome.least,
        pins_cost=max(0, outcome.changed - freely.changed),
        pins_broken=max(0, outcome.broken - freely.broken),
        walk_ins=tuple(
            Arrival(guest.key, seats[row].id, row >= day.printed)
            for guest, row in placed
            if guest.row is None
        ),
        new_seats=new,
        stand_ins=stand_ins(after, sitting, coming),
        unmet=tuple(unmet(day, guests, outcome.seating, homes, bonds)),
        crowded=tuple(_crowded(printed, sitting, coming)),
        repeats_before=before.repeats,
        repeats_after=Judge(day, guests, homes).worth(outcome.seating).repeats,
    )


def numbered(day: Day, seating: Seating) -> Day:
    """The day with its new rows numbered anew, those that are used first: no seat is left out."""
    count = Counter(day.cells[: day.printed])
    seats = list(day.plan.seats)
    for row in sorted(range(day.printed, len(seats)), key=lambda row: (row not in seating, row)):
        cell = day.cells[row]
        count[cell] += 1
        seats[row] = replace(seats[row], id="-".join((*cell, str(count[cell]))))
    return replace(day, plan=Plan(day.plan.steps, tuple(seats)))


def _crowded(before: Plan, sitting: Plan, steps: Sequence[str]) -> Iterator[Crowded]:
    """The steps at which a table has more people than the plan ever gave one, and too many."""
    for step in steps:
        planned, people = (
            max(map(len, plan.groups(step).values()), default=0) for plan in (before, sitting)
        )
        if people > max(planned, _MANY):
            yield Crowded(step, people, planned)


def _routed(day: Day, guest: Guest, row: int) -> Seat:
    """The route that somebody really goes: past steps by the old card, the others by the new."""
    seat = day.plan.seats[row]
    if guest.row is None:
        past = tuple(replace(place, role=None) for place in seat.route[: day.done])
    else:
        past = day.plan.seats[guest.row].route[: day.done]
    return replace(seat, route=(*past, *seat.route[day.done :]))
