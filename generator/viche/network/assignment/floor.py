"""A seating under way: what is missed in it, and what any exchange of two people would cost.

What an exchange costs is read from tables of what each group would lose by one person more, or one
less, of each value; only an exchange that is made changes the tables.
"""

from __future__ import annotations

from collections import defaultdict

from viche.network.assignment.puzzle import RULES, Puzzle, Seats, score

_HELD, _SOUGHT = 4, 1


class Lookup:
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
        self.packs = _packs(puzzle)
        self.meets: list[bytes] = []
        self.parts: list[bytes] = []
        if puzzle.pairs:
            self.meets = [bytes(puzzle.meet(one, other) for other in seats) for one in seats]
            homes = [groups[0] for groups in puzzle.groups]
            self.parts = [bytes(home != other for other in homes) for home in homes]


class Floor:
    """A seating under way, while one level is sought."""

    def __init__(self, hall: Lookup, start: Seats, level: int) -> None:
        self.hall, self.puzzle = hall, hall.puzzle
        self.level = level
        self.weights = _weights(hall.puzzle, level)
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
                self.weight[at], self.level_of[at] = self.weights[quota.level], quota.level
                self._recount(at, 0)

    def _relate(self) -> None:
        """Set up whom it matters to everybody to meet: the other one, the weight, by seats."""
        self.pairs_of: list[list[tuple[int, int, list[bytes], int]]] = [[] for _ in self.seat_of]
        for number, pair in enumerate(self.puzzle.pairs):
            if pair.level <= self.level:
                table = self.hall.parts if pair.together else self.hall.meets
                weight = self.weights[pair.level]
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
                sum(self.weights[level] * prices[person][cell] for level, prices in self.priced)
                for cell in range(1 + max(self.puzzle.cells))
            ]
            for person in range(len(self.seat_of) if counted else 0)
        ]

    def cost(self, one: int, other: int) -> int:
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

    def exchange(self, one: int, other: int) -> None:
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


def _weights(puzzle: Puzzle, sought: int) -> list[int]:
    """What a miss weighs on each level up to the one that is sought.

    Lighter levels may give way for a while, to get past a miss. But from the rules to the last wish
    for letters each level weighs more than the next, lest they be traded for each other: exchanges
    that cost nothing of them are easily found.
    """
    weights = [_HELD] * sought + [_SOUGHT]
    letters = [level for level in puzzle.prices if level < sought]
    for times, level in enumerate(range(max(letters, default=RULES), -1, -1), start=2):
        weights[level] = _HELD * times
    return weights


def _packs(puzzle: Puzzle) -> list[list[int]]:
    """Free people who must sit together, and so can only move together."""
    pack_of = {person: [person] for person in range(len(puzzle.may))}
    for pair in puzzle.pairs:
        one, other = pack_of[pair.one], pack_of[pair.other]
        if pair.together and pair.level == RULES and one is not other:
            one += other
            pack_of.update(dict.fromkeys(other, one))
    packs = {id(pack): sorted(pack) for pack in pack_of.values() if len(pack) > 1}
    return [pack for pack in packs.values() if not set(pack) & set(puzzle.pinned)]
