"""Why a roster can't be seated: the smallest causes, as data.

The sentences stand in ``messages/<language>/network.yaml``. A cause names people by their codes.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from viche.model.topology import Topology
from viche.network.people import Attendee, Bonds

Letters = Mapping[str, str]
"""By axis, the letter that is settled for somebody."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing to know: the code of its sentence, and what the sentence needs."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class Impossible(Exception):
    """No seating keeps all the rules; ``causes`` holds every cause that was found."""

    def __init__(self, causes: Sequence[Cause]) -> None:
        self.causes = tuple(causes)
        super().__init__(self.causes)  # whole, so that it travels between processes


class Ties:
    """Who must be in one profile group with whom, directly or through others."""

    def __init__(self, people: Sequence[Attendee], bonds: Bonds) -> None:
        order = {person.code: number for number, person in enumerate(people)}
        self._sets = [
            sorted((code for code in codes if code in order), key=order.__getitem__)
            for codes in bonds.together
        ]
        self._sets_of: defaultdict[str, list[int]] = defaultdict(list)
        for number, codes in enumerate(self._sets):
            for code in codes:
                self._sets_of[code].append(number)
        self.groups: list[list[str]] = []
        """The people who are tied, in groups of two and more, in the order of the people."""
        seen: set[str] = set()
        for code in order:
            if code not in seen:
                tied = sorted(self.reached(code), key=order.__getitem__)
                seen.update(tied)
                if len(tied) > 1:
                    self.groups.append(tied)

    def reached(self, code: str) -> dict[str, str]:
        """Everybody tied to ``code``, the nearest first, and through whom."""
        through = {code: code}
        queue, used = deque([code]), set()
        while queue:
            here = queue.popleft()
            for number in self._sets_of[here]:
                if number not in used:
                    used.add(number)
                    found = [there for there in self._sets[number] if there not in through]
                    through.update(dict.fromkeys(found, here))
                    queue.extend(found)
        return through

    def chain(self, one: str, other: str) -> tuple[str, ...]:
        """The shortest way from ``one`` to ``other``, both included; empty if there is none."""
        through = self.reached(one)
        way = [other] if other in through else []
        while way and way[-1] != one:
            way.append(through[way[-1]])
        return tuple(reversed(way))


def pairs(sets: Sequence[Collection[str]], order: Mapping[str, int]) -> list[tuple[str, str]]:
    """All pairs of the sets, each once, in the given order; who isn't in it doesn't come."""
    found = {
        pair
        for codes in sets
        for pair in combinations(
            sorted((code for code in codes if code in order), key=order.__getitem__), 2
        )
    }
    return sorted(found, key=lambda pair: (order[pair[0]], order[pair[1]]))


def seat_letters(topology: Topology, seat: str) -> Letters | None:
    """The letters that a seat's id speaks of; ``None`` if it is no seat of this topology."""
    *letters, number = seat.split("-")
    if len(letters) != len(topology.lettered) or not (number.isascii() and number.isdecimal()):
        return None
    return {axis.name: letter for axis, letter in zip(topology.lettered, letters, strict=True)}


def contradictions(
    topology: Topology,
    letters: Mapping[str, Sequence[str]],
    people: Sequence[Attendee],
    bonds: Bonds,
) -> Iterator[Cause]:
    """What contradicts itself whatever the seats are."""
    if not people:
        yield Cause("seating-nobody")
    for code, times in Counter(person.code for person in people).items():
        if times > 1:
            yield Cause("seating-person-twice", {"person": code, "times": times})
    known: dict[str, Letters] = {}
    for person in people:
        yield from _own_contradictions(topology, letters, person)
        known[person.code] = {**(seat_letters(topology, person.seat) or {}), **person.given}
    fixed = [person for person in people if person.seat]
    for seat, times in Counter(person.seat for person in fixed).items():
        if times > 1:
            holders = [person.code for person in fixed if person.seat == seat]
            yield Cause("seating-seat-shared", {"people": holders, "seat": seat})
    yield from _tangles(topology, people, bonds, known)


def _own_contradictions(
    topology: Topology, letters: Mapping[str, Sequence[str]], person: Attendee
) -> Iterator[Cause]:
    for axis in topology.lettered:
        letter = person.given.get(axis.name)
        if letter is not None and letter not in letters[axis.name]:
            yield Cause(
                "seating-letter-unknown",
                {"person": person.code, "letter": letter, "known": list(letters[axis.name])},
            )
    if not person.seat:
        return
    seat = seat_letters(topology, person.seat)
    if seat is None or any(letter not in letters[axis] for axis, letter in seat.items()):
        yield Cause("seating-seat-unknown", {"person": person.code, "seat": person.seat})
        return
    for axis_name, letter in seat.items():
        if person.given.get(axis_name, letter) != letter:
            yield Cause(
                "seating-seat-letter",
                {"person": person.code, "seat": person.seat, "letter": person.given[axis_name]},
            )


def _tangles(
    topology: Topology, people: Sequence[Attendee], bonds: Bonds, known: Mapping[str, Letters]
) -> Iterator[Cause]:
    """People who are tied together and can't be together."""
    order = {person.code: number for number, person in enumerate(people)}
    ties = Ties(people, bonds)
    for one, other in pairs(bonds.apart, order):
        if chain := ties.chain(one, other):
            yield Cause(
                "seating-together-apart", {"one": one, "other": other, "chain": shown(chain)}
            )
    stays = {person.code for person in people if person.stays}
    for tied in ties.groups:
        if ends := pairs([stays.intersection(tied)], order):
            chain = min((ties.chain(one, other) for one, other in ends), key=len)
            values = {"one": chain[0], "other": chain[-1], "chain": shown(chain)}
            yield Cause("seating-together-stays", values)
        for axis in topology.lettered:
            letters = {code: known[code][axis.name] for code in tied if axis.name in known[code]}
            ends = [(one, _nearest_differing(ties, letters, one)) for one in letters]
            chains = [ties.chain(one, other) for one, other in ends if other]
            if chains:
                chain = min(chains, key=len)
                yield Cause(
                    "seating-together-letters",
                    {
                        "one": chain[0],
                        "first": letters[chain[0]],
                        "other": chain[-1],
                        "second": letters[chain[-1]],
                        "chain": shown(chain),
                    },
                )


def _nearest_differing(ties: Ties, letters: Letters, one: str) -> str:
    """The nearest person tied to ``one`` with another letter; empty if there is none."""
    reached = ties.reached(one)
    return next((at for at in reached if letters.get(at, letters[one]) != letters[one]), "")


def shown(chain: Sequence[str]) -> str:
    """People, or what else belongs together, as they stand in a sentence."""
    return " – ".join(chain)
