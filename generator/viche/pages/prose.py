"""Pages that people write: their Markdown is passed on as it is, with what stands around it.

The prose is not escaped here, for it is Markdown. Raw HTML and dangerous addresses in it are
disarmed when Markdown becomes HTML (``viche.engine.clean``).
"""

from __future__ import annotations

from markupsafe import Markup

from viche.model.content import Content, Page
from viche.model.text import direction
from viche.pages.writer import Writer


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
        body=Markup(page.body.strip()),
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


def enclosed(page: Page, writer: Writer) -> Markup:
    """Prose within a page that has other parts, marked where its language is another."""
    body = Markup(page.body.strip())
    if page.language == writer.language:
        return body
    opening = Markup('<div lang="{}" dir="{}" markdown="1">').format(
        page.language, direction(page.language)
    )
    mark = Markup('<p class="fallback-note">{}</p>').format(writer.labels.fallback(page.language))
    return mark + "\n\n" + opening + "\n\n" + body + "\n\n" + Markup("</div>")
