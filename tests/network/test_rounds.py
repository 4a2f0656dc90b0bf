"""Rounds from constructions: what is claimed of each; bounds against all plans of small halls."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viche.network.seats.bounds import Dealing, excess, fewest_repeats, pairs_meeting
from viche.network.seats.rounds import _FIRST, Round, columns, fewest_known

KNOWN = {  # people, tables, rounds
    "Kirkman's schoolgirls": (15, 5, 7),
    "a committee, one ill": (14, 5, 7),
    "the affine plane of order 3": (9, 3, 4),
    "the affine plane of order 4": (16, 4, 5),
    "the affine plane of order 4, one point less": (15, 4, 5),
    "the affine plane of order 7": (49, 7, 8),
    "the affine space of order 4": (64, 16, 21),
    "the affine space of order 3 and four dimensions": (81, 27, 13),
    "twenty at tables of four": (20, 5, 5),
    "nine weeks of the first social golfers": (32, 8, 9),
    "a conference": (180, 30, 4),
    "units of a programme": (45, 9, 5),
    "a hundred": (100, 20, 5),
    "a whole town": (10_000, 1250, 10),
}


def repeats(rounds: list[Round]) -> int:
    """Pair by pair, without any formula."""
    met = Counter(
        pair
        for each in rounds
        for table in set(each)
        for pair in combinations([p for p, at in enumerate(each) if at == table], 2)
    )
    return sum(times - 1 for times in met.values())


def sizes(each: Round, tables: int) -> list[int]:
    found = Counter(each)
    return [found[table] for table in range(tables)]


@pytest.mark.parametrize(("people", "tables", "rounds"), KNOWN.values(), ids=KNOWN.keys())
def test_nobody_meets_twice(people: int, tables: int, rounds: int) -> None:
    found = fewest_known(people, tables, rounds)
    assert len(found) == rounds
    for each in found:
        assert len(each) == people
        assert max(sizes(each, tables)) - min(sizes(each, tables)) <= 1
    assert excess(found) == 0


@pytest.mark.parametrize(("people", "tables"), _FIRST)
def test_first_rounds_turn_without_repeats(people: int, tables: int) -> None:
    """Also if those who keep still are left out, from the last on."""
    places, first = _FIRST[people, tables]
    rounds = places * len(first.split())
    for absent in range(max(1, people % places) + 1):
        found = fewest_known(people - absent, tables, rounds)
        assert repeats(found) == 0
        assert all(max(sizes(each, tables)) - min(sizes(each, tables)) <= 1 for each in found)


@given(people=st.integers(1, 120), tables=st.integers(1, 30), rounds=st.integers(1, 9))
def test_sizes_are_even_and_repeats_no_more_than_in_columns(
    people: int, tables: int, rounds: int
) -> None:
    plain, best = columns(people, tables, rounds), fewest_known(people, tables, rounds)
    for found in (plain, best):
        for each in found:
            assert max(sizes(each, tables)) - min(sizes(each, tables)) <= 1
    assert repeats(best) <= repeats(plain)


@given(tables=st.sampled_from([2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 25, 27]), data=st.data())
def test_a_prime_power_of_tables_gives_as_many_rounds(tables: int, data: st.DataObject) -> None:
    """Of any number of people who fill no more than so many columns; whole columns never meet."""
    people = data.draw(st.integers(1, tables * min(tables, 6)))
    rounds = data.draw(st.integers(1, tables))
    found = columns(people, tables, rounds)
    assert excess(found) == 0
    for each in found:
        for start in range(0, people, tables):
            column = each[start : start + tables]
            assert len(set(column)) == len(column)


@given(
    rows=st.integers(1, 14).flatmap(
        lambda people: st.lists(
            st.lists(st.integers(0, 4), min_size=people, max_size=people), min_size=1, max_size=5
        )
    )
)
def test_meetings_counted_pair_by_pair(rows: list[list[int]]) -> None:
    met = [
        sum(row[one] == row[other] for row in rows)
        for one, other in combinations(range(len(rows[0])), 2)
    ]
    for times in range(1, len(rows) + 1):
        assert pairs_meeting(rows)[times] == sum(each >= times for each in met)
    assert excess(rows) == repeats(rows)


@pytest.mark.parametrize(
    ("cells", "dealings"),
    [
        # Plain rounds: two and three of them, one with hardly any choice.
        ({(): 5}, [Dealing((), {(): 2})] * 3),
        ({(): 6}, [Dealing((), {(): 2})] * 2),
        ({(): 4}, [Dealing((), {(): 2})] * 4),
        ({(): 5}, [Dealing((), {(): 3})] * 2),
        # Two cells that meet as cells, then dealt together twice.
        (
            {("A",): 3, ("B",): 2},
            [
                Dealing((0,), {("A",): 1, ("B",): 1}, dealt=False),
                Dealing((), {(): 2}),
                Dealing((), {(): 2}),
            ],
        ),
        # A grouping that keeps a letter, and one that keeps the other.
        (
            {("A", "X"): 2, ("A", "Y"): 1, ("B", "X"): 2},
            [Dealing((0,), {("A",): 2, ("B",): 1}), Dealing((1,), {("X",): 2, ("Y",): 1})],
        ),
    ],
)
def test_no_plan_has_fewer_repeats_than_the_bound(
    cells: dict[tuple[str, ...], int], dealings: list[Dealing]
) -> None:
    """Every way to deal everybody, evenly or not; in these halls the bound is attained."""
    people = [cell for cell, size in cells.items() for _ in range(size)]
    ways = []
    for dealing in dealings:
        blocks = [tuple(cell[at] for at in dealing.keep) for cell in people]
        choices = [[(block, n) for n in range(dealing.groups[block])] for block in blocks]
        ways.append(list(product(*choices)))
    bound = fewest_repeats(cells, dealings)
    assert bound == min(excess(plan) for plan in product(*ways))
