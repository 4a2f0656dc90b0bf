"""From a cell's files to the model: every problem of every file in one pass.

``load`` is the door. It reads, it checks, it puts together; it never writes or prints.

The files of a cell: ``source`` knows the line of every value, ``documents`` makes models of them,
``files`` finds them all, and ``check`` holds ``rules`` against them, even against those that are
not in order, as far as ``parts`` understands them. What people type has rooms of its own, each of
which uses those after it: ``registration`` (lists from forms), ``private`` (our own tables, and
what the guard must look for), ``answers`` (words and values).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from viche.load.check import check
from viche.load.files import CONTENT, Course, Files, plan_path, read_files
from viche.load.licence import read_licence
from viche.load.pictures import FOLDER, published
from viche.load.source import Source
from viche.load.translations import translatables
from viche.model.cell import Cell
from viche.model.content import Content, Meeting
from viche.problems import Problem, Severity

__all__ = ["CONTENT", "Result", "load", "plan_path"]


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
            if problem.source in self.sources and problem.field and not problem.line
            else problem
            for problem in problems
        ]


def load(root: Path, *, plans: bool = True) -> Result:
    """Load the cell in the folder ``root``.

    With ``plans=False`` the plans are left aside: they are about to be made.
    """
    files = read_files(root, with_plans=plans)
    found = [*files.problems, *check(files)]
    problems = tuple(sorted(found, key=lambda problem: problem.order))
    errors = any(problem.severity is Severity.ERROR for problem in problems)
    return Result(None if errors else _content(root, files), problems, files.sources)


def _content(root: Path, files: Files) -> Content:
    """Put together what was read without an error."""
    assert files.cell is not None
    cell = files.cell.document
    meetings = [meeting for course in files.courses for meeting in _meetings(cell, course)]
    return Content(
        cell=cell,
        programmes=tuple(course.programme.document for course in files.courses if course.programme),
        meetings=tuple(sorted(meetings, key=_when)),
        pages={key: published(each, files.pictures) for key, each in files.written.items()},
        pictures={f"{FOLDER}/{name}": each.file for name, each in files.pictures.items()},
        licence=read_licence(root),
        texts=tuple(translatables(files, cell)),
    )


def _when(meeting: Meeting) -> tuple[dt.date, dt.time, str]:
    return meeting.session.date, meeting.session.start, meeting.id


def _meetings(cell: Cell, course: Course) -> list[Meeting]:
    assert course.programme is not None
    programme = course.programme.document
    return [
        Meeting(
            session=loaded.document,
            programme=programme,
            stage=programme.stage(loaded.document.stage),
            protocol=used.document if (used := course.protocol_of(loaded.document)) else None,
            plan=course.plans.get(loaded.document.id),
            organisers=loaded.document.organisers or cell.organisers,
        )
        for loaded in course.sessions
    ]
