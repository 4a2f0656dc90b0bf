"""Cards dealt at the door: a seating for people of whom nobody knows how many will come.

A sphere has a deck; a hall without spheres has one. Whoever comes takes the next card. Card i, from
1, bears part (i − 1) mod P of the P parts, and in it the number j = ⌊(i − 1) / P⌋, counted from 0.
So the profile group is printed. The table of the dealt steps is not, for it depends on how many
come: the card lists it for every number of tables that may be open, and the facilitator announces
that number for each sphere (cross) and for each part (reconciling), nothing else.

Notation: n people in a profile group, k cross groups in its sphere, m reconciling groups of its
part; S spheres. Person j of the part p sits in cross group (j − ⌊j / k⌋ + p) mod k, person j of the
sphere s in reconciling group (j + ⌊s·m / S⌋) mod m.

**Profile groups differ by at most one**: cards go round the parts. If people choose their part
instead, its cards lie in a pile, and a pile shows ``sure`` cards, one more only when those of all P
piles are taken (``Deck.limit``): a part has at most max(sure, 1 + the least of all). While one part
has fewer than ``sure``, none has more, and fewer than P·sure people have come. From P·sure on sizes
therefore differ by at most one, and the larger ones may be those of any parts.

**Meetings again are fewest** for the numbers announced, whatever they are: in either step the
people rk, …, rk + k − 1 of a profile group go to k different groups, for each r. So it is split as
evenly as can be, and ``fewest_pairs(n, k) + fewest_pairs(n, m)`` pairs of it meet again.

**Cross groups** with ``full-coverage``: k is the least n of the sphere. Each part fills every group
once, so every group has all P parts. If the n differ by at most one, a person j = k of part p joins
group (p − 1) mod k: another one for each part, if k ≥ P. So groups have P or P + 1 people. Where
parts were chosen so unevenly that the mean would be above P + 2, k is ⌈people / (P + 2)⌉; a part
that nobody has doesn't count.

**Reconciling groups** with ``full-coverage``: m is the third largest n of the part, with four
spheres the second smallest (cross out the smallest number, and take the smallest of the others).
Each of three spheres then has somebody in every group; with more groups only two spheres could be
sure of that. If no sphere has more than twice as many people as m, four spheres make groups of 3 to
1 + 1 + 2 + 2 = 6, and S spheres of 3 to S + 2. In a hall so uneven that even the mean would be
above S + 2, m is ⌈people / (S + 2)⌉, and ``viche.network.door.losses`` tells what that costs.

**Nobody meets a third time** if n ≤ k + 1 and m ≥ 2: the only two of a profile group who share a
cross group are j = k and j = k − 1, and who share a reconciling group differ by a multiple of m.

**Every idea reaches everyone by the return**, if each cross group has all parts and in each part
any two spheres share a group: after the cross step all know their own sphere and carry it to the
reconciling tables. Three of four spheres are at all tables of a part, so the fourth shares one with
each of them if it has anybody in that part. Already before the return everybody has heard from
three whole spheres.

**With ``no-repeats``** k and m are the largest n of the sphere and of the part. Then j < k and
j < m, nobody meets twice, and the cards are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from viche.model.plan import Place, Plan, Seat
from viche.model.topology import Axis, Grouping, Topology
from viche.network.seats.arranging import Cell, Group, Policy, tables
from viche.network.seats.bounds import pick

ENOUGH = 3
"""As many spheres make a reconciling group worth its name, and as many people any group."""

SPARE = 2
"""How many people a group may have beyond one for each letter that it mixes."""


@dataclass(frozen=True, slots=True)
class Card:
    """What can be printed of a seat before anybody has come."""

    seat: str
    block: str
    """The letters of its deck: a sphere's, or nothing where the hall has one deck."""

    number: int | None
    """Its place in the deck, from 1, which is the order of dealing; none where nothing is dealt."""

    homes: Mapping[str, Place]
    """The places that are certain, by step."""

    openings: Mapping[str, Mapping[int, Place]]
    """By step, the place for each number of tables that may be open there."""


@dataclass(frozen=True)
class Deck:
    """The cards of a session.

    Args:
        topology: with one lettered axis that tells the piles of a deck apart, at most one that
            tells decks apart, and one or two dealt groupings: the first mixes the former, the
            second the latter.
        letters: those of each lettered axis, in the topology's order.
        steps: what the plan calls its steps, one for each of the topology's groupings.
        capacity: the number of cards by block, for every block.
        sure: how many people every part is sure to have; a pile shows so many cards at once.

    Raises:
        ValueError: the arguments are not as said above.
    """

    topology: Topology
    letters: tuple[tuple[str, ...], ...]
    steps: tuple[str, ...]
    capacity: Mapping[str, int]
    sure: int = 1

    def __post_init__(self) -> None:
        """Refuse what can't be dealt."""
        topology = self.topology
        home, *others = topology.distinct
        mixed = [topology.mixed(grouping) for grouping in others]
        piles = tuple(axis for axis in topology.lettered if axis not in topology.corner)
        shapes: list[list[tuple[Axis, ...]]] = [[piles], [piles, topology.corner]]
        if (
            home.axes != topology.lettered
            or mixed not in shapes
            or any(len(axes) != 1 for axes in mixed)
            or not all(grouping.dealt for grouping in others)
        ):
            raise ValueError(f"Topology {topology.name} cannot be dealt at the door.")
        if len(self.steps) != len(topology.groupings):
            expected = len(topology.groupings)
            raise ValueError(f"{topology.name} has {expected} steps, not {len(self.steps)}.")
        if [*self.capacity] != [*self.blocks] or min(self.capacity.values()) < 1:
            raise ValueError("Every block needs cards, and in the order of its letters.")

    @cached_property
    def blocks(self) -> Mapping[str, tuple[Cell, ...]]:
        """The decks by their letters, each with its profile groups in the order of dealing."""
        corner = self.topology.positions(self.topology.corner)
        blocks: dict[str, list[Cell]] = {}
        for cell in self._cells:
            blocks.setdefault("-".join(pick(cell, corner)), []).append(cell)
        return {block: tuple(cells) for block, cells in blocks.items()}

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """All cards, deck by deck, in the order in which they are dealt."""
        return tuple(
            self._card(block, number, cells[number % len(cells)], number // len(cells))
            for block, cells in self.blocks.items()
            for number in range(self.capacity[block])
        )

    def dealt(self, people: Mapping[str, int]) -> dict[Cell, int]:
        """The profile groups if so many ``people`` of each block take the next card each.

        Raises:
            ValueError: there is no such block.
        """
        if strangers := people.keys() - self.blocks.keys():
            raise ValueError(f"There is no deck {min(strangers)}.")
        return {
            cell: (people.get(block, 0) + len(cells) - 1 - part) // len(cells)
            for block, cells in self.blocks.items()
            for part, cell in enumerate(cells)
        }

    def limit(self, block: str, sizes: Mapping[Cell, int]) -> int:
        """How many people each part of ``block`` may have, when so many have chosen it so far.

        A part that has as many is full until the others have caught up.
        """
        return max(self.sure, 1 + min(sizes.get(cell, 0) for cell in self.blocks[block]))

    def announce(self, sizes: Mapping[Cell, int], policy: Policy) -> dict[tuple[str, str], int]:
        """How many tables to open, by step and the letters of a sphere or part that has people.

        Args:
            sizes: the people of every profile group; those that aren't named are empty.
            policy: how many groups there are for them.

        Raises:
            ValueError: there is nobody, fewer than nobody, or no such profile group.
        """
        people = self._people(sizes)
        announced = {}
        for step, dealing in self._dealings.items():
            for letters in dealing.room:
                of = [size for cell, size in people.items() if dealing.block(cell) == letters]
                if any(of):
                    announced[step, "-".join(letters)] = dealing.tables(of, letters, policy)
        return announced

    def deal(self, sizes: Mapping[Cell, int], policy: Policy) -> Plan:
        """The plan for these people: the first cards of every pile, with the tables announced.

        Where more come than there are cards, the plan goes on beyond them in the same way.

        Raises:
            ValueError: there is nobody, fewer than nobody, or no such profile group.
        """
        return self.seated(sizes, self.announce(sizes, policy))

    def seated(self, sizes: Mapping[Cell, int], announced: Mapping[tuple[str, str], int]) -> Plan:
        """The same, with numbers of tables ``announced`` as ``announce`` gives them, or others."""
        seats = []
        for cell, size in self._people(sizes).items():
            if not size:
                continue
            opened = {
                step: announced[step, "-".join(dealing.block(cell))]
                for step, dealing in self._dealings.items()
            }
            for number in range(size):
                places = (self._place(step, cell, number, opened.get(step)) for step in self.steps)
                seats.append(Seat(_seat(cell, number), tuple(places)))
        return Plan(self.steps, tuple(seats))

    def _card(self, block: str, at: int, cell: Cell, number: int) -> Card:
        return Card(
            seat=_seat(cell, number),
            block=block,
            number=at + 1,
            homes={
                step: self._place(step, cell, number)
                for step in self.steps
                if step not in self._dealings
            },
            openings={
                step: {
                    opened: self._place(step, cell, number, opened)
                    for opened in range(1, dealing.room[dealing.block(cell)] + 1)
                }
                for step, dealing in self._dealings.items()
            },
        )

    def _place(self, step: str, cell: Cell, number: int, opened: int | None = None) -> Place:
        group: Group = cell
        if opened is not None:
            dealing = self._dealings[step]
            group = (*dealing.block(cell), str(dealing.group(cell, number, opened) + 1))
        return Place("-".join(group), self._hall[step][group])

    @cached_property
    def _cells(self) -> tuple[Cell, ...]:
        """The profile groups, in the order of a plan's seats."""
        return tuple(product(*self.letters))

    @cached_property
    def _dealings(self) -> Mapping[str, _Dealing]:
        """The dealt steps."""
        printed = self.dealt(self.capacity)
        dealings: dict[str, _Dealing] = {}
        for step, grouping in zip(self.steps, self.topology.groupings, strict=True):
            if grouping.dealt:
                keep = self.topology.positions(grouping.kept)
                (mixed,) = self.topology.positions(self.topology.mixed(grouping))
                room: dict[Cell, int] = {}
                for cell, cards in printed.items():
                    room[pick(cell, keep)] = max(cards, room.get(pick(cell, keep), 1))
                first = grouping is self.topology.distinct[1]
                dealings[step] = _Dealing(keep, mixed, self.letters[mixed], first, room)
        return dealings

    @cached_property
    def _hall(self) -> Mapping[str, Mapping[Group, int]]:
        """By step, the table of every group that may come about: the same whoever comes."""
        of_step = dict(zip(self.steps, self.topology.groupings, strict=True))
        groups: dict[Grouping, Sequence[Group]] = {}
        for step, grouping in of_step.items():
            groups[grouping] = self._cells
            if step in self._dealings:
                groups[grouping] = tuple(self._dealings[step].groups)
        hall = tables(self.topology, groups)
        return {step: hall[grouping] for step, grouping in of_step.items()}

    def _people(self, sizes: Mapping[Cell, int]) -> dict[Cell, int]:
        """The size of every profile group, in the order of the seats."""
        people = {cell: sizes.get(cell, 0) for cell in self._cells}
        if strangers := sizes.keys() - people.keys():
            raise ValueError(f"There is no profile group {'-'.join(min(strangers))}.")
        if min(people.values()) < 0 or not any(people.values()):
            raise ValueError("There is nobody to seat.")
        return people


@dataclass(frozen=True, slots=True)
class _Dealing:
    """The closed form of a dealt step; the proofs are at the top of this module."""

    keep: tuple[int, ...]
    """The positions of the letters that a group keeps."""

    mixed: int
    """The position of the letter that it mixes."""

    letters: tuple[str, ...]
    """The letters that it mixes."""

    first: bool
    """Whether it is the cross step, rather than the reconciling one."""

    room: Mapping[Cell, int]
    """For each sphere or part the most groups that it may have: as many as cards in a pile."""

    @property
    def groups(self) -> Iterator[Group]:
        """All groups that may come about, in the order of the hall."""
        for letters, room in self.room.items():
            for number in range(room):
                yield (*letters, str(number + 1))

    def block(self, cell: Cell) -> Cell:
        """The letters of the sphere or part in which the profile group ``cell`` is dealt."""
        return pick(cell, self.keep)

    def tables(self, of: Sequence[int], letters: Cell, policy: Policy) -> int:
        """How many tables to open for profile groups of the sizes ``of``, which may be 0."""
        there = sorted(filter(None, of))
        if policy is Policy.NO_REPEATS:
            wanted = there[-1]
        else:
            least = there[0] if self.first else there[-ENOUGH:][0]
            wanted = max(least, -(-sum(of) // (len(of) + SPARE)))
        return min(wanted, self.room[letters])

    def group(self, cell: Cell, number: int, tables: int) -> int:
        """The group, from 0, of person ``number``, from 0, when so many tables are open."""
        turn = self.letters.index(cell[self.mixed])
        if self.first:
            return (number - number // tables + turn) % tables
        return (number + turn * tables // len(self.letters)) % tables


def _seat(cell: Cell, number: int) -> str:
    return "-".join((*cell, str(number + 1)))
