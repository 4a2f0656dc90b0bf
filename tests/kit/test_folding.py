"""Booklets, as they lie on sheets and in the hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.paper import flips, sheets_with, through
from viche.kit.imposition.drawing import Booklet
from viche.kit.imposition.folding import Spread, folded, order
from viche.kit.imposition.geometry import Flip, Placed, Side

SIZES = [("A5", "A4"), ("A6", "A5"), ("A6", "A4"), ("A5", "A3"), ("A4", "A3"), ("A6", "letter")]


@pytest.mark.parametrize(
    ("pages", "sides"),
    [
        (4, [(4, 1), (2, 3)]),
        (8, [(8, 1), (2, 7), (6, 3), (4, 5)]),
        (12, [(12, 1), (2, 11), (10, 3), (4, 9), (8, 5), (6, 7)]),
    ],
)
def test_pages_lie_so_that_folded_sheets_read_in_order(
    pages: int, sides: list[tuple[int, int]]
) -> None:
    left_to_right = [(side.left + 1, side.right + 1) for side in order(pages)]
    right_to_left = [(side.right + 1, side.left + 1) for side in order(pages, right_to_left=True)]
    assert left_to_right == sides
    assert right_to_left == sides


@pytest.mark.parametrize("pages", [-4, 0, 1, 6, 10])
def test_what_is_no_whole_number_of_sheets_is_refused(pages: int) -> None:
    with pytest.raises(ValueError, match="whole sheets"):
        order(pages)


def test_a_spread_is_what_lies_side_by_side() -> None:
    assert order(4)[0] == Spread(left=3, right=0)
    assert order(4, right_to_left=True)[0] == Spread(left=0, right=3)


def _piles(
    lengths: Sequence[int],
    size: tuple[str, str],
    flip: Flip,
    right_to_left: bool,
    thickness: int = 10,
) -> list[list[Side]]:
    """The sides of each booklet."""
    page, sheet = size
    sheets = sheets_with(
        thickness, booklets={"page": page, "onto": "fold", "sheet": sheet, "sides": "2"}
    )
    starts = [sum(lengths[:number]) for number in range(len(lengths))]
    booklets = [Booklet("", *it) for it in zip(starts, lengths, strict=True)]
    sides = [*folded(booklets, "booklets", sheets, flip=flip, right_to_left=right_to_left)]
    return [
        sides[start // 2 : (start + length) // 2]
        for start, length in zip(starts, lengths, strict=True)
    ]


def _leaf(front: Side, back: Side, flip: Flip, on_right: bool) -> tuple[int, int]:
    """The pages on a half of a sheet, seen from its front and from behind."""

    def seen(side: Side, is_back: bool) -> int:
        half = side.width / 2
        at = {
            placed.page: through(side, placed, (50, 50), flip, is_back)[0] for placed in side.placed
        }
        (page,) = (page for page, x in at.items() if (x > half) == on_right)
        return page

    return seen(front, False), seen(back, True)


@given(
    lengths=st.lists(st.sampled_from([4, 8, 12, 16, 20]), min_size=1, max_size=4),
    size=st.sampled_from(SIZES),
    flip=flips,
    right_to_left=st.booleans(),
)
def test_a_folded_pile_reads_in_order(
    lengths: list[int], size: tuple[str, str], flip: Flip, right_to_left: bool
) -> None:
    """Sheets are laid inside each other, fronts outwards, and folded; then leaves are turned."""
    first = 0
    for sides in _piles(lengths, size, flip, right_to_left):
        pile = [*zip(sides[::2], sides[1::2], strict=True)]
        read: list[int] = []
        # From the cover inwards: the half on the side of reading, its front, then its back.
        for front, back in pile:
            read += _leaf(front, back, flip, on_right=not right_to_left)
        # From the middle outwards: the other half, of which the inside comes first.
        for front, back in reversed(pile):
            read += reversed(_leaf(front, back, flip, on_right=right_to_left))
        assert read == list(range(first, first + len(read)))
        first += len(read)
    assert first == sum(lengths)


@given(
    size=st.sampled_from(SIZES),
    flip=flips,
    right_to_left=st.booleans(),
    thickness=st.integers(0, 40),
    point=st.tuples(st.integers(0, 105), st.integers(0, 148)),
)
def test_the_faces_of_a_leaf_meet(
    size: tuple[str, str], flip: Flip, right_to_left: bool, thickness: int, point: tuple[int, int]
) -> None:
    """A hole through one page comes out where it should on the other: heads behind heads too."""
    (sides,) = _piles([16], size, flip, right_to_left, thickness)
    page_width = {"A6": 105, "A5": 148, "A4": 210}[size[0]]
    places: dict[int, tuple[float, float]] = {}
    for number, side in enumerate(sides):
        for placed in side.placed:
            x = point[0] if placed.page % 2 == 0 else page_width - point[0]
            places[placed.page] = through(side, placed, (x, point[1]), flip, number % 2 == 1)
    assert sorted(places) == list(range(16))
    for page in range(0, 16, 2):
        assert places[page] == pytest.approx(places[page + 1])


@given(size=st.sampled_from(SIZES), flip=flips, right_to_left=st.booleans())
def test_pages_move_towards_the_fold_by_the_paper_around_them(
    size: tuple[str, str], flip: Flip, right_to_left: bool
) -> None:
    (sides,) = _piles([16], size, flip, right_to_left, thickness=25)
    (flat,) = _piles([16], size, flip, right_to_left, thickness=0)

    def outer_edge(side: Side, placed: Placed) -> float:
        """How far the edge that is cut lies from the fold."""
        page_width = {"A6": 105, "A5": 148, "A4": 210}[size[0]]
        return max(abs(placed.x + edge - side.width / 2) for edge in (0, page_width))

    for number, (side, before) in enumerate(zip(sides, flat, strict=True)):
        for placed, unmoved in zip(side.placed, before.placed, strict=True):
            moved = outer_edge(before, unmoved) - outer_edge(side, placed)
            assert moved == pytest.approx(number // 2 * 0.25)
            assert placed.y == unmoved.y


def test_two_pages_of_a5_fill_a_sheet_of_a4() -> None:
    (sides,) = _piles([4], ("A5", "A4"), Flip.SHORT, right_to_left=False)
    assert {(side.width, side.height) for side in sides} == {(297, 210)}
    assert [(placed.page, placed.x, placed.y) for placed in sides[0].placed] == [
        (3, 0.5, 0),
        (0, 148.5, 0),
    ]


def test_no_page_reaches_over_the_fold() -> None:
    (sides,) = _piles([16], ("A5", "A4"), Flip.SHORT, right_to_left=False, thickness=40)
    for side in sides:
        left, right = side.placed
        assert left.window.right == right.window.left == side.width / 2
