"""Every private value of a cell, for the guard: names, e-mails, phones and participant codes.

Whatever lies in ``content/private/`` is searched, whatever its layout: a roster from a form, a list
typed by hand, notes. A file that can't be searched is an error, because what it holds can't be
protected. Links are not followed, wherever they lead, for the same reason (``content/private``
itself may be one: people keep it on an encrypted disk).

What names a person, ``names`` knows. Where nothing is found that does, that is said too.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from viche.load.answers.values import EMAIL
from viche.load.answers.vocabulary import name_heading
from viche.load.encodings import decodings
from viche.load.private.folder import DAY, FOLDER
from viche.load.private.names import contacts, names_people, record_names, table_terms, text_names
from viche.load.tables import TableError, csv_rows, xlsx_sheets
from viche.model.private import PrivateTerms, Term, TermKind
from viche.problems import Problem, Severity

LARGEST_FILE = 20 * 1024 * 1024
MOST_FILES = 5_000

_LETTER = re.compile(r"[^\W\d_]")
_LONG_WORD = re.compile(r"[^\W\d_]{3}")

# What systems and office programs leave in folders by themselves; no roster is called so.
_LITTER = re.compile(
    r"\.DS_Store|Thumbs\.db|desktop\.ini|\.gitkeep|\.gitignore|\._.*|~\$.*|\.~lock\..*#"
)


def read_private(cell_dir: Path) -> tuple[PrivateTerms, list[Problem]]:
    """Every private term of the cell in ``cell_dir``, and the files that it does not protect.

    Those that can't be searched are errors; those in which nobody is named, warnings.
    """
    root = cell_dir / FOLDER
    terms: dict[tuple[str, str, str], Term] = {}
    summary: dict[str, Mapping[TermKind, int]] = {}
    problems: list[Problem] = []
    for path, file in _files(root, problems):
        if len(terms) > 200_000:
            problems.append(Problem(path, "private-too-large"))
            break
        try:
            readings = _readings(path, file)
        except TableError as error:
            problems.append(Problem(path, error.code))
            continue
        except OSError as error:
            reason = error.strerror or type(error).__name__
            problems.append(Problem(path, "private-unreadable", params={"reason": reason}))
            continue
        counts: Counter[TermKind] = Counter()
        for reading in readings:
            # The same person in two files is one term; the surname's column is worth keeping.
            found = {(t.kind, t.value.casefold(), t.surname.casefold()): t for t in reading.terms}
            for key, term in found.items():
                terms.setdefault(key, term)
            counts |= Counter(term.kind for term in found.values())
        summary[path] = dict(counts)
        # In our own file of a day stand steps and codes, and nobody's name.
        doubts = [reading.doubt for reading in readings if file.name != DAY]
        if doubts and all(doubts):
            problems.append(Problem(path, doubts[0], severity=Severity.WARNING))
    return PrivateTerms(tuple(terms.values()), summary), problems


def _files(root: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """Ordinary files in a stable order; everything else that isn't a folder is a problem."""
    count = 0
    folders = [(root, FOLDER)]
    while folders:
        folder, shown = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        except OSError as error:
            reason = error.strerror or type(error).__name__
            problems.append(Problem(shown, "private-unreadable", params={"reason": reason}))
            continue
        for entry in entries:
            path = f"{shown}/{entry.name}"
            if _LITTER.fullmatch(entry.name) or path == f"{FOLDER}/README.md":
                continue
            if entry.is_symlink():
                problems.append(Problem(path, "private-link"))
            elif entry.is_dir(follow_symlinks=False):
                folders.append((Path(entry.path), path))
            elif not entry.is_file(follow_symlinks=False):
                problems.append(Problem(path, "private-not-a-file"))
            elif (count := count + 1) > MOST_FILES:
                problems.append(Problem(shown, "private-too-large"))
                return
            else:
                yield path, Path(entry.path)


def _read(file: Path) -> bytes:
    # The file may have been exchanged since it was listed: never wait for a pipe.
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise TableError("private-not-a-file")
        if status.st_size > LARGEST_FILE:
            raise TableError("private-too-large")
        return stream.read(LARGEST_FILE + 1)


_KNOWN = re.compile(r"\b(?:absent$|(?:GUEST|MEMBER|[A-Z]{1,3}(?:-[A-Z0-9]{1,3})*)-[0-9]+\b)")
"""Our own words in a list of who holds which seat."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one file says, read in one encoding: its terms and its rows or lines."""

    terms: tuple[Term, ...]
    lines: tuple[str, ...] = field(repr=False)
    is_table: bool

    @property
    def doubt(self) -> str:
        """The code of the warning, if somebody may stand here whom no term protects.

        A list of codes and seats is what it seems: it has words in its headings alone. So is a
        list of e-mails.
        """
        kinds = {term.kind for term in self.terms}
        lines = [_KNOWN.sub("", EMAIL.sub("", line)) for line in self.lines if line.strip()]
        if not kinds:
            # Headings name nobody, where anything stands below them.
            rest = lines[1:] if self.is_table and len(lines) > 1 else lines
            return "private-no-names" if any(map(_LETTER.search, rest)) else ""
        if "name" in kinds or not any(map(_LONG_WORD.search, lines[1:])):
            return ""
        if kinds == {"code"}:
            return "private-no-names"
        return "private-only-contacts" if self.is_table else ""


def _readings(path: str, file: Path) -> list[_Reading]:
    """The file in every encoding that it may have."""
    raw = _read(file)
    kind = file.suffix.lower()
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        # The container of Excel before 2007, and of every workbook with a password.
        raise TableError("private-encrypted")
    if kind == ".xlsx":
        sheets = xlsx_sheets(raw)
        terms = tuple(term for sheet in sheets for term in table_terms(path, sheet))
        lines = tuple(" ".join(cells.values()) for sheet in sheets for _, cells in sheet)
        return [_Reading(terms, lines, is_table=True)]
    if kind not in _TEXT_READERS:
        raise TableError("private-kind")
    texts = decodings(raw)
    if not texts:
        raise TableError("private-encoding")
    read, is_table = _TEXT_READERS[kind], kind in _TABLES
    return [
        _Reading(tuple(read(path, text)), tuple(text.splitlines()), is_table=is_table)
        for _, text in texts
    ]


def _terms_of_csv(path: str, text: str) -> Iterable[Term]:
    return table_terms(path, csv_rows(text))


def _terms_of_prose(path: str, text: str) -> Iterator[Term]:
    for number, line in enumerate(text.splitlines(), start=1):
        yield from contacts(path, number, line)
        yield from text_names(path, number, line)


_Pair = tuple[int, str, str]
"""Line, key and value of one entry of a mapping; the key of a list's item is that of its list."""


def _terms_of_pairs(path: str, records: Iterable[list[_Pair]]) -> Iterator[Term]:
    """Terms of mappings, each of which is read like a row under its keys."""
    for record in records:
        row = {column: value for column, (_, _, value) in enumerate(record)}
        columns = {
            column: kind for column, (_, key, _) in enumerate(record) if (kind := name_heading(key))
        }
        for number, key, value in record:
            yield from contacts(path, number, f"{key} {value}")
        if names_people(columns):
            yield from record_names(path, record[0][0], row, columns)
            continue
        for number, key, value in record:
            yield from text_names(path, number, key)
            yield from text_names(path, number, value)


def _terms_of_yaml(path: str, text: str) -> Iterator[Term]:
    return _terms_of_pairs(path, _yaml_records(text))


def _yaml_records(text: str) -> list[list[_Pair]]:
    """The mappings of every document, from the parser's events: no depth or alias can hurt."""
    records: list[list[_Pair]] = []
    anchors: dict[str, str] = {}
    # For each open collection: its pairs, whether it is a mapping, and the key that waits.
    stack: list[tuple[list[_Pair], bool, list[str]]] = []
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, loader):
            if isinstance(event, yaml.CollectionStartEvent):
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                key = ""
                if stack and stack[-1][2]:
                    key = stack[-1][2].pop() if stack[-1][1] else stack[-1][2][0]
                stack.append(([], is_mapping, [] if is_mapping else [key]))
            elif isinstance(event, yaml.CollectionEndEvent):
                if pairs := stack.pop()[0]:
                    records.append(pairs)
            elif isinstance(event, yaml.NodeEvent):
                value = anchors.get(event.anchor or "", "")
                if isinstance(event, yaml.ScalarEvent):
                    value = str(event.value)
                    anchors[event.anchor or ""] = value
                line = event.start_mark.line + 1 if event.start_mark else 0
                if not stack:
                    records.append([(line, "", value)])
                    continue
                pairs, is_mapping, waiting = stack[-1]
                if not is_mapping:
                    pairs.append((line, waiting[0] if waiting else "", value))
                elif waiting:
                    pairs.append((line, waiting.pop(), value))
                else:
                    waiting.append(value)
    except yaml.YAMLError:
        raise TableError("private-broken") from None
    return records


def _terms_of_json(path: str, text: str) -> Iterator[Term]:
    try:
        data = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        raise TableError("private-broken") from None
    return _terms_of_pairs(path, _json_records(data, text))


def _json_records(data: Any, text: str) -> list[list[_Pair]]:
    records: list[list[_Pair]] = []
    waiting: list[tuple[str, Any]] = [("", data)]
    while waiting:
        key, value = waiting.pop()
        entries = list(value.items()) if isinstance(value, dict) else []
        if isinstance(value, list):
            entries = [(key, item) for item in value]
        elif isinstance(value, str):
            entries = [(key, value)] if value is data else []
        waiting += [entry for entry in reversed(entries) if isinstance(entry[1], (dict, list))]
        if pairs := [
            (_line(text, item), name, item) for name, item in entries if isinstance(item, str)
        ]:
            records.append(pairs)
    return records


def _line(text: str, value: str) -> int:
    """The line where ``value`` first stands; 0 if it is written with escapes."""
    at = text.find(value) if len(text) < 1_000_000 else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


_TEXT_READERS = {
    ".csv": _terms_of_csv,
    ".tsv": _terms_of_csv,
    ".txt": _terms_of_prose,
    ".md": _terms_of_prose,
    ".yaml": _terms_of_yaml,
    ".yml": _terms_of_yaml,
    ".json": _terms_of_json,
}

_TABLES = frozenset({".csv", ".tsv"})
