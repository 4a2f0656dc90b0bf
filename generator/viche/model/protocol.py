"""The booklet that a person carries and fills in, as data: sections, columns, rows, hints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from viche.model.base import Count, Document, Id, Positive, Value, Word
from viche.model.text import Text


class Direction(Value):
    """A direction inside a sphere: a row of the left column.

    With ``lens`` it is the subject of one profile group: that of its sphere whose letter on another
    axis has this id, as ``people`` in the network of a vision.
    """

    id: Id
    name: Text
    hint: Text | None = None
    lens: Id | None = None


class Guide(Value):
    """What a profile group looks for: the question, the test, a good and a poor example."""

    question: Text
    test: Text
    good: Text | None = None
    poor: Text | None = None


class Column(Value):
    """A column of a table. With ``choices`` the cell holds marks to tick, else room to write.

    ``pick`` says whether one choice is right (drawn as circles) or many (drawn as squares).
    ``width`` is relative to the other columns.
    """

    title: Text
    width: Positive = 1
    choices: tuple[Text, ...] = ()
    pick: Literal["one", "many"] = "one"


class Section(Value):
    """A block of a step: a heading, a hint, and a table or writing lines.

    A table has ``rows`` rows; with ``each: direction`` it has that many for every direction of the
    sphere, and the directions stand in the left column. Without columns, ``lines`` writing lines
    are drawn.

    A ``shared`` section belongs to the whole group: it stands on the group's sheet and on the wall
    too, with ``group_rows`` rows, or as many as there is room for. ``group_hint`` stands on the
    group's sheet in the place of the hint, which speaks to one person.
    """

    id: Id
    title: Text
    minutes: Positive | None = None
    hint: Text | None = None
    points: tuple[Text, ...] = ()
    each: Literal["direction"] | None = None
    rows: Count = 0
    columns: tuple[Column, ...] = ()
    lines: Count = 0
    shared: bool = False
    group_hint: Text | None = None
    group_rows: Count = 0


class ProtocolStep(Value):
    """The pages of one step of the session. ``step`` is the id of that step."""

    step: Id
    aim: Text
    sections: tuple[Section, ...] = ()


Crew = Literal["facilitator", "organisers", "desk", "moderators", "secretaries"]
"""Those who run the day."""


class Cue(Value):
    """A line of the director's book: who does or says what, and what to look out for.

    ``minutes`` counts from the beginning of the step; before the session back from its start, and
    after the session from its end. ``bring`` names what it needs that isn't printed with the kit,
    each thing with its number; all of it comes onto the list of what to bring.
    """

    who: Crew = "facilitator"
    minutes: Count | None = None
    say: Text | None = None
    do: Text | None = None
    watch: Text | None = None
    bring: tuple[Text, ...] = ()


class Cues(Value):
    """What only the team is told: before the session, at each step by its id, and afterwards."""

    before: tuple[Cue, ...] = ()
    steps: Mapping[Id, tuple[Cue, ...]] = Field(default_factory=dict)
    after: tuple[Cue, ...] = ()


class Protocol(Document):
    """``protocols/<stage>.yaml``: what is filled in at a stage, with directions for each sphere.

    ``directions`` is keyed by sphere; ``all`` serves the sessions whose network has no spheres,
    and every sphere that has no directions of its own. ``guides`` is keyed by part, or by whatever
    else the network's letters stand for. A variant has a file of its own, which says for which
    ``stage`` it is; sessions name it.
    """

    stage: Id | None = None
    form: Word
    version: Word
    title: Text
    directions: Mapping[Id, tuple[Direction, ...]]
    guides: Mapping[Id, Guide] = Field(default_factory=dict)
    rules: tuple[Text, ...] = ()
    steps: Annotated[tuple[ProtocolStep, ...], Field(min_length=1)]
    cues: Cues = Cues()

    @property
    def for_stage(self) -> str:
        """The id of the stage whose sessions may use it."""
        return self.stage or self.id

    def directions_of(self, sphere: str | None) -> tuple[Direction, ...]:
        """The directions of a sphere, by its id; those of ``all`` where it has none."""
        own = self.directions.get(sphere, ()) if sphere else ()
        return own or self.directions.get("all", ())

    def step(self, step: str) -> ProtocolStep | None:
        """The pages of a step, if it has any."""
        return next((pages for pages in self.steps if pages.step == step), None)
