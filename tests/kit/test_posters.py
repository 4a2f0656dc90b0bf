"""Posters of spheres: sign and name, large enough to be found from across the hall."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests.kit.sample import Data, labels, made, opened, order, sample, words
from tests.kit.shared import printed
from tests.kit.test_badges import dealt, rounds
from tests.kit.test_conformance import errors
from viche.kit import posters
from viche.kit.posters import draft, tables_of
from viche.problems import ContentError


def test_every_sphere_has_one_with_its_tables() -> None:
    meeting, cell = sample()
    (piece,) = made("posters", order(meeting, cell, "en"))
    assert [entry.title for entry in opened(piece.data).outline] == ["Governance", "Economy"]
    assert piece.pages == 2
    for page, (letter, name) in enumerate({"G": "Governance", "E": "Economy"}.items()):
        numbers = tables_of(meeting)[letter]
        told = f"Tables {numbers[0]}–{numbers[-1]}"
        assert words(piece.data, page) == f"{letter} {name} {told}"


@pytest.mark.parametrize("language", ["uk", "ru", "pl", "he", "en"])
def test_one_table_is_named_in_the_singular_and_twenty_one_in_the_plural(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Russian and Ukrainian count 21 as they count 1, but a list of tables is a list."""
    monkeypatch.setattr(posters, "tables_of", lambda _: {"G": range(1, 22), "E": [22]})
    wanted = order(*sample(), language)
    found = draft(wanted)
    assert found is not None
    many, one = (poster["tables"] for poster in found.data["posters"])
    assert one == f"{labels(language)('table')} {wanted.labels.isolate(22)}"
    assert many.split()[0] in ("Столи", "Столы", "Stoły", "שולחנות", "Tables")
    assert many.endswith(wanted.labels.span(1, 21))


@pytest.mark.parametrize("language", ["uk", "he"])
def test_a_long_list_of_tables_is_wrapped(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posters, "tables_of", lambda _: {"G": range(11, 131, 2)})
    (piece,) = made("posters", order(*sample(), language))
    assert piece.pages == 1
    assert words(piece.data, 0).count(",") == 59


def test_a_list_of_tables_that_fills_the_sheet_is_told_of_the_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(posters, "tables_of", lambda _: {"G": range(11, 411, 2)})
    with pytest.raises(ContentError) as error:
        made("posters", order(*sample()))
    (problem,) = error.value.problems
    assert (problem.source, problem.field) == ("content/session.yaml", "steps")


@pytest.mark.parametrize("open_at_the_door", [False, True])
def test_whoever_sits_with_their_sphere_sits_at_its_tables(open_at_the_door: bool) -> None:
    meeting, _ = dealt() if open_at_the_door else sample()
    assert meeting.plan is not None
    found = tables_of(meeting)
    for step in ("first", "second", "last"):
        for seat in meeting.plan.seats:
            assert meeting.plan.place(seat, step).table in found[seat.letters[0]]


@pytest.mark.parametrize("language", ["uk", "he", "en"])
def test_letters_are_seen_from_ten_metres_and_names_from_afar(language: str) -> None:
    """A capital is seven tenths of the size: 130 points are 32 mm, 48 points are 12 mm."""
    meeting, cell = sample()
    (piece,) = made("posters", order(meeting, cell, language))
    for page, letter in enumerate("GE"):
        told = printed(piece.data, page)
        assert max(it.size for it in told if it.words.strip() == letter) >= 130
        sizes = sorted({it.size for it in told}, reverse=True)
        assert sizes[1] >= 48


def test_a_name_in_another_language_fills_its_line_and_bears_no_mark() -> None:
    def change(data: Data) -> None:
        data["spheres"][1]["short"] = {"uk": "Інфраструктура"}

    (piece,) = made("posters", order(*sample(programme=change), "en"))
    assert words(piece.data, 1).startswith("E Інфраструктура Tables")


def test_a_session_without_spheres_or_without_a_plan_has_none() -> None:
    meeting, cell = sample()
    assert draft(order(dataclasses.replace(meeting, plan=None), cell)) is None
    assert draft(order(*rounds(4))) is None


@pytest.mark.parametrize(("short", "code"), [("ю" * 80, "kit-word"), ("Сфера " * 60, "kit-long")])
def test_a_name_that_does_not_fit_is_found(short: str, code: str) -> None:
    def change(data: Data) -> None:
        data["spheres"][1]["short"] = short

    with pytest.raises(ContentError) as error:
        made("posters", order(*sample(programme=change)))
    (problem,) = error.value.problems
    assert (problem.code, problem.field) == (code, "spheres[2].short")


@pytest.mark.parametrize("language", ["uk", "he"])
def test_posters_conform(language: str, tmp_path: Path) -> None:
    (piece,) = made("posters", order(*sample(), language))
    assert errors(piece.data, tmp_path) == []
