"""Pages that people write: their Markdown is passed on as it is, with what stands around it.

The prose is not escaped here, for it is Markdown. Raw HTML and dangerous addresses in it are
disarmed when Markdown becomes HTML (``viche.engine.clean``), which knows it by the lines around it.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from viche.model.content import Content, Page
from viche.model.text import direction
from viche.pages.writer import Writer

_AROUND = ("div", "section", "article")
"""Elements that can stand around prose, the usual one first."""

_OURS = re.compile(r"<(?=/?viche-)", re.IGNORECASE)
"""What begins a line between the pages and the engine; who types one, sees it as typed."""

_UNENDED = re.compile(r"<(?=[a-z/!?][^>]*\Z)", re.IGNORECASE)
"""A tag without an end would take the next one that follows the prose."""


def prose_pages(content: Content, language: str) -> dict[str, Page]:
    """Every page of prose by its path, in ``language``, else in the first language that has it."""
    order = (language, *content.cell.languages)
    pages: dict[str, Page] = {}
    for path in sorted({path for _, path in content.pages}):
        written = next((code for code in order if (code, path) in content.pages), None)
        if written is not None:
            pages[path] = content.pages[written, path]
    return pages


def write_prose(page: Page, writer: Writer) -> str:
    """A page of prose."""
    return writer.page(
        "prose.md.j2",
        title=page.title,
        source=page.source,
        meta={"description": page.description, **_written_in(page, writer)},
        body=_said(page.body.strip()),
    )


def _written_in(page: Page, writer: Writer) -> dict[str, object]:
    """Says in the front matter that the whole page is in another language than the reader's."""
    if page.language == writer.language:
        return {}
    return {
        "written": {
            "lang": page.language,
            "dir": direction(page.language),
            "mark": writer.labels.fallback(page.language),
        }
    }


def _said(body: str) -> Markup:
    """``body`` between the lines that tell the engine what people wrote."""
    return Markup("<viche-prose>\n\n{}\n\n</viche-prose>").format(Markup(_OURS.sub("&lt;", body)))


def enclosed(page: Page, writer: Writer) -> Markup:
    """Prose within a page that has other parts, marked where its language is another."""
    around, body = _around(_UNENDED.sub("&lt;", page.body.strip()))
    language = page.language
    if language == writer.language:
        return _said(f'<{around} markdown="1">\n\n{body}\n\n</{around}>')
    way = direction(language)
    body = f'<{around} lang="{language}" dir="{way}" markdown="1">\n\n{body}\n\n</{around}>'
    mark = Markup('<p class="fallback-note">{}</p>').format(writer.labels.fallback(language))
    return Markup("{}\n\n{}").format(mark, _said(body))


def _around(body: str) -> tuple[str, str]:
    """An element that ``body`` neither begins nor ends, for it could not hold it; and the body.

    Whoever types all that we know sees the last one as it was typed.
    """
    typed = {element: re.compile(rf"<(?=/?{element}\b)", re.IGNORECASE) for element in _AROUND}
    for element, mark in typed.items():
        if not mark.search(body):
            return element, body
    return _AROUND[-1], typed[_AROUND[-1]].sub("&lt;", body)
