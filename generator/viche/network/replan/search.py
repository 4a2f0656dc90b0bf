"""The fewest changed cards: an exact search over the ways in which people can exchange cards.

A node of the search stands for all seatings that keep to its decisions: which people give up their
card, which rows somebody else takes, which people keep their card, which rows nobody else takes.
Who takes which row is decided last, when it is hardly ever a question.

**Complete.** A node that breaks a demand is split by the demand's remedies, so that every seating
of the node that meets the demand keeps to one of them. Take a group of n people that wants three:
such a seating fills one of its free rows, or all n leave. If more rows wait than people have got
up, somebody of those blocks gets up. Are all demands met, and do the people who stand fit into the
rows that wait and into free rows of groups with people, then this is a seating. If not, every
seating of the node fills one more free row, or lets one more person get up.

**Lower bound.** Look at one step, and there at a *company*: blocks whose people share groups. Who
gets up leaves one group and joins one. So as many people must still get up as sit in the groups
that are given up, and as many as join the groups that are filled, less those who stand already and
those who have just come. The best choice of groups to give up is found for each company, companies
are added up, and the step that asks for most counts. Members are a step of their own.

**Least.** Numbers of changed cards are tried from the first node's bound upwards. A number is
refuted when every node was split, or cut because its bound is larger. The limit counts nodes, so
that the same hall has the same answer on every machine. Past the limit, or if no seating meets all
demands, people settle by chance (``settle``), and the search tells how far from the least that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from viche.network.replan.hall import Circle, Demand, Hall, Home, Pair, Rows, Seating, bits, union
from viche.network.replan.matching import matched
from viche.network.replan.nodes import NEVER, Node, Outlook, Unplaced, View
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

    ``effort`` is the number of nodes to look at after which no smaller number is refuted any more.
    """
    start = first_rows(hall)
    if len(start) < len(hall.people):
        return None
    exact = _Search(hall, effort).deepen(frozenset())
    if exact.seatings:
        return exact
    seating = settle(hall, [start[number] for number in range(len(start))])
    changed = hall.changed(seating)
    waived = frozenset(hall.broken(seating))
    if waived:
        exact = _Search(hall, effort).deepen(waived)
    return exact if exact.seatings else Found((seating,), min(exact.least, changed), waived)


def first_rows(hall: Hall) -> dict[int, int]:
    """A row for as many people as can have one: their own for all who may keep it."""
    people = list(enumerate(hall.people))
    own = {n: one.row for n, one in people if one.row is not None and one.may >> one.row & 1}
    return matched({number: one.may for number, one in people}, own)


class _Search:
    """One hall, and the steps that are left."""

    def __init__(self, hall: Hall, effort: int) -> None:
        self.hall = hall
        self.left = effort
        self.cut = False
        """Whether some node was passed over that may have seatings with more changed cards."""

        self.outlook = Outlook(hall)

    def deepen(self, waived: frozenset[Demand]) -> Found:
        """The first number of changed cards that isn't refuted, and seatings if there are any."""
        root = self.outlook.root._replace(waived=waived)
        view = self.outlook.look(root)
        budget = min(view.least, len(self.hall.people))
        while True:
            self.cut = False
            seatings = tuple(islice(self._seatings(root, view, budget), _MANY))
            if seatings or self.left <= 0 or not self.cut:
                return Found(seatings, budget, waived)
            budget += 1

    def _seatings(self, node: Node, view: View, budget: int) -> Iterator[Seating]:
        """Seatings of the node with at most ``budget`` changed cards, while steps are left."""
        self.left -= 1
        if view.least > budget or self.left < 0:
            self.cut |= budget < view.least < NEVER
            return
        children, seating = self._split(node, view)
        if seating is not None:
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
            case Unplaced(number=number):
                return [*self._placed(node, number, kept, free)], None
        if rows := self.outlook.missing(node, view):
            return _opened(node, self._by_harm(rows & kept, view)), None
        if (seating := self._complete(node, view)) is not None:
            return [], seating
        standing = zip(self.hall.blocks, view.standing, strict=True)
        if rows := next((rows for rows, people in standing if people > 0), 0):
            return _filled(node, rows & free), None
        if sum(view.standing) + self.outlook.newcomers > 0:
            return _filled(node, self.outlook.joined & free), None
        about = [rows for rows in self.hall.blocks if rows & (node.opened | self.outlook.joined)]
        return _opened(node, self._by_harm(union(about) & kept, view)), None

    def _placed(self, node: Node, number: int, kept: Rows, free: Rows) -> Iterator[Node]:
        """The person takes a row: one that waits, a free one, or that of somebody who gets up."""
        one = self.hall.people[number]
        waiting = _waiting(node)
        rows = one.may & (waiting if one.member else waiting & ~node.tagged)
        rows |= one.may & (free | kept)
        for row in bits(rows if one.row is None else rows & ~(1 << one.row)):
            yield node._replace(
                opened=node.opened | 1 << row & kept,
                filled=node.filled | 1 << row,
                tagged=node.tagged | one.member << row,
                placed=node.placed | {(number, row)},
            )

    def _remedies(
        self, node: Node, view: View, home: Home, kept: Rows, free: Rows
    ) -> Iterator[Node]:
        """A member takes one of its rows, all leave, or the block gets a further group."""
        for row in bits(home.rows & (_waiting(node) | free | kept)):
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
        """Seat all who stand: on the rows that wait, and else where they can't break anything.

        A matching by augmenting paths: first a person for every row that waits, and then a row for
        everybody. Paths that begin at a person leave no row that had found one.
        """
        placed = dict(node.placed)
        groups = [each.rows for each in self.hall.circles] + [each.rows for each in self.hall.homes]
        waiting = _waiting(node)
        safe = ~view.taken & ~node.shut & ~union(rows for rows in groups if not rows & view.taken)
        may: dict[int, Rows] = {}
        for number, one in enumerate(self.hall.people):
            if one.row is not None and not node.opened >> one.row & 1:
                placed[number] = one.row
            elif number not in placed:
                may[number] = one.may & (waiting | safe)
                may[number] &= -1 if one.member else ~node.tagged
        first = matched({number: rows & waiting for number, rows in may.items()})
        if len(first) < waiting.bit_count():
            return None
        placed.update(matched(may, first))
        if len(placed) < len(self.hall.people):
            return None
        return tuple(placed[number] for number in range(len(placed)))


def _waiting(node: Node) -> Rows:
    """Rows that somebody takes of whom nothing is known yet."""
    return node.filled & ~union(1 << row for _, row in node.placed)


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
