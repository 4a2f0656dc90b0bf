"""The search: how nodes are split, and in which order they are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from viche.network.replan.hall import Circle, Demand, Hall, Home, Pair, Rows, Seating, bits, union
from viche.network.replan.nodes import Node, Outlook, View
from viche.network.replan.settle import settle

_MANY = 40
"""So many of the best seatings are enough to choose from."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the search has found."""

    seatings: tuple[Seating, ...]
    """Some with the fewest changed cards that were found; empty if there is none."""

    least: int
    """No seating that meets as much changes fewer cards."""

    waived: frozenset[Demand]
    """What they don't meet."""


def fewest_changes(hall: Hall, effort: int) -> Found | None:
    """Seat everybody with the fewest changed cards; ``None`` if they can't be seated at all.

    ``effort`` is the number of nodes after which no smaller number is refuted any more.
    """
    exact = _Search(hall, effort).deepen(frozenset())
    if exact.seatings:
        return exact
    seating = settle(hall)
    if seating is None:
        return None
    waived = frozenset(hall.broken(seating))
    if waived:
        exact = _Search(hall, effort).deepen(waived)
        if exact.seatings and exact.least <= hall.changed(seating):
            return exact
    return Found((seating,), min(exact.least, hall.changed(seating)), waived)


class _Search:
    """One hall, and the steps that are left."""

    def __init__(self, hall: Hall, effort: int) -> None:
        self.hall = hall
        self.left = effort
        self.outlook = Outlook(hall)
        bound = {number for pair in hall.pairs for number in (pair.one, pair.other)}
        self.kind = [
            (one.may, one.member, number if number in bound else -1)
            for number, one in enumerate(hall.people)
        ]

    def deepen(self, waived: frozenset[Demand]) -> Found:
        """The first number of changed cards that isn't refuted, and seatings if there are any."""
        root = self.outlook.root._replace(waived=waived)
        view = self.outlook.look(root)
        most = len(self.hall.people)
        for budget in range(view.least, most + 1):
            seatings = tuple(islice(self._seatings(root, view, budget), _MANY))
            if seatings or self.left <= 0:
                return Found(seatings, budget, waived)
        return Found((), most, waived)

    def _seatings(self, node: Node, view: View, budget: int) -> Iterator[Seating]:
        """Seatings of the node with at most ``budget`` changed cards, while steps are left."""
        if view.least > budget or self.left <= 0:
            return
        self.left -= 1
        children, seating = self._split(node, view)
        if seating:
            yield seating
        for child in children:
            yield from self._seatings(child, self.outlook.look(child), budget)

    def _split(self, node: Node, view: View) -> tuple[list[Node], Seating | None]:
        """Nodes that have all seatings of this one between them, or else a seating."""
        kept = self.outlook.held & ~node.opened & ~node.stay
        free = union(self.hall.blocks) & ~view.taken & ~node.shut
        match view.broken:
            case Circle(rows=rows):
                return [*_filled(node, rows & free), *self._emptied(node, rows)], None
            case Home() as home:
                return [*self._remedies(node, view, home, kept, free)], None
            case Pair() as pair:
                both = (self.hall.people[number].row for number in (pair.one, pair.other))
                return _opened(node, [r for r in both if r is not None and kept >> r & 1]), None
        if rows := self.outlook.missing(node, view):
            return _opened(node, self._by_harm(rows & kept, view)), None
        if seating := self._complete(node, view):
            return [], seating
        if sum(view.standing) + self.outlook.newcomers > 0:
            return _filled(node, free), None
        return _opened(node, list(bits(kept))), None

    def _remedies(
        self, node: Node, view: View, home: Home, kept: Rows, free: Rows
    ) -> Iterator[Node]:
        """A member takes one of its rows, all leave, or the block gets a further group."""
        for row in bits(home.rows & (node.filled | free | kept)):
            one = 1 << row
            yield node._replace(
                opened=node.opened | one & kept,
                filled=node.filled | one,
                tagged=node.tagged | one,
            )
        yield from self._emptied(node, home.rows)
        others = [each.rows for each in self.hall.homes if each.area == home.area]
        yield from _filled(node, union(rows for rows in others if not rows & view.taken) & free)

    def _emptied(self, node: Node, rows: Rows) -> list[Node]:
        """All leave, unless it's decided that somebody sits there."""
        if rows & (node.filled | node.stay):
            return []
        return [node._replace(opened=node.opened | rows & self.outlook.held, shut=node.shut | rows)]

    def _by_harm(self, rows: Rows, view: View) -> list[int]:
        """The rows, those first whose holders can get up with the least harm."""
        harm = dict.fromkeys(bits(rows), 0)
        for circle in self.hall.circles:
            if 0 < (view.taken & circle.rows).bit_count() <= circle.least:
                for row in bits(circle.rows & rows):
                    harm[row] += 1
        return sorted(harm, key=lambda row: (harm[row], row))

    def _complete(self, node: Node, view: View) -> Seating | None:
        """Seat all who stand: on the rows that wait, and then where they can't break anything."""
        seating = [-1] * len(self.hall.people)
        standing = []
        for number, one in enumerate(self.hall.people):
            if one.row is None or node.opened >> one.row & 1:
                standing.append(number)
            else:
                seating[number] = one.row
        waiting = [*bits(node.tagged), *bits(node.filled & ~node.tagged)]
        if len(waiting) > len(standing):
            return None
        safe = ~view.taken & ~node.shut
        for group in (*self.hall.circles, *self.hall.homes):
            if not view.taken & group.rows:
                safe &= ~group.rows
        standing.sort(key=lambda n: (self.kind[n][2] < 0, self.kind[n][0].bit_count()))
        return tuple(seating) if self._place(node, seating, waiting, standing, safe) else None

    def _place(
        self, node: Node, seating: list[int], waiting: list[int], standing: list[int], safe: Rows
    ) -> bool:
        """Seat people by trial and error; among people of one kind the first speaks for all."""
        if not standing:
            return True
        if waiting:
            tries = [(number, waiting[0]) for number in standing]
        else:
            rows = self.hall.people[standing[0]].may & safe
            tries = [(standing[0], row) for row in bits(rows)]
        tried = set()
        for number, row in tries:
            if (self.kind[number], row) not in tried and self._fits(node, seating, number, row):
                tried.add((self.kind[number], row))
                seating[number] = row
                others = [other for other in standing if other != number]
                if self._place(node, seating, waiting[1:], others, safe & ~(1 << row)):
                    return True
                seating[number] = -1
        return False

    def _fits(self, node: Node, seating: list[int], number: int, row: int) -> bool:
        """Whether the person may take the row, as far as others sit already."""
        one = self.hall.people[number]
        if not one.may >> row & 1 or (node.tagged >> row & 1 and not one.member):
            return False
        if self.kind[number][2] < 0:
            return True
        for pair in self.hall.pairs:
            if number in (pair.one, pair.other) and pair not in node.waived:
                other = seating[pair.other if pair.one == number else pair.one]
                if other >= 0 and not self.hall.agrees(pair, row, other):
                    return False
        return True


def _filled(node: Node, rows: Rows) -> list[Node]:
    """Somebody takes one of the rows: the first, or else the second, and so on."""
    nodes = []
    before = 0
    for row in bits(rows):
        nodes.append(node._replace(filled=node.filled | 1 << row, shut=node.shut | before))
        before |= 1 << row
    return nodes


def _opened(node: Node, rows: Iterable[int]) -> list[Node]:
    """One of the holders gets up: the first, or else the second, and so on."""
    nodes = []
    before = 0
    for row in rows:
        nodes.append(node._replace(opened=node.opened | 1 << row, stay=node.stay | before))
        before |= 1 << row
    return nodes
