"""Cards dealt at the door: what is promised of every attendance, held against every one.

Whoever sits in a cross group is settled by the numbers of one sphere, and in a reconciling group by
those of one part. So a few hundred deals hold the groups of all attendances; each attendance is
then put together from eight of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viche.model.plan import Plan
from viche.network import (
    INCOMPLETE_3D,
    Cell,
    Deck,
    Policy,
    fewest_pairs,
    lost,
    measure,
)

SPHERES, PARTS = "GECI", "SWOT"
STEPS = ("profile", "cross", "reconciling", "return")
FULL, NONE = Policy.FULL_COVERAGE, Policy.NO_REPEATS
DECK = Deck(INCOMPLETE_3D, (tuple(SPHERES), tuple(PARTS)), STEPS, dict.fromkeys(SPHERES, 32), 4)
ATTENDANCES = range(16, 33)
Pairs = frozenset[tuple[int, int]]


def attended(*counts: int) -> dict[Cell, int]:
    return DECK.dealt(dict(zip(SPHERES, counts, strict=True)))


@dataclass(frozen=True)
class Dealt:
    """The groups of one sphere, or of one part."""

    sizes: tuple[int, ...]
    letters: tuple[frozenset[str], ...]
    """The parts, or the spheres, at each table."""

    again: Mapping[str, Pairs]
    """By that letter, who of its profile group meets again: numbers from 1."""


def groups_of(plan: Plan, step: str, mixed: int) -> Dealt:
    groups = [[seat.id.split("-") for seat in seats] for seats in plan.groups(step).values()]
    again: dict[str, set[tuple[int, int]]] = {}
    for ids in groups:
        for one, other in combinations(ids, 2):
            if one[mixed] == other[mixed]:
                again.setdefault(one[mixed], set()).add((int(one[2]), int(other[2])))
    return Dealt(
        tuple(map(len, groups)),
        tuple(frozenset(seat[mixed] for seat in ids) for ids in groups),
        {letter: frozenset(pairs) for letter, pairs in again.items()},
    )


@cache
def cross(sphere: str, cells: tuple[int, ...], policy: Policy = FULL) -> Dealt:
    sizes: dict[Cell, int] = {(sphere, part): n for part, n in zip(PARTS, cells, strict=True)}
    return groups_of(DECK.deal(sizes, policy), "cross", 1)


@cache
def reconciling(part: str, cells: tuple[int, ...], policy: Policy = FULL) -> Dealt:
    sizes: dict[Cell, int] = {(sphere, part): n for sphere, n in zip(SPHERES, cells, strict=True)}
    return groups_of(DECK.deal(sizes, policy), "reconciling", 0)


@cache
def missing(part: str, cells: tuple[int, ...]) -> frozenset[str]:
    """The spheres that are not at every table of the part."""
    return frozenset(SPHERES).difference(
        frozenset(SPHERES).intersection(*reconciling(part, cells).letters)
    )


def all_meet(letters: tuple[frozenset[str], ...]) -> bool:
    return all(any({a, b} <= at for at in letters) for a, b in combinations(SPHERES, 2))


def row(people: int) -> tuple[int, ...]:
    """The profile groups of a sphere when cards are dealt one by one."""
    counts = Counter(number % 4 for number in range(people))
    return tuple(counts[part] for part in range(4))


def chosen() -> Iterator[tuple[int, ...]]:
    """All profile groups of a sphere of 16 to 32 people who chose their part."""
    for least in range(4, 9):
        for extra in product((0, 1), repeat=4):
            if not all(extra) and least + max(extra) <= 8:
                yield tuple(least + more for more in extra)


CHOSEN = list(chosen())
ROWS = [(part, cells) for part in PARTS for cells in product(range(4, 9), repeat=4)]


# --- one sphere, one part


def test_the_profile_groups_of_a_dealt_sphere() -> None:
    for people in ATTENDANCES:
        dealt = attended(people, 16, 16, 16)
        assert tuple(dealt["G", part] for part in PARTS) == row(people)
        assert row(people) in CHOSEN
    assert len(CHOSEN) == 61


def test_every_cross_group_has_all_parts_and_four_or_five_people() -> None:
    """Whatever parts the people beyond a multiple of four have: these are all ways to choose."""
    for sphere, cells in product(SPHERES, CHOSEN):
        dealt, tables = cross(sphere, cells), sum(cells) // 4
        assert len(dealt.sizes) == tables == min(cells)
        assert {*dealt.sizes} <= {4, 5}
        assert all(letters == {*PARTS} for letters in dealt.letters)
        again = sum(map(len, dealt.again.values()))
        assert again == sum(fewest_pairs(n, tables) for n in cells) == sum(cells) % 4


def test_every_reconciling_group_has_three_spheres_and_three_to_six_people() -> None:
    for part, cells in ROWS:
        dealt, tables = reconciling(part, cells), sorted(cells)[1]
        assert len(dealt.sizes) == tables
        assert 3 <= min(dealt.sizes) <= max(dealt.sizes) <= 6
        assert min(map(len, dealt.letters)) >= 3
        again = sum(map(len, dealt.again.values()))
        assert again == sum(fewest_pairs(n, tables) for n in cells)
        assert again == sum(max(0, n - tables) for n in cells)
        assert all_meet(dealt.letters)


@pytest.mark.parametrize("policy", Policy)
def test_nobody_meets_a_third_time(policy: Policy) -> None:
    """Cross pairs of every sphere against reconciling pairs of every part."""
    where = [(s, at, part) for s in SPHERES for at, part in enumerate(PARTS)]
    twice: dict[tuple[str, str, int], set[Pairs]] = {}
    for part, cells in ROWS:
        for at, sphere in enumerate(SPHERES):
            pairs = reconciling(part, cells, policy).again.get(sphere, frozenset())
            twice.setdefault((sphere, part, cells[at]), set()).add(pairs)
    for cells, (sphere, at, part) in product(CHOSEN, where):
        first = cross(sphere, cells, policy).again.get(part, frozenset())
        assert not any(first & second for second in twice[sphere, part, cells[at]])


def test_without_repeats_nobody_meets_twice() -> None:
    for sphere, cells in product(SPHERES, CHOSEN):
        dealt = cross(sphere, cells, NONE)
        assert not dealt.again
        assert {*dealt.sizes} <= {3, 4} or (len(dealt.sizes) == 5 and min(dealt.sizes) >= 2)
    for part, cells in ROWS:
        dealt = reconciling(part, cells, NONE)
        assert not dealt.again
        assert 2 <= min(dealt.sizes) <= max(dealt.sizes) <= 4


# --- every attendance


@dataclass(frozen=True)
class Found:
    """What all attendances give: how many of them have each number."""

    repeats: Counter[int]
    sizes: Counter[tuple[int, int]]
    """The smallest and the largest reconciling group."""

    reach: Counter[Fraction]
    """The least share of the hall that somebody has heard from before the return."""

    worst: Mapping[str, tuple[int, ...]]


@cache
def everything() -> Found:
    """All attendances of 16 to 32 people in each of four spheres, put together from their parts."""
    found = Found(Counter(), Counter(), Counter(), worst := {})
    crossed = {
        (sphere, n): sum(map(len, cross(sphere, row(n)).again.values()))
        for sphere, n in product(SPHERES, ATTENDANCES)
    }
    reconciled = {
        (part, cells): (
            min(reconciling(part, cells).sizes),
            max(reconciling(part, cells).sizes),
            sum(map(len, reconciling(part, cells).again.values())),
            missing(part, cells),
        )
        for part, cells in ROWS
    }
    rows = {n: row(n) for n in ATTENDANCES}
    most, least = -1, Fraction(2)
    for attendance in product(ATTENDANCES, repeat=4):
        columns = zip(*(rows[n] for n in attendance), strict=True)
        parts = [reconciled[key] for key in zip(PARTS, columns, strict=True)]
        repeats = sum(crossed[key] for key in zip(SPHERES, attendance, strict=True))
        repeats += sum(again for _, _, again, _ in parts)
        absent = frozenset().union(*(spheres for *_, spheres in parts))
        unheard = max(
            (n for s, n in zip(SPHERES, attendance, strict=True) if s in absent), default=0
        )
        reach = 1 - Fraction(unheard, sum(attendance))
        found.repeats[repeats] += 1
        found.sizes[min(part[0] for part in parts), max(part[1] for part in parts)] += 1
        found.reach[reach] += 1
        if repeats > most:
            most, worst["repeats"] = repeats, attendance
        if reach < least:
            least, worst["reach"] = reach, attendance
    return found


class TestEveryAttendance:
    """What docs/decisions/open-seating.md says of the 83,521."""

    def test_all_of_them_are_there(self) -> None:
        found = everything()
        for counts in (found.repeats, found.sizes, found.reach):
            assert sum(counts.values()) == 17**4 == 83_521

    def test_reconciling_groups_have_three_to_six(self) -> None:
        sizes = everything().sizes
        assert min(low for low, _ in sizes) == 3
        assert max(high for _, high in sizes) == 6
        assert sum(n for (_, high), n in sizes.items() if high <= 5) == 55_897

    def test_the_most_repeats(self) -> None:
        repeats = everything().repeats
        assert max(repeats) == 36
        assert everything().worst["repeats"] == (16, 16, 31, 31)
        mean = sum(n * many for n, many in repeats.items()) / repeats.total()
        assert round(mean, 1) == 15.8

    def test_the_least_reach_before_the_return(self) -> None:
        """By the return it is complete, for each two spheres share a table in each part."""
        reach = everything().reach
        assert min(reach) == Fraction(96, 127)  # 75.6 %: all but one sphere of 31
        assert everything().worst["reach"] == (31, 32, 32, 32)
        assert reach[Fraction(1)] == 9_537


SPHERE_CELLS = st.sampled_from(CHOSEN)


@given(rows=st.lists(SPHERE_CELLS, min_size=4, max_size=4))
def test_a_hall_is_no_more_than_its_spheres_and_parts(rows: list[tuple[int, ...]]) -> None:
    """Which is why the pieces above speak for all attendances. Nothing is lost in any of them."""
    sizes: dict[Cell, int] = {
        (sphere, part): n
        for sphere, cells in zip(SPHERES, rows, strict=True)
        for part, n in zip(PARTS, cells, strict=True)
    }
    columns = list(zip(*rows, strict=True))
    pieces = [cross(s, cells) for s, cells in zip(SPHERES, rows, strict=True)]
    whole = groups_of(DECK.deal(sizes, FULL), "cross", 1)
    assert sorted(whole.sizes) == sorted(n for piece in pieces for n in piece.sizes)
    pieces += [reconciling(p, cells) for p, cells in zip(PARTS, columns, strict=True)]
    measures = measure(DECK.deal(sizes, FULL), INCOMPLETE_3D)
    again = sum(map(len, [pairs for piece in pieces for pairs in piece.again.values()]))
    assert measures.excess == measures.minimum == again
    assert measures.thrice == 0
    absent = frozenset().union(*map(missing, PARTS, columns))
    unheard = max(
        (sum(cells) for s, cells in zip(SPHERES, rows, strict=True) if s in absent), default=0
    )
    everyone = sum(map(sum, rows))
    assert measures.step("reconciling").reach_least == (everyone - unheard) / everyone
    assert measures.step("return").reach_least == 1
    assert lost(DECK, sizes, FULL) == ()
