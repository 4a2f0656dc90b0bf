"""What every chapter of the book is written from: the meeting, and its clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from viche.kit.director.counts import Counts
from viche.kit.facts import marked, step_title
from viche.kit.names import value_of
from viche.kit.order import Order
from viche.kit.script import Said, Script
from viche.labels import Labels
from viche.model.content import Meeting
from viche.model.plan import Plan
from viche.model.session import Session, TimedStep, timetable
from viche.model.topology import Axis, Grouping, Topology


@dataclass(frozen=True)
class Book:
    """A meeting as its facilitator sees it.

    Attributes:
        order: what is made.
        script: the words of the book.
    """

    order: Order
    script: Script

    @property
    def meeting(self) -> Meeting:
        """Whose day it is."""
        return self.order.meeting

    @property
    def session(self) -> Session:
        """The session of the meeting."""
        return self.order.meeting.session

    @property
    def plan(self) -> Plan | None:
        """The seating, if people sit in groups."""
        return self.order.meeting.plan

    @property
    def is_open(self) -> bool:
        """Whether cards are dealt at the door."""
        return self.plan is not None and self.session.seating == "open"

    @property
    def labels(self) -> Labels:
        """The program's words."""
        return self.order.labels

    @cached_property
    def steps(self) -> tuple[TimedStep, ...]:
        """The day."""
        return timetable(self.session)

    @cached_property
    def counts(self) -> Counts:
        """How much of everything there is."""
        return Counts.of(self.order)

    @cached_property
    def topology(self) -> Topology | None:
        """The network in which people sit."""
        return self.order.meeting.topology

    def clock(self, moment: dt.datetime) -> str:
        """The time of day; in a closed cell the hours and minutes since the beginning."""
        if not self.order.cell.is_closed:
            return self.labels.isolate(self.labels.time(moment))
        since = round((moment - self.steps[0].start).total_seconds() / 60)
        sign = "−" if since < 0 else ""
        return self.labels.isolate(f"{sign}{hours(abs(since))}")

    def clock_span(self, timed: TimedStep) -> str:
        """From when to when a step lasts, as the clock shows it."""
        if not self.order.cell.is_closed:
            return self.labels.span(timed.start, timed.end)
        begins = round((timed.start - self.steps[0].start).total_seconds() / 60)
        return self.labels.span(hours(begins), hours(begins + timed.step.minutes))

    def title(self, timed: TimedStep) -> Said:
        """What a step is called."""
        return step_title(timed, self.order, self.script)

    def called(self, timed: TimedStep) -> str:
        """The same inside a sentence."""
        return marked(self.title(timed))

    def minutes(self, n: int) -> str:
        """So many minutes."""
        return self.labels("minutes", n=n)

    def ranges(self, numbers: Iterable[int]) -> str:
        """Numbers in order, those that follow one another as a range: ``1–5, 8``."""
        return self.in_order(sorted(set(numbers)))

    def in_order(self, numbers: Iterable[int]) -> str:
        """The same for numbers whose order matters."""
        runs: list[list[int]] = []
        for number in numbers:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        span, isolate = self.labels.span, self.labels.isolate
        return ", ".join(span(run[0], run[-1]) if len(run) > 1 else isolate(run[0]) for run in runs)

    def span(self, numbers: Iterable[int]) -> str:
        """The least and the largest of some numbers, or the one that they all are."""
        low, *_, high = [*(inner := sorted(numbers)), inner[-1]]
        return self.labels.isolate(low) if low == high else self.labels.span(low, high)

    def name(self, axis: Axis, letter: str) -> str:
        """What a letter stands for, inside a sentence."""
        found = value_of(axis, letter, self.meeting, self.script)
        return marked(found["short"])

    def grouping(self, timed: TimedStep) -> Grouping | None:
        """By what people are grouped at a step, where they are."""
        return self.meeting.grouping(timed.step)

    def tables(self, step: str) -> dict[str, int]:
        """By group, its table at a step of the plan."""
        plan = self.plan
        assert plan is not None
        return {
            group: plan.place(seats[0], step).table for group, seats in plan.groups(step).items()
        }

    def tables_by_block(self, timed: TimedStep) -> Mapping[str, list[int]]:
        """By the first letter that groups keep, as their sphere, its name and their tables."""
        grouping = self.grouping(timed)
        if grouping is None or self.plan is None or not grouping.kept:
            return {}
        blocks: dict[str, list[int]] = {}
        for group, table in self.tables(timed.step.id).items():
            blocks.setdefault(group.split("-")[0], []).append(table)
        axis = grouping.kept[0]
        return {self.name(axis, letter): tables for letter, tables in blocks.items()}

    def group_steps(self) -> Iterator[TimedStep]:
        """The steps at which the plan has groups."""
        for timed in self.steps:
            if self.plan is not None and timed.step.id in self.plan.steps:
                yield timed

    def same_as(self, timed: TimedStep) -> TimedStep | None:
        """The first step that has the same groups at the same tables, before this one."""
        plan = self.plan
        assert plan is not None
        mine = plan.groups(timed.step.id), self.tables(timed.step.id)
        for earlier in self.group_steps():
            if earlier is timed:
                return None
            if (plan.groups(earlier.step.id), self.tables(earlier.step.id)) == mine:
                return earlier
        return None


def hours(minutes: int) -> str:
    """Minutes as a clock would show them: ``3:05``."""
    return f"{minutes // 60}:{minutes % 60:02}"
