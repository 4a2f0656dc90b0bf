"""Which rule is held against which files. A broken file hides no problem of another one."""

from __future__ import annotations

from collections.abc import Iterator

from viche.load import rules
from viche.load.documents import Loaded
from viche.load.files import Course, Files, plan_path
from viche.load.networks import network_name_problems, plan_table_problems
from viche.model.cell import Cell
from viche.model.programme import Programme
from viche.model.protocol import Protocol
from viche.model.session import Session
from viche.problems import Problem


def check(files: Files) -> Iterator[Problem]:
    """Every problem between fields and between files."""
    for course in files.courses:
        names = rules.names(files.sources.get(course.path))
        if source := files.sources.get(course.path):
            yield from network_name_problems(source)
        yield from _course(course, names, files)
    yield from rules.session_id_problems(
        [session for course in files.courses for session in course.sessions]
    )
    if files.cell is None:
        return
    languages = files.cell.document.languages
    yield from rules.cell_problems(files.cell)
    for loaded in _documents(files):
        yield from rules.translation_problems(loaded.document, loaded.source, languages)
    yield from rules.page_problems(files.pages, languages)


def _course(course: Course, names: rules.Names, files: Files) -> Iterator[Problem]:
    for protocol in course.protocols.values():
        yield from rules.protocol_problems(protocol, names)
    for session in course.sessions:
        yield from rules.session_name_problems(session, names)
        yield from rules.variant_problems(session, course.protocols, course.broken)
        if used := course.protocol_of(session.document):
            yield from rules.pages_of_steps_problems(used, session.document)
    if course.programme is None:
        return
    programme = course.programme.document
    yield from rules.programme_problems(course.programme)
    yield from rules.date_problems(course.sessions, programme)
    for session in course.sessions:
        if session.document.stage in {stage.id for stage in programme.stages}:
            yield from _session(session, course, programme, files)


def _session(
    loaded: Loaded[Session], course: Course, programme: Programme, files: Files
) -> Iterator[Problem]:
    session = loaded.document
    stage = programme.stage(session.stage)
    yield from rules.session_problems(loaded, programme, stage)
    yield from rules.form_problems(loaded, programme)
    if files.cell is not None:
        yield from rules.session_organiser_problems(loaded, stage, files.cell.document)
    if plan := course.plans.get(session.id):
        yield from rules.plan_problems(plan_path(session), plan, session, programme)
        yield from plan_table_problems(plan_path(session), plan, session, programme)
    if used := course.protocol_of(session):
        yield from rules.lens_problems(used, session, programme)
    if stage.network:
        has_plan = session.id not in course.unplanned
        has_protocol = used is not None or session.protocol is not None
        yield from rules.kit_problems(loaded, has_plan=has_plan, has_protocol=has_protocol)


def _documents(
    files: Files,
) -> Iterator[Loaded[Cell] | Loaded[Programme] | Loaded[Protocol] | Loaded[Session]]:
    if files.cell is not None:
        yield files.cell
    for course in files.courses:
        if course.programme is not None:
            yield course.programme
        yield from course.protocols.values()
        yield from course.sessions
