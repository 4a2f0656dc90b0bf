"""Making kits: one process a kit, so that two languages take two cores."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from viche.cli import fingerprint
from viche.cli.files import write
from viche.cli.job import Job, Kit
from viche.cli.state import Made, Paper
from viche.labels import read_labels
from viche.model.cell import Cell
from viche.problems import ContentError

if TYPE_CHECKING:  # imported where it is used: a run that makes no kit has no need of it
    from viche.kit import Piece


def make_kits(job: Job, kits: Sequence[Kit], staging: Path) -> dict[str, Made]:
    """Make ``kits`` into ``staging``; the products by name.

    Raises:
        ContentError: what kept any of them from being made, all of it.
    """
    results = _pieces(job, kits)
    problems = [
        problem
        for result in results
        if isinstance(result, ContentError)
        for problem in result.problems
    ]
    if problems:
        raise ContentError(problems)
    made = {}
    for kit, result in zip(kits, results, strict=True):
        assert not isinstance(result, ContentError)
        for piece in result:
            write(staging / kit.product / piece.name, piece.data)
        made[kit.product] = Made(
            inputs=job.kit_inputs(kit),
            outputs=fingerprint.of_folder(staging / kit.product),
            papers=tuple(
                Paper(piece.name, piece.pages, piece.sheet, piece.codes) for piece in result
            ),
        )
    return made


def _pieces(job: Job, kits: Sequence[Kit]) -> list[tuple[Piece, ...] | ContentError]:
    tasks = [(kit, job.content.cell, job.kit_files, job.site_files) for kit in kits]
    workers = min(len(tasks), os.cpu_count() or 1)
    if workers == 1:
        return [_make_kit(*task) for task in tasks]
    # Typst starts threads of its own, which a forked process must not inherit.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        return list(pool.map(_make_kit, *zip(*tasks, strict=True)))


def _make_kit(
    kit: Kit, cell: Cell, kit_files: Mapping[str, Path], site_files: Mapping[str, Path]
) -> tuple[Piece, ...] | ContentError:
    """The pieces of one kit. An error is returned: other kits may have errors too."""
    from viche.kit import make

    try:
        return make(kit.meeting, cell, read_labels(kit.language, site_files), kit_files)
    except ContentError as error:
        return error
