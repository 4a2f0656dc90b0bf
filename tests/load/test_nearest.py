"""What was probably meant by a name that nobody knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viche.problems import natural, nearest

ROUNDS = [f"round-{number}" for number in range(1, 13)]


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("econmy", ["economy", "society"], "economy"),
        ("Economy", ["economy", "society"], "economy"),
        ("cell_members", ["cell-members", "members"], "cell-members"),
        ("есоnomу", ["economy", "society"], "economy"),  # typed on a Cyrillic keyboard
        ("економка", ["Економіка", "Соціум"], "Економіка"),
        ("rounds", ROUNDS, "round-1"),
        ("round", ROUNDS, "round-1"),
        ("round-12", ROUNDS, "round-12"),
        ("round-13", ROUNDS[4:], "round-10"),
        ("nowhere", ["economy", "society"], ""),
        ("anything", [], ""),
    ],
)
def test_the_likeliest_and_of_equals_the_first(name: str, known: list[str], near: str) -> None:
    assert nearest(name, known) == near
    assert nearest(name, reversed(known)) == near


@given(st.lists(st.from_regex(r"[a-z]{1,5}-[0-9]{1,3}", fullmatch=True), min_size=1))
def test_a_known_name_is_its_own_nearest(known: list[str]) -> None:
    assert [nearest(name, known) for name in known] == known


def test_numbers_are_counted_not_spelled() -> None:
    assert sorted(sorted(ROUNDS), key=natural) == ROUNDS != sorted(ROUNDS)
