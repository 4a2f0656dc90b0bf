"""How many people a kit is for: one number that every list goes by."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.sample import Data, order, sample
from tests.kit.test_badges import rounds
from tests.test_shapes import SHAPES, planned
from viche.kit import spares
from viche.kit.director.counts import Counts
from viche.kit.reserve import room
from viche.network.meeting import cards_of


@given(st.integers(4, 60), st.integers(4, 60))
def test_there_is_room_for_a_tenth_more_than_have_seats(one: int, other: int) -> None:
    def seated(session: Data) -> None:
        session["attendance"] = {"governance": str(one), "economy": str(other)}

    meeting, cell = sample(session=seated)
    people = one + other
    assert room(meeting) == people + spares.count(order(meeting, cell))
    assert 1.1 * people <= room(meeting) + 1e-9 < 1.1 * people + 5  # four kinds of seats


@given(st.integers(4, 40))
def test_an_open_session_has_room_for_every_card_and_no_more(cards: int) -> None:
    meeting, _ = sample(session=lambda data: data.update(seating="open", cards=str(cards)))
    assert room(meeting) == len(cards_of(meeting)) == 2 * cards


def test_where_nobody_has_a_seat_whom_the_session_expects_counts() -> None:
    meeting, _ = sample()
    assert room(dataclasses.replace(meeting, plan=None)) == 9
    assert room(rounds(4)[0]) == 12 + 2


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_printed_for_people_is_enough_for_all_of_them(shape: str) -> None:
    content = planned()
    meeting = next(each for each in content.meetings if each.stage.id == shape)
    counts = Counts.of(order(meeting, content.cell, content.cell.languages[0]))
    assert counts.room >= max(counts.expected, len(cards_of(meeting)))
    assert counts["slips"] >= counts.room
    assert counts["booklets"] + counts["spares"] == counts.room
