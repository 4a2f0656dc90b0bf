"""Which pages have a picture of their own where somebody passes on a link, and what it says.

The site has one, each programme and each session. News have none, for their number has no end:
those of a session show the session's, and all others the site's.
"""

from __future__ import annotations

from dataclasses import replace
from textwrap import shorten

from viche.labels import Labels
from viche.model.content import Meeting
from viche.model.programme import Programme
from viche.model.share import Share
from viche.model.text import Localised
from viche.pages.publication import Publication
from viche.pages.views import meeting_view, session_page
from viche.pages.writer import Writer

SITE_SHARE = "img/share/site.png"

_LONGEST_TITLE = 160
_LONGEST_LINE = 220
"""Characters: as much as the picture has room for at its smallest size."""


def share_of(about: Meeting | Programme) -> str:
    """Where the picture of a session or a programme lies, in the pages of each language."""
    kind = "session" if isinstance(about, Meeting) else "programme"
    return f"img/share/{kind}-{about.id}.png"


def shares(publication: Publication, labels: Labels) -> tuple[Share, ...]:
    """The pictures of one language: of the site, of each programme, of each session."""
    content, writer = publication.content, Writer(publication.content.cell, labels, {})
    cell, programmes = content.cell, content.programmes
    name = _fitting(writer.local(cell.name), _LONGEST_LINE)
    site = Share(
        path=SITE_SHARE,
        heading=_fitting(writer.local(cell.city), _LONGEST_LINE),
        title=_fitting(writer.local(cell.name), _LONGEST_TITLE),
        lines=(_fitting(writer.local(cell.description), _LONGEST_LINE),),
        signs=programmes[0].spheres if programmes else (),
    )
    return (
        site,
        *(
            Share(
                path=share_of(programme),
                heading=name,
                title=_fitting(writer.local(programme.title), _LONGEST_TITLE),
                lines=(_fitting(writer.local(programme.summary), _LONGEST_LINE),),
                signs=programme.spheres,
            )
            for programme in programmes
        ),
        *(
            Share(
                path=share_of(meeting),
                heading=name,
                title=_fitting(writer.local(meeting.session.title), _LONGEST_TITLE),
                lines=_when_and_where(meeting, writer),
                signs=meeting.programme.spheres,
            )
            for meeting in content.meetings
        ),
    )


def _when_and_where(meeting: Meeting, writer: Writer) -> tuple[Localised, ...]:
    """Day, hour and place; of a closed cell, the month alone."""
    view = meeting_view(meeting, session_page(meeting), writer)

    def said(words: str) -> Localised:
        return Localised(words, writer.language, fallback=False)

    if not writer.open:
        return (said(view.month),)
    place = _fitting(writer.local(meeting.session.venue.name), _LONGEST_LINE // 2)
    return said(f"{view.date}, {view.time}"), place


def _fitting(text: Localised, most: int) -> Localised:
    """The text, no longer than there is room for: cut between words, or inside the first one."""
    if len(text.words) <= most:
        return text
    kept = shorten(text.words, most, placeholder="…")
    return replace(text, words=kept if len(kept) > 1 else f"{text.words[: most - 1]}…")
