"""Texts and pages that a language of the cell lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from viche.load.rules.common import warn
from viche.load.source import Path_, Source
from viche.model.base import Document
from viche.model.content import Page
from viche.model.text import Text
from viche.problems import Problem, Severity


def translation_problems(
    document: Document, source: Source, languages: Sequence[str]
) -> Iterator[Problem]:
    """Every text that a language of the cell lacks; the reader will get another language."""
    for at, text in _texts(document, ()):
        if missing := text.missing(languages):
            yield warn(source.problem("translation-missing", at, languages=missing))


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
    """Every page that a language of the cell lacks, reported at the language that has it."""
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
