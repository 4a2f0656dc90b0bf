"""Where a fault of a finished page comes from: the file and the line that an organiser edits."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from viche.load.markup import read_markup
from viche.problems import Problem

_SOURCE = re.compile(r'^source: (".*")$', re.MULTILINE)
_FRONT = re.compile(r"---\n.*?^---[ \t]*\n", re.DOTALL | re.MULTILINE)
_PROSE = "content/pages/"


def traced(
    problems: Iterable[Problem], root: Path, pages: Path, first: str, *, shown: str = "build/site"
) -> Iterator[Problem]:
    """``problems`` of finished pages, each at the prose that it stands in, if it stands in prose.

    What a template or a field of YAML is to blame for stays with the finished page.

    Args:
        problems: what the guard found; pages are named as in ``shown``.
        root: the cell's folder.
        pages: the Markdown from which the site was made, by language.
        first: the language of the site's root.
        shown: what problems call the folder of the site.
    """
    for problem in problems:
        prose = _prose(problem.source, pages, first, shown)
        other = problem.params.get("other")
        if isinstance(other, str) and (meant := _prose(other, pages, first, shown)):
            problem = replace(problem, params={**problem.params, "other": meant})
        if prose and "value" in problem.params and (root / prose).is_file():
            problem = _located(problem, prose, (root / prose).read_text(encoding="utf-8-sig"))
        yield problem


def _prose(page: str, pages: Path, first: str, shown: str) -> str:
    """The file of prose from which the finished ``page`` was made, or an empty string."""
    path = page.removeprefix(f"{shown}/")
    if path == page or not path.endswith(".html"):
        return ""
    name = path.removesuffix(".html") + ".md"
    language = name.split("/")[0]
    inside = (pages / language).is_dir() and language != first
    made = pages / name if inside else pages / first / name
    if not made.is_file():
        return ""
    match = _SOURCE.search(made.read_text(encoding="utf-8"))
    source = str(json.loads(match[1])) if match else ""
    return source if source.startswith(_PROSE) else ""


def _located(problem: Problem, prose: str, text: str) -> Problem:
    """``problem`` at the place in ``prose`` where its value stands; else as it was."""
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    start = front.end() if front else 0
    value = str(problem.params["value"])
    if problem.code == "page-title-twice":
        return replace(problem, source=prose)
    markup = read_markup(text[start:])
    places = [
        *(link.start for link in markup.links if value in {link.address, _finished(link.address)}),
        *(heading.start for heading in markup.headings if heading.words == value),
        *(heading.start for heading in markup.headings if heading.id == value),
    ]
    if not places or places[0] < 0:
        return problem
    before = text[: start + places[0]]
    column = len(before) - before.rfind("\n")
    return replace(problem, source=prose, line=before.count("\n") + 1, column=column)


def _finished(address: str) -> str:
    """The address of a page as the engine writes it."""
    path, hash_, anchor = address.partition("#")
    stem, ending = posixpath.splitext(path)
    return (f"{stem}.html" if ending == ".md" else path) + hash_ + anchor
