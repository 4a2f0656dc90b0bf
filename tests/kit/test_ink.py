"""Ink saving: outlines in place of areas, and the same layout."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest

from tests.kit.sample import Data, kit, sample, words
from tests.kit.test_conformance import errors
from viche.kit import Piece

SHAPES = ("circle", "square", "triangle", "diamond", "hexagon", "star")


def booklet(ink: str, shape: str = "hexagon", colour: str = "#A8480F") -> Piece:
    def drawn(data: Data) -> None:
        data["spheres"][1].update(shape=shape, colour=colour)

    meeting, cell = sample(cell=lambda data: data.update(print={"ink": ink}), programme=drawn)
    return kit(meeting, cell)[0]


def coloured(piece: Piece) -> list[tuple[int, int]]:
    """The pixels of a cover that have a colour, at 72 dpi."""
    image = pypdfium2.PdfDocument(piece.data)[0].render(scale=1).to_pil().convert("RGB")
    data = image.tobytes()
    pixels = zip(data[0::3], data[1::3], data[2::3], strict=True)
    return [
        (at % image.width, at // image.width)
        for at, pixel in enumerate(pixels)
        if max(pixel) - min(pixel) > 60
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sign_takes_a_fraction_of_the_colour(shape: str) -> None:
    full, saving = (len(coloured(booklet(ink, shape))) for ink in ("full", "saving"))
    assert full > 1000
    assert 0 < saving < full / 2


def test_an_outline_too_pale_to_be_seen_is_black() -> None:
    assert len(coloured(booklet("full", colour="#FFE94D"))) > 1000
    assert coloured(booklet("saving", colour="#FFE94D")) == []


def test_the_outline_stays_in_the_place_of_the_area() -> None:
    """As wide and as high, but for a pixel of the drawing."""

    def box(piece: Piece) -> tuple[int, ...]:
        xs, ys = zip(*coloured(piece), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    full, saving = box(booklet("full")), box(booklet("saving"))
    assert all(abs(one - other) <= 2 for one, other in zip(full, saving, strict=True))


def test_the_words_stand_where_they_stood() -> None:
    full, saving = booklet("full"), booklet("saving")
    assert full.pages == saving.pages
    for page in range(full.pages):
        assert words(full.data, page) == words(saving.data, page)


def test_a_saving_booklet_conforms(tmp_path: Path) -> None:
    assert errors(booklet("saving").data, tmp_path) == []
