"""A good seating where none is proven: people try other rows by chance, and keep what is better.

Late acceptance (Burke and Bykov, 2017): a step is taken if the seating is no worse for it than it
was a fixed number of steps ago. It needs no temperature, and all costs are whole numbers, so that
the same hall settles in the same way on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from viche.network.replan.hall import Hall, Rows, Seating, bits

_STEPS = 60_000
_MEMORY = 200
_BROKEN = 5
"""What a missing person, a missing member or a broken pair costs, in changed cards."""


def settle(hall: Hall, start: Sequence[int]) -> Seating:
    """A seating with little that is broken and few changed cards.

    ``start`` has a row for everybody that they may take.
    """
    return _Floor(hall, list(start)).settle()


class _Floor:
    """A seating, with the counts that tell what a change is worth."""

    def __init__(self, hall: Hall, row_of: list[int]) -> None:
        self.hall = hall
        self.row_of = row_of
        self.holder = {row: number for number, row in enumerate(row_of)}
        self.circles = [circle for step in hall.steps for circle in step]
        self.circles_of: dict[int, list[int]] = {row: [] for row in range(len(hall.near))}
        for at, circle in enumerate(self.circles):
            for row in bits(circle.rows):
                self.circles_of[row].append(at)
        self.home_of = {row: at for at, home in enumerate(hall.homes) for row in bits(home.rows)}
        self.pairs_of = {
            number: [pair for pair in hall.pairs if number in (pair.one, pair.other)]
            for number in range(len(hall.people))
        }
        self.people = [0] * len(self.circles)
        self.guests = [0] * len(hall.homes)
        self.members = [0] * len(hall.homes)
        for number, row in enumerate(row_of):
            self._count(number, row, 1)

    def settle(self) -> Seating:
        """Take so many steps, and return the best seating that was seen."""
        rnd = Random(0)
        everyone = range(len(self.row_of))
        rows = [list(bits(one.may)) for one in self.hall.people]
        cost = best = self._cost(everyone, self.row_of)
        found = tuple(self.row_of)
        memory = [cost] * _MEMORY
        for step in range(_STEPS):
            number = rnd.choice(everyone)
            own = self.hall.people[number].row
            row = own if own in rows[number] and rnd.random() < 0.25 else rnd.choice(rows[number])
            moves = self._moves(number, row)
            if not moves:
                continue
            back = [(each, self.row_of[each]) for each, _ in moves]
            change = self._move(moves)
            if change <= 0 or cost + change <= memory[step % _MEMORY]:
                cost += change
                if cost < best:
                    best, found = cost, tuple(self.row_of)
            else:
                self._move(back)
            memory[step % _MEMORY] = min(memory[step % _MEMORY], cost)
        return found

    def _moves(self, number: int, row: int) -> list[tuple[int, int]]:
        """The person takes the row; who holds it gets theirs instead, or goes back to their own."""
        before = self.row_of[number]
        if row == before:
            return []
        if (other := self.holder.get(row)) is None:
            return [(number, row)]
        theirs = self.hall.people[other]
        if (
            theirs.row not in (None, row)
            and theirs.may >> theirs.row & 1
            and theirs.row not in self.holder
        ):
            return [(number, row), (other, theirs.row)]
        if theirs.may >> before & 1:
            return [(number, row), (other, before)]
        return []

    def _move(self, moves: list[tuple[int, int]]) -> int:
        """Make the moves; the change in cost."""
        people = [number for number, _ in moves]
        rows = [*(self.row_of[number] for number in people), *(row for _, row in moves)]
        before = self._cost(people, rows)
        for number in people:
            self._count(number, self.row_of[number], -1)
            del self.holder[self.row_of[number]]
        for number, row in moves:
            self._count(number, row, 1)
            self.row_of[number] = row
            self.holder[row] = number
        return self._cost(people, rows) - before

    def _count(self, number: int, row: int, by: int) -> None:
        for at in self.circles_of[row]:
            self.people[at] += by
        if self.hall.homes:
            home = self.home_of[row]
            self.guests[home] += by
            self.members[home] += by * self.hall.people[number].member

    def _cost(self, people: Iterable[int], rows: Iterable[int]) -> int:
        """What these people and all groups of these rows cost."""
        hall = self.hall
        broken = changed = 0
        for at in {at for row in rows for at in self.circles_of[row]}:
            if 0 < self.people[at] < self.circles[at].least:
                broken += min(self.people[at], self.circles[at].least - self.people[at])
        if hall.homes:
            for area in {hall.homes[self.home_of[row]].area for row in rows}:
                broken += self._memberless(area)
        for pair in {pair for number in people for pair in self.pairs_of[number]}:
            broken += not hall.agrees(pair, self.row_of[pair.one], self.row_of[pair.other])
        for number in people:
            changed += hall.people[number].row not in (None, self.row_of[number])
        return _BROKEN * broken + changed

    def _memberless(self, area: Rows) -> int:
        """How many profile groups of the area lack a member."""
        homes = [
            at for at, home in enumerate(self.hall.homes) if home.area == area and self.guests[at]
        ]
        return sum(
            self.hall.homes[at].wants
            and not self.members[at]
            and len(homes) <= self.hall.homes[at].members
            for at in homes
        )
