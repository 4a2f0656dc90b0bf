"""The home page: who this is, what is next, what came out last, how to take part."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from viche.model.content import Page
from viche.pages.invitation import invitation
from viche.pages.news import News, news_after, news_view
from viche.pages.outcome import outcome
from viche.pages.prose import enclosed
from viche.pages.publication import Publication
from viche.pages.structured import publisher
from viche.pages.timeline import timeline
from viche.pages.views import HOME, NEWS, SESSIONS, href, programme_page
from viche.pages.writer import Writer

_LATEST = 3


def write_home(
    publication: Publication, pieces: Sequence[News], page: Page | None, writer: Writer
) -> str:
    """The home page; ``pieces`` are all news, ``page`` is what the cell has written for it."""
    content = publication.content
    past = publication.past
    last = past[0] if past else None
    about_last = news_after(pieces, last, writer) if last else []
    return writer.page(
        "home.md.j2",
        title=page.title if page else writer.words(content.cell.name),
        source=page.source if page else content.cell.source,
        meta={
            "description": page.description if page else writer.words(content.cell.description),
            "hide": ["navigation", "toc"],
            "kind": "home",
            "events": publisher(writer),
        },
        description=content.cell.description,
        body=enclosed(page, writer) if page else Markup(""),
        invitations=[invitation(meeting, HOME, writer) for meeting in publication.announced],
        sessions_href=href(HOME, SESSIONS),
        outcome=outcome(last, pieces, publication, HOME, writer) if last else None,
        news=[news_view(piece, HOME, writer) for piece in pieces if piece not in about_last][
            :_LATEST
        ],
        news_href=href(HOME, NEWS),
        programmes=[
            {
                "id": programme.id,
                "title": programme.title,
                "summary": programme.summary,
                "href": href(HOME, programme_page(programme)),
                "lines": timeline(programme, publication, HOME, writer),
            }
            for programme in content.programmes
        ],
    )
