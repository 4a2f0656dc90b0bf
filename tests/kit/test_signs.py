"""Table signs: who sits at a table at each step, the same on both faces."""

from __future__ import annotations

import dataclasses
import re
from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL.Image import Image
from pypdf import PdfReader

from tests.kit.sample import Data, labels, made, opened, order, sample, words
from tests.kit.shared import printed
from tests.kit.test_badges import dealt, rounds
from tests.kit.test_conformance import errors
from tests.test_shapes import CELL, SHAPES, planned
from viche.kit import Piece
from viche.kit.signs import _ranges, draft
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.network.meeting import cards_of, plan_session
from viche.problems import ContentError


def signs(meeting: Meeting, cell: Cell, language: str = "en") -> Piece:
    (piece,) = made("signs", order(meeting, cell, language))
    return piece


def lines(meeting: Meeting, cell: Cell) -> dict[int, list[tuple[str, list[str], str | None]]]:
    """By table, the group of each step, its seats, and what is said where it is dealt."""
    found = draft(order(meeting, cell, "en"))
    assert found is not None
    return {
        int(table["number"]): [
            (line["group"], line["seats"], line["opened"]) for line in table["lines"]
        ]
        for table in found.data["tables"]
    }


def test_every_table_of_the_plan_has_a_sign() -> None:
    meeting, cell = sample()
    sheets = signs(meeting, cell)
    assert meeting.plan is not None
    tables = {place.table for seat in meeting.plan.seats for place in seat.route}
    titles = [entry.title for entry in opened(sheets.data).outline]
    assert titles == [f"Table {number}" for number in sorted(tables)]
    assert sheets.pages == len(tables)


def test_a_sign_says_who_sits_there_at_each_step() -> None:
    meeting, cell = sample()
    found = lines(meeting, cell)
    assert meeting.plan is not None
    for step in meeting.plan.steps:
        for group, seats in meeting.plan.groups(step).items():
            table = meeting.plan.place(seats[0], step).table
            assert (group, [seat.id for seat in seats], None) in found[table]
    page = words(signs(meeting, cell).data, 0)
    for said in ("10:30–11:15", "Profile groups", "G-S", "Governance · Strengths", "G-S-1, G-S-2"):
        assert said in page
    assert "number 1" not in page  # the id says so


@given(st.sets(st.integers(1, 40)), st.sets(st.integers(1, 40)))
def test_ranges_name_every_seat_once(one: set[int], two: set[int]) -> None:
    seats = [f"E-S-{number}" for number in sorted(one)] + [f"H-{n}" for n in sorted(two)]
    told: list[str] = []
    for said in _ranges(seats):
        first, _, last = said.partition(" – ")
        kind, _, number = first.rpartition("-")
        end = int(last.rpartition("-")[2]) if last else int(number)
        assert not last or end - int(number) >= 2
        told += [f"{kind}-{each}" for each in range(int(number), end + 1)]
    assert told == seats


def test_seats_in_a_row_are_a_range() -> None:
    meeting, cell = sample(
        session=lambda data: data.update(attendance={"governance": "16", "economy": "16"})
    )
    assert lines(meeting, cell)[1][0] == ("G-S", ["G-S-1 – G-S-8"], None)


# --- cards of a deck


def test_a_dealt_group_says_which_cards_may_lead_to_it_and_when() -> None:
    """It has its table in any case, and letters that are certain; whether it is opened, depends."""
    meeting, cell = dealt()
    found = lines(meeting, cell)
    assert {place.table for card in cards_of(meeting) for place in card.homes.values()} <= {*found}
    for number, steps in found.items():
        for group, seats, told in steps:
            reached = {
                (opened, card.seat)
                for card in cards_of(meeting)
                for places in card.openings.values()
                for opened, place in places.items()
                if (place.group, place.table) == (group, number)
            }
            if not reached:
                assert told is None
                continue
            opened_from = int(group.rpartition("-")[2])
            assert min(reached)[0] == opened_from
            (kind,) = seats
            assert kind in {"G-…", "E-…", "…-S-…", "…-T-…"}
            assert all(re.fullmatch(kind.replace("…", ".+"), seat) for _, seat in reached)
            nbsp = "\N{NO-BREAK SPACE}"
            expected = f"If {opened_from}{nbsp}tables or more are open."
            assert told == (expected if opened_from > 1 else None)


def test_whoever_has_no_card_is_sent_to_the_desk_where_groups_are_dealt() -> None:
    asked = labels("en")("signs-help")
    assert asked.endswith("Ask at the desk.")
    assert words(signs(*dealt()).data, 0).count(asked) == 2
    assert asked not in words(signs(*sample()).data, 0)


@pytest.mark.parametrize("language", ["uk", "he"])
def test_a_long_name_in_a_dealt_hall_is_set_no_smaller_than_ten_points(language: str) -> None:
    """It has the room that the seats of a fixed session take."""
    short = {"uk": "Безпека та громадський порядок", "he": "ביטחון והסדר הציבורי"}
    meeting, cell = sample(
        session=lambda data: data.update(seating="open", cards="16"),
        programme=lambda data: data["spheres"][0].update(short=short),
    )
    told = printed(signs(meeting, cell, language).data, 0)
    steps = [it.size for it in told if it.words.startswith("10:3")]
    assert steps
    assert min(steps) >= 10


def test_the_certain_seats_of_a_deck_are_all_its_cards() -> None:
    meeting, cell = dealt()
    (table,) = {card.homes["first"].table for card in cards_of(meeting) if card.seat == "E-S-1"}
    assert lines(meeting, cell)[table][0] == ("E-S", ["E-S-1 – E-S-8"], None)


# --- what is printed, and how


def test_both_faces_say_the_same_and_one_is_read_out() -> None:
    meeting, cell = sample()
    sheets = signs(meeting, cell)
    page = words(sheets.data, 0)
    assert page.count("Profile groups") == 2
    content = PdfReader(BytesIO(sheets.data)).pages[0].get_contents()
    assert content is not None
    assert b"/Artifact" in content.get_data()


def halves(sheets: Piece, page: int = 0) -> tuple[Image, Image]:
    """The lower face, and the upper one turned as whoever sits opposite sees it."""
    picture = pypdfium2.PdfDocument(sheets.data)[page].render(scale=2).to_pil().convert("L")
    picture = picture.point(lambda value: 255 * (value > 128))
    width, height = picture.size
    lower = picture.crop((0, height // 2 + 8, width, height))
    upper = picture.crop((0, 0, width, height - height // 2 - 8)).rotate(180)
    return lower, upper


@pytest.mark.parametrize("language", ["uk", "he"])
def test_the_upper_face_is_the_lower_one_turned(language: str) -> None:
    lower, upper = halves(signs(*sample(), language))
    assert lower.size == upper.size
    differing = sum(a != b for a, b in zip(lower.tobytes(), upper.tobytes(), strict=True))
    dark = lower.tobytes().count(0)
    assert dark > 1000
    assert differing < dark / 4  # the edges of letters fall on other points


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["uk", "he"])
def test_networks_of_every_shape_have_signs(shape: str, language: str) -> None:
    content = planned()
    meeting = next(each for each in content.meetings if each.stage.id == shape)
    (sheets,) = made("signs", order(meeting, content.cell, language, folder=CELL))
    assert meeting.plan is not None
    assert sheets.pages == len({place.table for seat in meeting.plan.seats for place in seat.route})


def test_twelve_steps_and_eight_at_a_table_fit() -> None:
    meeting, cell = rounds(12)
    session = meeting.session.model_copy(update={"people": 32})
    meeting = dataclasses.replace(meeting, session=session)
    meeting = dataclasses.replace(meeting, plan=plan_session(session, meeting.programme))
    sheets = signs(meeting, cell)
    assert sheets.pages == 4
    page = words(sheets.data, 0)
    assert page.count("Round 12") == 2


def test_what_does_not_fit_is_refused_with_its_table() -> None:
    def change(data: Data) -> None:
        data["steps"][1]["title"] = "ю" * 80

    with pytest.raises(ContentError) as error:
        signs(*sample(session=change), "uk")
    (problem,) = error.value.problems
    assert (problem.code, problem.field) == ("kit-word", "steps[2].title")
    assert problem.params["seat"] == "Стіл 1"

    def long_name(data: Data) -> None:
        data["parts"][0]["name"] = "Довга складова " * 20

    with pytest.raises(ContentError) as error:
        signs(*sample(programme=long_name), "uk")
    (problem,) = error.value.problems
    assert (problem.code, problem.field) == ("kit-long", "parts[1].name")
    with pytest.raises(ContentError) as error:
        signs(*rounds(40))
    (problem,) = error.value.problems
    assert (problem.code, problem.field) == ("kit-overflow", "steps")


def test_a_closed_cell_tells_no_times() -> None:
    page = words(signs(*sample(cell=lambda data: data.update(profile="closed"))).data, 0)
    assert "10:30" not in page
    assert "45 minutes" in page
    assert "Duration" in page
    assert "Time" not in page


@pytest.mark.parametrize("language", ["uk", "he"])
def test_signs_conform(language: str, tmp_path: Path) -> None:
    for meeting, cell in (sample(), dealt()):
        assert errors(signs(meeting, cell, language).data, tmp_path) == []


def test_a_meeting_without_a_plan_has_no_signs() -> None:
    meeting, cell = sample()
    assert draft(order(dataclasses.replace(meeting, plan=None), cell)) is None
