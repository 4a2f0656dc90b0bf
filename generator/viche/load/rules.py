"""Rules that reach across fields and files. Each function takes what is loaded and lists problems.

An error is something that would print or publish nonsense. Where the method gives advice rather
than a law (60–120 people, 1–10 days between stages), the problem is a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from viche.load.documents import Loaded
from viche.load.networks import network_problems, table_problems, topology_of
from viche.load.source import Path_, Source
from viche.model.base import Document, repeated
from viche.model.cell import Cell, Organisers
from viche.model.content import Page
from viche.model.plan import Plan
from viche.model.programme import Programme, Stage
from viche.model.protocol import Protocol, Section
from viche.model.session import Session
from viche.model.text import Text
from viche.model.topology import INCOMPLETE_3D, TWO_DIMENSIONAL, Topology
from viche.problems import Problem, Severity, nearest

MOST_PEOPLE = 2000
"""Above this an attendance is a slip of the keyboard: no hall holds it, no printer prints it."""

_DEALT_AT_THE_DOOR = (TWO_DIMENSIONAL.name, INCOMPLETE_3D.name)
"""The networks whose cards can be printed before anybody knows how many will come."""

_SESSION_ID = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-[a-z0-9]+(-[a-z0-9]+)*")


def _warn(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)


def _unique(source: Source, at: Path_, items: Sequence[Any], *fields: str) -> Iterator[Problem]:
    """Every ``fields`` value occurs once in the list ``items`` that stands at ``at``."""
    for field in fields:
        values: list[Hashable] = [getattr(item, field) for item in items]
        for index in repeated(values):
            yield source.problem(
                "repeated",
                (*at, index, field),
                value=values[index],
                first=source.values[(*at, values.index(values[index]), field)][0],
            )


def _known(
    source: Source, at: Path_, name: str, known: Iterable[str], code: str, *, key: bool = False
) -> Iterator[Problem]:
    """``name`` is one of ``known``."""
    names = sorted(known)
    if name not in names:
        yield source.problem(code, at, key=key, value=name, near=nearest(name, names), known=names)


def cell_problems(loaded: Loaded[Cell]) -> Iterator[Problem]:
    """The cell by itself."""
    cell, source = loaded.document, loaded.source
    for index in repeated(cell.languages):
        yield source.problem("repeated-language", ("languages", index), value=cell.languages[index])
    yield from _unique(source, ("organisations",), cell.organisations, "id")
    for index, organisation in enumerate(cell.organisations):
        if organisation.id == cell.cell:
            yield source.problem("organisation-is-cell", ("organisations", index, "id"))
    yield from organiser_problems(loaded.source, cell, cell.organisers, open_session=True)


def organiser_problems(
    source: Source, cell: Cell, organisers: Organisers, *, open_session: bool
) -> Iterator[Problem]:
    """Organisers are known; an open session has the cell among its co-organisers (U11)."""
    known = {cell.cell, *(organisation.id for organisation in cell.organisations)}
    yield from _known(
        source, ("organisers", "main"), organisers.main, known, "unknown-organisation"
    )
    for index, name in enumerate(organisers.co):
        yield from _known(source, ("organisers", "co", index), name, known, "unknown-organisation")
    if open_session and cell.cell not in organisers.co:
        yield source.problem("cell-not-co-organiser", ("organisers", "co"), cell=cell.cell)
    others = {organisation.id for organisation in cell.organisations if organisation.kind != "ngo"}
    if open_session and organisers.main in {cell.cell, *others}:
        yield _warn(source.problem("main-not-ngo", ("organisers", "main"), value=organisers.main))


def programme_problems(loaded: Loaded[Programme]) -> Iterator[Problem]:
    """A programme by itself: names, signs, and the order of its stages."""
    programme, source = loaded.document, loaded.source
    # A sphere must be told apart by its shape alone: print may be black, eyes may be colour-blind.
    yield from _unique(source, ("spheres",), programme.spheres, "id", "letter", "colour", "shape")
    yield from _unique(source, ("parts",), programme.parts, "id", "letter")
    yield from _unique(source, ("categories",), programme.categories, "id")
    yield from _unique(source, ("stages",), programme.stages, "id")
    categories = {category.id for category in programme.categories}
    stages = [stage.id for stage in programme.stages]
    for index, stage in enumerate(programme.stages):
        at: Path_ = ("stages", index)
        for place, name in enumerate(stage.categories):
            where = (*at, "categories", place)
            yield from _known(source, where, name, categories, "unknown-category")
        for place, name in enumerate(stage.takes):
            yield from _earlier(source, (*at, "takes", place), name, stages, index)
        if stage.spheres_from is not None:
            yield from _earlier(source, (*at, "spheres_from"), stage.spheres_from, stages, index)
        yield from _unique(source, (*at, "gates"), stage.gates, "id")
        yield from _interval_problems(source, at, programme, stage, first=index == 0)
    yield from network_problems(source, programme)


def _earlier(
    source: Source, at: Path_, name: str, stages: Sequence[str], index: int
) -> Iterator[Problem]:
    if name in stages[index:]:
        yield source.problem("stage-not-earlier", at, value=name)
    else:
        yield from _known(source, at, name, stages[:index], "unknown-stage")


def _interval_problems(
    source: Source, at: Path_, programme: Programme, stage: Stage, *, first: bool
) -> Iterator[Problem]:
    allowed, days = programme.interval_days, stage.interval_days
    if stage.same_day and (first or days is not None):
        yield source.problem("same-day-and-interval", (*at, "same_day"))
    if days is not None and first:
        yield source.problem("interval-before-first", (*at, "interval_days"))
    elif days is not None and not (days.min in allowed and days.max in allowed):
        yield source.problem(
            "interval-outside", (*at, "interval_days"), min=allowed.min, max=allowed.max
        )


@dataclass(frozen=True, slots=True)
class Names:
    """What a programme calls its stages, spheres and parts; ``None`` where that can't be told."""

    stages: tuple[str, ...] | None = None
    spheres: tuple[str, ...] | None = None
    parts: tuple[str, ...] | None = None


def names(programme: Source | None) -> Names:
    """The names in a programme's file, whether or not the rest of the file is in order.

    So one wrong colour does not hide that a session names a stage that isn't there.
    """
    if programme is None or not isinstance(programme.data, dict):
        return Names()
    return Names(*(_ids(programme.data.get(field)) for field in ("stages", "spheres", "parts")))


def _ids(items: Any) -> tuple[str, ...] | None:
    if not isinstance(items, list):
        return None
    ids = [item.get("id") if isinstance(item, dict) else None for item in items]
    return tuple(name for name in ids if isinstance(name, str))


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
            yield from _known(source, at, name, spheres, "unknown-sphere", key=True)
        yield from _unique(source, at, protocol.directions[name], "id")
    for name in protocol.guides if known.parts is not None else ():
        where = ("guides", name)
        yield from _known(source, where, name, known.parts or (), "unknown-part", key=True)
    yield from _unique(source, ("steps",), protocol.steps, "step")
    for number, step in enumerate(protocol.steps):
        yield from _unique(source, ("steps", number, "sections"), step.sections, "id")
        for place, section in enumerate(step.sections):
            yield from _section_problems(source, ("steps", number, "sections", place), section)


def _section_problems(source: Source, at: Path_, section: Section) -> Iterator[Problem]:
    if section.columns and not section.rows:
        yield source.problem("table-without-rows", at)
    if section.columns and section.lines:
        yield source.problem("table-and-lines", (*at, "lines"))
    if not section.columns and (section.rows or section.each):
        yield source.problem("rows-without-columns", at)


def session_id_problems(sessions: Sequence[Loaded[Session]]) -> Iterator[Problem]:
    """Ids begin with year and month, and are unique: they stand in addresses and in QR codes."""
    paths: dict[str, str] = {}
    for loaded in sessions:
        name, path = loaded.document.id, loaded.source.path
        if not _SESSION_ID.fullmatch(name):
            yield Problem(path, "session-name", params={"name": name})
        elif f"{loaded.document.date:%Y-%m}" != name[:7]:
            yield _warn(loaded.source.problem("session-month", ("date",), name=name))
        if name in paths:
            yield Problem(path, "session-twice", params={"other": paths[name]})
        paths.setdefault(name, path)


def session_name_problems(loaded: Loaded[Session], known: Names) -> Iterator[Problem]:
    """The names of a session against those of its programme."""
    session, source = loaded.document, loaded.source
    if known.stages is not None:
        yield from _known(source, ("stage",), session.stage, known.stages, "unknown-stage")
    for name in session.attendance if known.spheres is not None else ():
        at = ("attendance", name)
        yield from _known(source, at, name, known.spheres or (), "unknown-sphere", key=True)


def session_organiser_problems(
    loaded: Loaded[Session], stage: Stage, cell: Cell
) -> Iterator[Problem]:
    """The organisers that a session names for itself."""
    if (organisers := loaded.document.organisers) is not None:
        is_open = stage.audience == "open"
        yield from organiser_problems(loaded.source, cell, organisers, open_session=is_open)


def session_problems(
    loaded: Loaded[Session], programme: Programme, stage: Stage
) -> Iterator[Problem]:
    """A session against its programme and its stage; its names are checked already."""
    session, source = loaded.document, loaded.source
    topology = topology_of(programme, session)
    if topology is not None or stage.network is None:
        yield from _step_problems(source, session, stage, topology)
        yield from _attendance_problems(source, session, programme, stage, topology)
    if topology is not None:
        yield from table_problems(source, session, programme, topology)
    yield from _card_problems(source, session, programme, stage)
    if session.minutes not in stage.minutes:
        yield _warn(
            source.problem(
                "session-length",
                ("steps",),
                minutes=session.minutes,
                min=stage.minutes.min,
                max=stage.minutes.max,
            )
        )


def _step_problems(
    source: Source, session: Session, stage: Stage, topology: Topology | None
) -> Iterator[Problem]:
    yield from _unique(source, ("steps",), session.steps, "id")
    order = [grouping.name for grouping in topology.groupings] if topology else []
    wrong = False
    for index, step in enumerate(session.steps):
        at: Path_ = ("steps", index)
        found: list[Problem] = []
        if step.kind != "groups":
            if step.grouping is not None:
                found = [source.problem("grouping-not-groups", (*at, "grouping"), kind=step.kind)]
        elif not order:
            found = [source.problem("groups-without-network", (*at, "kind"), stage=stage.id)]
        elif step.grouping is None:
            found = [source.problem("groups-without-grouping", at, known=sorted(set(order)))]
        else:
            where = (*at, "grouping")
            found = list(_known(source, where, step.grouping, order, "unknown-grouping"))
        wrong = wrong or bool(found)
        yield from found
    held = [step.grouping for step in session.grouping_steps]
    if not wrong and held != order:
        yield source.problem("grouping-order", ("steps",), key=True, found=held, expected=order)


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
            yield source.problem("missing-field", ("people",), name="people")
    at = ("attendance",) if session.people is None else ("people",)
    if session.people is None and session.attendance and session.expected == 0:
        yield source.problem("nobody", at, key=True)
        return
    if session.expected > MOST_PEOPLE:
        params = {"value": session.expected, "most": MOST_PEOPLE}
        yield source.problem("too-many-people", at, key=True, **params)
        return
    if stage.crowd is None:
        return
    people, per_sphere = stage.crowd.people, stage.crowd.per_sphere
    if session.expected not in people:
        yield _warn(
            source.problem(
                "crowd-size",
                at,
                key=True,
                value=session.expected,
                min=people.min,
                max=people.max,
                low=per_sphere.min * len(spheres),
                high=per_sphere.max * len(spheres),
            )
        )
    for name, count in session.attendance.items():
        if count not in per_sphere:
            yield _warn(
                source.problem(
                    "sphere-size",
                    ("attendance", name),
                    value=count,
                    min=per_sphere.min,
                    max=per_sphere.max,
                )
            )


def _card_problems(
    source: Source, session: Session, programme: Programme, stage: Stage
) -> Iterator[Problem]:
    """Cards are dealt at the door only, in networks that allow it, and there are enough of them."""
    if session.seating == "open" and stage.network not in _DEALT_AT_THE_DOOR:
        yield source.problem("open-network", ("seating",), known=_DEALT_AT_THE_DOOR)
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


def pages_of_steps_problems(protocol: Loaded[Protocol], session: Session) -> Iterator[Problem]:
    """A protocol against a session that uses it: its steps exist and its minutes fit."""
    steps = {step.id: step for step in session.steps}
    source = protocol.source
    for number, pages in enumerate(protocol.document.steps):
        at: Path_ = ("steps", number)
        yield from _known(source, (*at, "step"), pages.step, steps, "unknown-step")
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


def plan_problems(path: str, plan: Plan, session: Session, programme: Programme) -> list[Problem]:
    """A plan against its session: a seat for everyone who is expected, in the right spheres.

    A plan for fewer people was made before the session's file was changed: an error. But a plan
    may know better than the file: from a roster, at the door, or since people came unannounced.
    Then it is only said.
    """
    if session.people is not None:
        expected = Counter({"": session.people})
        found = Counter({"": len(plan.seats)})
    else:
        # Counters: a sphere where nobody is expected may be absent from the plan.
        expected = Counter(
            {programme.sphere(name).letter: count for name, count in session.attendance.items()}
        )
        found = Counter(_sphere_of(seat.id, session, programme) for seat in plan.seats)
    if expected == found:
        return []
    params = {
        "seated": _counted(found, expected),
        "expected": _counted(expected, found),
        "session": session.id,
    }
    fewer = found.total() < expected.total()
    if fewer and session.roster is None and session.seating == "fixed":
        return [Problem(path, "plan-stale", params=params)]
    return [_warn(Problem(path, "plan-numbers", params=params))]


def _sphere_of(seat: str, session: Session, programme: Programme) -> str:
    """The sphere's letter in the id of ``seat``."""
    topology = programme.topology(session)
    axes = [axis.name for axis in topology.lettered] if topology else []
    return seat.split("-")[axes.index("sphere")] if "sphere" in axes else ""


def _counted(these: Counter[str], those: Counter[str]) -> str:
    """Numbers of people where they differ: ``G 20, E 20``."""
    letters = sorted({*these, *those})
    return ", ".join(
        f"{letter} {these[letter]}".strip() for letter in letters if these[letter] != those[letter]
    )


def kit_problems(
    loaded: Loaded[Session], *, has_plan: bool, has_protocol: bool
) -> Iterator[Problem]:
    """What a session with a network still lacks before anything can be printed for it."""
    session = loaded.document
    if not has_plan:
        yield _warn(loaded.source.problem("no-plan", session=session.id))
    if not has_protocol:
        yield _warn(loaded.source.problem("no-protocol", ("stage",), stage=session.stage))


def date_problems(sessions: Sequence[Loaded[Session]], programme: Programme) -> Iterator[Problem]:
    """Sessions follow one another as the stages do, with the days between that they ask for."""
    order = {stage.id: index for index, stage in enumerate(programme.stages)}
    held = sorted(
        (loaded for loaded in sessions if loaded.document.stage in order),
        key=lambda loaded: (order[loaded.document.stage], loaded.document.date),
    )
    for before, after in pairwise(held):
        first, second = before.document, after.document
        gap = order[second.stage] - order[first.stage]
        if gap == 0:
            continue
        days = (second.date - first.date).days
        if days < 0:
            yield after.source.problem(
                "date-order", ("date",), other=first.id, otherdate=first.date.isoformat()
            )
        elif gap == 1:
            stage = programme.stages[order[second.stage]]
            allowed = stage.interval_days or programme.interval_days
            low, high = (0, 0) if stage.same_day else (allowed.min, allowed.max)
            if not low <= days <= high:
                yield _warn(
                    after.source.problem(
                        "date-interval", ("date",), days=days, min=low, max=high, other=first.id
                    )
                )


def translation_problems(
    document: Document, source: Source, languages: Sequence[str]
) -> Iterator[Problem]:
    """Every text that a language of the cell lacks; the reader will get another language."""
    for at, text in _texts(document, ()):
        if missing := text.missing(languages):
            yield _warn(source.problem("translation-missing", at, languages=missing))


def _texts(value: Any, at: Path_) -> Iterator[tuple[Path_, Text]]:
    if isinstance(value, Text):
        yield at, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), (*at, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*at, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*at, index))


def page_problems(
    pages: Mapping[tuple[str, str], Page], languages: Sequence[str]
) -> Iterator[Problem]:
    """Every page that a language of the cell lacks, reported at the language that has it."""
    for path in sorted({path for _, path in pages}):
        missing = [language for language in languages if (language, path) not in pages]
        written = [language for language in languages if (language, path) in pages]
        if missing and written:
            yield Problem(
                pages[written[0], path].source,
                "page-untranslated",
                params={"languages": missing},
                severity=Severity.WARNING,
            )
