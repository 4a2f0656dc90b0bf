"""People with wishes are given seats.

Seats come first, from closed form, so that meetings, coverage and reach are right whoever sits
where. Then people are settled in this order, and what comes earlier is never given up for what
comes later:

1. Letters and sizes (``letters``): a flow finds cells that are as even as the given letters allow,
   and the best of these for the wishes for letters.
2. Rules: apart, together, one table all day, fixed seats, a member in each profile group.
3. Wishes, in the order that the caller gives: ``compose`` puts them into numbers, ``search`` looks
   for a seating, ``proof`` finishes it if it is asked to.

What has come down to the flow's bound, or to nothing, is proven by that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil
from types import MappingProxyType

from viche.model.plan import Plan
from viche.model.topology import Topology
from viche.network.assignment import proof
from viche.network.assignment.causes import Cause, Impossible, Ties, contradictions, seat_letters
from viche.network.assignment.clash import smallest_clash
from viche.network.assignment.compose import Composed, compose
from viche.network.assignment.crowd import Crowd
from viche.network.assignment.letters import Applicant, least_held, settle
from viche.network.assignment.limits import overflows, shortage
from viche.network.assignment.missed import Miss, missed
from viche.network.assignment.puzzle import RULES, Seats, score
from viche.network.assignment.search import search
from viche.network.assignment.stays import keep_tables
from viche.network.people import Attendee, Bonds
from viche.network.seats.arranging import Cell, Policy, arrange
from viche.network.seats.bounds import pick

EFFORT = 300_000
"""How many exchanges of seats the search may propose for each wish."""

Make = Callable[[Topology, Mapping[Cell, int], Policy, Sequence[str]], Plan]


@dataclass(frozen=True, slots=True)
class Level:
    """What came of one wish."""

    wish: str
    """Its name; ``members`` for profile groups without a member, where members are few."""

    misses: int
    bound: int
    """No seating with these seats misses less, unless a weightier wish misses more."""

    missed: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class Seating:
    """A plan, and who holds which seat: the private half."""

    plan: Plan
    holders: Mapping[str, str] = field(repr=False)
    """By seat, in plan order, the code of the person."""

    levels: tuple[Level, ...]
    """By wish, the weightiest first."""

    remarks: tuple[Cause, ...]
    """What the organiser should know, though it hinders nothing."""

    @property
    def proven(self) -> bool:
        """Whether no seating with these seats is better."""
        return all(level.misses == level.bound for level in self.levels)


def seat_people(
    topology: Topology,
    letters: Mapping[str, Sequence[str]],
    people: Sequence[Attendee],
    bonds: Bonds | None = None,
    *,
    policy: Policy,
    steps: Sequence[str],
    wishes: Sequence[str],
    seed: int = 0,
    effort: int = EFFORT,
    prove: bool = False,
    sizes: Mapping[Cell, int] | None = None,
    make: Make = arrange,
) -> Seating:
    """Give everybody a seat.

    Args:
        topology: the network.
        letters: by lettered axis, its letters, in the order of the hall.
        people: in the order in which they registered.
        bonds: who may not, and who must, sit with whom; who isn't among ``people`` doesn't count.
        policy: how many groups are dealt.
        steps: what the plan calls its steps.
        wishes: what counts, the weightiest first: names of axes, ``competence``, ``new-people``,
            and else names of traits that groups should mix evenly.
        seed: the same seed gives the same seating, on every machine.
        effort: how many exchanges of seats the search may propose for each wish.
        prove: ask the optional solver to finish what the search leaves open. That may take minutes,
            and the seating may come out better than without it.
        sizes: how many people each cell has, where that is no question; else cells come out even.
        make: makes the seats, for cells of given sizes.

    Raises:
        Impossible: the rules contradict each other; it holds all causes that were found.
        ValueError: ``make`` knows no such network, or ``sizes`` aren't as many as people.
        ImportError: ``prove`` is set, and the solver isn't installed.
    """
    bonds = bonds or Bonds()
    _raise(contradictions(topology, letters, people, bonds))
    cells = list(product(*(letters[axis.name] for axis in topology.lettered)))
    crowd = Crowd(topology, cells, people, _known(topology, people, bonds), tuple(wishes))
    if sizes is not None:
        _raise(shortage(crowd, [sizes[cell] for cell in cells]))
    case = _Case(crowd, bonds, None if sizes is None else [sizes[cell] for cell in cells])
    counts = Counter(case.settled.cells)
    plan = make(topology, {cell: counts[at] for at, cell in enumerate(cells)}, policy, steps)
    _raise(overflows(topology, plan, people, bonds, crowd.known))
    composed = compose(crowd, plan, case.settled, case.blocks, bonds)
    found, bounds = _seated(case, composed, seed=seed, effort=effort, prove=prove)
    return _told(crowd, plan, composed, found, bounds)


class _Case:
    """People with the best cells for them, before anybody has a seat."""

    def __init__(self, crowd: Crowd, bonds: Bonds, sizes: Sequence[int] | None) -> None:
        self.crowd = crowd
        corner = crowd.topology.positions(crowd.topology.corner)
        letters = [pick(cell, corner) for cell in crowd.cells]
        order = list(dict.fromkeys(letters))
        self.blocks = [order.index(letter) for letter in letters]
        self.applicants = [
            Applicant(
                may=crowd.matching(crowd.known[person.code]),
                member=person.member,
                prices=tuple(crowd.prices(wish, person) for wish in crowd.lettered),
            )
            for person in crowd.people
        ]
        number = {person.code: at for at, person in enumerate(crowd.people)}
        ties = Ties(crowd.people, bonds).groups if crowd.has_profiles else []
        self.tied = [[number[code] for code in tied] for tied in ties]
        settled = settle(self.applicants, self.blocks, sizes, self.tied)
        assert settled is not None, "a shortage has been told"
        self.settled = settled

    def least(self, composed: Composed) -> list[int]:
        """By level, the least that can be missed if no level before misses more than its least."""
        least = [0] * len(composed.levels)
        least[1] = sum(home.without for home in composed.homes)
        for wish, misses in zip(self.crowd.lettered, self.settled.least, strict=True):
            least[composed.levels.index(wish)] = ceil(misses)
        return least

    def bounds(self, composed: Composed, reached: Sequence[int]) -> list[int]:
        """By level, the least that can be missed if no level before misses more than it does.

        That is the flow's bound as long as the wishes before have attained theirs.
        """
        bounds = self.least(composed)
        attained = reached[1] == bounds[1]
        before: list[int] = []
        for wish, least in zip(self.crowd.lettered, self.settled.least, strict=True):
            level = composed.levels.index(wish)
            if not attained:
                held = least_held(self.applicants, self.settled.cells, self.tied, before)
                bounds[level] = held
            attained = attained and reached[level] == least
            before.append(reached[level])
        return bounds


def _seated(
    case: _Case, composed: Composed, *, seed: int, effort: int, prove: bool
) -> tuple[Seats, list[int]]:
    """The best seating that is found, and the bound of each level."""
    puzzle = composed.with_rules(composed.rules)
    least = case.least(composed)
    found = search(puzzle, composed.start, least, seed=seed, steps=effort)
    if score(puzzle, found)[RULES] and prove:
        found, _ = proof.better(puzzle, found, RULES)
        found = search(puzzle, found, least, seed=seed, steps=effort)
    if score(puzzle, found)[RULES]:
        raise Impossible([smallest_clash(composed, prove=prove)])
    bounds = case.bounds(composed, score(puzzle, found))
    for level in range(1, puzzle.levels) if prove else ():
        if score(puzzle, found)[level] > bounds[level]:
            better, bound = proof.better(puzzle, found, level)
            bounds[level] = max(bound, bounds[level])
            if better != found:
                found = search(puzzle, better, bounds, seed=seed, steps=effort)
    return found, bounds


def _raise(causes: Iterator[Cause]) -> None:
    if found := tuple(causes):
        raise Impossible(found)


def _known(
    topology: Topology, people: Sequence[Attendee], bonds: Bonds
) -> dict[str, dict[str, str]]:
    """By code, the letters that are settled: given, by a fixed seat, or by whom one is tied to."""
    known = {
        person.code: {**(seat_letters(topology, person.seat) or {}), **person.given}
        for person in people
    }
    for tied in Ties(people, bonds).groups:
        shared = {axis: letter for code in tied for axis, letter in known[code].items()}
        known.update({code: dict(shared) for code in tied})
    return known


def _told(
    crowd: Crowd, plan: Plan, composed: Composed, found: Seats, bounds: Sequence[int]
) -> Seating:
    puzzle = composed.puzzle
    seats = [plan.seats[seat].id for seat in found]
    holder = {seat: person.code for seat, person in zip(seats, crowd.people, strict=True)}
    staying = [seat for seat, person in zip(seats, crowd.people, strict=True) if person.stays]
    levels = []
    for level, misses in enumerate(score(puzzle, found)):
        if composed.levels[level] in crowd.wishes or misses > bounds[level]:
            what = tuple(missed(composed, crowd, puzzle, found, level))
            levels.append(Level(composed.levels[level], misses, bounds[level], what))
    return Seating(
        plan=keep_tables(plan, staying),
        holders=MappingProxyType({seat.id: holder[seat.id] for seat in plan.seats}),
        levels=tuple(levels),
        remarks=tuple(_remarks(crowd, composed, found)),
    )


def _remarks(crowd: Crowd, composed: Composed, found: Seats) -> Iterator[Cause]:
    """Profile groups without a member of the cell, where there are such groups."""
    if crowd.has_profiles and not any(person.member for person in crowd.people):
        yield Cause("seating-no-members")
    here = Counter(
        composed.puzzle.groups[seat][0]
        for seat, person in zip(found, crowd.people, strict=True)
        if person.member
    )
    for home in composed.homes:
        without = [composed.groups[group][1] for group in home.groups if not here[group]]
        if without:
            members = sum(here[group] for group in home.groups)
            params = {"members": members, "groups": len(home.groups), "without": without}
            if home.letters:
                yield Cause("seating-members-few-in", {"letter": home.letters, **params})
            else:
                yield Cause("seating-members-few", params)
