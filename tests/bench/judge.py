"""What any seating is worth, wherever it came from: counted pair by pair and person by person.

Nothing here uses the product's own measures; where both agree, a figure was found in two ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from random import Random
from statistics import fmean
from typing import NamedTuple

from tests.crowds import Crowd
from viche.network.people import Attendee

Groups = Sequence[Collection[str]]
"""The groups of one round, each a collection of codes. Nobody is in two of them."""

TRAITS = ("category", "gender", "party")


class Verdict(NamedTuple):
    """What a seating in three rounds is worth."""

    repeats: float
    """How many pairs meet in more than one round."""

    reach: float
    """The share of all people, 0 to 1, from whom somebody can have heard: the mean over people."""

    returned: float
    """The same after a return to the groups of the first round."""

    misses: float
    """By how many people groups are off their fair shares; see ``_misses``."""

    memberless: float
    """How many groups of the first round have no member of the cell."""

    unseated: float
    """How often somebody has no group in a round."""


def expected(verdicts: Iterable[Verdict]) -> Verdict:
    """The mean, where chance decides."""
    return Verdict(*map(fmean, zip(*verdicts, strict=True)))


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """Several seatings as one: counts are summed up, and of reaches the least is told."""
    repeats, reach, returned, *others = zip(*verdicts, strict=True)
    return Verdict(sum(repeats), min(reach), min(returned), *map(sum, others))


def judge(crowd: Crowd, rounds: Sequence[Groups]) -> Verdict:
    """Judge the rounds of one seating.

    Raises:
        ValueError: a round has somebody twice.
    """
    people = {person.code: person for person in crowd.people}
    seated = [[code for group in groups for code in group] for groups in rounds]
    if any(len(set(codes)) < len(codes) for codes in seated):
        raise ValueError("A round has somebody twice.")
    return Verdict(
        repeats=_repeats(rounds),
        reach=_reach(people, rounds),
        returned=_reach(people, [*rounds, rounds[0]]),
        misses=sum(
            _misses(crowd, trait, [[people[code] for code in group] for group in groups])
            for trait in TRAITS
            for groups in rounds
        ),
        memberless=sum(not any(people[code].member for code in group) for group in rounds[0]),
        unseated=sum(len(people) - len(codes) for codes in seated),
    )


def by_chance(crowd: Crowd, sizes: Sequence[Sequence[int]], seed: int) -> list[Groups]:
    """Rounds of groups of these sizes, dealt from shuffled people."""
    random = Random(seed)
    people = [person.code for person in crowd.people]
    rounds: list[Groups] = []
    for row in sizes:
        random.shuffle(people)
        dealt = iter(people)
        rounds.append([[next(dealt) for _ in range(size)] for size in row])
    return rounds


def _repeats(rounds: Sequence[Groups]) -> int:
    met = Counter(
        frozenset(pair) for groups in rounds for group in groups for pair in combinations(group, 2)
    )
    return sum(times > 1 for times in met.values())


def _reach(people: Iterable[str], rounds: Iterable[Groups]) -> float:
    heard = {code: {code} for code in people}
    for groups in rounds:
        for group in groups:
            heard |= dict.fromkeys(group, set().union(*(heard[code] for code in group)))
    return sum(map(len, heard.values())) / len(heard) ** 2


def _misses(crowd: Crowd, trait: str, groups: Iterable[Sequence[Attendee]]) -> int:
    """By how many people the groups are off their fair shares of each value of a trait.

    The share of a group is what its people's spheres promise: everybody counts with the mix of
    their own sphere. A group misses nothing if its count is that share, rounded down or up.
    """
    mix = {sphere: dict(_mix(crowd, trait, sphere)) for sphere in crowd.attendance}
    values = {value for shares in mix.values() for value in shares}
    missed = 0
    for group in groups:
        counts = Counter(person.traits.get(trait) for person in group)
        for value in values:
            share = sum(mix[person.given["sphere"]].get(value, Fraction(0)) for person in group)
            missed += max(floor(share) - counts[value], counts[value] - ceil(share), 0)
    return missed


def _mix(crowd: Crowd, trait: str, sphere: str) -> Iterator[tuple[str, Fraction]]:
    """The share of each value that is known of people of this sphere."""
    people = [person for person in crowd.people if person.given["sphere"] == sphere]
    for value, count in Counter(person.traits.get(trait, "") for person in people).items():
        if value:
            yield value, Fraction(count, len(people))
