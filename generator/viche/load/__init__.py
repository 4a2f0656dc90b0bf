"""From a cell's files to the model: every problem of every file in one pass.

``load`` is the door. It reads, it checks, it never writes or prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from viche.load import check
from viche.load.check import Loaded
from viche.load.documents import validate
from viche.load.plans import read_plan
from viche.load.prose import read_page
from viche.load.source import Source, read
from viche.model.base import Document
from viche.model.cell import Cell
from viche.model.content import Content, Meeting, Page
from viche.model.plan import Plan
from viche.model.programme import Programme
from viche.model.protocol import Protocol
from viche.model.session import Session
from viche.model.text import LANGUAGES
from viche.problems import Problem, Severity, nearest

D = TypeVar("D", bound=Document)

CONTENT = "content"
_PROGRAMME_ROOMS = ("protocols", "sessions", "plans", "results")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of loading: all problems, and the content if none of them is an error."""

    content: Content | None
    problems: tuple[Problem, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)

    def locate(self, problems: Iterable[Problem]) -> list[Problem]:
        """``problems`` of other rooms, which know the field, with the line where it is written."""
        return [
            self.sources[problem.source].locate(problem)
            if problem.source in self.sources and not problem.line
            else problem
            for problem in problems
        ]


def load(root: Path, *, plans: bool = True) -> Result:
    """Load the cell in the folder ``root``.

    With ``plans=False`` the plans are left aside: they are about to be made.
    """
    return _Loading(root, plans=plans).result()


@dataclass(slots=True)
class _Course:
    """A programme with the files that belong to it; ``names`` are there even if it has errors."""

    programme: Loaded[Programme] | None
    names: check.Names
    protocols: dict[str, Loaded[Protocol]]
    sessions: list[Loaded[Session]]


class _Loading:
    """One pass over a cell's folder, gathering problems."""

    def __init__(self, root: Path, *, plans: bool) -> None:
        self.root = root
        self.plans = plans
        self.problems: list[Problem] = []
        self.read: set[str] = set()
        self.sources: dict[str, Source] = {}

    def result(self) -> Result:
        if not (self.root / CONTENT / "cell.yaml").is_file():
            return Result(None, (Problem(f"{CONTENT}/cell.yaml", "no-cell"),))
        cell = self._document(Cell, f"{CONTENT}/cell.yaml", "cell")
        courses = [self._course(path) for path in self._folders(f"{CONTENT}/programmes")]
        pages = self._pages()
        if not courses:
            self.problems.append(Problem(f"{CONTENT}/programmes", "no-programme"))
        self._check(cell, courses, pages)
        self._strangers()
        errors = any(problem.severity is Severity.ERROR for problem in self.problems)
        meetings: list[Meeting] = []
        if cell is not None and not errors:
            for course in courses:
                meetings += self._meetings(cell.document, course)
            errors = any(problem.severity is Severity.ERROR for problem in self.problems)
        problems = tuple(sorted(self.problems, key=lambda problem: problem.order))
        if cell is None or errors:
            return Result(None, problems, self.sources)
        content = Content(
            cell=cell.document,
            programmes=tuple(course.programme.document for course in courses if course.programme),
            meetings=tuple(
                sorted(meetings, key=lambda meeting: (meeting.session.date, meeting.id))
            ),
            pages=pages,
        )
        return Result(content, problems, self.sources)

    # --- reading

    def _document(self, model: type[D], path: str, name: str) -> Loaded[D] | None:
        self.read.add(path)
        source, problems = read(self.root, path)
        self.problems += problems
        if source is None:
            return None
        self.sources[path] = source
        document, problems = validate(model, source, name)
        self.problems += problems
        return Loaded(document, source) if document is not None else None

    def _course(self, folder: str) -> _Course:
        file = f"{folder}/programme.yaml"
        programme = None
        if (self.root / file).exists():
            programme = self._document(Programme, file, folder.rsplit("/", 1)[1])
        else:
            self.problems.append(Problem(file, "no-programme-file"))
        protocols = {
            name: loaded
            for path, name in self._files(f"{folder}/protocols", ".yaml")
            if (loaded := self._document(Protocol, path, name))
        }
        sessions = []
        for path, name in self._files(f"{folder}/sessions", ".yaml"):
            if problem := check.session_id_problem(path, name):
                self.problems.append(problem)
            if session := self._document(Session, path, name):
                sessions.append(session)
        return _Course(programme, check.names(self.sources.get(file)), protocols, sessions)

    def _pages(self) -> dict[tuple[str, str], Page]:
        pages: dict[tuple[str, str], Page] = {}
        for folder in self._folders(f"{CONTENT}/pages"):
            language = folder.rsplit("/", 1)[1]
            if language not in LANGUAGES:
                params = {
                    "value": language,
                    "near": nearest(language, LANGUAGES),
                    "known": LANGUAGES,
                }
                self.problems.append(Problem(folder, "unknown-language", params=params))
                continue
            for file in sorted((self.root / folder).rglob("*.md")):
                path = file.relative_to(self.root).as_posix()
                self.read.add(path)
                name = path.removeprefix(f"{folder}/")
                page, problems = read_page(self.root, path, language, name)
                self.problems += problems
                if page is not None:
                    pages[language, name] = page
        return pages

    def _folders(self, path: str) -> list[str]:
        folder = self.root / path
        if not folder.is_dir():
            return []
        return sorted(
            f"{path}/{entry.name}"
            for entry in folder.iterdir()
            if entry.is_dir() and not entry.name.startswith(".")
        )

    def _files(self, path: str, ending: str) -> Iterator[tuple[str, str]]:
        folder = self.root / path
        if folder.is_dir():
            for entry in sorted(folder.iterdir()):
                if entry.name.endswith(ending) and not entry.name.startswith("."):
                    yield f"{path}/{entry.name}", entry.name.removesuffix(ending)

    def _strangers(self) -> None:
        """Files that nobody reads: a misspelt name must not make a session vanish silently."""
        for top in (f"{CONTENT}/programmes", f"{CONTENT}/pages"):
            for file in sorted((self.root / top).rglob("*")):
                path = file.relative_to(self.root).as_posix()
                parts = path.split("/")
                if file.is_dir() or path in self.read or any(p.startswith(".") for p in parts):
                    continue
                room = parts[3] if len(parts) > 4 else ""
                if room in {"plans", "results"} or file.name == "README.md":
                    continue
                near = nearest(room, _PROGRAMME_ROOMS) if room else ""
                params = {"near": near if near != room else ""}
                self.problems.append(
                    Problem(path, "not-read", params=params, severity=Severity.WARNING)
                )

    # --- checking

    def _check(
        self,
        cell: Loaded[Cell] | None,
        courses: list[_Course],
        pages: dict[tuple[str, str], Page],
    ) -> None:
        """Every rule across fields and files that what was read allows to be checked."""
        found = self.problems
        documents: list[Loaded[Programme] | Loaded[Protocol] | Loaded[Session]] = []
        paths: dict[str, str] = {}
        for course in courses:
            documents += [*course.protocols.values(), *course.sessions]
            for protocol in course.protocols.values():
                found += check.protocol_problems(protocol, course.names)
            for session in course.sessions:
                name, path = session.document.id, session.source.path
                found += check.session_name_problems(session, course.names)
                if name in paths:
                    found.append(Problem(path, "session-twice", params={"other": paths[name]}))
                paths[name] = path
                if used := course.protocols.get(session.document.stage):
                    found += check.pages_of_steps_problems(used, session.document)
            if course.programme is not None:
                documents.append(course.programme)
                found += self._check_programme(cell, course.programme, course.sessions)
        if cell is None:
            return
        languages = cell.document.languages
        found += check.cell_problems(cell)
        for loaded in (cell, *documents):
            found += check.translation_problems(loaded.document, loaded.source, languages)
        found += check.page_problems(pages, languages)

    def _check_programme(
        self,
        cell: Loaded[Cell] | None,
        loaded: Loaded[Programme],
        sessions: list[Loaded[Session]],
    ) -> Iterator[Problem]:
        """A programme, and its sessions against it."""
        programme = loaded.document
        yield from check.programme_problems(loaded)
        for session in sessions:
            if session.document.stage in {stage.id for stage in programme.stages}:
                stage = programme.stage(session.document.stage)
                yield from check.session_problems(session, programme, stage)
                if cell is not None:
                    yield from check.session_organiser_problems(session, stage, cell.document)
        yield from check.date_problems(sessions, programme)

    def _meetings(self, cell: Cell, course: _Course) -> list[Meeting]:
        assert course.programme is not None  # else there were errors
        programme = course.programme.document
        meetings = []
        for loaded in course.sessions:
            session = loaded.document
            protocol = course.protocols.get(session.stage)
            meetings.append(
                Meeting(
                    session=session,
                    programme=programme,
                    stage=programme.stage(session.stage),
                    protocol=protocol.document if protocol else None,
                    plan=self._plan(session, programme) if self.plans else None,
                    organisers=session.organisers or cell.organisers,
                )
            )
        return meetings

    def _plan(self, session: Session, programme: Programme) -> Plan | None:
        path = plan_path(session)
        if not (self.root / path).exists():
            return None  # not yet planned: the site says so, the kit asks for it
        steps = [step.id for step in session.grouping_steps]
        plan, problems = read_plan(self.root, path, steps)
        self.problems += problems
        if plan is not None:
            self.problems += check.plan_problems(path, plan, session, programme)
        return plan


def plan_path(session: Session) -> str:
    """Where the plan of a session lies: beside the sessions' folder, in ``plans/``."""
    programme = session.source.rsplit("/", 2)[0]
    return f"{programme}/plans/{session.id}.csv"
