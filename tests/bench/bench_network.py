"""Seconds and memory for seating and measuring."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

from tests.bench import Figure
from viche.model.topology import rounds
from viche.network import INCOMPLETE_3D, Measures, Policy, arrange, measure, seat_incomplete_3d

REPEATS = 5
ROUNDS = ((180, 45, 12), (15, 5, 7), (45, 15, 6), (32, 8, 10), (23, 5, 6))
"""People, tables, rounds: no repeats are known to be possible in the first four."""


def _seat_and_measure(people: int) -> Callable[[], Measures]:
    attendance = dict.fromkeys("EHST", people // 4)

    def work() -> Measures:
        plan = seat_incomplete_3d(attendance, "SWOA", Policy.FULL_COVERAGE)
        return measure(plan, INCOMPLETE_3D)

    return work


def _go_round(people: int, tables: int, number: int) -> Callable[[], Measures]:
    topology, steps = rounds(number), [f"round-{at}" for at in range(1, number + 1)]

    def work() -> Measures:
        return measure(
            arrange(topology, {(): people}, Policy.NO_REPEATS, steps, tables=tables), topology
        )

    return work


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _peak_mib(work: Callable[[], object]) -> float:
    """Traced apart from the timing, because tracing is slow."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def run() -> list[Figure]:
    """The best of several runs for each size of the grid, and one run of rounds."""
    figures: list[Figure] = []
    for people, aim in ((80, 0.01), (128, 0.01), (10_000, 1.0)):
        work = _seat_and_measure(people)
        figures.append(
            Figure(
                name=f"grid of {people} people, seated and measured",
                seconds=min(_seconds(work) for _ in range(REPEATS)),
                peak_mib=_peak_mib(work),
                aim=aim,
            )
        )
    for people, tables, number in ROUNDS:
        work = _go_round(people, tables, number)
        seconds, found = _seconds(work), work()
        figures.append(
            Figure(
                name=f"{people} people at {tables} tables, {number} rounds",
                seconds=seconds,
                result=f"repeats {found.excess} (≥ {found.minimum})",
            )
        )
    return figures
