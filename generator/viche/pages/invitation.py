"""A session to come, as whoever may want to take part is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from viche.model.content import Meeting
from viche.model.session import Registration, Venue
from viche.model.text import Text
from viche.pages.views import MeetingView, calendar_file, meeting_view, zone
from viche.pages.writer import Writer, link


@dataclass(frozen=True, slots=True)
class Invitation:
    """When and where, who is invited, how to sign up.

    ``until`` is the last day to sign up, ``calendar`` the address of the file for one's calendar:
    both are empty where they may not be told.
    """

    meeting: MeetingView
    zone: str
    venue: Venue
    audience: str
    categories: tuple[Text, ...]
    registration: Registration | None
    until: str
    calendar: str


def invitation(meeting: Meeting, page: str, writer: Writer) -> Invitation:
    """The invitation to ``meeting`` as seen from ``page``."""
    names = {category.id: category.name for category in meeting.programme.categories}
    registration = meeting.session.registration
    until = registration.until if registration and writer.open else None
    return Invitation(
        meeting=meeting_view(meeting, page, writer),
        zone=zone(meeting, writer),
        venue=meeting.session.venue,
        audience=meeting.stage.audience,
        categories=tuple(names[id] for id in meeting.stage.categories),
        registration=registration,
        until=writer.labels.date(until) if until else "",
        calendar=link(page, calendar_file(meeting)) if writer.open else "",
    )
