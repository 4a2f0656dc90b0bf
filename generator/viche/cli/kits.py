"""Making kits: processes side by side, each of which makes some pieces of one kit.

A process writes what it makes into the staging folder by itself: booklets of a full house are too
large to be handed around. A piece that would be set from the same data, templates and fonts as the
one that lies in ``build/`` is taken over from there.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from viche.cli import fingerprint
from viche.cli.files import write
from viche.cli.job import Job, Kit
from viche.cli.state import Made, Paper, picture_name
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

_PICTURE_WIDTH = 240

_LARGEST: tuple[PieceName, ...] = ("booklets",)
_SHARES = (_LARGEST, tuple(name for name in PIECES if name not in _LARGEST))
"""The booklets take as long as all other pieces together."""

_BATCH = 8
"""How many tasks some processes take before they are replaced by new ones."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Order:
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
    orders = [
        _Order(
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
    shares = [(order, names) for names in _SHARES for order in orders]
    done = _side_by_side(_pieces, *zip(*shares, strict=True))
    made = [_of(order, shares, done) for order in orders]
    wholes = _side_by_side(_whole, orders, made)
    return {
        kit.product: Made(
            inputs=job.kit_inputs(kit),
            outputs=fingerprint.of_folder(staging / kit.product),
            papers=(*parts.papers, whole),
            drafts=dict(parts.recipes),
        )
        for kit, parts, whole in zip(kits, made, wholes, strict=True)
    }


def _of(
    order: _Order, shares: Sequence[tuple[_Order, Sequence[PieceName]]], done: Sequence[_Done]
) -> _Done:
    """All pieces of one kit."""
    own = [each for (other, _), each in zip(shares, done, strict=True) if other is order]
    return _Done(
        tuple(paper for each in own for paper in each.papers),
        tuple(recipe for each in own for recipe in each.recipes),
    )


def _side_by_side(task: Callable[..., T], *arguments: Sequence[object]) -> list[T]:
    """What ``task`` gives for each; ``ContentError`` with the problems of all of them."""
    calls = list(zip(*arguments, strict=True))
    workers = min(len(calls), os.cpu_count() or 1)
    if workers < 2:
        results = [task(*call) for call in calls]
    else:
        results = []
        # Typst starts threads of its own, which a forked process must not inherit; and it keeps
        # what it has laid out, so that processes that went on to all kits would grow and grow.
        context = multiprocessing.get_context("spawn")
        for first in range(0, len(calls), _BATCH):
            some = zip(*calls[first : first + _BATCH], strict=True)
            with ProcessPoolExecutor(workers, mp_context=context) as pool:
                results += pool.map(task, *some)
    problems = [problem for each in results for problem in getattr(each, "problems", ())]
    if problems:
        raise ContentError(problems)
    return results


def _pieces(order: _Order, names: Sequence[PieceName]) -> _Done:
    papers: list[Paper] = []
    recipes: dict[str, str] = {}
    problems: list[Problem] = []
    wanted = order.order()
    for draft in drafts(wanted, names):
        recipe = _recipe(draft, wanted)
        recipes[draft.piece] = recipe
        kept = [paper for paper in order.before.papers if paper.piece == draft.piece]
        if order.before.drafts.get(draft.piece) == recipe and _take_over(kept, order):
            papers += kept
            continue
        try:
            made = make(draft, wanted)
        except ContentError as error:
            problems += error.problems
            continue
        papers += _written(made, order.folder)
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


def _take_over(papers: Sequence[Paper], order: _Order) -> bool:
    """Take the files of a piece from ``build/``, unless one of them isn't what it was."""
    names = [paper.name for paper in papers]
    if not papers or any(not paper.lies_in(order.old) for paper in papers):
        return False
    names += [name for name in {picture_name(papers[0].piece)} if (order.old / name).is_file()]
    for name in names:
        (order.folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(order.old / name, order.folder / name)
    return True


def _written(pieces: Sequence[Piece], folder: Path) -> Iterator[Paper]:
    for piece in pieces:
        write(folder / piece.name, piece.data)
        yield Paper.of(piece)
    if pieces and pieces[0].pages:
        name = picture_name(pieces[0].piece)
        write(folder / name, picture(pieces[0].data, _PICTURE_WIDTH))


def _whole(order: _Order, parts: _Done) -> Paper:
    """One file with everything that is printed."""
    pieces = [paper.piece_in(order.folder) for paper in parts.papers if paper.is_pdf]
    (paper,) = _written([everything(order.order(), pieces)], order.folder)
    return paper
