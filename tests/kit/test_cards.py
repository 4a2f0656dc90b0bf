"""Booklets as cards of a deck, whose tables depend on how many come; and roles on any booklet."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from itertools import product

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest

from tests.kit.sample import Data, kit, labels, opened, sample, words
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.model.plan import Plan, Role
from viche.network.meeting import cards_of


def dealt(cards: int = 16) -> tuple[Meeting, Cell]:
    """The sample meeting with ``cards`` cards in each of its two decks, of two parts each."""
    return sample(session=lambda data: data.update(seating="open", cards=str(cards)))


def titles(data: bytes) -> list[str]:
    return [entry.title for entry in opened(data).outline if not isinstance(entry, list)]


def test_every_card_of_the_deck_is_printed_in_the_order_of_dealing() -> None:
    reading, imposed = kit(*dealt(5), seats=None)
    assert titles(reading.data) == [
        f"{sphere}-{seat}" for sphere in "GE" for seat in ("S-1", "T-1", "S-2", "T-2", "S-3")
    ]
    assert reading.pages == 2 * imposed.pages == 4 * 10
    covers = [words(reading.data, at) for at in range(0, 40, 4)]
    numbers = [f"Картка {number}" for number in (1, 2, 3, 4, 5)] * 2
    assert all(number in cover for number, cover in zip(numbers, covers, strict=True))


def test_the_cover_tells_the_table_for_every_number_of_open_tables() -> None:
    meeting, cell = dealt()
    (card,) = (card for card in cards_of(meeting) if card.seat == "E-T-5")
    cover = words(kit(meeting, cell, "en", ("E-T-5",))[0].data, 0)
    assert "Card 10" in cover
    for step, title in (("second", "Cross groups · Economy"), ("third", "Reconciling groups · T")):
        tables = " ".join(str(place.table) for place in card.openings[step].values())
        assert f"{title}" in cover
        assert f"Tables open 1 2 3 4 5 6 7 8 Your table {tables}" in cover
    for step in ("first", "last"):
        assert f"E-T {card.homes[step].table}" in cover


def test_many_tables_take_several_lines() -> None:
    cover = words(kit(*dealt(24), "en", ("E-T-5",))[0].data, 0)
    assert cover.count("Tables open 1 2 3 4 5 6 7 8 Your table") == 2
    assert cover.count("Tables open 9 10 11 12 Your table") == 2


def test_a_step_whose_table_is_announced_refers_to_the_cover() -> None:
    reading, _ = kit(*dealt(), "en")
    page = words(reading.data, 1)
    assert "10:30–11:15 · Group E-S · Table 9" in page
    assert "11:15–11:55 · table: on the cover" in page
    assert page.count("Group") == 1


@pytest.mark.parametrize("language", ["uk", "en", "he", "pl", "ru"])
def test_cards_fit_in_every_language(language: str) -> None:
    meeting, cell = dealt()
    cover = words(kit(meeting, cell, language, ("G-S-8",))[0].data, 0)
    for key in ("kit-card", "tables-open", "your-table"):
        # Extracted Hebrew keeps words, but not their order.
        assert all(word in cover for word in labels(language)(key).split())


def test_tables_run_from_right_to_left_in_hebrew() -> None:
    page = pypdfium2.PdfDocument(kit(*dealt(), "he", ("G-S-1",))[0].data)[0].get_textpage()

    def left(text: str) -> float:
        index, _ = page.search(text).get_next()
        return float(page.get_charbox(index)[0])

    text = page.get_text_bounded()
    assert "פתוחים" in text
    row = next(line for line in text.splitlines() if "8" in line.split() and "7" in line.split())
    assert {*"12345678"} <= {*row.split()}
    assert left("פתוחים") > 148 * 72 / 25.4 / 2


def test_a_card_printed_again_looks_as_before() -> None:
    meeting, cell = dealt()
    all_of_them, _ = kit(meeting, cell, seats=None)
    alone, _ = kit(meeting, cell, seats=("E-S-4",))
    at = 4 * titles(all_of_them.data).index("E-S-4")
    for page in range(4):
        assert pixels(all_of_them.data, at + page) == pixels(alone.data, page)


def pixels(data: bytes, page: int) -> bytes:
    drawn = pypdfium2.PdfDocument(data)[page].render(scale=1)
    return bytes(drawn.buffer)


def test_a_fixed_session_has_no_cards() -> None:
    cover = words(kit(*sample(), "en")[0].data, 0)
    assert "Card" not in cover
    assert "Tables open" not in cover


def test_a_hall_without_spheres_has_one_deck() -> None:
    def training(data: Data) -> None:
        data.update(stage="training", people="9", seating="open", cards="20")
        del data["attendance"]
        data["steps"] = [step for step in data["steps"] if step["id"] != "third"]

    reading, _ = kit(*sample(session=training), "en", None)
    assert len(titles(reading.data)) == 20
    cover = words(reading.data, 0)
    assert "Card 1" in cover
    assert "Tables open 9 10 Your table 1 1" in cover


# --- other networks


@pytest.mark.parametrize(
    ("network", "groupings", "seat", "name"),
    [
        ("rounds", ["round-1", "round-2"], "13", ""),
        ("world-cafe", ["round-1", "round-2"], "H-4", "host"),
        ("jigsaw", ["home", "expert", "home"], "T-1", "Threats"),
    ],
)
def test_seats_of_other_networks_have_booklets(
    network: str, groupings: list[str], seat: str, name: str
) -> None:
    def change(data: Data) -> None:
        data.update(people="13", tables="4")
        del data["attendance"]
        data["steps"] = [
            {"id": step, "kind": "groups", "grouping": grouping, "minutes": "40"}
            for step, grouping in zip(("first", "second", "third"), groupings, strict=False)
        ]

    meeting, cell = sample(
        session=change, programme=lambda data: data["stages"][0].update(network=network)
    )
    reading, _ = kit(meeting, cell, "en", (seat,))
    cover = words(reading.data, 0)
    assert seat in cover.split()
    assert name in cover
    assert reading.pages == 4


# --- roles


def with_roles(meeting: Meeting, roles: Mapping[tuple[str, str], Role]) -> Meeting:
    """The meeting with roles by seat and step."""
    assert meeting.plan is not None
    seats = tuple(
        dataclasses.replace(
            seat,
            route=tuple(
                dataclasses.replace(place, role=roles.get((seat.id, step)))
                for step, place in zip(meeting.plan.steps, seat.route, strict=True)
            ),
        )
        for seat in meeting.plan.seats
    )
    return dataclasses.replace(meeting, plan=Plan(meeting.plan.steps, seats))


ROLES = {("E-S-1", "first"): Role.REPORTER, ("E-S-1", "second"): Role.MODERATOR}


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "role: reporter", "role: moderator"),
        ("uk", "роль: доповідати", "роль: вести розмову"),
    ],
)
def test_roles_stand_on_the_cover_and_on_their_steps(
    language: str, first: str, second: str
) -> None:
    meeting, cell = sample()
    reading, _ = kit(with_roles(meeting, ROLES), cell, language, ("E-S-1", "E-S-2"))
    cover, *pages = (words(reading.data, page) for page in range(4))
    assert first in cover
    assert second in cover
    assert [first in page for page in pages] == [True, False, False]
    assert [second in page for page in pages] == [True, False, False]
    assert pages[0].index(first) < pages[0].index(second)
    assert labels(language)("role", role="") not in words(reading.data, 4)


@pytest.mark.parametrize("title", ["Коротко", "Назва, якій самій треба цілого рядка"])
def test_a_role_moves_nothing_on_its_page(title: str) -> None:
    """So that all seats of a kind have the same pages, and none overflows."""
    meeting, cell = sample(session=lambda data: data["steps"][1].update(title=title))
    pages = [
        pypdfium2.PdfDocument(kit(each, cell)[0].data)[1].get_textpage()
        for each in (meeting, with_roles(meeting, ROLES))
    ]
    for text in ("10:30", "Зберіть факти", "Згода", "11:15", "Порівняйте"):
        boxes = [page.get_charbox(page.search(text).get_next()[0]) for page in pages]
        assert boxes[0][1] == boxes[1][1]


def test_roles_of_one_seat_leave_room_on_the_covers_of_its_kind() -> None:
    """A cover that is printed again by itself has the air that all covers of its kind have."""
    meeting, cell = sample()
    all_day = product(["E-S-1"], ["first", "second", "third", "last"])
    busy = with_roles(meeting, dict.fromkeys(all_day, Role.MODERATOR))
    together, _ = kit(busy, cell, seats=("E-S-1", "E-S-2"))
    alone, _ = kit(busy, cell, seats=("E-S-2",))
    assert pixels(together.data, 4) == pixels(alone.data, 0)
