"""Reading copies held against PDF/UA-1 by a checker that has nothing to do with the typesetter."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kit.sample import made, order
from viche.kit import Piece
from viche.load import load
from viche.network.meeting import cards_of, plan_session

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # a library of the checker has deprecations of its own
    import outloud  # type: ignore[import-untyped]  # it has no types

CELLS = {
    "uk": ".",
    "en": ".",
    "he": "tests/cells/he",
    "pl": "tests/cells/pl",
    "ru": "tests/cells/ru",
}

SEATINGS = pytest.mark.parametrize(
    "changed", [{}, {"seating": "open", "cards": 32}], ids=["seats", "cards"]
)


def errors(pdf: bytes, folder: Path) -> list[str]:
    """What the checker finds against the standard; warnings are its taste."""
    path = folder / "booklets.pdf"
    path.write_bytes(pdf)
    result = outloud.check(str(path), layers=["conformance"])
    assert result.error is None
    return [
        f"{found.rule}: {found.message}" for found in result.findings if found.severity == "error"
    ]


def _kit(
    language: str, root: Path, one_of_each: bool, **changed: object
) -> tuple[Sequence[str], Piece, Piece]:
    """Booklets of an example: of its first and last seat, or of one seat of each kind."""
    cell = root / CELLS[language]
    content = load(cell, plans=False).content
    assert content is not None
    meeting = content.meeting("2026-12-swot") if cell == root / "." else content.meetings[0]
    session = meeting.session.model_copy(update=changed)
    plan = plan_session(session, meeting.programme)
    meeting = replace(meeting, session=session, plan=plan)
    cards = [card.seat for card in cards_of(meeting)]
    kinds = {seat.rpartition("-")[0]: seat for seat in cards}
    seats = [*kinds.values()] if one_of_each else [cards[0], cards[-1]]
    reading, bound = made("booklets", order(meeting, content.cell, language, seats, folder=cell))
    return seats, reading, bound


@SEATINGS
@pytest.mark.parametrize("language", sorted(CELLS))
def test_reading_copies_conform(
    language: str, changed: dict[str, object], root: Path, tmp_path: Path
) -> None:
    _, reading, bound = _kit(language, root, one_of_each=False, **changed)
    assert errors(reading.data, tmp_path) == []
    assert errors(bound.data, tmp_path), "the imposed copy has no tags; a checker must say so"


@SEATINGS
@pytest.mark.parametrize("language", sorted(CELLS))
def test_a_booklet_of_an_example_is_two_sheets_of_paper(
    language: str, changed: dict[str, object], root: Path
) -> None:
    seats, reading, _ = _kit(language, root, one_of_each=True, **changed)
    assert reading.pages == 8 * len(seats)
