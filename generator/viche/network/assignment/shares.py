"""The fair share of a group: how many people with a trait it should have.

**The yardstick.** Groups should mix people as evenly as the weightier matters leave a choice. So
each seat is given the chance of a trait that a blind lot would give it: a lot among all seatings in
which everybody has the letters that are settled for them. A group's share is the sum of its seats'
chances. Where spheres are settled that is the sphere's own mix for every group inside it; where
nothing is settled, that of the hall; a group that mixes spheres takes from each sphere's mix as
many seats as it has. A group misses nothing if its count is the share, rounded down or up.

**How the lot is worked out.** People are taken by the letters that are settled for them; row by row
these kinds are spread over the cells, so that every cell is full (iterative proportional fitting:
Deming and Stephan, *On a least squares adjustment of a sampled frequency table when the expected
marginal totals are known*, 1940). It gives the most even spread there is. If all letters of an axis
are settled, or none, the first round is exact already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil, floor, fsum

Chances = Sequence[Mapping[int, float]]
"""By cell, the chance of each value for a seat in it."""

_ROUNDS, _EXACT, _NEAR = 200, 1e-9, 1e-6


def chances(
    may: Sequence[frozenset[int]], values: Sequence[int | None], sizes: Sequence[int]
) -> Chances:
    """The chance of every value in every cell.

    Args:
        may: by person, the cells among which the lot is drawn for them.
        values: by person, what is counted of them; ``None`` where nothing is known.
        sizes: by cell, its number of seats.
    """
    kinds = Counter(may)
    lot = _lot(kinds, sizes)
    shares: list[dict[int, float]] = [{} for _ in sizes]
    for value in sorted({value for value in values if value is not None}):
        holders = Counter(kind for kind, held in zip(may, values, strict=True) if held == value)
        for cell, share in enumerate(shares):
            people = fsum(lot[kind][cell] * n / kinds[kind] for kind, n in holders.items())
            if people:
                share[value] = people / sizes[cell]
    return shares


def bounds(share: float) -> tuple[int, int]:
    """The share rounded down and rounded up; twice the same if it is whole."""
    nearest = round(share)
    if abs(share - nearest) < _NEAR:
        return nearest, nearest
    return floor(share), ceil(share)


def _lot(
    kinds: Mapping[frozenset[int], int], sizes: Sequence[int]
) -> dict[frozenset[int], list[float]]:
    """How many people of each kind come to each cell, on average."""
    lot = {
        kind: [float(size) if cell in kind else 0.0 for cell, size in enumerate(sizes)]
        for kind in kinds
    }
    for _ in range(_ROUNDS):
        for kind, people in kinds.items():
            _scale(lot[kind], people)
        columns = [fsum(row[cell] for row in lot.values()) for cell in range(len(sizes))]
        if all(abs(column - size) < _EXACT for column, size in zip(columns, sizes, strict=True)):
            break
        for cell, (column, size) in enumerate(zip(columns, sizes, strict=True)):
            for row in lot.values() if column else ():
                row[cell] *= size / column
    return lot


def _scale(row: list[float], people: int) -> None:
    total = fsum(row)
    for cell in range(len(row)):
        row[cell] *= people / total if total else 0.0
