"""What may be promised of a plan: which sentences are true of it, with which numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from viche.model.plan import Plan
from viche.model.topology import Topology
from viche.network.seats.measures import measure


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence about a plan.

    Attributes:
        code: which sentence.
        n: what it counts: meetings too many, or groups.
        minimum: the fewest such meetings of any plan.
        step: of which step it speaks; empty if of the whole day.
        share: which part of the hall, 0 to 1.
    """

    code: str
    n: int = 0
    minimum: int = 0
    step: str = ""
    share: float = 1.0


def promises(plan: Plan, topology: Topology) -> Iterator[Promise]:
    """How often people meet again, which groups are not complete, and how far ideas go.

    Raises:
        ValueError: see ``measure``.
    """
    worth = measure(plan, topology)
    if worth.excess:
        yield Promise("plan-repeats", n=worth.excess, minimum=worth.minimum)
    else:
        returns = len(topology.distinct) < len(topology.groupings)
        yield Promise("plan-no-repeats" if returns else "plan-never-again")
    for step in worth.steps:
        if step.lacking:
            yield Promise("plan-lacking", n=step.lacking, step=step.step)
    everyone = next((step for step in worth.steps if step.reach_mean == 1), None)
    if everyone:
        yield Promise("plan-reach-all", step=everyone.step)
    else:
        yield Promise("plan-reach-part", share=worth.steps[-1].reach_mean)
