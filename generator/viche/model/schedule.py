"""Where a programme stands: what is done, what is next, and when the rest may come.

A stage with sessions has their days. One without has the days that the intervals of the programme
leave it between the stages that have: counted from the last one before it, and early enough for
the next one after it.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from viche.model.base import Range
from viche.model.content import Meeting
from viche.model.programme import Programme, Stage

State = Literal["done", "passed", "next", "planned", "undated"]
"""``done``: all its sessions are held. ``passed``: it has none, and a later stage is done.
``next``: the first of those left. Of the others, ``planned`` have a session, ``undated`` none."""


@dataclass(frozen=True, slots=True)
class Span:
    """From ``first`` to ``last``, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Entry:
    """A stage in the schedule.

    ``days`` are those from its first session to its last; without sessions those between which it
    may be held, and ``counted_from`` is the stage from which they are counted. Both are ``None``
    where nothing can be said.
    """

    stage: Stage
    state: State
    days: Span | None = None
    counted_from: Stage | None = None


def schedule(
    programme: Programme,
    meetings: Sequence[Meeting],
    held: Collection[str],
    *,
    whole_months: bool = False,
) -> tuple[Entry, ...]:
    """Every stage of ``programme`` in its order.

    If the sessions keep to the intervals, the days of a stage without one are exactly those on
    which it can be held so that all stages keep to them: intervals tie only neighbours, so bounds
    handed on once forwards and once backwards are tight (arc consistency on a path). If they don't,
    what is counted forwards stands.

    Args:
        programme: the stages and the intervals between them.
        meetings: may be those of all programmes.
        held: the ids of the meetings that have been held.
        whole_months: take every session for the whole month in which it is. Nothing in the result
            then depends on its day, which a closed cell doesn't tell.
    """
    own: dict[str, list[Meeting]] = {stage.id: [] for stage in programme.stages}
    for meeting in meetings:
        if meeting.programme.id == programme.id:
            own[meeting.stage.id].append(meeting)
    dated = {
        id: _from_first_to_last((each.session.date for each in found), whole_months)
        for id, found in own.items()
        if found
    }
    done = {id for id, found in own.items() if found and all(each.id in held for each in found)}
    entries = _counted_on(programme, _states(programme, dated, done), whole_months)
    return tuple(_in_time_for_what_follows(programme, entries, whole_months))


def _from_first_to_last(days: Iterable[dt.date], whole_months: bool) -> Span:
    ordered = sorted(days)
    first, last = ordered[0], ordered[-1]
    if whole_months:
        return Span(_month(first).first, _month(last).last)
    return Span(first, last)


def _month(day: dt.date) -> Span:
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def _states(programme: Programme, dated: Mapping[str, Span], done: Collection[str]) -> list[Entry]:
    last_done = max((at for at, each in enumerate(programme.stages) if each.id in done), default=-1)
    entries: list[Entry] = []
    for at, stage in enumerate(programme.stages):
        state: State = "planned" if stage.id in dated else "undated"
        if stage.id in done:
            state = "done"
        elif stage.id not in dated and at < last_done:
            state = "passed"
        elif all(entry.state in {"done", "passed"} for entry in entries):
            state = "next"
        entries.append(Entry(stage, state, dated.get(stage.id)))
    return entries


def _counted_on(programme: Programme, entries: Sequence[Entry], whole_months: bool) -> list[Entry]:
    """Who has no session gets the days that the interval leaves after the stage before."""
    counted: list[Entry] = []
    ends: Span | None = None
    source: Stage | None = None
    for entry in entries:
        if entry.days is not None:
            ends, source = _side(entry.days.last, whole_months), entry.stage
        elif ends is not None and entry.state != "passed":
            gap = _interval(programme, entry.stage)
            ends = Span(_moved(ends.first, gap.min), _moved(ends.last, gap.max))
            entry = replace(entry, days=ends, counted_from=source)
        counted.append(entry)
    return counted


def _in_time_for_what_follows(
    programme: Programme, entries: Sequence[Entry], whole_months: bool
) -> list[Entry]:
    """Of the days that were counted, those that leave the stage after it its interval too."""
    kept: list[Entry] = []
    following: Stage | None = None
    starts: Span | None = None
    for entry in reversed(entries):
        days = entry.days
        if entry.counted_from is None:
            starts = days and _side(days.first, whole_months)
        else:
            if days and following and starts:
                gap = _interval(programme, following)
                first = max(days.first, _moved(starts.first, -gap.max))
                last = min(days.last, _moved(starts.last, -gap.min))
                days = Span(first, last) if first <= last else days
            starts = days
        following = entry.stage
        kept.append(replace(entry, days=days))
    return kept[::-1]


def _side(day: dt.date, whole_months: bool) -> Span:
    """The days on which a session may be whose ``day`` is known, or only its month."""
    return _month(day) if whole_months else Span(day, day)


def _interval(programme: Programme, stage: Stage) -> Range:
    """The days between a stage and the one before it."""
    if stage.same_day:
        return Range(min=0, max=0)
    return stage.interval_days or programme.interval_days


def _moved(day: dt.date, days: int) -> dt.date:
    """A day so many days later; calendars end, and nobody plans beyond."""
    if days >= 0:
        return day + dt.timedelta(min(days, (dt.date.max - day).days))
    return day - dt.timedelta(min(-days, (day - dt.date.min).days))
