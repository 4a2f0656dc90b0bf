"""Spare booklets: a kind of seat without a number, and boxes for what only the desk knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.sample import Data, made, opened, order, sample, words
from tests.kit.test_conformance import errors
from viche.kit import PIECES, Audience
from viche.kit.imposition import booklets_in

ADDRESS = "https://testville.example/cell/2026-12-test/"


def test_there_is_one_for_each_kind_of_seat() -> None:
    meeting, cell = sample()
    reading, printed = made("spares", order(meeting, cell))
    titles = [booklet.title for booklet in booklets_in(opened(reading.data))]
    assert titles == ["G-S-__", "G-T-__", "E-S-__", "E-T-__"]
    assert reading.audience is printed.audience is Audience.TEAM
    assert (reading.copies, printed.copies) == (1, 1)
    assert [booklet.length for booklet in booklets_in(opened(reading.data))] == [4] * 4


@pytest.mark.parametrize(("people", "copies"), [("8", 1), ("20", 1), ("44", 2)])
def test_there_are_spares_for_a_tenth_of_the_people(people: str, copies: int) -> None:
    half = str(int(people) // 2)
    meeting, cell = sample(
        session=lambda data: data.update(attendance={"governance": half, "economy": half})
    )
    draft = PIECES["spares"](order(meeting, cell))
    assert draft is not None
    assert draft.copies == copies
    assert copies * 4 >= int(people) / 10


def test_what_all_seats_of_a_kind_share_is_printed_and_the_rest_left_to_the_desk() -> None:
    meeting, cell = sample()
    draft = PIECES["spares"](order(meeting, cell))
    assert draft is not None
    route = draft.data["seats"][0]["route"]
    assert route["first"] == route["last"] == {"group": "G-S", "table": "1"}
    assert route["second"] == route["third"] == {"group": None, "table": None}


def test_a_spare_has_no_role_of_anybody() -> None:
    meeting, cell = sample()
    assert meeting.plan is not None
    draft = PIECES["spares"](order(meeting, cell))
    assert draft is not None
    places = [place for seat in draft.data["seats"] for place in seat["route"].values()]
    assert not any("role" in place for place in places)


def test_its_code_leads_to_all_routes_of_the_session() -> None:
    meeting, cell = sample()
    reading, printed = made("spares", order(meeting, cell))
    assert [address for _, address in reading.codes] == [ADDRESS] * 4
    assert [page for page, _ in reading.codes] == [0, 4, 8, 12]
    assert {address for _, address in printed.codes} == {ADDRESS}
    cover = words(reading.data, 0)
    assert ADDRESS in cover
    assert "Усі маршрути в телефоні" in cover


def test_inside_a_step_whose_table_is_unknown_points_at_the_cover() -> None:
    meeting, cell = sample()
    reading, _ = made("spares", order(meeting, cell))
    inside = words(reading.data, 1)
    assert "Група G-S · Стіл 1" in inside
    assert inside.count("стіл: на обкладинці") == 1


def test_cards_for_the_door_are_spares_themselves() -> None:
    meeting, cell = sample(session=lambda data: data.update(seating="open", cards="8"))
    assert PIECES["spares"](order(meeting, cell)) is None


def test_nobody_needs_spares_with_a_single_card() -> None:
    meeting, cell = sample()
    assert PIECES["spares"](order(meeting, cell, seats=["E-S-1"])) is None


def test_a_session_without_letters_has_spares_too() -> None:
    def rounds(data: Data) -> None:
        data.update(people="12", tables="4")
        del data["attendance"]
        data["steps"] = [
            {"id": f"at-{at}", "kind": "groups", "grouping": f"round-{at}", "minutes": "10"}
            for at in (1, 2)
        ]

    meeting, cell = sample(
        session=rounds,
        programme=lambda data: data["stages"][0].update(network="rounds"),
        protocol=lambda data: data["steps"][0].update(step="at-1"),
    )
    reading, _ = made("spares", order(meeting, cell))
    assert [booklet.title for booklet in booklets_in(opened(reading.data))] == ["__"]
    assert reading.copies == 2


@pytest.mark.parametrize("language", ["uk", "he"])
def test_spares_conform(language: str, tmp_path: Path) -> None:
    meeting, cell = sample()
    reading, _ = made("spares", order(meeting, cell, language))
    assert errors(reading.data, tmp_path) == []
