"""Everything that a cell keeps, loaded and checked: what the writing rooms are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from viche.model.cell import Cell, Licence, Organisers
from viche.model.plan import Plan
from viche.model.programme import Programme, Stage
from viche.model.protocol import Protocol
from viche.model.session import Session, Step
from viche.model.topology import Grouping, Topology
from viche.model.translation import Translatable


@dataclass(frozen=True, slots=True)
class Page:
    """A page of prose. ``path`` is relative to its language's folder: ``method/network.md``.

    ``body`` is Markdown without the front matter. ``source`` is the path in the cell's folder.
    ``pictures`` are those that it shows, by their paths in the pages of a language.
    A page with a ``date`` is a piece of news; it may be about a ``session``, by its id.
    """

    path: str
    language: str
    title: str
    description: str
    order: int
    body: str
    source: str
    date: dt.date | None = None
    session: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session together with all that it points at."""

    session: Session
    programme: Programme
    stage: Stage
    protocol: Protocol | None
    plan: Plan | None
    organisers: Organisers

    @property
    def id(self) -> str:
        """The session's id, unique in the whole cell."""
        return self.session.id

    @property
    def topology(self) -> Topology | None:
        """The network in which people sit; ``None`` for a session without groups."""
        return self.programme.topology(self.session)

    def grouping(self, step: Step) -> Grouping | None:
        """By what people are grouped at ``step``; ``None`` where they aren't."""
        distinct = self.topology.distinct if self.topology else ()
        return next((each for each in distinct if each.name == step.grouping), None)


@dataclass(frozen=True, slots=True)
class Content:
    """A whole cell. ``meetings`` are in the order in which they are held."""

    cell: Cell
    programmes: tuple[Programme, ...]
    meetings: tuple[Meeting, ...]
    pages: Mapping[tuple[str, str], Page]
    """Keyed by language and path."""

    licence: Licence | None = None
    """Under which the content is published, if it is one that the program knows."""

    texts: tuple[Translatable, ...] = ()
    """Everything that is written in some language, the pages too, file by file."""

    pictures: Mapping[str, Path] = field(default_factory=dict)
    """The files of the pictures beside prose, by their paths in the pages of a language."""

    def meeting(self, session_id: str) -> Meeting:
        """The meeting of that id. Raises ``KeyError`` if there is none."""
        return {meeting.id: meeting for meeting in self.meetings}[session_id]

    def following(self, meeting: Meeting) -> Session | None:
        """The session of the next stage that is held after ``meeting``, if it has a date."""
        stages = meeting.programme.stages
        later = stages[stages.index(meeting.stage) + 1 :][:1]
        return next(
            (
                other.session
                for other in self.meetings
                if other.programme.id == meeting.programme.id
                and other.stage in later
                and other.session.date >= meeting.session.date
            ),
            None,
        )
