"""Who moves where, seat by seat: the steps side by side, and lines from table to table.

A hall is drawn in several pictures, so that each can be read. Lines differ by their pattern, so
that they can be followed in black and white: seats with the same first table have the same one. The
lists of groups on the same page say the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, groupby, pairwise
from textwrap import wrap

from viche.model.content import Meeting
from viche.model.plan import Plan, Seat
from viche.model.programme import Sphere
from viche.pages.canvas import GREY, GROUND, INK, Canvas, plain
from viche.pages.views import Names
from viche.pages.writer import Writer

_MOST_SEATS = 40
"""In one picture."""

_LARGEST_HALL = 400
"""Nobody looks for a seat in dozens of pictures: beyond this, the lists must do."""

_EDGE, _ROW, _GAP, _LINE = 14, 17, 8, 16
_BADGE, _SIGN, _WAY = 26, 7.4, 58
"""How wide a table's number, a sign of a seat, and the way to the next step are."""

_PATTERNS = ("none", "9 4", "2 3", "12 3 2 3", "5 2", "16 3 2 3 2 3")
_SHADE = "#e8eaee"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of some seats, and where it stands among the files of a language."""

    path: str
    title: str
    svg: str
    width: int


def moves(meeting: Meeting, names: Names, writer: Writer) -> tuple[Picture, ...]:
    """The pictures of a meeting; none if nobody moves, or more people do than can be shown."""
    plan = meeting.plan
    if plan is None or len(plan.steps) < 2 or len(plan.seats) > _LARGEST_HALL:
        return ()
    steps = {step.id: step for step in meeting.session.steps}
    titles = [
        writer.labels.step_title(meeting, steps[id], writer.cell.languages).words
        for id in plan.steps
    ]
    pictures = []
    for number, seats in enumerate(_shares(plan, names), start=1):
        drawing = _Moves(seats, titles, names.sphere(seats[0].id), writer)
        path = f"img/{meeting.id}/moves-{number}.svg"
        pictures.append(Picture(path, drawing.title, drawing.svg(), drawing.canvas.width))
    return tuple(pictures)


def _shares(plan: Plan, names: Names) -> Iterator[list[Seat]]:
    """The seats of each picture: no more than fit, of one sphere, and whole cells if they fit."""

    def sphere(seat: Seat) -> str:
        found = names.sphere(seat.id)
        return found.letter if found else ""

    for _, same in groupby(plan.seats, sphere):
        share: list[Seat] = []
        for _, cell in groupby(same, lambda seat: seat.letters):
            for part in _evenly(list(cell)):
                if share and len(share) + len(part) > _MOST_SEATS:
                    yield share
                    share = []
                share += part
        yield share


def _evenly(seats: Sequence[Seat]) -> Iterator[Sequence[Seat]]:
    parts = -(-len(seats) // _MOST_SEATS)
    for at in range(parts):
        yield seats[at * len(seats) // parts : (at + 1) * len(seats) // parts]


class _Moves:
    """One picture: the tables of these seats at every step, and the ways between them."""

    def __init__(
        self,
        seats: Sequence[Seat],
        titles: Sequence[str],
        sphere: Sphere | None,
        writer: Writer,
    ) -> None:
        self.seats, self.sphere, self.writer = seats, sphere, writer
        self.table = _BADGE + round(_SIGN * max(len(seat.id) for seat in seats)) + 10
        widest = max(len(word) for title in titles for word in title.split())
        self.pitch = max(self.table + _WAY, round(_SIGN * widest) + 12)
        self.heads = [_wrapped(title, int(self.pitch / _SIGN) - 1) for title in titles]
        self.canvas = Canvas(writer.labels, 2 * _EDGE + self.pitch * len(titles) - 20)
        self.columns = list(_columns(seats, len(titles)))

    @property
    def title(self) -> str:
        """Whose ways they are."""
        label = self.writer.labels
        if self.sphere:
            return self.writer.words(self.sphere.name)
        first, last = (label.isolate(self.seats[at].id) for at in (0, -1))
        return label("moves-seats", first=first, last=last)

    def svg(self) -> str:
        """The picture, with a description for who can't see it."""
        label = self.writer.labels
        top = 52 + _LINE * max(map(len, self.heads))
        spots = [_spots(tables, top) for tables in self.columns]
        height = max(y for column in spots for y in column.values()) + _ROW + _EDGE
        described = label(
            "moves-described",
            seats=label("seats", n=len(self.seats)),
            steps=label("figure-steps", n=len(self.columns)),
        )
        drawn = [*self._headings(), *self._ways(spots), *self._tables(spots)]
        return self.canvas.svg(height, f"{label('moves')}. {self.title}", described, drawn)

    def _headings(self) -> Iterator[str]:
        canvas = self.canvas
        if self.sphere:
            yield canvas.sign(self.sphere, _EDGE + 13, 24, 13)
        yield canvas.start(_EDGE + (34 if self.sphere else 0), 29, 15, self.title, weight=700)
        for at, lines in enumerate(self.heads):
            for line, said in enumerate(lines):
                yield canvas.start(self._x(at), 58 + _LINE * line, 13, said, weight=500)

    def _ways(self, spots: Sequence[Mapping[str, float]]) -> Iterator[str]:
        """From every seat's place at a step to its place at the next, behind the tables."""
        patterns = dict(zip(self.columns[0], cycle(_PATTERNS), strict=False))
        x = self.canvas.x
        for at, (here, there) in enumerate(pairwise(spots)):
            start, end = self._x(at) + self.table, self._x(at + 1)
            middle = plain(x((start + end) / 2))
            for seat in self.seats:
                y, then = plain(here[seat.id]), plain(there[seat.id])
                curve = f"{middle},{y} {middle},{then} {plain(x(end))},{then}"
                dashes = patterns[seat.route[0].table]
                paint = f'fill="none" stroke="{INK}" stroke-dasharray="{dashes}"'
                yield f'<path d="M{plain(x(start))},{y}C{curve}" {paint}/>'

    def _tables(self, spots: Sequence[Mapping[str, float]]) -> Iterator[str]:
        """A frame with the table's number, and the seats in it."""
        for at, (tables, column) in enumerate(zip(self.columns, spots, strict=True)):
            left = self._x(at)
            for table, seats in tables.items():
                first, last = column[seats[0].id], column[seats[-1].id]
                yield self._frame(left, first, last, self.table, GROUND)
                yield self._frame(left, first, last, _BADGE, _SHADE)
                middle = (first + last) / 2 + 5
                yield self.canvas.middle(left + _BADGE / 2, middle, 13, table, weight=700)
                for seat in seats:
                    y = column[seat.id] + 4.5
                    yield self.canvas.start(left + _BADGE + 6, y, 12.5, seat.id, weight=400)

    def _frame(self, left: float, first: float, last: float, width: float, fill: str) -> str:
        x = min(self.canvas.x(left), self.canvas.x(left + width))
        return (
            f'<rect x="{plain(x)}" y="{plain(first - _ROW / 2)}" width="{plain(width)}" '
            f'height="{plain(last - first + _ROW)}" rx="3" fill="{fill}" stroke="{GREY}"/>'
        )

    def _x(self, step: int) -> float:
        return _EDGE + step * self.pitch


def _columns(seats: Sequence[Seat], steps: int) -> Iterator[dict[int, list[Seat]]]:
    """The seats at each table of each step, in the order in which they come from the step before.

    So ways cross as little as the order of the tables allows.
    """
    for at in range(steps):
        tables: dict[int, list[Seat]] = {}
        for seat in seats:
            tables.setdefault(seat.route[at].table, []).append(seat)
        column = dict(sorted(tables.items()))
        seats = [seat for together in column.values() for seat in together]
        yield column


def _spots(tables: Mapping[int, Sequence[Seat]], top: float) -> dict[str, float]:
    """How far down each seat is, by its id."""
    spots = {}
    y = top + _ROW / 2
    for seats in tables.values():
        for seat in seats:
            spots[seat.id] = y
            y += _ROW
        y += _GAP
    return spots


def _wrapped(title: str, width: int) -> list[str]:
    """A title in lines of so many characters."""
    return wrap(title, max(width, 1), break_long_words=False, break_on_hyphens=False)
