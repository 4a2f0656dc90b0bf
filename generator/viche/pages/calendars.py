"""Calendar files: one for each session, and one of all to which a calendar can subscribe.

They are iCalendar (RFC 5545, with the names and refreshing of RFC 7986). No clock has a part in
them: an event is as old as the file of its session.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vUri

from viche.model.content import Meeting
from viche.model.session import timetable
from viche.pages.address import address_of, mailto, name_of
from viche.pages.invitation import invitation
from viche.pages.publication import Publication
from viche.pages.views import ALL_CALENDAR, SESSIONS, calendar_file, session_page
from viche.pages.writer import Writer

_PROGRAM = "-//viche//sessions//"
_REFRESHED = dt.timedelta(days=1)
_ALARMS = (("alarm-day", dt.timedelta(days=-1)), ("alarm-hours", dt.timedelta(hours=-2)))
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_COUNTED_FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def calendars(publication: Publication, writer: Writer) -> dict[str, bytes]:
    """The calendar files of a language by path; none of a closed cell, which tells no hours."""
    meetings = publication.content.meetings
    if writer.cell.is_closed or not meetings:
        return {}
    each = {calendar_file(meeting): _calendar([meeting], writer) for meeting in meetings}
    whole = _calendar(meetings, writer)
    _name(whole, writer)
    return {path: calendar.to_ical() for path, calendar in (each | {ALL_CALENDAR: whole}).items()}


def _calendar(meetings: Iterable[Meeting], writer: Writer) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"{_PROGRAM}{writer.language.upper()}")
    calendar.add("calscale", "GREGORIAN")
    # RFC 5546 publishes nothing that has no organiser.
    if writer.cell.mailbox:
        calendar.add("method", "PUBLISH")
    events = [_event(meeting, writer) for meeting in meetings]
    for event in events:
        calendar.add_component(event)
    moments = [moment for event in events for moment in (event.DTSTART, event.DTEND)]
    # Python's calendar ends with the year 9999, and the search for changes goes a little beyond.
    years = [min(moment.year, dt.MAXYEAR - 1) for moment in moments]
    calendar.add_missing_timezones(
        first_date=dt.date(min(years), 1, 1), last_date=dt.date(max(years), 12, 31)
    )
    return calendar


def _name(calendar: Calendar, writer: Writer) -> None:
    """What a calendar is called that is subscribed to, and how often it is to be asked for."""
    name = writer.labels("calendar-name", cell=_plain(writer.bare(writer.cell.name).words))
    calendar.add("name", name, parameters={"LANGUAGE": writer.language})
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", writer.cell.timezone)
    calendar.add("url", vUri(address_of(writer.cell, writer.language, SESSIONS)))
    calendar.add("source", _uri(address_of(writer.cell, writer.language, ALL_CALENDAR)))
    calendar.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")


def _event(meeting: Meeting, writer: Writer) -> Event:
    event, times = Event(), timetable(meeting.session)
    zone = ZoneInfo(writer.cell.timezone)
    title, venue = writer.bare(meeting.session.title), meeting.session.venue
    place, name = writer.bare(venue.name), _plain(title.words)
    event.add("uid", name_of(writer.cell, meeting))
    event.add("dtstart", times[0].start.replace(tzinfo=zone))
    event.add("dtend", times[-1].end.replace(tzinfo=zone))
    _add_age(event, meeting, writer)
    event.add("summary", name, parameters={"LANGUAGE": title.language})
    told = _plain("\n".join(_told(meeting, writer)))
    event.add("description", told, parameters={"LANGUAGE": writer.language})
    found = _plain(f"{place.words}, {writer.bare(venue.address).words}")
    event.add("location", found, parameters={"LANGUAGE": place.language})
    event.add("url", vUri(address_of(writer.cell, writer.language, session_page(meeting))))
    event.add("status", "CONFIRMED")
    if mailbox := writer.cell.mailbox:
        cell = writer.bare(writer.cell.name)
        called = {"CN": _plain(cell.words), "LANGUAGE": cell.language}
        event.add("organizer", vCalAddress(mailto(mailbox)), parameters=called)
    for label, before in _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", before)
        alarm.add("description", writer.labels(label, title=name))
        event.add_component(alarm)
    return event


def _add_age(event: Event, meeting: Meeting, writer: Writer) -> None:
    """When the event was written, and a number that grows with every change.

    A session without a history counts as written on its day. It has no number then: one that falls
    would make a calendar keep what is old.
    """
    changed = writer.changed(meeting.session.source)
    written = changed or dt.datetime.combine(meeting.session.date, dt.time(), dt.UTC)
    event.add("dtstamp", written.astimezone(dt.UTC))
    if changed:
        event.add("sequence", max((changed - _COUNTED_FROM) // dt.timedelta(minutes=1), 0))
        event.add("last-modified", changed.astimezone(dt.UTC))


def _told(meeting: Meeting, writer: Writer) -> list[str]:
    """What it is for, who is invited, how to sign up, how to get in, where to read more."""
    page, labels = session_page(meeting), writer.labels
    found = invitation(meeting, page, writer)
    invited = [labels(f"audience-{found.audience}"), *map(writer.words, found.categories)]
    lines = [
        writer.words(meeting.stage.purpose),
        "",
        f"{labels('invited')}: {'; '.join(invited)}",
    ]
    if found.registration and found.registration.address:
        lines.append(f"{labels('register')}: {found.registration.address}")
    if found.until:
        lines.append(labels("register-until", date=found.until))
    if found.registration and found.registration.note:
        lines.append(writer.words(found.registration.note))
    if found.venue.access:
        lines.append(f"{labels('access')}: {writer.words(found.venue.access)}")
    return [*lines, "", address_of(writer.cell, writer.language, page)]


def _plain(words: str) -> str:
    """Words without the signs that end a line, or worse, in the eyes of some readers."""
    return _CONTROL.sub(" ", words)


def _uri(address: str) -> vUri:
    return vUri(address, params={"VALUE": "URI"})
