"""Two processes for large files: the library that reads PDFs may not be used from two threads."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeVar

# Bytes. A process takes about a third of a second to start, and so does a PDF of this size.
_LARGE = 1_500_000


Item = TypeVar("Item")
Result = TypeVar("Result")


def spread(
    work: Callable[[Item], Result], items: Sequence[Item], sizes: Sequence[int]
) -> list[Result]:
    """What ``work`` makes of each item, in order; large ones are worked on side by side.

    Args:
        work: a function that another process can import, or a partial of one.
        items: what to work on.
        sizes: the size of each, in bytes.
    """
    large = [index for index, size in enumerate(sizes) if size >= _LARGE]
    if len(large) < 2 or (os.cpu_count() or 1) < 2:
        return [work(item) for item in items]
    try:
        return _side_by_side(work, items, large, sizes)
    except BrokenProcessPool:
        # A system may refuse to start processes, or take them away when memory is short.
        return [work(item) for item in items]


def _side_by_side(
    work: Callable[[Item], Result], items: Sequence[Item], large: list[int], sizes: Sequence[int]
) -> list[Result]:
    large.sort(key=lambda index: -sizes[index])
    # A forked process would inherit the threads of whatever has run before.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        waiting = {index: pool.submit(work, items[index]) for index in large}
        here = {index: work(item) for index, item in enumerate(items) if index not in waiting}
        return [
            waiting[index].result() if index in waiting else here[index]
            for index in range(len(items))
        ]


def size_of(file: bytes | Path) -> int:
    """The bytes of a file; 0 if there is none."""
    if isinstance(file, bytes):
        return len(file)
    try:
        return file.stat().st_size
    except OSError:
        return 0
