"""What the constructor of a plan refuses, and what a plan can be asked."""

from __future__ import annotations

import copy
import pickle

import pytest

from viche.model.plan import Place, Plan, Seat

ONE = Seat("S-1", (Place("S", 2), Place("1", 2)))
TWO = Seat("W-1", (Place("W", 1), Place("1", 2)))
PLAN = Plan(("profile", "cross"), (ONE, TWO))


def test_groups_come_in_the_order_of_tables() -> None:
    assert list(PLAN.groups("profile").items()) == [("W", (TWO,)), ("S", (ONE,))]
    assert dict(PLAN.groups("cross")) == {"1": (ONE, TWO)}


def test_seats_and_places_by_name() -> None:
    assert PLAN.seat("W-1") is TWO
    assert PLAN.place(TWO, "profile") == Place("W", 1)
    with pytest.raises(KeyError):
        PLAN.seat("W-2")
    with pytest.raises(ValueError, match="No step return; there are profile, cross"):
        PLAN.groups("return")


def test_a_plan_is_a_value() -> None:
    assert hash(PLAN) == hash(copy.deepcopy(PLAN))
    again = pickle.loads(pickle.dumps(PLAN))
    assert again == PLAN
    assert again.seat("S-1") == ONE


@pytest.mark.parametrize(
    ("steps", "seats", "message"),
    [
        (("profile", "profile"), (ONE,), "A step occurs twice among profile, profile"),
        (("profile", "cross"), (ONE, TWO, ONE), "Seat S-1 occurs twice"),
        (("profile",), (ONE,), "Seat S-1 has 2 places for 1 steps"),
    ],
)
def test_contradictions(steps: tuple[str, ...], seats: tuple[Seat, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Plan(steps, seats)
