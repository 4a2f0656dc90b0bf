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
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, lcm

from viche.network.seats.arranging import spread

_EXIT = ("exit", 0)
_MULTIPLIERS = (0, 1, 2, 3, 5, 8)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who needs a cell."""

    may: frozenset[int]
    """The cells that they may sit in."""

    member: bool = False
    prices: tuple[tuple[int, ...], ...] = ()
    """For each wish, the weightiest first, what is missed in each cell."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Cells for everybody, and what no others can better."""

    cells: tuple[int, ...]
    least: tuple[Fraction, ...]
    """For each wish, the least that can be missed if those before miss no more than theirs."""

    covered: frozenset[int]
    """The cells that can all have a member at once."""


def settle(
    applicants: Sequence[Applicant],
    blocks: Sequence[int],
    sizes: Sequence[int] | None = None,
    tied: Sequence[Sequence[int]] = (),
) -> Settled | None:
    """The best cell for everybody; ``None`` if not everybody finds a place.

    Args:
        applicants: in the order in which they registered. Of people who ask for the same, the
            earlier ones get the better cells.
        blocks: by cell, the number of its block, from 0. All blocks have equally many cells.
        sizes: by cell, how many people it has; else cells come out as even as can be.
        tied: people, by number, who must have one cell. First the cells are found as if each had a
            share of what all of them wish for: that gives the bound. Then one set after the other
            goes to where most of it is, as long as the others find a place.
    """
    scale = lcm(*map(len, tied))
    sharing = _sharing(applicants, tied, scale)
    cells = _even(sharing, blocks) if sizes is None else _flow(sharing, blocks, sizes, exact=True)
    if cells is None:
        return None
    least = tuple(Fraction(total, scale) for total in totals(sharing, cells))
    covered = frozenset(
        cell for person, cell in zip(applicants, cells, strict=True) if person.member
    )
    found = [cells.count(cell) for cell in range(len(blocks))]
    for people in sorted(tied, key=len, reverse=True):
        for cell in _wanted(sharing[people[0]], [cells[person] for person in people]):
            fixed = list(sharing)
            for person in people:
                fixed[person] = replace(fixed[person], may=frozenset({cell}))
            moved = _flow(fixed, blocks, found, exact=True)
            if moved is not None:
                sharing, cells = fixed, moved
                break
    return Settled(tuple(cells), least, covered)


def least_held(
    applicants: Sequence[Applicant],
    cells: Sequence[int],
    tied: Sequence[Sequence[int]],
    reached: Sequence[int],
) -> int:
    """The least that can be missed of a wish if the wishes before it miss what they do.

    Whatever w is, w · (what the wishes before miss) + (what this one misses) can't be less than the
    least that a flow finds for that sum; this w times less leaves a bound (Lagrange's multipliers).

    Args:
        applicants: everybody.
        cells: those of a seating, by person; others have cells of the same sizes.
        tied: people, by number, who must have one cell.
        reached: what the wishes before this one miss.
    """
    sizes = [cells.count(cell) for cell in range(1 + max(cells))]
    scale = lcm(*map(len, tied))
    bounds = []
    for weight in _MULTIPLIERS:
        asked = [_summed(person, weight, len(reached)) for person in applicants]
        sharing = _sharing(asked, tied, scale)
        best = _flow(sharing, range(len(sizes)), sizes, exact=True)
        assert best is not None, "these cells are a place for everybody"
        least = Fraction(totals(sharing, best)[0], scale) - weight * sum(reached)
        bounds.append(ceil(least))
    return max(bounds)


def _summed(person: Applicant, weight: int, wish: int) -> Applicant:
    """The same person with one wish: that one, and those before it with a weight."""
    *before, last = person.prices[: wish + 1]
    row = (weight * sum(others) + own for own, *others in zip(last, *before, strict=True))
    return Applicant(person.may, prices=(tuple(row),))


def _wanted(person: Applicant, here: Sequence[int]) -> list[int]:
    """The cells that a tied person may have: first where most of the set is, then the best."""
    return sorted(
        person.may,
        key=lambda cell: (-here.count(cell), [row[cell] for row in person.prices], cell),
    )


def totals(applicants: Sequence[Applicant], cells: Sequence[int]) -> list[int]:
    """What is missed of each wish if these people have these cells."""
    wishes = range(len(applicants[0].prices) if applicants else 0)
    return [
        sum(person.prices[wish][cell] for person, cell in zip(applicants, cells, strict=True))
        for wish in wishes
    ]


def _sharing(
    applicants: Sequence[Applicant], tied: Sequence[Sequence[int]], scale: int
) -> list[Applicant]:
    """Everybody with prices so many times as high; those who are tied with the mean of theirs."""
    sharing = [_priced(person, [person], scale) for person in applicants]
    for people in tied:
        for person in people:
            everybody = [applicants[other] for other in people]
            sharing[person] = _priced(applicants[person], everybody, scale // len(people))
    return sharing


def _priced(person: Applicant, others: Sequence[Applicant], times: int) -> Applicant:
    rows = zip(*(other.prices for other in others), strict=True)
    return replace(
        person,
        prices=tuple(
            tuple(times * sum(column) for column in zip(*row, strict=True)) for row in rows
        ),
    )


def _even(applicants: Sequence[Applicant], blocks: Sequence[int]) -> list[int] | None:
    """The best cells of those that are as even as can be."""
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
    import networkx as nx  # slow to import, and not every run needs it

    kinds = list(alike)
    people = len(applicants)
    extra, *wishes, cell, block, member = _weights(kinds, people)
    graph: nx.MultiDiGraph[tuple[str, int]] = nx.MultiDiGraph()
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
        free = iter([at for at in best for _ in range(taken[at])])
        for person in numbers:
            cells[person] = next(free)
    return cells


def _weights(kinds: Sequence[Applicant], people: int) -> Iterator[int]:
    """What one unit costs: of an extra person, each wish, squares in cells and blocks, a member.

    Each is more than all of those before together; the wishes stand in their own order.
    """
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
