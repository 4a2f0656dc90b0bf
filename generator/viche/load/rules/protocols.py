"""A protocol: by itself, against its programme, and against the sessions that use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.load.documents import Loaded
from viche.load.networks import topology_of
from viche.load.parts import as_far
from viche.load.rules.common import one_of, unique, warn
from viche.load.rules.programmes import Names
from viche.load.source import Path_, Source
from viche.model.programme import Programme
from viche.model.protocol import Cue, Direction, Protocol, Section
from viche.model.session import Session, Step
from viche.problems import Problem, nearest

MOST_ROWS = 500
"""Of one section; nobody fills in as many, and a slip of the finger would fill the memory."""


def protocol_problems(loaded: Loaded[Protocol], known: Names) -> Iterator[Problem]:
    """A protocol against its programme: its stage, what it names, and each of its tables."""
    for rule in (_stage_problems, _direction_problems, _guide_problems, _steps_problems):
        yield from as_far(rule(loaded.source, loaded.document, known))


def _direction_problems(source: Source, protocol: Protocol, known: Names) -> Iterator[Problem]:
    for name, directions in protocol.directions.items():
        at = ("directions", name)
        if known.spheres is not None:
            spheres = [*known.spheres, "all"]
            yield from one_of(source, at, name, spheres, "unknown-sphere", key=True)
        yield from unique(source, at, directions, "id")
        yield from as_far(_lens_problems(source, at, directions, known))


def _guide_problems(source: Source, protocol: Protocol, known: Names) -> Iterator[Problem]:
    if known.parts is not None and known.spheres is not None:
        values = {*known.spheres, *known.parts, *known.values}
        for name in protocol.guides:
            yield from one_of(source, ("guides", name), name, values, "unknown-value", key=True)


def _steps_problems(source: Source, protocol: Protocol, _: Names) -> Iterator[Problem]:
    yield from unique(source, ("steps",), protocol.steps, "step")
    for number, step in enumerate(protocol.steps):
        sections = getattr(step, "sections", ())
        yield from unique(source, ("steps", number, "sections"), sections, "id")
        for place, section in enumerate(sections):
            at = ("steps", number, "sections", place)
            yield from as_far(_section_problems(source, at, section))


def _stage_problems(source: Source, protocol: Protocol, known: Names) -> Iterator[Problem]:
    """The file bears its stage's name, or says for which stage it is a variant."""
    if (stages := known.stages) is None:
        return
    if protocol.id in stages:
        if protocol.for_stage != protocol.id:
            value, name = protocol.for_stage, protocol.id
            yield source.problem("protocol-of-other-name", ("stage",), value=value, name=name)
    elif protocol.stage is not None:
        yield from one_of(source, ("stage",), protocol.stage, stages, "unknown-stage")
    else:
        near = nearest(protocol.id, stages)
        params: Mapping[str, object] = {"value": protocol.id, "near": near, "known": stages}
        yield Problem(source.path, "protocol-without-stage", params=params)


def _lens_problems(
    source: Source, at: Path_, directions: Sequence[Direction], known: Names
) -> Iterator[Problem]:
    """Every lens is a letter beside that of the sphere, and each makes one direction a subject."""
    lenses = [direction.lens for direction in directions]
    for index, lens in enumerate(lenses):
        where = (*at, index, "lens")
        if lens is None:
            continue
        if known.parts is not None:
            values = {*known.parts, *known.values}
            yield from one_of(source, where, lens, values, "unknown-lens")
        if (first := lenses.index(lens)) < index:
            line = source.values[(*at, first, "lens")][0]
            yield source.problem("repeated", where, value=lens, first=line)


def lens_problems(
    loaded: Loaded[Protocol], session: Session, programme: Programme
) -> Iterator[Problem]:
    """Where some groups of a sphere have a direction for their subject, all have one."""
    topology = topology_of(programme, session)
    if topology is None:
        return
    axes = [axis.name for axis in topology.lettered if axis.name != "sphere"]
    values = [[value.id for value in programme.values(topology, axis)] for axis in axes]
    for sphere, directions in loaded.document.directions.items():
        lenses = {direction.lens for direction in directions}
        for ids in values:
            missing = [value for value in ids if value not in lenses]
            if missing and len(missing) < len(ids):
                at = ("directions", sphere)
                params = {"sphere": sphere, "values": missing, "session": session.id}
                yield warn(loaded.source.problem("lens-missing", at, key=True, **params))


def _section_problems(source: Source, at: Path_, section: Section) -> Iterator[Problem]:
    if section.columns and not section.rows:
        yield source.problem("table-without-rows", at)
    for field in ("rows", "lines", "group_rows"):
        count = getattr(section, field)
        if count > MOST_ROWS:
            yield source.problem("too-many-rows", (*at, field), value=count, most=MOST_ROWS)
    if section.columns and section.lines:
        yield source.problem("table-and-lines", (*at, "lines"))
    if not section.columns and (section.rows or section.each):
        yield source.problem("rows-without-columns", at)
    if section.shared and not section.columns and not section.lines:
        yield source.problem("nothing-to-share", (*at, "shared"))
    for field in ("group_hint", "group_rows"):
        if getattr(section, field) and not section.shared:
            yield source.problem("not-shared", (*at, field))


def pages_of_steps_problems(protocol: Loaded[Protocol], session: Session) -> Iterator[Problem]:
    """A protocol against a session that uses it: its steps exist and its minutes fit."""
    source, document = protocol.source, protocol.document
    yield from as_far(_cues_problems(source, document, session))
    for number in range(len(document.steps)):
        for rule in (_step_problems, _row_problems):
            yield from as_far(rule(source, document, session, number))


def _cues_problems(source: Source, protocol: Protocol, session: Session) -> Iterator[Problem]:
    """What the team is told at steps: the session has them, and they last so long."""
    steps = {step.id: step for step in session.steps}
    for name, cues in protocol.cues.steps.items():
        at: Path_ = ("cues", "steps", name)
        yield from one_of(source, at, name, steps, "unknown-step", key=True)
        for index, cue in enumerate(cues if name in steps else ()):
            yield from as_far(_cue_problems(source, (*at, index), cue, steps[name]))


def _cue_problems(source: Source, at: Path_, cue: Cue, step: Step) -> Iterator[Problem]:
    if cue.say and step.kind == "reserve":
        yield warn(source.problem("said-in-reserve", (*at, "say"), step=step.id))
    if (given := step.minutes) < (cue.minutes or 0):
        params: dict[str, Any] = {"step": step.id, "value": cue.minutes, "given": given}
        yield source.problem("cue-too-late", (*at, "minutes"), **params)


def _step_problems(
    source: Source, protocol: Protocol, session: Session, number: int
) -> Iterator[Problem]:
    """The session has the step, and minutes enough for its sections."""
    at, pages = ("steps", number, "step"), protocol.steps[number]
    steps = {step.id: step for step in session.steps}
    yield from one_of(source, at, pages.step, steps, "unknown-step")
    if pages.step in steps:
        needed = sum(section.minutes or 0 for section in pages.sections)
        given = steps[pages.step].minutes
        if needed > given:
            yield source.problem("minutes-over", at, needed=needed, given=given)


def _row_problems(
    source: Source, protocol: Protocol, session: Session, number: int
) -> Iterator[Problem]:
    """Where rows are filled with directions, every sphere of the session has some."""
    for place, section in enumerate(protocol.steps[number].sections):
        if section.each == "direction":
            for sphere in session.attendance or [None]:
                if not protocol.directions_of(sphere):
                    where = ("steps", number, "sections", place, "each")
                    yield source.problem("directions-missing", where, value=sphere or "all")
