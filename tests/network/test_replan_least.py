"""Small days, on which all ways to exchange cards can be tried: none changes fewer."""

from __future__ import annotations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.days import Day
from viche.network import (
    INCOMPLETE_3D,
    TWO_DIMENSIONAL,
    Policy,
    seat_incomplete_3d,
    seat_two_dimensional,
)
from viche.network.people import Bonds
from viche.network.replan import Seated, WalkIn

MOST = 2
"""So many changed cards are tried at most."""


@st.composite
def small_days(draw: st.DrawFn) -> Day:
    policy = draw(st.sampled_from(Policy))
    if draw(st.booleans()):
        topology = INCOMPLETE_3D
        sizes = st.integers(6, 9)
        plan = seat_incomplete_3d({"E": draw(sizes), "H": draw(sizes)}, "SW", policy)
    else:
        topology = TWO_DIMENSIONAL
        plan = seat_two_dimensional(draw(st.integers(9, 14)), "SWO", policy)
    seats = [seat.id for seat in plan.seats]
    some = st.sets(st.sampled_from(seats), max_size=3)
    absent, members = draw(some), draw(some) | draw(some)
    stays = draw(st.sets(st.sampled_from(seats), max_size=1))
    settled = draw(some)
    people = tuple(
        Seated(
            f"P-{number}",
            seat,
            given={"part": seat.split("-")[-2]} if seat in settled else {},
            member=seat in members,
            stays=seat in stays,
            absent=seat in absent,
        )
        for number, seat in enumerate(seats, 1)
    )
    asked = st.dictionaries(st.just("part"), st.sampled_from("SW"), max_size=1)
    arrived = draw(st.integers(0, min(2, len(absent))))
    walk_ins = tuple(
        WalkIn(f"W-{number}", draw(asked), member=draw(st.booleans()))
        for number in range(1, arrived + 1)
    )
    home = plan.seat(draw(st.sampled_from(seats))).route[0].group
    family = [each.key for each in people if plan.seat(each.seat).route[0].group == home]
    everybody = [*(each.key for each in people), *(each.key for each in walk_ins)]
    bonds = Bonds(apart=draw(pairs(everybody)), together=draw(pairs(family)))
    return Day(plan, people, walk_ins, draw(st.integers(0, 2)), bonds, topology)


def pairs(keys: list[str]) -> st.SearchStrategy[tuple[frozenset[str], ...]]:
    """Nobody, or two of these."""
    if len(keys) < 2:
        return st.just(())
    pair = st.frozensets(st.sampled_from(keys), min_size=2, max_size=2)
    return st.lists(pair, max_size=1).map(tuple)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(day=small_days())
def test_no_other_exchange_changes_fewer_cards(day: Day) -> None:
    result = day.replanned()
    changed = len(result.changed)
    fewest = day.fewest(MOST)
    event(f"{fewest} cards change")
    assert result.least <= changed
    if result.new_seats:
        assert fewest is None or changed <= fewest
    elif any(day.broken({key: seat for seat, key in result.holders.items()})):
        assert fewest is None, "more could be restored"
    elif fewest is None:
        assert changed > MOST
    else:
        assert result.least == changed == fewest
