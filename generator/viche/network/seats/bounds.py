"""How often people must meet again, whoever seats them: counts, and bounds with their proofs.

A meeting is a grouping that two people share. The *excess* of a plan is Σ over pairs of
max(0, meetings − 1).

**Splitting.** Whatever is dealt, t groups split n people into x₁ + … + x_t = n, and Σ C(x_j, 2)
pairs of them sit together. That sum is least exactly if the x_j differ by at most one: for
x ≥ y + 2, moving a person from the x to the y changes it by y − (x − 1) < 0. With n = qt + s,
0 ≤ s < t, the least sum is s·C(q + 1, 2) + (t − s)·C(q, 2) (``fewest_pairs``).

**Two groupings.** People who agree on all letters that G or H keep are split by both: into the
fields of a table with as many rows as G makes groups of them, and as many columns as H. Two in one
field meet twice. So at least ``fewest_pairs(n, rows · columns)`` pairs of n such people do.

**A tree of groupings.** Two people who meet m times have max(0, m − 1) excess meetings, and a tree
on all groupings has at most max(0, m − 1) edges between those m. So the excess is at least the sum,
over the edges of any tree, of the pairs that must share both ends. The heaviest tree is the best.

**Not enough others.** All meetings together are at least T = Σ over groupings and their blocks of
``fewest_pairs``. A pair needs one meeting before it has excess ones, and only P pairs can meet at
all, because they agree on the letters that some grouping keeps. So the excess is at least T − P.

**Tables where somebody stays.** What holds for any plan holds here too. Besides, a guest who goes
through r rounds at g tables meets hosts r times, hence at least r − g times again; the pairs of
guests are others than these pairs, and have a bound of their own.

**Pairs that meet r times.** Take every set J of distinct groupings and count the pairs that share a
group in all of J, that is Σ C(size, 2) over the classes of people with the same groups throughout
J. Let S_j be the sum of these counts over all J of j groupings. The pairs that meet in at least r
groupings are Σ_{j ≥ r} (−1)^(j−r) C(j−1, r−1) S_j (Feller, *An Introduction to Probability Theory
and Its Applications*, vol. 1, IV.5). No pair is ever listed: it takes time linear in the people for
every J whose groupings any two people share, and J that nobody shares are left out with all that
hold them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

Letters = tuple[str, ...]


def fewest_pairs(people: int, groups: int) -> int:
    """The fewest pairs of ``people`` who must sit together when they split into ``groups``.

    Attained exactly by sizes that differ by at most one.
    """
    size, larger = divmod(people, groups)
    return larger * comb(size + 1, 2) + (groups - larger) * comb(size, 2)


def pairs_meeting(columns: Sequence[Sequence[Hashable]]) -> list[int]:
    """How many pairs meet in at least r of the columns, for r from 0; [0] is not used.

    A column holds the group of every person in one grouping.
    """
    shared = [0] * (len(columns) + 1)

    def share(classes: list[list[int]], after: int, depth: int) -> None:
        """Go through all sets that add groupings from ``after`` on to those already chosen."""
        for at in range(after, len(columns)):
            column = columns[at]
            finer = []
            for people in classes:
                split = defaultdict(list)
                for person in people:
                    split[column[person]].append(person)
                finer += [together for together in split.values() if len(together) > 1]
            if finer:
                shared[depth] += sum(comb(len(together), 2) for together in finer)
                share(finer, at + 1, depth + 1)

    if columns:
        share([list(range(len(columns[0])))], 0, 1)
    return [0] + [
        sum((-1) ** (j - r) * comb(j - 1, r - 1) * shared[j] for j in range(r, len(shared)))
        for r in range(1, len(shared))
    ]


def excess(columns: Sequence[Sequence[Hashable]]) -> int:
    """Σ over pairs of max(0, meetings − 1)."""
    return sum(pairs_meeting(columns)[2:])


@dataclass(frozen=True, slots=True)
class Dealing:
    """A grouping, as the bounds see it."""

    keep: tuple[int, ...]
    """The positions of the letters that it keeps. People who agree on them are a block."""

    groups: Mapping[Letters, int]
    """How many groups each block makes; 1 where letters alone make the group."""

    dealt: bool = True
    """Whether groups are dealt by number, rather than given by letters."""


@dataclass(frozen=True, slots=True)
class Stays:
    """The letter of those who keep one table all the time, and its position."""

    position: int
    letter: str

    def of(self, letters: Letters) -> bool:
        """Whether people of these letters stay."""
        return letters[self.position] == self.letter


def fewest_repeats(
    cells: Mapping[Letters, int], dealings: Sequence[Dealing], stays: Stays | None = None
) -> int:
    """A lower bound of the excess of any plan with these cells and numbers of groups.

    ``cells`` are the numbers of people by their letters. The bound is attained wherever the closed
    form holds, and where rounds without repeats exist; elsewhere it may be too low.
    """
    if stays:
        hosts = sum(size for letters, size in cells.items() if stays.of(letters))
        guests = {letters: size for letters, size in cells.items() if not stays.of(letters)}
        again = max(0, len(dealings) - hosts) * sum(guests.values())
        return max(fewest_repeats(cells, dealings), again + fewest_repeats(guests, dealings))
    return max(
        _heaviest_tree(cells, dealings), _meetings(cells, dealings) - _pairs(cells, dealings)
    )


def _heaviest_tree(cells: Mapping[Letters, int], dealings: Sequence[Dealing]) -> int:
    """Grown from the first grouping, always by the heaviest edge (Prim)."""
    left = list(dealings[1:])
    near = {id(other): _sharing(cells, dealings[0], other) for other in left}
    total = 0
    while left:
        nearest = max(left, key=lambda dealing: near[id(dealing)])
        left.remove(nearest)
        total += near[id(nearest)]
        for other in left:
            near[id(other)] = max(near[id(other)], _sharing(cells, nearest, other))
    return total


def _sharing(cells: Mapping[Letters, int], one: Dealing, other: Dealing) -> int:
    """The fewest pairs that share a group in both."""
    keep = sorted({*one.keep, *other.keep})
    rows = [keep.index(at) for at in one.keep]
    columns = [keep.index(at) for at in other.keep]
    return sum(
        fewest_pairs(
            people,
            one.groups[pick(block, rows)] * other.groups[pick(block, columns)],
        )
        for block, people in _blocks(cells, keep).items()
    )


def _meetings(cells: Mapping[Letters, int], dealings: Sequence[Dealing]) -> int:
    return sum(
        fewest_pairs(people, dealing.groups[block])
        for dealing in dealings
        for block, people in _blocks(cells, dealing.keep).items()
    )


def _pairs(cells: Mapping[Letters, int], dealings: Sequence[Dealing]) -> int:
    """The pairs that agree on all letters that some grouping keeps, each counted once."""
    kept = {frozenset(dealing.keep) for dealing in dealings}
    smallest = [keep for keep in kept if not any(other < keep for other in kept)]
    return sum(
        (-1) ** (chosen - 1)
        * sum(
            comb(people, 2)
            for together in combinations(smallest, chosen)
            for people in _blocks(cells, sorted(frozenset().union(*together))).values()
        )
        for chosen in range(1, len(smallest) + 1)
    )


def pick(letters: Letters, at: Iterable[int]) -> Letters:
    """The letters at these positions."""
    return tuple(letters[position] for position in at)


def _blocks(cells: Mapping[Letters, int], keep: Sequence[int]) -> Counter[Letters]:
    blocks: Counter[Letters] = Counter()
    for letters, people in cells.items():
        if people:
            blocks[pick(letters, keep)] += people
    return blocks
