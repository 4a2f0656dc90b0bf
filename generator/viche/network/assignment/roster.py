"""The people of a session's roster, seated: spheres and parts become the letters of a network.

A roster speaks of parts; where the network has directions instead, these are meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import prod

from viche.model.programme import Programme
from viche.model.roster import Person, Roster
from viche.model.session import RosterForm, Session
from viche.model.topology import Topology
from viche.network.assignment.admission import admit
from viche.network.assignment.causes import Cause, Impossible, contradictions
from viche.network.assignment.crowd import COMPETENCE, NEW_PEOPLE
from viche.network.assignment.seating import Seating, seat_people
from viche.network.meeting import cells_expected, hosts_and_guests, people_expected
from viche.network.people import Attendee, Bonds
from viche.network.seats.arranging import Cell, Policy, arrange


def seat_roster(
    roster: Roster, session: Session, programme: Programme, *, prove: bool = False
) -> tuple[Seating, tuple[str, ...]]:
    """Seat the people of ``roster`` who are coming; also the codes of those who have to wait.

    With ``prove`` the optional solver finishes what the search leaves open.

    Raises:
        Impossible: the rules contradict each other, or there are too few people for the tables.
    """
    topology, letters = _network(session, programme)
    form = session.roster or RosterForm()
    inside, waiting = _admitted(roster, session, programme)
    tables = session.tables
    if tables and inside and tables > topology.most_tables(len(inside)):
        raise Impossible([Cause("seating-tables", {"tables": tables, "people": len(inside)})])
    found = seat_people(
        topology,
        letters,
        inside,
        bonds_of(roster),
        policy=Policy(session.policy),
        steps=[step.id for step in session.grouping_steps],
        wishes=[axis for wish in form.wishes if _is_asked(axis := _axis(wish, topology), inside)],
        sizes=_sizes(session, programme, topology, inside),
        make=partial(arrange, tables=tables),
        prove=prove,
    )
    told = {_axis(wish, topology): wish for wish in form.wishes}
    levels = (replace(level, wish=told.get(level.wish, level.wish)) for level in found.levels)
    return replace(found, levels=tuple(levels)), tuple(person.code for person in waiting)


def contradictions_of(roster: Roster, session: Session, programme: Programme) -> Iterator[Cause]:
    """What contradicts itself among those whom ``seat_roster`` would seat; nothing for nobody."""
    inside, _ = _admitted(roster, session, programme)
    if inside:
        yield from contradictions(*_network(session, programme), inside, bonds_of(roster))


def _network(session: Session, programme: Programme) -> tuple[Topology, dict[str, tuple[str, ...]]]:
    """The session's network, and by lettered axis its letters."""
    topology = programme.topology(session)
    assert topology is not None, "a session without a network has no seats"
    axes = (axis.name for axis in topology.lettered)
    return topology, dict(zip(axes, programme.letters(topology), strict=True))


def _admitted(
    roster: Roster, session: Session, programme: Programme
) -> tuple[list[Attendee], list[Attendee]]:
    """Of those who are coming, who gets a place and who has to wait."""
    topology, letters = _network(session, programme)
    coming = [
        attendee(person, roster, programme, topology)
        for person in roster.people
        if person.state == "coming"
    ]
    places = (session.roster or RosterForm()).places or len(coming)
    spheres = letters.get("sphere", ())
    needs = {letter: prod(map(len, letters.values())) // len(spheres) for letter in spheres}
    return admit(coming, places, earlier=roster.earlier, needs=needs, axis="sphere")


def _sizes(
    session: Session, programme: Programme, topology: Topology, people: Sequence[Attendee]
) -> dict[Cell, int] | None:
    """How many people cells have, where that is no question; ``None`` where it is ours to choose.

    The session's own numbers of each sphere hold if they are those of the people who come, and
    leave room for everybody whose sphere is settled.
    """
    if split := hosts_and_guests(topology, session.tables or 0, len(people)):
        return split
    settled = Counter(person.given["sphere"] for person in people if "sphere" in person.given)
    wanted = people_expected(session, programme)
    fits = sum(wanted.values()) == len(people) and all(
        settled[sphere] <= wanted.get(sphere, 0) for sphere in settled
    )
    free = not any(person.given.keys() - {"sphere"} or person.seat for person in people)
    return cells_expected(session, programme) if fits and free and session.attendance else None


def _is_asked(wish: str, people: Sequence[Attendee]) -> bool:
    """Whether anybody has said anything that ``wish`` is about; else there is nothing to miss."""
    if wish == COMPETENCE:
        return any(person.competence for person in people)
    if wish == NEW_PEOPLE:
        return any(person.met for person in people)
    return any(person.wishes.get(wish) or wish in person.traits for person in people)


def _axis(wish: str, topology: Topology) -> str:
    """The axis that a wish speaks of, or the wish itself where it speaks of none."""
    subject = topology.subject
    return subject.name if wish == "part" and subject else wish


def attendee(person: Person, roster: Roster, programme: Programme, topology: Topology) -> Attendee:
    """A person as the seating knows them: with letters for ids, and without a name."""
    letter = {
        axis.name: {value.id: value.letter for value in programme.values(topology, axis.name)}
        for axis in topology.lettered
    }
    traits = {"category": person.category, "gender": person.gender, "age": person.age}
    return Attendee(
        code=person.code,
        given={axis: letter[axis][id] for axis, id in person.given.items() if axis in letter},
        wishes={
            axis: tuple(letter[axis][id] for id in ids)
            for wish, ids in person.wishes.items()
            if (axis := _axis(wish, topology)) in letter
        },
        competence={
            axis: frozenset(known[id] for id in person.competence if id in known)
            for axis, known in letter.items()
            if any(id in known for id in person.competence)
        },
        traits={trait: value for trait, value in traits.items() if value},
        member=person.member,
        stays=person.stays,
        willing=frozenset(person.willing),
        met=roster.met.get(person.code, frozenset()),
        seat=person.seat,
    )


def bonds_of(roster: Roster) -> Bonds:
    """Who may not, and who must, sit with whom."""

    def pairs(field: str) -> tuple[frozenset[str], ...]:
        found = {
            frozenset((person.code, other)): None
            for person in roster.people
            for other in getattr(person, field)
        }
        return tuple(found)

    return Bonds(apart=pairs("apart"), together=pairs("together"))
