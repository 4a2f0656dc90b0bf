"""The door to seating: people of any letters, in a network of any shape, become a plan's seats.

Where people of different cells can meet only once, groups come from closed form, without search and
without chance (``viche.network.seats.grid``). Other shapes begin with a construction of rounds
without repeats, and are mended by a search where none is known (``viche.network.seats.dealing``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate, chain, count
from math import prod

from viche.model.plan import Place, Plan, Seat
from viche.model.topology import INCOMPLETE_3D, TWO_DIMENSIONAL, Grouping, Topology
from viche.network.seats.bounds import Dealing, Stays, pick
from viche.network.seats.dealing import deal
from viche.network.seats.grid import count_off
from viche.network.seats.mending import EFFORT

Cell = tuple[str, ...]
"""The letters of a profile group, in the order of the topology's lettered axes."""

Group = tuple[str, ...]
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
    topology: Topology,
    cells: Mapping[Cell, int],
    policy: Policy,
    steps: Sequence[str],
    tables: int | None = None,
    *,
    effort: int = EFFORT,
) -> Plan:
    """Seat people whose letters are known.

    Args:
        topology: the network.
        cells: how many people have these letters, for all letters there are, empty cells too. Its
            order is that of the seats, and of the tables. Without lettered axes it is ``{(): 80}``.
        policy: how many groups are dealt, where they mix letters and ``tables`` is not given.
        steps: what the plan calls its steps, one for each of the topology's groupings.
        tables: how many groups there are in the hall whenever groups are dealt. Where some people
            stay at their tables, there are as many tables as such people.
        effort: how long to search, if there is need; see ``viche.network.seats.mending``.

    Raises:
        ValueError: the arguments are not as said above, there is nobody, or ``tables`` is needed.
    """
    _check_shape(topology, cells)
    if len(steps) != len(topology.groupings):
        raise ValueError(f"{topology.name} has {len(topology.groupings)} steps, not {len(steps)}.")
    dealings = [
        Dealing(
            topology.positions(grouping.kept),
            _totals(topology, grouping, cells, policy, tables),
            grouping.dealt,
        )
        for grouping in topology.distinct
    ]
    if _has_closed_form(topology):
        dealt = count_off(cells, dealings)
    else:
        dealt = deal(cells, dealings, staying(topology), effort=effort)
    places = _places(topology, cells, dealings, dealt)
    route = [topology.distinct.index(grouping) for grouping in topology.groupings]
    ids = ["-".join((*cell, str(n))) for cell, size in cells.items() for n in range(1, size + 1)]
    seats = (Seat(id, tuple(places[at][who] for at in route)) for who, id in enumerate(ids))
    return Plan(tuple(steps), tuple(seats))


def staying(topology: Topology) -> Stays | None:
    """Who keeps one table all day, if anybody does."""
    axis = topology.staying
    return None if axis is None else Stays(topology.lettered.index(axis), axis.stays)


def _has_closed_form(topology: Topology) -> bool:
    """Whether people of different cells share a group in one grouping at most."""
    dealt = [grouping for grouping in topology.distinct if grouping.dealt]
    given = [grouping for grouping in topology.distinct if not grouping.dealt]
    kept = {axis for grouping in dealt for axis in grouping.kept}
    return not dealt or (
        topology.staying is None
        and all(grouping.axes == topology.lettered for grouping in given)
        and (len(dealt) == 1 or (len(dealt) == 2 and kept == set(topology.lettered)))
    )


def _totals(
    topology: Topology,
    grouping: Grouping,
    cells: Mapping[Cell, int],
    policy: Policy,
    tables: int | None,
) -> dict[Cell, int]:
    """How many groups each block makes: the people who keep the same letters."""
    keep = topology.positions(grouping.kept)
    blocks: dict[Cell, list[int]] = {}
    for cell, size in cells.items():
        blocks.setdefault(pick(cell, keep), []).append(size)
    if not grouping.dealt:
        return {letters: min(1, sum(sizes)) for letters, sizes in blocks.items()}
    if stays := staying(topology):
        hosts = sum(size for cell, size in cells.items() if stays.of(cell))
        return dict.fromkeys(blocks, hosts)
    if tables is not None:
        return _shared(tables, {letters: sum(sizes) for letters, sizes in blocks.items()})
    if not topology.mixed(grouping):
        raise ValueError(f"{topology.name} needs to know how many tables there are.")
    return {letters: policy.groups(sizes) for letters, sizes in blocks.items()}


def _shared(tables: int, people: Mapping[Cell, int]) -> dict[Cell, int]:
    """One table for each block that has somebody, and each other one where tables are fullest."""
    shared = {letters: min(1, size) for letters, size in people.items()}
    for _ in range(min(tables, sum(people.values())) - sum(shared.values())):
        fullest = max(people, key=lambda letters: Fraction(people[letters], shared[letters] or 1))
        shared[fullest] += 1
    return shared


def _places(
    topology: Topology,
    cells: Mapping[Cell, int],
    dealings: Sequence[Dealing],
    dealt: Sequence[Sequence[int]],
) -> list[list[Place]]:
    """For each grouping, the place of every person in the order of ``cells``."""
    people = [cell for cell, size in cells.items() for _ in range(size)]
    names = {
        grouping: {
            letters: [(*letters, str(at + 1)) if grouping.dealt else letters for at in range(total)]
            for letters, total in dealing.groups.items()
        }
        for grouping, dealing in zip(topology.distinct, dealings, strict=True)
    }
    hall = tables(topology, {each: list(chain(*blocks.values())) for each, blocks in names.items()})
    found = []
    for (grouping, blocks), dealing, numbers in zip(names.items(), dealings, dealt, strict=True):
        seated = {name: Place("-".join(name), table) for name, table in hall[grouping].items()}
        found.append(
            [
                seated[blocks[pick(cell, dealing.keep)][number]]
                for cell, number in zip(people, numbers, strict=True)
            ]
        )
    return found


def tables(
    topology: Topology, groups: Mapping[Grouping, Sequence[Group]]
) -> dict[Grouping, dict[Group, int]]:
    """Give every group a table, so that people stay in their corner of the hall while they can.

    Each corner has a run of tables as long as its busiest round needs, and keeps it in every round
    that keeps the corner's letters. The other rounds number their tables through the hall in the
    order of their groups, so that the groups of a part are neighbours.
    """
    corner = topology.corner
    room: Counter[Cell] = Counter()
    at: dict[Grouping, tuple[int, ...]] = {}
    for grouping, made in groups.items():
        if set(corner) <= set(grouping.kept):
            at[grouping] = tuple(grouping.kept.index(axis) for axis in corner)
            room |= Counter(pick(group, at[grouping]) for group in made)  # the larger count
    first = dict(zip(room, accumulate(room.values(), initial=1), strict=False)) | {(): 1}
    hall = {}
    for grouping, made in groups.items():
        free = {letters: count(table) for letters, table in first.items()}
        hall[grouping] = {group: next(free[pick(group, at.get(grouping, ()))]) for group in made}
    return hall


def _check_shape(topology: Topology, cells: Mapping[Cell, int]) -> None:
    axes = topology.lettered
    if any(len(cell) != len(axes) for cell in cells):
        raise ValueError(f"A seat of {topology.name} has {len(axes)} letters.")
    letters = [tuple(dict.fromkeys(column)) for column in zip(*cells, strict=True)]
    for axis, column in zip(axes, letters, strict=True):
        _check_letters(column, axis.name)
    if len(cells) != prod(len(column) for column in letters):
        raise ValueError("Every combination of letters needs a size, even where it is 0.")
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
