"""Networks: who sits with whom, step by step, and what that is worth.

Plain data in, plain data out. A topology says which groups there are; ``arrange`` makes the seats
of a plan, from closed form where one is known; ``measure`` judges any plan, wherever it came from;
``Deck`` has the cards that are dealt at the door; ``assignment`` gives seats to people with wishes,
``roles`` shares out their jobs, and ``replan`` saves the day::

    plan = seat_incomplete_3d({"E": 20, "H": 20, "S": 20, "T": 20}, "SWOA", Policy.FULL_COVERAGE)
    measure(plan, INCOMPLETE_3D).excess  # 0
"""

from viche.model.topology import (
    INCOMPLETE_3D,
    TOPOLOGIES,
    TWO_DIMENSIONAL,
    Axis,
    Grouping,
    Topology,
)
from viche.network.door.deck import Card, Deck
from viche.network.door.losses import Lack, Loss, lost
from viche.network.seats.arranging import (
    Cell,
    Policy,
    arrange,
    seat_incomplete_3d,
    seat_two_dimensional,
    spread,
)
from viche.network.seats.bounds import fewest_pairs
from viche.network.seats.measures import Measures, StepMeasures, measure
from viche.network.seats.promises import promises

__all__ = [
    "INCOMPLETE_3D",
    "TOPOLOGIES",
    "TWO_DIMENSIONAL",
    "Axis",
    "Card",
    "Cell",
    "Deck",
    "Grouping",
    "Lack",
    "Loss",
    "Measures",
    "Policy",
    "StepMeasures",
    "Topology",
    "arrange",
    "fewest_pairs",
    "lost",
    "measure",
    "promises",
    "seat_incomplete_3d",
    "seat_two_dimensional",
    "spread",
]
