"""Networks that a cell defines for itself, in its programme's file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from viche.model.base import Id, Letters, Value
from viche.model.text import Text
from viche.model.topology import Axis, Grouping, Topology, three_dimensional


class AxisValue(Value):
    """A value of an axis that a network defines, as a municipality is one of all that came.

    Its letter may have up to three characters: there are more municipalities than letters.
    """

    id: Id
    letter: Letters
    name: Text
    question: Text | None = None


class NetworkAxis(Value):
    """A dimension of a network: ``sphere`` or ``part``, or an axis with ``values`` of its own.

    A numbered axis has no values: whoever shares all letters is told apart by a number, and each
    grouping that uses it deals anew.
    """

    id: Id
    name: Text | None = None
    numbered: bool = False
    values: tuple[AxisValue, ...] = ()


class NetworkGrouping(Value):
    """People who agree on ``axes`` sit together.

    The title may be left out for groupings that the program knows by name, as ``profile``.
    """

    id: Id
    axes: tuple[Id, ...]
    title: Text | None = None


class Network(Value):
    """A network that a cell defines for itself.

    ``order`` names the groupings as people go through them, one that comes again twice; without it
    they come as they are listed. Three axes need no groupings: people then meet on each two of them
    and come back to the first. That is the complete three-dimensional network; with a numbered
    axis, the incomplete one.
    """

    id: Id
    title: Text
    axes: Annotated[tuple[NetworkAxis, ...], Field(min_length=1)]
    groupings: tuple[NetworkGrouping, ...] = ()
    order: tuple[Id, ...] = ()

    def topology(self) -> Topology:
        """The network as the seating knows it.

        Raises ``KeyError`` or ``ValueError`` if it contradicts itself.
        """
        in_order = sorted(self.axes, key=lambda axis: axis.numbered)
        axes = {axis.id: _axis(axis) for axis in in_order}
        if not self.groupings:
            one, two, three = axes.values()
            return three_dimensional(self.id, (one, two, three))
        groupings = {
            grouping.id: Grouping(
                grouping.id,
                # In the order of the axes, whatever the order in the file.
                tuple(axis for name, axis in axes.items() if name in grouping.axes),
            )
            for grouping in self.groupings
        }
        order = self.order or tuple(groupings)
        return Topology(self.id, tuple(axes.values()), tuple(groupings[name] for name in order))


def _axis(axis: NetworkAxis) -> Axis:
    return Axis(axis.id, axis.numbered, tuple(value.letter for value in axis.values))
