"""What several rules say: a warning, a value that stands twice, a name that isn't known."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from viche.load.source import Path_, Source
from viche.model.base import repeated
from viche.problems import Problem, Severity, natural, nearest


def warn(problem: Problem) -> Problem:
    """``problem`` as a warning."""
    return replace(problem, severity=Severity.WARNING)


def unique(source: Source, at: Path_, items: Sequence[Any], *fields: str) -> Iterator[Problem]:
    """Every ``fields`` value occurs once in the list ``items`` that stands at ``at``."""
    for field in fields:
        # What could not be understood is like nothing else.
        values: list[Hashable] = [getattr(item, field, object()) for item in items]
        for index in repeated(values):
            yield source.problem(
                "repeated",
                (*at, index, field),
                value=values[index],
                first=source.values[(*at, values.index(values[index]), field)][0],
            )


def one_of(
    source: Source, at: Path_, name: str, known: Iterable[str], code: str, *, key: bool = False
) -> Iterator[Problem]:
    """``name`` is one of ``known``."""
    names = sorted(known, key=natural)
    if name not in names:
        yield source.problem(code, at, key=key, value=name, near=nearest(name, names), known=names)
