"""A search for the best seating: exchanges of two people's seats, guided by what is missed.

Level by level: what a level has reached is held while the next one improves. A step proposes one
exchange. Every other step looks at a random miss and proposes what could mend it; the rest propose
anything, so that the search doesn't turn in circles. An exchange that costs nothing is made, one
that costs d is made with chance e^(−d / 0.8) (Metropolis et al., *Equation of State Calculations by
Fast Computing Machines*, 1953; to look at what is missed is from Seitz, Alava and Orponen, *Focused
local search for random 3-satisfiability*, 2005). People who must sit together move together.

Now and then a few steps are taken in great heat, to leave a dead end: the fewer people, the more
often, so that a small hall is in effect begun anew many times.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, repeat
from operator import mul
from random import Random

from viche.network.assignment.floor import Floor, Lookup
from viche.network.assignment.puzzle import RULES, Puzzle, Seats, score

_CHANCE = tuple(accumulate(repeat(0.286505, 15), mul, initial=1.0))
"""By cost, the chance of an exchange. Products, for not every machine's ``exp`` is the same."""

_TRIES = 4
"""How often a partner is drawn for a person whose move could mend a miss."""

_PACKED = 0.1
"""The share of steps at which people who must sit together move, where there are such."""

_COOL, _HOT, _HEAT = 32, 3, 32
"""For n people, n² and n times so many steps it is cool, then hot; what divides costs then."""

Exchange = tuple[int, int]
_NO: Exchange = -1, -1


def search(puzzle: Puzzle, start: Seats, bounds: Sequence[int], *, seed: int, steps: int) -> Seats:
    """The best seating that was found.

    Args:
        puzzle: people, seats and what counts.
        start: where to begin; everybody sits where they may, those pinned on their seats.
        bounds: by level, what no seating can go below. There the search is content.
        seed: the same seed gives the same seating, on every machine.
        steps: how many exchanges each level may propose.
    """
    hall, random = Lookup(puzzle), Random(seed)
    best = start
    for level in range(puzzle.levels if hall.movers else 0):
        if score(puzzle, best)[level] > bounds[level]:
            best = _Walk(Floor(hall, best, level), random).improve(bounds[level], steps)
        if level == RULES and score(puzzle, best)[RULES] > bounds[RULES]:
            break
    return best


class _Walk:
    """The search on one level."""

    def __init__(self, floor: Floor, random: Random) -> None:
        self.floor, self.hall, self.puzzle = floor, floor.hall, floor.puzzle
        self.draw = random.random
        self.heat = 1

    def improve(self, bound: int, steps: int) -> Seats:
        """Propose so many exchanges, or fewer if the level comes down to its bound."""
        floor, draw = self.floor, self.draw
        best, best_score = tuple(floor.seat_of), tuple(floor.missed)
        people = len(floor.seat_of)
        cool = _COOL * people * people
        for step in range(steps):
            self.heat = _HEAT if step >= cool and step % cool < _HOT * people else 1
            if self.hall.packs and draw() < _PACKED:
                cost = self._move_pack()
            else:
                cost = self._move(*(self._focused() if draw() < 0.5 else self._anyhow()))
            if cost < 0 and tuple(floor.missed) < best_score:
                best, best_score = tuple(floor.seat_of), tuple(floor.missed)
                if floor.missed[-1] <= bound:
                    break
        return best

    def _accepts(self, cost: int) -> bool:
        cost //= self.heat
        return cost <= 0 or (cost < len(_CHANCE) and self.draw() < _CHANCE[cost])

    def _move(self, one: int, other: int) -> int:
        """Exchange two people, if that is accepted; what it has cost."""
        if one < 0:
            return 0
        cost = self.floor.cost(one, other)
        if not self._accepts(cost):
            return 0
        self.floor.exchange(one, other)
        return cost

    def _move_pack(self) -> int:
        """Exchange people who sit together for as many in another home, if that is accepted."""
        floor, packs = self.floor, self.hall.packs
        pack = packs[int(self.draw() * len(packs))]
        seats = self.hall.reach[pack[0]]
        home = self.puzzle.groups[seats[int(self.draw() * len(seats))]][0]
        others = [floor.person_at[seat] for seat in self.hall.seats_of[home]]
        cost, done = 0, []
        for one in pack:
            other = others.pop(int(self.draw() * len(others))) if others else one
            if other in pack or self._fit(one, other) == _NO:
                cost = len(_CHANCE) * _HEAT
                break
            cost += floor.cost(one, other)
            floor.exchange(one, other)
            done.append((one, other))
        if self._accepts(cost):
            return cost
        for one, other in reversed(done):
            floor.exchange(one, other)
        return 0

    def _anyhow(self) -> Exchange:
        """Any two people who could exchange their seats; (−1, −1) if the draw was a bad one."""
        movers = self.hall.movers
        one = movers[int(self.draw() * len(movers))]
        return self._fit(one, self._anybody(one))

    def _anybody(self, one: int) -> int:
        """Somebody whose seat ``one`` may take; ``one`` for want of such a seat.

        Where letters have a price, half of the time it is somebody of the same cell: most of the
        others could only be had at that price.
        """
        draw, seats = self.draw, self.hall.reach[one]
        if seats and self.floor.priced and draw() < 0.5:
            seats = self.hall.near[self.puzzle.cells[self.floor.seat_of[one]]]
        return self.floor.person_at[seats[int(draw() * len(seats))]] if seats else one

    def _focused(self) -> Exchange:
        """Two people whose exchange could mend something that is missed now."""
        if not self.floor.misses:
            return self._anyhow()
        draw = self.draw
        miss = self.floor.misses[int(draw() * len(self.floor.misses))]
        if miss < 0:
            pair = self.puzzle.pairs[~miss]
            one = pair.one if draw() < 0.5 else pair.other
            return self._fit(one, self._anybody(one))
        group, value = divmod(miss, self.hall.width)
        trait = self.hall.trait_of[value]
        values, places = self.puzzle.values, self.hall.places
        wanted = self.floor.count[miss] < self.floor.least[miss]
        inside = self.hall.seats_of[group]
        holders = self.hall.holders[value]
        for _ in range(_TRIES):
            # Whoever has the value comes in, if it is wanted, else goes out.
            one = self.floor.person_at[inside[int(draw() * len(inside))]]
            if (values[one][trait] == value) == wanted:
                continue
            if wanted and not self.floor.priced:
                other = holders[int(draw() * len(holders))]
            else:
                other = self._anybody(one)
            if (values[other][trait] == value) == wanted and (
                miss - value not in places[self.floor.seat_of[other]]
            ):
                return self._fit(one, other)
        return _NO

    def _fit(self, one: int, other: int) -> Exchange:
        """The two, if each may sit where the other does."""
        may, cells, seat_of = self.puzzle.may, self.puzzle.cells, self.floor.seat_of
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
