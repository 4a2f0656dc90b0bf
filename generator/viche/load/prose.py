"""Pages of prose: Markdown files that begin with a title, a description and an order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from viche.load.documents import validate
from viche.load.markup import Markup, read_markup
from viche.load.source import Source, named, parse, read_text
from viche.model.base import Count, Date, Document, Word
from viche.model.content import Page
from viche.model.text import LANGUAGES
from viche.problems import Problem, nearest

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_PATH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*\.md")
_RESERVED = re.compile(
    rf"(programme|sessions|kits|assets|img|pictures|search|[0-9]{{4}}-[0-9]{{2}}-.*|{'|'.join(LANGUAGES)})/"
    r"|(404|downloads|translations)\.md"
)
"""Addresses that belong to the generator: its own pages, sessions' routes, other languages."""


@dataclass(frozen=True, slots=True)
class Written:
    """A page as it was written: its body begins at line ``line`` of its file."""

    page: Page
    front: Source
    line: int
    markup: Markup

    @property
    def language(self) -> str:
        """The language in which it is written."""
        return self.page.language

    def problem(self, code: str, start: int, **params: object) -> Problem:
        """A problem at the index ``start`` of the body; without a line if that isn't known."""
        if start < 0:
            return Problem(self.page.source, code, params=params)
        before = self.page.body[:start]
        line, column = before.count("\n"), start - (before.rfind("\n") + 1)
        return Problem(self.page.source, code, self.line + line, column + 1, params=params)


class FrontMatter(Document):
    """What stands between the ``---`` lines at the top of a page."""

    title: Word
    description: Word
    order: Count = 100
    date: Date | None = None
    session: Word = ""


def read_page(
    root: Path, path: str, language: str, name: str, sessions: Collection[str]
) -> tuple[Written | None, list[Problem]]:
    """Read the page ``path`` of the cell in ``root``; ``name`` is its path in its language.

    ``sessions`` are the ids that a piece of news may name.
    """
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
    page = Page(
        path=name,
        language=language,
        title=front.title,
        description=front.description,
        order=front.order,
        body=text[match.end() :],
        source=path,
        date=front.date,
        session=front.session,
    )
    line = text.count("\n", 0, match.end()) + 1
    written = Written(page, source, line, read_markup(page.body))
    wrong = list(_news_problems(source, front, name, sessions))
    wrong += (
        written.problem("hidden-character", start, **named(char))
        for char, start in written.markup.hidden
    )
    return written, wrong


def is_reserved(name: str) -> bool:
    """Whether the program makes what lies at the path ``name`` of a language's pages."""
    return bool(_RESERVED.match(name))


def _news_problems(
    source: Source, front: FrontMatter, name: str, sessions: Collection[str]
) -> Iterator[Problem]:
    """News stand in the order of their days, and what they are about must be there."""
    if name.startswith("news/") and name != "news/index.md" and front.date is None:
        yield source.problem("news-without-date", ())
    for field in ("date", "session"):
        if getattr(front, field) and not name.startswith("news/"):
            yield source.problem("news-elsewhere", (field,), value=field)
    if front.session and front.session not in sessions:
        known = sorted(sessions)
        near = nearest(front.session, known)
        at = ("session",)
        yield source.problem("news-session", at, value=front.session, near=near, known=known)
