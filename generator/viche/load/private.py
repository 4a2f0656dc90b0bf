"""Every private value of a cell, for the guard: names, e-mails, phones and participant codes.

Whatever lies in ``content/private/`` is searched, whatever its layout: a roster from a form, a list
typed by hand, notes. A file that can't be searched is an error, because what it holds can't be
protected. Links are not followed, wherever they lead, for the same reason (``content/private``
itself may be one: people keep it on an encrypted disk).

What counts as a name: words under a heading that speaks of names in one of the five languages; in
a table without such a heading, every cell that looks like a personal name; in other text, every run
of two to four words with capital letters. Too many names cost a message that is easy to answer,
one too few costs a person. Where nothing is found that names a person, that is said too.
"""

from __future__ import annotations

import json
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from viche.load.tables import Row, TableError, csv_rows, decodings, xlsx_sheets
from viche.model.private import PrivateTerms, Term, TermKind
from viche.problems import Problem, Severity

FOLDER = "content/private"

LARGEST_FILE = 20 * 1024 * 1024
MOST_FILES = 5_000

# What systems and office programs leave in folders by themselves; no roster is called so.
_LITTER = re.compile(
    r"\.DS_Store|Thumbs\.db|desktop\.ini|\.gitkeep|\.gitignore|\._.*|~\$.*|\.~lock\..*#"
)

EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+?\(?\d(?:[\s().\-‐‑–/]{0,3}\d){7,14}(?!\d)")
CODE = re.compile(r"(?<![\w-])[PР][-‐‑–−](\d{3,5})(?![\w-])")

_DATE = re.compile(
    r"\b(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})(?:[T ]+\d{1,2}:\d{2}\S*)?"
)

_LETTERS = r"[^\W\d_]+(?:['’ʼ`´׳״\"-][^\W\d_]+)*"
_WORD = re.compile(_LETTERS)
_LONG_WORD = re.compile(r"[^\W\d_]{3}")
_CAPITALISED = re.compile(rf"{_LETTERS}(?:[ \u00a0]{{1,3}}{_LETTERS})*")
_TITLES = frozenset(
    {
        *("п", "пан", "пані", "др", "доктор", "проф", "госпожа", "господин"),
        *("pan", "pani", "mgr", "dr", "mr", "mrs", "ms", "prof"),
    }
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
        if readings and all(reading.names_nobody for reading in readings):
            problems.append(Problem(path, "private-no-names", severity=Severity.WARNING))
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one file says, read in one encoding: its terms and its rows or lines."""

    terms: tuple[Term, ...]
    lines: tuple[str, ...]

    @property
    def names_nobody(self) -> bool:
        """Whether somebody may stand here whom no term protects.

        A list of codes and seats is what it seems: it has words in its headings alone.
        """
        kinds = {term.kind for term in self.terms}
        if kinds - {"code"}:
            return False
        lines = [line for line in self.lines if line.strip()]
        return any(map(_LONG_WORD.search, lines[1:])) if kinds else bool(lines)


def _readings(path: str, file: Path) -> list[_Reading]:
    """The file in every encoding that it may have."""
    raw = _read(file)
    kind = file.suffix.lower()
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        # The container of Excel before 2007, and of every workbook with a password.
        raise TableError("private-encrypted")
    if kind == ".xlsx":
        sheets = xlsx_sheets(raw)
        terms = tuple(term for sheet in sheets for term in _terms_of_table(path, sheet))
        lines = tuple(" ".join(cells.values()) for sheet in sheets for _, cells in sheet)
        return [_Reading(terms, lines)]
    if kind not in _TEXT_READERS:
        raise TableError("private-kind")
    texts = decodings(raw)
    if not texts:
        raise TableError("private-encoding")
    read = _TEXT_READERS[kind]
    return [_Reading(tuple(read(path, text)), tuple(text.splitlines())) for text in texts]


# Tables


def _terms_of_table(path: str, rows: list[Row]) -> Iterator[Term]:
    columns, first = _name_columns(rows)
    for number, cells in rows:
        for cell in cells.values():
            yield from _contacts(path, number, cell)
    for number, cells in rows[first:]:
        if columns:
            yield from _names_under_headings(path, number, cells, columns)
        else:
            for cell in cells.values():
                if _looks_like_a_name(cell) or _hebrew_name(cell):
                    yield from _name(path, number, cell)


def _name_columns(rows: list[Row]) -> tuple[dict[int, str], int]:
    """What the headings call the columns, and the row after them.

    The headings are the first row that names a full name or a surname. A given name alone
    identifies nobody, so such a table counts as one without headings.
    """
    for index, (_, cells) in enumerate(rows[:20]):
        columns = {column: kind for column, cell in cells.items() if (kind := heading(cell))}
        if any(kind.startswith(("full", "surname")) for kind in columns.values()):
            return columns, index + 1
    return {}, 0


def _names_under_headings(
    path: str, number: int, cells: Mapping[int, str], columns: dict[int, str]
) -> Iterator[Term]:
    surnames = [column for column, kind in columns.items() if kind == "surname"]
    for column, kind in columns.items():
        cell = cells.get(column, "")
        if kind.startswith("full"):
            yield from _name(path, number, cell, {"full-first": 0, "full-last": -1}.get(kind))
        elif kind == "surname" and (words := _words(cell)):
            rest = [
                cells.get(other, "")
                for other, its in sorted(columns.items())
                if (its in {"given", "patronymic"} or _is_given(its, cells.get(other, "")))
                and min(surnames, key=lambda at: abs(at - other)) == column
            ]
            yield from _name(path, number, " ".join([*words, *rest]), surname=" ".join(words))


def _is_given(kind: str, cell: str) -> bool:
    """Beside a surname, a name of one word is a given name: “Surname”, “Name”."""
    return kind == "full" and len(_words(cell)) == 1


_ORGANISATION = re.compile(
    r"організац|организац|компан|файл|\bміст[оа]\b|\bгород|вулиц|улиц|установ|учрежден|\bназв|"
    r"груп[аи]|групп|organi[sz]a|company|file|user|group|table|session|school|\bcity|street|firm|"
    r"miast|ulic|szkoł|ארגון|חברה|העיר|רחוב|קובץ|קבוצה"
)
_SURNAME = re.compile(
    r"прізвищ|фаміл|фамил|nazwisk|surname|last ?name|family ?name|שם ?משפחה|משפחה"
)
_GIVEN = re.compile(
    r"\bімя|\bимя|\bимени|\bімені|\bimi[eę]|given ?name|first ?name|forename|שם ?פרטי"
)
_PATRONYMIC = re.compile(r"по ?батькові|отчеств|middle ?name|patronym|drugie imi")
_FULL_FIRST = re.compile(r"\bпіб\b|\bп\. ?і\. ?б|\bфио\b|\bф\. ?и\. ?о|\bпиб\b")
_FULL = re.compile(
    r"\bname\b|\bnames\b|\bfull ?name|\bзвати\b|звертат|зовут|обраща|nazywa|zwraca|^שם|\bשם מלא|"
    r"^(учасни(к|ця|ки)|участни(к|ца|ки)|participants?|uczestni(k|czka|cy)|משתתפ.*|контакт.*|"
    r"contacts?|kontakt.*|איש קשר|people|люди|особа|person)$"
)


def heading(cell: str) -> str:
    """What a heading says of its column.

    Returns:
        ``full`` (``full-first`` or ``full-last`` where the surname's place is known),
        ``surname``, ``given``, ``patronymic``, or an empty string.
    """
    words = " ".join(re.sub("['’ʼ`´]", "", unicodedata.normalize("NFKC", cell)).split())
    words = words.casefold()[:200]
    surname, given = _SURNAME.search(words), _GIVEN.search(words)
    if surname and given:
        return "full-first" if surname.start() < given.start() else "full-last"
    if surname:
        return "surname"
    if _FULL_FIRST.search(words):
        return "full-first"
    if _ORGANISATION.search(words):
        return ""
    if _PATRONYMIC.search(words):
        return "patronymic"
    if given:
        return "given"
    return "full" if _FULL.search(words) else ""


# Names


def _words(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", re.sub(EMAIL, " ", text[:300]))
    words = [_word.group().strip("\"'") for _word in _WORD.finditer(text)]
    return [word for word in words if word.casefold() not in _TITLES][:6]


def _name(
    path: str, number: int, text: str, place: int | None = None, surname: str = ""
) -> Iterator[Term]:
    """A name of two words or more. A single word names too many people, unless it is a surname."""
    words = _words(text)
    if words and place is not None:
        surname = words[place]
    if len(words) >= 2 or (words and surname and _LONG_WORD.search(surname)):
        yield Term("name", " ".join(words), path, number, surname)


def _looks_like_a_name(cell: str) -> bool:
    words = cell.split()
    return 2 <= len(words) <= 4 and all(
        _WORD.fullmatch(word.strip(",;.")) and _capital(word) for word in words
    )


def _capital(word: str) -> bool:
    return word[:1].isupper()


def _names_in_prose(path: str, number: int, text: str) -> Iterator[Term]:
    """Runs of two to four words with capital letters, on one line."""
    for match in _CAPITALISED.finditer(unicodedata.normalize("NFC", text)):
        run: list[str] = []
        for word in [*match.group().split(), ""]:
            if _capital(word) and len(word) > 1:
                run.append(word)
                continue
            if 2 <= len(run) <= 4:
                yield from _name(path, number, " ".join(run))
            run = []


def _contacts(path: str, number: int, text: str) -> Iterator[Term]:
    text = unicodedata.normalize("NFKC", text)
    for match in EMAIL.finditer(text):
        yield Term("email", match.group().strip(".'"), path, number)
    for match in CODE.finditer(text):
        yield Term("code", f"P-{match[1]}", path, number)
    for match in PHONE.finditer(_DATE.sub(" ", EMAIL.sub(" ", text))):
        if len(re.sub(r"\D", "", match.group())) >= 9:
            yield Term("phone", match.group().strip(), path, number)


# Text


def _terms_of_csv(path: str, text: str) -> Iterator[Term]:
    return _terms_of_table(path, csv_rows(text))


def _terms_of_prose(path: str, text: str) -> Iterator[Term]:
    for number, line in enumerate(text.splitlines(), start=1):
        yield from _contacts(path, number, line)
        yield from _names_in_prose(path, number, line)
        fragments = re.split(r"[,;|\t:–—]", line)
        for fragment in fragments:
            # A list in Hebrew: a fragment of two or three words that is a line's whole subject.
            if _hebrew_name(fragment):
                yield from _name(path, number, fragment)


def _hebrew_name(text: str) -> bool:
    words = text.strip(" -*•.").split()
    return 2 <= len(words) <= 3 and all(re.fullmatch(r"[א-ת'\"׳״-]+", word) for word in words)


_Pair = tuple[int, str, str]
"""Line, key and value of one entry of a mapping; the key of a list's item is that of its list."""


def _terms_of_pairs(path: str, records: Iterable[list[_Pair]]) -> Iterator[Term]:
    """Terms of mappings, each of which is read like a row under its keys."""
    for record in records:
        row = {column: value for column, (_, _, value) in enumerate(record)}
        columns = {
            column: kind for column, (_, key, _) in enumerate(record) if (kind := heading(key))
        }
        for number, key, value in record:
            yield from _contacts(path, number, f"{key} {value}")
        if any(kind.startswith(("full", "surname")) for kind in columns.values()):
            yield from _names_under_headings(path, record[0][0], row, columns)
            continue
        for number, key, value in record:
            for text in (key, value):
                yield from _names_in_prose(path, number, text)
                if _hebrew_name(text):
                    yield from _name(path, number, text)


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
