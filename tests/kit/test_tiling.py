"""Large pages on several sheets, glued together again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.paper import sheets_with
from viche.kit.imposition.geometry import Side
from viche.kit.imposition.tiling import divided

EDGE = 5  # what a printer leaves white


def _sides(
    page: str = "A3",
    turned: bool = True,
    right_to_left: bool = False,
    pages: int = 1,
    sheet: str = "A4",
) -> tuple[tuple[int, int], list[Side]]:
    sheets = sheets_with(walls={"page": page, "turned": turned, "onto": "tiles", "sheet": sheet})
    sides = divided(pages, "walls", sheets, right_to_left=right_to_left)
    return sheets.size("walls"), [*sides]


def test_a_lying_a3_becomes_two_upright_a4() -> None:
    _, sides = _sides(pages=2)
    assert [(side.width, side.height) for side in sides] == [(210, 297)] * 4
    assert [placed.page for side in sides for placed in side.placed] == [0, 0, 1, 1]
    assert {round(placed.scale, 3) for side in sides for placed in side.placed} == {0.963}


def test_an_upright_a3_becomes_two_lying_a4() -> None:
    _, sides = _sides(turned=False)
    assert [(side.width, side.height) for side in sides] == [(297, 210)] * 2
    # The upper half comes first: more of the page hangs below it.
    assert sides[0].placed[0].y < sides[1].placed[0].y


def test_a_page_that_fits_is_not_made_smaller() -> None:
    _, (side,) = _sides("A4", turned=False)
    (placed,) = side.placed
    assert (placed.scale, placed.x, placed.y, side.lines) == (1, 0, 0, ())


@given(
    page=st.sampled_from(["A3", "A4"]),
    sheet=st.sampled_from(["A4", "A5", "A6", "letter"]),
    turned=st.booleans(),
    right_to_left=st.booleans(),
)
def test_all_that_a_printer_could_show_is_shown(
    page: str, sheet: str, turned: bool, right_to_left: bool
) -> None:
    (width, height), sides = _sides(page, turned, right_to_left, sheet=sheet)
    scale = sides[0].placed[0].scale
    shown = []
    for side in sides:
        (placed,) = side.placed
        window = placed.window
        assert placed.scale == scale <= 1
        assert (window.left, window.bottom) == (EDGE, EDGE)
        assert (window.right, window.top) == (side.width - EDGE, side.height - EDGE)
        shown.append(
            (
                (window.left - placed.x) / scale,
                (window.right - placed.x) / scale,
                (window.bottom - placed.y) / scale,
                (window.top - placed.y) / scale,
            )
        )
    # What the tiles show along each axis, in order, leaves no gap and reaches to both margins.
    for first, last, length in ((0, 1, width), (2, 3, height)):
        spans = sorted({(round(it[first], 6), round(it[last], 6)) for it in shown})
        assert spans[0][0] <= EDGE + 1e-6
        assert spans[-1][1] >= length - EDGE - 1e-6
        for before, after in pairwise(spans):
            assert after[0] < before[1]
        assert len(sides) % len(spans) == 0


@pytest.mark.parametrize("right_to_left", [False, True])
def test_the_cut_of_one_sheet_meets_the_dashed_line_of_the_next(right_to_left: bool) -> None:
    _, (first, second) = _sides(right_to_left=right_to_left)
    (cut,), (seam,) = first.lines, second.lines
    assert (cut.dashed, seam.dashed) == (False, True)

    def on_page(side: Side, x: float) -> float:
        (placed,) = side.placed
        return (x - placed.x) / placed.scale

    assert on_page(first, cut.start[0]) == pytest.approx(on_page(second, seam.start[0]))
    # Reading begins on the first sheet, wherever that is.
    assert (on_page(first, 105) < on_page(second, 105)) is not right_to_left


def test_sheets_are_mirrored_where_reading_is() -> None:
    (width, _), ltr = _sides()
    _, rtl = _sides(right_to_left=True)
    for one, other in zip(ltr, rtl, strict=True):
        (here,), (there,) = one.placed, other.placed
        assert there.x == pytest.approx(one.width - here.x - width * here.scale)
        assert there.y == here.y
        for line, mirrored in zip(one.lines, other.lines, strict=True):
            assert mirrored.start[0] == pytest.approx(one.width - line.start[0])
