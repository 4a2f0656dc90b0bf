"""The shapes of networks, as data: axes, and groupings that are subsets of the axes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Axis:
    """One dimension of a network.

    A person has one letter on each lettered axis (their sphere, their part). A numbered axis is
    dealt: it tells apart those who share all letters, and each grouping that uses it deals anew.
    """

    name: str
    numbered: bool = False
    letters: tuple[str, ...] = ()
    """The letters, where the network has them itself; those of spheres and parts are the
    programme's."""

    stays: str = ""
    """The letter of those who keep one table all day, one of them at each; empty if nobody does."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """People who agree on ``axes`` sit together."""

    name: str
    axes: tuple[Axis, ...]

    @property
    def dealt(self) -> bool:
        """Whether the groups are dealt by number, rather than given by letters alone."""
        return any(axis.numbered for axis in self.axes)

    @property
    def kept(self) -> tuple[Axis, ...]:
        """The lettered axes on which a group agrees."""
        return tuple(axis for axis in self.axes if not axis.numbered)


@dataclass(frozen=True, slots=True)
class Topology:
    """Axes, and the groupings in the order in which people go through them.

    A grouping may come again later (the return to the profile groups); it is the same grouping
    then, with the same groups at the same tables. A seat is named by its letters on all lettered
    axes and a number among those who share them; without lettered axes, by its number alone.
    """

    name: str
    axes: tuple[Axis, ...]
    groupings: tuple[Grouping, ...]

    def __post_init__(self) -> None:
        """Refuse what could not be seated.

        Raises:
            ValueError: there is no grouping, or one without axes, with axes of its own, or in
                another order; two axes or groupings share a name; a numbered axis isn't the last.
        """
        if len({axis.name for axis in self.axes}) < len(self.axes):
            raise ValueError(f"Topology {self.name}: two axes have the same name.")
        if any(axis.numbered for axis in self.axes[:-1]):
            raise ValueError(f"Topology {self.name}: only the last axis can be numbered.")
        if not self.groupings:
            raise ValueError(f"Topology {self.name}: there is no grouping.")
        if len({grouping.name for grouping in self.distinct}) < len(self.distinct):
            raise ValueError(f"Topology {self.name}: two groupings have the same name.")
        for grouping in self.distinct:
            if not grouping.axes or self._in_order(grouping.axes) != grouping.axes:
                raise ValueError(
                    f"Topology {self.name}: grouping {grouping.name} must take its axes from those "
                    "of the topology, in their order."
                )

    def _in_order(self, axes: tuple[Axis, ...]) -> tuple[Axis, ...]:
        return tuple(axis for axis in self.axes if axis in axes)

    @property
    def lettered(self) -> tuple[Axis, ...]:
        """The axes on which a person has a letter; people who share all letters are a cell."""
        return tuple(axis for axis in self.axes if not axis.numbered)

    @property
    def distinct(self) -> tuple[Grouping, ...]:
        """The groupings without those that come again."""
        return tuple(dict.fromkeys(self.groupings))

    @property
    def corner(self) -> tuple[Axis, ...]:
        """The letters that the first two groupings share: such people keep to a corner of the hall.

        In the incomplete three-dimensional network a sphere has its corner; in the two-dimensional
        one there are no such axes, and the whole hall is one corner.
        """
        if len(self.groupings) < 2:
            return ()
        return tuple(axis for axis in self.groupings[0].kept if axis in self.groupings[1].axes)

    @property
    def needs_tables(self) -> bool:
        """Whether somebody must say how many groups there are.

        A grouping that mixes letters has as many groups as can hold all of them. One that mixes
        nothing may have any number, and where people stay at tables, there are as many as they.
        """
        return any(grouping.dealt and not self.mixed(grouping) for grouping in self.distinct) or (
            self.staying is not None
        )

    @property
    def staying(self) -> Axis | None:
        """The axis on which some people keep one table all day, if there is such."""
        return next((axis for axis in self.lettered if axis.stays), None)

    @property
    def subject(self) -> Axis | None:
        """The axis on which people wish for a letter beside their sphere: part, or direction.

        Of several such axes it is the part, else the first.
        """
        own = [axis for axis in self.lettered if axis.name != "sphere" and not axis.stays]
        return min(own, key=lambda axis: axis.name != "part", default=None)

    def is_shaped_like(self, other: Topology) -> bool:
        """Whether both differ in nothing but names."""
        return self._shape == other._shape

    @property
    def _shape(self) -> tuple[object, ...]:
        """For each axis what it does, for each grouping the positions of its axes."""
        axes = tuple((axis.numbered, bool(axis.stays)) for axis in self.axes)
        groupings = (tuple(map(self.axes.index, each.axes)) for each in self.groupings)
        return axes, tuple(groupings)

    def most_tables(self, people: int) -> int:
        """At how many tables ``people`` can sit: one at each, and a guest with each who stays."""
        return people // 2 if self.staying else people

    def positions(self, axes: tuple[Axis, ...]) -> tuple[int, ...]:
        """Where ``axes`` stand among the letters of a seat's id, counted from 0."""
        return tuple(self.lettered.index(axis) for axis in axes)

    def mixed(self, grouping: Grouping) -> tuple[Axis, ...]:
        """The lettered axes that ``grouping`` mixes: a full group has every letter of them."""
        return tuple(axis for axis in self.lettered if axis not in grouping.axes)


_SPHERE, _PART, _INDEX = Axis("sphere"), Axis("part"), Axis("index", numbered=True)
_HOST = Axis("host", letters=("H", "G"), stays="H")
"""Hosts and guests of a world café."""


def _round_trip(name: str, axes: tuple[Axis, ...], *groupings: Grouping) -> Topology:
    """A topology that ends where it began."""
    return Topology(name, axes, (*groupings, groupings[0]))


def three_dimensional(name: str, axes: tuple[Axis, Axis, Axis]) -> Topology:
    """Groups of each two axes, and back to the first: the complete three-dimensional network.

    If the third axis is numbered, it is the incomplete one.
    """
    one, two, three = axes
    return _round_trip(
        name,
        axes,
        Grouping("profile", (one, two)),
        Grouping("cross", (one, three)),
        Grouping("reconciling", (two, three)),
    )


TWO_DIMENSIONAL = _round_trip(
    "two-dimensional",
    (_PART, _INDEX),
    Grouping("profile", (_PART,)),
    Grouping("cross", (_INDEX,)),
)
INCOMPLETE_3D = three_dimensional("incomplete-3d", (_SPHERE, _PART, _INDEX))
JIGSAW = _round_trip(
    "jigsaw",
    (_PART, _INDEX),
    Grouping("home", (_INDEX,)),
    Grouping("expert", (_PART,)),
)

TOPOLOGIES: Mapping[str, Topology] = MappingProxyType(
    {topology.name: topology for topology in (TWO_DIMENSIONAL, INCOMPLETE_3D, JIGSAW)}
)
"""The topologies of one length that a programme can name."""

ROUNDS, WORLD_CAFE = "rounds", "world-cafe"
NETWORKS = (*TOPOLOGIES, ROUNDS, WORLD_CAFE)
"""Every network that a programme can name without defining it."""


def rounds(number: int, *, hosts: bool = False) -> Topology:
    """So many rounds, dealt anew each time; with ``hosts`` one person stays at each table.

    With hosts it is a world café: the others, its guests, move on.
    """
    return Topology(
        WORLD_CAFE if hosts else ROUNDS,
        (_HOST, _INDEX) if hosts else (_INDEX,),
        tuple(Grouping(f"round-{at}", (_INDEX,)) for at in range(1, number + 1)),
    )
