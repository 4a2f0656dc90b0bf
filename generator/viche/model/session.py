"""One dated session: place, start, steps, network, attendance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from viche.model.base import (
    Clock,
    Count,
    Date,
    Document,
    Id,
    Positive,
    Value,
    WebAddress,
    Word,
)
from viche.model.cell import Organisers
from viche.model.text import Text

StepKind = Literal["task", "groups", "reports", "break", "move", "reserve"]
WORK: frozenset[StepKind] = frozenset({"task", "groups", "reports"})
"""The kinds that are steps of the method; the others are pauses between them."""


class Step(Value):
    """A timed part of the session. Only a step of kind ``groups`` names a ``grouping``."""

    id: Id
    kind: StepKind
    minutes: Positive
    grouping: Id | None = None
    title: Text | None = None


class Venue(Value):
    """Where the session is held."""

    name: Text
    address: Text
    access: Text | None = None


RosterField = Literal[
    "name",
    "surname",
    "email",
    "phone",
    "sphere",
    "sphere-2",
    "sphere-given",
    "part",
    "part-2",
    "competence",
    "category",
    "gender",
    "age",
    "member",
    "stays",
    "willing",
    "apart",
    "together",
    "seat",
]
"""What a registration list can say of a person."""

Wish = Literal["sphere", "part", "competence", "category", "gender", "age", "new-people"]
WISHES: tuple[Wish, ...] = get_args(Wish)


class RosterForm(Value):
    """How the registration list of a session is read and weighed. It never names a person.

    ``columns`` gives the form's own question for a field, ``answers`` the ids that the form's own
    answers stand for. ``wishes`` is the order in which wishes count, the weightiest first; what
    isn't named doesn't count. ``places`` is how many people there is room for.
    """

    columns: Mapping[RosterField, Word] = Field(default_factory=dict)
    answers: Mapping[RosterField, Mapping[Word, Word]] = Field(default_factory=dict)
    wishes: tuple[Wish, ...] = WISHES
    places: Positive | None = None


class Registration(Value):
    """How people sign up for a session."""

    address: WebAddress | None = None
    until: Date | None = None
    note: Text | None = None


class Release(Value):
    """The cell's own words in a text for the press: what isn't given is written by the program.

    A quotation is given whole, with whoever says it as they wish to be named in public.
    """

    headline: Text | None = None
    lead: Text | None = None
    paragraphs: tuple[Text, ...] = ()
    quotations: tuple[Text, ...] = ()


class Press(Value):
    """What the press gets before and after a session."""

    before: Release = Release()
    after: Release = Release()


class Session(Document):
    """``sessions/<id>.yaml``. The id begins with year and month, as in ``2026-10-swot``.

    ``attendance`` counts people by sphere; a session whose network has no spheres gives ``people``
    instead. ``organisers`` are those of the cell unless the session names its own. ``protocol`` is
    the one of the stage unless the session names a variant of it.

    With ``seating: open`` numbered cards are dealt at the door, ``cards`` of them in each sphere,
    and tables depend on how many come; else every seat has its tables beforehand. ``tables`` is the
    number of groups where the network doesn't settle it, as in plain rounds.
    """

    stage: Id
    protocol: Id | None = None
    title: Text
    date: Date
    start: Clock
    venue: Venue
    organisers: Organisers | None = None
    policy: Literal["no-repeats", "full-coverage"] = "full-coverage"
    attendance: Mapping[Id, Count] = Field(default_factory=dict)
    people: Positive | None = None
    seating: Literal["fixed", "open"] = "fixed"
    cards: Positive | None = None
    tables: Positive | None = None
    roster: RosterForm | None = None
    registration: Registration | None = None
    press: Press = Press()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @property
    def grouping_steps(self) -> tuple[Step, ...]:
        """The steps at which people sit in groups: the columns of the plan."""
        return tuple(step for step in self.steps if step.kind == "groups")

    def returns(self, step: Step) -> bool:
        """Whether ``step`` gathers the groups of an earlier step again."""
        earlier = self.steps[: self.steps.index(step)]
        return step.kind == "groups" and any(step.grouping == past.grouping for past in earlier)

    @property
    def expected(self) -> int:
        """How many people are expected altogether."""
        return self.people if self.people is not None else sum(self.attendance.values())

    @property
    def minutes(self) -> int:
        """How long the session lasts, pauses included."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True, slots=True)
class TimedStep:
    """A step with the clock times at which it begins and ends."""

    step: Step
    start: dt.datetime
    end: dt.datetime


def timetable(session: Session) -> tuple[TimedStep, ...]:
    """Every step of ``session`` with its times, one after the other from the session's start."""
    clock = dt.datetime.combine(session.date, session.start)
    timed = []
    for step in session.steps:
        end = clock + dt.timedelta(minutes=step.minutes)
        timed.append(TimedStep(step, clock, end))
        clock = end
    return tuple(timed)


def report_seconds(step: Step, reporters: int) -> int:
    """How many whole seconds each of ``reporters`` has, the change to the next one included."""
    return step.minutes * 60 // reporters
