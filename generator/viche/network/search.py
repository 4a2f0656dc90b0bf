"""A search for the best seating: exchanges of two people's seats, guided by what is missed.

Level by level: what a level has reached is held while the next one improves. A step proposes one
exchange. Every other step looks at a random miss and proposes what could mend it; the rest propose
anything, so that the search doesn't turn in circles. An exchange that costs nothing is made, one
that costs d is made with chance e^(−d / 0.9) (Metropolis et al., *Equation of State Calculations by
Fast Computing Machines*, 1953; to look at what is missed is from Seitz, Alava and Orponen, *Focused
local search for random 3-satisfiability*, 2005).

What an exchange costs is read from tables of what each group would lose by one person more, or one
less, of each value; only an exchange that is made changes the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, repeat
from operator import mul
from random import Random

from viche.network.puzzle import RULES, Puzzle, Seating, score

_CHANCE = tuple(accumulate(repeat(0.329193, 15), mul, initial=1.0))
"""By cost, the chance of an exchange. Products, for not every machine's ``exp`` is the same."""

_STRICT, _HELD, _SOUGHT = 8, 4, 1
"""What a miss weighs: of rules and letters, of another level that is held, of the one sought.

Letters are held more strictly, for exchanges that cost nothing of them are easily found.
"""

_NO = -1, -1
"""Nobody."""

_TRIES = 4
"""How often a partner is drawn for a person whose move could mend a miss."""


def search(
    puzzle: Puzzle, start: Seating, bounds: Sequence[int], *, seed: int, steps: int
) -> Seating:
    """The best seating that was found.

    Args:
        puzzle: people, seats and what counts.
        start: where to begin; everybody sits where they may, those pinned on their seats.
        bounds: by level, what no seating can go below. There the search is content.
        seed: the same seed gives the same seating, on every machine.
        steps: how many exchanges each level may propose.
    """
    hall, random = _Hall(puzzle), Random(seed)
    best = start
    for level in range(puzzle.levels):
        if score(puzzle, best)[level] > bounds[level]:
            best = _Floor(hall, best, level, random).improve(bounds[level], steps)
        if level == RULES and score(puzzle, best)[RULES] > bounds[RULES]:
            break
    return best


class _Hall:
    """What stays the same however people sit, in the order in which the search asks for it."""

    def __init__(self, puzzle: Puzzle) -> None:
        self.puzzle = puzzle
        seats = range(len(puzzle.groups))
        self.width = 1 + max((value for values in puzzle.values for value in values), default=0)
        # The number of a group times the width, plus that of a value, is the place of their count.
        self.places = [tuple(group * self.width for group in groups) for groups in puzzle.groups]
        self.seats_of: defaultdict[int, list[int]] = defaultdict(list)
        for seat in seats:
            for group in puzzle.groups[seat]:
                self.seats_of[group].append(seat)
        self.holders: defaultdict[int, list[int]] = defaultdict(list)
        for person, values in enumerate(puzzle.values):
            for value in values:
                self.holders[value].append(person)
        self.trait_of = {
            value: trait for values in puzzle.values for trait, value in enumerate(values)
        }
        taken = set(puzzle.pinned.values())
        reach = {
            may: [seat for seat in seats if puzzle.cells[seat] in may and seat not in taken]
            for may in puzzle.may
        }
        self.reach = [
            [] if person in puzzle.pinned else reach[may] for person, may in enumerate(puzzle.may)
        ]
        self.near: defaultdict[int, list[int]] = defaultdict(list)
        for seat, cell in enumerate(puzzle.cells):
            if seat not in taken:
                self.near[cell].append(seat)
        self.movers = [person for person, seats in enumerate(self.reach) if len(seats) > 1]
        self.meets: list[bytes] = []
        self.parts: list[bytes] = []
        if puzzle.pairs:
            self.meets = [bytes(puzzle.meet(one, other) for other in seats) for one in seats]
            homes = [groups[0] for groups in puzzle.groups]
            self.parts = [bytes(home != other for other in homes) for home in homes]


class _Floor:
    """A seating under way, while one level is sought."""

    def __init__(self, hall: _Hall, start: Seating, level: int, random: Random) -> None:
        self.hall, self.puzzle, self.random = hall, hall.puzzle, random
        self.level = level
        self.seat_of = list(start)
        self.person_at = [0] * len(start)
        for person, seat in enumerate(start):
            self.person_at[seat] = person
        self.missed = list(score(self.puzzle, start)[: level + 1])
        self.misses: list[int] = []  # places of counts that are off, and ~numbers of missed pairs
        self.where: dict[int, int] = {}
        self._count()
        self._relate()
        self._price()

    def _weight(self, level: int) -> int:
        if level == self.level > RULES:
            return _SOUGHT
        return _STRICT if level == RULES or level in self.puzzle.prices else _HELD

    def _count(self) -> None:
        """Set up the counts, and what one person more or less would cost at each."""
        puzzle, width = self.puzzle, self.hall.width
        size = width * (1 + max(max(groups) for groups in puzzle.groups))
        self.count = [0] * size
        for person, seat in enumerate(self.seat_of):
            for place in self.hall.places[seat]:
                for value in puzzle.values[person]:
                    self.count[place + value] += 1
        self.least, self.most = [0] * size, [len(self.seat_of)] * size
        self.weight, self.level_of = [0] * size, [0] * size
        self.rise, self.fall = [0] * size, [0] * size
        for quota in puzzle.quotas:
            if quota.level <= self.level:
                at = quota.group * width + quota.value
                self.least[at], self.most[at] = quota.least, quota.most
                self.weight[at], self.level_of[at] = self._weight(quota.level), quota.level
                self._recount(at, 0)

    def _relate(self) -> None:
        """Set up whom it matters to everybody to meet: the other one, the weight, by seats."""
        self.pairs_of: list[list[tuple[int, int, list[bytes], int]]] = [[] for _ in self.seat_of]
        for number, pair in enumerate(self.puzzle.pairs):
            if pair.level <= self.level:
                table = self.hall.parts if pair.together else self.hall.meets
                weight = self._weight(pair.level)
                self.pairs_of[pair.one].append((pair.other, weight, table, ~number))
                self.pairs_of[pair.other].append((pair.one, weight, table, ~number))
                seats = self.seat_of[pair.one], self.seat_of[pair.other]
                self._mark(~number, bool(table[seats[0]][seats[1]]))

    def _price(self) -> None:
        """Sum up what a cell costs each person; empty where no prices count."""
        counted = [level for level in self.puzzle.prices if level <= self.level]
        self.priced = [(level, self.puzzle.prices[level]) for level in counted]
        self.price = [
            [
                sum(self._weight(level) * prices[person][cell] for level, prices in self.priced)
                for cell in range(1 + max(self.puzzle.cells))
            ]
            for person in range(len(self.seat_of) if counted else 0)
        ]

    def improve(self, bound: int, steps: int) -> Seating:
        """Propose so many exchanges, or fewer if the level comes down to its bound."""
        best, best_score = tuple(self.seat_of), tuple(self.missed)
        if not self.hall.movers:
            return best
        chance, exchanges = self.random.random, len(_CHANCE)
        for _ in range(steps):
            one, other = self._focused() if chance() < 0.5 else self._anyhow()
            if one < 0:
                continue
            cost = self._cost(one, other)
            if cost > 0 and (cost >= exchanges or chance() >= _CHANCE[cost]):
                continue
            self._exchange(one, other)
            if cost < 0 and tuple(self.missed) < best_score:
                best, best_score = tuple(self.seat_of), tuple(self.missed)
                if self.missed[-1] <= bound:
                    break
        return best

    def _anyhow(self) -> tuple[int, int]:
        """Any two people who could exchange their seats; (−1, −1) if the draw was a bad one."""
        movers = self.hall.movers
        one = movers[int(self.random.random() * len(movers))]
        return self._fit(one, self._anybody(one))

    def _anybody(self, one: int) -> int:
        """Somebody whose seat ``one`` may take; ``one`` for want of such a seat.

        Where letters have a price, half of the time it is somebody of the same cell: most of the
        others could only be had at that price.
        """
        draw, seats = self.random.random, self.hall.reach[one]
        if seats and self.priced and draw() < 0.5:
            seats = self.hall.near[self.puzzle.cells[self.seat_of[one]]]
        return self.person_at[seats[int(draw() * len(seats))]] if seats else one

    def _focused(self) -> tuple[int, int]:
        """Two people whose exchange could mend something that is missed now."""
        if not self.misses:
            return self._anyhow()
        draw = self.random.random
        miss = self.misses[int(draw() * len(self.misses))]
        if miss < 0:
            pair = self.puzzle.pairs[~miss]
            one = pair.one if draw() < 0.5 else pair.other
            return self._fit(one, self._anybody(one))
        group, value = divmod(miss, self.hall.width)
        trait = self.hall.trait_of[value]
        values, places = self.puzzle.values, self.hall.places
        wanted = self.count[miss] < self.least[miss]
        inside = self.hall.seats_of[group]
        holders = self.hall.holders[value]
        for _ in range(_TRIES):
            # Whoever has the value comes in, if it is wanted, else goes out.
            one = self.person_at[inside[int(draw() * len(inside))]]
            if (values[one][trait] == value) == wanted:
                continue
            if wanted and not self.priced:
                other = holders[int(draw() * len(holders))]
            else:
                other = self._anybody(one)
            if (values[other][trait] == value) == wanted and (
                miss - value not in places[self.seat_of[other]]
            ):
                return self._fit(one, other)
        return _NO

    def _fit(self, one: int, other: int) -> tuple[int, int]:
        """The two, if each may sit where the other does."""
        may, cells, seat_of = self.puzzle.may, self.puzzle.cells, self.seat_of
        pinned = self.puzzle.pinned
        if (
            one != other
            and cells[seat_of[other]] in may[one]
            and cells[seat_of[one]] in may[other]
            and one not in pinned
            and other not in pinned
        ):
            return one, other
        return _NO

    def _cost(self, one: int, other: int) -> int:
        """What more would be missed, weighed, if the two exchanged their seats."""
        here, there = self.seat_of[one], self.seat_of[other]
        rise, fall = self.rise, self.fall
        cost = 0
        values = self.puzzle.values
        for a, b in zip(self.hall.places[here], self.hall.places[there], strict=True):
            if a != b:
                for v, w in zip(values[one], values[other], strict=True):
                    if v != w:
                        cost += fall[a + v] + rise[a + w] + fall[b + w] + rise[b + v]
        for friend, weight, table, _ in self.pairs_of[one]:
            if friend != other:
                seat = self.seat_of[friend]
                cost += weight * (table[there][seat] - table[here][seat])
        for friend, weight, table, _ in self.pairs_of[other]:
            if friend != one:
                seat = self.seat_of[friend]
                cost += weight * (table[here][seat] - table[there][seat])
        if self.price:
            a, b = self.puzzle.cells[here], self.puzzle.cells[there]
            mine, yours = self.price[one], self.price[other]
            cost += mine[b] - mine[a] + yours[a] - yours[b]
        return cost

    def _exchange(self, one: int, other: int) -> None:
        """Let the two exchange their seats."""
        here, there = self.seat_of[one], self.seat_of[other]
        values = self.puzzle.values
        for a, b in zip(self.hall.places[here], self.hall.places[there], strict=True):
            if a != b:
                for v, w in zip(values[one], values[other], strict=True):
                    if v != w:
                        self._recount(a + v, -1)
                        self._recount(a + w, 1)
                        self._recount(b + w, -1)
                        self._recount(b + v, 1)
        a, b = self.puzzle.cells[here], self.puzzle.cells[there]
        for level, prices in self.priced:
            mine, yours = prices[one], prices[other]
            self.missed[level] += mine[b] - mine[a] + yours[a] - yours[b]
        self.seat_of[one], self.seat_of[other] = there, here
        self.person_at[here], self.person_at[there] = other, one
        for person in (one, other):
            seat = self.seat_of[person]
            for friend, _, table, number in self.pairs_of[person]:
                missed = bool(table[seat][self.seat_of[friend]])
                if missed != (number in self.where):
                    self.missed[self.puzzle.pairs[~number].level] += 1 if missed else -1
                    self._mark(number, missed)

    def _recount(self, at: int, by: int) -> None:
        """Change one count, and what one person more or less costs there."""
        weight = self.weight[at]
        before = self.count[at]
        self.count[at] = count = before + by
        if not weight:
            return
        least, most = self.least[at], self.most[at]
        self.rise[at] = weight if count >= most else -weight if count < least else 0
        self.fall[at] = weight if count <= least else -weight if count > most else 0
        missed = max(least - count, count - most, 0)
        self.missed[self.level_of[at]] += missed - max(least - before, before - most, 0)
        if (missed > 0) != (at in self.where):
            self._mark(at, missed > 0)

    def _mark(self, miss: int, missed: bool) -> None:
        """Keep the list of misses; the order doesn't matter, only that each can be drawn."""
        if missed and miss not in self.where:
            self.where[miss] = len(self.misses)
            self.misses.append(miss)
        elif not missed and miss in self.where:
            gap, last = self.where.pop(miss), self.misses.pop()
            if last != miss:
                self.misses[gap] = last
                self.where[last] = gap
