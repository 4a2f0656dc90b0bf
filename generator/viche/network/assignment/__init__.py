"""People with wishes are given seats: rules hard, wishes in an order, a bound for each.

``roster`` comes from a session; ``seating`` has the order in which people are settled. Rules that
contradict each other are told by ``causes``, ``limits`` and ``clash``::

    found = seat_people(INCOMPLETE_3D, letters, people, policy=..., steps=..., wishes=["category"])
    found.proven  # whether no seating with these seats is better
"""

from viche.network.assignment.causes import Cause, Impossible
from viche.network.assignment.missed import GroupMiss, Miss, PairMiss, PersonMiss
from viche.network.assignment.roster import attendee, bonds_of, contradictions_of, seat_roster
from viche.network.assignment.seating import EFFORT, Level, Seating, seat_people

__all__ = [
    "EFFORT",
    "Cause",
    "GroupMiss",
    "Impossible",
    "Level",
    "Miss",
    "PairMiss",
    "PersonMiss",
    "Seating",
    "attendee",
    "bonds_of",
    "contradictions_of",
    "seat_people",
    "seat_roster",
]
