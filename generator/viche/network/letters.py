"""Letters for people: who belongs to which cell, and how large the cells are.

A flow of least cost sends everybody to a cell, from there to the cell's block (a sphere, or the
whole hall where there is none), and on to the exit. The k-th person of a cell or of a block costs
2k − 1, so that n of them cost n²: the least sum of squares is the most even split. The first member
in a cell saves a cost. What counts more costs more than all that counts less together: members in
as many cells as can be, even blocks, even cells in a block, the wishes for letters in their order,
and last the cells that ``spread`` would choose. A flow of least cost through whole capacities is
whole, so this is the optimum, and a bound for every seating: to bind people together or to keep
them apart can only cost more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx

from viche.network.seating import spread

_EXIT = ("exit", 0)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who needs a cell."""

    may: frozenset[int]
    """The cells that they may sit in."""

    member: bool = False
    prices: tuple[tuple[int, ...], ...] = ()
    """For each wish, the weightiest first, what is missed in each cell."""


def settle(
    applicants: Sequence[Applicant], blocks: Sequence[int], sizes: Sequence[int] | None = None
) -> list[int] | None:
    """The cell of every applicant; ``None`` if not everybody finds a place.

    Args:
        applicants: in the order in which they registered. Of people who ask for the same, the
            earlier ones get the better cells.
        blocks: by cell, the number of its block, from 0. All blocks have equally many cells.
        sizes: by cell, how many people it has; else cells come out as even as can be.
    """
    if sizes is not None:
        return _flow(applicants, blocks, sizes, exact=True)
    cells = _flow(applicants, blocks, [0] * len(blocks))
    if cells is None:
        return None
    people = Counter(blocks[cell] for cell in cells)
    columns = len(blocks) // len(set(blocks))
    rows = [iter(row) for row in spread((people[block] for block in sorted(set(blocks))), columns)]
    return _flow(applicants, blocks, [next(rows[block]) for block in blocks])


def _flow(
    applicants: Sequence[Applicant],
    blocks: Sequence[int],
    sizes: Sequence[int],
    *,
    exact: bool = False,
) -> list[int] | None:
    """The cheapest cell for each; ``sizes`` are binding if ``exact``, and a last wish if not."""
    alike: defaultdict[Applicant, list[int]] = defaultdict(list)
    for number, applicant in enumerate(applicants):
        alike[applicant].append(number)
    kinds = list(alike)
    people = len(applicants)
    extra, *wishes, cell, block, member = _weights(kinds, people)
    graph = nx.MultiDiGraph()
    graph.add_node(_EXIT, demand=people)
    for number, kind in enumerate(kinds):
        graph.add_node(("kind", number), demand=-len(alike[kind]))
        door = "member" if kind.member else "cell"
        for at in sorted(kind.may):
            graph.add_edge(("kind", number), (door, at), weight=_price(kind, wishes, at))
    for at, size in enumerate(sizes):
        graph.add_edge(("member", at), ("cell", at), weight=-member, capacity=1)
        graph.add_edge(("member", at), ("cell", at), weight=0)
        if exact:
            graph.add_edge(("cell", at), _EXIT, weight=0, capacity=size)
            continue
        for n in range(1, people + 1):
            weight = (2 * n - 1) * cell + (extra if n > size else 0)
            graph.add_edge(("cell", at), ("block", blocks[at]), weight=weight, capacity=1)
    for number in () if exact else sorted(set(blocks)):
        for n in range(1, people + 1):
            graph.add_edge(("block", number), _EXIT, weight=(2 * n - 1) * block, capacity=1)
    try:
        _, flow = nx.network_simplex(graph)
    except nx.NetworkXUnfeasible:
        return None
    cells = [0] * people
    for number, (kind, numbers) in enumerate(alike.items()):
        taken = {at: sum(arcs.values()) for (_, at), arcs in flow["kind", number].items()}
        best = sorted(taken, key=lambda at: (_price(kind, wishes, at), at))
        for person, at in zip(numbers, (at for at in best for _ in range(taken[at])), strict=True):
            cells[person] = at
    return cells


def _weights(kinds: Sequence[Applicant], people: int) -> Iterator[int]:
    """What one unit costs: of an extra person, of each wish, of squares in cells and blocks, of a
    member. Each is more than all of those before together, and wishes stand in their order."""
    wishes = range(len(kinds[0].prices) if kinds else 0)
    dearest = [max(max(kind.prices[wish]) for kind in kinds) for wish in wishes]
    weight, weights = 1, []
    for most in (1, *reversed(dearest), people, people, 1):
        weights.append(weight)
        weight *= 1 + most * people
    yield weights[0]
    yield from reversed(weights[1:-3])
    yield from weights[-3:]


def _price(kind: Applicant, wishes: Sequence[int], cell: int) -> int:
    return sum(weight * row[cell] for weight, row in zip(wishes, kind.prices, strict=True))
