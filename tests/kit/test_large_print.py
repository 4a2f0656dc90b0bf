"""Booklets in large print: the same words, nothing smaller than 16 points, for whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kit.sample import made, opened, order, sample, words
from tests.kit.shared import printed
from tests.kit.test_conformance import errors
from viche.kit import PIECES, Audience, Bearer, Piece
from viche.kit.imposition import booklets_in

LEAST = 16  # points


def large(language: str = "uk", seats: Collection[str] = ("E-S-1", "G-T-2")) -> Piece:
    (piece,) = made("large-print", replace(order(*sample(), language), large=seats))
    return piece


def test_nobody_gets_large_print_unasked() -> None:
    assert PIECES["large-print"](order(*sample())) is None


@pytest.mark.parametrize("language", ["uk", "he", "en"])
def test_all_that_is_read_has_sixteen_points(language: str) -> None:
    """Fallbacks and notes as well as footers; the letter inside a sign is part of its picture."""
    piece = large(language, ["E-S-1"])
    texts = [it for page in range(piece.pages) for it in printed(piece.data, page)]
    assert len(texts) > 30
    small = {it.words for it in texts if it.size < LEAST - 0.01}
    assert small <= {"E"}


def test_it_says_what_the_booklet_says() -> None:
    reading, _ = made("booklets", order(*sample(), seats=["E-S-1"]))
    piece = large(seats=["E-S-1"])
    assert sorted(words(piece.data, 0).split()) == sorted(words(reading.data, 0).split())


def test_it_is_not_folded() -> None:
    piece = large()
    assert (piece.paper, piece.sides, piece.prints) == ("A4", 2, True)
    assert opened(piece.data).pages[0].mediabox.width == pytest.approx(595.28, abs=0.1)
    lengths = [booklet.length for booklet in booklets_in(opened(piece.data))]
    assert all(length % 2 == 0 for length in lengths)
    assert piece.sheets == sum(lengths) // 2


def test_it_is_private_as_whoever_asks_is_known() -> None:
    assert large().audience is Audience.PRIVATE


def test_there_is_one_for_each_who_asked() -> None:
    titles = [booklet.title for booklet in booklets_in(opened(large().data))]
    assert titles == ["G-T-2", "E-S-1"]


def test_it_bears_names_too() -> None:
    asked = order(*sample(), bearers={"E-S-1": Bearer("Антонюк Дарина", "P-007")})
    (piece,) = made("large-print", replace(asked, large=["E-S-1"]))
    assert "Антонюк Дарина" in words(piece.data, 0)


@pytest.mark.parametrize("language", ["uk", "he"])
def test_large_print_conforms(language: str, tmp_path: Path) -> None:
    assert errors(large(language).data, tmp_path) == []
