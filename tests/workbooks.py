"""Workbooks as spreadsheet programs write them: the least that is one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape


def workbook(rows: Sequence[Sequence[str | int | float]], **parts: bytes) -> bytes:
    """A workbook of one sheet, whose strings are shared; ``parts`` replace or add to its parts.

    A part is called by its path in ``xl/``, with two underlines for a slash.
    """
    strings: list[str] = []
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, value in enumerate(row):
            reference = f"{_letters(column)}{number}"
            if not isinstance(value, str):
                cells.append(f'<c r="{reference}"><v>{value}</v></c>')
            elif value:
                strings.append(
                    f"<si><r><t>{escape(value[:1])}</t></r><t>{escape(value[1:])}</t></si>"
                )
                cells.append(f'<c r="{reference}" t="s"><v>{len(strings) - 1}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    content = {
        "xl/workbook.xml": b"<workbook/>",
        "xl/sharedStrings.xml": f"<sst>{''.join(strings)}</sst>".encode(),
        "xl/worksheets/sheet1.xml": (
            f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>".encode()
        ),
        **{f"xl/{name}.xml".replace("__", "/"): data for name, data in parts.items()},
    }
    return archive(content)


def archive(content: dict[str, bytes]) -> bytes:
    """A zip archive with these files; the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            file.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _letters(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        letters = chr(65 + rest) + letters
        column -= 1
    return letters
