"""What a deal at the door lacks of what its deck promises, and what can be done, told as data.

Nothing is lost for the numbers that a deck is made for, as 16 to 32 people in each of four spheres
with ``full-coverage``; the proofs are in ``viche.network.door.deck``. Fewer people, more, or a hall
of another shape can still be dealt; here is what that costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb

from viche.model.plan import Plan, Seat
from viche.network.door.deck import ENOUGH, SPARE, Deck
from viche.network.seats.arranging import Cell, Policy
from viche.network.seats.measures import measure

_GOOD = 5
"""So many people at a table can share out its four roles, and one is free to think."""

_MOST = 8
"""So many people at a table all get a word in."""


class Lack(StrEnum):
    """What may be lost."""

    NOBODY = "nobody"
    """Nobody holds a card of the deck ``where``, so that nobody there speaks for it."""

    CARDS = "cards"
    """``n`` people of the deck ``where`` have no printed card."""

    UNEVEN = "uneven"
    """The profile groups of the deck ``where`` differ by ``n`` people."""

    PARTS = "parts"
    """``n`` groups of the step ``where`` lack a part."""

    SPHERES = "spheres"
    """``n`` groups of the step ``where`` have fewer than three spheres, or lack one of two."""

    SMALL = "small"
    """``n`` groups of the step ``where`` have fewer than three people, or lack one of two."""

    LARGE = "large"
    """``n`` groups of the step ``where`` have more than two people beyond one for each letter."""

    THRICE = "thrice"
    """``n`` pairs meet a third time."""

    REACH = "reach"
    """At the end of the day somebody can have heard from no more than ``n`` percent of all."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that is lost: where, how much of it, and which groups have it."""

    kind: Lack
    where: str
    n: int
    groups: tuple[str, ...] = ()


def lost(deck: Deck, sizes: Mapping[Cell, int], policy: Policy) -> tuple[Loss, ...]:
    """What is lost when profile groups of these ``sizes`` are dealt from ``deck``.

    With ``no-repeats`` groups that lack letters or people are common: that is its price.

    Raises:
        ValueError: as from ``Deck.deal``.
    """
    plan = deck.deal(sizes, policy)
    measures = measure(plan, deck.topology)
    found = [*_at_the_door(deck, sizes), *_at_the_tables(deck, plan)]
    if measures.thrice:
        found.append(Loss(Lack.THRICE, "", measures.thrice))
    if (reach := measures.steps[-1].reach_least) < 1:
        found.append(Loss(Lack.REACH, "", int(reach * 100)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Fewer:
    """What comes of a smaller number of tables."""

    sizes: tuple[int, ...]
    """Those of the groups, the smallest first."""

    repeats: int
    """How many more meetings again there are than with the number that the policy gives."""

    @property
    def good(self) -> bool:
        """Whether the people at every table can share out its roles."""
        return self.sizes[0] >= _GOOD


def fewer_tables(
    deck: Deck, sizes: Mapping[Cell, int], policy: Policy
) -> dict[tuple[str, str], dict[int, Fewer]]:
    """What to announce instead where groups are too small, or lack letters.

    A card knows its table for any number of tables, so fewer may be announced. By step and block,
    as in ``Deck.announce``, the numbers that make groups of 5 to 8 people, the largest first; if
    there is none, the numbers below 9 people a group whose smallest group is the largest. A block
    that can't have fewer tables isn't named.

    Meetings again are no fewer then, so a hall that was promised none has to be told of them. Who
    shares two groups shares a profile group, and what happens in one block is nothing to another:
    so the repeats of several blocks add up.

    Raises:
        ValueError: as from ``Deck.deal``.
    """
    announced = deck.announce(sizes, policy)
    poor = {
        (loss.where, group.rpartition("-")[0])
        for loss in _at_the_tables(deck, deck.seated(sizes, announced))
        if loss.kind in (Lack.PARTS, Lack.SPHERES, Lack.SMALL)
        for group in loss.groups
    }
    found = {at: _better(deck, sizes, announced, at) for at in announced if at in poor}
    return {at: numbers for at, numbers in found.items() if numbers}


def _better(
    deck: Deck,
    sizes: Mapping[Cell, int],
    announced: Mapping[tuple[str, str], int],
    at: tuple[str, str],
) -> dict[int, Fewer]:
    """The best numbers of tables below the one announced for ``at``, and what they make."""
    step, block = at

    def groups(number: int) -> list[Sequence[Seat]]:
        of = deck.seated(sizes, {**announced, at: number}).groups(step)
        return [seats for name, seats in of.items() if name.rpartition("-")[0] == block]

    before = _again(groups(announced[at]))
    found = {
        number: Fewer(tuple(sorted(map(len, of))), _again(of) - before)
        for number in range(announced[at] - 1, 0, -1)
        if max(map(len, of := groups(number))) <= _MOST
    }
    least = max((fewer.sizes[0] for fewer in found.values()), default=0)
    return {n: fewer for n, fewer in found.items() if fewer.sizes[0] >= min(least, _GOOD)}


def _again(groups: Sequence[Sequence[Seat]]) -> int:
    """How many pairs at these tables come from one profile group."""
    return sum(
        comb(n, 2) for seats in groups for n in Counter(seat.letters for seat in seats).values()
    )


@dataclass(frozen=True, slots=True)
class Small:
    """The profile groups of a block that have fewer than three people."""

    groups: tuple[str, ...]
    shared: bool
    """Whether the other groups can take their people in; else they can sit together."""


def small_groups(deck: Deck, sizes: Mapping[Cell, int]) -> dict[str, Small]:
    """What to do with small profile groups, by block: no announcement makes them larger.

    Nobody leaves their sphere, and no group grows beyond 8 people. A small group that has no other
    beside it isn't named, for nothing can be done.
    """
    found = {}
    for block, cells in deck.blocks.items():
        there = {"-".join(cell): size for cell in cells if (size := sizes.get(cell, 0))}
        small = {name: size for name, size in there.items() if size < ENOUGH}
        room = sum(_MOST - size for size in there.values() if ENOUGH <= size < _MOST)
        shared = sum(small.values()) <= room
        if small and (shared or len(small) > 1):
            found[block] = Small(tuple(small), shared)
    return found


def _at_the_door(deck: Deck, sizes: Mapping[Cell, int]) -> Iterator[Loss]:
    printed = deck.dealt(deck.capacity)
    for block, cells in deck.blocks.items():
        of = [sizes.get(cell, 0) for cell in cells]
        if not any(of):
            yield Loss(Lack.NOBODY, block, len(cells))
        if missing := sum(
            max(0, size - printed[cell]) for cell, size in zip(cells, of, strict=True)
        ):
            yield Loss(Lack.CARDS, block, missing)
        if max(of) - min(of) > 1:
            yield Loss(Lack.UNEVEN, block, max(of) - min(of))


def _at_the_tables(deck: Deck, plan: Plan) -> Iterator[Loss]:
    topology = deck.topology
    home, cross, *_ = topology.distinct
    for grouping, step in zip(topology.groupings, plan.steps, strict=True):
        sizes = {name: len(seats) for name, seats in plan.groups(step).items()}
        if grouping is home:
            if step == plan.steps[0]:  # not again on the return
                yield from _below(ENOUGH, sizes, Lack.SMALL, step)
            continue
        (mixed,) = topology.positions(topology.mixed(grouping))
        every = len(deck.letters[mixed])
        letters = {name: _letters(seats, mixed) for name, seats in plan.groups(step).items()}
        if grouping is cross:
            yield from _below(every, letters, Lack.PARTS, step)
        else:
            yield from _below(min(ENOUGH, every), letters, Lack.SPHERES, step)
        yield from _below(min(ENOUGH, every), sizes, Lack.SMALL, step)
        large = tuple(name for name, size in sizes.items() if size > every + SPARE)
        if large:
            yield Loss(Lack.LARGE, step, len(large), large)


def _letters(seats: Sequence[Seat], position: int) -> int:
    """How many letters the ids of ``seats`` have at this ``position``."""
    return len({seat.letters[position] for seat in seats})


def _below(least: int, counts: Mapping[str, int], kind: Lack, step: str) -> Iterator[Loss]:
    groups = tuple(name for name, count in counts.items() if count < least)
    if groups:
        yield Loss(kind, step, len(groups), groups)
