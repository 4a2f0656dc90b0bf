"""The measures against slow, plain counting; the closed-form minimum against exhaustive search."""

from __future__ import annotations

from itertools import combinations, product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viche.model.plan import Place, Plan, Seat
from viche.model.topology import JIGSAW
from viche.network import (
    INCOMPLETE_3D,
    TOPOLOGIES,
    TWO_DIMENSIONAL,
    Policy,
    fewest_pairs,
    measure,
    seat_incomplete_3d,
)

reproducible = settings(derandomize=True, deadline=None)


def meetings(routes: list[tuple[str, ...]]) -> list[int]:
    """For every pair of routes, in how many columns they agree."""
    return [
        sum(a == b for a, b in zip(one, other, strict=True))
        for one, other in combinations(routes, 2)
    ]


def by_hand(*rows: str) -> Plan:
    """A plan from lines of a seat and its groups; each group's name stands for its table too."""
    split = [row.split() for row in rows]
    names = sorted({group for _, *groups in split for group in groups})
    seats = tuple(
        Seat(id, tuple(Place(group, names.index(group) + 1) for group in groups))
        for id, *groups in split
    )
    steps = ("profile", "cross", "reconciling", "return")
    return Plan(steps[: len(split[0]) - 2] + steps[-1:], seats)


@st.composite
def scrambled(draw: st.DrawFn) -> Plan:
    """A plan in which cross and reconciling groups are left to chance, as if edited by hand."""
    rows = []
    for sphere, part in product("EH", "SW"):
        for number in range(1, draw(st.integers(1, 4)) + 1):
            cross, reconciling = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            home = f"{sphere}-{part}"
            rows.append(f"{home}-{number} {home} {sphere}-{cross} {part}-{reconciling} {home}")
    return by_hand(*rows)


@reproducible
@given(plan=scrambled())
def test_meetings_counted_pair_by_pair(plan: Plan) -> None:
    met = meetings([tuple(place.group for place in seat.route[:3]) for seat in plan.seats])
    measures = measure(plan, INCOMPLETE_3D)
    assert measures.excess == sum(max(0, times - 1) for times in met)
    assert measures.repeated_pairs == sum(times > 1 for times in met)
    assert measures.thrice == sum(times > 2 for times in met)
    assert measures.excess >= measures.minimum


@reproducible
@given(plan=scrambled())
def test_reach_told_from_person_to_person(plan: Plan) -> None:
    heard = {seat.id: {seat.id} for seat in plan.seats}
    people = len(plan.seats)
    for at, step in enumerate(measure(plan, INCOMPLETE_3D).steps):
        heard = {
            seat.id: set().union(
                *(heard[s.id] for s in plan.seats if s.route[at].group == seat.route[at].group)
            )
            for seat in plan.seats
        }
        counts = [len(ideas) for ideas in heard.values()]
        assert step.reach_mean == pytest.approx(sum(counts) / people**2, rel=1e-12)
        assert step.reach_least == min(counts) / people


@reproducible
@given(plan=scrambled())
def test_sizes_and_missing_letters(plan: Plan) -> None:
    measures = measure(plan, INCOMPLETE_3D)
    for step in measures.steps:
        groups = plan.groups(step.step)
        assert step.sizes == tuple(len(seats) for seats in groups.values())
        assert dict(step.histogram) == {n: step.sizes.count(n) for n in step.sizes}
        mixed = {"cross": 1, "reconciling": 0}.get(step.step)
        expected = 0
        if mixed is not None:
            found = [{seat.id.split("-")[mixed] for seat in seats} for seats in groups.values()]
            if max(step.sizes) >= 2:  # else no group could have both
                expected = sum(len(letters) < 2 for letters in found)
        assert step.lacking == expected


@pytest.mark.parametrize("people", range(8))
@pytest.mark.parametrize("groups", range(1, 5))
def test_fewest_pairs_of_all_ways_to_split(people: int, groups: int) -> None:
    """All assignments of 0–7 people to 1–4 groups."""
    ways = product("abcd"[:groups], repeat=people)
    found = min(sum(a == b for a, b in combinations(way, 2)) for way in ways)
    assert fewest_pairs(people, groups) == found


def test_fewest_pairs_up_to_two_each_is_the_surplus() -> None:
    assert [fewest_pairs(n, 4) for n in range(10)] == [0, 0, 0, 0, 0, 1, 2, 3, 4, 6]


@pytest.mark.parametrize(
    ("attendance", "policy"),
    [
        ({"E": 4, "H": 4}, Policy.FULL_COVERAGE),
        ({"E": 4, "H": 3}, Policy.NO_REPEATS),
        ({"E": 5, "H": 2}, Policy.FULL_COVERAGE),
        ({"E": 3, "H": 3}, Policy.FULL_COVERAGE),
        ({"E": 7, "H": 0}, Policy.FULL_COVERAGE),
        ({"E": 1, "H": 6}, Policy.FULL_COVERAGE),
    ],
)
def test_no_other_plan_has_fewer_repeats(attendance: dict[str, int], policy: Policy) -> None:
    """All cross and reconciling groups of small halls: fewest excess, and then fewest thirds."""
    plan = seat_incomplete_3d(attendance, "SW", policy)
    cross, reconciling = plan.groups("cross"), plan.groups("reconciling")
    choices = []
    for seat in plan.seats:
        sphere, part, _ = seat.id.split("-")
        choices.append(
            [
                (f"{sphere}-{part}", one, other)
                for one in cross
                if one.startswith(sphere)
                for other in reconciling
                if other.startswith(part)
            ]
        )

    assert prod(map(len, choices)) <= 4**8, "too many plans to try them all"

    def cost(routes: tuple[tuple[str, str, str], ...]) -> tuple[int, int]:
        met = meetings(list(routes))
        return sum(times - 1 for times in met if times), met.count(3)

    measures = measure(plan, INCOMPLETE_3D)
    assert (measures.excess, measures.thrice) == min(map(cost, product(*choices)))
    assert measures.minimum == measures.excess


class TestByHand:
    def test_two_who_go_everywhere_together(self) -> None:
        measures = measure(
            by_hand("S-1 S 1 S", "S-2 S 1 S", "S-3 S 2 S", "W-1 W 2 W"), TWO_DIMENSIONAL
        )
        assert measures.excess == measures.repeated_pairs == measures.minimum == 1
        assert measures.thrice == 0
        assert measures.step("cross").lacking == 1
        assert measures.step("cross").reach_least == 0.75
        assert measures.step("profile").reach_mean == 10 / 16
        assert measures.step("return").reach_mean == 1.0

    def test_the_minimum_is_less_where_it_could_be_better(self) -> None:
        plan = by_hand("S-1 S 1 S", "S-2 S 1 S", "W-1 W 2 W", "W-2 W 2 W")
        measures = measure(plan, TWO_DIMENSIONAL)
        assert (measures.excess, measures.minimum) == (2, 0)

    def test_a_return_to_other_people_counts(self) -> None:
        """Two from S who come back to the table of W have met in one more grouping."""
        plan = by_hand("S-1 S 1 W", "S-2 S 2 W", "W-1 W 1 W", "W-2 W 2 W")
        assert measure(plan, TWO_DIMENSIONAL).excess == 4

    def test_unknown_step(self) -> None:
        with pytest.raises(KeyError):
            measure(by_hand("S-1 S 1 S"), TWO_DIMENSIONAL).step("reconciling")

    @pytest.mark.parametrize(
        ("plan", "message"),
        [
            (by_hand("E-S-1 E-S E-1 S-1 E-S"), "two-dimensional has 3 steps, the plan has 4"),
            (by_hand("E-S-1 E-S 1 E-S"), "Seat E-S-1 does not fit topology two-dimensional"),
            (by_hand("S-x S 1 S"), "Seat S-x does not fit topology two-dimensional"),
            (Plan(("profile", "cross", "return"), ()), "The plan has no seats"),
        ],
    )
    def test_what_does_not_fit(self, plan: Plan, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            measure(plan, TWO_DIMENSIONAL)


def test_topologies_by_name() -> None:
    assert list(TOPOLOGIES.values()) == [TWO_DIMENSIONAL, INCOMPLETE_3D, JIGSAW]
    assert all(name == topology.name for name, topology in TOPOLOGIES.items())
    assert [grouping.name for grouping in INCOMPLETE_3D.groupings] == [
        "profile",
        "cross",
        "reconciling",
        "profile",
    ]
