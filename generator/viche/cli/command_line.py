"""The commands, made anew for the language of whoever types them: ``--help`` speaks it too."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

import click

import viche
from viche.cli.commands import Invocation
from viche.cli.roster import Keep
from viche.cli.speech import Speech
from viche.problems import MESSAGE_LANGUAGES, nearest


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
