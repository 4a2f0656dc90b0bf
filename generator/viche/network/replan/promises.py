"""What a plan has promised for the rest of the day, as the demands of a hall.

The promises, to the people present, for the steps that are still to come:

- a group that had three people or more in the plan has at least three, or nobody; a smaller one has
  as many as it had. Less is demanded where fewer people can come to a group at all;
- a profile group that had a member of the cell has one, while its sphere has at least as many
  members as profile groups with somebody in them, and one of them can come there at all;
- nobody leaves their sphere, the letters that are given to them, the profile group in which they
  have worked, or any group to which they come back;
- people who stay keep one table, the one at which they sit;
- who is bound apart shares no group, who is bound together shares the profile group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from viche.network.people import Bonds
from viche.network.replan.day import Day, Guest
from viche.network.replan.hall import Circle, Hall, Home, Pair, Rows, Seating, Someone, bits, union
from viche.network.replan.terms import Unmet


def hall_of(
    day: Day,
    guests: Sequence[Guest],
    homes: Collection[str],
    bonds: Bonds,
    *,
    lenient: bool = False,
) -> Hall:
    """The hall of a day.

    Args:
        day: the plan, with all rows that can be taken.
        guests: everybody present. Whoever has a pin elsewhere has got up, as if they had just come.
        homes: the profile groups that had a member.
        bonds: of people, by their keys; who isn't present doesn't count.
        lenient: everybody may keep their card, even if it breaks what they were promised.
    """
    pinned = union(1 << guest.pin for guest in guests if guest.pin is not None)
    people = tuple(_someone(day, guest, pinned, lenient) for guest in guests)
    return Hall(
        people,
        day.blocks,
        tuple(_steps(day, people)),
        tuple(_homes(day, people, homes)),
        tuple(_pairs(day, people, guests, bonds)),
        day.near,
        day.kin,
    )


def _someone(day: Day, guest: Guest, pinned: Rows, lenient: bool) -> Someone:
    if guest.pin is not None:
        return Someone(guest.row if guest.row == guest.pin else None, 1 << guest.pin, guest.member)
    own = 1 << guest.row if lenient and guest.row is not None else 0
    return Someone(guest.row, (day.may(guest) | own) & ~pinned, guest.member)


def _steps(day: Day, people: Sequence[Someone]) -> Iterator[tuple[Circle, ...]]:
    """The groups of each step to come, but each set of rows only once."""
    seen = set()
    reach = [sum(bool(one.may & block) for one in people) for block in day.blocks]
    for at in day.coming:
        circles = []
        for group, rows in day.groups[at].items():
            possible = sum(
                min((rows & block).bit_count(), people)
                for block, people in zip(day.blocks, reach, strict=True)
            )
            least = min(day.promised(at, group), possible)
            if rows not in seen and least > 1:
                circles.append(Circle(rows, least))
            seen.add(rows)
        if circles:
            yield tuple(circles)


def _homes(day: Day, people: Sequence[Someone], homes: Collection[str]) -> Iterator[Home]:
    """The profile groups, if they sit once more."""
    if day.profile not in day.topology.groupings[day.done :]:
        return
    members = [one.may for one in people if one.member]
    for group, rows in day.homes.items():
        area = union(corner for corner in day.corners if corner & rows)
        certain = sum(not may & ~area for may in members)
        yield Home(rows, area, certain, group in homes and any(may & rows for may in members))


def _pairs(
    day: Day, people: Sequence[Someone], guests: Sequence[Guest], bonds: Bonds
) -> Iterator[Pair]:
    """People who are bound; together, only if there are rows on which they could be."""
    number = {guest.key: at for at, guest in enumerate(guests)}
    for apart, sets in ((True, bonds.apart), (False, bonds.together)):
        for keys in sets:
            for one, two in combinations(sorted(number[key] for key in keys & number.keys()), 2):
                theirs = people[two].may
                if apart or any(
                    day.kin[row] & theirs & ~(1 << row) for row in bits(people[one].may)
                ):
                    yield Pair(one, two, apart)


def unmet(
    day: Day, guests: Sequence[Guest], seating: Seating, homes: Collection[str], bonds: Bonds
) -> Iterator[Unmet]:
    """All promises that the seating doesn't keep, whether or not it could."""
    taken = union(1 << row for row in seating)
    members = union(1 << row for row, one in zip(seating, guests, strict=True) if one.member)
    row_of = {guest.key: row for guest, row in zip(guests, seating, strict=True)}
    for at in day.coming:
        step = day.plan.steps[at]
        for group, rows in day.groups[at].items():
            people = (rows & taken).bit_count()
            if 0 < people < day.promised(at, group):
                yield Unmet("size", step, group, people)
            home = day.topology.groupings[at] == day.profile and group in homes
            if home and people and not rows & members:
                yield Unmet("member", step, group, people)
            for keys in bonds.apart:
                here = tuple(key for key in row_of if key in keys and rows >> row_of[key] & 1)
                if len(here) > 1:
                    yield Unmet("apart", step, group, people, here)
    for keys in bonds.together:
        here = tuple(key for key in row_of if key in keys)
        if len({day.kin[row_of[key]] for key in here}) > 1:
            yield Unmet("together", keys=here)
    for guest, row in zip(guests, seating, strict=True):
        if guest.stays and not day.steady(guest.row) >> row & 1:
            yield Unmet("stays", keys=(guest.key,))
