"""Who does what for their group: roles dealt fairly over the day, and stand-ins for who is missing.

A *job* is one role in one group at one step. Each group needs a moderator, then a secretary, and
at the last step a reporter; a group of one or two people has the first of them. Whoever stays at a
table to receive the others, as a host of the world café, moderates there all day and does nothing
else; the rest is dealt.

**Fair, and proven so.** Jobs flow to the people of their group, at most one for a person at a step,
and from there into the person's day. The k-th job of a day costs 2k − 1, so that a day of k jobs
costs k² in all. The numbers of jobs that people can have are the bases of an integral polymatroid
(sums of bases of uniform matroids, one for each group), and there the least sum of squares makes
the largest number least, the smallest number largest, and every convex measure of unevenness least
(Frank and Murota, *Decreasing minimization on M-convex sets*, 2018). A job done by somebody who is
willing saves one unit of cost, and unevenness weighs more than all jobs together: so among equally
fair days, the most jobs are in willing hands.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import networkx as nx

from viche.model.plan import Plan, Role
from viche.model.topology import Topology

Willing = Mapping[str, Collection[Role]]
"""By seat, the roles that its holder offers to take."""

_Vertex = str | tuple[int, str] | tuple[int, str, str]
"""The day or a seat; the pool of a step and group; a role or a seat of a step and group."""

_Jobs = dict[Role, str]
"""The seats that do the jobs of one group at one step."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody of the group who takes a role over, for one step."""

    step: str
    group: str
    role: Role
    seat: str


def deal_roles(plan: Plan, topology: Topology, willing: Willing | None = None) -> Plan:
    """The same plan with its roles dealt anew.

    Nobody has two jobs at one step; people's numbers of jobs differ as little as the groups allow;
    among equally fair days, the most jobs are done by those willing to do them. Nobody has one and
    the same role all day, where an exchange of roles inside groups can avoid it without taking a
    job from somebody willing. Seats that ``willing`` doesn't name are willing to do nothing.

    Raises:
        ValueError: the plan's steps aren't those of the topology.
    """
    if len(plan.steps) != len(topology.groupings):
        expected = len(topology.groupings)
        raise ValueError(f"{topology.name} has {expected} steps, the plan has {len(plan.steps)}.")
    offers = {seat: frozenset(roles) for seat, roles in (willing or {}).items()}
    hosts = _hosts(plan, topology)
    dealt = _deal(plan, offers, hosts)
    _vary(list(dealt.values()), offers)
    role_of = {(at, seat): role for (at, _), jobs in dealt.items() for role, seat in jobs.items()}
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


def stand_ins(plan: Plan, sitting: Plan, steps: Collection[str]) -> tuple[StandIn, ...]:
    """Who takes over the roles that nobody present has on their card, by step and table.

    Chosen are people of the same group without a role at that step, those with the fewest jobs that
    day first, and then in the order of ``sitting``. A role stays open if everybody has one already.

    Args:
        plan: all cards.
        sitting: the people present, each with the route that they really go.
        steps: the steps to look at.
    """
    load = Counter(seat.id for seat in sitting.seats for place in seat.route if place.role)
    found: list[StandIn] = []
    for step in plan.steps:
        if step not in steps:
            continue
        here = sitting.groups(step)
        for group, seats in plan.groups(step).items():
            people = here.get(group, ())
            roles = {sitting.place(seat, step).role for seat in people}
            free = [seat.id for seat in people if not sitting.place(seat, step).role]
            for role in Role:
                if role not in roles and any(plan.place(seat, step).role is role for seat in seats):
                    if not free:
                        break
                    chosen = min(free, key=lambda id: load[id])
                    free.remove(chosen)
                    load[chosen] += 1
                    found.append(StandIn(step, group, role, chosen))
    return tuple(found)


def _hosts(plan: Plan, topology: Topology) -> frozenset[str]:
    """The seats that stay at their tables, each alone there."""
    axis = topology.staying
    if axis is None:
        return frozenset()
    (at,) = topology.positions((axis,))
    return frozenset(seat.id for seat in plan.seats if seat.letters[at] == axis.stays)


def _roles(plan: Plan, hosts: Collection[str]) -> Iterator[tuple[int, str, list[str], list[Role]]]:
    """Every group of every step: its position, its name, and the seats and roles to be dealt."""
    last = len(plan.steps) - 1  # whose groups report
    for at, step in enumerate(plan.steps):
        roles = [Role.MODERATOR, Role.SECRETARY, *([Role.REPORTER] if at == last else [])]
        for group, seats in plan.groups(step).items():
            free = [seat.id for seat in seats if seat.id not in hosts]
            hosted = len(free) < len(seats)
            yield at, group, free, roles[hosted:][: len(free)]


def _deal(
    plan: Plan, offers: Mapping[str, frozenset[Role]], hosts: Collection[str]
) -> dict[tuple[int, str], _Jobs]:
    """The jobs of every step and group, as the cheapest flow of jobs to people.

    A job goes through its group's pool to anyone, or straight to somebody willing and one unit
    cheaper; whoever it reaches takes one job at a step.
    """
    groups = list(_roles(plan, hosts))
    total = sum(len(roles) for *_, roles in groups)
    flow: nx.MultiDiGraph[_Vertex] = nx.MultiDiGraph()
    flow.add_node("day", demand=total)
    for at, group, seats, roles in groups:
        for role in roles:
            flow.add_node((at, group, role), demand=-1)
            flow.add_edge((at, group, role), (at, group), capacity=1)
        for seat in seats:
            flow.add_edge((at, group), (at, group, seat), capacity=1)
            flow.add_edge((at, group, seat), seat, capacity=1)
            for role in roles:
                if role in offers.get(seat, ()):
                    flow.add_edge((at, group, role), (at, group, seat), capacity=1, weight=-1)
    for person in plan.seats:
        for count in range(len(plan.steps)):
            flow.add_edge(person.id, "day", capacity=1, weight=(2 * count + 1) * (total + 1))
    _, flows = nx.network_simplex(flow)
    return {
        (at, group): _jobs(flows, at, group, seats, roles) for at, group, seats, roles in groups
    }


def _jobs(
    flows: Mapping[_Vertex, Mapping[_Vertex, Mapping[int, int]]],
    at: int,
    group: str,
    seats: list[str],
    roles: list[Role],
) -> _Jobs:
    """Read the flow of one group: first the willing, and then whom the pool has chosen."""

    def flows_to(node: _Vertex, seat: str) -> bool:
        return any(flows[node].get((at, group, seat), {}).values())

    jobs = {role: seat for role in roles for seat in seats if flows_to((at, group, role), seat)}
    pool = iter([seat for seat in seats if flows_to((at, group), seat)])
    return {role: jobs[role] if role in jobs else next(pool) for role in roles}


def _vary(dealt: list[_Jobs], offers: Mapping[str, frozenset[Role]]) -> None:
    """Exchange roles inside groups, so that fewer people have the same role all day.

    Whoever takes over the role of a person with one role all day may have but one role then; so
    exchanges are strung together, the shortest chain first, until one helps somebody for good.
    """
    of: dict[str, list[int]] = defaultdict(list)
    for number, jobs in enumerate(dealt):
        for seat in jobs.values():
            of[seat].append(number)

    def roles(seat: str, but: int = -1) -> list[Role]:
        return [_role(dealt[n], seat) for n in of[seat] if n != but]

    def chain(start: str) -> list[tuple[int, Role, Role]]:
        """Exchanges, each of two roles of a group, that end the sameness of ``start``'s day."""
        role = roles(start)[0]
        reached: dict[str, tuple[str, int, Role]] = {start: ("", -1, role)}
        queue = deque([start])
        while queue:
            seat = queue.popleft()
            for number in of[seat]:
                if number == reached[seat][1]:
                    continue
                for other_role, other in dealt[number].items():
                    if other in reached or not _as_willing(dealt[number], role, other_role, offers):
                        continue
                    reached[other] = (seat, number, other_role)
                    if any(each is not role for each in roles(other, number)) or len(of[other]) < 2:
                        steps = []
                        while other != start:
                            other, number, other_role = reached[other]
                            steps.append((number, role, other_role))
                        return steps
                    queue.append(other)
        return []

    for seat in list(of):
        if len(of[seat]) > 1 and len(set(roles(seat))) == 1:
            for number, one, other in chain(seat):
                jobs = dealt[number]
                jobs[one], jobs[other] = jobs[other], jobs[one]


def _role(jobs: _Jobs, seat: str) -> Role:
    return next(role for role, holder in jobs.items() if holder == seat)


def _as_willing(jobs: _Jobs, one: Role, other: Role, offers: Mapping[str, frozenset[Role]]) -> bool:
    """Whether as many jobs are in willing hands after an exchange of the two roles as before."""

    def willing(*dealt: tuple[Role, str]) -> int:
        return sum(role in offers.get(seat, ()) for role, seat in dealt)

    now = willing((one, jobs[one]), (other, jobs[other]))
    return now == willing((one, jobs[other]), (other, jobs[one]))
