"""Sections that a whole group fills in, for the tests of the sheets on which they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader

from tests.kit.sample import Data, sample
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.model.protocol import Column, ProtocolStep, Section
from viche.model.text import Text

POINTS_PER_MM = 72 / 25.4
FOOTER = 12 * POINTS_PER_MM


def share(*changes: Callable[[Data], object]) -> tuple[Meeting, Cell]:
    """The sample meeting: what it writes together at its first, second and last step.

    That is a table by direction, four lines, and a table whose choices are letters of spheres.
    """

    def change(data: Data) -> None:
        table(data)["shared"] = "true"
        data["steps"][1]["sections"][0]["shared"] = "true"
        final = {
            "id": "final",
            "title": {"uk": "Остаточне", "en": "Final", "he": "סופי"},
            "rows": "3",
            "shared": "true",
            "columns": [
                {"title": {"uk": "Пункт", "en": "Item", "he": "פריט"}, "width": "4"},
                {"title": {"uk": "Куди", "en": "Where", "he": "לאן"}, "choices": ["G", "E"]},
            ],
        }
        aim = {"uk": "Доведіть до кінця.", "en": "Finish.", "he": "סיימו."}
        data["steps"].append({"step": "last", "aim": aim, "sections": [final]})
        for each in changes:
            each(data)

    return sample(protocol=change)


def table(data: Data) -> Data:
    """The first shared section."""
    found: Data = data["steps"][0]["sections"][0]
    return found


def with_tables(meeting: Meeting) -> Meeting:
    """A meeting whose groups fill in a table at every step."""
    own = Section(
        id="ours",
        title=Text.model_validate("Наше"),
        rows=3,
        columns=(Column(title=Text.model_validate("Пункт")),),
        shared=True,
    )
    aim = Text.model_validate("Складіть перелік.")
    assert meeting.protocol is not None
    steps = tuple(
        ProtocolStep(step=step.id, aim=aim, sections=(own,))
        for step in meeting.session.grouping_steps
    )
    return replace(meeting, protocol=meeting.protocol.model_copy(update={"steps": steps}))


@dataclass(frozen=True, slots=True)
class Printed:
    """Words on a page, the size of their letters in points, and how high they stand there."""

    words: str
    size: float
    height: float


def printed(data: bytes, page: int = 0) -> list[Printed]:
    """What stands on a page, as large as it comes out on paper."""
    found: list[Printed] = []

    def visit(words: str, outer: Any, inner: Any, _: object, size: float) -> None:
        if words.strip():
            scale, height = outer[0] * inner[0], outer[3] * inner[5] + outer[5]
            found.append(Printed(words.strip(), abs(size * scale), height))

    PdfReader(BytesIO(data)).pages[page].extract_text(visitor_text=visit)
    return found


def row_heights(data: bytes, page: int = 0) -> Iterator[float]:
    """The distances in millimetres from the number of a row to that of the next."""
    above = (it for it in printed(data, page) if it.height > FOOTER)
    rows = [it for it in above if it.words.isdecimal()]
    for one, next_one in pairwise(rows):
        if int(next_one.words) == int(one.words) + 1:
            yield (one.height - next_one.height) / POINTS_PER_MM
