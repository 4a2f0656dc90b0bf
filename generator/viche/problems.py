"""What can be wrong with content, and how it is said to an organiser.

A problem is data: a place, a code, and the values that its message needs. The sentences stand in
``messages/<language>/<room>.yaml``, where they can be reviewed and translated without touching
code.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

MESSAGE_LANGUAGES = ("en", "uk")


class Severity(StrEnum):
    """An error stops every command that writes; a warning never does."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, at one place.

    ``source`` is relative to the cell's folder. ``line`` and ``column`` count from 1; 0 means that
    the problem concerns the file as a whole. ``field`` is the dotted path of the value, as in
    ``steps[2].minutes``, counted from 1: people count so.
    """

    source: str
    code: str
    line: int = 0
    column: int = 0
    field: str = ""
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: as a person would go through the files."""
        return (self.source, self.line, self.column, self.field, self.code)


class ContentError(Exception):
    """The content has errors; ``problems`` holds all of them, warnings included."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(merged(problems))
        super().__init__(self.problems)  # whole, so that it travels between processes


_OF_A_PIECE = ("pieces", "seat", "most")
"""What differs where several pieces of a kit break on the same text."""


def merged(problems: Iterable[Problem]) -> list[Problem]:
    """``problems`` in order, each once, though several languages or pieces of a kit may find it.

    One that pieces found names all of them in ``pieces``, and in ``most`` the length that suits
    them all; the rest is that of the first.
    """
    found: dict[object, Problem] = {}
    for problem in sorted(problems, key=lambda problem: problem.order):
        apart = () if "pieces" not in problem.params else _OF_A_PIECE
        same = {key: said for key, said in problem.params.items() if key not in apart}
        alike = (problem.order, problem.severity, repr(sorted(same.items())))
        known = found.get(alike)
        found[alike] = _together(known, problem) if known and apart else problem
    return list(found.values())


def _together(one: Problem, other: Problem) -> Problem:
    """What two pieces of a kit found at the same place."""
    values: dict[str, list[Any]] = {
        key: [problem.params[key] for problem in (one, other) if key in problem.params]
        for key in ("pieces", "most")
    }
    pieces = (piece for found in values["pieces"] for piece in found)
    least = {"most": min(values["most"])} if values["most"] else {}
    params = {**one.params, "pieces": tuple(dict.fromkeys(pieces)), **least}
    return dataclasses.replace(one, params=params)


@cache
def _catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    catalogue: dict[str, Mapping[str, str]] = {}
    for file in files("viche").joinpath("messages", language).iterdir():
        if file.name == "cli.yaml":
            continue  # the command line's own sentences
        catalogue.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    return catalogue


def explain(problem: Problem, language: str) -> tuple[str, str]:
    """Say ``problem`` in ``language``: what is wrong, and what to write instead.

    The remedy depends on whether a near name is known: ``remedy-near`` is used when the problem
    carries one, ``remedy`` else; either may be absent, then the remedy is an empty string.
    """
    catalogue = _catalogue(language if language in MESSAGE_LANGUAGES else "en")
    entry = catalogue[problem.code]
    values = dict(problem.params)
    if isinstance(pieces := values.get("pieces"), tuple):
        # In the order in which they are printed.
        values["pieces"] = [name for key, name in catalogue["pieces"].items() if key in pieces]
    params: dict[str, Any] = {key: _shown(value) for key, value in values.items()}
    remedy = entry.get("remedy", "")
    if params.get("near") and "remedy-near" in entry:
        remedy = entry["remedy-near"]
    return entry["what"].format(**params), remedy.format(**params)


def _shown(value: object) -> str:
    """A value as it stands in a message: short, on one line, without control characters."""
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(item) for item in value)
    text = "".join(
        char if unicodedata.category(char)[0] not in "CZ" or char == " " else "�"
        for char in str(value)
    )
    return text if len(text) <= 120 else text[:119] + "…"


# Letters that look alike in the Cyrillic and Latin alphabets: the commonest slip in a key.
LOOKALIKES = str.maketrans("аеорсухіјкмтнвАЕОРСУХІЈКМТНВ", "aeopcyxijkmthbAEOPCYXIJKMTHB")

_ALIKE = 0.6
"""How alike a slip and what was meant are at least, by difflib."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or an empty string."""
    matcher = difflib.SequenceMatcher(b=_plain(name))

    def likeness(candidate: str) -> float:
        matcher.set_seq1(_plain(candidate))
        return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0

    # Of equals the first: round-1, not round-9.
    best = max(sorted(set(known), key=natural), key=likeness, default="")
    return best if best and likeness(best) >= _ALIKE else ""


def _plain(name: str) -> str:
    return name.translate(LOOKALIKES).strip().lower().replace("_", "-").replace(" ", "-")


def natural(name: str) -> list[tuple[int, str]]:
    """Sort key: ``round-2`` before ``round-10``."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", name)
    return [(int(piece) if piece.isdecimal() else -1, piece) for piece in pieces]
