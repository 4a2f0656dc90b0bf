"""What templates are told about programmes and sessions: words and addresses."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from viche.labels import Labels
from viche.model.base import Range
from viche.model.content import Meeting
from viche.model.plan import Place, letters_of
from viche.model.programme import Programme, Sphere, Stage
from viche.model.session import Step, timetable
from viche.model.text import Text
from viche.network import Grouping, Topology
from viche.pages.escape import escape
from viche.pages.writer import Writer, link

HOME = "index.md"
SESSIONS = "sessions/index.md"
KIT = "sessions/kit.md"
NEWS = "news/index.md"
DOWNLOADS = "downloads.md"
PRESS = "press.md"
TRANSLATIONS = "translations.md"
PRIVACY = "privacy.md"
PROPOSE = "propose.md"
FEED = "feed.xml"
ALL_CALENDAR = "sessions/all.ics"


def programme_page(programme: Programme) -> str:
    """Where the page of a programme is."""
    return f"programme/{programme.id}/index.md"


def session_page(meeting: Meeting) -> str:
    """Where the page of a session is."""
    return f"sessions/{meeting.id}.md"


def calendar_file(meeting: Meeting) -> str:
    """Where the file is that puts a session into somebody's calendar."""
    return f"sessions/{meeting.id}.ics"


def routes_page(meeting: Meeting) -> str:
    """Where the page is that QR codes open: its folder's address is printed on paper."""
    return f"{meeting.id}/index.md"


def href(page: str, target: str) -> str:
    """The address of the page ``target`` for raw HTML on ``page``."""
    path, hash_, anchor = target.partition("#")
    if anchor and path == page:
        return f"#{anchor}"
    return link(page, path.removesuffix(".md") + ".html") + hash_ + anchor


def signs_folder(programme: Programme) -> str:
    """Where the signs of a programme's spheres are, in a language's pages."""
    return f"img/{programme.id}"


def duration_range(minutes: Range, labels: Labels) -> str:
    """A duration, or the shortest and the longest."""
    if minutes.min == minutes.max:
        return labels.duration(minutes.max)
    if minutes.min % 60 == minutes.max % 60 == 0:
        low, high = minutes.min // 60, minutes.max // 60
        return labels("hours-range", range=labels.span(low, high), n=high)
    return labels("minutes-range", range=labels.span(minutes.min, minutes.max), n=minutes.max)


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A session in brief, as lists show it."""

    title: Text
    stage: Text
    audience: str
    venue: Text
    href: str
    year: int
    date: str
    month: str
    time: str
    span: str


def meeting_view(meeting: Meeting, page: str, writer: Writer) -> MeetingView:
    """A session as seen from ``page``."""
    session, labels = meeting.session, writer.labels
    times = timetable(session)
    return MeetingView(
        title=session.title,
        stage=meeting.stage.title,
        audience=meeting.stage.audience,
        venue=session.venue.name,
        href=href(page, session_page(meeting)),
        year=session.date.year,
        date=labels.date(session.date),
        month=labels.month(session.date),
        time=labels.isolate(labels.time(session.start)),
        span=labels.span(times[0].start, times[-1].end),
    )


def session_titles(meetings: Sequence[Meeting], writer: Writer) -> dict[str, str]:
    """What each session is called where its title stands alone, by its id.

    Sessions of one title are told apart by their day; where it may not be told, by their month.
    """
    titles = {meeting.id: writer.words(meeting.session.title) for meeting in meetings}
    count = Counter(titles.values())
    when = writer.labels.day if writer.open else writer.labels.month
    return {
        meeting.id: f"{title}, {when(meeting.session.date)}" if count[title] > 1 else title
        for meeting, title in zip(meetings, titles.values(), strict=True)
    }


def zone(meeting: Meeting, writer: Writer) -> str:
    """The time zone as the session's day has it: ``UTC+2``."""
    moment = dt.datetime.combine(meeting.session.date, meeting.session.start)
    offset = moment.replace(tzinfo=ZoneInfo(writer.cell.timezone)).strftime("%z")
    sign, hours, minutes = offset[0], int(offset[1:3]), offset[3:5]
    tail = f":{minutes}" if minutes != "00" else ""
    return writer.labels.isolate(f"UTC{'−' if sign == '-' else '+'}{hours}{tail}")


@dataclass(frozen=True, slots=True)
class Names:
    """Says groups and seats in words. Which letter means what depends on the topology."""

    meeting: Meeting
    topology: Topology
    writer: Writer

    @classmethod
    def of(cls, meeting: Meeting, writer: Writer) -> Names | None:
        """The names for a meeting's network, if it has one."""
        if meeting.topology is None:
            return None
        return cls(meeting, meeting.topology, writer)

    def group(self, step: Step, place: Place) -> Markup:
        """A group: the words of its letters, in the order in which the group names them."""
        axes = (axis.name for axis in self._grouping(step).axes)
        return self._said(zip(axes, place.group.split("-"), strict=True))

    def block(self, step: Step, place: Place) -> Markup:
        """Whose tables are counted where groups are dealt: the letters that the group keeps."""
        axes = (axis.name for axis in self._grouping(step).kept)
        return self._said(zip(axes, place.group.split("-"), strict=False))

    def seat(self, seat: str) -> Markup:
        """A seat by its id: sphere and part in full."""
        axes = (axis.name for axis in self.topology.lettered)
        return self._said(zip(axes, letters_of(seat), strict=True), full=True)

    def sphere(self, seat: str) -> Sphere | None:
        """The sphere of a seat, where the network has spheres."""
        axes = [axis.name for axis in self.topology.lettered]
        if "sphere" not in axes:
            return None
        return self.meeting.programme.sphere(letters_of(seat)[axes.index("sphere")])

    def beside_sphere(self, seat: str) -> Markup:
        """What the letters of a seat say, without its sphere."""
        axes = (axis.name for axis in self.topology.lettered)
        said = zip(axes, letters_of(seat), strict=True)
        return self._said((axis, token) for axis, token in said if axis != "sphere")

    @property
    def axis(self) -> Markup:
        """What the letters of seats stand for, where the network has no spheres."""
        lettered = self.topology.lettered
        own = self.meeting.programme.network(self.topology.name)
        if lettered and lettered[0].name == "part":
            return escape(self.writer.labels("parts"))
        if own is None:
            return escape(self.writer.labels(f"network-{self.topology.name}"))
        names = {axis.id: axis.name for axis in own.axes}
        return self._name((lettered and names[lettered[0].name]) or own.title)

    def _grouping(self, step: Step) -> Grouping:
        found = self.meeting.grouping(step)
        assert found is not None, "people sit in groups at this step"
        return found

    def _said(self, tokens: Iterator[tuple[str, str]], *, full: bool = False) -> Markup:
        return Markup(" · ").join(self._token(axis, token, full) for axis, token in tokens)

    def _token(self, axis: str, token: str, full: bool) -> Markup:
        if axis == "sphere":
            sphere = self.meeting.programme.sphere(token)
            return self._name(sphere.name if full else sphere.short)
        known = {each.name: each for each in self.topology.lettered}
        if axis not in known:
            return escape(self.writer.labels("number", number=token))
        if known[axis].stays:
            return escape(self.writer.labels.staying(known[axis], token))
        values = self.meeting.programme.values(self.topology, axis)
        return self._name({value.letter: value.name for value in values}[token])

    def _name(self, text: Text) -> Markup:
        return self.writer.marked(self.writer.local(text), brief=True)


def network_name(programme: Programme, stage: Stage, labels: Labels) -> Text | str:
    """What the network of a stage is called; empty if it has none."""
    if stage.network is None:
        return ""
    own = programme.network(stage.network)
    return labels(f"network-{stage.network}") if own is None else own.title


def stage_number(programme: Programme, stage: Stage) -> int:
    """Which stage it is, counted from 1."""
    return programme.stages.index(stage) + 1
