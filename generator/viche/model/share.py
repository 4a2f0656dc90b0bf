"""What a picture says that is shown where somebody passes on a link."""

from __future__ import annotations

from dataclasses import dataclass

from viche.model.programme import Sphere
from viche.model.text import Localised


@dataclass(frozen=True, slots=True)
class Share:
    """A picture of one page. ``path`` is where it lies, in the pages of its language.

    ``heading`` says who speaks, ``title`` what of, ``lines`` stand below. ``signs`` are drawn
    beside them.
    """

    path: str
    heading: Localised
    title: Localised
    lines: tuple[Localised, ...] = ()
    signs: tuple[Sphere, ...] = ()
