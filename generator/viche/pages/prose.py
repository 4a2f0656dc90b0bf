"""Pages that people write: their Markdown is passed on as it is, with what stands around it.

The prose is not escaped here, for it is Markdown. Raw HTML and dangerous addresses in it are
disarmed when Markdown becomes HTML (``viche.engine.clean``).
"""

from __future__ import annotations

from markupsafe import Markup

from viche.model.content import Content, Page
from viche.model.text import direction
from viche.pages.views import HOME, href, meeting_view, programme_page
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


def write_home(content: Content, page: Page | None, writer: Writer) -> str:
    """The home page: what is written for it, the sessions, the programmes in brief."""
    cell = content.cell
    return writer.page(
        "home.md.j2",
        title=page.title if page else writer.words(cell.name),
        source=page.source if page else cell.source,
        meta={
            "description": page.description if page else writer.words(cell.description),
            "hide": ["navigation", "toc"],
            "kind": "home",
        },
        description=cell.description,
        body=_enclosed(page, writer) if page else Markup(""),
        meetings=[meeting_view(meeting, HOME, writer) for meeting in content.meetings],
        programmes=[
            {
                "id": programme.id,
                "title": programme.title,
                "summary": programme.summary,
                "stages": [
                    {
                        "title": stage.title,
                        "open": stage.audience == "open",
                        "href": href(HOME, f"{programme_page(programme)}#stage-{stage.id}"),
                    }
                    for stage in programme.stages
                ],
            }
            for programme in content.programmes
        ],
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


def _enclosed(page: Page, writer: Writer) -> Markup:
    """Prose within a page that has other parts, marked where its language is another."""
    body = Markup(page.body.strip())
    if page.language == writer.language:
        return body
    opening = Markup('<div lang="{}" dir="{}" markdown="1">').format(
        page.language, direction(page.language)
    )
    mark = Markup('<p class="fallback-note">{}</p>').format(writer.labels.fallback(page.language))
    return mark + "\n\n" + opening + "\n\n" + body + "\n\n" + Markup("</div>")
