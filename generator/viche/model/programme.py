"""An ordered course of stages, and the spheres and parts that its networks are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from viche.model.base import Colour, Document, Id, Letter, Positive, Range, Value, Word
from viche.model.network import AxisValue, Network
from viche.model.session import Session
from viche.model.text import Text
from viche.model.topology import ROUNDS, TOPOLOGIES, WORLD_CAFE, Topology, rounds

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
    network: Word | None = None
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
    networks: tuple[Network, ...] = ()
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]

    def stage(self, stage_id: str) -> Stage:
        """The stage of that id. Raises ``KeyError`` if there is none."""
        return {stage.id: stage for stage in self.stages}[stage_id]

    def topology(self, session: Session) -> Topology | None:
        """The network of ``session``, which is one of this programme's; ``None`` if it has none.

        Raises ``KeyError`` if its stage, or the network that its stage names, isn't there;
        ``ValueError`` if that network contradicts itself.
        """
        name = self.stage(session.stage).network
        if name is None:
            return None
        if name in (ROUNDS, WORLD_CAFE):
            return rounds(max(1, len(session.grouping_steps)), hosts=name == WORLD_CAFE)
        own = self.network(name)
        return TOPOLOGIES[name] if own is None else own.topology()

    def network(self, name: str) -> Network | None:
        """The programme's own network of that id, if it has one."""
        return next((network for network in self.networks if network.id == name), None)

    def grouping_title(self, stage: Stage, grouping: str) -> Text | None:
        """What the network of ``stage`` calls its groups, if it is one of the programme's own."""
        own = self.network(stage.network or "")
        titles = {each.id: each.title for each in own.groupings} if own else {}
        return titles.get(grouping)

    def values(self, topology: Topology, axis: str) -> tuple[Sphere | Part | AxisValue, ...]:
        """What the letters of a lettered ``axis`` stand for; nothing where the program gives them.

        Raises ``KeyError`` if the topology has no such axis.
        """
        if axis == "sphere":
            return self.spheres
        if axis == "part":
            return self.parts
        own = self.network(topology.name)
        return () if own is None else {each.id: each.values for each in own.axes}[axis]

    def value(self, topology: Topology, axis: str, letter: str) -> Sphere | Part | AxisValue | None:
        """What one letter of a lettered ``axis`` stands for; ``None`` where the program says it."""
        values = self.values(topology, axis)
        return next((value for value in values if value.letter == letter), None)

    def letters(self, topology: Topology) -> tuple[tuple[str, ...], ...]:
        """The letters of each lettered axis, in the order of the axes."""
        return tuple(
            axis.letters or tuple(value.letter for value in self.values(topology, axis.name))
            for axis in topology.lettered
        )

    def sphere(self, key: str) -> Sphere:
        """The sphere of that id or letter. Raises ``KeyError`` if there is none."""
        return {name: sphere for sphere in self.spheres for name in (sphere.id, sphere.letter)}[key]

    def part(self, key: str) -> Part:
        """The part of that id or letter. Raises ``KeyError`` if there is none."""
        return {name: part for part in self.parts for name in (part.id, part.letter)}[key]
