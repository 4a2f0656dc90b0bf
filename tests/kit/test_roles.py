"""Role cards: the same four for every table, in the words of the language."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import yaml

from tests.kit.sample import made, opened, order, sample, words
from tests.kit.shared import printed
from tests.kit.test_conformance import errors
from viche.kit.roles import draft
from viche.model.text import LANGUAGES
from viche.network.meeting import cards_of
from viche.problems import ContentError

LABELS = Path(__file__).parents[2] / "site/translations"


def letters(text: str) -> str:
    """A text without blanks, which a line may end at."""
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_for_the_cards_stands_on_them(language: str) -> None:
    """In Hebrew extracted words keep neither order nor marks, so they are looked for one by one."""
    cards, _ = made("roles", order(*sample(), language))
    said = letters(words(cards.data))
    text = (LABELS / language / "kit-roles.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)
    del entries["roles-title"]
    assert len(entries) == 4 + 4 * 6
    for entry in entries.values():
        for line in entry.split() if language == "he" else entry.splitlines():
            assert letters(line.strip("״?.…,:") if language == "he" else line) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_three_or_four_points_and_three_phrases(language: str) -> None:
    roles = draft(order(*sample(), language))
    assert roles is not None
    for role in roles.data["roles"]:
        assert 3 <= len(role["does"]) <= 4
        assert (len(role["never"]), len(role["phrases"])) == (3, 3)


def test_each_role_has_a_front_and_a_back() -> None:
    cards, _ = made("roles", order(*sample(), "en"))
    titles = [entry.title for entry in opened(cards.data).outline if not isinstance(entry, list)]
    assert titles == ["Moderator", "Secretary", "Timekeeper", "Reporter"]
    assert cards.pages == 8
    for page in range(8):
        side = words(cards.data, page)
        assert titles[page // 2] in side
        assert ("What you never do" in side, "A trap" in side) == (page % 2 == 0, page % 2 == 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_large_enough(language: str) -> None:
    cards, _ = made("roles", order(*sample(), language))
    for page in range(cards.pages):
        assert min(it.size for it in printed(cards.data, page)) >= 11


def test_there_is_a_set_for_every_table_of_the_busiest_step() -> None:
    meeting, cell = sample()
    assert meeting.plan is not None
    at_once = [
        {
            place.table
            for group in [*meeting.plan.groups(step).values()]
            for seat in group
            for place in [meeting.plan.place(seat, step)]
        }
        for step in meeting.plan.steps
    ]
    cards, _ = made("roles", order(meeting, cell))
    assert cards.copies == max(map(len, at_once)) == 4


def test_where_cards_are_dealt_every_table_that_may_be_opened_has_a_set() -> None:
    meeting, cell = sample(session=lambda data: data.update(seating="open", cards="16"))
    cards, _ = made("roles", order(meeting, cell))
    places = [card.openings["second"] for card in cards_of(meeting)]
    assert cards.copies == len({place.table for each in places for place in each.values()})


def test_a_meeting_without_a_plan_has_no_roles() -> None:
    meeting, cell = sample()
    assert draft(order(dataclasses.replace(meeting, plan=None), cell)) is None


def test_words_of_a_cell_that_run_over_are_refused(tmp_path: Path) -> None:
    own = tmp_path / "site/translations/uk/kit-roles.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(f"roles-reporter-trap: {'слово ' * 200}\n", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        made("roles", order(*sample(), folder=tmp_path))
    (problem,) = error.value.problems
    assert problem.code == "kit-overflow"
    assert problem.params["seat"] == "Доповідач чи доповідачка"


@pytest.mark.parametrize("language", ["uk", "he"])
def test_role_cards_conform(language: str, tmp_path: Path) -> None:
    cards, _ = made("roles", order(*sample(), language))
    assert errors(cards.data, tmp_path) == []
