"""What a re-plan is told must make sense before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from viche.model.plan import Plan
from viche.model.topology import Topology
from viche.network.replan.terms import Contradiction, Pins, Seated, WalkIn


def check(
    plan: Plan,
    topology: Topology,
    people: Sequence[Seated],
    walk_ins: Sequence[WalkIn],
    done: Collection[str],
    pins: Pins,
) -> None:
    """Refuse what contradicts the plan, or itself.

    Raises:
        Contradiction: a person, a seat or a step is unknown, or is wanted twice.
        ValueError: the plan's steps aren't those of the topology.
    """
    if len(plan.steps) != len(topology.groupings):
        expected = len(topology.groupings)
        raise ValueError(f"{topology.name} has {expected} steps, the plan has {len(plan.steps)}.")
    known = {seat.id for seat in plan.seats}
    here = {each.key: each.seat for each in people if not each.absent}
    keys = [*(each.key for each in people), *(each.key for each in walk_ins)]
    for key, times in Counter(keys).items():
        if times > 1:
            raise Contradiction("person-twice", key=key)
    for step in done:
        if step not in plan.steps:
            raise Contradiction("step-unknown", step=step)
    for key, seat in [*((each.key, each.seat) for each in people), *pins.move.items()]:
        if seat not in known:
            raise Contradiction("seat-unknown", key=key, seat=seat)
    for seat, times in Counter(here.values()).items():
        if times > 1:
            raise Contradiction("seat-held-twice", seat=seat)
    _check_pins(pins, here, keys, {each.key for each in walk_ins})


def _check_pins(
    pins: Pins, here: Mapping[str, str], keys: Collection[str], new: Collection[str]
) -> None:
    """``here`` has the seats of those present, by key; ``new`` are those without one."""
    for key in (*sorted(pins.keep), *pins.move):
        if key not in keys:
            raise Contradiction("person-unknown", key=key)
        if key not in here and (key in pins.keep or key not in new):
            raise Contradiction("person-absent", key=key)
        if key in pins.keep and pins.move.get(key, here[key]) != here[key]:
            raise Contradiction("kept-and-moved", key=key)
    wanted = {**{key: here[key] for key in sorted(pins.keep)}, **pins.move}
    for seat, times in Counter(wanted.values()).items():
        if times > 1:
            raise Contradiction("seat-wanted-twice", seat=seat)
