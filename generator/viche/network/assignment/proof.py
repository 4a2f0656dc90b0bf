"""An optional solver, HiGHS, finishes what the search leaves open: is there a better seating?

The question is put as a mixed-integer programme: a variable for each person and seat that they may
have; levels that are held are constraints, the level in question is what is minimised, and it must
come out lower than it is. If that has no solution, the seating is proven best. ``docs/decisions/
roster-seating.md`` says why this solver, and what it can be asked.

The limit counts nodes of the solver's tree, and it works on one thread, so that the same version
gives the same answer on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from importlib.util import find_spec
from math import ceil
from typing import TYPE_CHECKING

from viche.network.assignment.puzzle import RULES, Pair, Puzzle, Quota, Score, Seats, score

if TYPE_CHECKING:
    from highspy.highs import highs_linear_expression as Sum
    from highspy.highs import highs_var as Variable

NODES = 50
"""How many nodes of its tree the solver may visit for one level."""

_NEAR = 1e-6
_FEASIBLE = 2


def available() -> bool:
    """Whether the solver is installed: ``pip install "viche[proof]"``."""
    return find_spec("highspy") is not None


def better(puzzle: Puzzle, found: Seats, level: int, nodes: int = NODES) -> tuple[Seats, int]:
    """A seating that misses less on ``level`` and no more before, and a bound for that level.

    It is ``found`` itself if there is none, or if none was seen in so many nodes. On the level of
    the rules the bound is 0, or 1 if it is proven that not all can be kept.

    Raises:
        ImportError: the solver isn't installed.
    """
    return _Question(puzzle, score(puzzle, found), level).answer(found, nodes)


class _Question:
    """The programme for one level."""

    def __init__(self, puzzle: Puzzle, reached: Score, level: int) -> None:
        from highspy import Highs  # only now: the program can do without

        self.puzzle, self.reached, self.level = puzzle, reached, level
        self.solver = Highs()  # type: ignore[no-untyped-call]  # its class has no annotations
        self.solver.silent()
        self.takes = self._places()
        self.sits: defaultdict[tuple[int, int], list[Variable]] = defaultdict(list)
        for (person, seat), variable in self.takes.items():
            for group in puzzle.groups[seat]:
                self.sits[person, group].append(variable)
        self.missed: list[list[Sum]] = [[] for _ in range(level + 1)]
        for quota in puzzle.quotas:
            if quota.level <= level:
                self._ask_quota(quota)
        for pair in puzzle.pairs:
            if pair.level <= level:
                self._ask_pair(pair)
        for at, prices in puzzle.prices.items():
            if at <= level:
                self.missed[at] += (
                    prices[person][puzzle.cells[seat]] * variable
                    for (person, seat), variable in self.takes.items()
                    if prices[person][puzzle.cells[seat]]
                )
        for at in range(1, level + 1):
            if self.missed[at]:
                most = reached[at] - (at == level)
                self.solver.addConstr(self.solver.qsum(self.missed[at]) <= most)

    def answer(self, found: Seats, nodes: int) -> tuple[Seats, int]:
        """A better seating if there is one, else ``found``; and the bound of the level."""
        from highspy import HighsModelStatus

        solver = self.solver
        for option, value in (("threads", 1), ("random_seed", 1), ("mip_max_nodes", nodes)):
            solver.setOptionValue(option, value)
        solver.minimize(solver.qsum(self.missed[self.level]))
        if solver.getModelStatus() == HighsModelStatus.kInfeasible:
            return found, max(1, self.reached[self.level])
        info = solver.getInfo()
        if info.primal_solution_status == _FEASIBLE:
            values = solver.getSolution().col_value
            seats = {
                person: seat
                for (person, seat), variable in self.takes.items()
                if values[variable.index] > 0.5
            }
            found = tuple(seats[person] for person in range(len(found)))
        bound = 0 if self.level == RULES else ceil(max(0.0, info.mip_dual_bound) - _NEAR)
        return found, bound

    def _places(self) -> dict[tuple[int, int], Variable]:
        """Everybody has one seat, and every seat one person."""
        puzzle, solver = self.puzzle, self.solver
        takes = {
            (person, seat): solver.addBinary()
            for person, may in enumerate(puzzle.may)
            for seat, cell in enumerate(puzzle.cells)
            if cell in may and puzzle.pinned.get(person, seat) == seat
        }
        for side in (0, 1):
            rows: defaultdict[int, list[Variable]] = defaultdict(list)
            for key, variable in takes.items():
                rows[key[side]].append(variable)
            for row in rows.values():
                solver.addConstr(solver.qsum(row) == 1)
        return takes

    def _hard(self, level: int) -> bool:
        """Whether nothing may be missed on a level, so that no slack is needed."""
        return level == RULES or (level < self.level and not self.reached[level])

    def _slack(self, level: int, most: int) -> Sum | int:
        if self._hard(level):
            return 0
        slack: Sum = 1 * self.solver.addVariable(0, most)
        self.missed[level].append(slack)
        return slack

    def _ask_quota(self, quota: Quota) -> None:
        inside = [
            variable
            for person, values in enumerate(self.puzzle.values)
            if quota.value in values
            for variable in self.sits[person, quota.group]
        ]
        count = self.solver.qsum(inside)
        if quota.least > 0:
            self.solver.addConstr(count + self._slack(quota.level, quota.least) >= quota.least)
        if quota.most < len(inside):
            self.solver.addConstr(count - self._slack(quota.level, len(inside)) <= quota.most)

    def _ask_pair(self, pair: Pair) -> None:
        homes = {groups[0] for groups in self.puzzle.groups}
        every = {group for groups in self.puzzle.groups for group in groups}
        slack = 0 if pair.together else self._slack(pair.level, 1)
        for group in sorted(homes if pair.together else every):
            one = self.solver.qsum(self.sits[pair.one, group])
            other = self.solver.qsum(self.sits[pair.other, group])
            if pair.together:
                self.solver.addConstr(one - other == 0)
            else:
                self.solver.addConstr(one + other - slack <= 1)
