"""Which of the seatings with the fewest changed cards is the best for those who meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from viche.network.replan.day import Day, Guest
from viche.network.replan.hall import Hall, Seating, bits, union
from viche.network.seats.bounds import excess

_ROUNDS = 5
"""So often at most are all exchanges tried."""


class Worth(NamedTuple):
    """The less the better; what comes first weighs more than all that follows."""

    missing: int
    """People whom groups lack of those that were promised, and profile groups without a member."""

    new_cards: int
    repeats: int
    """Σ over pairs of people of max(0, meetings − 1)."""

    lacking: int
    """Letters that groups lack, of those that somebody present has."""

    crowding: int
    """Σ of squares of sizes: least for even groups."""


class Judge:
    """Tells what a seating is worth to the people of a day."""

    def __init__(self, day: Day, guests: Sequence[Guest], homes: Collection[str]) -> None:
        """``homes`` are the profile groups that had a member."""
        self._day = day
        self._guests = guests
        self._homes = [rows for group, rows in day.homes.items() if group in homes]
        groupings = day.topology.groupings
        last = {grouping: at for at, grouping in enumerate(groupings)}
        self._met = [at for at in last.values() if at < day.done]
        self._coming = {
            at: day.topology.positions(day.topology.mixed(grouping))
            for grouping, at in last.items()
            if at >= day.done
        }
        self._promised = {
            at: {group: day.promised(at, group) for group in day.groups[at]} for at in self._coming
        }

    def worth(self, seating: Seating) -> Worth:
        """What it is worth, if every guest takes this row for the rest of the day."""
        seats = self._day.plan.seats
        columns: list[list[Hashable]] = [
            [
                number if guest.row is None else seats[guest.row].route[at].group
                for number, guest in enumerate(self._guests)
            ]
            for at in self._met
        ]
        missing, lacking, crowding = self._memberless(seating), 0, 0
        for at, mixed in self._coming.items():
            column: list[Hashable] = [seats[row].route[at].group for row in seating]
            columns.append(column)
            sizes = Counter(seats[row].route[at].group for row in seating)
            missing += sum(max(0, self._promised[at][g] - size) for g, size in sizes.items())
            crowding += sum(size**2 for size in sizes.values())
            for axis in mixed:
                letters = [self._day.cells[row][axis] for row in seating]
                there = len(set(zip(column, letters, strict=True)))
                lacking += len(sizes) * len(set(letters)) - there
        return Worth(
            missing=missing,
            new_cards=sum(row >= self._day.printed for row in seating),
            repeats=excess(columns),
            lacking=lacking,
            crowding=crowding,
        )

    def _memberless(self, seating: Seating) -> int:
        taken = union(1 << row for row in seating)
        members = union(
            1 << row for row, guest in zip(seating, self._guests, strict=True) if guest.member
        )
        return sum(bool(rows & taken) and not rows & members for rows in self._homes)

    def best(self, hall: Hall, seatings: Iterable[Seating]) -> Seating:
        """The best of these, mended by exchanges that change no more cards and break nothing more.

        The seatings all change equally many cards and break the same demands.
        """
        chosen = min(seatings, key=self.worth)
        value = self.worth(chosen)
        changed, broken = hall.changed(chosen), set(hall.broken(chosen))
        for _ in range(_ROUNDS):
            before = value
            for number in range(len(chosen)):
                for other in _exchanges(hall, chosen, number):
                    if hall.changed(other) <= changed and broken.issuperset(hall.broken(other)):
                        worth = self.worth(other)
                        if worth < value:
                            chosen, value = other, worth
            if value == before:
                break
        return chosen


def _exchanges(hall: Hall, seating: Seating, number: int) -> Iterator[Seating]:
    """The person takes another row; whoever has it gets theirs instead, or goes back home.

    Whoever has their own card takes only that of somebody who hasn't, or one more would change.
    """
    holder = {row: at for at, row in enumerate(seating)}
    mine = seating[number]
    rows = hall.people[number].may & ~(1 << mine)
    if hall.people[number].row == mine:
        rows &= union(1 << row for row, at in holder.items() if hall.people[at].row != row)
    for row in bits(rows):
        moved = list(seating)
        moved[number] = row
        if row not in holder:
            yield tuple(moved)
            continue
        other = hall.people[holder[row]]
        for theirs in dict.fromkeys((mine, other.row)):
            free = theirs not in holder or theirs == mine
            if theirs is not None and free and other.may >> theirs & 1:
                moved[holder[row]] = theirs
                yield tuple(moved)
