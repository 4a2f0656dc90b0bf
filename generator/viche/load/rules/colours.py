"""The colours of spheres on white paper."""

from __future__ import annotations

from collections.abc import Iterator

from viche.load.rules.common import warn
from viche.load.source import Source
from viche.model.programme import Programme
from viche.problems import Problem

LEAST_CONTRAST = 3
"""Of a sign or an edge with the paper: what WCAG 2.2 asks of graphics (1.4.11)."""


def faint_problems(source: Source, programme: Programme) -> Iterator[Problem]:
    """Colours that white paper swallows; on the web the letter of a sign is white as well."""
    for index, sphere in enumerate(programme.spheres):
        if hasattr(sphere, "colour") and _contrast(sphere.colour) < LEAST_CONTRAST:
            at, colour = ("spheres", index, "colour"), sphere.colour
            found = source.problem("faint-colour", at, value=colour, darker=_darker(colour))
            yield warn(found)


def _darker(colour: str) -> str:
    """The same hue, hardly darker than it must be."""
    parts = _parts(colour)
    shades = (
        "#" + "".join(f"{part * light // 100:02X}" for part in parts) for light in range(99, -1, -1)
    )
    return next(shade for shade in shades if _contrast(shade) >= LEAST_CONTRAST)


def _contrast(colour: str) -> float:
    """With white: 1 for white itself, 21 for black (WCAG 2.2, relative luminance in sRGB)."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in _parts(colour))
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _parts(colour: str) -> tuple[int, ...]:
    """Red, green and blue, each from 0 to 255."""
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
