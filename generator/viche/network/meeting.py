"""A session of the model, seated: its spheres and people become the letters of a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

from viche.model.content import Meeting
from viche.model.plan import Plan
from viche.model.programme import Programme
from viche.model.session import Session
from viche.model.topology import Topology
from viche.network.door.deck import Card, Deck
from viche.network.seats.arranging import Cell, Policy, arrange
from viche.network.seats.bounds import pick


def plan_session(session: Session, programme: Programme) -> Plan:
    """Seat the people whom ``session`` expects.

    The session is checked already: its stage has a network, its steps are those of the network, in
    that order, and it says how many tables there are if the network doesn't.
    """
    policy = Policy(session.policy)
    if session.seating == "open":
        deck = deck_of(session, programme)
        return deck.deal(dealt_expected(session, programme, deck), policy)
    topology = programme.topology(session)
    assert topology is not None, "a session without a network has no seats"
    steps = [step.id for step in session.grouping_steps]
    cells = cells_expected(session, programme)
    return arrange(topology, cells, policy, steps, session.tables)


def cells_expected(session: Session, programme: Programme) -> dict[Cell, int]:
    """How many people ``session`` expects to have which letters.

    Where they are known by sphere, or not at all, they are spread evenly over all other letters.
    One person stays at each table, where somebody does.
    """
    topology = programme.topology(session)
    assert topology is not None, "a session without a network has no seats"
    people = people_expected(session, programme)
    letters = programme.letters(topology)
    axes = [axis.name for axis in topology.lettered]
    if split := hosts_and_guests(topology, session.tables or 0, session.expected):
        return split
    return even_cells(letters, people, axes.index("sphere") if session.people is None else None)


def even_cells(
    letters: Sequence[Sequence[str]], people: Mapping[str, int], known: int | None = None
) -> dict[Cell, int]:
    """Split people over all combinations of letters, as evenly as one axis after the other allows.

    Each number of people so far is shared out over the letters of the next axis, and those left
    over go one each to the letters that have fewest of them: among people who share a letter with
    them, then altogether. With two axes those are the numbers of ``spread``.

    Args:
        letters: those of each axis, in the order of the axes.
        people: how many there are, by their letter on the axis ``known``; all of them under ``""``
            if that is ``None``.
        known: the position of that axis.
    """
    first = [] if known is None else [known]
    order = [*first, *(at for at in range(len(letters)) if at != known)]
    cells = {(letter,) * len(first): number for letter, number in people.items()}
    for at in order[len(first) :]:
        cells = _shared_out(cells, letters[at])
    back = [order.index(at) for at in range(len(letters))]
    found = {pick(cell, back): number for cell, number in cells.items()}
    return {cell: found[cell] for cell in product(*letters)}


def _shared_out(cells: Mapping[Cell, int], letters: Sequence[str]) -> dict[Cell, int]:
    shared: dict[Cell, int] = {}
    extra: Counter[tuple[int, str, str]] = Counter()
    for cell, number in cells.items():
        share, left = divmod(number, len(letters))
        near = {
            letter: sum(extra[at, own, letter] for at, own in enumerate(cell)) for letter in letters
        }
        fewest = sorted(letters, key=lambda letter: (near[letter], extra[-1, "", letter]))
        for letter in letters:
            shared[*cell, letter] = share + (letter in fewest[:left])
        extra.update(
            (at, own, letter)
            for at, own in [*enumerate(cell), (-1, "")]
            for letter in fewest[:left]
        )
    return shared


def people_expected(session: Session, programme: Programme) -> dict[str, int]:
    """How many people ``session`` expects: by the letter of their sphere, or all under ``""``."""
    if session.people is not None:
        return {"": session.people}
    # In the programme's order, whatever the order in the session's file.
    return {sphere.letter: session.attendance.get(sphere.id, 0) for sphere in programme.spheres}


def hosts_and_guests(topology: Topology, tables: int, people: int) -> dict[Cell, int] | None:
    """How many stay at tables and how many move on, where anybody stays."""
    axis = topology.staying
    if axis is None:
        return None
    (guests,) = (letter for letter in axis.letters if letter != axis.stays)
    return {(axis.stays,): tables, (guests,): people - tables}


def has_policy(meeting: Meeting) -> bool:
    """Whether the number of groups is a question; else the session or the network settles it."""
    topology = meeting.topology
    if topology is None or topology.needs_tables or meeting.session.tables is not None:
        return False
    return any(grouping.dealt for grouping in topology.groupings)


def policies(plan: Plan, meeting: Meeting) -> dict[Policy, Plan]:
    """The people of ``plan`` seated by each policy; empty where that makes no difference."""
    session, topology = meeting.session, meeting.topology
    assert topology is not None, "a session without a network has no seats"
    if not has_policy(meeting):
        return {}
    letters = meeting.programme.letters(topology)
    sizes = dict.fromkeys(product(*letters), 0)
    sizes.update(Counter(seat.letters for seat in plan.seats))
    made = {}
    for policy in Policy:
        if session.seating == "open":
            made[policy] = deck_of(session, meeting.programme).deal(sizes, policy)
        else:
            made[policy] = arrange(topology, sizes, policy, plan.steps, session.tables)
    same = made[Policy.NO_REPEATS] == made[Policy.FULL_COVERAGE]
    return {} if same else made


def dealt_expected(session: Session, programme: Programme, deck: Deck) -> dict[Cell, int]:
    """The profile groups of whom ``session`` expects, if everybody takes the next card."""
    people = people_expected(session, programme)
    if people.keys() == deck.blocks.keys():
        return deck.dealt(people)
    # The profile groups are the spheres, and how many people each has is known.
    return {(sphere,): number for sphere, number in people.items()}


def deck_of(session: Session, programme: Programme) -> Deck:
    """The cards that are dealt at the door of ``session``, which has ``seating: open``.

    Unless the session says how many cards there are, they last for the largest crowd that its stage
    is made for, and for whom it expects. Both are counted by sphere, or for the whole hall where
    there are no spheres; a deck may hold several spheres, as a sphere may hold several piles.
    """
    topology = programme.topology(session)
    assert topology is not None, "a session without a network has no seats"
    expected = people_expected(session, programme)
    least, most = 0, max(expected.values())
    if crowd := programme.stage(session.stage).crowd:
        made_for = crowd.people if session.people is not None else crowd.per_sphere
        least, most = min(made_for.min, *expected.values()), max(made_for.max, most)
    letters = dict(zip(topology.lettered, programme.letters(topology), strict=True))
    decks = ["-".join(cell) for cell in product(*(letters[axis] for axis in topology.corner))]
    piles = prod(map(len, letters.values()))
    return Deck(
        topology=topology,
        letters=tuple(letters.values()),
        steps=tuple(step.id for step in session.grouping_steps),
        capacity=dict.fromkeys(decks, (session.cards or most) * len(expected) // len(decks)),
        sure=max(1, least * len(expected) // piles),
    )


def cards_of(meeting: Meeting) -> tuple[Card, ...]:
    """What can be printed beforehand: the deck of an open session, else the seats of the plan.

    They come in the order in which they are printed: that of dealing, or that of the plan. A
    meeting without a plan has none.
    """
    if meeting.plan is None:
        return ()
    if meeting.session.seating == "open":
        return deck_of(meeting.session, meeting.programme).cards
    steps = meeting.plan.steps
    return tuple(
        Card(seat.id, "", None, dict(zip(steps, seat.route, strict=True)), {})
        for seat in meeting.plan.seats
    )


def is_dealt(meeting: Meeting) -> bool:
    """Whether the plan of an open session is what its cards give; true of any other session.

    It isn't any more when cards were added or a sphere was, for then groups sit at other tables.
    """
    if meeting.session.seating != "open" or meeting.plan is None:
        return True
    deck = deck_of(meeting.session, meeting.programme)
    sizes = Counter(seat.letters for seat in meeting.plan.seats)
    try:
        dealt = deck.deal(sizes, Policy(meeting.session.policy))
    except ValueError:
        return False
    return _tables(dealt) == _tables(meeting.plan)


def _tables(plan: Plan) -> dict[str, list[tuple[str, int]]]:
    """Where everyone sits, whatever their roles and the order of the seats."""
    return {seat.id: [(place.group, place.table) for place in seat.route] for seat in plan.seats}
