"""What surrounds every page of a language: the site's name, its navigation, its standing words.

All of it is markup already: an engine puts it into pages as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viche.labels import Labels
from viche.model.content import Content, Page
from viche.pages.escape import escape
from viche.pages.prose import prose_pages
from viche.pages.views import HOME, KIT, SESSIONS, programme_page, session_page
from viche.pages.writer import Writer

Navigation = Sequence[Mapping[str, object]]
"""Titles with the path of a page or a further level, in order: MkDocs' own way of writing it."""

_PROGRAMMES = 50
"""Prose with an order from here on stands after the programmes and sessions."""

_WORDS = (
    "contact",
    "edit-page",
    "header",
    "languages",
    "lost",
    "lost-home",
    "menu",
    "permalink",
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


def frame(content: Content, labels: Labels, *, kit: bool) -> Frame:
    """The frame of the pages in the language of ``labels``; ``kit`` if a page shows one."""
    cell = content.cell
    writer = Writer(cell, labels, {})
    return Frame(
        name=str(escape(writer.words(cell.name))),
        description=str(escape(writer.words(cell.description))),
        notice=str(writer.marked(writer.local(cell.notice))) if cell.notice else "",
        contact=str(escape(cell.contact or "")),
        nav=_navigation(content, writer, kit=kit),
        words={word: str(escape(labels(f"frame-{word}"))) for word in _WORDS},
    )


def _navigation(content: Content, writer: Writer, *, kit: bool) -> Navigation:
    """Home, prose by its order with a section for each folder, programmes and sessions between."""
    label = writer.labels
    prose = prose_pages(content, writer.language)
    folders: dict[str, list[Page]] = {}
    for page in sorted(prose.values(), key=lambda page: (page.order, page.path)):
        if page.path != HOME:
            folders.setdefault(page.path.rpartition("/")[0], []).append(page)
    sections = [(page.order, _entry(page.title, page.path)) for page in folders.pop("", [])]
    for folder, pages in folders.items():
        key = f"section-{folder}"
        title = label(key) if key in label else pages[0].title
        inside = [_entry(page.title, page.path) for page in pages]
        sections.append((pages[0].order, _entry(title, inside)))
    sections.sort(key=lambda section: section[0])
    sessions = [
        _entry(writer.words(meeting.session.title), session_page(meeting))
        for meeting in content.meetings
    ]
    about = [_entry(label("all-sessions"), SESSIONS)]
    if kit:
        about.append(_entry(label("kits-page"), KIT))
    return [
        _entry(label("home"), HOME),
        *(section for order, section in sections if order < _PROGRAMMES),
        *_programmes(content, writer),
        _entry(label("sessions"), [*about, *sessions]),
        *(section for order, section in sections if order >= _PROGRAMMES),
    ]


def _programmes(content: Content, writer: Writer) -> Navigation:
    """The programme; a section where there are several."""
    label = writer.labels("programme")
    if len(content.programmes) == 1:
        return [_entry(label, programme_page(content.programmes[0]))]
    pages = [_entry(writer.words(each.title), programme_page(each)) for each in content.programmes]
    return [_entry(label, pages)] if pages else []


def _entry(title: str, target: object) -> Mapping[str, object]:
    return {str(escape(title)): target}
