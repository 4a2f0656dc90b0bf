"""Cards for networks that a programme defines itself: of the shapes that can be dealt."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viche.model.programme import Programme
from viche.model.session import Session
from viche.model.topology import (
    INCOMPLETE_3D,
    JIGSAW,
    TWO_DIMENSIONAL,
    Axis,
    Grouping,
    Topology,
    rounds,
    three_dimensional,
)
from viche.network.meeting import deck_of, plan_session

SHAPES = ["circle", "square", "triangle", "diamond", "hexagon", "star"]
INDEX = {"id": "index", "numbered": True}
SPHERES = {
    "id": "spheres",
    "title": "Spheres",
    "axes": [{"id": "sphere"}, INDEX],
    "groupings": [{"id": "profile", "axes": ["sphere"]}, {"id": "cross", "axes": ["index"]}],
    "order": ["profile", "cross", "profile"],
}


def vision(directions: int) -> dict[str, Any]:
    values = [{"id": f"d-{at}", "letter": f"D{at}", "name": f"D{at}"} for at in range(directions)]
    axes = [{"id": "sphere"}, {"id": "direction", "values": values}, INDEX]
    return {"id": "vision", "title": "Vision", "axes": axes}


def programme(spheres: int, network: dict[str, Any], **stage: object) -> Programme:
    """One stage with ``network``, and so many spheres; parts are two and mean nothing here."""
    data = {
        "title": "P",
        "summary": "S",
        "interval_days": {"min": 1, "max": 10},
        "spheres": [
            {
                "id": f"s-{at}",
                "letter": "ABCDEF"[at],
                "name": f"S{at}",
                "short": f"S{at}",
                "colour": f"#00000{at}",
                "shape": SHAPES[at],
            }
            for at in range(spheres)
        ],
        "parts": [
            {"id": "one", "letter": "X", "name": "One", "question": "?"},
            {"id": "two", "letter": "Y", "name": "Two", "question": "?"},
        ],
        "networks": [network],
        "stages": [
            {
                "id": "stage",
                "title": "T",
                "purpose": "P",
                "audience": "open",
                "network": network["id"],
                "minutes": {"min": 1, "max": 300},
                "output": "O",
                **stage,
            }
        ],
    }
    return Programme.model_validate(data, context={"id": "p", "source": "programme.yaml"})


def session(within: Programme, people: list[int], **fields: object) -> Session:
    """An open session with so many ``people`` in each sphere."""
    network = within.networks[0].topology()
    data = {
        "stage": "stage",
        "title": "T",
        "date": dt.date(2027, 1, 1),
        "start": "10:00",
        "venue": {"name": "V", "address": "A"},
        "seating": "open",
        "attendance": {f"s-{at}": number for at, number in enumerate(people)},
        "steps": [
            {"id": f"step-{at}", "kind": "groups", "grouping": each.name, "minutes": 10}
            for at, each in enumerate(network.groupings)
        ],
        **fields,
    }
    return Session.model_validate(data, context={"id": "2027-01-s", "source": "s.yaml"})


@given(st.lists(st.integers(1, 15), min_size=2, max_size=6))
def test_spheres_have_the_cards_and_the_seats_that_they_expect(people: list[int]) -> None:
    course = programme(len(people), SPHERES)
    held = session(course, people)
    plan, deck = plan_session(held, course), deck_of(held, course)
    assert [len(seats) for seats in plan.groups("step-0").values()] == people
    cards = {card.seat: card for card in deck.cards}
    assert len(cards) == len(people) * max(people)  # each sphere has cards for the fullest
    opened = len(plan.groups("step-1"))
    for seat in plan.seats:
        card = cards[seat.id]
        dealt = card.openings["step-1"][opened]
        assert (card.homes["step-0"].table, dealt.table) == (
            seat.route[0].table,
            seat.route[1].table,
        )


@given(st.lists(st.integers(1, 20), min_size=2, max_size=6), st.integers(2, 5))
def test_directions_go_round_in_the_deck_of_a_sphere(people: list[int], directions: int) -> None:
    """Whatever the programme's parts are, profile groups of a sphere differ by at most one."""
    course = programme(len(people), vision(directions))
    held = session(course, people, cards=20)
    plan, deck = plan_session(held, course), deck_of(held, course)
    assert len(deck.cards) == 20 * len(people)
    groups = plan.groups("step-0")
    for at, number in enumerate(people):
        letters = (f"{'ABCDEF'[at]}-D{direction}" for direction in range(directions))
        found = [len(groups.get(group, ())) for group in letters]
        assert sum(found) == number
        assert max(found) - min(found) <= 1


def test_as_many_cards_are_sure_as_a_pile_must_show() -> None:
    """What a sphere is made for, shared out over the piles of its deck."""
    crowd = {
        "people": {"min": 32, "max": 64},
        "per_sphere": {"min": 8, "max": 16},
        "cell_members_per_sphere": 1,
    }
    for network, sure, cards in ((SPHERES, 8, 64), (vision(4), 2, 64), (vision(2), 4, 64)):
        course = programme(4, network, crowd=crowd)
        deck = deck_of(session(course, [10, 9, 8, 8]), course)
        assert (deck.sure, len(deck.cards)) == (sure, cards)


def test_names_make_no_shape() -> None:
    mine = Axis("mine", letters=("A", "B"))
    numbered = Axis("number", numbered=True)
    home, mixed = Grouping("home", (mine,)), Grouping("mixed", (numbered,))
    like_two = Topology("mine", (mine, numbered), (home, mixed, home))
    assert like_two.is_shaped_like(TWO_DIMENSIONAL)
    assert not like_two.is_shaped_like(JIGSAW)
    assert not Topology("mine", (mine, numbered), (home, mixed)).is_shaped_like(TWO_DIMENSIONAL)
    other = Axis("other", letters=("A", "B", "C"))
    assert three_dimensional("m", (mine, other, numbered)).is_shaped_like(INCOMPLETE_3D)
    third = Axis("third", letters=("C", "D"))
    assert not three_dimensional("m", (mine, other, third)).is_shaped_like(INCOMPLETE_3D)


@pytest.mark.parametrize(
    ("topology", "subject"),
    [
        (INCOMPLETE_3D, "part"),
        (programme(2, vision(2)).networks[0].topology(), "direction"),
        (programme(2, SPHERES).networks[0].topology(), None),
        (rounds(3, hosts=True), None),
        (
            three_dimensional("t", (Axis("sphere"), Axis("level", letters=("A",)), Axis("part"))),
            "part",
        ),
    ],
    ids=["parts", "directions", "spheres", "café", "levels"],
)
def test_what_people_may_wish_for_beside_a_sphere(topology: Topology, subject: str | None) -> None:
    axis = topology.subject
    assert (axis.name if axis else None) == subject
