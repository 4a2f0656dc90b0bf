"""The commands, made anew for the language of whoever types them: ``--help`` speaks it too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import click

import viche
from viche.cli.build import build
from viche.cli.job import Job
from viche.cli.plan import plan
from viche.cli.speech import Speech
from viche.load import CONTENT, Result, load
from viche.model.content import Content, Meeting
from viche.model.schema import schemas
from viche.problems import MESSAGE_LANGUAGES, ContentError, nearest


@dataclass(frozen=True, slots=True)
class Cell:
    """The folder that the command works on."""

    root: Path
    speech: Speech

    def loaded(self, *, plans: bool = True) -> tuple[Content, Result]:
        """The cell's content, and all of what loading gave; an error is a ``ContentError``."""
        result = load(self.root, plans=plans)
        if result.content is None:
            raise ContentError(result.problems)
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


def command_line(speech: Speech) -> click.Group:
    """The whole command line, with its help in the language of ``speech``."""

    def text(key: str) -> str:
        return speech(f"help-{key}")

    @click.group(
        help=speech("about"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    )
    @click.option(
        "--cell",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        help=text("cell"),
    )
    @click.option("--lang", type=click.Choice(MESSAGE_LANGUAGES), help=text("lang"))
    @click.option("--debug", is_flag=True, help=text("debug"))
    @click.version_option(viche.__version__, message="viche %(version)s", help=text("version"))
    @click.pass_context
    def group(context: click.Context, cell: Path, lang: str | None, debug: bool) -> None:
        context.obj = Cell(cell, speech)  # --lang and --debug are read before, by run

    session = click.argument("session", required=False)

    @group.command(help=text("check"))
    @click.pass_obj
    def check(cell: Cell) -> int:
        result = load(cell.root)
        speech.report(result.problems)
        if result.content is None:
            return 1
        sessions = speech("sessions", n=len(result.content.meetings))
        pages = speech("pages", n=len(result.content.pages))
        speech.tell(speech("all-well", sessions=sessions, pages=pages))
        return 0

    @group.command("plan", help=text("plan"))
    @session
    @click.option("--replace", is_flag=True, help=text("replace"))
    @click.pass_obj
    def plan_(cell: Cell, session: str | None, replace: bool) -> int:
        content, _ = cell.loaded(plans=False)
        meetings = cell.meetings(content, session)
        kept = [plan(cell.root, meeting, speech, replace=replace) for meeting in meetings]
        return 0 if all(kept) else 1

    @group.command(help=text("kit"))
    @session
    @click.pass_obj
    def kit(cell: Cell, session: str | None) -> None:
        _make(cell, session, kits=True, site=False)

    @group.command(help=text("site"))
    @click.pass_obj
    def site(cell: Cell) -> None:
        _make(cell, None, kits=False, site=True)

    @group.command("build", help=text("build"))
    @click.pass_obj
    def build_(cell: Cell) -> None:
        _make(cell, None, kits=True, site=True)

    @group.command(help=text("schema"))
    @click.pass_obj
    def schema(cell: Cell) -> None:
        for name, made in schemas().items():
            path = cell.root / CONTENT / "schema" / f"{name}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(schema_text(made), encoding="utf-8")
            speech.tell(speech("schema-written", path=path))

    return group


def schema_text(schema: dict[str, object]) -> str:
    """A JSON Schema as it is written to its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _make(cell: Cell, session: str | None, *, kits: bool, site: bool) -> None:
    content, result = cell.loaded()
    meetings = cell.meetings(content, session)
    job = Job(cell.root, content, cell.speech)
    try:
        found = build(job, meetings, kits=kits, site=site)
    except ContentError as error:
        raise ContentError(result.locate(error.problems)) from None
    cell.speech.report([*result.problems, *result.locate(found)])
    if kits:
        cell.speech.tell(cell.speech("made-kit", path=job.build / "kits"))
    if site:
        index = job.build / "site" / "index.html"
        cell.speech.tell(cell.speech("made-site", path=index))
