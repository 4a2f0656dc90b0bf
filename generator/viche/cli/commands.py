"""The commands, made anew for the language of whoever types them: ``--help`` speaks it too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

import viche
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
from viche.cli.typed import Wanted
from viche.load import CONTENT, Result, load
from viche.load.private import private_path, roster_problems
from viche.load.sheets import read_sheets
from viche.model.content import Content, Meeting
from viche.model.schema import schemas
from viche.model.sheets import LAYOUTS
from viche.network.assignment import proof
from viche.problems import MESSAGE_LANGUAGES, ContentError, Problem, Severity, nearest


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

        Where no content is, nothing is made in a folder that is probably somebody else's.

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
            problems += _sheets_problems(Job(self.root, result.content, speech))
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
        lists = {name: _listed(values) for name, values in wanted.items()}
        with nullcontext() if dry else self.alone():
            content, _ = self.loaded()
            (meeting,) = self.meetings(content, session)
            replan(self.root, content, meeting, Wanted(**lists), self.speech, dry=dry)
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
                print_again(job, meeting, _once(seat), languages, large=False)
            if large:
                print_again(job, meeting, _once(large), languages, large=True)
            if names:
                print_named(job, meeting, languages)
        except ContentError as error:
            raise ContentError(result.locate(error.problems)) from None
        return 0

    def _languages(self, content: Content, language: str | None) -> tuple[str, ...]:
        """The one that is asked for, or all of the cell's."""
        known = content.cell.languages
        if language is not None and language not in known:
            listed = ", ".join(known)
            raise click.UsageError(self.speech("kit-no-language", value=language, known=listed))
        return known if language is None else (language,)

    def make(
        self, session: str | None, *, kits: bool, site: bool, language: str | None = None
    ) -> int:
        """Make kits, the site, or both."""
        content, result = self.loaded()
        meetings = self.meetings(content, session)
        languages = self._languages(content, language)
        if kits and (found := self._roster_errors(content, meetings)):
            raise ContentError(result.locate(found))
        job = Job(self.root, content, self.speech)
        try:
            found = build(job, meetings, languages, kits=kits, site=site)
        except ContentError as error:
            raise ContentError(result.locate(error.problems)) from None
        told = without_guests(result.problems, self.root, content)
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


def command_line(speech: Speech) -> click.Group:
    """The whole command line, with its help in the language of ``speech``."""
    here = Invocation(speech)

    def command(name: str, *arguments: click.Parameter, run: Any) -> _Command:
        about = speech(f"help-{name}")
        parameters = [*arguments, *_shared(here)]
        return _Command(speech, name=name, help=about, params=parameters, callback=run)

    session = click.Argument(["session"], required=False)
    dealt = click.Argument(["session"])
    people = click.Argument(["counts"], nargs=-1, metavar=speech("metavar-counts"))
    keep = click.Option(["--write"], is_flag=True, help=speech("help-write"))
    file = click.Argument(["file"], type=click.Path(path_type=Path))
    duplicates = _choice(speech, "duplicates", Keep)
    lists = [
        click.Option([f"--{name}"], multiple=True, metavar="…", help=speech(f"help-{name}"))
        for name in ("absent", "arrived", "done", "keep", "move")
    ]
    some = [
        click.Option([f"--{name}"], multiple=True, metavar="E-S-3,…", help=speech(f"help-{name}"))
        for name in ("seat", "large")
    ]
    names = click.Option(["--names"], is_flag=True, help=speech("help-names"))
    only = click.Option(["--in", "language"], metavar="uk", help=speech("help-in"))
    dry = click.Option(["--try", "dry"], is_flag=True, help=speech("help-try"))
    prove = click.Option(["--prove"], is_flag=True, help=speech("help-prove"))
    replace = click.Option(["--replace"], is_flag=True, help=speech("help-replace"))
    version = click.version_option(
        viche.__version__, message="viche %(version)s", help=speech("help-version")
    )
    roster = _Group(
        speech,
        name="roster",
        help=speech("help-roster"),
        params=_shared(here),
        subcommand_metavar=speech("metavar-command"),
        commands=[command("import", file, session, duplicates, run=here.import_roster)],
    )
    group = _Group(
        speech,
        name="viche",
        help=speech("about"),
        params=_shared(here),
        subcommand_metavar=speech("metavar-command"),
        commands=[
            command("check", run=here.check),
            roster,
            command("plan", session, replace, prove, run=here.plan),
            command("deal", dealt, people, keep, run=here.deal),
            command("replan", dealt, *lists, dry, run=here.replan),
            command("kit", session, *some, names, only, run=here.kit),
            command("site", run=lambda: here.make(None, kits=False, site=True)),
            command("build", run=lambda: here.make(None, kits=True, site=True)),
            command("schema", run=here.schema),
        ],
    )
    version(group)
    return group


def _listed(values: Sequence[str]) -> tuple[str, ...]:
    """What was typed after an option, however often: commas part it too."""
    return tuple(item.strip() for value in values for item in value.split(",") if item.strip())


def _once(values: Sequence[str]) -> tuple[str, ...]:
    """The same, each of them once."""
    return tuple(dict.fromkeys(_listed(values)))


def _choice(speech: Speech, name: str, known: type[StrEnum]) -> click.Option:
    """An option that takes one of a few words."""

    def take(_: click.Context, __: click.Parameter, value: str | None) -> StrEnum | None:
        if value is not None and value not in list(known):
            words = ", ".join(known)
            raise click.UsageError(speech("no-choice", name=name, value=value, known=words))
        return None if value is None else known(value)

    about = speech(f"help-{name}")
    return click.Option([f"--{name}"], metavar="|".join(known), help=about, callback=take)


def _shared(here: Invocation) -> list[click.Parameter]:
    """The options that stand before or after a command's name alike."""
    speech = here.speech

    def take_folder(_: click.Context, __: click.Parameter, value: Path | None) -> None:
        if value is not None and not value.is_dir():
            raise click.UsageError(speech("no-folder", path=value))
        here.root = value or here.root

    def take_language(_: click.Context, __: click.Parameter, value: str | None) -> None:
        # It was taken already, by ``language_of``: this sentence had to be found first.
        if value is not None and value not in MESSAGE_LANGUAGES:
            known = ", ".join(MESSAGE_LANGUAGES)
            raise click.UsageError(speech("no-language", value=value, known=known))

    return [
        click.Option(
            ["--cell"],
            type=click.Path(path_type=Path),
            metavar=speech("metavar-folder"),
            help=speech("help-cell"),
            expose_value=False,
            callback=take_folder,
        ),
        click.Option(
            ["--lang"],
            metavar="|".join(MESSAGE_LANGUAGES),
            help=speech("help-lang"),
            expose_value=False,
            callback=take_language,
        ),
        # Read by ``run``, which has to know it when something else fails.
        click.Option(["--debug"], is_flag=True, help=speech("help-debug"), expose_value=False),
    ]


class _Command(click.Command):
    """A command whose help speaks the reader's language in its headings too."""

    def __init__(self, speech: Speech, **settings: Any) -> None:
        self.speech = speech
        names = {"help_option_names": ["-h", "--help"], "max_content_width": 96}
        super().__init__(context_settings=names, **settings)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.speech("help-help")
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        pieces = super().collect_usage_pieces(ctx)
        return [
            self.speech("metavar-options") if piece == "[OPTIONS]" else piece for piece in pieces
        ]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{self.speech('usage')} ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        records = [record for each in options if (record := each.get_help_record(ctx))]
        with formatter.section(self.speech("options")):
            formatter.write_dl(records)


class _Group(_Command, click.Group):
    """The same for the group of all commands."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        records = [
            (name, command.get_short_help_str(76)) for name, command in self.commands.items()
        ]
        with formatter.section(self.speech("commands")):
            formatter.write_dl(records)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            near = nearest(args[0], self.commands)
            key = "no-command-near" if near else "no-command"
            raise click.UsageError(self.speech(key, name=args[0], near=near), ctx)
        return super().resolve_command(ctx, args)
