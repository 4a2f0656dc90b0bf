"""Which rule is held against which files. A mistake hides no other one, wherever it is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace

from viche.load import rules
from viche.load.documents import Loaded
from viche.load.files import Course, Files, plan_path
from viche.load.networks import network_name_problems, plan_table_problems
from viche.load.parts import as_far
from viche.load.pictures import picture_problems
from viche.load.translations import documents
from viche.model.cell import Cell
from viche.model.programme import Programme
from viche.model.session import Session
from viche.problems import Problem, nearest


def check(files: Files) -> Iterator[Problem]:
    """Every problem between fields and between files."""
    for course in files.courses:
        yield from _each(_course(course, files))
    sessions = [session for course in files.courses for session in course.sessions]
    yield from rules.session_id_problems(sessions)
    yield from rules.session_title_problems(sessions)
    yield from rules.heading_problems(files.written)
    yield from rules.title_problems(files.written)
    yield from picture_problems(files.written, files.pictures, unread=files.unread)
    if files.is_closed:
        yield from rules.day_problems(_names(files))
        dated = ((session.document, session.source.path) for session in sessions)
        yield from rules.session_day_problems(dated)
    if files.cell is not None:
        yield from as_far(rules.cell_problems(files.cell))
        yield from _each(_languages(files, files.cell.document))


def _names(files: Files) -> Iterator[tuple[str, str]]:
    """What stands in addresses: the names of programmes, pages and pictures, with their files."""
    for course in files.courses:
        yield posixpath.basename(posixpath.dirname(course.path)), course.path
    for (_, path), page in files.pages.items():
        yield path, page.source
    for path, picture in files.pictures.items():
        yield path, picture.source


def _each(found: Iterable[Iterable[Problem]]) -> Iterator[Problem]:
    """The problems of several rules: each of them goes as far as it can."""
    yield from as_far(problem for problems in found for problem in as_far(problems))


def _course(course: Course, files: Files) -> Iterator[Iterable[Problem]]:
    source = files.sources.get(course.path)
    names = rules.names(source)
    if source:
        yield network_name_problems(source)
    for protocol in course.protocols.values():
        yield rules.protocol_problems(protocol, names)
    for session in course.sessions:
        yield rules.session_name_problems(session, names)
        yield rules.variant_problems(session, course.protocols, course.broken)
        yield _pages_problems(session, course)
    if course.programme is None:
        return
    programme = course.programme.document
    yield rules.programme_problems(course.programme)
    yield rules.date_problems(course.sessions, programme)
    for session in course.sessions:
        yield _each(_session(session, course, programme, files))


def _pages_problems(session: Loaded[Session], course: Course) -> Iterator[Problem]:
    if used := course.protocol_of(session.document):
        yield from rules.pages_of_steps_problems(used, session.document)


def _session(
    loaded: Loaded[Session], course: Course, programme: Programme, files: Files
) -> Iterator[Iterable[Problem]]:
    session = loaded.document
    stages = [stage.id for stage in programme.stages]
    if session.stage not in stages:
        # Said already, with the stage that is meant; its groups can be looked for none the less.
        if meant := nearest(session.stage, stages):
            likely = replace(loaded, document=session.model_copy(update={"stage": meant}))
            yield rules.step_problems(likely, programme, programme.stage(meant))
        return
    stage = programme.stage(session.stage)
    yield rules.step_problems(loaded, programme, stage)
    yield rules.session_problems(loaded, programme, stage)
    yield rules.card_problems(loaded, programme)
    yield rules.length_problems(loaded, stage)
    yield rules.form_problems(loaded, programme)
    if files.cell is not None:
        yield rules.session_organiser_problems(loaded, stage, files.cell.document)
    if plan := course.plans.get(session.id):
        yield rules.plan_problems(plan_path(session), plan, session, programme)
        yield plan_table_problems(plan_path(session), plan, session, programme)
    used = course.protocol_of(session)
    if used:
        yield rules.lens_problems(used, session, programme)
    if stage.network:
        has_plan = session.id not in course.unplanned
        has_protocol = used is not None or session.protocol is not None
        yield rules.kit_problems(loaded, has_plan=has_plan, has_protocol=has_protocol)


def _languages(files: Files, cell: Cell) -> Iterator[Iterable[Problem]]:
    for loaded in documents(files):
        yield rules.translation_problems(loaded, cell)
    yield rules.page_problems(files.pages, cell.languages)
    yield rules.link_problems(files.written, cell.languages, cell.address)
