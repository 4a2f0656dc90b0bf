"""What came out of a session that was held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viche.model.content import Meeting
from viche.model.text import Text
from viche.pages.news import News, NewsView, news_after, news_view
from viche.pages.publication import Publication
from viche.pages.views import MeetingView, meeting_view
from viche.pages.writer import Writer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the stage brings forth, where it is published, the news of it, and what follows."""

    meeting: MeetingView
    output: Text
    published: tuple[Text, ...]
    news: tuple[NewsView, ...]
    following: MeetingView | None


def outcome(
    meeting: Meeting, pieces: Sequence[News], publication: Publication, page: str, writer: Writer
) -> Outcome:
    """What came out of ``meeting``, as seen from ``page``; ``pieces`` are all news."""
    coming = [each for each in publication.coming if each.programme.id == meeting.programme.id]
    return Outcome(
        meeting=meeting_view(meeting, page, writer),
        output=meeting.stage.output,
        published=meeting.stage.published,
        news=tuple(news_view(piece, page, writer) for piece in news_after(pieces, meeting, writer)),
        following=meeting_view(coming[0], page, writer) if coming else None,
    )
