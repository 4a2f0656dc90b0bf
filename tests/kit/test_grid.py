"""Cards, as they lie on sheets, are cut apart, and are turned over in the hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.paper import BADGES, flips, sheets_with, through
from viche.kit.imposition.geometry import Flip, Side
from viche.kit.imposition.grid import laid_out
from viche.model.sheets import Sheets

ROLES = {"page": "A6", "onto": "grid", "sheet": "A4", "columns": 2, "rows": 2, "sides": "2"}
INVITATION = {"page": "A5", "turned": True, "onto": "grid", "sheet": "A4", "columns": 1, "rows": 2}
LYING = {
    "page": "A6",
    "onto": "grid",
    "sheet": "A4",
    "columns": 2,
    "rows": 1,
    "gutter": 5,
    "sides": "2",
}

layouts = st.sampled_from(
    [BADGES, ROLES, LYING, {**INVITATION, "sides": "2"}, {**ROLES, "page": "badge", "bleed": 2}]
)


def _sides(
    pages: int, layout: dict[str, object], flip: Flip = Flip.SHORT, right_to_left: bool = False
) -> tuple[Sheets, list[Side]]:
    sheets = sheets_with(badges=layout)
    return sheets, [*laid_out(pages, "badges", sheets, flip=flip, right_to_left=right_to_left)]


@given(
    cards=st.integers(1, 40),
    layout=layouts,
    flip=flips,
    right_to_left=st.booleans(),
    point=st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_every_back_lies_behind_its_front(
    cards: int,
    layout: dict[str, object],
    flip: Flip,
    right_to_left: bool,
    point: tuple[int, int],
) -> None:
    """A hole through the front comes out where it should on the back, heads behind heads."""
    sheets, sides = _sides(2 * cards, layout, flip, right_to_left)
    width, _ = sheets.size("badges")
    places: dict[int, tuple[int, float, float]] = {}
    for number, side in enumerate(sides):
        for placed in side.placed:
            assert placed.page not in places
            assert placed.page % 2 == number % 2
            x = point[0] if placed.page % 2 == 0 else width - point[0]
            hole = through(side, placed, (x, point[1]), flip, is_back=number % 2 == 1)
            places[placed.page] = (number // 2, *hole)
    assert sorted(places) == list(range(2 * cards))
    for front in range(0, 2 * cards, 2):
        assert places[front] == pytest.approx(places[front + 1])


@given(cards=st.integers(1, 30), layout=layouts, right_to_left=st.booleans())
def test_cards_fill_a_sheet_row_by_row_in_the_direction_of_reading(
    cards: int, layout: dict[str, object], right_to_left: bool
) -> None:
    _, sides = _sides(cards, {**layout, "sides": "1"}, right_to_left=right_to_left)
    read = [
        placed.page
        for side in sides
        for placed in sorted(side.placed, key=lambda it: (-it.y, -it.x if right_to_left else it.x))
    ]
    assert read == list(range(cards))
    assert all(len(side.placed) == len(sides[0].placed) for side in sides[:-1])


@given(cards=st.integers(1, 30), layout=layouts, flip=flips, right_to_left=st.booleans())
def test_cards_and_their_bleed_stay_apart_and_on_the_sheet(
    cards: int, layout: dict[str, object], flip: Flip, right_to_left: bool
) -> None:
    sheets, sides = _sides(cards, layout, flip, right_to_left)
    width, height = sheets.size("badges")
    for side in sides:
        for number, placed in enumerate(side.placed):
            window = placed.window
            assert 0 <= placed.x < placed.x + width <= side.width
            assert 0 <= placed.y < placed.y + height <= side.height
            assert window.left <= placed.x < placed.x + width <= window.right
            assert window.bottom <= placed.y < placed.y + height <= window.top
            for other in side.placed[:number]:
                beside = window.right <= other.window.left or other.window.right <= window.left
                above = window.top <= other.window.bottom or other.window.top <= window.bottom
                assert beside or above


def test_cut_marks_stand_outside_the_bleed() -> None:
    _, (front, back) = _sides(16, BADGES)
    assert back.lines == ()
    # Two cuts for each column above and below, two for each row on the left and on the right.
    assert len(front.lines) == 2 * 2 * 2 + 4 * 2 * 2
    bleed = {
        "left": min(placed.window.left for placed in front.placed),
        "bottom": min(placed.window.bottom for placed in front.placed),
        "right": max(placed.window.right for placed in front.placed),
        "top": max(placed.window.top for placed in front.placed),
    }
    assert bleed == {"left": 9, "bottom": 16.5, "right": 201, "top": 280.5}
    edges_x = {x for placed in front.placed for x in (placed.x, placed.x + 90)}
    edges_y = {y for placed in front.placed for y in (placed.y, placed.y + 60)}
    for line in front.lines:
        (x, y), (to_x, to_y) = line.start, line.end
        assert not line.dashed
        assert abs(to_x - x) + abs(to_y - y) == pytest.approx(4)
        if x == to_x:
            assert x in edges_x
            assert max(y, to_y) <= bleed["bottom"] or min(y, to_y) >= bleed["top"]
        else:
            assert y in edges_y
            assert max(x, to_x) <= bleed["left"] or min(x, to_x) >= bleed["right"]


def test_marks_of_cards_without_bleed_keep_off_by_two_millimetres() -> None:
    _, (front,) = _sides(8, {**BADGES, "bleed": 0, "sides": "1"})
    upper = [line for line in front.lines if line.start[1] > 277.5]
    assert {(line.start[1], line.end[1]) for line in upper} == {(279.5, 283.5)}


def test_cards_that_fill_the_sheet_are_cut_along_dashed_lines_between_them() -> None:
    _, (front, _) = _sides(8, ROLES)
    assert [(line.start, line.end, line.dashed) for line in front.lines] == [
        ((105, 0.5), (105, 296.5), True),
        ((0, 148.5), (210, 148.5), True),
    ]
    _, (only,) = _sides(2, INVITATION)
    assert [(line.start, line.end) for line in only.lines] == [((0, 148.5), (210, 148.5))]


def test_a_sheet_may_be_partly_empty_and_a_card_without_a_back() -> None:
    _, sides = _sides(11, ROLES)
    assert [[placed.page for placed in side.placed] for side in sides] == [
        [0, 2, 4, 6],
        [1, 3, 5, 7],
        [8, 10],
        [9],
    ]


def test_cards_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        _sides(1, {**ROLES, "columns": 3})
