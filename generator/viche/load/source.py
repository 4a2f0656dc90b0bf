"""YAML read strictly, with the position of every key and value.

YAML 1.1 guesses: ``no`` becomes false, ``10:30`` becomes 630, ``010`` becomes 8, a repeated key
wins silently. Nothing is guessed here. Every scalar stays the text that was written (an empty one
is ``None``), and the model's types decide what it means.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from viche.bidi import stray
from viche.problems import Problem

Path_ = tuple[str | int, ...]
"""The way to a value: keys and indices from the top of the file."""

LARGEST_FILE = 2 * 1024 * 1024
"""Bytes. A content file is written by hand; a larger one is a mistake or an attack."""

DEEPEST = 40
"""Levels of nesting. The model needs eight."""

_CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7})( |$)|^={7}$", re.MULTILINE)
_TAB = re.compile(r"^ *\t", re.MULTILINE)
_UNQUOTED_COLON = re.compile(r"^\s*(- )?[\w-]+:\s+[^\s\"'\[{>|#&*!].*:(\s|$)")
# Characters that nobody sees but that turn the text around them or hide in it.
_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u0084\u0086-\u009f\u202a-\u202e\ufeff]")

# "Hall #5": YAML takes the rest for a comment. A comment on purpose has a space after its sign.
_LOST = re.compile(r"[ \t]*(#[^\s#].*)")

# The usual causes of a syntax error, in the order of asking.
_CAUSES = (
    ("yaml-nbsp", re.compile(r".*\u00a0")),
    ("yaml-colon", _UNQUOTED_COLON),
    ("yaml-quotes-inside", re.compile(r"""\s*(- )?[\w-]+:\s+(["']).*\2\s*[^\s,}\]#]""")),
    ("yaml-space", re.compile(r"\s*(- )?[A-Za-z_][\w-]*:[^\s/]")),
    ("yaml-space", re.compile(r"\s*(- )?[a-z_]+ [^:]*$")),
    ("yaml-dash", re.compile(r"\s*(-[^\s-]|[–—])")),
    ("yaml-comma", re.compile(r".*[}\]],\s*$")),
    ("yaml-start", re.compile(r"\s*(- )?[\w-]+:\s+[@%`]")),
)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: its ``data`` (dicts, lists, strings, ``None``) and where each value stands."""

    path: str
    data: Any
    values: Mapping[Path_, tuple[int, int]] = field(default_factory=dict)
    keys: Mapping[Path_, tuple[int, int]] = field(default_factory=dict)

    def problem(self, code: str, at: Path_ = (), *, key: bool = False, **params: Any) -> Problem:
        """A problem of this file at a value, or at its key; at the nearest one above if absent."""
        marks = self.keys if key and at in self.keys else self.values
        place = at
        while place and place not in marks:
            place = place[:-1]
        line, column = marks.get(place, (1, 1))
        return Problem(self.path, code, line, column, dotted(at), params)

    def locate(self, problem: Problem) -> Problem:
        """``problem``, which names a field of this file only, with the field's line and column."""
        places = {dotted(at): mark for at, mark in self.values.items()}
        name = problem.field
        while name and name not in places:  # a field that was left out: its nearest parent
            name = name.rpartition(".")[0]
        line, column = places.get(name, (0, 0))
        return replace(problem, line=line, column=column)


def dotted(path: Path_) -> str:
    """``("steps", 2, "minutes")`` as people write it, counted from one: ``steps[3].minutes``."""
    shown = ""
    for step in path:
        if isinstance(step, int):
            shown += f"[{step + 1}]"
        elif step:  # the key of a text in one language is empty
            shown += f".{step}" if shown else step
    return shown


def read_text(root: Path, path: str) -> tuple[str, list[Problem]]:
    """The text of the file ``path`` inside ``root``; problems instead if it can't be read."""
    file = root / path
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return "", [Problem(path, "not-a-file")]
        if status.st_size > LARGEST_FILE:
            size = f"{status.st_size / 1024 / 1024:.1f}"
            return "", [Problem(path, "file-too-large", params={"size": size})]
        raw = file.read_bytes()
    except OSError as error:
        return "", [Problem(path, "unreadable", params={"reason": error.strerror or str(error)})]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return "", [Problem(path, "not-utf-8", line, 1)]
    if "\0" in text:
        return "", [Problem(path, "not-utf-8", 1, 1)]
    text = text.replace("\r\n", "\n")
    found = [
        Problem(path, "merge-conflict", *_position(text, match.start()))
        for match in _CONFLICT.finditer(text)
    ]
    found += [
        Problem(path, "hidden-character", *_position(text, match.start()), params=named(match[0]))
        for match in _HIDDEN.finditer(text)
    ]
    return ("", found) if found else (text, [])


def hidden(words: str) -> list[int]:
    """Where in a finished text characters stand that nobody sees but that hide in it or turn it."""
    return sorted({*stray(words), *(match.start() for match in _HIDDEN.finditer(words))})


def named(char: str) -> dict[str, object]:
    """What a message says of a character that nobody sees."""
    return {"number": f"U+{ord(char):04X}", "name": unicodedata.name(char, "control")}


def read(root: Path, path: str) -> tuple[Source | None, list[Problem]]:
    """Read and parse one YAML file of the cell in ``root``."""
    text, problems = read_text(root, path)
    if problems:
        return None, problems
    return parse(path, text)


def parse(path: str, text: str, first_line: int = 1) -> tuple[Source | None, list[Problem]]:
    """Parse ``text``, whose first line is line ``first_line`` of the file ``path``."""
    builder = _Builder(path, text.split("\n"), first_line)
    try:
        data = builder.document(iter(yaml.parse(text, _Loader)))
    except _Hopeless:
        return None, builder.problems
    except yaml.MarkedYAMLError as error:
        return None, _syntax_problems(path, text, first_line, error)
    except yaml.YAMLError:
        return None, [Problem(path, "yaml-syntax", first_line, 1)]
    return Source(path, data, builder.values, builder.keys), builder.problems


class _Hopeless(Exception):
    """Nothing more can be said about the file than what was reported."""


class _Builder:
    """Turns parser events into plain data and positions, collecting problems on the way."""

    def __init__(self, path: str, lines: list[str], first_line: int) -> None:
        self.path = path
        self.lines = lines
        self.first_line = first_line
        self.values: dict[Path_, tuple[int, int]] = {}
        self.keys: dict[Path_, tuple[int, int]] = {}
        self.problems: list[Problem] = []

    def document(self, events: Iterator[Any]) -> Any:
        data: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._report(event, (), "several-documents")
                    raise _Hopeless
            elif isinstance(event, yaml.NodeEvent):
                data = self._node(event, events, ())
        if data is None and not self.problems:
            self.problems.append(Problem(self.path, "empty-file", self.first_line, 1))
        if data is None:
            raise _Hopeless
        return data

    def _node(self, event: Any, events: Iterator[Any], at: Path_) -> Any:
        self.values[at] = self._mark(event)
        if isinstance(event, yaml.AliasEvent):
            self._report(event, at, "alias", name=event.anchor)
            return None
        if event.anchor is not None:
            self._report(event, at, "anchor", name=event.anchor)
        if event.tag is not None:
            short = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(event, at, "tag", name=short)
        if isinstance(event, yaml.ScalarEvent):
            end: Any = event.end_mark
            rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
            if match := _LOST.match(rest):
                self._report(event, at, "text-after-hash", text=match[1])
            for place in hidden(event.value):  # written as "\\u202E"
                self._report(event, at, "hidden-character", **named(event.value[place]))
            return None if event.value == "" and not event.style else event.value
        if len(at) >= DEEPEST:
            self._report(event, at, "too-deep", deepest=DEEPEST)
            raise _Hopeless
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, at)
        return self._mapping(events, at)

    def _sequence(self, events: Iterator[Any], at: Path_) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*at, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], at: Path_) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                self._report(event, at, "key-not-text")
                self._node(event, events, (*at, "?"))
                self._node(next(events), events, (*at, "?"))
                continue
            here = (*at, event.value)
            if event.value in entries:
                first_line = self.keys[here][0]
                self._report(event, here, "duplicate-key", name=event.value, first=first_line)
                self._node(next(events), events, (*at, "?"))
                continue
            self.keys[here] = self._mark(event)
            entries[event.value] = self._node(next(events), events, here)
        return entries

    def _mark(self, event: Any) -> tuple[int, int]:
        return event.start_mark.line + self.first_line, event.start_mark.column + 1

    def _report(self, event: Any, at: Path_, code: str, **params: object) -> None:
        self.problems.append(Problem(self.path, code, *self._mark(event), dotted(at), params))


def _syntax_problems(
    path: str, text: str, first_line: int, error: yaml.MarkedYAMLError
) -> list[Problem]:
    """Say a syntax error by its usual cause: a tab, a colon in unquoted text, an open quote."""
    if tabs := list(_TAB.finditer(text)):
        places = (_position(text, match.end() - 1) for match in tabs)
        return [Problem(path, "tab", line + first_line - 1, column) for line, column in places]
    lines = text.split("\n")
    mark = error.problem_mark or error.context_mark
    index = min(mark.line, len(lines) - 1) if mark else 0
    column = mark.column + 1 if mark else 1
    start = error.context_mark
    if start and start.line < len(lines) and lines[start.line][start.column :][:1] in {'"', "'"}:
        # Quotes that were never closed are noticed at the end of the file only.
        code = "yaml-quote" if index >= len(text.rstrip().split("\n")) - 1 else "yaml-escape"
        if code == "yaml-quote":
            index, column = start.line, start.column + 1
        return [Problem(path, code, index + first_line, column)]
    for guess in (index, index - 1):
        for code, cause in _CAUSES:
            if guess >= 0 and cause.match(lines[guess]):
                return [Problem(path, code, guess + first_line, 1)]
    return [Problem(path, "yaml-syntax", index + first_line, column)]


def _position(text: str, index: int) -> tuple[int, int]:
    line = text.count("\n", 0, index) + 1
    return line, index - (text.rfind("\n", 0, index) + 1) + 1
