"""The typesetter: a draft and a template of the ``kit`` room become a PDF.

Typst wants one folder with everything in it, while a cell may override single files of the kit; so
the files are brought together in a folder that lives as long as the run. Data goes in as JSON,
never as source. Whatever Typst warns about is an error.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from viche.kit.glyphs import coverage, missing
from viche.kit.order import Draft, Order
from viche.kit.script import Script
from viche.problems import ContentError, Problem

_FONT_ENDINGS = (".ttf", ".otf")
_PLACE = re.compile(r"┌─ (\S+\.typ):(\d+):(\d+)")
"""Where a diagnostic of Typst says that the fault is."""

_IMPORTED = re.compile(r'"/?([\w./-]+\.typ)"')

_OURS = "assertion failed: viche "
"""How a message begins that one of our templates gives on purpose; JSON follows."""


def typeset(draft: Draft, order: Order) -> bytes:
    """``draft`` as a tagged PDF/UA-1 that bears the date of the session.

    Raises:
        ContentError: a sign that no font has, a text that does not fit, or a template that fails.
    """
    files = ingredients(draft, order)
    if problems := list(_unprintable(draft.script, files)):
        raise ContentError(problems)
    with tempfile.TemporaryDirectory(prefix="viche-kit-") as folder:
        root = Path(folder)
        for name, path in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, root / name)
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[root / "fonts"],
        )
        try:
            pdf, warnings = typst.compile_with_warnings(
                root / draft.template,
                root=root,
                font_paths=fonts,
                package_path=root,
                package_cache_path=root,
                sys_inputs=dict(inputs(draft, order)),
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=_moment(order),
            )
        except typst.TypstError as error:
            problem = _problem(error, draft.template, root.name, draft.data["sources"])
            raise ContentError([problem]) from None
    if warnings:
        raise ContentError(_template_problem(each, draft.template, root.name) for each in warnings)
    return pdf


def ingredients(draft: Draft, order: Order) -> Mapping[str, Path]:
    """The files from which ``draft`` is set: templates, as they import each other, and the rest."""
    files = order.files
    found, waiting = set[str](), [draft.template]
    while waiting:
        name = waiting.pop()
        if name in files and name not in found:
            found.add(name)
            text = files[name].read_text(encoding="utf-8", errors="replace")
            waiting += _IMPORTED.findall(text)
    return {
        name: path
        for name, path in files.items()
        if name in found or not name.endswith((".typ", ".yaml"))
    }


def inputs(draft: Draft, order: Order) -> Mapping[str, str]:
    """What the template is given, as JSON."""
    data = {"data": draft.data, "page": _page(draft, order)}
    return {key: json.dumps(given, ensure_ascii=False) for key, given in data.items()}


def _page(draft: Draft, order: Order) -> Mapping[str, Any]:
    """The page as ``style.typ`` wants it: its measures in millimetres, and what goes on it."""
    layout = order.sheets.pieces[draft.piece]
    width, height = order.sheets.size(draft.piece)
    return {
        "width": width,
        "height": height,
        "bleed": layout.bleed,
        "text": layout.text,
        "folded": layout.onto == "fold",
        "ink": order.cell.print.ink,
    }


def _moment(order: Order) -> dt.datetime:
    """The moment that stands in the files: the same on whatever day they are made.

    That of a closed cell tells no more than the month.
    """
    day = order.meeting.session.date
    told = day.replace(day=1) if order.cell.is_closed else day
    return dt.datetime.combine(told, dt.time(12), tzinfo=dt.UTC)


def _unprintable(script: Script, files: Mapping[str, Path]) -> Iterator[Problem]:
    fonts = [path for name, path in sorted(files.items()) if name.endswith(_FONT_ENDINGS)]
    printable = _printable(tuple((path, path.stat().st_mtime_ns) for path in fonts))
    for line in dict.fromkeys(script.lines):
        if signs := missing(line.words, printable):
            shown = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs)
            yield Problem(line.source, "kit-sign", field=line.field, params={"signs": shown})


@cache
def _printable(fonts: tuple[tuple[Path, int], ...]) -> frozenset[int]:
    return coverage(path.read_bytes() for path, _ in fonts)


def _problem(
    error: typst.TypstError, template: str, folder: str, sources: Mapping[str, str]
) -> Problem:
    if not error.message.startswith(_OURS):
        return _template_problem(error, template, folder)
    told = json.loads(error.message.removeprefix(_OURS))
    code, file, field = told.pop("code"), told.pop("file"), told.pop("field")
    return Problem(sources[file], code, field=field, params=told)


def _template_problem(
    found: typst.TypstError | typst.TypstWarning, template: str, folder: str
) -> Problem:
    place = _PLACE.search(found.diagnostic)
    path, line, column = place.groups() if place else (template, 0, 0)
    file = path.rpartition(f"{folder}/")[2]
    return Problem(
        f"kit/{file}",
        "kit-template",
        line=int(line),
        column=int(column),
        params={"message": found.message},
    )
