"""Sign-in slips: one a person, nothing ticked beforehand, and the whole truth about the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kit.sample import Data, made, opened, order, sample, words
from tests.kit.test_conformance import errors
from viche.kit import PIECES, Audience, Bearer, Order, Piece
from viche.problems import ContentError, Problem

CATEGORIES = [
    "члени осередку",
    "громадські активісти",
    "члени інших партій",
    "журналісти",
    "студенти",
    "викладачі місцевих університетів",
    "колишні й діючі працівники міських органів влади",
    "фахівці",
    "депутати міської ради",
]
BEARERS = {
    "E-S-1": Bearer("Антонюк Дарина", "P-007"),
    "G-T-1": Bearer("Яремко-Довгопрізвищенко Олександра Максиміліанівна", "P-002"),
}
LANGUAGES = ("uk", "ru", "pl", "he", "en")


def categories(programme: Data) -> None:
    programme["categories"] = [
        {"id": f"kind-{number}", "name": name} for number, name in enumerate(CATEGORIES)
    ]
    programme["stages"][0]["categories"] = [f"kind-{number}" for number in range(9)]


def wanted(
    language: str = "uk",
    *,
    programme: Callable[[Data], object] = categories,
    session: Callable[[Data], object] = lambda _: None,
    **cell: object,
) -> Order:
    meeting, publisher = sample(
        programme=programme, session=session, cell=lambda data: data.update(cell)
    )
    return order(meeting, publisher, language)


def slips(asked: Order) -> Piece:
    """The reading copy."""
    return made("slips", asked)[0]


def problem_of(asked: Order) -> Problem:
    with pytest.raises(ContentError) as error:
        slips(asked)
    (problem,) = error.value.problems
    return problem


def test_there_is_a_slip_for_everybody_who_can_come() -> None:
    reading, printed = made("slips", wanted())
    # Eight seats, and a spare of each of the four kinds: three sheets of four.
    assert (reading.pages, printed.pages, printed.copies) == (8, 2, 3)
    assert reading.audience is Audience.TEAM
    for slip in range(4):
        assert words(reading.data, 2 * slip) == words(reading.data, 0)
        assert words(reading.data, 2 * slip + 1) == words(reading.data, 1)


def test_there_is_a_slip_for_every_card_that_may_be_dealt() -> None:
    dealt = wanted(session=lambda data: data.update(seating="open", cards="16"))
    assert made("slips", dealt)[0].copies == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_categories_fit_on_the_front_in_every_language(language: str) -> None:
    """Where there is no translation each bears a mark besides."""
    reading = slips(wanted(language))
    assert reading.pages == 8
    front = words(reading.data, 0)
    assert all(name.split()[0] in front for name in CATEGORIES)


def test_the_back_says_what_happens_with_the_data() -> None:
    back = words(slips(wanted()).data, 1)
    assert "ГО «Друзі»" in back
    assert "понеділок, 11 січня 2027" in back  # thirty days later
    assert "hello@testville.example" in back


def test_the_cell_has_words_and_times_of_its_own() -> None:
    consent = {"purpose": "Лише щоб розсадити.", "withdraw": "Скажіть Мар’яні.", "keep_days": "3"}
    back = words(slips(wanted(consent=consent)).data, 1)
    assert "Лише щоб розсадити." in back
    assert "Скажіть Мар’яні." in back
    assert "вівторок, 15 грудня 2026" in back
    assert "hello@testville.example" not in back


def test_a_cell_without_a_contact_sends_people_to_the_desk() -> None:
    assert "столу реєстрації" in words(slips(wanted(contact=None)).data, 1)


def test_a_stage_without_categories_asks_for_none() -> None:
    front = words(slips(wanted(programme=lambda _: None)).data, 0)
    assert "До кого" not in front


def test_slips_with_names_are_private_and_in_the_order_of_their_bearers() -> None:
    asked = replace(wanted(), bearers=dict(reversed(BEARERS.items())))
    reading = slips(asked)
    assert reading.audience is Audience.PRIVATE
    assert (reading.pages, reading.copies) == (4, 1)
    first, second = words(reading.data, 0), words(reading.data, 2)
    assert "Олександра" in first
    assert "P-002" in first
    assert "G-T-1" in first
    assert "Антонюк Дарина" in second


def test_blank_slips_name_nobody() -> None:
    draft = PIECES["slips"](wanted())
    assert draft is not None
    assert draft.data["slips"] == [None] * 4


def test_a_closed_cell_asks_for_a_code_and_for_no_picture() -> None:
    asked = replace(wanted(profile="closed"), bearers=BEARERS)
    for open_or_closed, found in (
        (replace(wanted(), bearers=BEARERS), True),
        (asked, False),
    ):
        text = words(slips(open_or_closed).data)
        told = [word in text for word in ("Антонюк", "прізвище", "зйомку", "Підпис", "11 січня")]
        assert told == [found] * 5
        assert "P-007" in text
    assert "через 30 днів" in words(slips(asked).data, 1)


def test_a_slip_with_much_to_say_has_smaller_letters() -> None:
    long = {"purpose": "Дані потрібні, щоб підготувати й провести сесію. " * 8}
    assert slips(wanted(consent=long)).pages == 8


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"purpose": "Дуже довго. " * 90}, "kit-long", "consent.purpose"),
        ({"purpose": "непереривно" * 8}, "kit-word", "consent.purpose"),
        ({"withdraw": "Ні \N{THUMBS UP SIGN}"}, "kit-sign", "consent.withdraw"),
    ],
)
def test_what_does_not_fit_is_named(change: Data, code: str, field: str) -> None:
    problem = problem_of(wanted(consent=change))
    assert (problem.source, problem.code, problem.field) == ("content/cell.yaml", code, field)


@pytest.mark.parametrize("name", ["Довгопрізвищенко" * 5, "Олександра Максиміліанівна " * 40])
def test_a_name_without_room_is_told_by_its_seat(name: str) -> None:
    problem = problem_of(replace(wanted(), bearers={**BEARERS, "E-T-1": Bearer(name, "P-009")}))
    assert (problem.source, problem.code) == (
        "content/private/2026-12-test/roster.csv",
        "kit-name",
    )
    assert problem.field == problem.params["seat"] == "E-T-1"
    assert name[:8] not in repr(problem)


def test_a_name_isnt_blamed_for_a_long_title() -> None:
    asked = wanted(session=lambda data: data.update(title="Довга назва " * 40))
    assert problem_of(replace(asked, bearers=BEARERS)).field == "title"


def test_a_title_of_three_hundred_letters_is_set_or_refused() -> None:
    def titled(title: str) -> Order:
        return wanted(session=lambda data: data.update(title=title))

    assert "Довга назва" in words(slips(titled("Довга назва " * 12)).data, 0)
    problem = problem_of(titled("Довга назва " * 40))
    assert (problem.source, problem.field) == ("content/session.yaml", "title")


def test_markup_is_printed_as_typed() -> None:
    typed = "#panic() *так* <b>ні</b> $x$"
    assert typed in words(slips(wanted(consent={"purpose": typed})).data, 1)


@pytest.mark.parametrize("language", ["uk", "he"])
@pytest.mark.parametrize("named", [False, True])
def test_slips_conform(language: str, named: bool, tmp_path: Path) -> None:
    asked = wanted(language)
    reading = slips(replace(asked, bearers=BEARERS) if named else asked)
    assert errors(reading.data, tmp_path) == []
    assert len(opened(reading.data).outline) >= (2 if named else 4)
