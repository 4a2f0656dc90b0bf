"""Calendar files, as a reader of another hand understands them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.timezone import Observance

from tests.pages.sample import CELL, SESSION, rendered, sample
from viche.labels import read_labels
from viche.model.content import Content
from viche.model.history import History
from viche.model.session import Registration
from viche.model.text import Text
from viche.pages import Publication, frame
from viche.pages.calendars import calendars
from viche.pages.writer import Writer
from viche.resources import tree

FILES = tree("site", CELL)
CONTENT = sample()
NO_MAILBOXES = (
    "+380 44 123 45 67",
    "@hill",
    "write to cell@hill.example",
    "https://hill.example/@cell",
    "tel:+380@hill.example",
    "hill.example/@cell.name",
    "cell@localhost",
)
ONE, ALL = f"sessions/{SESSION}.ics", "sessions/all.ics"


def files(content: Content, language: str = "en", history: History | None = None) -> dict[str, str]:
    publication = Publication(content, FILES, history=history or History())
    writer = Writer.of(publication, read_labels(language, FILES))
    return {path: made.decode() for path, made in calendars(publication, writer).items()}


def read(text: str) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(text)


def with_session(content: Content, **changes: object) -> Content:
    (meeting,) = content.meetings
    session = meeting.session.model_copy(update=changes)
    return replace(content, meetings=(replace(meeting, session=session),))


def with_cell(content: Content, **changes: object) -> Content:
    return replace(content, cell=content.cell.model_copy(update=changes))


@pytest.mark.parametrize(("language", "title"), [("uk", "Мала сесія"), ("en", "Small session")])
def test_each_session_and_all_of_them_can_be_put_into_a_calendar(language: str, title: str) -> None:
    made = files(sample(), language)
    assert made.keys() == {ONE, ALL}
    for text in made.values():
        (event,) = read(text).events
        assert event.summary == title
        assert event.dtstart == dt.datetime(2027, 1, 30, 9, 30, tzinfo=ZoneInfo("Europe/Kyiv"))
        assert event.dtend == dt.datetime(2027, 1, 30, 11, 0, tzinfo=ZoneInfo("Europe/Kyiv"))
        assert event.uid == f"{SESSION}@hill.example/cell"
        folder = "" if language == "uk" else f"{language}/"
        address = f"https://hill.example/cell/{folder}sessions/{SESSION}.html"
        assert str(event.url) == address
        assert event.description is not None
        assert event.description.endswith(address)


def test_whoever_reads_another_language_is_told_which_one_it_is() -> None:
    (text, _) = files(sample(), "he").values()
    assert "SUMMARY;LANGUAGE=uk:Мала сесія\r\n" in text
    assert "DESCRIPTION;LANGUAGE=he:" in text


def test_an_event_tells_how_to_sign_up_and_where() -> None:
    registration = Registration.model_validate(
        {"address": "https://form.example/?a=1,2;3", "until": "2027-01-10", "note": "Come; or not"}
    )
    (event,) = read(files(with_session(sample(), registration=registration))[ONE]).events
    assert event.location == "School, 2 School Street"
    assert event.description is not None
    for told in ("https://form.example/?a=1,2;3", "10 January 2027", "Come; or not", "Who is inv"):
        assert told in event.description


def test_the_calendar_to_subscribe_to_has_a_name_and_is_asked_for_once_a_day() -> None:
    made = files(sample())
    assert "NAME;LANGUAGE=en:Hill cell: sessions\r\n" in made[ALL]
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in made[ALL]
    assert "REFRESH-INTERVAL" not in made[ONE]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", ["Завтра: Мала сесія", "За дві години: Мала сесія"]),
        ("en", ["Tomorrow: Small session", "In two hours: Small session"]),
    ],
)
def test_a_calendar_reminds_a_day_and_two_hours_before(language: str, said: list[str]) -> None:
    (event,) = read(files(sample(), language)[ONE]).events
    assert [alarm.description for alarm in event.alarm] == said
    assert [alarm.trigger for alarm in event.alarm] == [dt.timedelta(-1), dt.timedelta(hours=-2)]


def test_a_mailbox_makes_an_organiser_and_nothing_else_does() -> None:
    content = with_cell(sample(), name=Text.model_validate('Осередок "Пагорб"; північ, 1'))
    (event,) = read(files(content)[ONE]).events
    assert event.organizer is not None
    assert str(event.organizer.uri) == "mailto:cell@hill.example"
    assert "METHOD:PUBLISH\r\n" in files(content)[ONE]
    for contact in (*NO_MAILBOXES, None):
        (text, _) = files(with_cell(content, contact=contact)).values()
        assert "ORGANIZER" not in text
        assert "METHOD" not in text
        assert len(read(text).events) == 1


def test_a_closed_cell_has_no_calendar() -> None:
    assert files(sample(closed=True)) == {}


def test_an_event_is_as_old_as_its_file_and_its_number_grows() -> None:
    content = sample()
    source = content.meetings[0].session.source
    numbers = []
    for moment in (dt.datetime(2026, 11, day, 8, 30, tzinfo=dt.UTC) for day in (1, 2)):
        history = History({source: moment})
        made = files(content, "uk", history)
        assert made == files(content, "uk", history)
        (event,) = read(made[ONE]).events
        assert event.dtstamp == moment
        numbers.append(event.sequence or 0)
    assert 0 < numbers[0] < numbers[1]


def test_without_a_history_an_event_has_no_number_that_could_fall() -> None:
    for made in files(sample()).values():
        assert "SEQUENCE" not in made
        assert "LAST-MODIFIED" not in made
        (event,) = read(made).events
        assert event.dtstamp.year == 2027


@pytest.mark.parametrize("contact", NO_MAILBOXES)
def test_what_is_no_mailbox_is_said_and_not_linked(contact: str) -> None:
    content = with_cell(sample(), contact=contact)
    made = rendered(content, "en")
    assert contact in unescape(frame(content, read_labels("en", FILES), made).contact)
    assert not any("mailto:" in page for page in made.values() if isinstance(page, str))


def test_a_mailbox_can_be_written_to_from_every_page() -> None:
    content = with_cell(sample(), contact="a&b%c+d@hill.example")
    link = 'href="mailto:a%26b%25c+d@hill.example"'
    made = rendered(content, "en")
    assert link in unescape(frame(content, read_labels("en", FILES), made).contact)
    assert link in unescape(str(made["press.md"]))


@settings(max_examples=60, deadline=None)
@given(
    title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=150).filter(
        str.strip
    ),
    place=st.text("אבגд ,;:\\\n\"'^é🎉", min_size=1).filter(str.strip),
)
def test_any_title_and_place_come_back_in_lines_that_cut_no_character(
    title: str, place: str
) -> None:
    content = CONTENT
    venue = content.meetings[0].session.venue
    said = Text.model_validate(title)
    venue = venue.model_copy(update={"name": Text.model_validate(place)})
    made = files(with_session(content, title=said, venue=venue))[ONE]
    lines = made.encode().split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and line.decode() and b"\n" not in line for line in lines)
    (event,) = read(made).events
    assert (event.summary or "").split() == [
        word for word in _without_controls(title).split() if word
    ]
    assert (event.location or "").startswith(place.strip())


def _without_controls(words: str) -> str:
    ends = {*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029} - {0x0A}
    return "".join(" " if ord(sign) in ends else sign for sign in words)


ZONES = ["Europe/Kyiv", "Asia/Jerusalem", "America/Santiago", "Asia/Kathmandu", "Atlantic/Azores"]


@settings(max_examples=40, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(dt.date(2024, 1, 1), dt.date(2035, 12, 31)),
    hour=st.integers(5, 21),
)
def test_the_time_zone_in_the_file_is_that_of_the_world(zone: str, day: dt.date, hour: int) -> None:
    """Read from the file alone, as by a program that has never heard of the zone."""
    content = with_cell(CONTENT, timezone=zone)
    calendar = read(files(with_session(content, date=day, start=dt.time(hour)))[ONE])
    (found,) = calendar.timezones
    clock = dt.datetime.combine(day, dt.time(hour))
    assert found.tz_id == zone
    expected = clock.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    assert _offset([*found.standard, *found.daylight], clock) == expected


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31", "2027-07-01", "2027-01-01"])
def test_on_the_days_when_clocks_change_the_hour_is_right(day: str) -> None:
    changed = with_session(sample(), date=dt.date.fromisoformat(day), start=dt.time(10))
    (event,) = read(files(changed)[ONE]).events
    assert isinstance(event.dtstart, dt.datetime)
    winter = day in ("2027-10-31", "2027-01-01")
    assert event.dtstart.astimezone(dt.UTC).hour == (8 if winter else 7)


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_a_slip_in_the_year_is_no_trouble(day: dt.date) -> None:
    for zone in ZONES:
        content = with_cell(CONTENT, timezone=zone)
        assert len(read(files(with_session(content, date=day))[ONE]).events) == 1


def _offset(observances: Sequence[Observance], clock: dt.datetime) -> dt.timedelta:
    """RFC 5545, 3.6.5: the observance counts that began last before the moment."""
    onsets = [
        (begun, observance.tz_offset_to.offset)
        for observance in observances
        for begun in (observance.dtstart, *observance.rdate)
        if isinstance(begun, dt.datetime) and begun <= clock
    ]
    return max(onsets, key=lambda onset: onset[0])[1]
