"""What the commands do, as far as it is about what to read, and whom to tell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import click

from viche.cli.build import build
from viche.cli.causes import contradiction_problems
from viche.cli.deal import deal, stale_deals
from viche.cli.files import alone, write
from viche.cli.job import Job
from viche.cli.personal import print_again, print_named
from viche.cli.plan import plan, without_guests
from viche.cli.replan import replan
from viche.cli.roster import Keep, import_roster
from viche.cli.speech import Speech
from viche.cli.typed import Wanted, listed, once
from viche.load import CONTENT, Result, load
from viche.load.ahead import news_ahead_problems
from viche.load.history import history_problems
from viche.load.private import private_path, roster_problems
from viche.load.sheets import read_sheets
from viche.model.content import Content, Meeting
from viche.model.schema import schemas
from viche.model.sheets import LAYOUTS
from viche.network.assignment import proof
from viche.problems import ContentError, Problem, Severity, nearest


@dataclass(slots=True)
class Invocation:
    """The folder that the command works on, and who is told."""

    speech: Speech
    root: Path = Path()

    def loaded(self, *, plans: bool = True) -> tuple[Content, Result]:
        """The cell's content, and all of what loading gave; an error is a ``ContentError``."""
        result = load(self.root, plans=plans)
        if result.content is None:
            raise ContentError(result.problems)
        if plans and (stale := stale_deals(result.content)):
            raise ContentError([*result.problems, *stale])
        return result.content, result

    def meetings(self, content: Content, session: str | None) -> tuple[Meeting, ...]:
        """The meeting of ``session``, or all of them; an unknown name is a usage error."""
        if session is None:
            return content.meetings
        known = {meeting.id: meeting for meeting in content.meetings}
        if session not in known:
            near = nearest(session, known)
            key = "unknown-session-near" if near else "unknown-session"
            raise click.UsageError(self.speech(key, name=session, near=near))
        return (known[session],)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes meanwhile: what is read is still so when the answer to it is written.

        Whoever only reads has no need of it. Where no content is, nothing is made in a folder that
        is probably somebody else's. A command comes here but once: else it would refuse itself.

        Raises:
            BusyError: another run is at work.
        """
        there = (self.root / CONTENT).is_dir()
        with alone(self.root / "build") if there else nullcontext():
            yield

    # --- what the commands do

    def check(self) -> int:
        """Say everything that is wrong, and what is guarded."""
        from viche.cli.look import PrivateFiles  # the guard's libraries are slow to import

        speech, result = self.speech, load(self.root)
        private = PrivateFiles(self.root)
        problems = [*result.problems, *private.problems]
        if result.content is not None:
            job = Job(self.root, result.content, speech)
            problems += _sheets_problems(job)
            problems += result.locate(news_ahead_problems(result.content, job.today))
            problems += stale_deals(result.content)
            problems += roster_problems(self.root, result.content.meetings)
            problems += contradiction_problems(self.root, result.content)
            problems = without_guests(problems, self.root, result.content)
        speech.report(problems)
        if private.summary:
            speech.tell(speech("private-guarded"))
        for path, counts in private.summary.items():
            found = ", ".join(speech(f"private-{kind}", n=n) for kind, n in counts.items())
            speech.tell(f"  {path}: {found or '–'}")
        if result.content is None or any(p.severity is Severity.ERROR for p in problems):
            return 1
        sessions = speech("sessions", n=len(result.content.meetings))
        pages = speech("pages", n=len(result.content.pages))
        speech.tell(speech("all-well", sessions=sessions, pages=pages))
        return 0

    def plan(self, session: str | None, *, replace: bool, prove: bool) -> int:
        """Seat the people of sessions."""
        if prove and not proof.available():
            raise click.UsageError(self.speech("no-solver"))
        asked = {"replace": replace, "prove": prove}
        with self.alone():
            content, _ = self.loaded(plans=False)
            meetings = self.meetings(content, session)
            kept = [plan(self.root, content, meeting, self.speech, **asked) for meeting in meetings]
        return 0 if all(kept) else 1

    def deal(self, session: str, counts: tuple[str, ...], *, write: bool) -> int:
        """Say what to announce at the door."""
        with self.alone() if write else nullcontext():
            content, _ = self.loaded(plans=False)
            (meeting,) = self.meetings(content, session)
            files = Job(self.root, content, self.speech).site_files
            deal(self.root, meeting, counts, files, self.speech, replace=write)
        return 0

    def replan(self, session: str, *, dry: bool, **wanted: Sequence[str]) -> int:
        """Exchange the fewest cards."""
        lists = {name: listed(values) for name, values in wanted.items() if name != "done"}
        # A title may have a comma, and titles aren't known yet.
        asked = Wanted(**lists, done=wanted.get("done", ()))
        with nullcontext() if dry else self.alone():
            content, _ = self.loaded()
            (meeting,) = self.meetings(content, session)
            replan(self.root, content, meeting, asked, self.speech, dry=dry)
        return 0

    def import_roster(self, file: Path, session: str | None, duplicates: Keep | None) -> int:
        """Read a registration list into the roster of a session."""
        if not file.is_file():
            raise click.UsageError(self.speech("no-file", path=file))
        with self.alone():
            return self._import_roster(file, session, duplicates)

    def _import_roster(self, file: Path, session: str | None, duplicates: Keep | None) -> int:
        content, result = self.loaded(plans=False)
        seated = [meeting.id for meeting in content.meetings if meeting.topology is not None]
        if session is None and len(seated) != 1:
            raise click.UsageError(self.speech("which-session", known=", ".join(seated) or "–"))
        (meeting,) = self.meetings(content, session or seated[0])
        try:
            found = import_roster(self.root, content, meeting, file, self.speech, duplicates)
        except ContentError as error:
            raise ContentError(result.locate(error.problems)) from None
        self.speech.report(found)
        return 1 if any(problem.severity is Severity.ERROR for problem in found) else 0

    def kit(
        self,
        session: str | None,
        *,
        seat: Sequence[str],
        large: Sequence[str],
        names: bool,
        language: str | None,
    ) -> int:
        """Make the kits of sessions, or papers for some people alone."""
        if not (seat or large or names):
            return self.make(session, kits=True, site=False, language=language)
        with self.alone():
            content, result = self.loaded()
            if session is None:
                known = ", ".join(meeting.id for meeting in content.meetings)
                raise click.UsageError(self.speech("kit-which-session", known=known))
            (meeting,) = self.meetings(content, session)
            if found := self._roster_errors(content, [meeting]):
                raise ContentError(result.locate(found))
            job = Job(self.root, content, self.speech)
            languages = self._languages(content, language)
            try:
                if seat:
                    print_again(job, meeting, once(seat), languages, large=False)
                if large:
                    print_again(job, meeting, once(large), languages, large=True)
                if names:
                    print_named(job, meeting, languages)
            except ContentError as error:
                raise ContentError(result.locate(error.problems)) from None
        return 0

    def _languages(self, content: Content, language: str | None) -> tuple[str, ...]:
        """The one that is asked for, or all of the cell's."""
        known = content.cell.paper_languages
        if language is not None and language not in known:
            words = ", ".join(known)
            raise click.UsageError(self.speech("kit-no-language", value=language, known=words))
        return known if language is None else (language,)

    def make(
        self, session: str | None, *, kits: bool, site: bool, language: str | None = None
    ) -> int:
        """Make kits, the site, or both."""
        with self.alone():
            content, result = self.loaded()
            meetings = self.meetings(content, session)
            languages = self._languages(content, language)
            if kits and (found := self._roster_errors(content, meetings)):
                raise ContentError(result.locate(found))
            job = Job(self.root, content, self.speech)
            try:
                found = build(job, meetings, languages, kits=kits, site=site)
            except ContentError as error:
                raise ContentError(result.locate(error.problems)) from error.__cause__
            told = without_guests(result.problems, self.root, content)
            told += history_problems(job.history) if site else ()
            self.speech.report([*told, *result.locate(found)])
            if kits and job.kits(meetings):
                self.speech.tell(self.speech("made-kit", path=job.build / "kits"))
            if site:
                index = job.build / "site" / "index.html"
                self.speech.tell(self.speech("made-site", path=index))
        return 0

    def _roster_errors(self, content: Content, meetings: Sequence[Meeting]) -> list[Problem]:
        """What is wrong with the rosters and seats of ``meetings``: their cards would be, too."""
        folders = tuple(private_path(meeting.id, "") for meeting in meetings)
        return [
            problem
            for problem in roster_problems(self.root, content.meetings)
            if problem.severity is Severity.ERROR and problem.source.startswith(folders)
        ]

    def schema(self) -> int:
        """Write the JSON Schemas."""
        for name, made in schemas().items():
            path = self.root / CONTENT / "schema" / f"{name}.json"
            write(path, schema_text(made).encode("utf-8"))
            self.speech.tell(self.speech("schema-written", path=path))
        return 0


def _sheets_problems(job: Job) -> tuple[Problem, ...]:
    """What is wrong with the cell's own papers and layouts."""
    try:
        read_sheets(job.kit_files, LAYOUTS)
    except ContentError as error:
        return tuple(error.problems)
    return ()


def schema_text(schema: Mapping[str, object]) -> str:
    """A JSON Schema as it is written to its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
