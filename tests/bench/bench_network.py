"""Seconds and memory for seating and measuring; ``make bench`` calls ``run``.

Alone: ``PYTHONPATH=generator python tests/bench/bench_network.py``.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

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


def run() -> list[dict[str, str | float]]:
    """The best of several runs for each size: ``name``, ``seconds``, ``peak_mib``."""
    return [
        {
            "name": f"grid of {people} people, seated and measured",
            "seconds": min(_seconds(work) for _ in range(REPEATS)),
            "peak_mib": _peak_mib(work),
        }
        for people in (80, 128, 10_000)
        for work in (_seat_and_measure(people),)
    ]


if __name__ == "__main__":
    for row in run():
        print(f"{row['name']:45} {row['seconds']:9.4f} s {row['peak_mib']:8.2f} MiB")
