"""Small rosters against all ways to seat them, judged without the program's own numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations, permutations, product
from math import ceil, floor

from hypothesis import given, settings
from hypothesis import strategies as st

from viche.model.plan import Plan, Seat
from viche.network import INCOMPLETE_3D, TWO_DIMENSIONAL, Policy, Topology, arrange
from viche.network.assignment import Impossible, Seating, seat_people
from viche.network.people import Attendee, Bonds

Holders = Mapping[str, Attendee]
TRAITS = ("category", "gender")
STEPS = ("profile", "cross", "reconciling", "return")
HALL = {"part": ("S", "W")}
SPHERES = {"sphere": ("G", "E"), "part": ("S", "W")}


def keeps_the_rules(plan: Plan, holders: Holders, bonds: Bonds) -> bool:
    """Whether everything that must be kept is kept."""
    seat_of = {person.code: plan.seat(seat) for seat, person in holders.items()}
    people = list(holders.values())
    staying = [person.code for person in people if person.stays]
    for codes in (*bonds.apart, staying):
        if any(meet(seat_of[one], seat_of[other]) for one, other in combinations(codes, 2)):
            return False
    for codes in bonds.together:
        if len({seat_of[code].route[0].group for code in codes}) > 1:
            return False
    if any(person.seat and holders[person.seat] is not person for person in people if person.seat):
        return False
    homes = {cell(seat.id) for seat in plan.seats}
    members = [cell(seat) for seat, person in holders.items() if person.member]
    for sphere in {cell(home) for home in homes}:
        own = {home for home in homes if cell(home) == sphere}
        ours = [home for home in members if cell(home) == sphere]
        if len(ours) >= len(own) != len(set(ours)):
            return False
    return True


def meet(one: Seat, other: Seat) -> bool:
    return any(a.group == b.group for a, b in zip(one.route, other.route, strict=True))


def missed(plan: Plan, topology: Topology, holders: Holders, wishes: Sequence[str]) -> list[int]:
    return [miss(plan, topology, holders, wish) for wish in wishes]


def miss(plan: Plan, topology: Topology, holders: Holders, wish: str) -> int:
    letters = {
        person.code: dict(
            zip((axis.name for axis in topology.lettered), seat.split("-")[:-1], strict=True)
        )
        for seat, person in holders.items()
    }
    people = list(holders.values())
    if wish in ("sphere", "part"):
        return sum(
            rank(person.wishes.get(wish, ()), letters[person.code][wish]) for person in people
        )
    if wish == "competence":
        return sum(
            letters[person.code][axis] not in known
            for person in people
            for axis, known in person.competence.items()
        )
    if wish == "new-people":
        seat_of = {person.code: plan.seat(seat) for seat, person in holders.items()}
        return sum(
            meet(seat_of[one.code], seat_of[other.code])
            for one, other in combinations(people, 2)
            if other.code in one.met or one.code in other.met
        )
    return sum(
        off(group, holders, wish, value)
        for at, grouping in enumerate(topology.groupings)
        if grouping not in topology.groupings[:at]
        for group in plan.groups(plan.steps[at]).values()
        for value in {person.traits[wish] for person in people if wish in person.traits}
    )


def rank(asked: Sequence[str], letter: str) -> int:
    if letter in asked:
        return asked.index(letter)
    return max(2, len(asked)) if asked else 0


def off(group: Sequence[Seat], holders: Holders, trait: str, value: str) -> int:
    """How far a group is from its share, which is the sum of its seats' chances."""
    share = sum((chance(seat.id, holders, trait, value) for seat in group), start=Fraction(0))
    count = sum(holders[seat.id].traits.get(trait) == value for seat in group)
    return max(floor(share) - count, count - ceil(share), 0)


def chance(seat: str, holders: Holders, trait: str, value: str) -> Fraction:
    """How likely the seat has the value, if those of its sphere without a fixed seat draw lots.

    A fixed seat settles the whole cell for its holder, not only the seat.
    """
    sphere = holders[seat].given.get("sphere")
    own = {at: person for at, person in holders.items() if person.given.get("sphere") == sphere}
    here = [at for at in own if cell(at) == cell(seat)]
    fixed = [person for person in own.values() if person.seat]
    free = [person for person in own.values() if not person.seat]
    inside = [person for person in fixed if cell(person.seat) == cell(seat)]
    room = Fraction(len(here) - len(inside), len(free))
    drawn = room * sum(person.traits.get(trait) == value for person in free)
    return (drawn + sum(person.traits.get(trait) == value for person in inside)) / len(here)


def cell(seat: str) -> str:
    return seat.rpartition("-")[0]


def every_way(plan: Plan, people: Sequence[Attendee]) -> Iterator[Holders]:
    """All ways to seat people where the letters allow it: spheres are given to all, or to none."""
    spheres = sorted({person.given.get("sphere", "") for person in people})
    rows = []
    for sphere in spheres:
        seats = [seat.id for seat in plan.seats if seat.id.startswith(sphere)]
        own = [person for person in people if person.given.get("sphere", "") == sphere]
        rows.append([list(zip(seats, order, strict=True)) for order in permutations(own)])
    for ways in product(*rows):
        yield dict(chain(*ways))


def check(
    found: Seating, topology: Topology, people: Sequence[Attendee], bonds: Bonds, wishes: list[str]
) -> None:
    """The seating keeps the rules, is the best there is, and its bounds are bounds."""
    by_code = {person.code: person for person in people}
    holders = {seat: by_code[code] for seat, code in found.holders.items()}
    reached = missed(found.plan, topology, holders, wishes)
    levels = [level for level in found.levels if level.wish in wishes]
    assert keeps_the_rules(found.plan, holders, bonds)
    assert [level.misses for level in levels] == reached
    for way in every_way(found.plan, people):
        if keeps_the_rules(found.plan, way, bonds):
            other = missed(found.plan, topology, way, wishes)
            assert reached <= other
            for at, level in enumerate(levels):
                if all(a <= b for a, b in zip(other[:at], reached[:at], strict=True)):
                    assert level.bound <= other[at]


CODES = [f"P-{number}" for number in range(6)]
PAIR = st.lists(st.sampled_from(CODES), min_size=2, max_size=2, unique=True).map(frozenset)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[list[Attendee], Bonds]:
    people = []
    for code in CODES:
        asked = draw(st.permutations(["S", "W"]))[: draw(st.integers(0, 2))]
        people.append(
            Attendee(
                code,
                wishes={"part": tuple(asked)} if asked else {},
                competence=draw(
                    st.sampled_from([{}, {"part": frozenset("S")}, {"part": frozenset("W")}])
                ),
                traits={trait: draw(st.sampled_from("xyz")) for trait in TRAITS},
                member=draw(st.booleans()),
                stays=draw(st.integers(0, 5)) == 0,
                met=draw(st.frozensets(st.sampled_from(CODES), max_size=2)) - {code},
                seat=draw(st.sampled_from(["", "", "", "", "", "S-1"])) if code == "P-5" else "",
            )
        )
    # A fixed seat settles letters for those tied to its holder, which the lot here doesn't know.
    ties = 0 if any(person.seat for person in people) else 2
    bonds = Bonds(
        apart=tuple(draw(st.lists(PAIR, max_size=2))),
        together=tuple(draw(st.lists(PAIR, max_size=ties))),
    )
    return people, bonds


@given(
    roster=rosters(),
    wishes=st.permutations(["category", "gender", "part", "competence", "new-people"]),
)
@settings(max_examples=40)
def test_a_small_hall_has_the_best_seating_or_none(
    roster: tuple[list[Attendee], Bonds], wishes: list[str]
) -> None:
    people, bonds = roster
    # A trait after letters is judged by who has got them, which is another test's subject.
    order = sorted(wishes, key=lambda wish: wish not in TRAITS)
    try:
        found = seat_people(
            TWO_DIMENSIONAL,
            HALL,
            people,
            bonds,
            policy=Policy.NO_REPEATS,
            steps=("profile", "cross", "return"),
            wishes=order,
            effort=30_000,
        )
    except Impossible:
        plan = arrange(
            TWO_DIMENSIONAL,
            {("S",): 3, ("W",): 3},
            Policy.NO_REPEATS,
            ("profile", "cross", "return"),
        )
        ways = every_way(plan, people)
        assert not any(keeps_the_rules(plan, way, bonds) for way in ways)
    else:
        check(found, TWO_DIMENSIONAL, people, bonds, order)


@given(
    traits=st.lists(st.sampled_from("xyz"), min_size=16, max_size=16),
    members=st.sets(st.integers(0, 7), max_size=5),
    apart=st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2, unique=True), max_size=2),
)
@settings(max_examples=12)
def test_spheres_that_are_given_have_the_best_seating(
    traits: list[str], members: set[int], apart: list[list[int]]
) -> None:
    people = [
        Attendee(
            f"P-{number}",
            given={"sphere": "GE"[number // 4]},
            traits={"category": traits[number], "gender": traits[number + 8]},
            member=number in members,
        )
        for number in range(8)
    ]
    bonds = Bonds(apart=tuple(frozenset(f"P-{number}" for number in pair) for pair in apart))
    try:
        found = seat_people(
            INCOMPLETE_3D,
            SPHERES,
            people,
            bonds,
            policy=Policy.FULL_COVERAGE,
            steps=STEPS,
            wishes=["category", "gender"],
            effort=10_000,
        )
    except Impossible:
        sizes: dict[tuple[str, ...], int] = dict.fromkeys(product("GE", "SW"), 2)
        plan = arrange(INCOMPLETE_3D, sizes, Policy.FULL_COVERAGE, STEPS)
        assert not any(keeps_the_rules(plan, way, bonds) for way in every_way(plan, people))
    else:
        check(found, INCOMPLETE_3D, people, bonds, ["category", "gender"])
