"""People with a roster, seated by the product, by chance, and by peers: the same crowds and sizes.

The others make as many groups in each round as ``full-coverage`` does, and of the same sizes where
they can be told. How to bring the peers is said in ``tests/bench/peers.py``; without them their
lines are left out.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

from tests import crowds
from tests.bench import Figure, peers
from tests.bench.judge import TRAITS, Groups, Verdict, by_chance, expected, judge, together
from tests.crowds import LETTERS, Crowd
from viche.model.session import WISHES
from viche.network import INCOMPLETE_3D, Policy, measure
from viche.network.assignment import Seating, seat_people

RUNS = 3
SHUFFLES = 20
STEPS = ("profile", "cross", "reconciling", "return")


@dataclass(frozen=True, slots=True)
class Seated:
    """A crowd as the product seats it."""

    crowd: Crowd
    seconds: float
    seating: Seating

    @property
    def rounds(self) -> list[Groups]:
        """Who sits with whom, up to the return."""
        plan, holders = self.seating.plan, self.seating.holders
        return [
            [[holders[seat.id] for seat in seats] for seats in plan.groups(step).values()]
            for step in STEPS[:-1]
        ]

    @property
    def sizes(self) -> list[list[int]]:
        """How large the groups of each round are."""
        return [[len(group) for group in groups] for groups in self.rounds]


def run() -> list[Figure]:
    """Every case beside chance and peers, and one crowd that has wishes."""
    cases = (
        ("80 people", [crowds.eighty()]),
        ("113 people", [crowds.hundred_thirteen()]),
        ("6 balanced crowds of 60–128", crowds.balanced()),
        ("12 unequal crowds of 85–114", crowds.unequal()),
    )
    return [*(figure for case in cases for figure in _beside(*case)), _with_wishes()]


def _beside(name: str, case: Sequence[Crowd]) -> Iterator[Figure]:
    """The crowds of a case, seated by everyone; the seconds are those of the slowest crowd."""
    ours = [_seated(crowd, TRAITS) for crowd in case]
    yield _own(f"{name}, {Policy.FULL_COVERAGE}", ours)
    yield _own(
        f"{name}, {Policy.NO_REPEATS}",
        [_seated(crowd, TRAITS, Policy.NO_REPEATS) for crowd in case],
    )
    yield Figure(
        name=f"{name}, random",
        seconds=max(_seconds_of_chance(one) for one in ours),
        result=_told(together(_by_chance(one) for one in ours)),
    )
    for peer in peers.PEERS:
        answers = [answer for one in ours if (answer := _asked(peer, one))]
        if answers:
            yield Figure(
                name=f"{name}, {peer} {answers[0].version}",
                seconds=max(answer.seconds for answer in answers),
                result=_told(together(map(judge, case, (answer.rounds for answer in answers)))),
            )


def _own(name: str, ours: Sequence[Seated]) -> Figure:
    verdict = together(judge(one.crowd, one.rounds) for one in ours)
    minimum = sum(measure(one.seating.plan, INCOMPLETE_3D).minimum for one in ours)
    bound = sum(level.bound for one in ours for level in one.seating.levels)
    return Figure(
        name=name,
        seconds=max(one.seconds for one in ours),
        peak_mib=_peak_mib(),
        aim=1.0,
        result=_told(verdict, f" (least {minimum})", f" (≥ {bound})"),
        kept=verdict.repeats == minimum
        and verdict.returned == 1
        and verdict.misses == bound
        and verdict.memberless == verdict.unseated == 0,
    )


def _with_wishes() -> Figure:
    """All wishes that a session can name, the weightiest first; nothing to compare them with."""
    seated = _seated(crowds.eighty_wishing(), WISHES)
    levels = seated.seating.levels
    missed = ", ".join(f"{level.wish} {level.misses} (≥ {level.bound})" for level in levels)
    return Figure(
        name=seated.crowd.name,
        seconds=seated.seconds,
        peak_mib=_peak_mib(),
        aim=1.0,
        result=f"missed: {missed}",
    )


def _seated(crowd: Crowd, wishes: Sequence[str], policy: Policy = Policy.FULL_COVERAGE) -> Seated:
    """The best of several runs, which all give the same seating."""
    runs = []
    for _ in range(RUNS):
        began = time.perf_counter()
        seating = seat_people(
            INCOMPLETE_3D,
            LETTERS,
            crowd.people,
            policy=policy,
            steps=STEPS,
            wishes=wishes,
        )
        runs.append(Seated(crowd, time.perf_counter() - began, seating))
    return min(runs, key=lambda run: run.seconds)


def _by_chance(one: Seated) -> Verdict:
    return expected(
        judge(one.crowd, by_chance(one.crowd, one.sizes, seed)) for seed in range(SHUFFLES)
    )


def _seconds_of_chance(one: Seated) -> float:
    began = time.perf_counter()
    by_chance(one.crowd, one.sizes, seed=0)
    return time.perf_counter() - began


def _asked(peer: str, one: Seated) -> peers.Answer | None:
    """What a peer makes of the same people and sizes; ``None`` if it isn't installed."""
    python = os.environ.get("VICHE_PEERS", sys.executable)
    people = {
        person.code: {trait: person.traits.get(trait, "") for trait in TRAITS}
        for person in one.crowd.people
    }
    done = subprocess.run(
        [python, peers.__file__, peer],
        input=json.dumps({"people": people, "sizes": one.sizes}),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    return peers.Answer(**answer) if answer else None


def _peak_mib() -> float:
    """The most that this process has needed so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _told(verdict: Verdict, minimum: str = "", bound: str = "") -> str:
    told = (
        f"repeats {verdict.repeats:.3g}{minimum}; "
        f"reach {floor(verdict.reach * 100)} %, then {floor(verdict.returned * 100)} %; "
        f"quota misses {verdict.misses:.4g}{bound}; "
        f"groups without a member {verdict.memberless:.2g}"
    )
    return told + (f"; {verdict.unseated:g} times no seat" if verdict.unseated else "")
