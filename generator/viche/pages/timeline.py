"""The stages of a programme with their state and days: as lines of a list, and as a picture.

The list is what counts: the picture shows the same at a glance, and its text leads to the list.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from viche.model.programme import Programme
from viche.model.schedule import Entry, Span, State, schedule
from viche.model.text import Text
from viche.pages.canvas import GREY, GROUND, INK, PALE, Canvas, plain
from viche.pages.publication import Publication
from viche.pages.views import href, programme_page
from viche.pages.writer import Writer

_HEAD, _EDGE, _ROW = 34, 14, 18
"""How far down lanes begin, where words begin, and how high a row of them is."""

_AHEAD = "#17508f"
_DASHES = ' stroke-dasharray="3 3"'
_MARKS: dict[State, tuple[str, str, str, str]] = {
    "done": (INK, INK, "", "#fff"),
    "passed": (PALE, INK, "", INK),
    "next": (_AHEAD, _AHEAD, "", "#fff"),
    "planned": (GROUND, INK, "", INK),
    "undated": (GROUND, GREY, _DASHES, GREY),
}
"""What a stage is filled and outlined with, how its outline is broken, the colour of its number."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stage as a list of stages shows it.

    ``days`` are whole months where no more may be told. ``when`` says them, and is empty where
    nothing is known; ``counted`` says from what they were counted, where they were.
    """

    number: int
    title: Text
    href: str
    audience: str
    state: State
    days: Span | None
    when: str
    counted: str


def timeline(
    programme: Programme, publication: Publication, page: str, writer: Writer
) -> tuple[Line, ...]:
    """All stages of ``programme`` as seen from ``page``."""
    entries = schedule(
        programme, publication.content.meetings, publication.held, whole_months=not writer.open
    )
    numbers = {entry.stage.id: at for at, entry in enumerate(entries, start=1)}
    return tuple(
        Line(
            number=number,
            title=entry.stage.title,
            href=href(page, f"{programme_page(programme)}#stage-{entry.stage.id}"),
            audience=entry.stage.audience,
            state=entry.state,
            days=entry.days,
            when=_when(entry, writer),
            counted=_counted(entry, numbers, writer),
        )
        for number, entry in enumerate(entries, start=1)
    )


def _when(entry: Entry, writer: Writer) -> str:
    if entry.days is None:
        return ""
    say = writer.labels.days if writer.open else writer.labels.months
    said = say(entry.days.first, entry.days.last)
    return said if entry.counted_from is None else writer.labels("about", days=said)


def _counted(entry: Entry, numbers: dict[str, int], writer: Writer) -> str:
    if entry.counted_from is None:
        return ""
    source = entry.counted_from
    title = writer.words(source.title)
    return writer.labels("counted-from", number=numbers[source.id], title=title)


def timeline_file(programme: Programme, *, wide: bool) -> str:
    """Where the picture of a programme's stages is: one for wide screens, one for narrow ones."""
    return f"img/{programme.id}/timeline{'' if wide else '-narrow'}.svg"


def timeline_pictures(
    programme: Programme, lines: Sequence[Line], writer: Writer
) -> dict[str, str]:
    """The pictures of the stages along their days, by file; none if no stage has any."""
    if not any(line.days for line in lines):
        return {}
    return {
        timeline_file(programme, wide=wide): _Drawing.of(lines, writer, wide=wide).svg(lines)
        for wide in (True, False)
    }


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Stages one below the other, each in a lane that runs from ``begin`` to ``end``.

    Wide pictures have the titles beside the lanes, narrow ones above them: 320 units are as wide as
    the narrowest screen, so that the words can be read there.
    """

    canvas: Canvas
    writer: Writer
    axis: Span
    begin: float
    end: float
    letters: int
    marks: int

    @classmethod
    def of(cls, lines: Sequence[Line], writer: Writer, *, wide: bool) -> _Drawing:
        days = [line.days for line in lines if line.days]
        first = min(each.first for each in days).replace(day=1)
        last = max(each.last for each in days)
        axis = Span(first, last.replace(day=monthrange(last.year, last.month)[1]))
        canvas = Canvas(writer.labels, 680 if wide else 320)
        if wide:
            return cls(canvas, writer, axis, begin=285, end=655, letters=30, marks=4)
        return cls(canvas, writer, axis, begin=28, end=292, letters=33, marks=3)

    def svg(self, lines: Sequence[Line]) -> str:
        label = self.writer.labels
        months = list(self._months())
        drawn = [
            self.canvas.start(self._at(day), 22, 13, label.brief_month(day), GREY, 400)
            for day in months
        ]
        top = float(_HEAD)
        for line in lines:
            top += self._lane(line, top, months, drawn)
        stages = label("figure-stages", n=len(lines))
        described = label("timeline-described", stages=stages)
        return self.canvas.svg(top + 8, label("timeline"), described, drawn)

    def _lane(self, line: Line, top: float, months: Sequence[dt.date], drawn: list[str]) -> float:
        """Draw one stage; how high its lane is."""
        beside = self.begin > _EDGE * 2
        rows = wrap(f"{line.number}. {self.writer.words(line.title)}", self.letters)
        for at, row in enumerate(rows, start=1):
            drawn.append(self.canvas.start(_EDGE, top + at * _ROW, 14, row, weight=500))
        high = _ROW * len(rows)
        y = top + (high / 2 + 5 if beside else high + 20)
        paint = f'stroke="{PALE}" stroke-width="1"'
        drawn.append(_stroke(self.canvas.x(self.begin), self.canvas.x(self.end), y, y, paint))
        for day in months:
            x = self.canvas.x(self._at(day))
            drawn.append(_stroke(x, x, y - 7, y + 7, paint))
        drawn += self._mark(line, y)
        return high + (20 if beside else 40)

    def _mark(self, line: Line, y: float) -> Iterator[str]:
        fill, stroke, dashes, number = _MARKS[line.state if line.days else "undated"]
        first = self._at(line.days.first) if line.days else self.begin
        last = self._at(line.days.last) if line.days else self.begin
        paint = f'fill="{fill}" stroke="{stroke}" stroke-width="2"{dashes}'
        left = min(self.canvas.x(first), self.canvas.x(last))
        if line.state == "next":
            yield _pill(left, last - first, y, 15, f'fill="none" stroke="{stroke}"')
        yield _pill(left, last - first, y, 11, paint)
        yield self.canvas.middle((first + last) / 2, y + 4.5, 13, line.number, number, weight=700)
        if not line.days:
            state = self.writer.labels(f"state-{line.state}")
            yield self.canvas.start(self.begin + 20, y + 5, 13, state, GREY, 400)

    def _months(self) -> Iterator[dt.date]:
        """Where months begin: as many of them as there is room to name."""
        axis = self.axis
        count = (axis.last.year - axis.first.year) * 12 + axis.last.month - axis.first.month + 1
        for month in range(0, count, -(-count // self.marks)):
            years, ahead = divmod(axis.first.month - 1 + month, 12)
            yield axis.first.replace(year=axis.first.year + years, month=ahead + 1)

    def _at(self, day: dt.date) -> float:
        axis = self.axis
        part = (day - axis.first).days / max(1, (axis.last - axis.first).days)
        return self.begin + part * (self.end - self.begin)


def _stroke(x1: float, x2: float, y1: float, y2: float, paint: str) -> str:
    ends = f'x1="{plain(x1)}" y1="{plain(y1)}" x2="{plain(x2)}" y2="{plain(y2)}"'
    return f"<line {ends} {paint}/>"


def _pill(left: float, width: float, y: float, radius: float, paint: str) -> str:
    """From its first point to its last, round at both ends: a circle if they are the same."""
    place = f'x="{plain(left - radius)}" y="{plain(y - radius)}"'
    size = f'width="{plain(width + 2 * radius)}" height="{plain(2 * radius)}"'
    return f'<rect {place} {size} rx="{plain(radius)}" {paint}/>'
