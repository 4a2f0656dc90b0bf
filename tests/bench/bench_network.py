"""Seconds and memory for seating and measuring."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

from tests.bench import Figure
from viche.network import INCOMPLETE_3D, Measures, Policy, measure, seat_incomplete_3d

REPEATS = 5


def _seat_and_measure(people: int) -> Callable[[], Measures]:
    attendance = dict.fromkeys("EHST", people // 4)

    def work() -> Measures:
        plan = seat_incomplete_3d(attendance, "SWOA", Policy.FULL_COVERAGE)
        return measure(plan, INCOMPLETE_3D)

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
    """The best of several runs for each size."""
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
    return figures
