"""Making kits: processes side by side, each of which makes some pieces of one kit.

A process writes what it makes into the staging folder by itself: booklets of a full house are too
large to be handed around. Then the guard looks at its pages. A piece that would be set from the
same data, templates and fonts as the one that lies in ``build/`` is taken over from there, and
needs no second look.
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
from typing import Self, TypeAlias

from viche import guard
from viche.cli import fingerprint
from viche.cli.files import write
from viche.cli.job import Job, Kit
from viche.cli.orders import order
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
from viche.model.sheets import PieceName
from viche.problems import ContentError, Problem

_LARGEST: tuple[PieceName, ...] = ("booklets",)
_CARDS: tuple[PieceName, ...] = ("spares", "badges")
_SHARES = (
    _LARGEST,
    _CARDS,
    tuple(name for name in PIECES if name not in (*_LARGEST, *_CARDS)),
)
"""The booklets take as long as all other pieces together."""

_BATCH = 2
"""How many kits processes make before they are replaced by new ones."""


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process needs to know of a kit."""

    kit: Kit
    order: Order
    before: Made
    """What lies in ``build/`` of this kit."""

    old: Path
    """Where that lies."""

    folder: Path
    """Where the kit is made."""


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of some pieces. An error is returned: other kits may have errors too."""

    papers: tuple[Paper, ...] = ()
    recipes: tuple[tuple[str, str], ...] = ()
    """By piece, the fingerprint of what it was set from."""

    new: tuple[Paper, ...] = ()
    """Those of ``papers`` that nobody has looked at yet."""

    problems: tuple[Problem, ...] = ()


_Call: TypeAlias = tuple[Callable[..., _Done], _Task, object]
"""What a process does: a function, and what it is called with."""


def make_kits(
    job: Job,
    kits: Sequence[Kit],
    staging: Path,
    before: Mapping[str, Made],
    told: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Made]:
    """Make ``kits`` into ``staging``; the products by name.

    Args:
        job: what to make them from.
        kits: those to make.
        staging: the folder for the products.
        before: the products that lie in ``build/``, of which pieces may still be right.
        told: is called with the number of kits done so far, and of all.

    Raises:
        ContentError: what kept any of them from being made, all of it.
    """
    nothing = Made("", "")
    tasks = [
        _Task(
            kit,
            order(job, kit.meeting, kit.language),
            before.get(kit.product, nothing),
            job.build / kit.product,
            staging / kit.product,
        )
        for kit in kits
    ]
    done: list[_Done] = []
    for first in range(0, len(tasks), _BATCH):
        told(len(done), len(tasks))
        done += _made(tasks[first : first + _BATCH])
    if problems := [problem for each in done for problem in each.problems]:
        raise ContentError(problems)
    return {
        kit.product: Made(
            inputs=job.kit_inputs(kit),
            outputs=fingerprint.of_folder(staging / kit.product),
            papers=each.papers,
            drafts=dict(each.recipes),
        )
        for kit, each in zip(kits, done, strict=True)
    }


def _made(tasks: Sequence[_Task]) -> list[_Done]:
    """Some kits, each put together and looked at; one with errors as far as it came."""
    with _Processes() as run:
        # The largest first, so that no process is left with them at the end.
        shares = [(_pieces, task, names) for names in _SHARES for task in tasks]
        parts = run(shares)
        kits = [_together(task, shares, parts) for task in tasks]
        whole = [(task, kit) for task, kit in zip(tasks, kits, strict=True) if not kit.problems]
        rest: list[_Call] = [(_whole, task, kit) for task, kit in whole]
        rest += [
            (_looked_at, task, paper)
            for task, kit in whole
            for paper in sorted(kit.new, key=lambda paper: -paper.size)
            if paper.is_pdf
        ]
        done = run(rest)
    return [_together(task, [*shares, *rest], [*parts, *done]) for task in tasks]


def _together(task: _Task, calls: Sequence[_Call], done: Sequence[_Done]) -> _Done:
    """What came of all calls for one kit, in the order in which pieces are printed."""
    own = [each for (_, other, _), each in zip(calls, done, strict=True) if other is task]
    places: dict[str, int] = {name: place for place, name in enumerate(PIECES)}
    papers = [paper for each in own for paper in each.papers]
    return _Done(
        tuple(sorted(papers, key=lambda paper: places.get(paper.piece, len(places)))),
        tuple(recipe for each in own for recipe in each.recipes),
        tuple(paper for each in own for paper in each.new),
        tuple(problem for each in own for problem in each.problems),
    )


class _Processes:
    """Processes that work side by side, if the machine has use for more than one."""

    def __init__(self) -> None:
        processors = os.cpu_count() or 1
        self._pool = _started(processors) if processors > 1 else None
        self._alone = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown()

    def __call__(self, calls: Sequence[_Call]) -> list[_Done]:
        """What comes of each call.

        Raises:
            ContentError: the system has ended a process though it was alone.
        """
        if not self._pool:
            return [work(*given) for work, *given in calls]
        try:
            waiting = [self._pool.submit(work, *given) for work, *given in calls]
            return [each.result() for each in waiting]
        except BrokenProcessPool:
            if self._alone:
                products = dict.fromkeys(task.kit.product for _, task, _ in calls)
                raise ContentError(
                    Problem(f"build/{name}", "kit-process") for name in products
                ) from None
        # A system short of memory ends processes: one at a time may do.
        self._pool, self._alone = _started(1), True
        return self(calls)


def _started(workers: int) -> ProcessPoolExecutor:
    # Typst starts threads of its own, which a forked process must not inherit; and it keeps what it
    # has laid out, so that processes that went on to all kits would grow and grow.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _pieces(task: _Task, names: Sequence[PieceName]) -> _Done:
    papers: list[Paper] = []
    new: list[Paper] = []
    recipes: dict[str, str] = {}
    problems: list[Problem] = []
    wanted = task.order
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
        new += _written([*made, picture(made[0])], task.folder)
    return _Done((*papers, *new), tuple(recipes.items()), tuple(new), tuple(problems))


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


def _looked_at(task: _Task, paper: Paper) -> _Done:
    """What is wrong with the pages of a new paper."""
    name, file = f"build/{task.kit.product}/{paper.name}", task.folder / paper.name
    found = guard.printed(name, file, paper.codes, composed=paper.is_composed)
    return _Done(problems=tuple(found))


def _whole(task: _Task, parts: _Done) -> _Done:
    """One file with everything that is printed. All but its cover has been looked at."""
    pieces = [paper.piece_in(task.folder) for paper in parts.papers if paper.is_pdf]
    try:
        whole = everything(task.order, pieces)
    except ContentError as error:
        return _Done(problems=tuple(error.problems))
    return _Done(tuple(_written([whole], task.folder)))
