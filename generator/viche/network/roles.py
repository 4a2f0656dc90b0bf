"""Who does what for their group: roles dealt fairly over the day.

A *job* is one role in one group at one step. Each group needs a moderator, then a secretary, and
at the last step a reporter; a group of one or two people has the first of them. Whoever stays at a
table to receive the others, as a host of the world café, moderates there all day and does nothing
else; the rest is dealt.

**Fair, and proven so.** Jobs flow to the people of their group, at most one for a person at a step,
and from there into the person's day. The k-th job of a day costs 2k − 1, so that a day of k jobs
costs k² in all. The numbers of jobs that people can have are the bases of an integral polymatroid
(sums of bases of uniform matroids, one for each group), and there the least sum of squares makes
the largest number least, the smallest number largest, and every convex measure of unevenness least
(Frank and Murota, *Decreasing minimization on M-convex sets*, 2018).

**Then by the rules, and then to the willing.** Everybody's day has a price: first the square of its
number of jobs, then its cases against the rules of rotation, then the jobs that somebody is willing
to do, which lower it, and last whether all its jobs are the same. Jobs are handed on in rings, in
which everybody takes the job that the one before them leaves, as long as a ring makes the day of
all together cheaper (cyclic transfers: Thompson and Psaraftis, *Operations Research* 41, 1993).
That never makes jobs less fair. Where cases remain, it is tried again from other beginnings. It
isn't proven to end at the cheapest day: another may have some jobs more in willing hands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from random import Random
from typing import NamedTuple

from viche.model.plan import Plan, Role
from viche.model.topology import Topology

Willing = Mapping[str, Collection[Role]]
"""By seat, the roles that its holder offers to take."""

_Vertex = str | tuple[int, str]
"""The day, a group or a seat; a group or a seat at one step."""


class _Job(NamedTuple):
    """One role in one group at one step."""

    step: int
    group: str
    role: Role


class _Move(NamedTuple):
    """A person takes one job for another; without the one or the other at the ends of a row."""

    seat: str
    takes: _Job | None
    leaves: _Job | None


_BEGINNINGS = 8
"""From how many beginnings a day without a case against the rules is sought."""

_Price = Callable[[str, tuple[Role | None, ...]], int]
"""What a day costs a person, who has these roles at its steps."""


def deal_roles(plan: Plan, topology: Topology, willing: Willing | None = None) -> Plan:
    """The same plan with its roles dealt anew.

    Nobody has two jobs at one step, and people's numbers of jobs differ as little as the groups
    allow. Among equally fair days one is sought in which nobody has the same role at two steps
    running, or again when their group comes again; then one with many jobs in willing hands; then
    one in which nobody has one and the same role all day. Seats that ``willing`` doesn't name are
    willing to do nothing.

    Raises:
        ValueError: the plan's steps aren't those of the topology.
    """
    if len(plan.steps) != len(topology.groupings):
        expected = len(topology.groupings)
        raise ValueError(f"{topology.name} has {expected} steps, the plan has {len(plan.steps)}.")
    hosts = _hosts(plan, topology)
    groups = list(_roles(plan, hosts))
    price = _pricing(topology, groups, willing or {})
    rotas: list[_Rota] = []
    for seed in range(_BEGINNINGS):
        chance = Random(seed)
        mixed = [
            (at, name, sorted(free, key=lambda _: chance.random()), roles)
            for at, name, free, roles in groups
        ]
        rotas.append(_Rota(plan, mixed, price))
        rotas[-1].improve()
        if not rotas[-1].cases(_ruled(topology)):
            break
    rota = min(rotas, key=_Rota.cost)
    role_of = {(job.step, seat): job.role for job, seat in rota.holder.items()}
    role_of |= {(at, host): Role.MODERATOR for host in hosts for at in range(len(plan.steps))}
    return Plan(
        plan.steps,
        tuple(
            replace(
                seat,
                route=tuple(
                    replace(place, role=role_of.get((at, seat.id)))
                    for at, place in enumerate(seat.route)
                ),
            )
            for seat in plan.seats
        ),
    )


def _hosts(plan: Plan, topology: Topology) -> frozenset[str]:
    """The seats that stay at their tables, each alone there."""
    axis = topology.staying
    if axis is None:
        return frozenset()
    (at,) = topology.positions((axis,))
    return frozenset(seat.id for seat in plan.seats if seat.letters[at] == axis.stays)


_Group = tuple[int, str, list[str], list[Role]]
"""The position of a step, the name of a group, and the seats and roles to be dealt there."""


def _roles(plan: Plan, hosts: Collection[str]) -> Iterator[_Group]:
    """Every group of every step."""
    last = len(plan.steps) - 1  # whose groups report
    for at, step in enumerate(plan.steps):
        roles = [Role.MODERATOR, Role.SECRETARY, *([Role.REPORTER] if at == last else [])]
        for group, seats in plan.groups(step).items():
            free = [seat.id for seat in seats if seat.id not in hosts]
            hosted = len(free) < len(seats)
            yield at, group, free, roles[hosted:][: len(free)]


def _deal(plan: Plan, groups: list[_Group]) -> dict[_Job, str]:
    """Who has which job, as the cheapest flow of jobs to people: fair, whatever the roles."""
    import networkx as nx  # slow to import, and not every run needs it

    flow: nx.MultiDiGraph[_Vertex] = nx.MultiDiGraph()
    flow.add_node("day", demand=sum(len(roles) for *_, roles in groups))
    for at, group, seats, roles in groups:
        flow.add_node((at, group), demand=-len(roles))
        for seat in seats:
            flow.add_edge((at, group), seat, capacity=1)
    for person in plan.seats:
        for count in range(len(plan.steps)):
            flow.add_edge(person.id, "day", capacity=1, weight=2 * count + 1)
    _, flows = nx.network_simplex(flow)
    return {
        _Job(at, group, role): seat
        for at, group, seats, roles in groups
        for role, seat in zip(
            roles, (seat for seat in seats if any(flows[at, group][seat].values())), strict=True
        )
    }


def _ruled(topology: Topology) -> list[tuple[int, int]]:
    """The pairs of steps at which nobody is to have the same role."""
    of = topology.groupings
    return [
        (one, other)
        for one, other in combinations(range(len(of)), 2)
        if one + 1 == other or of[one] == of[other]
    ]


def _cases(roles: Sequence[Role | None], ruled: list[tuple[int, int]]) -> int:
    return sum(roles[one] is not None and roles[one] is roles[other] for one, other in ruled)


def _pricing(topology: Topology, groups: list[_Group], willing: Willing) -> _Price:
    """The price of a person's day; any case of one kind weighs more than all of the kinds below."""
    ruled = _ruled(topology)
    offers = {seat: frozenset(roles) for seat, roles in willing.items()}
    # More than all jobs, and than all cases: a job has one at most with each other step.
    unit = 1 + len(topology.groupings) * sum(len(roles) for *_, roles in groups)

    @cache
    def price(offered: frozenset[Role], roles: tuple[Role | None, ...]) -> int:
        jobs = [role for role in roles if role]
        cases = _cases(roles, ruled)
        done = sum(role in offered for role in jobs)
        same = len(jobs) > 1 and len(set(jobs)) == 1
        return ((len(jobs) ** 2 * unit + cases) * unit - done) * unit + same

    return lambda seat, roles: price(offers.get(seat, frozenset()), roles)


class _Rota:
    """Who has which job, and the rings that better it."""

    def __init__(self, plan: Plan, groups: list[_Group], price: _Price) -> None:
        self.holder = _deal(plan, groups)
        self._people = {(at, group): seats for at, group, seats, _ in groups}
        self._price = price
        self._days: dict[str, list[_Job | None]] = {
            seat.id: [None] * len(plan.steps) for seat in plan.seats
        }
        for job, seat in self.holder.items():
            self._days[seat][job.step] = job
        self._known: dict[_Job | None, list[tuple[int, _Move]]] = {}

    def improve(self) -> None:
        """Hand jobs on in rings, until none is found that makes the day cheaper."""
        found = True
        while found:
            found = False
            for start in (None, *self.holder):
                while ring := self._ring(start):
                    self._hand_on(ring)
                    found = True

    def cost(self) -> int:
        """The price of everybody's day."""
        return sum(self._price(seat, tuple(_roles_of(day))) for seat, day in self._days.items())

    def cases(self, ruled: list[tuple[int, int]]) -> int:
        """How often somebody has the same role at both steps of a pair."""
        return sum(_cases(_roles_of(day), ruled) for day in self._days.values())

    def _ring(self, start: _Job | None) -> tuple[_Move, ...]:
        """Moves from ``start`` back to it that make the day cheaper, nobody moving twice; or none.

        Of the rows of moves that lead to a job, only the cheapest is followed, and only while it
        saves something: the moves of any ring that saves can be begun at one of them, so that
        every part from there saves (Lin and Kernighan, *Operations Research* 21, 1973).
        """
        rows: dict[_Job | None, tuple[int, tuple[_Move, ...]]] = {start: (0, ())}
        ends = [start]
        while ends:
            # A dictionary keeps its order, as a set would not.
            longer: dict[_Job | None, None] = {}
            for end in ends:
                cost, row = rows[end]
                for more, move in self._moves(end):
                    total = cost + more
                    if total >= 0:
                        break
                    if any(move.seat == each.seat or move.leaves == each.leaves for each in row):
                        continue
                    if move.leaves == start:
                        return (*row, move)
                    if move.leaves not in rows or total < rows[move.leaves][0]:
                        rows[move.leaves] = total, (*row, move)
                        longer[move.leaves] = None
            ends = list(longer)
        return ()

    def _moves(self, job: _Job | None) -> list[tuple[int, _Move]]:
        """What each move costs by which somebody takes ``job``, the cheapest first."""
        if job not in self._known:
            moves = [(self._cost(move), move) for move in self._takers(job)]
            self._known[job] = sorted(moves, key=lambda priced: priced[0])
        return self._known[job]

    def _takers(self, job: _Job | None) -> Iterator[_Move]:
        if job is None:  # anybody may leave a job and take none
            yield from (_Move(seat, None, left) for left, seat in self.holder.items())
            return
        for seat in self._people[job.step, job.group]:
            day = self._days[seat]
            if day[job.step] is None:
                yield _Move(seat, job, None)
                yield from (_Move(seat, job, left) for left in day if left)
            elif day[job.step] != job:
                yield _Move(seat, job, day[job.step])

    def _cost(self, move: _Move) -> int:
        before = _roles_of(self._days[move.seat])
        after = before.copy()
        if move.leaves:
            after[move.leaves.step] = None
        if move.takes:
            after[move.takes.step] = move.takes.role
        return self._price(move.seat, tuple(after)) - self._price(move.seat, tuple(before))

    def _hand_on(self, ring: tuple[_Move, ...]) -> None:
        for seat, _, leaves in ring:
            if leaves:
                self._days[seat][leaves.step] = None
        for seat, takes, _ in ring:
            if takes:
                self._days[seat][takes.step] = takes
                self.holder[takes] = seat
        self._known.clear()


def _roles_of(day: list[_Job | None]) -> list[Role | None]:
    return [job.role if job else None for job in day]
