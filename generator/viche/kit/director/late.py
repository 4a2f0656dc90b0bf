"""Where a day has time in hand, and what to shorten when it runs late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from viche.kit.director.book import Book
from viche.model.session import TimedStep, report_seconds

LATE = (10, 20, 30, 45, 60)
"""By how many minutes a day may be late."""

BREAK = 10
"""The minutes that a break keeps: enough for everyone to get up and come back."""

REPORT = 165
"""The seconds that a speaker keeps: two minutes, and three quarters of one to change."""


@dataclass(frozen=True, slots=True)
class Slack:
    """A step that can be shortened by up to ``minutes``; ``speakers`` share what it loses."""

    timed: TimedStep
    minutes: int
    speakers: int = 0


def slacks(book: Book) -> list[Slack]:
    """Where time can be found, in the order in which it is taken.

    First the reserve, then breaks down to ten minutes, and reports last. Of several the last of the
    day comes first: until then there may be no need of it any more.
    """
    plan, late = book.plan, [*reversed(book.steps)]
    speakers = len(plan.groups(plan.steps[-1])) if plan and plan.steps else 0
    reserve = [Slack(it, it.step.minutes) for it in late if it.step.kind == "reserve"]
    breaks = [Slack(it, it.step.minutes - BREAK) for it in late if it.step.kind == "break"]
    reports = [
        Slack(it, speakers * (report_seconds(it.step, speakers) - REPORT) // 60, speakers)
        for it in late
        if it.step.kind == "reports" and speakers
    ]
    return [slack for slack in (*reserve, *breaks, *reports) if slack.minutes > 0]


def cuts(found: Sequence[Slack], late: int) -> tuple[list[tuple[Slack, int]], int]:
    """What to take from each slack when it is ``late`` minutes late, and what is lacking still."""
    taken = []
    for slack in found:
        if late:
            taken.append((slack, min(late, slack.minutes)))
            late -= min(late, slack.minutes)
    return taken, late


def time_in_hand(book: Book) -> Mapping[str, Any]:
    """The ``sources`` of time in the order of the day, and ``late``: by how much, and what to do.

    The list of delays ends with the first that can't be made up any more.
    """
    found = slacks(book)
    return {
        "sources": [
            [book.clock(slack.timed.start), book.title(slack.timed), book.minutes(slack.minutes)]
            for slack in sorted(found, key=lambda slack: slack.timed.start)
        ],
        "late": list(_late(book, found)) if found else [],
    }


def _late(book: Book, found: Sequence[Slack]) -> Iterator[Mapping[str, Any]]:
    for late in LATE:
        taken, lacking = cuts(found, late)
        lines = [_cut(book, slack, minutes) for slack, minutes in taken]
        if lacking:
            lines.append(book.labels("director-later-by", minutes=book.minutes(lacking)))
        yield {"late": book.minutes(late), "lines": lines}
        if lacking:
            return


def _cut(book: Book, slack: Slack, minutes: int) -> str:
    labels, step = book.labels, slack.timed.step
    if slack.speakers:
        full = report_seconds(step, slack.speakers)
        kept = full - -(-minutes * 60 // slack.speakers)
        how = labels(
            "director-to-each", each=book.labels.short_time(kept), full=book.labels.short_time(full)
        )
    elif minutes == step.minutes:
        how = labels("director-left-out")
    else:
        how = labels("director-to-minutes", minutes=book.minutes(step.minutes - minutes))
    return labels(
        "director-cut",
        step=book.called(slack.timed),
        time=book.clock(slack.timed.start),
        how=how,
        minutes=book.minutes(minutes),
    )
