"""What the command line says, and to whom: sentences in the reader's language.

The only room that prints. Results go to standard output; problems and progress to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.resources import files

import click
from babel import Locale

from viche.problems import MESSAGE_LANGUAGES, Problem, Severity, explain
from viche.words import Entry, fill, merge

_SPINNER = 4
"""So many columns beside what is under way; a line that wraps can't be written over cleanly."""

_COUNTED = {Severity.ERROR: "errors", Severity.WARNING: "warnings"}


def language_of(arguments: Sequence[str], environment: dict[str, str]) -> str:
    """The language of messages: ``--lang`` if given, else the one of the system's locale.

    It is needed before the command line is parsed, because ``--help`` speaks it too.
    """
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    locale = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)),
        "",
    )
    language = locale.replace("_", "-").split("-")[0].split(".")[0].lower()
    return language if language in MESSAGE_LANGUAGES else "en"


class Speech:
    """Says things in one language. Call it with a key to get the sentence."""

    def __init__(self, language: str) -> None:
        self.language = language if language in MESSAGE_LANGUAGES else "en"

    def __call__(self, key: str, **values: object) -> str:
        """The sentence ``key`` with its values; ``n`` chooses among plural forms."""
        return fill(self._sentences[key], self._locale, values).rstrip("\n")

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def tell(self, text: str) -> None:
        """Print a result."""
        click.echo(text)

    def note(self, text: str) -> None:
        """Print what is not a result: it goes to standard error."""
        click.echo(text, err=True)

    def report(self, problems: Iterable[Problem]) -> None:
        """Print problems, file by file in order, and how many there are.

        Errors come last, directly above their number: they are what must be mended.
        """
        problems = sorted(problems, key=lambda each: (each.severity is Severity.ERROR, each.order))
        for problem in problems:
            self._report(problem)
        counts = [
            self(key, n=number)
            for severity, key in _COUNTED.items()
            if (number := sum(problem.severity is severity for problem in problems))
        ]
        if counts:
            self.note(", ".join(counts))

    def _report(self, problem: Problem) -> None:
        what, remedy = explain(problem, self.language)
        place = problem.source
        if problem.line:
            place += f":{problem.line}:{problem.column}"
        field = f"  {problem.field}" if problem.field else ""
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        kind = click.style(self(problem.severity.value), fg=colour, bold=True)
        self.note(f"{click.style(place, bold=True)}{field}\n  {kind}: {what}")
        if remedy:
            self.note(f"  {self('write')}: {remedy}")

    @contextmanager
    def working(self, text: str) -> Iterator[Callable[[int, int], None]]:
        """Show that ``text`` is under way: moving where a person watches, else a plain line.

        Whoever does the work may call what this gives with how many parts are done, and how many
        there are: a person who watches sees them counted.
        """
        if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            self.note(text)
            yield lambda done, total: None
            return
        from rich.console import Console  # loaded only when somebody watches

        console = Console(stderr=True)
        room = console.width - _SPINNER
        with console.status(text[:room]) as status:
            yield lambda done, total: status.update(f"{done}/{total} · {text}"[:room])

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self.language)

    @cached_property
    def _sentences(self) -> dict[str, Entry]:
        name = f"messages/{self.language}/cli.yaml"
        return merge([(name, files("viche").joinpath(name).read_text(encoding="utf-8"))])
