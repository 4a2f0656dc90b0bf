"""Pages of prose: Markdown files that begin with a title, a description and an order."""

from __future__ import annotations

import re
from pathlib import Path

from viche.load.documents import validate
from viche.load.source import parse, read_text
from viche.model.base import Count, Date, Document, Id, Word
from viche.model.content import Page
from viche.model.text import LANGUAGES
from viche.problems import Problem

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_PATH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*\.md")
_RESERVED = re.compile(
    rf"(programme|sessions|kits|assets|img|search|[0-9]{{4}}-[0-9]{{2}}-.*|{'|'.join(LANGUAGES)})/"
    r"|(404)\.md"
)
"""Addresses that belong to the generator: its own pages, sessions' routes, other languages."""


class FrontMatter(Document):
    """What stands between the ``---`` lines at the top of a page."""

    title: Word
    description: Word
    order: Count = 100
    date: Date | None = None
    session: Id = ""


def read_page(root: Path, path: str, language: str, name: str) -> tuple[Page | None, list[Problem]]:
    """Read the page ``path`` of the cell in ``root``; ``name`` is its path in its language."""
    if not _PATH.fullmatch(name):
        return None, [Problem(path, "page-name", params={"name": name})]
    if reserved := _RESERVED.match(name):
        return None, [Problem(path, "page-reserved", params={"name": reserved[1] or reserved[2]})]
    text, problems = read_text(root, path)
    if problems:
        return None, problems
    match = _FRONT_MATTER.match(text)
    if not match:
        return None, [Problem(path, "front-matter", 1, 1)]
    source, problems = parse(path, match[1], first_line=2)
    if source is None:
        return None, problems
    front, wrong = validate(FrontMatter, source, name)
    if front is None or problems:
        return None, problems + wrong
    body = text[match.end() :]
    return (
        Page(
            path=name,
            language=language,
            title=front.title,
            description=front.description,
            order=front.order,
            body=body,
            source=path,
            date=front.date,
            session=front.session,
        ),
        [],
    )
