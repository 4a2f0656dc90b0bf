"""The feed: news, and the sessions to come, for whoever reads them in a program of their own.

It is RSS 2.0. No clock has a part in it: a piece of news bears its own date, a session that of the
last change of its file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from markupsafe import Markup, escape

from viche.model.content import Meeting
from viche.model.text import direction
from viche.pages.address import address_of, name_of
from viche.pages.news import News
from viche.pages.publication import Publication
from viche.pages.views import FEED, HOME, meeting_view, session_page
from viche.pages.writer import Writer

_MOST = 40
_NEWEST = dt.datetime.max.replace(tzinfo=dt.UTC)
_ATOM = "http://www.w3.org/2005/Atom"
_DUBLIN = "http://purl.org/dc/elements/1.1/"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing to read. Without a ``date`` it is so new that its file has no history yet.

    ``name`` stays whatever else changes; ``lines`` are its text, all of them in ``language``.
    """

    title: str
    address: str
    name: str
    kind: str
    language: str
    lines: tuple[str, ...]
    date: dt.datetime | None


def write_feed(publication: Publication, pieces: Sequence[News], writer: Writer) -> bytes:
    """The feed of a language: of ``pieces``, which are all news, and sessions, the newest first."""
    cell = writer.cell
    items = [_session(meeting, writer) for meeting in publication.coming]
    items += [_news(piece, publication, writer) for piece in pieces]
    shown = sorted(items, key=lambda item: item.date or _NEWEST, reverse=True)[:_MOST]
    rss = Element("rss", {"version": "2.0", "xmlns:atom": _ATOM, "xmlns:dc": _DUBLIN})
    channel = SubElement(rss, "channel")
    _add(channel, "title", writer.bare(cell.name).words)
    _add(channel, "link", address_of(cell, writer.language, HOME))
    _add(channel, "description", writer.bare(cell.description).words)
    _add(channel, "language", writer.language)
    itself = {"rel": "self", "type": "application/rss+xml"}
    SubElement(channel, "atom:link", {"href": address_of(cell, writer.language, FEED), **itself})
    for item in shown:
        _add_item(channel, item)
    indent(rss)
    written: bytes = tostring(rss, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _session(meeting: Meeting, writer: Writer) -> _Item:
    """A session as it is announced: of a closed cell, its month alone."""
    cell, labels, page = writer.cell, writer.labels, session_page(meeting)
    view, title = meeting_view(meeting, page, writer), writer.bare(meeting.session.title)
    when = f"{view.date}, {view.time}" if writer.open else view.month
    lines = [when, labels(f"audience-{view.audience}"), writer.words(meeting.stage.purpose)]
    if writer.open:
        lines.insert(1, writer.words(meeting.session.venue.name))
    return _Item(
        title=title.words,
        address=address_of(cell, writer.language, page),
        name=name_of(cell, meeting),
        kind=labels("sessions"),
        language=writer.language,
        lines=tuple(lines),
        date=writer.changed(meeting.session.source),
    )


def _news(piece: News, publication: Publication, writer: Writer) -> _Item:
    held = piece.meeting is not None and piece.meeting.id in publication.held
    address = address_of(writer.cell, writer.language, piece.path)
    return _Item(
        title=piece.title,
        address=address,
        name=address,
        kind=writer.labels("came-out" if held else "news"),
        language=piece.language,
        lines=(piece.description,) if piece.description else (),
        # At noon in UTC it is the same day almost everywhere.
        date=dt.datetime.combine(writer.told(piece.date), dt.time(12), dt.UTC),
    )


def _add_item(channel: Element, item: _Item) -> None:
    entry = SubElement(channel, "item")
    _add(entry, "title", item.title)
    _add(entry, "link", item.address)
    _add(entry, "guid", item.name).set("isPermaLink", str(item.name == item.address).lower())
    _add(entry, "category", item.kind)
    _add(entry, "dc:language", item.language)
    if item.date:
        _add(entry, "pubDate", format_datetime(item.date))
    if item.lines:
        # Readers take a description for HTML.
        way = Markup('<div lang="{}" dir="{}">{}</div>')
        body = Markup("<br>").join(map(escape, item.lines))
        _add(entry, "description", way.format(item.language, direction(item.language), body))


def _add(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _NOT_XML.sub("", text)
    return element
