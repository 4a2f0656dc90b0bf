"""Figures: how long the main jobs take and how much memory they need.

``python -m tests.bench`` (or ``make bench``) runs every ``bench_*.py`` here and prints a table;
``python -m tests.bench network`` only that one. A bench is a module with ``run()``, which returns a
list of figures. Nothing here is a test: a slow machine is no defect.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NotRequired, TypedDict

ROOT = Path(__file__).resolve().parent.parent.parent


class Figure(TypedDict):
    """One line of the table; ``aim`` is the most seconds that it should take.

    ``result`` says in words what the work was worth, and ``kept`` whether that is what it should
    be; it is left out where nothing is promised.
    """

    name: str
    seconds: float
    peak_mib: NotRequired[float | None]
    aim: NotRequired[float | None]
    result: NotRequired[str]
    kept: NotRequired[bool]


def measure(command: Sequence[str | Path], directory: Path) -> tuple[float, float]:
    """Run ``command`` in ``directory``: its seconds, and the MiB of its largest process.

    ``wait4`` knows the figures of this very child and its own children, where ``RUSAGE_CHILDREN``
    would mix in whatever ran before.
    """
    start = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert child.stdout is not None
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.stdout.close()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{command} ended with {child.returncode}:\n{output.decode()}")
    return seconds, usage.ru_maxrss / 1024
