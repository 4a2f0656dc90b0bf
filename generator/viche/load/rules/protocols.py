"""A protocol: by itself, against its programme, and against the sessions that use it."""

from __future__ import annotations

from collections.abc import Iterator

from viche.load.documents import Loaded
from viche.load.rules.common import one_of, unique
from viche.load.rules.programmes import Names
from viche.load.source import Path_, Source
from viche.model.protocol import Protocol, Section
from viche.model.session import Session
from viche.problems import Problem, nearest


def protocol_problems(loaded: Loaded[Protocol], known: Names) -> Iterator[Problem]:
    """A protocol against its programme: its stage, spheres and parts, and each of its tables."""
    protocol, source = loaded.document, loaded.source
    if known.stages is not None and protocol.id not in known.stages:
        near = nearest(protocol.id, known.stages)
        yield Problem(
            source.path,
            "protocol-without-stage",
            params={"value": protocol.id, "near": near, "known": known.stages},
        )
    for name in protocol.directions:
        at = ("directions", name)
        if known.spheres is not None:
            spheres = [*known.spheres, "all"]
            yield from one_of(source, at, name, spheres, "unknown-sphere", key=True)
        yield from unique(source, at, protocol.directions[name], "id")
    for name in protocol.guides if known.parts is not None else ():
        where = ("guides", name)
        yield from one_of(source, where, name, known.parts or (), "unknown-part", key=True)
    yield from unique(source, ("steps",), protocol.steps, "step")
    for number, step in enumerate(protocol.steps):
        yield from unique(source, ("steps", number, "sections"), step.sections, "id")
        for place, section in enumerate(step.sections):
            yield from _section_problems(source, ("steps", number, "sections", place), section)


def _section_problems(source: Source, at: Path_, section: Section) -> Iterator[Problem]:
    if section.columns and not section.rows:
        yield source.problem("table-without-rows", at)
    if section.columns and section.lines:
        yield source.problem("table-and-lines", (*at, "lines"))
    if not section.columns and (section.rows or section.each):
        yield source.problem("rows-without-columns", at)


def pages_of_steps_problems(protocol: Loaded[Protocol], session: Session) -> Iterator[Problem]:
    """A protocol against a session that uses it: its steps exist and its minutes fit."""
    steps = {step.id: step for step in session.steps}
    source = protocol.source
    for number, pages in enumerate(protocol.document.steps):
        at: Path_ = ("steps", number)
        yield from one_of(source, (*at, "step"), pages.step, steps, "unknown-step")
        if pages.step in steps:
            needed = sum(section.minutes or 0 for section in pages.sections)
            given = steps[pages.step].minutes
            if needed > given:
                yield source.problem("minutes-over", (*at, "step"), needed=needed, given=given)
        for place, section in enumerate(pages.sections):
            if section.each == "direction":
                for sphere in session.attendance or [None]:
                    if not protocol.document.directions_of(sphere):
                        where = (*at, "sections", place, "each")
                        name = sphere or "all"
                        yield source.problem("directions-missing", where, value=name)
