"""A session: its people, its cards, its steps, its form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from viche.load.answers.choices import Answers
from viche.load.documents import Loaded
from viche.load.networks import table_problems, topology_of
from viche.load.rules.common import one_of, unique, warn
from viche.load.rules.programmes import Names
from viche.load.source import Path_, Source
from viche.model.base import repeated
from viche.model.programme import Crowd, Programme, Stage
from viche.model.protocol import Protocol
from viche.model.session import Session
from viche.model.topology import INCOMPLETE_3D, TWO_DIMENSIONAL, Topology
from viche.problems import Problem, nearest

MOST_PEOPLE = 2000
"""Above this an attendance is a slip of the keyboard: no hall holds it, no printer prints it."""

_DEALT_AT_THE_DOOR = (TWO_DIMENSIONAL, INCOMPLETE_3D)
"""The networks whose cards can be printed before anybody knows how many will come."""


def session_name_problems(loaded: Loaded[Session], known: Names) -> Iterator[Problem]:
    """The names of a session against those of its programme."""
    session, source = loaded.document, loaded.source
    if known.stages is not None:
        yield from one_of(source, ("stage",), session.stage, known.stages, "unknown-stage")
    for name in session.attendance if known.spheres is not None else ():
        at = ("attendance", name)
        yield from one_of(source, at, name, known.spheres or (), "unknown-sphere", key=True)


def session_problems(
    loaded: Loaded[Session], programme: Programme, stage: Stage
) -> Iterator[Problem]:
    """A session against its programme and its stage; its names are checked already."""
    session, source = loaded.document, loaded.source
    topology = topology_of(programme, session)
    if topology is not None or stage.network is None:
        yield from _attendance_problems(source, session, programme, stage, topology)
    if topology is not None:
        yield from table_problems(source, session, programme, topology)


def length_problems(loaded: Loaded[Session], stage: Stage) -> Iterator[Problem]:
    """How long a session lasts: advice, not a law."""
    session, source = loaded.document, loaded.source
    if session.minutes not in stage.minutes:
        yield warn(
            source.problem(
                "session-length",
                ("steps",),
                minutes=session.minutes,
                min=stage.minutes.min,
                max=stage.minutes.max,
            )
        )


def step_problems(loaded: Loaded[Session], programme: Programme, stage: Stage) -> Iterator[Problem]:
    """The steps of a session: its groups are those of its network, in their order."""
    session, source = loaded.document, loaded.source
    yield from unique(source, ("steps",), session.steps, "id")
    topology = topology_of(programme, session)
    if topology is None and stage.network is not None:
        return  # a problem of the programme
    order = [grouping.name for grouping in topology.groupings] if topology else []
    known = list(dict.fromkeys(order))
    wrong, place = False, 0
    for index, step in enumerate(session.steps):
        at: Path_ = ("steps", index)
        found: list[Problem] = []
        if step.kind != "groups":
            if step.grouping is not None:
                found = [source.problem("grouping-not-groups", (*at, "grouping"), kind=step.kind)]
        elif not order:
            found = [source.problem("groups-without-network", (*at, "kind"), stage=stage.id)]
        elif step.grouping is None:
            found = [source.problem("groups-without-grouping", at, known=known)]
        else:
            found = list(_grouping_problems(source, at, step.grouping, order, place))
        place += step.kind == "groups"
        wrong = wrong or bool(found)
        yield from found
    held = [step.grouping for step in session.grouping_steps]
    if not wrong and held != order:
        yield source.problem("grouping-order", ("steps",), key=True, found=held, expected=order)


def _grouping_problems(
    source: Source, at: Path_, name: str, order: Sequence[str], place: int
) -> Iterator[Problem]:
    """A grouping that the network hasn't. The likeliest is the one due at this ``place``."""
    if name not in order:
        near = nearest(name, order[place:]) or nearest(name, order)
        known = list(dict.fromkeys(order))
        where = (*at, "grouping")
        yield source.problem("unknown-grouping", where, value=name, near=near, known=known)


def _attendance_problems(
    source: Source,
    session: Session,
    programme: Programme,
    stage: Stage,
    topology: Topology | None,
) -> Iterator[Problem]:
    spheres = [sphere.id for sphere in programme.spheres]
    if topology and "sphere" in {axis.name for axis in topology.lettered}:
        if session.people is not None:
            yield source.problem("people-not-attendance", ("people",), known=spheres)
        for name in spheres:
            if name not in session.attendance:
                yield source.problem("attendance-missing", ("attendance",), key=True, value=name)
    else:
        if session.attendance:
            yield source.problem("attendance-not-people", ("attendance",), key=True)
        if session.people is None:
            yield source.problem("missing-field", ("people",), name="people", example=24)
    at = ("attendance",) if session.people is None else ("people",)
    if session.people is None and session.attendance and session.expected == 0:
        yield source.problem("nobody", at, key=True)
        return
    if session.expected > MOST_PEOPLE:
        params = {"value": session.expected, "most": MOST_PEOPLE}
        yield source.problem("too-many-people", at, key=True, **params)
    elif stage.crowd is not None:
        yield from _crowd_problems(source, session, stage.crowd, at, len(spheres))


def _crowd_problems(
    source: Source, session: Session, crowd: Crowd, at: Path_, spheres: int
) -> Iterator[Problem]:
    """More or fewer people than the stage is made for: advice, not a law."""
    people, per_sphere = crowd.people, crowd.per_sphere
    if session.expected not in people:
        yield warn(
            source.problem(
                "crowd-size",
                at,
                key=True,
                value=session.expected,
                min=people.min,
                max=people.max,
                low=per_sphere.min * spheres,
                high=per_sphere.max * spheres,
            )
        )
    for name, count in session.attendance.items():
        if count not in per_sphere:
            yield warn(
                source.problem(
                    "sphere-size",
                    ("attendance", name),
                    value=count,
                    min=per_sphere.min,
                    max=per_sphere.max,
                )
            )


def card_problems(loaded: Loaded[Session], programme: Programme) -> Iterator[Problem]:
    """Cards are dealt at the door only, in networks that allow it, and there are enough of them."""
    session, source = loaded.document, loaded.source
    topology = topology_of(programme, session)
    if session.seating == "open" and not _is_dealt_at_the_door(topology):
        known = [each.name for each in _DEALT_AT_THE_DOOR]
        yield source.problem("open-network", ("seating",), known=known)
    if session.cards is None:
        return
    if session.seating != "open":
        yield source.problem("cards-not-open", ("cards",), key=True)
    people = session.attendance or {"": session.people or 0}
    decks = len(programme.spheres) if session.attendance else 1
    if session.cards < (needed := max(people.values())):
        yield source.problem("cards-too-few", ("cards",), value=session.cards, needed=needed)
    elif session.cards * decks > MOST_PEOPLE:
        total = session.cards * decks
        yield source.problem("cards-too-many", ("cards",), value=total, most=MOST_PEOPLE)


def _is_dealt_at_the_door(topology: Topology | None) -> bool:
    """Whether it has the right shape, and decks, if there are several, are those of spheres."""
    if topology is None:
        return False
    decks = {axis.name for axis in topology.corner}
    return decks <= {"sphere"} and any(map(topology.is_shaped_like, _DEALT_AT_THE_DOOR))


def variant_problems(
    loaded: Loaded[Session], protocols: Mapping[str, Loaded[Protocol]], broken: Collection[str]
) -> Iterator[Problem]:
    """The protocol that a session names is one of its stage; ``broken`` ones tell it themselves."""
    session, source = loaded.document, loaded.source
    name = session.protocol
    if name is None or name in broken:
        return
    known = [each for each in protocols if protocols[each].document.for_stage == session.stage]
    if name in protocols and name not in known:
        params: dict[str, Any] = {"value": name, "stage": session.stage, "known": known}
        other = protocols[name].document.for_stage
        yield source.problem("protocol-of-other-stage", ("protocol",), other=other, **params)
    else:
        yield from one_of(source, ("protocol",), name, known, "unknown-protocol")


def form_problems(loaded: Loaded[Session], programme: Programme) -> Iterator[Problem]:
    """What a session's file says of its roster: wishes told twice, answers that mean nothing."""
    form, source = loaded.document.roster, loaded.source
    if form is None:
        return
    for index in repeated(form.wishes):
        at, wish = ("roster", "wishes"), form.wishes[index]
        first = source.values[(*at, form.wishes.index(wish))][0]
        yield source.problem("repeated-wish", (*at, index), value=wish, first=first)
    topology = topology_of(programme, loaded.document)
    answers = Answers(programme, loaded.document.date, topology=topology)
    for field, meanings in form.answers.items():
        known = answers.meanings(field)
        for answer, meaning in meanings.items() if known else ():
            if not answers.means(field, meaning):
                yield source.problem(
                    "roster-answer-unknown",
                    ("roster", "answers", field, answer),
                    value=meaning,
                    near=answers.nearest(field, meaning) or nearest(meaning, known),
                    known=known,
                )
