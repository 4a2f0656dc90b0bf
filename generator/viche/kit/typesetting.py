"""The typesetter: a template of the ``kit`` room and its data become a PDF.

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
from viche.kit.script import Script
from viche.problems import ContentError, Problem

_FONT_ENDINGS = (".ttf", ".otf")
_PLACE = re.compile(r"┌─ (\S+\.typ):(\d+):(\d+)")
"""Where a diagnostic of Typst says that the fault is."""

_OURS = "assertion failed: viche "
"""How a message begins that one of our templates gives on purpose; JSON follows."""


def typeset(
    template: str,
    data: Mapping[str, Any],
    script: Script,
    files: Mapping[str, Path],
    moment: dt.datetime,
) -> bytes:
    """``template`` with ``data``, as a tagged PDF/UA-1 that bears the date of ``moment``.

    Raises:
        ContentError: a sign that no font has, a text that does not fit, or a template that fails.
    """
    if problems := list(_unprintable(script, files)):
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
                root / template,
                root=root,
                font_paths=fonts,
                package_path=root,
                package_cache_path=root,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=moment,
            )
        except typst.TypstError as error:
            problem = _problem(error, template, root.name, data["sources"])
            raise ContentError([problem]) from None
    if warnings:
        raise ContentError(_template_problem(each, template, root.name) for each in warnings)
    return pdf


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
