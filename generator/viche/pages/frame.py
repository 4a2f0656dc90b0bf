"""What surrounds every page of a language: the site's name, its navigation, its standing words.

All of it is markup already: an engine puts it into pages as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from viche.labels import Labels
from viche.model.content import Content, Page
from viche.pages.escape import escape
from viche.pages.news import is_news
from viche.pages.prose import prose_pages
from viche.pages.views import (
    DOWNLOADS,
    HOME,
    KIT,
    NEWS,
    PRESS,
    PRIVACY,
    PROPOSE,
    SESSIONS,
    TRANSLATIONS,
    programme_page,
    session_page,
    session_titles,
)
from viche.pages.writer import Writer

Navigation = Sequence[Mapping[str, object]]
"""Titles with the path of a page or a further level, in order: MkDocs' own way of writing it."""

_PROGRAMMES = 50
"""Prose with an order from here on stands after the programmes and sessions."""

_FOOTER = {
    DOWNLOADS: "downloads-page",
    PRESS: "media-page",
    PRIVACY: "",
    TRANSLATIONS: "translations",
}
"""What stands at the foot of every page, with its label; without one it is prose of the cell."""

_WORDS = (
    "beside",
    "calendar",
    "changed",
    "contact",
    "edit-page",
    "feed",
    "languages",
    "locale",
    "lost",
    "lost-home",
    "menu",
    "notice",
    "permalink",
    "search",
    "search-close",
    "search-failed",
    "search-field",
    "search-loading",
    "sections",
    "skip-to-content",
    "source-of-page",
    "theme-dark",
    "theme-light",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The name of a site, and what stands around its pages."""

    name: str
    description: str
    notice: str
    contact: str
    nav: Navigation
    words: Mapping[str, str]
    footer: Sequence[tuple[str, str]] = ()
    """Titles and paths of the pages and files that stand at the foot of every page."""


def frame(content: Content, labels: Labels, made: Collection[str]) -> Frame:
    """The frame of the pages in the language of ``labels``; ``made`` are their paths."""
    cell = content.cell
    writer = Writer(cell, labels, {})
    return Frame(
        name=str(escape(writer.words(cell.name))),
        description=str(escape(writer.words(cell.description))),
        notice=str(writer.marked(writer.local(cell.notice))) if cell.notice else "",
        contact=str(writer.contact),
        nav=_navigation(content, writer, made),
        footer=_footer(content, writer, made),
        words={word: str(escape(labels(f"frame-{word}"))) for word in _WORDS},
    )


def _navigation(content: Content, writer: Writer, made: Collection[str]) -> Navigation:
    """Home, prose by its order with a section for each folder, and our own pages between."""
    label = writer.labels
    prose = prose_pages(content, writer.language)
    folders: dict[str, list[Page]] = {}
    for page in sorted(prose.values(), key=lambda page: (page.order, page.path)):
        if page.path not in (HOME, NEWS, *_FOOTER) and not is_news(page):
            folders.setdefault(page.path.rpartition("/")[0], []).append(page)
    sections = [(page.order, _entry(page.title, page.path)) for page in folders.pop("", [])]
    for folder, pages in folders.items():
        key = f"section-{folder}"
        title = label(key) if key in label else pages[0].title
        inside = [_entry(page.title, page.path) for page in pages]
        sections.append((pages[0].order, _entry(title, inside)))
    sections.sort(key=lambda section: section[0])
    titles = session_titles(content.meetings, writer)
    sessions = [_entry(titles[meeting.id], session_page(meeting)) for meeting in content.meetings]
    about = [_entry(label("all-sessions"), SESSIONS)]
    if KIT in made:
        about.append(_entry(label("kits-page"), KIT))
    news = [_entry(label("news"), NEWS)] if NEWS in made else []
    return [
        _entry(label("home"), HOME),
        *(section for order, section in sections if order < _PROGRAMMES),
        *_programmes(content, writer),
        _entry(label("sessions"), [*about, *sessions]),
        *news,
        *(section for order, section in sections if order >= _PROGRAMMES),
    ]


def _footer(content: Content, writer: Writer, made: Collection[str]) -> list[tuple[str, str]]:
    """What everyone may look for and few do every day; the theme adds the feed and the dates."""
    titles = {path: writer.labels(name) for path, name in _FOOTER.items() if name}
    titles |= {path: page.title for path, page in prose_pages(content, writer.language).items()}
    return [(str(escape(titles[path])), path) for path in (*_FOOTER, PROPOSE) if path in made]


def _programmes(content: Content, writer: Writer) -> Navigation:
    """The programme; a section where there are several."""
    label = writer.labels("programme")
    if len(content.programmes) == 1:
        return [_entry(label, programme_page(content.programmes[0]))]
    pages = [_entry(writer.words(each.title), programme_page(each)) for each in content.programmes]
    return [_entry(label, pages)] if pages else []


def _entry(title: str, target: object) -> Mapping[str, object]:
    return {str(escape(title)): target}
