"""A good seating where none is proven: people try other rows by chance, and keep what is better.

Late acceptance (Burke and Bykov, 2017): a step is taken if the seating is no worse for it than it
was a fixed number of steps ago. It needs no temperature, and all costs are whole numbers, so that
the same hall settles in the same way on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random

from viche.network.replan.hall import Hall, Rows, Seating, bits

_STEPS, _MOST_STEPS = 2_500, 200_000
"""How many steps are taken for each person, and for all together."""

_MEMORY = 700
_BROKEN = 4
"""What each person costs, in changed cards, who must join a small group or leave it; and as much
a missing member, or a broken pair."""


def settle(hall: Hall, start: Sequence[int]) -> Seating:
    """A seating with little that is broken and few changed cards.

    ``start`` has a row for everybody that they may take.
    """
    return _Floor(hall, start).settle()


class _Floor:
    """A seating, and what it costs."""

    def __init__(self, hall: Hall, row_of: Sequence[int]) -> None:
        self.hall = hall
        self.row_of = list(row_of)
        self.holder = {row: number for number, row in enumerate(row_of)}
        self.circles_of: list[list[int]] = [[] for _ in hall.near]
        self.fines = []
        for at, circle in enumerate(hall.circles):
            self.fines.append(_fines(circle.least, circle.rows.bit_count()))
            for row in bits(circle.rows):
                self.circles_of[row].append(at)
        self.people = [0] * len(hall.circles)
        self.home_of = {row: at for at, home in enumerate(hall.homes) for row in bits(home.rows)}
        self.guests = [0] * len(hall.homes)
        self.members = [0] * len(hall.homes)
        self.lacking = {home.area: 0 for home in hall.homes}
        self.cost = 0
        for number, row in enumerate(row_of):
            self._count(number, row, 1)
        self._weigh_members(self.lacking)
        self.cost += _BROKEN * self._broken_pairs(range(len(row_of)))

    def settle(self) -> Seating:
        """Take so many steps, and return the best seating that was seen."""
        rnd = Random(0)
        everyone = range(len(self.row_of))
        rows = [list(bits(one.may)) for one in self.hall.people]
        best, found = self.cost, tuple(self.row_of)
        memory = [self.cost] * _MEMORY
        for step in range(min(_STEPS * len(everyone), _MOST_STEPS)):
            # By ``random`` alone, which is the same on every machine and with every release.
            number = int(rnd.random() * len(everyone))
            own, theirs = self.hall.people[number].row, rows[number]
            if own is not None and own in theirs and rnd.random() < 0.25:
                row = own
            else:
                row = theirs[int(rnd.random() * len(theirs))]
            before = self.cost
            moves = self._moves(number, row)
            back = [(each, self.row_of[each]) for each, _ in moves]
            self._move(moves)
            if self.cost > max(before, memory[step % _MEMORY]):
                self._move(back)
            elif self.cost < best:
                best, found = self.cost, tuple(self.row_of)
            memory[step % _MEMORY] = min(memory[step % _MEMORY], self.cost)
        return found

    def _moves(self, number: int, row: int) -> list[tuple[int, int]]:
        """The person takes the row; who holds it gets theirs instead, or goes back to their own."""
        before = self.row_of[number]
        if row == before:
            return []
        other = self.holder.get(row)
        if other is None:
            return [(number, row)]
        theirs = self.hall.people[other]
        home = theirs.row
        if home not in (None, row) and theirs.may >> home & 1 and home not in self.holder:
            return [(number, row), (other, home)]
        return [(number, row), (other, before)] if theirs.may >> before & 1 else []

    def _move(self, moves: Sequence[tuple[int, int]]) -> None:
        people = [number for number, _ in moves]
        rows = [self.row_of[number] for number in people]
        broken = self._broken_pairs(people)
        for number, row in zip(people, rows, strict=True):
            self._count(number, row, -1)
            del self.holder[row]
        for number, row in moves:
            self._count(number, row, 1)
            self.row_of[number] = row
            self.holder[row] = number
            rows.append(row)
        self.cost += _BROKEN * (self._broken_pairs(people) - broken)
        if self.hall.homes:
            self._weigh_members({self.hall.homes[self.home_of[row]].area for row in rows})

    def _count(self, number: int, row: int, by: int) -> None:
        """Somebody joins the groups of a row, or leaves them."""
        for at in self.circles_of[row]:
            there = self.people[at]
            self.people[at] = there + by
            self.cost += self.fines[at][there + by] - self.fines[at][there]
        one = self.hall.people[number]
        self.cost += by * (one.row not in (None, row))
        if self.hall.homes:
            home = self.home_of[row]
            self.guests[home] += by
            self.members[home] += by * one.member

    def _broken_pairs(self, people: Collection[int]) -> int:
        return sum(
            (pair.one in people or pair.other in people)
            and not self.hall.agrees(pair, self.row_of[pair.one], self.row_of[pair.other])
            for pair in self.hall.pairs
        )

    def _weigh_members(self, areas: Collection[Rows]) -> None:
        """Count anew which profile groups of these areas lack a member."""
        for area in areas:
            homes = [
                (home, at)
                for at, home in enumerate(self.hall.homes)
                if home.area == area and self.guests[at]
            ]
            lacking = sum(
                home.wants and not self.members[at] and len(homes) <= home.members
                for home, at in homes
            )
            self.cost += _BROKEN * (lacking - self.lacking[area])
            self.lacking[area] = lacking


def _fines(least: int, most: int) -> list[int]:
    """What a group costs, by the number of its people."""
    return [_BROKEN * min(n, least - n) if n < least else 0 for n in range(most + 1)]
