"""The cards that are dealt at the door: what stands on them, whoever comes."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viche.model.topology import JIGSAW, Axis, Grouping, Topology
from viche.network import (
    INCOMPLETE_3D,
    TWO_DIMENSIONAL,
    Cell,
    Deck,
    Lack,
    Loss,
    Policy,
    lost,
    measure,
)
from viche.network.door.losses import Fewer, Small, fewer_tables, small_groups

SPHERES, PARTS = "GECI", "SWOT"
STEPS = ("profile", "cross", "reconciling", "return")
FULL, NONE = Policy.FULL_COVERAGE, Policy.NO_REPEATS
DECK = Deck(INCOMPLETE_3D, (tuple(SPHERES), tuple(PARTS)), STEPS, dict.fromkeys(SPHERES, 32), 4)


def attended(*counts: int) -> dict[Cell, int]:
    return DECK.dealt(dict(zip(SPHERES, counts, strict=True)))


# --- the cards


def decks() -> st.SearchStrategy[Deck]:
    """Two to six spheres of two to six parts, or none, with decks of any size."""

    def deck(letters: tuple[int, int], capacity: list[int]) -> Deck:
        spheres, parts = tuple("ABCDEF"[: letters[0]]), tuple("STUVWX"[: letters[1]])
        if len(spheres) == 1:
            return Deck(TWO_DIMENSIONAL, (parts,), ("one", "two", "three"), {"": capacity[0]})
        return Deck(
            INCOMPLETE_3D, (spheres, parts), STEPS, dict(zip(spheres, capacity, strict=False))
        )

    numbers = st.tuples(st.integers(1, 6), st.integers(2, 6))
    return st.builds(deck, numbers, st.lists(st.integers(1, 40), min_size=6, max_size=6))


def crowds(deck: Deck) -> st.SearchStrategy[dict[Cell, int]]:
    """Any people at all, as long as there are cards for them."""
    piles = {cell: st.integers(0, cards) for cell, cards in deck.dealt(deck.capacity).items()}
    return st.fixed_dictionaries(piles).filter(lambda sizes: any(sizes.values()))


@given(data=st.data(), deck=decks(), policy=st.sampled_from(Policy))
def test_every_deal_is_one_of_the_printed_cards(
    data: st.DataObject, deck: Deck, policy: Policy
) -> None:
    """Any people at all, as long as there are cards: the fewest repeats, and a table to a group."""
    sizes = data.draw(crowds(deck))
    announced, plan = deck.announce(sizes, policy), deck.deal(sizes, policy)
    cards = {card.seat: card for card in deck.cards}
    assert len(cards) == len(deck.cards) == sum(deck.capacity.values())
    for seat in plan.seats:
        card = cards[seat.id]
        for step, place in zip(plan.steps, seat.route, strict=True):
            if step in card.homes:
                assert card.homes[step] == place
            else:
                block = place.group.rpartition("-")[0]
                assert card.openings[step][announced[step, block]] == place
    for step in plan.steps:
        places = {plan.place(seat, step) for seat in plan.seats}
        assert (
            len({place.group for place in places}) == len({p.table for p in places}) == len(places)
        )
    measures = measure(plan, deck.topology)
    assert measures.excess == measures.minimum
    if policy is NONE:
        assert measures.excess == 0
    assert Counter(seat.id.rpartition("-")[0] for seat in plan.seats) == Counter(
        {"-".join(cell): n for cell, n in sizes.items() if n}
    )


def test_cards_go_round_the_parts() -> None:
    deck = [card for card in DECK.cards if card.block == "E"]
    assert [card.number for card in deck] == list(range(1, 33))
    assert [card.seat for card in deck[:6]] == [
        "E-S-1",
        "E-W-1",
        "E-O-1",
        "E-T-1",
        "E-S-2",
        "E-W-2",
    ]
    assert deck[-1].seat == "E-T-8"
    for people in range(1, 33):
        sizes = DECK.dealt({"E": people})
        plan = DECK.deal(sizes, FULL)
        assert {seat.id for seat in plan.seats} == {card.seat for card in deck[:people]}


def test_a_sphere_keeps_its_corner_and_a_part_its_row() -> None:
    """Eight tables for each, whatever comes: what is printed holds."""
    for card in DECK.cards:
        sphere, part, _ = card.seat.split("-")
        corner = range(8 * SPHERES.index(sphere) + 1, 8 * SPHERES.index(sphere) + 9)
        row_ = range(8 * PARTS.index(part) + 1, 8 * PARTS.index(part) + 9)
        assert {place.table for place in card.homes.values()} <= {*corner[:4]}
        for opened in range(1, 9):
            assert card.openings["cross"][opened].table in corner[:opened]
            assert card.openings["reconciling"][opened].table in row_[:opened]


def test_a_card_in_full() -> None:
    card = next(card for card in DECK.cards if card.seat == "E-W-6")
    assert card.homes["profile"] == card.homes["return"]
    assert (card.homes["profile"].group, card.homes["profile"].table) == ("E-W", 10)
    cross_, reconciling_ = card.openings["cross"], card.openings["reconciling"]
    assert [place.table for place in cross_.values()] == [9, 9, 11, 10, 9, 9, 15, 15]
    assert [place.group for place in reconciling_.values()] == [
        *("W-1", "W-2", "W-3", "W-3", "W-2", "W-1", "W-7", "W-8")
    ]


# --- participants choose their part


@given(wanted=st.lists(st.sampled_from(PARTS), max_size=32), sure=st.integers(1, 5))
def test_a_part_is_full_until_the_others_have_caught_up(wanted: list[str], sure: int) -> None:
    """Whoever finds a part full takes one that isn't. There always is one."""
    deck = Deck(INCOMPLETE_3D, DECK.letters, STEPS, DECK.capacity, sure)
    sizes = Counter[Cell]()
    for part in wanted:
        limit = deck.limit("E", sizes)
        free = [p for p in PARTS if sizes["E", p] < limit]
        sizes["E", part if part in free else free[0]] += 1
        of = [sizes["E", p] for p in PARTS]
        assert max(of) <= max(sure, min(of) + 1)
        if sum(of) >= 4 * sure:
            assert max(of) - min(of) <= 1


def test_chosen_parts_have_their_first_cards() -> None:
    sizes: dict[Cell, int] = {("E", "S"): 5, ("E", "W"): 4, ("E", "O"): 5, ("E", "T"): 4}
    plan = DECK.deal(sizes, FULL)
    assert [seat.id for seat in plan.seats if "-O-" in seat.id] == [f"E-O-{n}" for n in range(1, 6)]
    assert DECK.announce(sizes, FULL)["cross", "E"] == 4
    assert sorted(len(seats) for seats in plan.groups("cross").values()) == [4, 4, 5, 5]


# --- other halls


@pytest.mark.parametrize("people", range(16, 41))
def test_without_spheres_there_is_one_deck(people: int) -> None:
    deck = Deck(TWO_DIMENSIONAL, (tuple(PARTS),), ("profile", "cross", "return"), {"": 40}, 4)
    sizes = deck.dealt({"": people})
    assert deck.announce(sizes, FULL) == {("cross", ""): people // 4}
    plan = deck.deal(sizes, FULL)
    measures = measure(plan, TWO_DIMENSIONAL)
    assert measures.excess == people % 4
    assert {*measures.step("cross").sizes} <= {4, 5}
    assert lost(deck, sizes, FULL) == ()
    assert {seat.route[1].table for seat in plan.seats} == {*range(1, people // 4 + 1)}


EVERY_GROUP_OF_FIVE = tuple(f"{part}-{number}" for part in PARTS for number in range(1, 6))


@pytest.mark.parametrize(
    ("attendance", "policy", "losses"),
    [
        ((20, 20, 20, 20), FULL, ()),
        ((20, 20, 20, 20), NONE, ()),
        ((12, 20, 28, 31), FULL, ()),
        (
            (8, 20, 20, 20),
            FULL,
            (Loss(Lack.SMALL, "profile", 4, ("G-S", "G-W", "G-O", "G-T")),),
        ),
        ((15, 20, 20, 20), FULL, ()),
        (
            (0, 20, 20, 0),
            FULL,
            (
                Loss(Lack.NOBODY, "G", 4),
                Loss(Lack.NOBODY, "I", 4),
                Loss(Lack.SPHERES, "reconciling", 20, EVERY_GROUP_OF_FIVE),
                Loss(Lack.SMALL, "reconciling", 20, EVERY_GROUP_OF_FIVE),
            ),
        ),
        (
            (3, 20, 20, 20),
            FULL,
            (
                Loss(Lack.SMALL, "profile", 3, ("G-S", "G-W", "G-O")),
                Loss(Lack.PARTS, "cross", 1, ("G-1",)),
                Loss(Lack.REACH, "", 95),
            ),
        ),
        ((33, 20, 20, 20), FULL, (Loss(Lack.CARDS, "G", 1),)),
        (
            (17, 20, 20, 20),
            NONE,
            (Loss(Lack.PARTS, "cross", 3, ("G-1", "G-2", "G-3")),),
        ),
    ],
)
def test_what_is_lost(
    attendance: tuple[int, ...], policy: Policy, losses: tuple[Loss, ...]
) -> None:
    assert lost(DECK, attended(*attendance), policy) == losses


def test_twice_as_many_as_cards() -> None:
    """Eight tables for a sphere and for a part are all that there are, so groups grow."""
    found = lost(DECK, attended(64, 64, 64, 64), FULL)
    assert [(loss.kind, loss.where, loss.n) for loss in found] == [
        *((Lack.CARDS, sphere, 32) for sphere in SPHERES),
        (Lack.LARGE, "cross", 32),
        (Lack.LARGE, "reconciling", 32),
    ]


def test_parts_taken_against_the_rule() -> None:
    """Nine take one part, and nobody minds the piles: the hall sits all the same."""
    sizes = attended(0, 20, 20, 20) | {("G", "S"): 9, ("G", "W"): 1, ("G", "O"): 1}
    assert [(loss.kind, loss.where, loss.n) for loss in lost(DECK, sizes, FULL)] == [
        (Lack.CARDS, "G", 1),
        (Lack.UNEVEN, "G", 9),
        (Lack.SMALL, "profile", 2),
        (Lack.PARTS, "cross", 2),
        (Lack.THRICE, "", 2),
        (Lack.REACH, "", 84),
    ]


def test_decks_that_cannot_be() -> None:
    sphere, part, index = Axis("sphere"), Axis("part"), Axis("index", numbered=True)
    home, cross_ = Grouping("profile", (sphere, part)), Grouping("cross", (sphere, index))
    all_mixed = Grouping("all", (index,))
    letters, steps = (("E",), ("S", "W")), ("a", "b", "c")
    for groupings in (
        (home, all_mixed, home),
        (home, Grouping("sphere", (sphere,)), home),
        (home,),
    ):
        odd = Topology("odd", (sphere, part, index), groupings)
        with pytest.raises(ValueError, match="Topology odd cannot be dealt at the door"):
            Deck(odd, letters, steps, {"E": 8})
    with pytest.raises(ValueError, match="Topology jigsaw cannot be dealt at the door"):
        Deck(JIGSAW, (("S", "W"),), steps, {"": 8})
    good = Topology("good", (sphere, part, index), (home, cross_, home))
    assert len(Deck(good, letters, steps, {"E": 8}).cards) == 8
    with pytest.raises(ValueError, match="good has 3 steps, not 2"):
        Deck(good, letters, steps[:2], {"E": 8})
    for capacity in ({}, {"E": 0}, {"X": 4}):
        with pytest.raises(ValueError, match="Every block needs cards"):
            Deck(good, letters, steps, capacity)


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({}, "There is nobody to seat"),
        ({("E", "S"): -1, ("E", "W"): 4}, "There is nobody to seat"),
        ({("E", "X"): 4}, "There is no profile group E-X"),
    ],
)
def test_people_who_cannot_be(sizes: dict[Cell, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        DECK.deal(sizes, FULL)


def test_a_block_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="There is no deck X"):
        DECK.dealt({"X": 4})


@given(data=st.data(), deck=decks(), policy=st.sampled_from(Policy))
def test_fewer_tables_are_advised_only_where_they_make_groups_as_told(
    data: st.DataObject, deck: Deck, policy: Policy
) -> None:
    sizes = data.draw(crowds(deck))
    announced = deck.announce(sizes, policy)
    groups = {(loss.where, group) for loss in lost(deck, sizes, policy) for group in loss.groups}
    poor = {(step, group.rpartition("-")[0]) for step, group in groups}

    def people(at: tuple[str, str], number: int) -> list[int]:
        found = deck.seated(sizes, {**announced, at: number}).groups(at[0])
        return sorted(len(of) for name, of in found.items() if name.rpartition("-")[0] == at[1])

    for at, numbers in fewer_tables(deck, sizes, policy).items():
        assert at in poor
        tried = {number: people(at, number) for number in range(announced[at] - 1, 0, -1)}
        assert all(tried[n] == [*fewer.sizes] for n, fewer in numbers.items())
        assert all(fewer.sizes[-1] <= 8 for fewer in numbers.values())
        good = [number for number, of in tried.items() if of[0] >= 5 and of[-1] <= 8]
        assert good == [number for number, fewer in numbers.items() if fewer.good]
        assert [*numbers] == good or not good


@given(data=st.data(), deck=decks(), policy=st.sampled_from(Policy))
def test_whoever_follows_the_advice_has_been_told_of_every_repeat_meeting(
    data: st.DataObject, deck: Deck, policy: Policy
) -> None:
    """Even one that breaks what ``no-repeats`` promises, and whatever of it is followed."""
    sizes = data.draw(crowds(deck))
    told = 0
    announced = deck.announce(sizes, policy)
    before = measure(deck.seated(sizes, announced), deck.topology).excess
    for at, numbers in fewer_tables(deck, sizes, policy).items():
        if taken := data.draw(st.sampled_from([None, *numbers])):
            announced[at] = taken
            told += numbers[taken].repeats
            assert numbers[taken].repeats >= 0
    after = measure(deck.seated(sizes, announced), deck.topology).excess
    assert after - before == told


def test_a_small_hall_pays_for_larger_tables_with_repeat_meetings() -> None:
    sizes = attended(8, 9, 10, 7)
    found = fewer_tables(DECK, sizes, NONE)
    assert sum(fewer.repeats for numbers in found.values() for fewer in numbers.values()) == 7
    assert found["cross", "I"] == {1: Fewer((7,), 3)}


# --- small profile groups


def test_small_profile_groups_stay_within_their_sphere_and_below_nine_people() -> None:
    assert small_groups(DECK, attended(8, 9, 10, 7)) == {
        "G": Small(("G-S", "G-W", "G-O", "G-T"), shared=False),  # nobody can take them in
        "E": Small(("E-W", "E-O", "E-T"), shared=False),  # six people for five chairs
        "C": Small(("C-O", "C-T"), shared=True),
        "I": Small(("I-S", "I-W", "I-O", "I-T"), shared=False),
    }
    assert small_groups(DECK, attended(20, 20, 20, 20)) == {}
    assert small_groups(DECK, attended(1, 20, 20, 20)) == {}, "one person, and no other group"


@given(data=st.data(), deck=decks())
def test_small_groups_are_sent_only_where_there_is_room(data: st.DataObject, deck: Deck) -> None:
    cells = [cell for of in deck.blocks.values() for cell in of]
    sizes = {cell: data.draw(st.integers(0, 10)) for cell in cells}
    for block, small in small_groups(deck, sizes).items():
        there = {"-".join(cell): sizes[cell] for cell in deck.blocks[block] if sizes[cell]}
        assert small.groups == tuple(name for name, size in there.items() if size < 3)
        others = [size for name, size in there.items() if name not in small.groups]
        if small.shared:
            free = sum(max(0, 8 - size) for size in others)
            assert sum(there[name] for name in small.groups) <= free
        else:
            assert len(small.groups) > 1


def test_groups_of_three_become_groups_of_five_to_eight() -> None:
    found = fewer_tables(DECK, attended(5, 10, 12, 9), NONE)
    assert found["cross", "E"] == {2: Fewer((5, 5), 2)}
    assert found["cross", "I"] == {2: Fewer((4, 5), 1)}, "nine people can't sit in fives"
    assert ("cross", "C") not in found, "groups of four lack nothing"
    assert fewer_tables(DECK, attended(20, 20, 20, 20), FULL) == {}
