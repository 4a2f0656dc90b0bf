"""The typesetter: a draft and a template of the ``kit`` room become a PDF.

Typst wants one folder with everything in it, while a cell may override single files of the kit; so
the files are brought together in a folder that lives as long as the run. Data goes in as JSON,
never as source. Whatever Typst warns about is an error.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import typst

from viche import resources
from viche.kit.glyphs import coverage, missing
from viche.kit.order import Draft, Order
from viche.kit.script import Script
from viche.kit.shortening import what_is_too_long
from viche.problems import ContentError, Problem

_FONT_ENDINGS = (".ttf", ".otf")
_SHEETS = "sheets.yaml"
"""Not for templates: they are given what it says."""

_PLACE = re.compile(r"┌─ (.+\.typ):(\d+):(\d+)")
"""Where a diagnostic of Typst says that the fault is."""

_IMPORTED = re.compile(r'"([^"\n]+\.typ)"')
"""Where a template imports or includes another one, from where it lies or from the root."""

_OURS = "assertion failed: viche "
"""How a message begins that one of our templates gives on purpose; JSON follows."""

_ISOLATES = "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
"""Signs around words of another language, which nobody has typed."""


def typeset(draft: Draft, order: Order) -> bytes:
    """``draft`` as a tagged PDF/UA-1 that bears the date of the session.

    Raises:
        ContentError: a sign that no font has, a text that does not fit, a template that fails, or
            a font that is none.
    """
    files = ingredients(draft, order)
    if problems := list(_unprintable(draft.script, files)):
        raise ContentError(problems)
    with workshop(files) as root:
        press = partial(_press, order=order, files=files, root=root, fonts=fonts_in(root))
        pdf, problem = press(draft)
        if problem is None:
            return pdf

        def wrong_with(data: Mapping[str, Any]) -> Problem | None:
            return press(replace(draft, data=data))[1]

        raise ContentError(what_is_too_long(problem, draft, wrong_with))


@contextmanager
def workshop(files: Mapping[str, Path]) -> Iterator[Path]:
    """A folder with all ``files`` in it, from which Typst can set what they make."""
    with tempfile.TemporaryDirectory(prefix="viche-kit-") as folder:
        root = Path(folder).resolve()
        for name, path in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, root / name)
        yield root


def fonts_in(root: Path) -> typst.Fonts:
    """The fonts below ``root``, and no others: whatever a computer has besides changes nothing."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[root])


def _press(
    draft: Draft, order: Order, files: Mapping[str, Path], root: Path, fonts: typst.Fonts
) -> tuple[bytes, Problem | None]:
    """The PDF, or what keeps it from being one."""
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
        return b"", _ours(error, draft) or template_problem(error, draft.template, files, root)
    if warnings:
        return b"", template_problem(warnings[0], draft.template, files, root)
    return pdf, None


def ingredients(draft: Draft, order: Order) -> Mapping[str, Path]:
    """The files from which ``draft`` is set: templates, as they import each other, and the rest.

    The rest are fonts, pictures, and whatever a cell's own templates may read.
    """
    return needed(draft.template, order.files)


def needed(template: str, files: Mapping[str, Path]) -> Mapping[str, Path]:
    """Those of ``files`` from which ``template`` sets a page."""
    found, waiting = set[str](), [template]
    while waiting:
        name = waiting.pop()
        if name in files and name not in found:
            found.add(name)
            text = files[name].read_text(encoding="utf-8", errors="replace")
            waiting += [_resolved(path, name) for path in _IMPORTED.findall(text)]
    return {
        name: path
        for name, path in files.items()
        if name in found or not (name.endswith(".typ") or name == _SHEETS)
    }


def _resolved(path: str, importing: str) -> str:
    """The name of the file that the template ``importing`` means by ``path``."""
    whole = posixpath.join("/", posixpath.dirname(importing), path)
    return posixpath.normpath(whole).lstrip("/")


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
    """Fonts that are none; without any, the signs that no font has."""
    try:
        known = printable(files)
    except ContentError as error:
        yield from error.problems
        return
    for line in dict.fromkeys(script.lines):
        if signs := missing(line.words, known):
            shown = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs)
            yield Problem(line.source, "kit-sign", field=line.field, params={"signs": shown})


def printable(files: Mapping[str, Path]) -> frozenset[int]:
    """The code points that the fonts among ``files`` can print.

    Raises:
        ContentError: a font is none.
    """
    found, problems = set[int](), []
    for name, path in files.items():
        if name.lower().endswith(_FONT_ENDINGS):
            try:
                found |= _printable(path, path.stat().st_mtime_ns)
            except ValueError:
                problems.append(Problem(f"kit/{name}", "kit-font"))
    if problems:
        raise ContentError(problems)
    return frozenset(found)


@cache
def _printable(font: Path, changed: int) -> frozenset[int]:
    """What a font can print that was ``changed`` last at this moment."""
    return coverage(font.read_bytes())


def _ours(error: typst.TypstError, draft: Draft) -> Problem | None:
    """What one of our templates tells on purpose."""
    if not error.message.startswith(_OURS):
        return None
    told = json.loads(error.message.removeprefix(_OURS))
    code, file, field = told.pop("code"), told.pop("file"), told.pop("field")
    told["pieces"] = (draft.piece,)
    if "word" in told:
        told["word"] = told["word"].strip(_ISOLATES)
        told["letters"] = len(told["word"])
    sources, word = draft.data["sources"], told.get("word", "")
    source, place = draft.script.place(sources[file], field, word, sources["roster"])
    return Problem(source, code, field=place, params=told)


def template_problem(
    found: typst.TypstError | typst.TypstWarning,
    template: str,
    files: Mapping[str, Path],
    root: Path,
) -> Problem:
    """A fault of a template. Where the cell has files of its own, these are the likely cause.

    One of them may be at fault even if the place is in ours: when a name is gone that we import.
    """
    place = _PLACE.search(found.diagnostic)
    path, line, column = place.groups() if place else (template, 0, 0)
    file = path.rpartition(f"{root.name}/")[2]
    own = _own(files)
    return Problem(
        f"kit/{file}",
        "kit-template-own" if own else "kit-template",
        line=int(line),
        column=int(column),
        # The folder is gone by now, and has another name each time.
        params={"message": found.message.replace(f"{root}{os.sep}", "kit/"), "own": own},
    )


def _own(files: Mapping[str, Path]) -> list[str]:
    """Those of ``files`` that the cell has put beside ours or in their place."""
    shipped = resources.shipped("kit")
    return [
        f"kit/{name}" for name, path in files.items() if not path.resolve().is_relative_to(shipped)
    ]
