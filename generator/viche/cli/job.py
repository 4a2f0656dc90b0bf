"""What one run works on: the cell, and the files that its products are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from viche.cli import fingerprint
from viche.cli.speech import Speech
from viche.load import CONTENT, plan_path
from viche.load.history import read_history
from viche.load.sheets import read_sheets
from viche.load.translations import outrun
from viche.model.content import Content, Meeting
from viche.model.history import History
from viche.model.session import Session
from viche.model.sheets import LAYOUTS, Sheets
from viche.model.translation import Passage
from viche.resources import engine_settings, tree

SITE = "site"
ARCHIVE = "site.zip"
FORMS = "forms.json"
PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Kit:
    """The kit of one meeting in one language."""

    meeting: Meeting
    language: str
    following: Session | None
    """The session of the next stage, if it has a date."""

    @property
    def product(self) -> str:
        """Its folder in ``build/``, and its name among the products."""
        return f"kits/{self.meeting.id}/{self.language}"


@dataclass(frozen=True)
class Job:
    """A cell's folder, what was loaded from it, and who is told what happens."""

    root: Path
    content: Content
    speech: Speech

    @property
    def build(self) -> Path:
        """Where the products go."""
        return self.root / "build"

    @cached_property
    def kit_files(self) -> Mapping[str, Path]:
        """The templates, fonts and settings of print."""
        return tree("kit", self.root)

    @cached_property
    def sheets(self) -> Sheets:
        """Papers and layouts; errors in a cell's own are a ``ContentError``."""
        return read_sheets(self.kit_files, LAYOUTS)

    @cached_property
    def history(self) -> History:
        """What git knows of the cell's files."""
        return read_history(self.root)

    @cached_property
    def stale(self) -> frozenset[Passage]:
        """The translations that are older than their original."""
        return outrun(self.root, self.content.texts, self.history)

    @cached_property
    def today(self) -> dt.date:
        """The day that it is where the cell is."""
        return dt.datetime.now(ZoneInfo(self.content.cell.timezone)).date()

    @cached_property
    def held(self) -> frozenset[str]:
        """The ids of the sessions whose day is past, where the cell is.

        A closed cell's site doesn't change on the day after a session, which would tell the day: it
        waits for the end of the month.
        """
        today = self.today.replace(day=1) if self.content.cell.is_closed else self.today
        meetings = self.content.meetings
        return frozenset(each.id for each in meetings if each.session.date < today)

    @cached_property
    def site_files(self) -> Mapping[str, Path]:
        """The templates, assets and translations of the web."""
        return tree("site", self.root)

    def kits(self, meetings: Iterable[Meeting] | None = None) -> list[Kit]:
        """The kits that can be made of ``meetings``, by default of all."""
        return [
            Kit(meeting, language, self.content.following(meeting))
            for meeting in (self.content.meetings if meetings is None else meetings)
            if meeting.plan
            for language in self.content.cell.paper_languages
        ]

    def kit_inputs(self, kit: Kit) -> str:
        """The fingerprint of all that ``kit`` is made from."""
        meeting = kit.meeting
        sources = [
            self.content.cell.source,
            meeting.programme.source,
            meeting.session.source,
            plan_path(meeting.session),
        ]
        if meeting.protocol is not None:
            sources.append(meeting.protocol.source)
        if kit.following is not None:
            sources.append(kit.following.source)
        prefix = f"translations/{kit.language}/"
        words = {name: path for name, path in self.site_files.items() if name.startswith(prefix)}
        return fingerprint.of_texts(
            [
                fingerprint.of_program(),
                kit.language,
                *(fingerprint.of_file(self.root / source) for source in sources),
                fingerprint.of_files(self.kit_files),
                fingerprint.of_files(words),
            ]
        )

    def site_inputs(self, papers: Mapping[str, str]) -> str:
        """The fingerprint of all that the site is made from; ``papers`` are kits with theirs."""
        public = {
            name: path
            for name, path in fingerprint.files_in(self.root / CONTENT).items()
            if not name.startswith("private/")
        }
        return fingerprint.of_texts(
            [
                fingerprint.of_program(),
                fingerprint.of_files(public),
                fingerprint.of_files(self.site_files),
                fingerprint.of_files(self.kit_files),  # pictures of links are set like paper
                fingerprint.of_file(engine_settings(self.root)),
                *(f"{path} {moment}" for path, moment in sorted(self.history.changed.items())),
                *sorted(self.held),
                *(f"{product}={outputs}" for product, outputs in sorted(papers.items())),
            ]
        )
