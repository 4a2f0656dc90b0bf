"""Reading a cell's folder: every file that is there, and what is wrong with each by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from viche.load.documents import Loaded, unknown_language, validate
from viche.load.logo import logo_problems
from viche.load.networks import topology_of
from viche.load.parts import Unread, as_far, understood
from viche.load.pictures import DOCUMENTS, Picture, is_picture, read_picture
from viche.load.plans import read_plan, shape_of
from viche.load.prose import Written, read_page
from viche.load.source import Source, read
from viche.model.base import Document
from viche.model.cell import Cell
from viche.model.content import Page
from viche.model.plan import Plan
from viche.model.programme import Programme
from viche.model.protocol import Protocol
from viche.model.session import Session
from viche.model.text import LANGUAGES
from viche.problems import Problem, Severity, nearest

D = TypeVar("D", bound=Document)

CONTENT = "content"
SHARED = "img"
"""Beside the languages' folders of pages: the pictures that all of them share."""

_ROOMS = ("protocols", "sessions", "plans", "results")
_TOP = ("cell.yaml", "pages", "programmes", "private", "schema", "LICENSE", "README.md")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(slots=True)
class Course:
    """A programme's folder with the files that are in it."""

    path: str
    """Of ``programme.yaml``."""

    programme: Loaded[Programme] | None = None
    protocols: dict[str, Loaded[Protocol]] = field(default_factory=dict)
    """By the name of the file."""

    broken: set[str] = field(default_factory=set)
    """The protocols of whose files nothing could be understood."""

    sessions: list[Loaded[Session]] = field(default_factory=list)
    plans: dict[str, Plan] = field(default_factory=dict)
    """By the session's id."""

    unplanned: set[str] = field(default_factory=set)
    """The sessions that have no plan's file."""

    def protocol_of(self, session: Session) -> Loaded[Protocol] | None:
        """The protocol of a session: the one that it names, else the one of its stage."""
        if session.protocol is None:
            return self.protocols.get(session.stage)
        named = self.protocols.get(session.protocol)
        return named if named and named.document.for_stage == session.stage else None


@dataclass(slots=True)
class Files:
    """All that was read, and everything that is wrong with single files."""

    with_plans: bool
    cell: Loaded[Cell] | None = None
    courses: list[Course] = field(default_factory=list)
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    """By language and path."""

    written: dict[tuple[str, str], Written] = field(default_factory=dict)
    """The same, with the places of what stands in them."""

    unread: bool = False
    """Whether there is a page of which nothing could be understood."""

    pictures: dict[str, Picture] = field(default_factory=dict)
    """By the path below ``content/pages``."""

    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        """Whether the cell says that it is closed, whatever else is wrong with its file."""
        return self.cell is not None and getattr(self.cell.document, "profile", "") == "closed"


def plan_path(session: Session) -> str:
    """Where the plan of a session lies: beside the sessions' folder, in ``plans/``."""
    programme = session.source.rsplit("/", 2)[0]
    return f"{programme}/plans/{session.id}.csv"


def read_files(root: Path, *, with_plans: bool) -> Files:
    """Read the cell in ``root``, with or without its plans."""
    reader = _Reader(root, Files(with_plans))
    reader.read()
    return reader.files


class _Reader:
    def __init__(self, root: Path, files: Files) -> None:
        self.root = root
        self.files = files
        self.seen: set[str] = set()

    def read(self) -> None:
        if not (self.root / CONTENT / "cell.yaml").is_file():
            misspelt = (self.root / CONTENT / "cell.yml").is_file()
            code = "yml-ending" if misspelt else "no-cell"
            self._report(f"{CONTENT}/cell.{'yml' if misspelt else 'yaml'}", code)
            return
        self.files.cell = self._document(Cell, f"{CONTENT}/cell.yaml", "cell")
        if self.files.cell:
            self.files.problems += as_far(logo_problems(self.root, self.files.cell))
        self.files.courses = [self._course(path) for path in self._folders("programmes")]
        if not self.files.courses:
            self._report(f"{CONTENT}/programmes", "no-programme")
        for folder in self._folders("pages"):
            if not folder.endswith(f"/{SHARED}"):
                self._pages(folder)
        self._pictures()
        self._strangers()

    def _document(self, model: type[D], path: str, name: str) -> Loaded[D] | None:
        self.seen.add(path)
        source, problems = read(self.root, path)
        self.files.problems += problems
        if source is None:
            return None
        self.files.sources[path] = source
        document, problems = validate(model, source, name)
        self.files.problems += problems
        document = document or understood(model, source, name)
        return Loaded(document, source) if document is not None else None

    def _course(self, folder: str) -> Course:
        name = folder.rsplit("/", 1)[1]
        course = Course(f"{folder}/programme.yaml")
        if not _SLUG.fullmatch(name):
            self._report(folder, "programme-name", name=name)
        if (self.root / course.path).exists():
            course.programme = self._document(Programme, course.path, name)
        else:
            self._report(course.path, "no-programme-file")
        for path, name in self._named(f"{folder}/protocols"):
            if protocol := self._document(Protocol, path, name):
                course.protocols[name] = protocol
            else:
                course.broken.add(name)
        for path, session_id in self._named(f"{folder}/sessions"):
            if session := self._document(Session, path, session_id):
                course.sessions.append(session)
                with suppress(Unread):
                    self._plan(course, session.document)
        sessions = {name for _, name in self._named(f"{folder}/sessions")}
        for path, name in self._named(f"{folder}/plans", ".csv"):
            if name not in sessions:
                self._report(path, "plan-without-session", name=name)
        return course

    def _plan(self, course: Course, session: Session) -> None:
        path = plan_path(session)
        if not self.files.with_plans or not course.programme:
            return
        if not (self.root / path).exists():
            course.unplanned.add(session.id)
            return
        programme = course.programme.document
        if topology := topology_of(programme, session):
            steps = [step.id for step in session.grouping_steps]
            shape = shape_of(programme, topology, steps)
            spheres = {sphere.id for sphere in programme.spheres}
            if shape is None or not session.attendance.keys() <= spheres:
                return  # the programme's or the session's own problem, reported there
            plan, problems = read_plan(self.root, path, shape)
            self.files.problems += problems
            if plan is not None:
                course.plans[session.id] = plan

    def _pages(self, folder: str) -> None:
        language = folder.rsplit("/", 1)[1]
        if language not in LANGUAGES:
            self._report(folder, "unknown-language", **unknown_language(language))
            return
        # Those too whose files can't be read: that was said already, once.
        courses = (course.path.rpartition("/")[0] for course in self.files.courses)
        sessions = {name for each in courses for _, name in self._named(f"{each}/sessions")}
        for file in sorted((self.root / folder).rglob("*.md")):
            path = file.relative_to(self.root).as_posix()
            self.seen.add(path)
            name = path.removeprefix(f"{folder}/")
            written, problems = read_page(self.root, path, language, name, sessions)
            self.files.problems += problems
            if written is not None:
                self.files.pages[language, name] = written.page
                self.files.written[language, name] = written
                self.files.sources[path] = written.front
            self.files.unread |= written is None

    def _pictures(self) -> None:
        """Every picture beside prose, whether a page shows it or not."""
        top = self.root / CONTENT / "pages"
        for file in sorted(top.rglob("*")):
            name = file.relative_to(top).as_posix()
            if not is_picture(file) or name.split("/")[0] not in (SHARED, *LANGUAGES):
                continue
            path = f"{CONTENT}/pages/{name}"
            self.seen.add(path)
            picture, problems = read_picture(file, name, path, closed=self.files.is_closed)
            self.files.problems += problems
            self.files.pictures[name] = picture

    def _folders(self, room: str) -> list[str]:
        folder = self.root / CONTENT / room
        if not folder.is_dir():
            return []
        return sorted(
            f"{CONTENT}/{room}/{entry.name}"
            for entry in folder.iterdir()
            if entry.is_dir() and not entry.name.startswith(".")
        )

    def _named(self, folder: str, ending: str = ".yaml") -> Iterator[tuple[str, str]]:
        """The files of a folder that have this ending, with their names."""
        if (self.root / folder).is_dir():
            for entry in sorted((self.root / folder).iterdir()):
                if entry.name.endswith(ending) and not entry.name.startswith("."):
                    yield f"{folder}/{entry.name}", entry.name.removesuffix(ending)

    def _strangers(self) -> None:
        """Files that nobody reads: a misspelt name must not make a session vanish silently."""
        for entry in sorted((self.root / CONTENT).iterdir()):
            if entry.name not in _TOP and not entry.name.startswith("."):
                self._not_read(f"{CONTENT}/{entry.name}", nearest(entry.name, _TOP))
        for top in (f"{CONTENT}/programmes", f"{CONTENT}/pages"):
            for file in sorted((self.root / top).rglob("*")):
                path = file.relative_to(self.root).as_posix()
                parts = path.split("/")
                hidden = any(part.startswith(".") for part in parts)
                if file.is_dir() or path in self.seen or hidden or file.name == "README.md":
                    continue
                room = parts[3] if len(parts) > 4 and top.endswith("programmes") else ""
                if room in {"plans", "results"}:
                    continue
                near = nearest(room, _ROOMS) if room else ""
                self._not_read(path, near if near != room else "")

    def _not_read(self, path: str, near: str) -> None:
        """A name that is nearly right is an error: what it holds would be missed in silence."""
        if path.endswith(".yml"):
            self._report(path, "yml-ending")
            return
        severity = Severity.ERROR if near else Severity.WARNING
        params: Mapping[str, object] = {"near": near}
        document = path.startswith(f"{CONTENT}/pages/") and path.lower().endswith(DOCUMENTS)
        code = "page-document" if document else "not-read"
        self.files.problems.append(Problem(path, code, params=params, severity=severity))

    def _report(self, path: str, code: str, **params: object) -> None:
        self.files.problems.append(Problem(path, code, params=params))
