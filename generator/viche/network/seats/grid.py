"""Dealing from closed form: no search, no chance, the same groups every time.

Notation, for one profile group, here also called a *cell* of the grid: n people, of whom a first
dealt grouping (cross) makes k groups, and a second (reconciling) m groups.

**Fewest meetings again.** Two people of different cells meet at most once: if they have a sphere in
common it can only be in a cross group, if a part, only in a reconciling group, and otherwise not at
all. So meetings are repeated inside cells alone, and for each dealing apart. Whatever is dealt, the
k groups split the n people of a cell into x₁ + … + x_k = n, and Σ C(x_j, 2) pairs of them meet
again. That sum is least exactly if the x_j differ by at most one (``viche.network.seats.bounds``):
it is ``fewest_pairs(n, k)``, 0 for n ≤ k, and n − k for k ≤ n ≤ 2k.

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
from collections.abc import Iterator, Mapping, Sequence
from math import lcm

from viche.network.seats.bounds import Dealing, Letters, pick


def count_off(cells: Mapping[Letters, int], dealings: Sequence[Dealing]) -> list[list[int]]:
    """For each dealing, the group of every person within their block, counted from 0.

    People come in the order of ``cells``. Sizes in a block differ by at most one, and so do the
    shares of each cell. If people of different cells share a block in one dealing at most, second
    and third meetings are fewest, as long as no more than two of the dealings are dealt.
    """
    before: dict[Letters, int] = {}
    dealt = []
    for dealing in dealings:
        turn: Counter[Letters] = Counter()
        numbers: list[int] = []
        for cell, size in cells.items():
            block = pick(cell, dealing.keep)
            groups = dealing.groups[block]
            if dealing.dealt:
                numbers += _numbers(turn[block], size, groups, before.get(cell))
                before[cell] = groups
            else:
                numbers += [0] * size
            turn[block] += size
        dealt.append(numbers)
    return dealt


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
