"""From what has happened to what is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from viche.model.plan import Plan, Seat
from viche.model.topology import Topology
from viche.network.people import Bonds
from viche.network.replan.choice import Judge
from viche.network.replan.day import Day, Guest
from viche.network.replan.hall import union
from viche.network.replan.outcome import outcome_of
from viche.network.replan.promises import unmet
from viche.network.replan.terms import (
    Arrival,
    Change,
    Contradiction,
    Pins,
    Replanned,
    Seated,
    WalkIn,
)
from viche.network.roles import stand_ins

EFFORT = 10_000
"""Nodes of the exact search: some seconds, and hardly ever used up."""


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
    _check(plan, topology, people, walk_ins, done, pins)
    rows = {seat.id: row for row, seat in enumerate(plan.seats)}
    over = max((plan.steps.index(step) + 1 for step in done), default=0)
    day = Day(plan, topology, over, len(plan.seats))
    here = [each for each in people if not each.absent]
    guests = [
        *(Guest(each.key, rows[each.seat], each.given, each.member, each.stays) for each in here),
        *(Guest(each.key, None, each.given, each.member, each.stays) for each in walk_ins),
    ]
    for guest in guests:
        if not day.lettered(guest.given):
            raise Contradiction("letters-unknown", key=guest.key)
    members = union(1 << rows[each.seat] for each in people if each.member)
    homes = {group for group, home in day.homes.items() if home & members}
    wanted = {**{each.key: each.seat for each in here if each.key in pins.keep}, **pins.move}
    pinned = [
        replace(guest, pin=rows[wanted[guest.key]]) if guest.key in wanted else guest
        for guest in guests
    ]
    outcome = outcome_of(day, pinned, homes, bonds, effort)
    freely = outcome_of(day, guests, homes, bonds, effort) if wanted else outcome
    seats = outcome.day.plan.seats
    new = sorted(row for row in outcome.seating if row >= day.printed)
    after = Plan(plan.steps, (*plan.seats, *(seats[row] for row in new)))
    placed = list(zip(guests, outcome.seating, strict=True))
    sitting = Plan(plan.steps, tuple(_routed(outcome.day, each, row) for each, row in placed))
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
        pins_cost=outcome.changed - freely.changed,
        walk_ins=tuple(
            Arrival(guest.key, seats[row].id, row >= day.printed)
            for guest, row in placed
            if guest.row is None
        ),
        new_seats=tuple(seats[row] for row in new),
        stand_ins=stand_ins(after, sitting, [plan.steps[at] for at in day.coming]),
        unmet=tuple(unmet(outcome.day, guests, outcome.seating, homes, bonds)),
        repeats_before=before.repeats,
        repeats_after=Judge(outcome.day, guests, homes).worth(outcome.seating).repeats,
    )


def _routed(day: Day, guest: Guest, row: int) -> Seat:
    """The route that somebody really goes: past steps by the old card, the others by the new."""
    seat = day.plan.seats[row]
    if guest.row is None:
        past = tuple(replace(place, role=None) for place in seat.route[: day.done])
    else:
        past = day.plan.seats[guest.row].route[: day.done]
    return replace(seat, route=(*past, *seat.route[day.done :]))


def _check(
    plan: Plan,
    topology: Topology,
    people: Sequence[Seated],
    walk_ins: Sequence[WalkIn],
    done: Collection[str],
    pins: Pins,
) -> None:
    if len(plan.steps) != len(topology.groupings):
        expected = len(topology.groupings)
        raise ValueError(f"{topology.name} has {expected} steps, the plan has {len(plan.steps)}.")
    known = {seat.id for seat in plan.seats}
    here = {each.key: each.seat for each in people if not each.absent}
    keys = [*(each.key for each in people), *(each.key for each in walk_ins)]
    for key, times in Counter(keys).items():
        if times > 1:
            raise Contradiction("person-twice", key=key)
    for step in done:
        if step not in plan.steps:
            raise Contradiction("step-unknown", step=step)
    for key, seat in [*((each.key, each.seat) for each in people), *pins.move.items()]:
        if seat not in known:
            raise Contradiction("seat-unknown", key=key, seat=seat)
    for seat, times in Counter(here.values()).items():
        if times > 1:
            raise Contradiction("seat-held-twice", seat=seat)
    for key in (*sorted(pins.keep), *pins.move):
        if key not in keys:
            raise Contradiction("person-unknown", key=key)
        if key not in here and (key in pins.keep or key not in {each.key for each in walk_ins}):
            raise Contradiction("person-absent", key=key)
        if key in pins.keep and pins.move.get(key, here[key]) != here[key]:
            raise Contradiction("kept-and-moved", key=key)
    wanted = {**{key: here[key] for key in sorted(pins.keep)}, **pins.move}
    for seat, times in Counter(wanted.values()).items():
        if times > 1:
            raise Contradiction("seat-wanted-twice", seat=seat)
