"""What is promised of every plan that is made from closed form."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viche.model.plan import Place, Plan
from viche.network import (
    INCOMPLETE_3D,
    TWO_DIMENSIONAL,
    Axis,
    Cell,
    Grouping,
    Policy,
    Topology,
    arrange,
    measure,
    seat_incomplete_3d,
    seat_two_dimensional,
    spread,
)

SPHERES, PARTS = "EHST", "SWOA"
STEPS = ("profile", "cross", "reconciling", "return")
POLICIES = pytest.mark.parametrize("policy", Policy)
reproducible = settings(derandomize=True, deadline=None)


def even(people: int) -> dict[str, int]:
    """``people`` spread over the four spheres as evenly as can be."""
    return {s: people // 4 + (n < people % 4) for n, s in enumerate(SPHERES)}


def sizes(plan: Plan, step: str, prefix: str = "") -> list[int]:
    """The sizes of the groups whose name begins with ``prefix``."""
    return [len(g) for name, g in plan.groups(step).items() if name.startswith(prefix)]


def cells_of(plan: Plan) -> Counter[Cell]:
    return Counter(tuple(seat.id.split("-")[:-1]) for seat in plan.seats)


def within_one(numbers: list[int]) -> bool:
    return max(numbers) - min(numbers) <= 1


def pairs_in(people: int, groups: int) -> int:
    """The pairs that meet when people sit down one by one, each in a smallest group."""
    filled = [0] * groups
    for _ in range(people):
        filled[filled.index(min(filled))] += 1
    return sum(comb(size, 2) for size in filled)


def check_sound(plan: Plan, attendance: dict[str, int], parts: str, policy: Policy) -> None:
    """Everything that holds for any attendance at all."""
    spheres = [sphere for sphere, people in attendance.items() if people]
    cells = cells_of(plan)
    assert len({seat.id for seat in plan.seats}) == len(plan.seats) == sum(attendance.values())

    for sphere, people in attendance.items():
        row = [cells[sphere, part] for part in parts]
        assert sum(row) == people
        assert within_one(row)
    totals = [sum(cells[sphere, part] for sphere in attendance) for part in parts]
    assert within_one(totals)

    for seat in plan.seats:
        sphere, part, _ = seat.id.split("-")
        profile, cross, reconciling, back = seat.route
        assert profile.group == f"{sphere}-{part}"
        assert cross.group.rpartition("-")[0] == sphere
        assert reconciling.group.rpartition("-")[0] == part
        assert back == profile

    def groups(row: list[int]) -> int:
        if policy is Policy.NO_REPEATS:
            return max(row)
        return max(1, sum(row) // len(row))

    excess = thrice = 0
    for step, letters, others, axis in (
        ("cross", spheres, parts, 0),
        ("reconciling", parts, attendance, 1),
    ):
        for letter in letters:
            row = [cells[(letter, o) if axis == 0 else (o, letter)] for o in others]
            if sum(row):
                made = sizes(plan, step, f"{letter}-")
                assert len(made) == groups(row)
                assert within_one(made)
                excess += sum(pairs_in(size, len(made)) for size in row)
    for (sphere, part), size in cells.items():
        k = len(sizes(plan, "cross", f"{sphere}-"))
        m = len(sizes(plan, "reconciling", f"{part}-"))
        thrice += pairs_in(size, k * m)

    measures = measure(plan, INCOMPLETE_3D)
    assert measures.excess == measures.minimum == excess
    assert measures.thrice == thrice
    if policy is Policy.NO_REPEATS:
        assert excess == 0
    check_tables(plan, spheres, parts)


def check_tables(plan: Plan, spheres: list[str], parts: str) -> None:
    """Tables tell groups apart; spheres keep to their corner, and parts to their row."""
    used: dict[str, set[int]] = {sphere: set() for sphere in spheres}
    for at, step in enumerate(plan.steps):
        places = {seat.route[at] for seat in plan.seats}
        tables = {place.table for place in places}
        assert len(places) == len(tables) == len(plan.groups(step))
        if step == "reconciling":
            assert tables == set(range(1, len(tables) + 1))
            rows = [group.rpartition("-")[0] for group in plan.groups(step)]
            assert rows == sorted(rows, key=parts.index)
        else:
            for place in places:
                used[place.group.split("-")[0]].add(place.table)
    corners = [sorted(used[sphere]) for sphere in spheres]
    assert list(chain(*corners)) == list(range(1, sum(map(len, corners)) + 1))
    for sphere, corner in zip(spheres, corners, strict=True):
        profile, cross = (len(sizes(plan, step, f"{sphere}-")) for step in ("profile", "cross"))
        assert len(corner) == max(profile, cross)


def everyone_can_hear(plan: Plan) -> bool:
    """Whether each two spheres share a reconciling group in each part."""
    spheres = {seat.id.split("-")[0] for seat in plan.seats}
    tables: dict[tuple[str, str], set[str]] = {}
    for seat in plan.seats:
        sphere, part, _ = seat.id.split("-")
        tables.setdefault((sphere, part), set()).add(seat.route[2].group)
    parts = {part for _, part in tables}
    return all(
        tables.get((one, part), set()) & tables.get((other, part), set())
        for one, other in combinations(spheres, 2)
        for part in parts
        if (one, part) in tables or (other, part) in tables
    )


@POLICIES
@pytest.mark.parametrize("people", [64, 80, 96, 112, 128])
class TestFullGrid:
    """The same size n for all sixteen profile groups: nothing is left to choose."""

    def test_nobody_meets_twice(self, people: int, policy: Policy) -> None:
        plan = seat_incomplete_3d(even(people), PARTS, policy)
        meetings = Counter(
            pair
            for step in STEPS[:3]
            for group in plan.groups(step).values()
            for pair in combinations(sorted(seat.id for seat in group), 2)
        )
        assert set(meetings.values()) == {1}
        assert measure(plan, INCOMPLETE_3D).excess == 0

    def test_one_path_links_any_two(self, people: int, policy: Policy) -> None:
        """Profile, cross, reconciling: exactly one way from everybody to everybody.

        Algebraically, the product of the three incidence matrices is the matrix of ones.
        """
        plan = seat_incomplete_3d(even(people), PARTS, policy)
        tables = [
            {seat.id: group for group in plan.groups(step).values() for seat in group}
            for step in STEPS[:3]
        ]
        for start in plan.seats:
            paths = Counter({start.id: 1})
            for table in tables:
                onward: Counter[str] = Counter()
                for seat, ways in paths.items():
                    onward.update({neighbour.id: ways for neighbour in table[seat]})
                paths = onward
            assert set(paths.values()) == {1}
            assert len(paths) == people

    def test_the_number_of_a_seat_is_that_of_its_groups(self, people: int, policy: Policy) -> None:
        plan = seat_incomplete_3d(even(people), PARTS, policy)
        for seat in plan.seats:
            sphere, part, number = seat.id.split("-")
            groups = tuple(place.group for place in seat.route)
            home = f"{sphere}-{part}"
            assert groups == (home, f"{sphere}-{number}", f"{part}-{number}", home)


@pytest.mark.parametrize("people", range(60, 129))
class TestEvenAttendance:
    """Every attendance that the method speaks of, spread evenly over the spheres."""

    def test_no_repeats(self, people: int) -> None:
        plan = seat_incomplete_3d(even(people), PARTS, Policy.NO_REPEATS)
        check_sound(plan, even(people), PARTS, Policy.NO_REPEATS)
        measures = measure(plan, INCOMPLETE_3D)
        assert measures.repeated_pairs == 0
        assert {*measures.step("cross").sizes, *measures.step("reconciling").sizes} <= {3, 4}
        assert measures.step("return").reach_least == 1.0

    def test_full_coverage(self, people: int) -> None:
        plan = seat_incomplete_3d(even(people), PARTS, Policy.FULL_COVERAGE)
        check_sound(plan, even(people), PARTS, Policy.FULL_COVERAGE)
        measures = measure(plan, INCOMPLETE_3D)
        assert [step.lacking for step in measures.steps] == [0, 0, 0, 0]
        assert {*measures.step("cross").sizes, *measures.step("reconciling").sizes} <= {4, 5}
        assert measures.step("reconciling").reach_least == 1.0
        assert measures.thrice == 0


@POLICIES
class TestAnyAttendance:
    @reproducible
    @given(counts=st.lists(st.integers(1, 60), min_size=4, max_size=4))
    def test_unequal_spheres(self, policy: Policy, counts: list[int]) -> None:
        attendance = dict(zip(SPHERES, counts, strict=True))
        plan = seat_incomplete_3d(attendance, PARTS, policy)
        check_sound(plan, attendance, PARTS, policy)

    @reproducible
    @given(
        counts=st.lists(st.integers(0, 25), min_size=1, max_size=7).filter(any),
        parts=st.integers(1, 6),
    )
    def test_any_number_of_spheres_and_parts(
        self, policy: Policy, counts: list[int], parts: int
    ) -> None:
        attendance = dict(zip("EHSTABC", counts, strict=False))
        plan = seat_incomplete_3d(attendance, "SWOAXY"[:parts], policy)
        check_sound(plan, attendance, "SWOAXY"[:parts], policy)

    @pytest.mark.parametrize(
        "counts",
        [
            (16, 32, 32, 32),
            (1, 2, 3, 5),
            (1, 0, 0, 0),
            (0, 0, 0, 3),
            (0, 20, 0, 20),
            (0, 500, 0, 0),
            (500, 1, 2, 500),
            (125, 125, 125, 125),
        ],
    )
    def test_odd_crowds(self, policy: Policy, counts: tuple[int, ...]) -> None:
        attendance = dict(zip(SPHERES, counts, strict=True))
        plan = seat_incomplete_3d(attendance, PARTS, policy)
        check_sound(plan, attendance, PARTS, policy)

    def test_again_is_the_same(self, policy: Policy) -> None:
        attendance = {"E": 17, "H": 29, "S": 3, "T": 18}
        plan = seat_incomplete_3d(attendance, PARTS, policy)
        assert seat_incomplete_3d(dict(attendance), list(PARTS), policy) == plan


class TestCoverage:
    @reproducible
    @given(counts=st.lists(st.integers(4, 60), min_size=4, max_size=4))
    def test_every_cross_group_has_every_part(self, counts: list[int]) -> None:
        attendance = dict(zip(SPHERES, counts, strict=True))
        plan = seat_incomplete_3d(attendance, PARTS, Policy.FULL_COVERAGE)
        for group in plan.groups("cross").values():
            assert {seat.id.split("-")[1] for seat in group} == set(PARTS)
        assert measure(plan, INCOMPLETE_3D).step("cross").lacking == 0

    @reproducible
    @given(base=st.integers(4, 60), more=st.lists(st.integers(0, 1), min_size=4, max_size=4))
    def test_spheres_within_one_reach_all_after_reconciling(
        self, base: int, more: list[int]
    ) -> None:
        """Every sphere is at every reconciling table then.

        Let 4q + r be the fewest in a sphere. For r ≤ 2 at most 12 people are left over, 3 for a
        part, so m = q, and no profile group is smaller. For r = 3 profile groups have q + 1, but
        for one in each sphere of 4q + 3, which has q; a part with such a group has at most 4q + 3
        people, so m = q there and q + 1 elsewhere.
        """
        attendance = {s: base + extra for s, extra in zip(SPHERES, more, strict=True)}
        plan = seat_incomplete_3d(attendance, PARTS, Policy.FULL_COVERAGE)
        measures = measure(plan, INCOMPLETE_3D)
        assert measures.step("reconciling").lacking == 0
        assert measures.step("reconciling").reach_least == 1.0

    @reproducible
    @given(counts=st.lists(st.integers(0, 60), min_size=4, max_size=4).filter(any))
    def test_full_coverage_reaches_all_exactly_if_spheres_meet(self, counts: list[int]) -> None:
        """In each part, each two spheres must share a reconciling group.

        Needed by any plan: ideas leave a sphere only at reconciling tables, and then only return
        to the profile groups of those who sat there. Enough here: after the cross step everybody
        knows their own sphere, and so brings all of it to the reconciling table.
        """
        attendance = dict(zip(SPHERES, counts, strict=True))
        plan = seat_incomplete_3d(attendance, PARTS, Policy.FULL_COVERAGE)
        complete = measure(plan, INCOMPLETE_3D).step("return").reach_least == 1.0
        assert complete == everyone_can_hear(plan)

    @reproducible
    @given(counts=st.lists(st.integers(16, 32), min_size=4, max_size=4))
    def test_full_coverage_reaches_all_by_the_return_for_16_to_32(self, counts: list[int]) -> None:
        """Each two spheres share a reconciling group in each part then.

        Profile groups have 4 to 8 people. Two of a and b in one part share one of its m tables if
        a + b > m; and m ≤ (a + b + 16) / 4 < a + b, because a + b ≥ 8.
        """
        attendance = dict(zip(SPHERES, counts, strict=True))
        plan = seat_incomplete_3d(attendance, PARTS, Policy.FULL_COVERAGE)
        assert measure(plan, INCOMPLETE_3D).step("return").reach_least == 1.0

    @pytest.mark.parametrize(
        ("counts", "policy", "people_who_miss_some"),
        [
            # Two spheres of half the largest: 4 + 4 people at 8 tables of 3 never meet.
            ((16, 16, 32, 32), Policy.NO_REPEATS, 32),
            ((16, 16, 32, 32), Policy.FULL_COVERAGE, 0),
            # Fewer people than parts: the sphere is absent from some parts.
            ((3, 20, 20, 20), Policy.FULL_COVERAGE, 15),
            # Two small spheres beside two large ones miss each other.
            ((4, 4, 60, 60), Policy.FULL_COVERAGE, 8),
        ],
    )
    def test_where_the_return_is_not_enough(
        self, counts: tuple[int, ...], policy: Policy, people_who_miss_some: int
    ) -> None:
        plan = seat_incomplete_3d(dict(zip(SPHERES, counts, strict=True)), PARTS, policy)
        everyone = {seat.id for seat in plan.seats}
        heard = {seat: {seat} for seat in everyone}
        for step in STEPS:
            for group in plan.groups(step).values():
                together = set().union(*(heard[seat.id] for seat in group))
                heard |= {seat.id: together for seat in group}
        assert sum(ideas < everyone for ideas in heard.values()) == people_who_miss_some


class TestChosenParts:
    """Profile groups of any sizes, as when participants choose their part."""

    @reproducible
    @given(sizes_=st.lists(st.integers(0, 12), min_size=12, max_size=12).filter(any))
    @pytest.mark.parametrize("policy", Policy)
    def test_fewest_second_and_third_meetings(self, policy: Policy, sizes_: list[int]) -> None:
        cells: dict[Cell, int] = {
            (sphere, part): sizes_[3 * row + column]
            for row, sphere in enumerate(SPHERES)
            for column, part in enumerate("SWO")
        }
        plan = arrange(INCOMPLETE_3D, cells, policy, STEPS)
        assert cells_of(plan) == Counter(cells)
        second = third = 0
        for (sphere, part), size in cells.items():
            if size:
                k = len(sizes(plan, "cross", f"{sphere}-"))
                m = len(sizes(plan, "reconciling", f"{part}-"))
                second += pairs_in(size, k) + pairs_in(size, m)
                third += pairs_in(size, k * m)
        measures = measure(plan, INCOMPLETE_3D)
        assert (measures.excess, measures.thrice) == (second, third)
        check_tables(plan, [s for s in SPHERES if sizes(plan, "profile", f"{s}-")], "SWO")
        for letter, step in [(s, "cross") for s in SPHERES] + [(p, "reconciling") for p in "SWO"]:
            assert within_one(sizes(plan, step, f"{letter}-") or [0])

    @pytest.mark.parametrize("policy", Policy)
    def test_no_table_for_nobody(self, policy: Policy) -> None:
        """Neither a sphere nor a part without people leaves a gap between the tables."""
        present = {"E": 8, "H": 0, "S": 8}
        cells: dict[Cell, int] = {
            (sphere, part): 0 if part == "W" else people // 2
            for sphere, people in present.items()
            for part in "SWO"
        }
        check_tables(arrange(INCOMPLETE_3D, cells, policy, STEPS), ["E", "S"], "SWO")


@POLICIES
@pytest.mark.parametrize("people", range(9, 41))
def test_two_dimensional(people: int, policy: Policy) -> None:
    plan = seat_two_dimensional(people, PARTS, policy)
    profile, cross = sizes(plan, "profile"), sizes(plan, "cross")
    measures = measure(plan, TWO_DIMENSIONAL)

    assert plan.steps == ("profile", "cross", "return")
    assert len(plan.seats) == people
    assert within_one(profile)
    assert within_one(cross)
    assert len(profile) == 4
    assert len(cross) == (max(profile) if policy is Policy.NO_REPEATS else people // 4)
    assert measures.excess == measures.minimum == sum(pairs_in(n, len(cross)) for n in profile)
    assert measures.step("return").reach_least == 1.0
    if policy is Policy.NO_REPEATS:
        assert measures.excess == 0
    else:
        assert measures.excess == people % 4
        assert measures.step("cross").lacking == 0
        assert measures.step("cross").reach_least == 1.0
    for step in plan.steps:
        tables = [
            group[0].route[plan.steps.index(step)].table for group in plan.groups(step).values()
        ]
        assert tables == list(range(1, len(tables) + 1))


def test_a_small_plan_in_full() -> None:
    """Five in one sphere, four in the other, two parts: k = 2, m = 2."""
    plan = seat_incomplete_3d({"E": 5, "H": 4}, "SW", Policy.FULL_COVERAGE)
    assert [
        (seat.id, *(f"{place.group}@{place.table}" for place in seat.route)) for seat in plan.seats
    ] == [
        ("E-S-1", "E-S@1", "E-1@1", "S-2@2", "E-S@1"),
        ("E-S-2", "E-S@1", "E-2@2", "S-1@1", "E-S@1"),
        ("E-S-3", "E-S@1", "E-1@1", "S-1@1", "E-S@1"),
        ("E-W-1", "E-W@2", "E-2@2", "W-1@3", "E-W@2"),
        ("E-W-2", "E-W@2", "E-1@1", "W-2@4", "E-W@2"),
        ("H-S-1", "H-S@3", "H-1@3", "S-2@2", "H-S@3"),
        ("H-S-2", "H-S@3", "H-2@4", "S-1@1", "H-S@3"),
        ("H-W-1", "H-W@4", "H-1@3", "W-1@3", "H-W@4"),
        ("H-W-2", "H-W@4", "H-2@4", "W-2@4", "H-W@4"),
    ]


def test_the_caller_names_the_steps() -> None:
    plan = seat_two_dimensional(9, PARTS, Policy.NO_REPEATS, steps=("own", "mixed", "home"))
    assert plan.steps == ("own", "mixed", "home")
    assert plan.place(plan.seat("S-2"), "mixed") == Place("2", 2)


def test_spread_deals_what_is_left_over_in_turn() -> None:
    assert spread([17, 18, 16, 19], 4) == [[5, 4, 4, 4], [4, 5, 5, 4], [4, 4, 4, 4], [5, 5, 4, 5]]


@pytest.mark.parametrize(
    ("attendance", "parts", "steps", "message"),
    [
        ({}, PARTS, STEPS, "There is nobody to seat."),
        ({"E": 0, "H": 0}, PARTS, STEPS, "There is nobody to seat."),
        ({"E": 8, "H": -1}, PARTS, STEPS, "H: -1 people cannot come; the least is 0."),
        ({"E": 8}, "", STEPS, "There is no part."),
        ({"E": 8}, "SWS", STEPS, "The part S occurs twice."),
        ({"E": 8}, ["S", ""], STEPS, "'' cannot name a part: letters and digits only."),
        ({"E-1": 8}, PARTS, STEPS, "'E-1' cannot name a sphere: letters and digits only."),
        ({"E": 8}, PARTS, STEPS[:3], "incomplete-3d has 4 steps, not 3."),
        ({"E": 8}, PARTS, ("a", "b", "b", "c"), "A step occurs twice among a, b, b, c."),
    ],
)
def test_bad_arguments(
    attendance: dict[str, int], parts: str, steps: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValueError, match="^" + message.replace(".", r"\.") + "$"):
        seat_incomplete_3d(attendance, parts, Policy.NO_REPEATS, steps)


@pytest.mark.parametrize(
    ("people", "parts", "message"),
    [
        (0, PARTS, "There is nobody to seat"),
        (-4, PARTS, "the hall: -4 people cannot come"),
        (9, "", "There is no part"),
        (9, "SS", "The part S occurs twice"),
    ],
)
def test_bad_arguments_in_two_dimensions(people: int, parts: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        seat_two_dimensional(people, parts, Policy.NO_REPEATS)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({("E",): 3}, "A seat of incomplete-3d has 2 letters"),
        (
            {("E", "S"): 3, ("H", "W"): 3},
            "Every combination of letters needs a size, even where it is 0",
        ),
        ({("E", "S"): -3}, "E-S: -3 people cannot come"),
    ],
)
def test_bad_cells(cells: dict[Cell, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        arrange(INCOMPLETE_3D, cells, Policy.NO_REPEATS, STEPS)


SPHERE, PART, INDEX = Axis("sphere"), Axis("part"), Axis("index", numbered=True)
HOME = Grouping("profile", (SPHERE, PART))


@pytest.mark.parametrize(
    ("axes", "groupings", "message"),
    [
        ((SPHERE, PART, INDEX), (), "there is no grouping"),
        ((INDEX, SPHERE), (HOME,), "only the last axis can be numbered"),
        ((SPHERE, PART), (Grouping("nothing", ()),), "nothing must take its axes from"),
        ((SPHERE, PART), (HOME, Grouping("cross", (INDEX,))), "cross must take its axes from"),
        ((SPHERE, PART), (HOME, Grouping("r", (PART, SPHERE))), "r must take its axes from"),
        ((SPHERE, Axis("sphere", numbered=True)), (HOME,), "two axes have the same name"),
        ((SPHERE, PART), (HOME, Grouping("profile", ())), "two groupings have the same name"),
    ],
)
def test_bad_topologies(
    axes: tuple[Axis, ...], groupings: tuple[Grouping, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Topology("odd", axes, groupings)
