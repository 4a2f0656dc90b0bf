"""Reading copies held against PDF/UA-1 by a checker that has nothing to do with the typesetter."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from viche.kit import Piece, make
from viche.labels import read_labels
from viche.load import load
from viche.network.meeting import plan_session
from viche.resources import tree

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


def errors(pdf: bytes, folder: Path) -> list[str]:
    """What the checker finds against the standard; warnings are its taste."""
    path = folder / "booklets.pdf"
    path.write_bytes(pdf)
    result = outloud.check(str(path), layers=["conformance"])
    assert result.error is None
    return [
        f"{found.rule}: {found.message}" for found in result.findings if found.severity == "error"
    ]


def _kit(language: str, root: Path, one_of_each: bool) -> tuple[Sequence[str], Piece, Piece]:
    """Booklets of an example: of its first and last seat, or of one seat of each kind."""
    cell = root / CELLS[language]
    content = load(cell, plans=False).content
    assert content is not None
    (meeting,) = content.meetings
    plan = plan_session(meeting.session, meeting.programme, meeting.stage)
    assert plan is not None
    kinds = {seat.id.rpartition("-")[0]: seat.id for seat in plan.seats}
    seats = [*kinds.values()] if one_of_each else [plan.seats[0].id, plan.seats[-1].id]
    labels = read_labels(language, tree("site", cell))
    reading, bound = make(
        replace(meeting, plan=plan), content.cell, labels, tree("kit", cell), seats
    )
    return seats, reading, bound


@pytest.mark.parametrize("language", sorted(CELLS))
def test_reading_copies_conform(language: str, root: Path, tmp_path: Path) -> None:
    _, reading, bound = _kit(language, root, one_of_each=False)
    assert errors(reading.data, tmp_path) == []
    assert errors(bound.data, tmp_path), "the imposed copy has no tags; a checker must say so"


@pytest.mark.parametrize("language", sorted(CELLS))
def test_a_booklet_of_an_example_is_two_sheets_of_paper(language: str, root: Path) -> None:
    seats, reading, _ = _kit(language, root, one_of_each=True)
    assert reading.pages == 8 * len(seats)
