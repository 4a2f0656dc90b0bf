"""What may be promised of a plan: which sentences are true of it, with which numbers."""

from __future__ import annotations

from collections.abc import Iterator

from viche.model.plan import Plan, Promise
from viche.model.topology import Topology
from viche.network.seats.measures import measure


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
