"""What search engines are told in words of schema.org: sessions as events, and who publishes.

Which fields an event needs is written in “Event structured data” of Google's documentation for
developers: name, location and start are required, the others recommended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from viche.model.content import Meeting
from viche.model.session import timetable
from viche.model.text import Text
from viche.pages.address import address_of
from viche.pages.shares import SITE_SHARE, share_of
from viche.pages.views import HOME, session_page
from viche.pages.writer import Writer

Thing: TypeAlias = Mapping[str, Any]
"""An object as JSON would hold it."""

_SCHEMA = "https://schema.org"


def events(meeting: Meeting, writer: Writer) -> list[Thing]:
    """The session as an event; none of a closed cell, where an event would tell place and hour."""
    if writer.cell.is_closed:
        return []
    cell, session = writer.cell, meeting.session
    times, zone = timetable(session), ZoneInfo(cell.timezone)

    def address(path: str) -> str:
        return address_of(cell, writer.language, path)

    def said(text: Text) -> str:
        return writer.bare(text).words

    def moment(clock: dt.datetime) -> str:
        return clock.replace(tzinfo=zone).isoformat()

    return [
        {
            "@context": _SCHEMA,
            "@type": "Event",
            "name": said(session.title),
            "description": said(meeting.stage.purpose),
            "startDate": moment(times[0].start),
            "endDate": moment(times[-1].end),
            "eventStatus": f"{_SCHEMA}/EventScheduled",
            "eventAttendanceMode": f"{_SCHEMA}/OfflineEventAttendanceMode",
            "location": {
                "@type": "Place",
                "name": said(session.venue.name),
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": said(session.venue.address),
                },
            },
            "audience": {
                "@type": "Audience",
                "audienceType": writer.labels(f"audience-{meeting.stage.audience}"),
            },
            "organizer": [
                _organisation(id, writer)
                for id in dict.fromkeys((meeting.organisers.main, *meeting.organisers.co))
            ],
            "image": [address(share_of(meeting))],
            "inLanguage": list(cell.paper_languages),
            "isAccessibleForFree": True,
            "url": address(session_page(meeting)),
        }
    ]


def publisher(writer: Writer) -> list[Thing]:
    """The site and whose it is, for the home page."""
    cell = writer.cell
    organisation = {
        "@type": "Organization",
        "name": writer.bare(cell.name).words,
        "url": cell.address,
    }
    site = {
        "@context": _SCHEMA,
        "@type": "WebSite",
        "name": writer.bare(cell.name).words,
        "description": writer.bare(cell.description).words,
        "url": address_of(cell, writer.language, HOME),
        "inLanguage": writer.language,
        "image": address_of(cell, writer.language, SITE_SHARE),
        "publisher": organisation,
    }
    return [site]


def _organisation(organisation: str, writer: Writer) -> Thing:
    """A partner with its own address, if it has one; the cell with that of the site."""
    cell = writer.cell
    address = cell.address if organisation == cell.cell else cell.website(organisation)
    name = writer.bare(cell.organisation_name(organisation)).words
    found = {"@type": "Organization", "name": name}
    return found | {"url": address} if address else found
