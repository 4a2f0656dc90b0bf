"""Badges: what others read on the front, and the wearer's own way on the back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
import zxingcpp

from tests.kit.sample import Data, labels, made, opened, order, sample, words
from tests.kit.shared import printed
from tests.kit.test_conformance import errors
from viche.kit import Audience, Bearer, Piece
from viche.kit.badges import draft
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.network.meeting import cards_of
from viche.problems import MESSAGE_LANGUAGES, ContentError, explain

POINTS_PER_MM = 72 / 25.4


def badges(
    meeting: Meeting,
    cell: Cell,
    language: str = "uk",
    seats: tuple[str, ...] | None = ("E-S-1",),
    bearers: Mapping[str, Bearer] | None = None,
) -> Piece:
    """The copy to read."""
    return made("badges", order(meeting, cell, language, seats, bearers))[0]


def in_rounds(number: int) -> Callable[[Data], object]:
    """A session of so many rounds, for 12 people at 4 tables."""

    def change(data: Data) -> None:
        data.update(people="12", tables="4")
        del data["attendance"]
        data["steps"] = [
            {"id": f"at-{at}", "kind": "groups", "grouping": f"round-{at}", "minutes": "10"}
            for at in range(1, number + 1)
        ]

    return change


def rounds(number: int) -> tuple[Meeting, Cell]:
    return sample(
        session=in_rounds(number),
        programme=lambda data: data["stages"][0].update(network="rounds"),
    )


def test_every_seat_has_a_front_and_a_back() -> None:
    meeting, cell = sample()
    badge = badges(meeting, cell, seats=None)
    assert meeting.plan is not None
    seats = [seat.id for seat in meeting.plan.seats]
    assert [entry.title for entry in opened(badge.data).outline] == seats
    assert badge.pages == 2 * len(seats)
    assert [page for page, _ in badge.codes] == [*range(1, badge.pages, 2)]
    assert [address.rpartition("#")[2] for _, address in badge.codes] == seats


def test_the_front_says_who_sits_here_in_words() -> None:
    front = words(badges(*sample()).data, 0)
    for said in ("E-S-1", "Економічна сфера", "Сильні сторони", "Ім’я", "Відкрита сесія"):
        assert said in front
    assert "Картка" not in front


def test_the_back_tells_time_group_and_table_of_each_step() -> None:
    meeting, cell = sample()
    back = words(badges(meeting, cell).data, 1)
    assert meeting.plan is not None
    first, second, third, last = meeting.plan.seat("E-S-1").route
    route = " ".join(
        f"{time} {place.group} {place.table}"
        for time, place in zip(
            ("10:30", "11:15", "12:15", "12:55"), (first, second, third, last), strict=True
        )
    )
    assert f"Час Група Стіл {route}" in back


@pytest.mark.parametrize("number", [4, 6, 7, 12])
def test_tables_are_read_at_arms_length(number: int) -> None:
    """Wherever the sizes had to be made smaller, tables keep 14 pt."""
    meeting, cell = rounds(number)
    back = printed(badges(meeting, cell, seats=("5",)).data, 1)
    assert meeting.plan is not None
    tables = [
        it for time, _, it in zip(back, back[1:], back[2:], strict=False) if ":" in time.words
    ]
    assert [it.words for it in tables] == [
        str(place.table) for place in meeting.plan.seat("5").route
    ]
    assert min(it.size for it in tables) >= 14


@pytest.mark.parametrize(("number", "page"), [(6, 1), (7, 0), (12, 0)])
def test_a_long_route_moves_the_code_to_the_front(number: int, page: int) -> None:
    badge = badges(*rounds(number), seats=("5",))
    assert [at for at, _ in badge.codes] == [page]
    scan = labels("uk")("kit-scan")
    assert [scan in words(badge.data, at) for at in (0, 1)] == [page == 0, page == 1]


def test_a_route_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ContentError) as error:
        badges(*rounds(40), seats=("5",))
    (problem,) = error.value.problems
    assert (problem.code, problem.field) == ("kit-overflow", "steps")


# --- cards of a deck


def dealt() -> tuple[Meeting, Cell]:
    return sample(session=lambda data: data.update(seating="open", cards="16"))


def test_a_card_leaves_room_for_what_is_announced() -> None:
    badge = badges(*dealt(), "en", ("E-T-5",))
    (card,) = (card for card in cards_of(dealt()[0]) if card.seat == "E-T-5")
    front, back = words(badge.data, 0), words(badge.data, 1)
    assert "Card 10" in front
    table = card.homes["first"].table
    assert f"10:30 E-T {table} 11:15 E-… 12:15 T-… 12:55 E-T {table}" in back


@pytest.mark.parametrize("language", ["uk", "he"])
def test_the_number_of_a_card_is_never_broken(language: str) -> None:
    """Not even a large one, beside a name that takes several lines."""
    long = {"uk": "Сфера розвитку громади й підтримки", "he": "תחום פיתוח הקהילה ותמיכה"}
    meeting, cell = sample(
        session=lambda data: data.update(seating="open", cards="240"),
        programme=lambda data: data["spheres"][1].update(name=long),
    )
    card = cards_of(meeting)[-1]
    assert card.number == 240
    front = printed(badges(meeting, cell, language, (card.seat,)).data, 0)
    assert "240" in [it.words.strip() for it in front]


def test_a_hall_with_one_deck_says_nothing_of_a_dealt_group() -> None:
    def training(data: Data) -> None:
        data.update(stage="training", people="9", seating="open", cards="20")
        del data["attendance"]
        data["steps"] = [step for step in data["steps"] if step["id"] != "third"]

    back = words(badges(*sample(session=training), "en", ("S-1",)).data, 1)
    assert "10:30 S 1 11:15 … 12:15 S 1" in back


# --- those who hold the seats

LONG_NAME = "Анна-Марія Передерій-Заболотна Костянтинівна"


def test_a_name_makes_the_badges_private() -> None:
    meeting, cell = sample()
    named = badges(meeting, cell, "uk", None, {"E-S-1": Bearer("Оля Гай", "P-001")})
    blank = badges(meeting, cell, "uk", None)
    assert (named.audience, blank.audience) == (Audience.PRIVATE, Audience.PUBLIC)
    assert named.pages == blank.pages
    fronts = [words(named.data, page) for page in range(0, named.pages, 2)]
    assert ["Оля Гай" in front for front in fronts] == ["E-S-1" in front for front in fronts]
    assert ["Ім’я" in front for front in fronts] == ["E-S-1" not in front for front in fronts]
    assert all("P-001" not in front for front in fronts)


def test_only_the_badges_that_are_made_count() -> None:
    bearers = {"E-S-1": Bearer(LONG_NAME, "P-001")}
    assert badges(*sample(), "uk", ("E-S-2",), bearers).audience is Audience.PUBLIC


@pytest.mark.parametrize("name", ["Ы" * 80, "Довге Ім’я " * 20])
def test_a_name_that_does_not_fit_stays_out_of_the_message(name: str) -> None:
    with pytest.raises(ContentError) as error:
        badges(*sample(), "uk", ("E-S-1",), {"E-S-1": Bearer(name, "P-001")})
    (problem,) = error.value.problems
    assert problem.source == "content/private/2026-12-test/roster.csv"
    assert problem.code == "kit-name"
    assert name[:8] not in repr(problem)
    assert all("E-S-1" in explain(problem, language)[0] for language in MESSAGE_LANGUAGES)


def test_a_name_in_other_letters_fits_a_hebrew_badge() -> None:
    badge = badges(*sample(), "he", ("E-S-1",), {"E-S-1": Bearer(LONG_NAME, "P-001")})
    assert "Заболотна" in words(badge.data, 0)


# --- what is printed, and how


def test_a_long_title_gives_way_to_the_day() -> None:
    meeting, cell = sample(session=lambda data: data.update(title="Дуже довга назва " * 20))
    front = words(badges(meeting, cell).data, 0)
    assert "Дуже довга назва" not in front
    assert "Тестовий осередок, " in front
    assert "12 грудня 2026" in front


def test_a_sphere_with_a_long_name_gives_its_short_one() -> None:
    long = "Сфера " + "розвитку й підтримки " * 12
    meeting, cell = sample(programme=lambda data: data["spheres"][1].update(name=long))
    front = words(badges(meeting, cell).data, 0)
    assert "розвитку" not in front
    assert "Економіка" in front


@pytest.mark.parametrize(
    ("name", "code"), [("ю" * 80, "kit-word"), ("Довга складова " * 20, "kit-long")]
)
def test_a_name_that_does_not_fit_is_found(name: str, code: str) -> None:
    def change(data: Data) -> None:
        data["parts"][0]["name"] = name

    with pytest.raises(ContentError) as error:
        badges(*sample(programme=change))
    (problem,) = error.value.problems
    assert (problem.source, problem.code) == ("content/programme.yaml", code)
    assert problem.field == "parts[1].name"


def test_a_closed_cell_tells_no_times() -> None:
    meeting, cell = sample(cell=lambda data: data.update(profile="closed"))
    back = words(badges(meeting, cell).data, 1)
    assert ":" not in back
    assert "45 хвилин" in back
    assert "Тривалість" in back
    assert "Час" not in back


def test_a_text_in_another_language_has_the_full_mark_or_none() -> None:
    front = words(badges(*sample(), "pl").data, 0)
    assert "Сильні сторони język: ukraiński" in front
    assert "uk" not in front.split()
    long = "Дуже довга назва відкритої сесії, якої не вмістить жоден рядок"
    front = words(badges(*sample(session=lambda data: data.update(title=long)), "pl").data, 0)
    foot = front.partition("Imię")[2]
    assert "uk" not in foot.split()
    assert not foot.strip().endswith(("·", ","))


def pixel(badge: Piece, x: float, y: float) -> tuple[int, ...]:
    """The colour of a point of the front, in millimetres from the upper left corner of its trim."""
    page = pypdfium2.PdfDocument(badge.data)[0]
    scale = 4
    picture = page.render(scale=scale).to_pil().convert("RGB")
    bleed = (page.get_width() / POINTS_PER_MM - 90) / 2
    found = picture.getpixel(tuple(int((at + bleed) * POINTS_PER_MM * scale) for at in (x, y)))
    assert isinstance(found, tuple)
    return found


ECONOMY, WHITE = (168, 72, 15), (255, 255, 255)


@pytest.mark.parametrize(
    ("language", "start", "end"), [("uk", -2, 92), ("en", -2, 92), ("he", 92, -2)]
)
def test_the_colour_of_the_sphere_runs_over_the_edge(
    language: str, start: float, end: float
) -> None:
    badge = badges(*sample(), language)
    assert [pixel(badge, start, y) for y in (-2, 30, 62)] == [ECONOMY] * 3
    assert pixel(badge, end, 30) == WHITE


def test_ink_is_saved_where_it_is_wanted() -> None:
    badge = badges(*sample(cell=lambda data: data.update(print={"ink": "saving"})))
    assert pixel(badge, -2, 30) == WHITE


def test_every_code_is_read_where_it_is_said_to_stand() -> None:
    for whole in (sample(), dealt(), rounds(12)):
        reading, sheets = made("badges", order(*whole))
        for badge in (reading, sheets):
            document = pypdfium2.PdfDocument(badge.data)
            read = [
                (at, code.text)
                for at, page in enumerate(document)
                for code in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
            ]
            assert read
            assert sorted(read) == sorted(badge.codes)


@pytest.mark.parametrize("language", ["uk", "he"])
def test_badges_conform(language: str, tmp_path: Path) -> None:
    for meeting, cell in (sample(), dealt()):
        assert errors(badges(meeting, cell, language).data, tmp_path) == []
    assert errors(badges(*rounds(12), language, ("5",)).data, tmp_path) == []


def test_a_badge_printed_again_looks_as_before() -> None:
    meeting, cell = sample()
    together = pypdfium2.PdfDocument(badges(meeting, cell, seats=None).data)
    alone = pypdfium2.PdfDocument(badges(meeting, cell, seats=("E-S-1",)).data)
    assert meeting.plan is not None
    first = 2 * [seat.id for seat in meeting.plan.seats].index("E-S-1")
    for page in (0, 1):
        here, there = together[first + page].render(), alone[page].render()
        assert bytes(here.buffer) == bytes(there.buffer)


def test_a_meeting_without_a_plan_has_no_badges() -> None:
    meeting, cell = sample()
    assert draft(order(dataclasses.replace(meeting, plan=None), cell)) is None
