"""Tables as people keep them: CSV in any separator and any usual encoding, and XLSX.

Both give rows of text with their numbers, as a person sees them. Files come from anywhere, so a
reader here may refuse a table (``TableError``) but never fall over it.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from viche.load.encodings import CODE_PAGES, decodings

Row = tuple[int, Mapping[int, str]]
"""The row's number, counted from 1, and its cells that hold something, by column from 0."""

LARGEST_UNPACKED = 64 * 1024 * 1024
"""Bytes, summed over an XLSX from the zip's own directory, before anything is unpacked."""

MOST_CELLS = 2_000_000


class TableError(Exception):
    """The file is not a readable table; ``code`` is the problem to report."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Table:
    """One way to read a file as a table."""

    rows: tuple[Row, ...] = field(repr=False)
    text: str = field(default="", repr=False)
    """What the rows were read from; empty for a sheet of a workbook."""

    code_page: str = ""
    """The encoding, if it is a guess: the file itself doesn't say it."""


def tables(raw: bytes) -> list[Table]:
    """Every way to read a file as a table, told by what is in it and not by its name.

    A workbook gives its sheets; text gives a table for every encoding and separator that it may
    have. Web forms also pack one CSV file into an archive.

    Raises:
        TableError: there is none.
    """
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        # The container of Excel before 2007, and of every workbook with a password.
        raise TableError("private-encrypted")
    if raw.startswith(b"PK"):
        packed = _packed_text(raw)
        if packed is None:
            return [Table(tuple(rows)) for rows in xlsx_sheets(raw)]
        raw = packed
    texts = decodings(raw)
    if not texts:
        raise TableError("private-encoding")
    return [
        Table(tuple(rows), text, encoding if encoding in CODE_PAGES else "")
        for encoding, text in texts
        for rows in csv_readings(text)
    ]


def _packed_text(raw: bytes) -> bytes | None:
    """The only CSV file of an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) == 1 and members[0].filename.lower().endswith((".csv", ".tsv")):
                if members[0].file_size > LARGEST_UNPACKED:
                    raise TableError("private-too-large")
                return archive.read(members[0])
            return None
    except TableError:
        raise
    except Exception:  # as in ``xlsx_sheets``
        raise TableError("private-broken") from None


def csv_rows(text: str) -> list[Row]:
    """The rows of ``text``, whose separator is whichever of ``,`` ``;`` tab makes most columns."""
    return max(csv_readings(text), key=lambda rows: sum(len(cells) for _, cells in rows[:50]))


def csv_readings(text: str) -> list[list[Row]]:
    """The rows of ``text`` with each separator that it may have."""
    return [_split(text, separator) for separator in (",", ";", "\t")]


def swallows_rows(cell: str, columns: int) -> bool:
    """Whether quotes that nobody closed have made one cell of several rows of so many columns."""
    lines = cell.splitlines()
    least = max(2, columns - 1)
    return len(lines) > 1 and any(line.count(sign) >= least for line in lines for sign in ",;\t")


def spans(rows: Sequence[int]) -> str:
    """Row numbers as people list them: ``2–5, 9``."""
    shown: list[list[int]] = []
    for row in sorted(set(rows)):
        if shown and row == shown[-1][-1] + 1:
            shown[-1] = [shown[-1][0], row]
        else:
            shown.append([row])
    return ", ".join("–".join(map(str, span)) for span in shown)


def _split(text: str, separator: str) -> list[Row]:
    rows: list[Row] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    first_line = 1
    try:
        for row in reader:
            cells += len(row)
            if cells > MOST_CELLS:
                raise TableError("private-too-large")
            if filled := {column: cell for column, cell in enumerate(row) if cell.strip()}:
                rows.append((first_line, filled))
            first_line = reader.line_num + 1
    except csv.Error:
        raise TableError("private-broken") from None
    return rows


def xlsx_sheets(raw: bytes) -> list[list[Row]]:
    """The rows of every sheet of an XLSX file, hidden sheets included.

    Only the cells that exist are read. (Readers that lay a sheet out as a rectangle can be made to
    ask for half a terabyte by a file with two cells in it.) Numbers stay as they are stored, so
    dates are numbers here.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if any(member.flag_bits & 1 for member in archive.infolist()):
                raise TableError("private-encrypted")
            if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
                raise TableError("private-too-large")
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                raise TableError("private-broken")
            shared = _SharedStrings()
            if "xl/sharedStrings.xml" in names:
                shared.read(archive.read("xl/sharedStrings.xml"))
            sheets = []
            for name in sorted(names, key=lambda name: (len(name), name)):  # sheet2, sheet10
                if posixpath.dirname(name) == "xl/worksheets" and name.endswith(".xml"):
                    sheet = _Sheet(shared.strings)
                    sheet.read(archive.read(name))
                    sheets.append(sheet.rows)
            return sheets
    except TableError:
        raise
    except Exception:
        # A damaged archive raises whatever the layer that met the damage raises, from
        # struct.error to NotImplementedError: for us all of it says one thing.
        raise TableError("private-broken") from None


class _Parts:
    """A walk through the elements of one XML part of the archive."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.text: list[str] = []

    def read(self, xml: bytes) -> None:
        """Go through ``xml``, calling ``start`` and ``end`` for each element."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(xml, True)

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element has ended; ``text`` holds what the part has collected."""

    def _refuse(self, *_: object) -> None:
        # No spreadsheet has a document type; a document type is how entities become bombs.
        raise TableError("private-broken")

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        self.inside.append(name.rpartition(":")[2])
        self.start(self.inside[-1], given)

    def _end(self, name: str) -> None:
        self.end(self.inside.pop())

    def _characters(self, data: str) -> None:
        # Text under rPh is the reading aid of East Asian names, not the text itself.
        if self.inside[-1] in {"t", "v"} and "rPh" not in self.inside:
            self.text.append(data)


class _SharedStrings(_Parts):
    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "si":
            self.text.clear()

    def end(self, name: str) -> None:
        if name == "si":
            self.strings.append("".join(self.text))


class _Sheet(_Parts):
    def __init__(self, shared: list[str]) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._shared = shared
        self._cells: dict[int, str] = {}
        self._row = 0
        self._column = -1
        self._kind = ""
        self._count = 0

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "row":
            self._row = int(given.get("r", self._row + 1))
            self._column = -1
            self._cells = {}
        elif name == "c":
            letters = given.get("r", "").rstrip("0123456789")
            self._column = _column(letters) if letters else self._column + 1
            self._kind = given.get("t", "n")
            self._count += 1
            if self._count > MOST_CELLS:
                raise TableError("private-too-large")
            self.text.clear()

    def end(self, name: str) -> None:
        if name == "c":
            value = _value("".join(self.text), self._kind, self._shared)
            if value.strip():
                self._cells[self._column] = value
        elif name == "row" and self._cells:
            self.rows.append((self._row, self._cells))


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper()[:3]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(text: str, kind: str, shared: list[str]) -> str:
    if kind == "s":
        return shared[int(text)] if text else ""
    if kind == "e":
        return ""  # “#N/A” and the like: a formula that failed
    if kind == "n" and re.fullmatch(r"-?[0-9.]+(E[+-]?[0-9]{1,2})?", text):
        # A phone number typed as a number may be stored as 3.80671234567E11.
        number = float(text)
        return str(int(number)) if number.is_integer() else text
    return text
