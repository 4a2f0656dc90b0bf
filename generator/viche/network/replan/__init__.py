"""The plan is a contract with paper: after no-shows and walk-ins, the fewest cards change.

Every row of a plan is a printed card. People exchange cards, and no card is ever rewritten; so what
is proven of the rows still holds of them. New rows are printed for walk-ins alone. ``replan`` tells
who takes which card, proves that fewer changes wouldn't do, and says what can't be restored::

    replan(plan, INCOMPLETE_3D, people, [WalkIn("walk-in-1", {"sphere": "E"})], done=["profile"])

``terms`` has what goes in and comes out; ``promises`` what is restored; ``search`` the proof.
"""

from viche.network.replan.replanning import EFFORT, replan
from viche.network.replan.terms import (
    Arrival,
    Change,
    Contradiction,
    Crowded,
    Pins,
    Replanned,
    Seated,
    Unmet,
    WalkIn,
)

__all__ = [
    "EFFORT",
    "Arrival",
    "Change",
    "Contradiction",
    "Crowded",
    "Pins",
    "Replanned",
    "Seated",
    "Unmet",
    "WalkIn",
    "replan",
]
