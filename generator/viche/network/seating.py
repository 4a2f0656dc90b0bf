"""Seating from closed form: no search, no chance, the same plan every time.

Notation, for one profile group, here also called a *cell* of the grid: n people, of whom a first
dealt grouping (cross) makes k groups, and a second (reconciling) m groups.

**Fewest meetings again.** Two people can meet twice only if they share their profile group: cross
groups and profile groups keep one letter in common, cross and reconciling groups none, so two people
with different letters share at most one of the three. Whatever is dealt, the k groups split the n
people of a cell into parts x₁ + … + x_k = n, and Σ C(x_j, 2) pairs of them meet again. That sum is
smallest exactly if the x_j differ by at most one: moving a person from a part of x ≥ y + 2 to a part
of y changes it by y − (x − 1) < 0. With n = qk + r, 0 ≤ r < k, the smallest sum is
r·C(q+1, 2) + (k − r)·C(q, 2) (``fewest_pairs``), which is 0 for n ≤ k, n − k for k ≤ n ≤ 2k.

**A running counter attains it.** List the people of a block (those who keep the same letters, a
sphere for cross groups) cell by cell, and deal them to groups 1, 2, …, k, 1, 2, … without starting
anew at the next cell. Any run of consecutive people is then split as evenly as can be: the block,
so that group sizes differ by at most one, and every cell in it, so that meetings again are fewest
and each group holds a person of every cell that has at least k.

**No third meeting that could be avoided.** The two dealings of a cell are a table of k rows and m
columns, with n people in its k·m fields; two people in one field meet three times. Let person i
(from 0) take row i and column i + ⌊i / L⌋, modulo k and m, with L = lcm(k, m). Any k·m consecutive
people from a multiple of k·m fill every field once: if i and i′ agree in row and column, they agree
modulo d = gcd(k, m), so ⌊i / L⌋ ≡ ⌊i′ / L⌋ (mod d); among k·m = d·L people that means equality, hence
i ≡ i′ modulo k and modulo m, thus modulo L, and i = i′. So fields differ by at most one and third
meetings are fewest: ``fewest_pairs(n, k·m)``, none for n ≤ k·m. Columns stay those of a running
counter, in another order: each L people use every column equally, and the last, incomplete run is
made to begin where the counter stood, by going back ⌊(n − 1) / L⌋ columns at the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate, combinations
from math import comb, inf, lcm

from viche.model.plan import Place, Plan, Seat
from viche.network.topology import INCOMPLETE_3D, TWO_DIMENSIONAL, Grouping, Topology

type_checking_only: None = None

Cell = tuple[str, ...]
"""The letters of a profile group, in the order of the topology's lettered axes."""

_Group = tuple[str, ...]
"""The letters, and for a dealt group the number, that make up a group's name."""


class Policy(StrEnum):
    """How many groups are dealt from a block: the people who keep the same letters."""

    NO_REPEATS = "no-repeats"
    """As many as its largest profile group has people: nobody meets twice, groups may be small."""

    FULL_COVERAGE = "full-coverage"
    """As many as can each have every letter of the other axis: 4–5 people each, with 4 letters."""

    def groups(self, sizes: Sequence[int]) -> int:
        """The number of groups for a block of profile groups of these sizes; 0 if it is empty."""
        people = sum(sizes)
        if self is Policy.NO_REPEATS or people == 0:
            return max(sizes)
        return max(1, people // len(sizes))


def fewest_pairs(people: int, groups: int) -> int:
    """The fewest pairs of ``people`` who must sit together when they split into ``groups``.

    Attained exactly by sizes that differ by at most one; the proof is at the top of this module.
    """
    size, larger = divmod(people, groups)
    return larger * comb(size + 1, 2) + (groups - larger) * comb(size, 2)


def spread(rows: Iterable[int], columns: int) -> list[list[int]]:
    """Split the people of each row over ``columns``, as evenly as both ways allow.

    Every row gives each column the same whole share; the people left over go to one column each, and
    the next row goes on where the last one stopped. So the sizes in a row differ by at most one,
    and so do the totals of the columns: equal shares, and a round of single people dealt in turn.

    >>> spread([17, 18, 16, 19], 4)
    [[5, 4, 4, 4], [4, 5, 5, 4], [4, 4, 4, 4], [5, 5, 4, 5]]
    """
    turn = 0
    table = []
    for people in rows:
        share, left = divmod(people, columns)
        table.append([share + ((column - turn) % columns < left) for column in range(columns)])
        turn += left
    return table


def seat_incomplete_3d(
    attendance: Mapping[str, int],
    parts: Sequence[str],
    policy: Policy,
    steps: Sequence[str] = ("profile", "cross", "reconciling", "return"),
) -> Plan:
    """Seat people known by sphere, in profile groups as even as can be.

    Args:
        attendance: how many people come, by the sphere's letter; a sphere may be empty.
        parts: the parts' letters.
        policy: how many cross and reconciling groups there are.
        steps: what the plan calls its steps, one for each of the topology's groupings.

    Raises:
        ValueError: a number is negative, a letter is unfit or used twice, or there is nobody.
    """
    _check_letters(parts)
    sizes = spread(attendance.values(), len(parts))
    cells = {
        (sphere, part): size
        for sphere, row in zip(attendance, sizes, strict=True)
        for part, size in zip(parts, row, strict=True)
    }
    return arrange(INCOMPLETE_3D, cells, policy, steps)


def seat_two_dimensional(
    people: int,
    parts: Sequence[str],
    policy: Policy,
    steps: Sequence[str] = ("profile", "cross", "return"),
) -> Plan:
    """Seat ``people`` in profile groups, one for each of ``parts``, as even as can be.

    Raises:
        ValueError: the number is negative, a letter is unfit or used twice, or there is nobody.
    """
    _check_letters(parts)
    (sizes,) = spread([people], len(parts))
    cells = {(part,): size for part, size in zip(parts, sizes, strict=True)}
    return arrange(TWO_DIMENSIONAL, cells, policy, steps)


def arrange(
    topology: Topology, cells: Mapping[Cell, int], policy: Policy, steps: Sequence[str]
) -> Plan:
    """Seat profile groups of any sizes: whoever knows the letters of people can begin here.

    Args:
        topology: its dealt groupings must be one or two, and two must keep all letters between
            them; for others the closed form doesn't hold.
        cells: the size of every profile group, empty ones too. Its order is that of the seats, and
            of the tables.
        policy: how many groups are dealt.
        steps: what the plan calls its steps, one for each of the topology's groupings.

    Raises:
        ValueError: the arguments are not as said above, or there is nobody.
    """
    _check(topology, cells, steps)
    groups: dict[Grouping, list[_Group]] = {}
    rounds: dict[Grouping, dict[Cell, list[_Group]]] = {}
    counts: dict[Cell, int] = {}
    for grouping in topology.distinct:
        if not grouping.dealt:
            at = topology.positions(grouping.kept)
            rounds[grouping] = {cell: [_pick(cell, at)] * size for cell, size in cells.items()}
            groups[grouping] = list(dict.fromkeys(_pick(cell, at) for cell in cells))
