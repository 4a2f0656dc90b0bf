"""Who takes over the roles of people who are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from viche.model.plan import Plan, Role


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody of the group who takes a role over, for one step."""

    step: str
    group: str
    role: Role
    seat: str


def stand_ins(plan: Plan, sitting: Plan, steps: Collection[str]) -> tuple[StandIn, ...]:
    """Who takes over the roles that nobody present has on their card, by step and table.

    Chosen are people of the same group without a role at that step, those with the fewest jobs that
    day first, and then in the order of ``sitting``. A role stays open if everybody has one already.

    Args:
        plan: all cards.
        sitting: the people present, each with the route that they really go.
        steps: the steps to look at.
    """
    load = Counter(seat.id for seat in sitting.seats for place in seat.route if place.role)
    found: list[StandIn] = []
    for step in plan.steps:
        if step not in steps:
            continue
        here = sitting.groups(step)
        for group, seats in plan.groups(step).items():
            people = here.get(group, ())
            roles = {sitting.place(seat, step).role for seat in people}
            free = [seat.id for seat in people if not sitting.place(seat, step).role]
            for role in Role:
                if role not in roles and any(plan.place(seat, step).role is role for seat in seats):
                    if not free:
                        break
                    chosen = min(free, key=lambda id: load[id])
                    free.remove(chosen)
                    load[chosen] += 1
                    found.append(StandIn(step, group, role, chosen))
    return tuple(found)
