"""The booklet that a person carries and fills in, as data: sections, columns, rows, hints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from viche.model.base import Count, Document, Id, Positive, Value, Word
from viche.model.text import Text


class Direction(Value):
    """A direction inside a sphere: a row of the left column."""

    id: Id
    name: Text
    hint: Text | None = None


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


class ProtocolStep(Value):
    """The pages of one step of the session. ``step`` is the id of that step."""

    step: Id
    aim: Text
    sections: tuple[Section, ...] = ()


class Protocol(Document):
    """``protocols/<stage>.yaml``: one protocol a stage, with its directions for each sphere.

    ``directions`` is keyed by sphere; ``all`` serves the sessions whose network has no spheres,
    and every sphere that has no directions of its own. ``guides`` is keyed by part.
    """

    form: Word
    version: Word
    title: Text
    directions: Mapping[Id, tuple[Direction, ...]]
    guides: Mapping[Id, Guide] = Field(default_factory=dict)
    rules: tuple[Text, ...] = ()
    steps: Annotated[tuple[ProtocolStep, ...], Field(min_length=1)]

    def directions_of(self, sphere: str | None) -> tuple[Direction, ...]:
        """The directions of a sphere, by its id; those of ``all`` where it has none."""
        own = self.directions.get(sphere, ()) if sphere else ()
        return own or self.directions.get("all", ())

    def step(self, step: str) -> ProtocolStep | None:
        """The pages of a step, if it has any."""
        return next((pages for pages in self.steps if pages.step == step), None)
