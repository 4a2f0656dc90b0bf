"""Networks of every shape: what ``arrange`` promises of each."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viche.model.plan import Plan
from viche.model.topology import JIGSAW, Axis, Grouping, Topology, rounds, three_dimensional
from viche.network import Cell, Policy, arrange, measure
from viche.network.meeting import even_cells
from viche.network.seats.arranging import spread

INDEX = Axis("index", numbered=True)
FEW = settings(max_examples=60)
A_GLANCE = 60_000
"""An effort of some milliseconds: what is promised here holds however short the search is."""


def seat(
    topology: Topology,
    cells: dict[Cell, int],
    tables: int | None = None,
    policy: Policy = Policy.FULL_COVERAGE,
    effort: int = A_GLANCE,
) -> Plan:
    steps = [f"step-{at}" for at in range(len(topology.groupings))]
    return arrange(topology, cells, policy, steps, tables, effort=effort)


def sizes(plan: Plan, step: str) -> list[int]:
    return [len(seats) for seats in plan.groups(step).values()]


def within_one(numbers: list[int]) -> bool:
    return max(numbers) - min(numbers) <= 1


def axis(name: str, letters: int) -> Axis:
    return Axis(name, letters=tuple(f"{name[0].upper()}{at}" for at in range(letters)))


@st.composite
def networks(draw: st.DrawFn) -> Topology:
    """Anything that a cell can define: up to three axes with letters, perhaps a numbered one."""
    lettered = [axis(name, draw(st.integers(1, 4))) for name in ("one", "two", "three")]
    axes = lettered[: draw(st.integers(0, 3))]
    if not axes or draw(st.booleans()):
        axes.append(INDEX)
    subsets = [tuple(chosen) for n in range(1, len(axes) + 1) for chosen in combinations(axes, n)]
    groupings = [
        Grouping(f"grouping-{at}", draw(st.sampled_from(subsets)))
        for at in range(draw(st.integers(1, 4)))
    ]
    again = draw(st.lists(st.sampled_from(groupings), max_size=2))
    return Topology("drawn", tuple(axes), (*groupings, *again))


@FEW
@given(topology=networks(), people=st.integers(1, 60), data=st.data())
def test_any_network_can_be_seated(topology: Topology, people: int, data: st.DataObject) -> None:
    letters = [axis.letters for axis in topology.lettered]
    cells = {cell: data.draw(st.integers(0, people // 4 + 1)) for cell in product(*letters)}
    if not any(cells.values()):
        cells[next(iter(cells))] = people
    everyone = sum(cells.values())
    tables = data.draw(st.integers(1, everyone)) if topology.needs_tables else None
    policy = data.draw(st.sampled_from(list(Policy)))
    plan = seat(topology, cells, tables, policy)

    assert Counter(tuple(each.id.split("-")[:-1]) for each in plan.seats) == Counter(
        {cell: size for cell, size in cells.items() if size}
    )
    found = measure(plan, topology)
    assert found.excess >= found.minimum >= 0
    for step, grouping in zip(plan.steps, topology.groupings, strict=True):
        keep = topology.positions(grouping.kept)
        blocks: dict[Cell, list[int]] = {}
        for name, seats in plan.groups(step).items():
            block = tuple(name.split("-")[: len(keep)])
            for each in seats:
                own = each.id.split("-")
                assert tuple(own[at] for at in keep) == block
            blocks.setdefault(block, []).append(len(seats))
        assert all(map(within_one, blocks.values()))
        if not grouping.dealt:
            assert all(len(groups) == 1 for groups in blocks.values())
        elif tables is not None:
            assert sum(map(len, blocks.values())) == min(everyone, max(tables, len(blocks)))


@FEW
@given(people=st.integers(1, 80), tables=st.integers(1, 20), number=st.integers(1, 6))
def test_plain_rounds(people: int, tables: int, number: int) -> None:
    plan = seat(rounds(number), {(): people}, tables)
    assert [each.id for each in plan.seats] == [str(n) for n in range(1, people + 1)]
    for step in plan.steps:
        assert len(plan.groups(step)) == min(people, tables)
        assert within_one(sizes(plan, step))
        places = {plan.place(each, step) for each in plan.seats}
        assert all(place.group == str(place.table) for place in places)
    found = measure(plan, rounds(number))
    assert found.excess >= found.minimum
    if number <= 2:
        assert found.excess == found.minimum  # the closed form serves


class TestWorldCafe:
    @FEW
    @given(tables=st.integers(2, 9), data=st.data())
    def test_hosts_stay_and_guests_see_all_tables(self, tables: int, data: st.DataObject) -> None:
        guests = data.draw(st.integers(tables, 4 * tables))
        number = data.draw(st.integers(1, tables + 2))
        plan = seat(rounds(number, hosts=True), {("H",): tables, ("G",): guests})
        for each in plan.seats:
            visited = [place.table for place in each.route]
            if each.id.startswith("H"):
                assert len(set(visited)) == 1
            else:
                first = visited[:tables]
                assert len(set(first)) == len(first), (each, tables, guests)
        for step in plan.steps:
            assert within_one(sizes(plan, step))
            for seats in plan.groups(step).values():
                assert sum(each.id.startswith("H") for each in seats) == 1

    @pytest.mark.parametrize(
        ("tables", "people", "number"),
        [(5, 25, 5), (5, 24, 4), (7, 42, 6), (8, 40, 5), (20, 120, 4)],
    )
    def test_nobody_meets_twice(self, tables: int, people: int, number: int) -> None:
        topology = rounds(number, hosts=True)
        plan = seat(topology, {("H",): tables, ("G",): people - tables})
        assert measure(plan, topology).excess == 0

    def test_coming_back_is_counted_where_it_must_be(self) -> None:
        """Nine guests at three tables for five rounds: each comes back to two hosts."""
        topology = rounds(5, hosts=True)
        found = measure(seat(topology, {("H",): 3, ("G",): 9}, effort=1_000_000), topology)
        assert found.minimum >= 2 * 9
        assert found.excess >= found.minimum


class TestJigsaw:
    @given(people=st.integers(4, 60), parts=st.integers(2, 5))
    def test_every_home_group_has_every_part(self, people: int, parts: int) -> None:
        letters = "SWOTA"[:parts]
        (row,) = spread([people], parts)
        cells: dict[Cell, int] = {(each,): n for each, n in zip(letters, row, strict=True)}
        plan = seat(JIGSAW, cells)
        homes = plan.groups("step-0")
        assert len(homes) == max(1, people // parts)
        assert within_one(sizes(plan, "step-0"))
        if people >= parts:
            for seats in homes.values():
                found = Counter(each.id[0] for each in seats)
                assert set(found) == set(letters)
        assert {name: len(seats) for name, seats in plan.groups("step-1").items()} == {
            each: n for (each,), n in cells.items() if n
        }
        assert plan.groups("step-2") == homes
        found_ = measure(plan, JIGSAW)
        assert found_.excess == found_.minimum
        assert found_.steps[1].reach_least == 1.0

    def test_an_extra_person_sits_with_one_of_the_same_part(self) -> None:
        plan = seat(JIGSAW, {("S",): 4, ("W",): 4, ("O",): 3})
        pairs = [Counter(each.id[0] for each in seats) for seats in plan.groups("step-0").values()]
        assert sorted(max(found.values()) for found in pairs) == [1, 2, 2]


class TestComplete:
    AXES = (axis("one", 3), axis("two", 4), axis("three", 2))

    @given(people=st.integers(24, 120))
    def test_groups_meet_on_each_two_axes(self, people: int) -> None:
        topology = three_dimensional("complete", self.AXES)
        cells = even_cells([each.letters for each in self.AXES], {"": people})
        plan = seat(topology, cells)
        assert [len(plan.groups(step)) for step in plan.steps] == [12, 6, 8, 12]
        for step, positions in zip(plan.steps, [(0, 1), (0, 2), (1, 2), (0, 1)], strict=True):
            for name, seats in plan.groups(step).items():
                for each in seats:
                    own = each.id.split("-")
                    assert "-".join(own[at] for at in positions) == name
        found = measure(plan, topology)
        assert found.excess == found.minimum  # letters leave no choice
        # Nobody shares more than one group with people of another cell who differ in two letters.
        assert found.excess == sum(2 * n * (n - 1) // 2 for n in cells.values())
        assert found.step("step-2").reach_least == 1.0


class TestSpread:
    @given(
        dimensions=st.lists(st.integers(1, 5), min_size=1, max_size=4),
        people=st.integers(0, 200),
    )
    def test_even_cells(self, dimensions: list[int], people: int) -> None:
        letters = [[f"{at}{n}" for n in range(size)] for at, size in enumerate(dimensions)]
        cells = even_cells(letters, {"": people})
        assert list(cells) == list(product(*letters))
        assert sum(cells.values()) == people
        assert within_one(list(cells.values()))
        for at, own in enumerate(letters):
            totals = [sum(n for cell, n in cells.items() if cell[at] == each) for each in own]
            assert max(totals) - min(totals) <= 2

    @given(rows=st.lists(st.integers(0, 40), min_size=1, max_size=6), columns=st.integers(1, 6))
    def test_two_axes_as_before(self, rows: list[int], columns: int) -> None:
        letters = [[f"A{n}" for n in range(len(rows))], [f"B{n}" for n in range(columns)]]
        cells = even_cells(letters, dict(zip(letters[0], rows, strict=True)), 0)
        assert list(cells.values()) == [n for row in spread(rows, columns) for n in row]

    def test_known_on_another_axis_than_the_first(self) -> None:
        cells = even_cells(["PQ", "EF"], {"E": 3, "F": 4}, 1)
        assert cells == {("P", "E"): 2, ("P", "F"): 2, ("Q", "E"): 1, ("Q", "F"): 2}


class TestApart:
    """A letter that groups mix: those who share it sit apart while that is possible."""

    @pytest.mark.parametrize(
        ("units", "each", "tables", "number"), [(45, 4, 30, 4), (12, 5, 10, 4)]
    )
    def test_colleagues_never_share_a_table(
        self, units: int, each: int, tables: int, number: int
    ) -> None:
        unit = axis("unit", units)
        groupings = tuple(Grouping(f"round-{at}", (INDEX,)) for at in range(number))
        topology = Topology("units", (unit, INDEX), groupings)
        plan = seat(
            topology, {(letter,): each for letter in unit.letters}, tables, effort=2_000_000
        )
        for step in plan.steps:
            for seats in plan.groups(step).values():
                assert len({one.id.split("-")[0] for one in seats}) == len(seats)
        assert measure(plan, topology).excess == 0

    def test_two_letters_at_once(self) -> None:
        """Sixteen cells of four, tables of four: every table has all of both letters."""
        one, two = axis("one", 4), axis("two", 4)
        groupings = tuple(Grouping(f"round-{at}", (INDEX,)) for at in range(3))
        topology = Topology("both", (one, two, INDEX), groupings)
        cells: dict[Cell, int] = dict.fromkeys(product(one.letters, two.letters), 4)
        plan = seat(topology, cells, 16, effort=2_000_000)
        found = measure(plan, topology)
        assert [step.lacking for step in found.steps] == [0, 0, 0]
        assert found.excess == 0


@pytest.mark.parametrize(
    ("topology", "cells", "tables"),
    [
        (rounds(4), {(): 26}, 6),
        (rounds(5, hosts=True), {("H",): 4, ("G",): 15}, None),
    ],
)
def test_again_is_the_same(topology: Topology, cells: dict[Cell, int], tables: int | None) -> None:
    once = seat(topology, cells, tables, effort=300_000)
    assert seat(topology, dict(cells), tables, effort=300_000) == once


def test_a_longer_search_does_no_worse() -> None:
    few, more = (
        measure(seat(rounds(6), {(): 26}, 6, effort=effort), rounds(6)).excess
        for effort in (1, 1_500_000)
    )
    assert more < few


def test_rounds_need_a_number_of_tables() -> None:
    with pytest.raises(ValueError, match="rounds needs to know how many tables there are"):
        seat(rounds(3), {(): 12})


def test_a_network_without_tables_follows_the_policy() -> None:
    unit = axis("unit", 3)
    topology = Topology("units", (unit, INDEX), (Grouping("a", (INDEX,)), Grouping("b", (INDEX,))))
    cells: dict[Cell, int] = {(letter,): 5 for letter in unit.letters}
    assert prod(sizes(seat(topology, cells), "step-0")) == 3**5
