from __future__ import annotations

from typing import Any

import pytest
from pypdf.generic import DictionaryObject

from tests.kit.sample import kit, opened, sample
from viche.kit.imposition.folding import Booklet, Flip, booklets_in, impose, order


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


@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("pages", [4, 8, 12, 16, 20])
def test_a_leaf_has_consecutive_pages_on_its_two_faces(pages: int, right_to_left: bool) -> None:
    sides = order(pages, right_to_left=right_to_left)
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        # Behind the left half of the front is the right half of the back.
        for leaf in ((front.left, back.right), (front.right, back.left)):
            assert abs(leaf[0] - leaf[1]) == 1
            assert min(leaf) % 2 == 0


@pytest.mark.parametrize("pages", [-4, 0, 1, 6, 10])
def test_what_is_no_whole_number_of_sheets_is_refused(pages: int) -> None:
    with pytest.raises(ValueError, match="whole sheets"):
        order(pages)


def _reader() -> Any:
    meeting, cell = sample()
    reading, _ = kit(meeting, cell, seats=("G-S-1", "E-S-1"))
    return opened(reading.data)


def test_booklets_are_found_by_the_outline() -> None:
    reader = _reader()
    half = len(reader.pages) // 2
    assert booklets_in(reader) == (Booklet("G-S-1", 0, half), Booklet("E-S-1", half, half))


def test_every_booklet_is_bound_for_itself() -> None:
    reader = _reader()
    booklets = booklets_in(reader)
    bound = opened(impose(reader, booklets))
    assert len(bound.pages) == len(reader.pages) // 2
    assert [entry.title for entry in bound.outline] == ["G-S-1", "E-S-1"]
    at = 0
    for booklet in booklets:
        sides = order(booklet.length)
        for number, side in enumerate(sides):
            page = bound.pages[at + number]
            assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 842, 595]
            drawn = page["/Resources"]["/XObject"]
            for place, source in (("/L", side.left), ("/R", side.right)):
                original = reader.pages[booklet.start + source]["/Contents"]
                assert drawn[place].get_data() == original.get_data()
        at += len(sides)


def test_fonts_are_shared_by_all_sides() -> None:
    reader = _reader()
    assert 1 < _embedded_fonts(reader) <= 4  # a few weights
    bound = opened(impose(reader, booklets_in(reader)))
    assert _embedded_fonts(bound) == _embedded_fonts(reader)


def _embedded_fonts(reader: Any) -> int:
    objects = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    descriptors = [each for each in objects if isinstance(each, DictionaryObject)]
    return sum(any(key.startswith("/FontFile") for key in each) for each in descriptors)


@pytest.mark.parametrize("flip", Flip)
@pytest.mark.parametrize(("right_to_left", "direction"), [(False, "/L2R"), (True, "/R2L")])
def test_the_print_dialogue_is_told_what_to_choose(
    flip: Flip, right_to_left: bool, direction: str
) -> None:
    reader = _reader()
    bound = opened(impose(reader, booklets_in(reader), right_to_left=right_to_left, flip=flip))
    edge = {Flip.SHORT: "/DuplexFlipShortEdge", Flip.LONG: "/DuplexFlipLongEdge"}[flip]
    assert bound.root_object["/ViewerPreferences"] == {
        "/DisplayDocTitle": True,
        "/Direction": direction,
        "/Duplex": edge,
        "/PrintScaling": "/None",
    }


def test_only_backs_turn_when_paper_is_flipped_over_its_long_edge() -> None:
    reader = _reader()
    booklets = booklets_in(reader)
    short = opened(impose(reader, booklets))
    long = opened(impose(reader, booklets, flip=Flip.LONG))
    turned = [b"-1 0 0 -1" in page.get_contents().get_data() for page in long.pages]
    assert turned == [number % 2 == 1 for number in range(len(long.pages))]
    assert not any(b"-1 0 0 -1" in page.get_contents().get_data() for page in short.pages)
