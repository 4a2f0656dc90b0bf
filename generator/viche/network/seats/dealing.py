"""Groups for a network of any shape: a start from a construction, then mended as far as it goes.

Here people are numbers, in the order of their cells. Each *dealing* splits every block of people,
those who keep the same letters, into groups; a grouping that is given by letters alone is a dealing
with one group a block. Letters that a dealing doesn't keep, it mixes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from viche.network.seats.bounds import (
    Dealing,
    Letters,
    Stays,
    excess,
    fewest_pairs,
    fewest_repeats,
    pick,
)
from viche.network.seats.mending import EFFORT, HEAVY, Round, mend
from viche.network.seats.rounds import columns, fewest_known, tours


def deal(
    cells: Mapping[Letters, int],
    dealings: Sequence[Dealing],
    stays: Stays | None = None,
    *,
    effort: int = EFFORT,
) -> list[list[int]]:
    """For each dealing, the group of every person within their block, counted from 0.

    Sizes in a block differ by at most one. As far as a construction or a search within ``effort``
    gets, people who share a letter that a dealing mixes are spread evenly over its groups, and then
    repeats are fewest. Whoever stays has one group all the time; nobody else comes to a group again
    before they have been to all.

    Args:
        cells: how many people have these letters.
        dealings: the groupings in their order, each once.
        stays: who has the same group in every dealing. There must be as many of them as groups, and
            a single block.
        effort: how long to search; see ``viche.network.seats.mending``.
    """
    hall = _Hall([letters for letters, size in cells.items() for _ in range(size)], dealings, stays)
    moving = {
        letters: size for letters, size in cells.items() if not stays or not stays.of(letters)
    }
    # In a single tour nobody comes back to a host, so that all repeats are between guests.
    counted = cells if len(dealings) <= len(hall.hosts) else moving
    target = HEAVY * hall.fewest_clashes() + fewest_repeats(counted, dealings)
    tables = mend(hall.starts(), hall.weights, target, effort=effort)
    return [hall.numbers(at, seated) for at, seated in enumerate(tables)]


class _Hall:
    """People by number, and for each dealing the blocks of those who keep the same letters."""

    def __init__(
        self, people: Sequence[Letters], dealings: Sequence[Dealing], stays: Stays | None
    ) -> None:
        self.people = people
        self.dealings = dealings
        self.stays = stays
        # Whoever stays comes first: the first column of a construction keeps its tables.
        order = sorted(range(len(people)), key=lambda at: not (stays and stays.of(people[at])))
        self.hosts = frozenset(at for at in order if stays and stays.of(people[at]))
        self.blocks: list[dict[Letters, list[int]]] = []
        for dealing in dealings:
            blocks = defaultdict(list)
            for at in order:
                blocks[pick(people[at], dealing.keep)].append(at)
            self.blocks.append(dict(blocks))

    def starts(self) -> list[list[Round]]:
        """Rounds from constructions: those that keep cells apart, where there are such.

        With hosts the last one keeps the promise that guests come to all tables, whatever a search
        makes of the other.
        """
        if not any(self.people):
            return [self._rounds(self._numbers(fewest_known))]
        numbers = self._numbers(columns)
        if not self.hosts or excess(numbers) == 0:
            return [self._rounds(numbers)]
        return [self._rounds(numbers), self._rounds(self._numbers(tours))]

    def _numbers(self, construct: Callable[[int, int, int], list[list[int]]]) -> list[list[int]]:
        """The groups of every person, as a construction has them."""
        once = cache(construct)
        dealt = [at for at, dealing in enumerate(self.dealings) if dealing.dealt]
        numbers = [[0] * len(self.people) for _ in self.dealings]
        for turn, at in enumerate(dealt):
            for block, members in self.blocks[at].items():
                groups = self.dealings[at].groups[block]
                pattern = once(len(members), groups, len(dealt))[turn]
                for person, number in zip(members, pattern, strict=True):
                    numbers[at][person] = number
        return numbers

    @property
    def weights(self) -> list[int]:
        """What it weighs to meet a person again; last come the places of those who stay."""
        return [1] * len(self.people) + [HEAVY] * len(self.hosts) * self._tours

    @property
    def _tours(self) -> int:
        """How often a guest can begin to go through all tables."""
        return -(-len(self.dealings) // len(self.hosts)) if self.hosts else 0

    def _rounds(self, numbers: Sequence[Sequence[int]]) -> list[Round]:
        """The dealings as rounds to be mended.

        Instead of whoever stays, a place sits at the table: another one when guests can have been
        to all tables, so that coming back weighs nothing then.
        """
        return [self._round(at, numbers[at]) for at in range(len(self.dealings))]

    def _round(self, at: int, numbers: Sequence[int]) -> Round:
        dealing, blocks = self.dealings[at], self.blocks[at]
        first = len(self.people) + at // max(1, len(self.hosts)) * len(self.hosts)
        tables: list[list[int]] = []
        movable: list[tuple[int, ...]] = []
        for block, members in blocks.items():
            seated: list[list[int]] = [[] for _ in range(dealing.groups[block])]
            for person in members:
                number = numbers[person]
                seated[number].append(first + number if person in self.hosts else person)
            tables += seated
            if len(seated) > 1:
                movable.append(tuple(person for person in members if person not in self.hosts))
        traits = self._mixed(dealing) if movable else []
        alike = tuple([letters[trait] for letters in self.people] for trait in traits)
        return Round(tables, tuple(movable), alike)

    def _mixed(self, dealing: Dealing) -> list[int]:
        """The positions of the letters that are mixed; who stays and who doesn't, is no matter."""
        apart = {*dealing.keep, *([self.stays.position] if self.stays else [])}
        return [at for at in range(len(self.people[0])) if at not in apart]

    def fewest_clashes(self) -> int:
        """The fewest pairs with a letter in common who must sit where that letter is mixed."""
        return sum(
            fewest_pairs(alike, dealing.groups[block])
            for dealing, blocks in zip(self.dealings, self.blocks, strict=True)
            if dealing.dealt
            for trait in self._mixed(dealing)
            for block, members in blocks.items()
            for alike in Counter(self.people[person][trait] for person in members).values()
        )

    def numbers(self, at: int, tables: Sequence[Sequence[int]]) -> list[int]:
        """The group of every person in one round, from its tables as ``rounds`` lists them."""
        numbers = [0] * len(self.people)
        each = iter(tables)
        for block, members in self.blocks[at].items():
            for number in range(self.dealings[at].groups[block]):
                for person in next(each):
                    # Where a place sits, whoever stays is the member of that number.
                    numbers[members[number] if person >= len(self.people) else person] = number
        return numbers
