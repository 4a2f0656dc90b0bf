"""Sessions beside each other: their names, their titles, and their days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from viche.load.documents import Loaded
from viche.load.rules.common import warn
from viche.model.programme import Programme
from viche.model.session import Session
from viche.problems import Problem

_DATED = ("stage", "date")

_SESSION_ID = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-[a-z0-9]+(-[a-z0-9]+)*")


def session_id_problems(sessions: Sequence[Loaded[Session]]) -> Iterator[Problem]:
    """Ids begin with year and month, and are unique: they stand in addresses and in QR codes."""
    paths: dict[str, str] = {}
    for loaded in sessions:
        name, path = loaded.document.id, loaded.source.path
        if not _SESSION_ID.fullmatch(name):
            yield Problem(path, "session-name", params={"name": name})
        elif hasattr(loaded.document, "date") and f"{loaded.document.date:%Y-%m}" != name[:7]:
            yield warn(loaded.source.problem("session-month", ("date",), name=name))
        if name in paths:
            yield Problem(path, "session-twice", params={"other": paths[name]})
        paths.setdefault(name, path)


def session_title_problems(sessions: Sequence[Loaded[Session]]) -> Iterator[Problem]:
    """Sessions that nobody can tell apart by their titles, in whatever language."""
    first: dict[tuple[str, str], str] = {}
    for loaded in sessions:
        words = loaded.document.title.root.items() if hasattr(loaded.document, "title") else ()
        path = loaded.source.path
        said = {(language, title.casefold()): title for language, title in words}
        again = next((key for key in said if key in first), None)
        if again is not None:
            params: dict[str, Any] = {"value": said[again], "other": first[again]}
            yield warn(loaded.source.problem("session-title-twice", ("title", again[0]), **params))
        for key in said:
            first.setdefault(key, path)


def date_problems(sessions: Sequence[Loaded[Session]], programme: Programme) -> Iterator[Problem]:
    """Stages begin one after the other, with the days between that they ask for.

    A session of a stage may be repeated later, whatever was held meanwhile: the stage has begun.
    """
    dated = [
        loaded for loaded in sessions if all(hasattr(loaded.document, name) for name in _DATED)
    ]
    held = {
        stage.id: sorted(
            (loaded for loaded in dated if loaded.document.stage == stage.id),
            key=lambda loaded: loaded.document.date,
        )
        for stage in programme.stages
    }
    for before, after in pairwise(stage for stage in programme.stages if held[stage.id]):
        yield from _succession_problems(held[before.id], held[after.id], programme)


def _succession_problems(
    earlier: Sequence[Loaded[Session]], later: Sequence[Loaded[Session]], programme: Programme
) -> Iterator[Problem]:
    """The sessions of a stage and those of the next one that has any, each in their order."""
    second = later[0].document
    last = [each for each in earlier if each.document.date <= second.date][-1:]
    before = last[0] if last else earlier[0]
    first = before.document
    if not last:
        line, _ = before.source.values["date",]
        params: dict[str, Any] = {"other": before.source.path, "line": line, "stage": second.stage}
        params |= {"date": second.date.isoformat(), "otherdate": first.date.isoformat()}
        yield later[0].source.problem("date-order", ("date",), **params)
        return
    stages = [stage.id for stage in programme.stages]
    if stages.index(second.stage) - stages.index(first.stage) == 1:
        stage = programme.stage(second.stage)
        allowed = stage.interval_days or programme.interval_days
        low, high = (0, 0) if stage.same_day else (allowed.min, allowed.max)
        if not low <= (days := (second.date - first.date).days) <= high:
            params = {"days": days, "min": low, "max": high, "other": first.id}
            yield warn(later[0].source.problem("date-interval", ("date",), **params))
