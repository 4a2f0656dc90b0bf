"""How far the day has come, ``content/private/<session>/day.yaml``; ``viche replan`` writes it.

``done`` has the steps that are over, and the other lists have codes:

- ``absent``: people who didn't come and whose card somebody else has by now; ``seats.csv`` knows
  nothing of them any more;
- ``arrived``: people who were told to have come: they are here, whatever the roster says of them;
- ``pinned``: people who were given their card by hand, or keep it so;
- ``left``: of the absent, those who may have worked at a step that is over, with the seat that was
  theirs: should they come back, they return to their profile group.

Without a roster people are known by the seat that they hold. So nobody is ``absent`` here then, nor
``arrived``: a card that somebody else has says no more who held it before. The file belongs to
``seats.csv`` and counts only beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field

from viche.load.documents import validate
from viche.load.private.columns import read_columns
from viche.load.private.folder import DAY, SEATS, private_path
from viche.load.private.holders import (
    COLUMNS,
    GUEST,
    MEMBER,
    STRANGER,
    holder_of,
    nearest_seat,
    shown,
)
from viche.load.source import Source, read
from viche.model.base import Document, Word
from viche.model.plan import Plan
from viche.model.roster import Roster
from viche.problems import LOOKALIKES, Problem, nearest

PEOPLE = ("absent", "arrived", "pinned")
"""The lists of codes."""


class Progress(Document):
    """How far the day has come; nothing is over and nobody is gone before it begins."""

    done: tuple[Word, ...] = ()
    absent: tuple[Word, ...] = Field(default=(), repr=False)
    arrived: tuple[Word, ...] = Field(default=(), repr=False)
    pinned: tuple[Word, ...] = Field(default=(), repr=False)
    left: Mapping[Word, Word] = Field(default={}, repr=False)


def format_progress(progress: Progress) -> str:
    """The text of the file."""
    lists = ((name, getattr(progress, name)) for name in ("done", *PEOPLE))
    left = ", ".join(f"{code}: {seat}" for code, seat in progress.left.items())
    return (
        "".join(f"{name}: [{', '.join(items)}]\n" for name, items in lists) + f"left: {{{left}}}\n"
    )


def read_progress(
    root: Path, session: str, plan: Plan, roster: Roster | None
) -> tuple[Progress, list[Problem]]:
    """How far the day of ``session`` has come; with problems, as if it hadn't begun.

    Args:
        root: the cell's folder.
        session: the session's id.
        plan: its plan, which knows every step.
        roster: its roster, which knows every code; without one, people are known by their seats.
    """
    path = private_path(session, DAY)
    if not ((root / path).exists() and (root / private_path(session, SEATS)).exists()):
        return Progress(), []
    source, problems = read(root, path)
    if source is None:
        return Progress(), problems
    progress, found = validate(Progress, source, session)
    problems += found
    if progress is not None:
        codes = {name: tuple(map(_code, getattr(progress, name))) for name in PEOPLE}
        left = {_code(code): _code(seat) for code, seat in progress.left.items()}
        progress = progress.model_copy(update={**codes, "left": left})
        known = {person.code for person in roster.people} if roster else None
        problems += _problems(source, progress, plan, known)
    return (Progress(), problems) if problems or progress is None else (progress, [])


def has_begun(root: Path, session: str) -> bool:
    """Whether ``seats.csv`` is the record of a day, and more than what ``viche plan`` wrote."""
    path = private_path(session, SEATS)
    if not (root / path).is_file():
        return False
    if (root / private_path(session, DAY)).exists():
        return True
    lines, _ = read_columns(root, path, COLUMNS, required=("seat", "code"))
    holders = map(holder_of, lines)
    return any(each.absent or each.code.startswith((GUEST, MEMBER)) for each in holders)


def _code(text: str) -> str:
    return text.translate(LOOKALIKES).upper()


def _problems(
    source: Source, progress: Progress, plan: Plan, known: set[str] | None
) -> Iterator[Problem]:
    for at, step in enumerate(progress.done):
        if step not in plan.steps:
            near = nearest(step, plan.steps)
            yield source.problem("day-step", ("done", at), value=step, near=near, known=plan.steps)
    known = {seat.id for seat in plan.seats} if known is None else known
    for name in PEOPLE:
        for at, code in enumerate(getattr(progress, name)):
            if code not in known and not STRANGER.fullmatch(code):
                yield source.problem("day-code", (name, at), value=shown(code))
    seats = {seat.id for seat in plan.seats}
    for code, seat in progress.left.items():
        if seat not in seats:
            near = nearest_seat(seat, seats)
            yield source.problem("day-seat", ("left", code), value=shown(seat), near=near)
