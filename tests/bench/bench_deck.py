"""Cards dealt at the door: the exact check of every attendance of 16 to 32 in each of four spheres.

The check is that of the tests, which hold what is promised; here it is timed, and told in figures.
Where any two spheres share a table in every part, all ideas have reached everyone by the return.
"""

from __future__ import annotations

import resource
import time

from tests.bench import Figure
from tests.network.test_attendances import ROWS, all_meet, everything, reconciling


def run() -> list[Figure]:
    """One run, because a second one would find its deals in memory."""
    began = time.perf_counter()
    found = everything()
    complete = all(all_meet(reconciling(part, cells).letters) for part, cells in ROWS)
    seconds = time.perf_counter() - began
    attendances = found.repeats.total()
    repeats = sum(number * times for number, times in found.repeats.items()) / attendances
    smallest, largest = min(low for low, _ in found.sizes), max(high for _, high in found.sizes)
    return [
        Figure(
            name=f"cards dealt at the door, {attendances:,} attendances",
            seconds=seconds,
            peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            result=f"{repeats:.1f} repeats on average, {max(found.repeats)} at most; reconciling "
            f"groups of {smallest}–{largest}; least reach {float(min(found.reach)):.1%}, "
            f"then {'100 %' if complete else 'less than 100 %'}",
            kept=complete and (smallest, largest) == (3, 6),
        )
    ]
