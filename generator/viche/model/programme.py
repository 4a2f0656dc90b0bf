"""An ordered course of stages, and the spheres and parts that its networks are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from viche.model.base import Colour, Document, Id, Letter, Positive, Range, Value
from viche.model.session import Session
from viche.model.text import Text
from viche.model.topology import TOPOLOGIES, Topology

Shape = Literal["circle", "square", "triangle", "diamond", "hexagon", "star"]


class Sphere(Value):
    """A sphere of city life. Colour, shape and letter are its sign, everywhere the same."""

    id: Id
    letter: Letter
    name: Text
    short: Text
    colour: Colour
    shape: Shape


class Part(Value):
    """A part of the analysis, as strengths in a SWOT: what a profile group works on."""

    id: Id
    letter: Letter
    name: Text
    question: Text


class Category(Value):
    """A kind of participant whom an open session invites."""

    id: Id
    name: Text


class Gate(Value):
    """What must be true before a stage may begin."""

    id: Id
    text: Text


class Crowd(Value):
    """How many people a stage with an open session is made for."""

    people: Range
    per_sphere: Range
    cell_members_per_sphere: Positive


class Stage(Value):
    """One stage of the programme.

    ``interval_days`` is the time since the stage before, in days; a stage that is held on the
    same day as the one before says ``same_day`` instead.
    """

    id: Id
    title: Text
    purpose: Text
    audience: Literal["cell", "open", "cell-and-volunteers"]
    network: Literal["two-dimensional", "incomplete-3d"] | None = None
    minutes: Range
    interval_days: Range | None = None
    same_day: bool = False
    gates: tuple[Gate, ...] = ()
    categories: tuple[Id, ...] = ()
    crowd: Crowd | None = None
    takes: tuple[Id, ...] = ()
    spheres_from: Id | None = None
    variant: Text | None = None
    output: Text
    published: tuple[Text, ...] = ()


class Programme(Document):
    """``programme.yaml``: the stages in their order, and what all of them share."""

    title: Text
    summary: Text
    interval_days: Range
    spheres: Annotated[tuple[Sphere, ...], Field(min_length=2)]
    parts: Annotated[tuple[Part, ...], Field(min_length=2)]
    categories: tuple[Category, ...] = ()
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]

    def stage(self, stage_id: str) -> Stage:
        """The stage of that id. Raises ``KeyError`` if there is none."""
        return {stage.id: stage for stage in self.stages}[stage_id]

    def topology(self, session: Session) -> Topology | None:
        """The network of ``session``, which is one of this programme's; ``None`` if it has none.

        Raises ``KeyError`` if its stage, or the network that its stage names, isn't there.
        """
        network = self.stage(session.stage).network
        return None if network is None else TOPOLOGIES[network]

    def sphere(self, key: str) -> Sphere:
        """The sphere of that id or letter. Raises ``KeyError`` if there is none."""
        return {name: sphere for sphere in self.spheres for name in (sphere.id, sphere.letter)}[key]

    def part(self, key: str) -> Part:
        """The part of that id or letter. Raises ``KeyError`` if there is none."""
        return {name: part for part in self.parts for name in (part.id, part.letter)}[key]
