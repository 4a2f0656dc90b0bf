"""Seating from closed form: no search, no chance, the same plan every time.

Notation, for one profile group, here also called a *cell* of the grid: n people, of whom a first
dealt grouping (cross) makes k groups, and a second (reconciling) m groups.

**Fewest meetings again.** Two people of different cells meet at most once: if they have a sphere in
common it can only be in a cross group, if a part, only in a reconciling group, and otherwise not at
all. So meetings are repeated inside cells alone, and for each dealing apart. Whatever is dealt, the
k groups split the n people of a cell into x₁ + … + x_k = n, and Σ C(x_j, 2) pairs of them meet
again. That sum is least exactly if the x_j differ by at most one: for x ≥ y + 2, moving a person
from the x to the y changes it by y − (x − 1) < 0. With n = qk + r, 0 ≤ r < k, the least sum is
r·C(q+1, 2) + (k − r)·C(q, 2) (``fewest_pairs``): 0 for n ≤ k, and n − k for k ≤ n ≤ 2k.

**A running counter attains it.** List the people of a block (those who keep the same letters: a
sphere for cross groups) cell by cell, and deal them to groups 1, 2, …, k, 1, 2, … without starting
anew at the next cell. Any run of consecutive people is then split as evenly as can be: the block,
so that group sizes differ by at most one, and every cell in it, so that meetings again are fewest
and each group holds a person of every cell that has at least k.

**No third meeting that could be avoided.** The two dealings of a cell are a table of k rows and m
columns, with n people in its k·m fields; two people in one field meet three times. Let person i
(from 0) take row i and column i + ⌊i / L⌋, modulo k and m, with L = lcm(k, m). Then each k·m people
on end, from a multiple of k·m, fill every field once: if i and i′ agree in row and column, they
agree modulo d = gcd(k, m), so ⌊i / L⌋ ≡ ⌊i′ / L⌋ (mod d); among k·m = d·L people that is equality,
hence i ≡ i′ modulo k and modulo m, thus modulo L, and i = i′. So fields differ by at most one, and
third meetings are fewest: ``fewest_pairs(n, k·m)``, none for n ≤ k·m. The columns remain those of
a running counter, in another order: each L people use every column equally often, and the last,
incomplete run begins where the counter stood, because the first begins ⌊(n − 1) / L⌋ columns
before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, count
from math import comb, lcm, prod

from viche.model.plan import Place, Plan, Seat
from viche.model.topology import INCOMPLETE_3D, TWO_DIMENSIONAL, Grouping, Topology

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

    Every row gives each column the same whole share; the people left over go to one column each,
    and the next row goes on where the last one stopped. So the sizes in a row differ by at most
    one, and so do the totals of the columns: equal shares, and single people dealt in turn.

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
    _check_letters(parts, "part")
    _check_people(attendance)
    sizes = spread(attendance.values(), len(parts))
    cells: dict[Cell, int] = {
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
    _check_letters(parts, "part")
    _check_people({"the hall": people})
    (sizes,) = spread([people], len(parts))
    cells: dict[Cell, int] = {(part,): size for part, size in zip(parts, sizes, strict=True)}
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
    _check_shape(topology, cells)
    if len(steps) != len(topology.groupings):
        raise ValueError(f"{topology.name} has {len(topology.groupings)} steps, not {len(steps)}.")
    places = _places(topology, _rounds(topology, cells, policy))
    seats: list[Seat] = []
    for cell in cells:
        routes = zip(*(places[grouping][cell] for grouping in topology.groupings), strict=True)
        prefix = "-".join(cell)
        seats += (Seat(f"{prefix}-{number}", route) for number, route in enumerate(routes, 1))
    return Plan(tuple(steps), tuple(seats))


@dataclass(frozen=True, slots=True)
class _Round:
    """One grouping, worked out."""

    groups: list[_Group]
    """In the order of the hall."""

    of: dict[Cell, list[_Group]]
    """The groups of a cell's seats, by number."""


def _rounds(
    topology: Topology, cells: Mapping[Cell, int], policy: Policy
) -> dict[Grouping, _Round]:
    """Every grouping once: the profile groups as they are, the others dealt block by block."""
    home, *others = topology.distinct
    inhabited = [cell for cell, size in cells.items() if size]
    rounds = {home: _Round(inhabited, {cell: [cell] * size for cell, size in cells.items()})}
    before: dict[Cell, int] = {}
    for grouping in others:
        keep = topology.positions(grouping.kept)
        blocks: dict[Cell, dict[Cell, int]] = {}
        for cell, size in cells.items():
            blocks.setdefault(pick(cell, keep), {})[cell] = size
        rounds[grouping] = made = _Round([], {})
        for letters, sizes in blocks.items():
            total = policy.groups(tuple(sizes.values()))
            groups = [(*letters, str(number + 1)) for number in range(total)]
            made.groups.extend(groups)
            turn = 0
            for cell, size in sizes.items():
                numbers = _numbers(turn, size, total, before.get(cell))
                made.of[cell] = [groups[number] for number in numbers]
                before[cell] = total
                turn += size
    return rounds


def _numbers(turn: int, size: int, groups: int, before: int | None) -> Iterator[int]:
    """The groups, from 0, of a cell's people, when the running counter stands at ``turn``.

    ``before`` is the number of groups that were dealt in the round before. This round steps aside
    from it, so that the fewest pairs meet a third time; the proof is at the top of this module.
    """
    if size == 0:
        return
    period = size if before is None else lcm(before, groups)
    first = turn - (size - 1) // period
    for person in range(size):
        yield (first + person + person // period) % groups


def _places(
    topology: Topology, rounds: Mapping[Grouping, _Round]
) -> dict[Grouping, dict[Cell, list[Place]]]:
    """Give every group a table, so that people stay in their corner of the hall while they can.

    Each corner has a run of tables as long as its busiest round needs, and keeps it in every round
    that keeps the corner's letters. The other rounds number their tables through the hall in the
    order of their groups, so that the groups of a part are neighbours.
    """
    corner = topology.corner
    room: Counter[Cell] = Counter()
    at: dict[Grouping, tuple[int, ...]] = {}
    for grouping, made in rounds.items():
        if set(corner) <= set(grouping.kept):
            at[grouping] = tuple(grouping.kept.index(axis) for axis in corner)
            room |= Counter(pick(group, at[grouping]) for group in made.groups)  # the larger count
    first = dict(zip(room, accumulate(room.values(), initial=1), strict=False)) | {(): 1}
    places = {}
    for grouping, made in rounds.items():
        free = {letters: count(table) for letters, table in first.items()}
        seated = {
            group: Place("-".join(group), next(free[pick(group, at.get(grouping, ()))]))
            for group in made.groups
        }
        places[grouping] = {cell: [seated[group] for group in of] for cell, of in made.of.items()}
    return places


def pick(letters: Sequence[str], at: Iterable[int]) -> Cell:
    """The letters at these positions."""
    return tuple(letters[position] for position in at)


def _check_shape(topology: Topology, cells: Mapping[Cell, int]) -> None:
    home, *others = topology.distinct
    kept = [set(grouping.kept) for grouping in others]
    if (
        len(others) > 2
        or not all(grouping.dealt for grouping in others)
        or (len(others) == 2 and kept[0] | kept[1] != set(home.axes))
    ):
        raise ValueError(f"No closed form is known for topology {topology.name}.")
    if any(len(cell) != len(home.axes) for cell in cells):
        raise ValueError(f"A profile group of {topology.name} has {len(home.axes)} letters.")
    letters = [tuple(dict.fromkeys(column)) for column in zip(*cells, strict=True)]
    for axis, column in zip(home.axes, letters, strict=True):
        _check_letters(column, axis.name)
    if len(cells) != prod(len(column) for column in letters):
        raise ValueError("Every profile group needs a size, even where it is 0.")
    _check_people({"-".join(cell): size for cell, size in cells.items()})


def _check_letters(letters: Sequence[str], axis: str) -> None:
    if not letters:
        raise ValueError(f"There is no {axis}.")
    for position, letter in enumerate(letters):
        if not letter.isalnum():
            raise ValueError(f"{letter!r} cannot name a {axis}: letters and digits only.")
        if letter in letters[:position]:
            raise ValueError(f"The {axis} {letter} occurs twice.")


def _check_people(sizes: Mapping[str, int]) -> None:
    for name, size in sizes.items():
        if size < 0:
            raise ValueError(f"{name}: {size} people cannot come; the least is 0.")
    if not any(sizes.values()):
        raise ValueError("There is nobody to seat.")
