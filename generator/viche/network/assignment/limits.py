"""Rules that ask for more groups, or more room in them, than the plan has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

from viche.model.plan import Plan
from viche.model.topology import Topology
from viche.network.assignment.causes import Cause, Letters, Ties, pairs, seat_letters
from viche.network.assignment.crowd import Crowd
from viche.network.people import Attendee, Bonds


def shortage(crowd: Crowd, sizes: Sequence[int]) -> Iterator[Cause]:
    """People whose letters leave them fewer seats than they are, where sizes are no question.

    Raises:
        ValueError: there are not as many seats as people.
    """
    import networkx as nx  # slow to import, and not every run needs it

    if sum(sizes) != len(crowd.people):
        raise ValueError(f"{sum(sizes)} seats are no place for {len(crowd.people)} people.")
    may = Counter(crowd.matching(crowd.known[person.code]) for person in crowd.people)
    graph: nx.DiGraph[object] = nx.DiGraph()
    for kind, people in may.items():
        graph.add_edge("people", kind, capacity=people)
        graph.add_edges_from((kind, cell) for cell in kind)
    graph.add_edges_from((cell, "seats", {"capacity": size}) for cell, size in enumerate(sizes))
    # On this side of a least cut are people who have fewer seats than they are (Hall, 1935).
    placed, (near, _) = nx.minimum_cut(graph, "people", "seats")
    if placed < len(crowd.people):
        short = [kind for kind in may if kind in near]
        cells = sorted(frozenset().union(*short))
        yield Cause(
            "seating-sizes",
            {
                "people": sum(may[kind] for kind in short),
                "where": ["-".join(crowd.cells[cell]) for cell in cells],
                "seats": sum(sizes[cell] for cell in cells),
            },
        )


def overflows(
    topology: Topology,
    plan: Plan,
    people: Sequence[Attendee],
    bonds: Bonds,
    known: Mapping[str, Letters],
) -> Iterator[Cause]:
    """What these seats can't hold.

    Args:
        topology: the plan's.
        plan: the seats.
        people: those who are to be seated; each fixed seat has one of them.
        bonds: who may not, and who must, sit with whom.
        known: by code, the letters that are settled, those of fixed seats included.
    """
    apart = _strangers(people, bonds)
    asked = set(pairs(bonds.apart, {person.code: n for n, person in enumerate(people)}))
    told: set[str] = set()
    seats = {seat.id for seat in plan.seats}
    fixed = {person.code: person.seat for person in people if person.seat}
    for code, seat in fixed.items():
        if seat not in seats:
            yield Cause("seating-seat-beyond", {"person": code, "seat": seat})
    for one, other in pairs([fixed], {person.code: n for n, person in enumerate(people)}):
        if other in apart[one] and {fixed[one], fixed[other]} <= seats:
            for step, a, b in zip(
                plan.steps, plan.seat(fixed[one]).route, plan.seat(fixed[other]).route, strict=True
            ):
                if a.group == b.group:
                    params = {"one": one, "other": other, "step": step, "group": a.group}
                    yield Cause(
                        "seating-seats-meet" if (one, other) in asked else "seating-stays-meet",
                        params,
                    )
                    told |= {one, other}
                    break
    largest = max(len(group) for group in plan.groups(plan.steps[0]).values())
    for tied in Ties(people, bonds).groups:
        if len(tied) > largest:
            yield Cause("seating-together-many", {"people": tied, "seats": largest})
    yield from _crowds(topology, plan, people, apart, known, told)


def _strangers(people: Sequence[Attendee], bonds: Bonds) -> dict[str, set[str]]:
    """By code, those with whom a person may share no group at all."""
    order = {person.code: number for number, person in enumerate(people)}
    apart: dict[str, set[str]] = {code: set() for code in order}
    stays = [person.code for person in people if person.stays]
    for one, other in pairs([*bonds.apart, stays], order):
        apart[one].add(other)
        apart[other].add(one)
    return apart


def _crowds(
    topology: Topology,
    plan: Plan,
    people: Sequence[Attendee],
    apart: Mapping[str, Collection[str]],
    known: Mapping[str, Letters],
    told: set[str],
) -> Iterator[Cause]:
    """People who may never meet and are more than there are groups for them.

    Letters confine people to some of the groups; the narrowest confinement is told. Of whom
    something is ``told`` already nothing more is.
    """
    axes = [axis.name for axis in topology.lettered]
    letters = [_letters_of(topology, seat.id) for seat in plan.seats]
    choices = [
        [*dict.fromkeys(row[at] for row in letters if at < len(row)), None]
        for at in range(len(axes))
    ]
    patterns = sorted(product(*choices), key=lambda pattern: pattern.count(None))
    for pattern in patterns:
        wanted = {axis: letter for axis, letter in zip(axes, pattern, strict=True) if letter}
        confined = [
            person
            for person in people
            if apart[person.code]
            and all(known[person.code].get(axis) == letter for axis, letter in wanted.items())
        ]
        if len(confined) < 2:
            continue
        routes = [
            seat.route
            for seat, row in zip(plan.seats, letters, strict=True)
            if all(letter in (None, own) for letter, own in zip(pattern, row, strict=True))
        ]
        groups = {
            step: len({route[at].group for route in routes}) for at, step in enumerate(plan.steps)
        }
        step = min(groups, key=groups.__getitem__)
        crowd = _strangers_among(confined, apart, groups[step] + 1)
        if len(crowd) > groups[step] and not told & {person.code for person in crowd}:
            told |= {person.code for person in crowd}
            yield Cause(
                "seating-stays-many"
                if all(person.stays for person in crowd)
                else "seating-apart-many",
                {
                    "people": [person.code for person in crowd],
                    "step": step,
                    "groups": groups[step],
                },
            )


def _letters_of(topology: Topology, seat: str) -> tuple[str, ...]:
    letters = seat_letters(topology, seat)
    return tuple(letters.values()) if letters else ()


def _strangers_among(
    people: Sequence[Attendee], apart: Mapping[str, Collection[str]], enough: int
) -> list[Attendee]:
    """People who may all not meet: as many as are found one after the other, or ``enough``."""
    best: list[Attendee] = []
    for first in people:
        found = [first]
        for person in people:
            if len(found) < enough and all(person.code in apart[other.code] for other in found):
                found.append(person)
        best = max(best, found, key=len)
        if len(best) == enough:
            break
    return best
