"""Pictures, drawn from the model: the spheres' signs, the grid of a network, one person's way.

Every picture stands on its own light ground, so that it reads the same in light and dark pages and
on paper; spheres differ by shape and letter, not by colour alone. Pictures are mirrored where the
language is written from right to left, and every word in them is isolated from its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from viche.model.plan import Plan, Seat
from viche.model.programme import Programme, Shape, Sphere
from viche.network import INCOMPLETE_3D, Policy, seat_incomplete_3d
from viche.pages.escape import escape
from viche.pages.writer import Writer

PER_PROFILE_GROUP = 5
_GROUPINGS = ("profile", "cross", "reconciling", "again")
_WIDTH = 480
_INK, _GREY, _PALE, _GROUND = "#1c2430", "#5b6472", "#c9ced6", "#ffffff"
_FONT = "Rubik, 'Noto Sans', 'Noto Sans Hebrew', Arial, sans-serif"
_FIRST_STRONG_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def sign(sphere: Sphere) -> str:
    """The sign of a sphere: its shape in its colour, with its letter."""
    baseline = {"triangle": 19.5, "star": 16}.get(sphere.shape, 16.3)
    size = 10 if sphere.shape in {"triangle", "star"} else 12
    letter = (
        f'<text x="12" y="{baseline}" fill="#fff" font-family="{_FONT}" font-weight="700" '
        f'font-size="{size}" text-anchor="middle">{escape(sphere.letter)}</text>'
    )
    shape = _shape(sphere.shape, 12, 12, 11.5, f'fill="{sphere.colour}"')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">'
        f"{shape}{letter}</svg>\n"
    )


def network_pictures(programme: Programme, writer: Writer) -> dict[str, str]:
    """The grid of the programme's network and the way of one seat through it, by file name."""
    attendance = {
        sphere.letter: PER_PROFILE_GROUP * len(programme.parts) for sphere in programme.spheres
    }
    letters = [part.letter for part in programme.parts]
    plan = seat_incomplete_3d(attendance, letters, Policy.FULL_COVERAGE)
    sphere = programme.spheres[min(1, len(programme.spheres) - 1)]
    chosen = plan.seat(f"{sphere.letter}-{letters[0]}-2")
    drawn = _Drawing(programme, writer, plan)
    return {"network-grid.svg": drawn.grid(), "network-route.svg": drawn.way(chosen)}


@dataclass(frozen=True, slots=True)
class _Drawing:
    programme: Programme
    writer: Writer
    plan: Plan

    def grid(self) -> str:
        label, spheres = self.writer.labels, self.programme.spheres
        block_width, column, row = 232, 40, 33
        block_height = 66 + row * PER_PROFILE_GROUP
        drawn = []
        for at, sphere in enumerate(spheres):
            left, top = 8 + at % 2 * block_width, 8 + at // 2 * block_height
            drawn.append(self._sign(sphere, left + 20, top + 18, 13))
            drawn.append(self._start(left + 40, top + 24, 16, self.writer.words(sphere.short)))
            for position, part in enumerate(self.programme.parts):
                x = left + 52 + position * column
                drawn.append(self._middle(x, top + 54, 15, part.letter, _GREY))
                for number in range(PER_PROFILE_GROUP):
                    drawn.append(self._sign(sphere, x, top + 76 + number * row, 14, number + 1))
            for number in range(PER_PROFILE_GROUP):
                drawn.append(
                    self._middle(left + 20, top + 81 + number * row, 13, number + 1, _GREY)
                )
        bottom = 8 + (len(spheres) + 1) // 2 * block_height + 24
        for position, part in enumerate(self.programme.parts):
            x, y = 20 + position % 2 * block_width, bottom + position // 2 * 26
            drawn.append(self._start(x, y, 15, part.letter, weight=700))
            drawn.append(self._start(x + 20, y, 15, self.writer.words(part.name)))
        height = bottom + (len(self.programme.parts) + 1) // 2 * 26
        return self._svg(
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
            drawn.append(self._start(left + 12, top + 20, 15, title, weight=700))
            drawn += self._panel(left + 10, top + 34, chosen, company)
        bottom = 8 + len(_GROUPINGS) // 2 * panel_height + 12
        sphere = self.programme.sphere(chosen.id.split("-")[0])
        drawn.append(self._sign(sphere, 24, bottom, 11))
        drawn.append(self._ring(24, bottom))
        drawn.append(self._start(46, bottom + 5, 15, label("figure-way-self")))
        drawn.append(self._sign(sphere, 24, bottom + 30, 9))
        drawn.append(self._start(46, bottom + 35, 15, label("figure-way-company")))
        seat = label.isolate(chosen.id)
        steps = label("figure-steps", n=len(_GROUPINGS))
        described = " ".join([label("figure-way-described", steps=steps, seat=seat), *told])
        return self._svg(bottom + 52, label("figure-way"), described, drawn)

    def _panel(
        self, left: float, top: float, chosen: Seat, company: Sequence[Seat]
    ) -> Iterator[str]:
        """All seats, small; whoever sits at the table is filled, the chosen seat ringed."""
        column, row = 22, 20
        width, height = 28 + column * len(self.programme.parts), 36 + row * PER_PROFILE_GROUP
        together = {seat.id for seat in company}
        for at, sphere in enumerate(self.programme.spheres):
            x0, y0 = left + at % 2 * width, top + at // 2 * height
            yield self._middle(x0 + 7, y0 + 14, 13, sphere.letter, sphere.colour, weight=700)
            for position, part in enumerate(self.programme.parts):
                x = x0 + 28 + position * column
                yield self._middle(x, y0 + 14, 12, part.letter, _GREY)
                for number in range(1, PER_PROFILE_GROUP + 1):
                    y = y0 + 13 + number * row
                    id = f"{sphere.letter}-{part.letter}-{number}"
                    if id in together:
                        yield self._sign(sphere, x, y, 9)
                    else:
                        paint = f'fill="none" stroke="{_PALE}" stroke-width="1.5"'
                        yield _shape(sphere.shape, self._x(x), y, 6, paint)
                    if id == chosen.id:
                        yield self._ring(x, y)

    def _x(self, x: float) -> float:
        return _WIDTH - x if self.writer.labels.direction == "rtl" else x

    def _sign(self, sphere: Sphere, x: float, y: float, radius: float, text: object = None) -> str:
        shape = _shape(sphere.shape, self._x(x), y, radius, f'fill="{sphere.colour}"')
        if text is None and radius < 12:
            return shape
        size = radius if sphere.shape not in {"triangle", "star"} else radius * 0.85
        drop = radius * (0.62 if sphere.shape == "triangle" else 0.36)
        shown = sphere.letter if text is None else text
        return shape + self._middle(x, y + drop, size, shown, "#fff", weight=700)

    def _ring(self, x: float, y: float) -> str:
        ring = f'fill="none" stroke="{_INK}" stroke-width="2.5"'
        return f'<circle cx="{_n(self._x(x))}" cy="{_n(y)}" r="13" {ring}/>'

    def _middle(
        self, x: float, y: float, size: float, text: object, colour: str = _INK, weight: int = 400
    ) -> str:
        return self._text(x, y, size, text, colour, weight, "middle")

    def _start(
        self, x: float, y: float, size: float, text: object, colour: str = _INK, weight: int = 500
    ) -> str:
        return self._text(x, y, size, text, colour, weight, "start")

    def _text(
        self, x: float, y: float, size: float, text: object, colour: str, weight: int, anchor: str
    ) -> str:
        words = f"{_FIRST_STRONG_ISOLATE}{text}{_END_ISOLATE}"
        return (
            f'<text x="{_n(self._x(x))}" y="{_n(y)}" font-size="{_n(size)}" fill="{colour}" '
            f'font-weight="{weight}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def _svg(self, height: float, title: str, described: str, drawn: Sequence[str]) -> str:
        labels = self.writer.labels
        lines = "\n".join(drawn)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_n(height)}" '
            f'width="{_WIDTH}" height="{_n(height)}" role="img" aria-labelledby="title described" '
            f'xml:lang="{labels.language}" direction="{labels.direction}" font-family="{_FONT}">\n'
            f'<title id="title">{escape(title)}</title>\n'
            f'<desc id="described">{escape(described)}</desc>\n'
            f'<rect width="{_WIDTH}" height="{_n(height)}" rx="8" fill="{_GROUND}"/>\n'
            f"{lines}\n</svg>\n"
        )


def has_network_picture(programme: Programme) -> bool:
    """Whether the programme uses a network that the pictures show."""
    return any(stage.network == INCOMPLETE_3D.name for stage in programme.stages)


def _shape(shape: Shape, x: float, y: float, radius: float, paint: str) -> str:
    if shape == "circle":
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {paint}/>'
    points = " ".join(f"{_n(x + dx * radius)},{_n(y + dy * radius)}" for dx, dy in _CORNERS[shape])
    return f'<polygon points="{points}" stroke-linejoin="round" {paint}/>'


def _ring(corners: int, turn: float, radii: Sequence[float]) -> tuple[tuple[float, float], ...]:
    return tuple(
        (
            radii[at % len(radii)] * sin(2 * pi * at / corners + turn),
            -radii[at % len(radii)] * cos(2 * pi * at / corners + turn),
        )
        for at in range(corners)
    )


# Sizes are chosen so that the shapes look equally large.
_CORNERS: dict[Shape, tuple[tuple[float, float], ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0, -1), (1.08, 0.9), (-1.08, 0.9)),
    "diamond": ((0, -1.08), (1.08, 0), (0, 1.08), (-1.08, 0)),
    "hexagon": _ring(6, 0, (1.05,)),
    "star": _ring(10, 0, (1.12, 0.66)),
}


def _n(value: float) -> str:
    """A number as short as can be, and the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
