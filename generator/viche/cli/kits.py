"""Making kits: processes side by side, each of which makes some pieces of one kit.

A process writes what it makes into the staging folder by itself: booklets of a full house are too
large to be handed around. A piece that would be set from the same data, templates and fonts as the
one that lies in ``build/`` is taken over from there.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from viche.cli import fingerprint
from viche.cli.files import write
from viche.cli.job import Job, Kit
from viche.cli.state import Made, Paper
from viche.kit import (
    PIECES,
    Draft,
    Order,
    Piece,
    drafts,
    everything,
    ingredients,
    inputs,
    make,
    picture,
)
from viche.labels import read_labels
from viche.model.cell import Cell
from viche.model.sheets import PieceName, Sheets
from viche.problems import ContentError, Problem

_LARGEST: tuple[PieceName, ...] = ("booklets",)
_SHARES = (_LARGEST, tuple(name for name in PIECES if name not in _LARGEST))
"""The booklets take as long as all other pieces together."""

_BATCH = 4
"""How many calls a process takes before it is replaced by a new one."""


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process needs to know of a kit."""

    kit: Kit
    cell: Cell
    kit_files: Mapping[str, Path]
    site_files: Mapping[str, Path]
    sheets: Sheets
    before: Made
    """What lies in ``build/`` of this kit."""

    old: Path
    """Where that lies."""

    folder: Path
    """Where the kit is made."""

    def order(self) -> Order:
        labels = read_labels(self.kit.language, self.site_files)
        kit, following = self.kit, self.kit.following
        return Order(
            kit.meeting, self.cell, labels, self.kit_files, self.sheets, following=following
        )


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of some pieces. An error is returned: other kits may have errors too."""

    papers: tuple[Paper, ...] = ()
    recipes: tuple[tuple[str, str], ...] = ()
    """By piece, the fingerprint of what it was set from."""

    problems: tuple[Problem, ...] = ()


def make_kits(
    job: Job, kits: Sequence[Kit], staging: Path, before: Mapping[str, Made]
) -> dict[str, Made]:
    """Make ``kits`` into ``staging``; the products by name.

    Args:
        job: what to make them from.
        kits: those to make.
        staging: the folder for the products.
        before: the products that lie in ``build/``, of which pieces may still be right.

    Raises:
        ContentError: what kept any of them from being made, all of it.
    """
    nothing = Made("", "")
    tasks = [
        _Task(
            kit,
            job.content.cell,
            job.kit_files,
            job.site_files,
            job.sheets,
            before.get(kit.product, nothing),
            job.build / kit.product,
            staging / kit.product,
        )
        for kit in kits
    ]
    # The largest first, so that no process is left with them at the end.
    shares = [(task, names) for names in _SHARES for task in tasks]
    done = _side_by_side(_pieces, shares)
    made = [_of(task, shares, done) for task in tasks]
    wholes = _side_by_side(_whole, list(zip(tasks, made, strict=True)))
    return {
        kit.product: Made(
            inputs=job.kit_inputs(kit),
            outputs=fingerprint.of_folder(staging / kit.product),
            papers=(*parts.papers, *whole.papers),
            drafts=dict(parts.recipes),
        )
        for kit, parts, whole in zip(kits, made, wholes, strict=True)
    }


def _of(
    task: _Task, shares: Sequence[tuple[_Task, Sequence[PieceName]]], done: Sequence[_Done]
) -> _Done:
    """All pieces of one kit."""
    own = [each for (other, _), each in zip(shares, done, strict=True) if other is task]
    return _Done(
        tuple(paper for each in own for paper in each.papers),
        tuple(recipe for each in own for recipe in each.recipes),
    )


def _side_by_side(work: Callable[..., _Done], calls: Sequence[tuple[_Task, object]]) -> list[_Done]:
    """What ``work`` gives for each call; ``ContentError`` with the problems of all of them."""
    workers = min(len(calls), os.cpu_count() or 1)
    if workers < 2:
        results = [work(*call) for call in calls]
    else:
        some = workers * _BATCH
        batches = [calls[first : first + some] for first in range(0, len(calls), some)]
        results = [done for batch in batches for done in _in_processes(work, batch, workers)]
    if problems := [problem for done in results for problem in done.problems]:
        raise ContentError(problems)
    return results


def _in_processes(
    work: Callable[..., _Done], calls: Sequence[tuple[_Task, object]], workers: int
) -> list[_Done]:
    # Typst starts threads of its own, which a forked process must not inherit; and it keeps what it
    # has laid out, so that processes that went on to all kits would grow and grow.
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            return list(pool.map(work, *zip(*calls, strict=True)))
    except BrokenProcessPool:
        if workers > 1:  # a system short of memory ends processes: one at a time may do
            return _in_processes(work, calls, 1)
        products = dict.fromkeys(task.kit.product for task, _ in calls)
        raise ContentError(Problem(f"build/{name}", "kit-process") for name in products) from None


def _pieces(task: _Task, names: Sequence[PieceName]) -> _Done:
    papers: list[Paper] = []
    recipes: dict[str, str] = {}
    problems: list[Problem] = []
    wanted = task.order()
    for draft in drafts(wanted, names):
        recipe = _recipe(draft, wanted)
        recipes[draft.piece] = recipe
        kept = [paper for paper in task.before.papers if paper.piece == draft.piece]
        if task.before.drafts.get(draft.piece) == recipe and _take_over(kept, task):
            papers += kept
            continue
        try:
            made = make(draft, wanted)
        except ContentError as error:
            problems += error.problems
            continue
        papers += _written([*made, picture(made[0])], task.folder)
    return _Done(tuple(papers), tuple(recipes.items()), tuple(problems))


def _recipe(draft: Draft, order: Order) -> str:
    """The fingerprint of all that a piece is set from and brought onto paper by."""
    layout = order.sheets.pieces[draft.piece]
    return fingerprint.of_texts(
        [
            fingerprint.of_program(),
            fingerprint.of_files(ingredients(draft, order)),
            *inputs(draft, order).values(),
            repr((layout, order.sheets.papers, order.sheets.thickness, order.cell.print.flip)),
            repr((draft.copies, draft.audience, draft.text)),
        ]
    )


def _take_over(papers: Sequence[Paper], task: _Task) -> bool:
    """Take the files of a piece from ``build/``, unless one of them isn't what it was."""
    if not papers or any(not paper.lies_in(task.old) for paper in papers):
        return False
    for paper in papers:
        target = task.folder / paper.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(task.old / paper.name, target)
    return True


def _written(pieces: Sequence[Piece], folder: Path) -> list[Paper]:
    for piece in pieces:
        write(folder / piece.name, piece.data)
    return [Paper.of(piece) for piece in pieces]


def _whole(task: _Task, parts: _Done) -> _Done:
    """One file with everything that is printed."""
    pieces = [paper.piece_in(task.folder) for paper in parts.papers if paper.is_pdf]
    try:
        whole = everything(task.order(), pieces)
    except ContentError as error:
        return _Done(problems=tuple(error.problems))
    return _Done(tuple(_written([whole], task.folder)))
