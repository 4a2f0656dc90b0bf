"""News: pages below ``news/`` with a date, what lists and feeds are told of them, their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from viche.model.content import Content, Meeting, Page
from viche.model.text import Localised, direction
from viche.pages.escape import escape
from viche.pages.prose import enclosed, prose_pages
from viche.pages.publication import Publication
from viche.pages.shares import share_of
from viche.pages.views import NEWS, MeetingView, href, meeting_view
from viche.pages.writer import Writer

_FOLDER = "news/"


@dataclass(frozen=True, slots=True)
class News:
    """A piece of news, as one language has it.

    ``path`` is that of its page in the language's tree. ``language`` is the one in which it is
    written; where that isn't the reader's, ``fallback`` is true. ``meeting`` is what it is about.
    """

    page: Page
    path: str
    date: dt.date
    title: str
    description: str
    language: str
    fallback: bool
    meeting: Meeting | None


@dataclass(frozen=True, slots=True)
class NewsView:
    """A piece of news as lists show it; ``day`` is empty where only the ``month`` may be told."""

    title: Localised
    description: Localised
    href: str
    month: str
    day: str
    shown: str
    meeting: MeetingView | None


def is_news(page: Page) -> bool:
    """Whether a page of prose is a piece of news, and not what stands above their list."""
    return page.path.startswith(_FOLDER) and page.path != NEWS and page.date is not None


def news(publication: Publication, language: str) -> tuple[News, ...]:
    """All news, the newest first: each in ``language``, else in the first one that has it."""
    content = publication.content
    found = [
        _piece(page, page.date, content, language)
        for page in prose_pages(content, language).values()
        if is_news(page) and page.date is not None
    ]
    return tuple(sorted(found, key=lambda piece: (-piece.date.toordinal(), piece.path)))


def news_after(pieces: Sequence[News], meeting: Meeting, writer: Writer) -> list[News]:
    """The news about one meeting from its day on: what came out of it, not what announced it.

    Where days may not be told, the month alone decides.
    """
    begun = writer.told(meeting.session.date)
    return [
        each
        for each in pieces
        if each.meeting and each.meeting.id == meeting.id and each.date >= begun
    ]


def news_view(piece: News, page: str, writer: Writer) -> NewsView:
    """A piece of news as seen from ``page``."""
    return NewsView(
        title=Localised(piece.title, piece.language, piece.fallback),
        description=Localised(piece.description, piece.language, piece.fallback),
        href=href(page, piece.path),
        month=f"{piece.date:%Y-%m}",
        day=piece.date.isoformat() if writer.open else "",
        shown=writer.labels.day(piece.date) if writer.open else writer.labels.month(piece.date),
        meeting=meeting_view(piece.meeting, page, writer) if piece.meeting else None,
    )


def write_news(pieces: Sequence[News], page: Page | None, writer: Writer) -> str:
    """The list of all news by month, below what the cell may have written for it itself."""
    months = groupby(pieces, key=lambda piece: writer.labels.month(piece.date))
    return writer.page(
        "news.md.j2",
        title=page.title if page else writer.labels("news"),
        source=page.source if page else writer.cell.source,
        meta={"description": page.description if page else writer.labels("news-described")},
        body=enclosed(page, writer) if page else "",
        months=[
            (month, [news_view(piece, NEWS, writer) for piece in inside])
            for month, inside in months
        ],
    )


def write_piece(piece: News, writer: Writer) -> str:
    """The page of one piece of news."""
    image = {"image": share_of(piece.meeting)} if piece.meeting else {}
    return writer.page(
        "piece.md.j2",
        title=piece.title,
        source=piece.page.source,
        meta={"description": piece.description, "kind": "news", **image},
        heading=_in_its_language(piece),
        piece=news_view(piece, piece.path, writer),
        all_href=href(piece.path, NEWS),
        body=enclosed(piece.page, writer),
    )


def _in_its_language(piece: News) -> Markup:
    """The title without a visible mark: that of the text below it is enough."""
    words = escape(piece.title)
    if not piece.fallback:
        return words
    return Markup('<span lang="{}" dir="{}">{}</span>').format(
        piece.language, direction(piece.language), words
    )


def _piece(page: Page, date: dt.date, content: Content, language: str) -> News:
    meetings = {meeting.id: meeting for meeting in content.meetings}
    return News(
        page=page,
        path=page.path,
        date=date,
        title=page.title,
        description=page.description,
        language=page.language,
        fallback=page.language != language,
        meeting=meetings.get(page.session),
    )
