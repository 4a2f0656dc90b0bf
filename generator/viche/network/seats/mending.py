"""Rounds of which no construction is known, mended by exchanges of two people.

What is looked for: few repeats, among seatings of given sizes in which people who are alike are
spread over the tables. A *clash* is two people alike at a table where they should be mixed; it
weighs more than any repeat, and so does a guest's coming back to a table with its host.

Somebody who has a repeat or a clash is exchanged with somebody of another table, both at random; an
exchange that is worse by d is kept with the probability ``_CHANCE`` to the power d. The best
seating ever met is the result. That is annealing at one temperature. Cooler or warmer, with falling
temperature or with lists of what is forbidden for a while, it did no better on instances of the
social golfer problem.

The search ends at the bound, or when its effort is spent. Effort is counted in looks at a pair of
people, never in seconds: with its own generator of random numbers, the result is the same on every
machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

EFFORT = 12_000_000
"""Looks at pairs; one or two seconds."""

HEAVY = 1_000_000
"""What a clash weighs: more than all repeats together."""

_CHANCE = 0.03
_MOST_PEOPLE = 4096
"""Above this the table of pairs would not fit into a reasonable memory; no cell has such a hall."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round: who sits where, and who can change places with whom."""

    tables: list[list[int]]
    """The people at each table, by number."""

    blocks: tuple[tuple[int, ...], ...]
    """People who may sit at each other's tables; whoever is in none, stays."""

    alike: tuple[Sequence[str], ...] = ()
    """Traits that tables should mix: for each, what every person has."""


def mend(
    starts: Sequence[Sequence[Round]], weights: Sequence[int], target: int, *, effort: int = EFFORT
) -> list[list[list[int]]]:
    """The tables of each round, with as few repeats and clashes as were found.

    Args:
        starts: where the search begins, one after the other; they stay as they are. The last is
            the result if the hall is too large to be searched.
        weights: what it weighs to meet each person again, once; people are numbered from 0.
        target: the least cost that is possible, to stop at.
        effort: when to stop all the same, for all starts together.
    """
    best: tuple[int, Sequence[Round]] | None = None
    pairs = sum(len(table) ** 2 for each in starts[-1] for table in each.tables)
    if len(weights) > _MOST_PEOPLE or pairs > effort:
        return [each.tables for each in starts[-1]]
    for start in starts:
        rounds = [replace(each, tables=[list(table) for table in each.tables]) for each in start]
        cost = _Search(rounds, weights, effort // len(starts)).run(target)
        if best is None or cost < best[0]:
            best = cost, rounds
        if cost == target:
            break
    assert best is not None, "a search begins somewhere"
    return [each.tables for each in best[1]]


class _Search:
    def __init__(self, rounds: Sequence[Round], weights: Sequence[int], effort: int) -> None:
        self.rounds = rounds
        self.weights = weights
        self.effort = effort
        self.met = [bytearray(len(weights)) for _ in weights]
        self.where = [
            {person: at for at, table in enumerate(each.tables) for person in table}
            for each in rounds
        ]
        self.cost = 0
        for each in rounds:
            for table in each.tables:
                for place, person in enumerate(table):
                    # Whoever weighs more, as a host, stands first.
                    self.cost += self._joining(each, person, table[:place])
                    for other in table[:place]:
                        self.met[person][other] += 1
                        self.met[other][person] += 1

    def _joining(self, each: Round, person: int, others: Sequence[int]) -> int:
        """What it costs if ``person`` comes to sit with ``others``."""
        met, weights = self.met[person], self.weights
        cost = sum([weights[other] for other in others if met[other]])
        for trait in each.alike:
            own = trait[person]
            cost += HEAVY * [trait[other] for other in others].count(own)
        return cost

    def _leaving(self, each: Round, person: int, others: Sequence[int]) -> int:
        """What is saved if ``person`` gets up from a table with ``others``."""
        met, weights = self.met[person], self.weights
        saved = sum([weights[other] for other in others if met[other] > 1])
        for trait in each.alike:
            own = trait[person]
            saved += HEAVY * [trait[other] for other in others].count(own)
        return saved

    def run(self, target: int) -> int:
        """Exchange people until the cost is ``target`` or the effort is spent; the least cost."""
        random = Random(0).random
        chances = [1.0]
        while len(chances) < 8:
            chances.append(chances[-1] * _CHANCE)
        seats = [
            (at, person, block)
            for at, each in enumerate(self.rounds)
            for block in each.blocks
            for person in block
        ]
        best = self.cost
        since: list[tuple[int, int, int]] = []
        while best > target and self.effort > 0:
            at, one, block = seats[int(random() * len(seats))]
            each, where = self.rounds[at], self.where[at]
            table = each.tables[where[one]]
            self.effort -= len(table) + 1
            if not each.alike and max(map(self.met[one].__getitem__, table)) < 2:
                continue
            here = [person for person in table if person != one]
            change = -self._leaving(each, one, here)
            other = block[int(random() * len(block))]
            if not change or where[other] == where[one]:
                continue
            there = [person for person in each.tables[where[other]] if person != other]
            self.effort -= len(here) + 2 * len(there)
            change -= self._leaving(each, other, there)
            change += self._joining(each, one, there) + self._joining(each, other, here)
            if change > 0 and (change >= len(chances) or random() >= chances[change]):
                continue
            self._exchange(at, one, other)
            self.cost += change
            since.append((at, one, other))
            if self.cost < best:
                best, since = self.cost, []
        for at, one, other in reversed(since):
            self._exchange(at, one, other)
        return best

    def _exchange(self, at: int, one: int, other: int) -> None:
        where, tables = self.where[at], self.rounds[at].tables
        for person, partner in ((one, other), (other, one)):
            table = tables[where[person]]
            table.remove(person)
            for neighbour in table:
                self.met[person][neighbour] -= 1
                self.met[neighbour][person] -= 1
                self.met[partner][neighbour] += 1
                self.met[neighbour][partner] += 1
            table.append(partner)
        where[one], where[other] = where[other], where[one]
