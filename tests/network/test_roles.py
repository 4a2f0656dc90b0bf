"""Who does what for their group: complete, fair, willing people first."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viche.model.plan import Plan, Role
from viche.model.topology import rounds
from viche.network import INCOMPLETE_3D, TWO_DIMENSIONAL, Policy, arrange, seat_incomplete_3d
from viche.network.roles import deal_roles
from viche.network.seats.arranging import seat_two_dimensional
from viche.network.stand_ins import stand_ins

ATTENDANCE = st.fixed_dictionaries({letter: st.integers(3, 24) for letter in "GECI"})


def hall(people: int = 20, policy: Policy = Policy.FULL_COVERAGE) -> Plan:
    return seat_incomplete_3d(dict.fromkeys("GECI", people), "SWOT", policy)


def jobs(plan: Plan) -> Counter[str]:
    found = Counter({seat.id: 0 for seat in plan.seats})
    found.update(seat.id for seat in plan.seats for place in seat.route if place.role)
    return found


@given(attendance=ATTENDANCE, policy=st.sampled_from(Policy))
@settings(max_examples=15, deadline=None)
def test_every_group_has_its_roles_and_nobody_two_at_once(
    attendance: dict[str, int], policy: Policy
) -> None:
    plan = deal_roles(seat_incomplete_3d(attendance, "SWOT", policy), INCOMPLETE_3D)
    for at, step in enumerate(plan.steps):
        wanted = [*Role] if step == "return" else [Role.MODERATOR, Role.SECRETARY]
        for seats in plan.groups(step).values():
            roles = Counter(role for seat in seats if (role := seat.route[at].role))
            assert roles == Counter(wanted[: len(seats)])


def test_a_full_hall_has_sixteen_reporters() -> None:
    plan = deal_roles(hall(), INCOMPLETE_3D)
    reporters = [place for seat in plan.seats for place in seat.route if place.role == "reporter"]
    assert len(reporters) == 16


def test_jobs_are_shared_as_evenly_as_can_be() -> None:
    """80 people have 160 jobs: 2 × (16 + 20 + 20 + 16) and 16 reporters."""
    assert sorted(Counter(jobs(deal_roles(hall(), INCOMPLETE_3D)).values())) == [2]


def test_no_fairer_day_exists() -> None:
    """Held against every way to deal the jobs of a small hall."""
    plan = seat_two_dimensional(6, "AB", Policy.FULL_COVERAGE)
    dealt = jobs(deal_roles(plan, TWO_DIMENSIONAL))
    groups = [
        [seat.id for seat in seats] for step in plan.steps for seats in plan.groups(step).values()
    ]
    sizes = Counter(
        (seats[0].route[at].group, at)
        for at, step in enumerate(plan.steps)
        for seats in plan.groups(step).values()
    )
    assert len(sizes) == len(groups)
    wanted = [
        min(len(seats), 3 if at == len(plan.steps) - 1 else 2)
        for at, step in enumerate(plan.steps)
        for seats in plan.groups(step).values()
    ]
    ways = [
        [chosen for chosen in product((0, 1), repeat=len(group)) if sum(chosen) == count]
        for group, count in zip(groups, wanted, strict=True)
    ]
    least = min(sum(number**2 for number in _count(groups, way).values()) for way in product(*ways))
    assert sum(number**2 for number in dealt.values()) == least


def _count(groups: list[list[str]], way: tuple[tuple[int, ...], ...]) -> Counter[str]:
    found: Counter[str] = Counter()
    for group, chosen in zip(groups, way, strict=True):
        found.update(seat for seat, has in zip(group, chosen, strict=True) if has)
    return found


def test_willing_people_come_first_among_equally_fair_days() -> None:
    willing = {"E-S-2": {Role.REPORTER}, "G-T-4": {Role.MODERATOR}}
    plan = deal_roles(hall(), INCOMPLETE_3D, willing)
    assert plan.seat("E-S-2").route[-1].role is Role.REPORTER
    assert Role.MODERATOR in {place.role for place in plan.seat("G-T-4").route}
    assert set(jobs(plan).values()) == {2}


def cases(plan: Plan) -> list[str]:
    """Who has the same role at two steps running, or again when their group comes again."""
    return [
        seat.id
        for seat in plan.seats
        for (one, before), (other, after) in combinations(enumerate(seat.route), 2)
        if before.role is not None and before.role is after.role
        if one + 1 == other or before.group == after.group
    ]


def fewest_cases(plan: Plan) -> tuple[int, int]:
    """The least sum of squares of jobs in a small hall, and the fewest cases at that.

    Held against every way to deal the roles.
    """
    groups = [
        (at, [seat.id for seat in seats], min(len(seats), 3 if step == "return" else 2))
        for at, step in enumerate(plan.steps)
        for seats in plan.groups(step).values()
    ]

    def price(way: tuple[tuple[str, ...], ...]) -> tuple[int, int]:
        days: dict[str, list[Role | None]] = {}
        for (at, _, _), people in zip(groups, way, strict=True):
            for person, role in zip(people, Role, strict=False):
                days.setdefault(person, [None] * len(plan.steps))[at] = role
        # In the two-dimensional network every two of the three steps are ruled.
        done = [[role for role in day if role] for day in days.values()]
        return sum(len(day) ** 2 for day in done), sum(
            one is other for day in done for one, other in combinations(day, 2)
        )

    return min(map(price, product(*(permutations(seats, count) for _, seats, count in groups))))


@pytest.mark.parametrize("people", [4, 5, 6])
def test_no_fair_day_of_a_small_hall_breaks_fewer_rules(people: int) -> None:
    """The willing, whoever they are, cost nobody a turn."""
    plan = seat_two_dimensional(people, "AB", Policy.FULL_COVERAGE)
    least = fewest_cases(plan)
    for seed in range(12):
        chance = Random(seed)
        willing = {seat.id: {role for role in Role if chance.random() < 0.5} for seat in plan.seats}
        dealt = deal_roles(plan, TWO_DIMENSIONAL, willing)
        load = sum(number**2 for number in jobs(dealt).values())
        assert (load, len(cases(dealt))) == least


@given(
    people=st.integers(15, 32),
    policy=st.sampled_from(Policy),
    chance=st.randoms(use_true_random=False),
    share=st.floats(0.1, 0.9),
)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_the_willing_never_bend_the_rules(
    people: int, policy: Policy, chance: Random, share: float
) -> None:
    plan = hall(people, policy)
    willing = {seat.id: {role for role in Role if chance.random() < share} for seat in plan.seats}
    dealt = deal_roles(plan, INCOMPLETE_3D, willing)
    assert cases(dealt) == []
    load, fair = (sorted(jobs(each).values()) for each in (dealt, deal_roles(plan, INCOMPLETE_3D)))
    assert load == fair


def test_the_willing_do_more_of_what_they_offer() -> None:
    """More than fall to them when nobody is asked."""
    offered = {Role.MODERATOR, Role.SECRETARY}
    half = {seat.id: offered for seat in hall().seats if seat.number % 2}
    dealt = deal_roles(hall(), INCOMPLETE_3D, half)
    done = [place.role for seat in dealt.seats if seat.id in half for place in seat.route]
    idle = deal_roles(hall(), INCOMPLETE_3D)
    chosen = [place.role for seat in idle.seats if seat.id in half for place in seat.route]
    assert sum(role in offered for role in done) > sum(role in offered for role in chosen)


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("people", [*range(17, 33)])
def test_nobody_has_one_role_all_day(people: int, policy: Policy) -> None:
    for seat in deal_roles(hall(people, policy), INCOMPLETE_3D).seats:
        roles = [place.role for place in seat.route if place.role]
        assert len(roles) < 2 or len(set(roles)) > 1, seat.id


def test_the_same_plan_has_the_same_roles() -> None:
    plan = hall(19, Policy.NO_REPEATS)
    assert deal_roles(plan, INCOMPLETE_3D) == deal_roles(plan, INCOMPLETE_3D)


def test_hosts_moderate_their_tables_all_day() -> None:
    cafe = rounds(3, hosts=True)
    plan = arrange(cafe, {("H",): 4, ("G",): 11}, Policy.NO_REPEATS, ("a", "b", "c"), 4)
    for seat in deal_roles(plan, cafe).seats:
        roles = [place.role for place in seat.route]
        assert (Role.MODERATOR in roles) == seat.id.startswith("H")
        assert not seat.id.startswith("H") or set(roles) == {Role.MODERATOR}


def test_somebody_of_the_table_stands_in_for_who_is_missing() -> None:
    plan = deal_roles(hall(), INCOMPLETE_3D)
    missing = plan.seats[0]
    sitting = Plan(plan.steps, plan.seats[1:])
    found = stand_ins(plan, sitting, plan.steps)
    lost = [(step, place) for step, place in zip(plan.steps, missing.route, strict=True)]
    assert {(each.step, each.group, each.role) for each in found} == {
        (step, place.group, place.role) for step, place in lost if place.role
    }
    for each in found:
        place = plan.place(plan.seat(each.seat), each.step)
        assert place.group == each.group
        assert place.role is None


def test_a_plan_of_another_network_is_refused() -> None:
    with pytest.raises(ValueError, match="steps"):
        deal_roles(hall(), TWO_DIMENSIONAL)
