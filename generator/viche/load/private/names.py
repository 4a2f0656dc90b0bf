"""What in a table or in a text names a person: names, e-mails, phones and participant codes.

What counts as a name: words under a heading that speaks of names in one of the five languages; in
a table without such a heading, every cell that looks like a personal name, and every cell of a
column that holds little else; in other text, every run of two to four words with capital letters.
Too many names cost a message that is easy to answer, one too few costs a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from viche.load.answers.values import EMAIL, PHONE
from viche.load.answers.vocabulary import name_heading
from viche.load.tables import Row
from viche.model.private import Term

CODE = re.compile(r"(?<![\w-])[PР][-‐‑–−](\d{3,5})(?![\w-])")

_DATE = re.compile(
    r"\b(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})(?:[T ]+\d{1,2}:\d{2}\S*)?"
)

_LETTERS = r"[^\W\d_]+(?:['’ʼ`´׳״\"-][^\W\d_]+)*"
_WORD = re.compile(_LETTERS)
_LONG_WORD = re.compile(r"[^\W\d_]{3}")
_LONG_ENOUGH = re.compile(r"[^\W\d_]{2}")
_PERSON = re.compile(rf"{_LETTERS}\.?(?:[ \u00a0,.]{{1,3}}{_LETTERS}\.?){{1,3}}")
_CAPITALISED = re.compile(rf"{_LETTERS}(?:[ \u00a0]{{1,3}}{_LETTERS})*")
_TITLES = frozenset(
    {
        *("п", "пан", "пані", "др", "доктор", "проф", "госпожа", "господин"),
        *("pan", "pani", "mgr", "dr", "mr", "mrs", "ms", "prof"),
    }
)
_PARTICLES = frozenset(
    {
        *("van", "von", "der", "den", "de", "di", "da", "la", "le", "ben", "el", "al", "abu"),
        *("ван", "фон", "дер", "де", "бен", "ель", "эль", "аль", "абу", "בן", "בת", "אבו", "אל"),
    }
)
"""Small words with which a surname begins."""


# Tables


def table_terms(path: str, rows: Sequence[Row]) -> list[Term]:
    """The terms of a table, whatever its headings are and wherever they stand."""
    found = [
        [term for cell in cells.values() for term in contacts(path, number, cell)]
        for number, cells in rows
    ]
    terms = [term for those in found for term in those]
    columns, first = _name_columns(rows)
    names = [
        term
        for number, cells in rows[first:]
        for term in record_names(path, number, cells, columns)
    ]
    if not names:  # no heading speaks of names, or what stands under it is something else
        people = _people_beside_contacts(
            [row for row, those in zip(rows, found, strict=True) if any(map(_is_contact, those))]
        )
        names = [
            term
            for number, cells in rows
            for column, cell in cells.items()
            if (number, column) in people or _looks_like_a_name(cell) or _hebrew_name(cell)
            for term in _name(path, number, cell)
        ]
    return terms + names


def _is_contact(term: Term) -> bool:
    return term.kind in {"email", "phone"}


def _people_beside_contacts(rows: Sequence[Row]) -> set[tuple[int, int]]:
    """Row and column of every cell that must be a name, though it may have no capitals.

    Each of ``rows`` has an e-mail or a phone. A column in which most of them have two to four
    words, nearly all different, says whose: spheres and organisations come again, people don't.
    """
    cells: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for number, row in rows:
        for column, cell in row.items():
            if _PERSON.fullmatch(cell.strip()):
                cells[column][number] = cell.casefold()
    return {
        (number, column)
        for column, those in cells.items()
        if len(those) > len(rows) / 2 and len(set(those.values())) > len(those) * 0.8
        for number in those
    }


def _name_columns(rows: Sequence[Row]) -> tuple[dict[int, str], int]:
    """What the headings call the columns, and the row after them.

    The headings are the first row that names a full name or a surname. A given name alone
    identifies nobody, so such a table counts as one without headings.
    """
    for index, (_, cells) in enumerate(rows[:20]):
        columns = {column: kind for column, cell in cells.items() if (kind := name_heading(cell))}
        if names_people(columns):
            return columns, index + 1
    return {}, 0


def names_people(columns: Mapping[int, str]) -> bool:
    """Whether the headings speak of people: of a full name or a surname."""
    return any(kind.startswith(("full", "surname")) for kind in columns.values())


def record_names(
    path: str, number: int, cells: Mapping[int, str], columns: Mapping[int, str]
) -> Iterator[Term]:
    """The names in one row, whose ``columns`` are called as ``name_heading`` says."""
    surnames = [column for column, kind in columns.items() if kind == "surname"]
    known = {word for column in surnames for word in _words(cells.get(column, ""))}

    def is_given(column: int) -> bool:
        """Beside a surname, what is called a name is a given name: “Surname”, “Name”."""
        if columns[column] in {"given", "patronymic"}:
            return True
        words = _words(cells.get(column, ""))
        return columns[column] == "full" and bool(known) and known.isdisjoint(words)

    for column, kind in columns.items():
        cell = cells.get(column, "")
        if kind.startswith("full") and not is_given(column):
            yield from _name(path, number, cell, kind)
        elif kind == "surname" and (words := _words(cell)):
            rest = [
                cells.get(other, "")
                for other in sorted(columns)
                if is_given(other) and min(surnames, key=lambda at: abs(at - other)) == column
            ]
            yield from _name(path, number, " ".join([*words, *rest]), surname=" ".join(words))


# Names


def _words(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", re.sub(EMAIL, " ", text[:300]))
    words = [_word.group().strip("\"'") for _word in _WORD.finditer(text)]
    return [word for word in words if word.casefold() not in _TITLES][:6]


def _surname_at(words: Sequence[str], kind: str) -> range:
    """Which of the words of a whole name are its surname; none where ``kind`` doesn't say it.

    ``kind`` is what ``name_heading`` says of the column.
    """
    if kind == "full-first":
        end = 1
        while end < len(words) - 1 and words[end - 1].casefold() in _PARTICLES:
            end += 1
        return range(min(end, len(words)))
    if kind == "full-last":
        start = len(words) - 1
        while start > 1 and words[start - 1].casefold() in _PARTICLES:
            start -= 1
        return range(max(start, 0), len(words))
    return range(0)


def tell_apart(name: str, heading: str) -> tuple[str, str]:
    """What stays of a whole name without its surname, and the surname.

    The surname is empty where the heading doesn't say which comes first, where a letter is left to
    be one, and where somebody who was asked for the given name first has written one word.
    """
    parts = re.sub(r" ?- ?", "-", name.replace(",", " ")).split()
    note = next((at for at, part in enumerate(parts) if part.startswith(("(", "["))), len(parts))
    places = [at for at in range(note) if parts[at].strip(".").casefold() not in _TITLES]
    kind = name_heading(heading)
    found = _surname_at([parts[at] for at in places], kind)
    chosen = {places[at] for at in found}
    surname, rest = (
        " ".join(part for at, part in enumerate(parts) if (at in chosen) is wanted)
        for wanted in (True, False)
    )
    if (kind == "full-last" and not rest) or not _LONG_ENOUGH.search(surname):
        return name, ""
    return rest, surname


def _name(path: str, number: int, text: str, kind: str = "", surname: str = "") -> Iterator[Term]:
    """A name of two words or more. A single word names too many people, unless it is a surname."""
    words = _words(text)
    if found := _surname_at(words, kind):
        surname = " ".join(words[at] for at in found)
    if len(words) >= 2 or (words and surname and _LONG_WORD.search(surname)):
        yield Term("name", " ".join(words), path, number, surname)


def _looks_like_a_name(cell: str) -> bool:
    words = cell.split()
    return 2 <= len(words) <= 4 and all(
        _WORD.fullmatch(word.strip(",;.")) and _capital(word) for word in words
    )


def _capital(word: str) -> bool:
    return word[:1].isupper()


def text_names(path: str, number: int, text: str) -> Iterator[Term]:
    """The names on one line of running text: runs of two to four words with capital letters."""
    for match in _CAPITALISED.finditer(unicodedata.normalize("NFC", text)):
        run: list[str] = []
        for word in [*match.group().split(), ""]:
            if _capital(word) and len(word) > 1:
                run.append(word)
                continue
            if 2 <= len(run) <= 4:
                yield from _name(path, number, " ".join(run))
            run = []
    for fragment in re.split(r"[,;|\t:–—]", text):
        # A list in Hebrew: a fragment of two or three words that is a line's whole subject.
        if _hebrew_name(fragment):
            yield from _name(path, number, fragment)


def _hebrew_name(text: str) -> bool:
    words = text.strip(" -*•.").split()
    return 2 <= len(words) <= 3 and all(re.fullmatch(r"[א-ת'\"׳״-]+", word) for word in words)


def contacts(path: str, number: int, text: str) -> Iterator[Term]:
    """The e-mails, codes and phones on one line, or in one cell."""
    text = unicodedata.normalize("NFKC", text)
    for match in EMAIL.finditer(text):
        yield Term("email", match.group().strip(".'"), path, number)
    for match in CODE.finditer(text):
        yield Term("code", f"P-{match[1]}", path, number)
    for match in PHONE.finditer(_DATE.sub(" ", EMAIL.sub(" ", text))):
        if len(re.sub(r"\D", "", match.group())) >= 9:
            yield Term("phone", match.group().strip(), path, number)
