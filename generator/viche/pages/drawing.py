"""Pictures, drawn from the model: the spheres' signs, the grid of a network, one person's way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from viche.model.plan import Plan, Seat
from viche.model.programme import Programme, Sphere
from viche.network import INCOMPLETE_3D, Policy, seat_incomplete_3d
from viche.pages.canvas import FONT, GREY, GROUND, INK, PALE, Canvas, draw_shape, plain
from viche.pages.escape import escape
from viche.pages.writer import Writer

PER_PROFILE_GROUP = 5
_GROUPINGS = ("profile", "cross", "reconciling", "profile-again")
_WIDTH = 480
_COLUMN, _SEAT = 22, 20
"""How far apart the small seats of a panel are."""


def sign(sphere: Sphere) -> str:
    """The sign of a sphere: its shape in its colour, with its letter."""
    baseline = {"triangle": 19.5, "star": 16}.get(sphere.shape, 16.3)
    size = 10 if sphere.shape in {"triangle", "star"} else 12
    letter = (
        f'<text x="12" y="{baseline}" fill="#fff" font-family="{FONT}" font-weight="700" '
        f'font-size="{size}" text-anchor="middle">{escape(sphere.letter)}</text>'
    )
    shape = draw_shape(sphere.shape, 12, 12, 11.5, f'fill="{sphere.colour}"')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">'
        f"{shape}{letter}</svg>\n"
    )


def network_pictures(programme: Programme, writer: Writer) -> dict[str, str]:
    """The grid of the programme's network, its groups, one seat's way through it, by file name."""
    attendance = {
        sphere.letter: PER_PROFILE_GROUP * len(programme.parts) for sphere in programme.spheres
    }
    letters = [part.letter for part in programme.parts]
    plan = seat_incomplete_3d(attendance, letters, Policy.FULL_COVERAGE)
    sphere = programme.spheres[min(1, len(programme.spheres) - 1)]
    chosen = plan.seat(f"{sphere.letter}-{letters[0]}-2")
    drawn = _Drawing(programme, writer, plan, Canvas(writer.labels, _WIDTH))
    return {
        "network-grid.svg": drawn.grid(),
        "network-groups.svg": drawn.groups(chosen),
        "network-route.svg": drawn.way(chosen),
    }


@dataclass(frozen=True, slots=True)
class _Drawing:
    programme: Programme
    writer: Writer
    plan: Plan
    canvas: Canvas

    def grid(self) -> str:
        label, spheres = self.writer.labels, self.programme.spheres
        block_width, column, row = 232, 40, 33
        block_height = 66 + row * PER_PROFILE_GROUP
        drawn = []
        for at, sphere in enumerate(spheres):
            left, top = 8 + at % 2 * block_width, 8 + at // 2 * block_height
            drawn.append(self.canvas.sign(sphere, left + 20, top + 18, 13))
            drawn.append(
                self.canvas.start(left + 40, top + 24, 16, self.writer.words(sphere.short))
            )
            for position, part in enumerate(self.programme.parts):
                x = left + 52 + position * column
                drawn.append(self.canvas.middle(x, top + 54, 15, part.letter, GREY))
                for number in range(PER_PROFILE_GROUP):
                    drawn.append(
                        self.canvas.sign(sphere, x, top + 76 + number * row, 14, number + 1)
                    )
            for number in range(PER_PROFILE_GROUP):
                drawn.append(
                    self.canvas.middle(left + 20, top + 81 + number * row, 13, number + 1, GREY)
                )
        bottom = 8 + (len(spheres) + 1) // 2 * block_height + 24
        for position, part in enumerate(self.programme.parts):
            x, y = 20 + position % 2 * block_width, bottom + position // 2 * 26
            drawn.append(self.canvas.start(x, y, 15, part.letter, weight=700))
            drawn.append(self.canvas.start(x + 20, y, 15, self.writer.words(part.name)))
        height = bottom + (len(self.programme.parts) + 1) // 2 * 26
        return self.canvas.svg(
            height,
            label("figure-grid"),
            label(
                "figure-grid-described",
                spheres=label("figure-spheres", n=len(spheres)),
                parts=label("figure-parts", n=len(self.programme.parts)),
                people=label("people", n=len(self.plan.seats)),
            ),
            drawn,
        )

    def way(self, chosen: Seat) -> str:
        label = self.writer.labels
        panel_width, panel_height = 236, 320
        drawn: list[str] = []
        told = []
        for at, grouping in enumerate(_GROUPINGS):
            left, top = 4 + at % 2 * panel_width, 8 + at // 2 * panel_height
            step = self.plan.steps[at]
            title = f"{at + 1}. {label(f'step-groups-{grouping}')}"
            group = self.plan.place(chosen, step).group
            company = self.plan.groups(step)[group]
            told.append(f"{title}: {', '.join(label.isolate(seat.id) for seat in company)}.")
            drawn.append(self.canvas.start(left + 12, top + 20, 15, title, weight=700))
            drawn += self._panel(left + 10, top + 34, chosen, company)
        bottom = 8 + len(_GROUPINGS) // 2 * panel_height + 12
        sphere = self.programme.sphere(chosen.letters[0])
        drawn.append(self.canvas.sign(sphere, 24, bottom, 11))
        drawn.append(self.canvas.ring(24, bottom))
        drawn.append(self.canvas.start(46, bottom + 5, 15, label("figure-way-self")))
        drawn.append(self.canvas.sign(sphere, 24, bottom + 30, 9))
        drawn.append(self.canvas.start(46, bottom + 35, 15, label("figure-way-company")))
        seat = label.isolate(chosen.id)
        steps = label("figure-steps", n=len(_GROUPINGS))
        described = " ".join([label("figure-way-described", steps=steps, seat=seat), *told])
        return self.canvas.svg(bottom + 52, label("figure-way"), described, drawn)

    def groups(self, chosen: Seat) -> str:
        """The same grid once for each kind of group: lines join who sits together."""
        label = self.writer.labels
        panel_width, panel_height = 236, 292
        drawn: list[str] = []
        told = []
        for at, grouping in enumerate(_GROUPINGS[:-1]):
            left, top = 4 + at % 2 * panel_width, 8 + at // 2 * panel_height
            title, step = label(f"step-groups-{grouping}"), self.plan.steps[at]
            tables = self.plan.groups(step)
            own = tables[self.plan.place(chosen, step).group]
            told.append(f"{title}: {label('groups', n=len(tables))}.")
            drawn.append(self.canvas.start(left + 12, top + 20, 15, title, weight=700))
            places = {id: (x, y) for id, _, x, y in self._seats(left + 10, top + 34)}
            for table in sorted(tables.values(), key=lambda table: table == own):
                joined = [places[seat.id] for seat in table]
                drawn.append(self._line(joined, INK if table == own else PALE))
            drawn += self._panel(left + 10, top + 34, chosen, own)
        left, top = 4 + panel_width, 8 + panel_height
        for at, row in enumerate(wrap(label("figure-groups-read"), 28)):
            drawn.append(self.canvas.start(left + 12, top + 64 + at * 20, 14, row, weight=400))
        described = " ".join([label("figure-groups-described"), *told])
        return self.canvas.svg(8 + 2 * panel_height, label("figure-groups"), described, drawn)

    def _line(self, joined: Sequence[tuple[float, float]], colour: str) -> str:
        points = " ".join(f"{plain(self.canvas.x(x))},{plain(y)}" for x, y in joined)
        width = "2.5" if colour == INK else "1.2"
        return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"/>'

    def _panel(
        self, left: float, top: float, chosen: Seat, company: Sequence[Seat]
    ) -> Iterator[str]:
        """All seats, small; whoever sits at the table is filled, the chosen seat ringed."""
        together = {seat.id for seat in company}
        for x0, y0, sphere in self._blocks(left, top):
            yield self.canvas.middle(x0 + 7, y0 + 14, 13, sphere.letter, sphere.colour, weight=700)
            for position, part in enumerate(self.programme.parts):
                x = x0 + 28 + position * _COLUMN
                yield self.canvas.middle(x, y0 + 14, 12, part.letter, GREY)
        for id, sphere, x, y in self._seats(left, top):
            if id in together:
                yield self.canvas.sign(sphere, x, y, 9)
            else:
                paint = f'fill="{GROUND}" stroke="{PALE}" stroke-width="1.5"'
                yield draw_shape(sphere.shape, self.canvas.x(x), y, 6, paint)
            if id == chosen.id:
                yield self.canvas.ring(x, y)

    def _blocks(self, left: float, top: float) -> Iterator[tuple[float, float, Sphere]]:
        """Where the seats of each sphere begin."""
        width = 28 + _COLUMN * len(self.programme.parts)
        height = 36 + _SEAT * PER_PROFILE_GROUP
        for at, sphere in enumerate(self.programme.spheres):
            yield left + at % 2 * width, top + at // 2 * height, sphere

    def _seats(self, left: float, top: float) -> Iterator[tuple[str, Sphere, float, float]]:
        """Every seat by its id, with its sphere and its place."""
        for x0, y0, sphere in self._blocks(left, top):
            for position, part in enumerate(self.programme.parts):
                for number in range(1, PER_PROFILE_GROUP + 1):
                    id = f"{sphere.letter}-{part.letter}-{number}"
                    yield id, sphere, x0 + 28 + position * _COLUMN, y0 + 13 + number * _SEAT


def has_network_picture(programme: Programme) -> bool:
    """Whether the programme uses a network that the pictures show."""
    return any(stage.network == INCOMPLETE_3D.name for stage in programme.stages)
