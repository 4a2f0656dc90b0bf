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
    then, with the same groups at the same tables. The first one is the home of the seats: they are
    named and numbered within it.
    """

    name: str
    axes: tuple[Axis, ...]
    groupings: tuple[Grouping, ...]

    def __post_init__(self) -> None:
        """Refuse what could not be seated.

        Raises:
            ValueError: the first grouping is not made of all lettered axes, an axis or a name is
                used for two things, or a grouping has axes of its own or in another order.
        """
        if len({axis.name for axis in self.axes}) < len(self.axes):
            raise ValueError(f"Topology {self.name}: two axes have the same name.")
        if len({grouping.name for grouping in self.distinct}) < len(self.distinct):
            raise ValueError(f"Topology {self.name}: two groupings have the same name.")
        if not self.groupings or not self.lettered or self.groupings[0].axes != self.lettered:
            raise ValueError(f"Topology {self.name}: the first grouping needs all lettered axes.")
        for grouping in self.distinct:
            if tuple(axis for axis in self.axes if axis in grouping.axes) != grouping.axes:
                raise ValueError(
                    f"Topology {self.name}: grouping {grouping.name} must take its axes from those "
                    "of the topology, in their order."
                )

    @property
    def lettered(self) -> tuple[Axis, ...]:
        """The axes on which a person has a letter; together they make the profile group."""
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

    def positions(self, axes: tuple[Axis, ...]) -> tuple[int, ...]:
        """Where ``axes`` stand among the letters of a seat's id, counted from 0."""
        return tuple(self.lettered.index(axis) for axis in axes)

    def mixed(self, grouping: Grouping) -> tuple[Axis, ...]:
        """The lettered axes that ``grouping`` mixes: a full group has every letter of them."""
        return tuple(axis for axis in self.lettered if axis not in grouping.axes)


_SPHERE, _PART, _INDEX = Axis("sphere"), Axis("part"), Axis("index", numbered=True)


def _round_trip(name: str, axes: tuple[Axis, ...], *groupings: Grouping) -> Topology:
    """A topology that ends where it began."""
    return Topology(name, axes, (*groupings, groupings[0]))


TWO_DIMENSIONAL = _round_trip(
    "two-dimensional",
    (_PART, _INDEX),
    Grouping("profile", (_PART,)),
    Grouping("cross", (_INDEX,)),
)
INCOMPLETE_3D = _round_trip(
    "incomplete-3d",
    (_SPHERE, _PART, _INDEX),
    Grouping("profile", (_SPHERE, _PART)),
    Grouping("cross", (_SPHERE, _INDEX)),
    Grouping("reconciling", (_PART, _INDEX)),
)

TOPOLOGIES: Mapping[str, Topology] = MappingProxyType(
    {topology.name: topology for topology in (TWO_DIMENSIONAL, INCOMPLETE_3D)}
)
"""The topologies that a programme can name."""
