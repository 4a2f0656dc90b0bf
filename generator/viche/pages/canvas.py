"""What all pictures are drawn with: their ground, words, signs.

Every picture stands on its own light ground, so that it reads the same in light and dark pages and
on paper; spheres differ by shape and letter, not by colour alone. Pictures are mirrored where the
language is written from right to left, and every word in them is isolated from its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from viche.labels import Labels
from viche.model.programme import Shape, Sphere
from viche.pages.escape import escape

INK, GREY, PALE, GROUND = "#1c2430", "#5b6472", "#c9ced6", "#ffffff"
FONT = "Rubik, 'Noto Sans', 'Noto Sans Hebrew', Arial, sans-serif"
_FIRST_STRONG_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture of some width, with the words of one language."""

    labels: Labels
    width: int

    def x(self, x: float) -> float:
        """How far from the left something is that is ``x`` from the side where lines begin."""
        return self.width - x if self.labels.direction == "rtl" else x

    def sign(self, sphere: Sphere, x: float, y: float, radius: float, text: object = None) -> str:
        """A sphere's sign around a point, with its letter or another text; without, if small."""
        shape = draw_shape(sphere.shape, self.x(x), y, radius, f'fill="{sphere.colour}"')
        if text is None and radius < 12:
            return shape
        size = radius if sphere.shape not in {"triangle", "star"} else radius * 0.85
        drop = radius * (0.62 if sphere.shape == "triangle" else 0.36)
        shown = sphere.letter if text is None else text
        return shape + self.middle(x, y + drop, size, shown, "#fff", weight=700)

    def ring(self, x: float, y: float) -> str:
        """A ring around a sign."""
        ring = f'fill="none" stroke="{INK}" stroke-width="2.5"'
        return f'<circle cx="{plain(self.x(x))}" cy="{plain(y)}" r="13" {ring}/>'

    def middle(
        self, x: float, y: float, size: float, text: object, colour: str = INK, weight: int = 400
    ) -> str:
        """Words around a point."""
        return self._text(x, y, size, text, colour, weight, "middle")

    def start(
        self, x: float, y: float, size: float, text: object, colour: str = INK, weight: int = 500
    ) -> str:
        """Words that begin at a point and run on as the language does."""
        return self._text(x, y, size, text, colour, weight, "start")

    def _text(
        self, x: float, y: float, size: float, text: object, colour: str, weight: int, anchor: str
    ) -> str:
        words = f"{_FIRST_STRONG_ISOLATE}{text}{_END_ISOLATE}"
        return (
            f'<text x="{plain(self.x(x))}" y="{plain(y)}" font-size="{plain(size)}" '
            f'fill="{colour}" font-weight="{weight}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def svg(self, height: float, title: str, described: str, drawn: Sequence[str]) -> str:
        """The whole picture, with a title and a description for who can't see it."""
        labels = self.labels
        lines = "\n".join(drawn)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {plain(height)}" '
            f'width="{self.width}" height="{plain(height)}" role="img" '
            'aria-labelledby="title described" '
            f'xml:lang="{labels.language}" direction="{labels.direction}" font-family="{FONT}">\n'
            f'<title id="title">{escape(title)}</title>\n'
            f'<desc id="described">{escape(described)}</desc>\n'
            f'<rect width="{self.width}" height="{plain(height)}" rx="8" fill="{GROUND}"/>\n'
            f"{lines}\n</svg>\n"
        )


def draw_shape(shape: Shape, x: float, y: float, radius: float, paint: str) -> str:
    """A shape around a point; ``paint`` are its attributes."""
    if shape == "circle":
        return f'<circle cx="{plain(x)}" cy="{plain(y)}" r="{plain(radius)}" {paint}/>'
    points = " ".join(
        f"{plain(x + dx * radius)},{plain(y + dy * radius)}" for dx, dy in _CORNERS[shape]
    )
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


def plain(value: float) -> str:
    """A number as short as can be, and the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
