"""Texts and pages that a language of the cell lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from viche.load.documents import Loaded
from viche.load.rules.common import warn
from viche.load.source import Path_
from viche.model.base import Document
from viche.model.cell import Cell
from viche.model.content import Page
from viche.model.protocol import Protocol
from viche.model.text import Text
from viche.problems import Problem, Severity

_PRINTED = ("consent", "press")
"""What a cell and a session have for paper alone."""


def texts_in(document: Document, cell: Cell) -> Iterator[tuple[Path_, Text, tuple[str, ...]]]:
    """Every text of ``document``, where it stands, and the languages in which it is read.

    What is only printed is read in the languages of paper.
    """
    for at, text in _texts(document, ()):
        printed = isinstance(document, Protocol) or at[0] in _PRINTED
        yield at, text, cell.paper_languages if printed else cell.languages


def translation_problems(loaded: Loaded[Any], cell: Cell) -> Iterator[Problem]:
    """The texts that languages of the cell lack, a line for all those that lack the same ones."""
    lacking: dict[tuple[str, ...], list[Path_]] = {}
    for at, text, languages in texts_in(loaded.document, cell):
        written = text.written(cell.languages)
        if missing := tuple(language for language in languages if language not in written):
            lacking.setdefault(missing, []).append(at)
    for missing, places in lacking.items():
        problem = warn(loaded.source.problem("translation-missing", places[0], languages=missing))
        if len(places) > 1:
            params = {**problem.params, "n": len(places)}
            problem = replace(problem, code="translations-missing", params=params)
        yield problem


def _texts(value: Any, at: Path_) -> Iterator[tuple[Path_, Text]]:
    if isinstance(value, Text):
        yield at, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name, None), (*at, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*at, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*at, index))


def page_problems(
    pages: Mapping[tuple[str, str], Page], languages: Sequence[str]
) -> Iterator[Problem]:
    """Every page that a language of the cell lacks, reported at the language that has it.

    And every folder of a language that the cell doesn't have: nobody sees what is in it.
    """
    for language in sorted({language for language, _ in pages} - {*languages}):
        yield Problem(
            f"content/pages/{language}",
            "language-unlisted",
            params={"language": language, "languages": languages},
            severity=Severity.WARNING,
        )
    for path in sorted({path for _, path in pages}):
        missing = [language for language in languages if (language, path) not in pages]
        written = [language for language in languages if (language, path) in pages]
        if missing and written:
            yield Problem(
                pages[written[0], path].source,
                "page-untranslated",
                params={"languages": missing},
                severity=Severity.WARNING,
            )
