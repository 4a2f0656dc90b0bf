"""Booklets that bear names: private, in the order of names, and no message tells a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kit.sample import made, opened, order, sample, words
from tests.kit.shared import printed
from tests.kit.test_conformance import errors
from viche.kit import PIECES, Audience, Bearer, Order, make
from viche.kit.imposition import booklets_in
from viche.model.sheets import PieceName
from viche.problems import MESSAGE_LANGUAGES, ContentError, Problem, explain

BEARERS = {
    "G-T-2": Bearer("Антонюк Дарина", "P-017"),
    "E-S-1": Bearer("Яремко-Довгопрізвищенко Олександра-Вікторія Максиміліанівна", "P-003"),
}


def named(language: str = "uk", bearers: Mapping[str, Bearer] = BEARERS) -> Order:
    return order(*sample(), language, tuple(bearers), bearers)


def problem_of(name: str) -> Problem:
    with pytest.raises(ContentError) as error:
        made("booklets", named(bearers={"E-S-1": Bearer(name, "P-1")}))
    (problem,) = error.value.problems
    return problem


@pytest.mark.parametrize("language", ["uk", "he"])
def test_a_cover_bears_name_and_code(language: str) -> None:
    reading, bound = made("booklets", named(language))
    assert reading.audience is bound.audience is Audience.PRIVATE
    for page, bearer in zip((0, 4), BEARERS.values(), strict=True):
        cover = words(reading.data, page)
        # How a reader of PDFs puts parts in order differs from language to language.
        parts = [*bearer.name.replace("-", " ").split(), bearer.code.removeprefix("P-")]
        assert [part for part in parts if part not in cover] == []


def test_booklets_come_in_the_order_of_their_bearers() -> None:
    reading, _ = made("booklets", named())
    titles = [booklet.title for booklet in booklets_in(opened(reading.data))]
    assert titles == ["G-T-2", "E-S-1"]


def test_a_short_name_is_large_and_a_long_one_smaller() -> None:
    reading, _ = made("booklets", named())
    short, long = (
        max(it.size for it in printed(reading.data, page) if family in it.words)
        for page, family in ((0, "Антонюк"), (4, "Яремко"))
    )
    assert short == pytest.approx(20, abs=0.1)
    assert 12 <= long < 20


def test_all_else_is_as_without_names() -> None:
    reading, _ = made("booklets", named())
    plain, _ = made("booklets", order(*sample(), seats=tuple(BEARERS)))
    assert plain.audience is Audience.PUBLIC
    assert reading.pages == plain.pages
    for page in (1, 2, 3, 5, 6, 7):
        assert words(reading.data, page) == words(plain.data, page)


def test_names_are_in_no_other_order() -> None:
    for piece in ("booklets", "spares", "large-print", "slips"):
        draft = PIECES[piece](order(*sample()))
        if draft:
            assert not any(
                bearer.name in json.dumps(draft.data, ensure_ascii=False)
                for bearer in BEARERS.values()
            )
            assert "P-017" not in json.dumps(draft.data)


@pytest.mark.parametrize("language", ["uk", "he"])
@pytest.mark.parametrize("piece", ["booklets", "large-print", "badges", "slips"])
def test_a_closed_cell_prints_codes_alone(piece: PieceName, language: str) -> None:
    closed = order(
        *sample(cell=lambda data: data.update(profile="closed")), language, tuple(BEARERS), BEARERS
    )
    made_of, *_ = made(piece, replace(closed, large=tuple(BEARERS)))
    assert made_of.audience is Audience.PRIVATE
    text = words(made_of.data)
    for bearer in BEARERS.values():
        assert bearer.code.removeprefix("P-") in text
        assert [part for part in bearer.name.split() if part in text] == []


@pytest.mark.parametrize("piece", ["booklets", "badges", "slips"])
def test_nothing_on_the_way_to_paper_shows_a_name_by_chance(piece: PieceName) -> None:
    """Whatever a log or a trace may print of it."""
    wanted = named()
    draft = PIECES[piece](wanted)
    assert draft is not None
    papers = make(draft, wanted)
    assert "Антонюк" in json.dumps(draft.data, ensure_ascii=False)
    assert "Антонюк" in "".join(line.words for line in draft.script.lines)
    written = replace(draft, text="Антонюк")
    for shown in (*BEARERS.values(), written, draft.script, *draft.script.lines, *papers):
        assert "Антонюк" not in repr(shown)
        assert "%PDF" not in repr(shown)


@pytest.mark.parametrize("name", ["Довгопрізвищенко" * 5, "Олександра Максиміліанівна " * 9])
def test_a_name_without_room_is_told_by_its_seat(name: str) -> None:
    problem = problem_of(name)
    assert (problem.code, problem.field) == ("kit-name", "E-S-1")
    assert problem.source == "content/private/2026-12-test/roster.csv"
    for language in MESSAGE_LANGUAGES:
        told = " ".join(explain(problem, language))
        assert "E-S-1" in told
        assert "овгопрізвищ" not in told
        assert "лександра" not in told
    assert "лександра" not in repr(problem)


def test_a_sign_that_the_fonts_lack_does_not_give_the_name_away() -> None:
    problem = problem_of("Дарина \N{THUMBS UP SIGN}")
    assert (problem.code, problem.field) == ("kit-sign", "E-S-1")
    assert "Дарина" not in repr(problem)


@pytest.mark.parametrize("language", ["uk", "he"])
def test_named_booklets_conform(language: str, tmp_path: Path) -> None:
    assert errors(made("booklets", named(language))[0].data, tmp_path) == []
