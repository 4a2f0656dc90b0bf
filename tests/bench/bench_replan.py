"""Five people don't come and three others do: 100 seeded trials with 80 people, each judged anew.

A trial is held if everybody present has one card, nobody's sphere and no printed card has changed,
no group is left with one or two people, and each profile group has a member of the cell wherever
its sphere has enough of them. When the profile groups have met, nobody may come back to another
one; so what has been lost there can't be mended, and must be said.
"""

from __future__ import annotations

import resource
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean

from tests import crowds
from tests.bench import Figure
from tests.bench.bench_seats import STEPS
from tests.bench.judge import TRAITS
from tests.crowds import LETTERS, Crowd
from viche.network import INCOMPLETE_3D, Policy
from viche.network.assignment import Seating, seat_people
from viche.network.replan import Replanned, Seated, WalkIn, replan

TRIALS = 100
NO_SHOWS, WALK_INS = 5, 3
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """One morning."""

    absent: frozenset[str]
    walk_ins: tuple[WalkIn, ...]
    seconds: float
    replanned: Replanned


def run() -> list[Figure]:
    """Before the day with just enough members, and with some to spare; then a step later."""
    just, more = (_seated(crowds.eighty(members)) for members in (4, 6))
    return [
        _figure("16 members, before the day", *just, done=()),
        _figure("24 members, before the day", *more, done=()),
        _figure("24 members, after the profile groups", *more, done=STEPS[:1]),
    ]


def _seated(crowd: Crowd) -> tuple[Crowd, Seating]:
    return crowd, seat_people(
        INCOMPLETE_3D,
        LETTERS,
        crowd.people,
        policy=Policy.FULL_COVERAGE,
        steps=STEPS,
        wishes=TRAITS,
    )


def _figure(name: str, crowd: Crowd, seating: Seating, done: Sequence[str]) -> Figure:
    trials = [_trial(crowd, seating, done, seed) for seed in range(TRIALS)]
    changed = [len(trial.replanned.changed) for trial in trials]
    mean, worst = fmean(changed), max(changed)
    proven = sum(trial.replanned.least == n for trial, n in zip(trials, changed, strict=True))
    failed = [trial for trial in trials if not _held(crowd, seating, trial)]
    untold = [trial for trial in failed if not trial.replanned.unmet]
    return Figure(
        name=f"re-plan {len(crowd.people)} people with {name}",
        seconds=max(trial.seconds for trial in trials),
        peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        aim=5.0,
        result=f"{mean:.2f} cards changed on average, {worst} at worst, "
        f"{proven} of {TRIALS} proven minimal; "
        f"{fmean(len(trial.replanned.new_seats) for trial in trials):.2f} new cards; "
        f"{TRIALS - len(failed)} of {TRIALS} held, {len(failed) - len(untold)} told; "
        f"{fmean(trial.seconds for trial in trials):.3f} s on average",
        kept=mean <= 2 and worst <= 5 and not (untold if done else failed),
    )


def _trial(crowd: Crowd, seating: Seating, done: Sequence[str], seed: int) -> Trial:
    """Chance chooses who doesn't come, and the spheres of those who do."""
    random = Random(seed)
    absent = frozenset(random.sample([person.code for person in crowd.people], NO_SHOWS))
    walk_ins = tuple(
        WalkIn(f"W-{number}", {"sphere": random.choice(LETTERS["sphere"])})
        for number in range(WALK_INS)
    )
    member = {person.code: person.member for person in crowd.people}
    people = [
        Seated(code, seat, member=member[code], absent=code in absent)
        for seat, code in seating.holders.items()
    ]
    began = time.perf_counter()
    replanned = replan(seating.plan, INCOMPLETE_3D, people, walk_ins, done=done)
    return Trial(absent, walk_ins, time.perf_counter() - began, replanned)


def _held(crowd: Crowd, seating: Seating, trial: Trial) -> bool:
    """Whether the trial is held, as is said at the top of this module."""
    plan, holders = trial.replanned.plan, trial.replanned.holders
    sphere = {person.code: person.given["sphere"] for person in crowd.people}
    sphere |= {guest.key: guest.given["sphere"] for guest in trial.walk_ins}
    present = sphere.keys() - trial.absent
    if sorted(holders.values()) != sorted(present):
        return False
    if plan.seats[: len(seating.plan.seats)] != seating.plan.seats:
        return False
    if any(seat.split("-")[0] != sphere[code] for seat, code in holders.items()):
        return False
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    for seat in holders:
        for step in STEPS:
            sizes[step, plan.place(plan.seat(seat), step).group] += 1
    return min(sizes.values()) >= ENOUGH and _members_held(crowd, trial)


def _members_held(crowd: Crowd, trial: Trial) -> bool:
    members = {person.code for person in crowd.people if person.member}
    count = {sphere: dict.fromkeys(LETTERS["part"], 0) for sphere in LETTERS["sphere"]}
    there = {sphere: set[str]() for sphere in count}
    for seat, code in trial.replanned.holders.items():
        sphere, part, _ = seat.split("-")
        there[sphere].add(part)
        count[sphere][part] += code in members
    return all(
        sum(parts.values()) < len(there[sphere]) or all(parts[part] for part in there[sphere])
        for sphere, parts in count.items()
    )
