"""The letters of spheres, parts and other values, by whatever people type for them."""

from __future__ import annotations

from collections.abc import Sequence

from viche.load.answers import by_name, fold
from viche.model.network import AxisValue
from viche.model.programme import Part, Programme, Sphere
from viche.model.topology import Topology
from viche.problems import LOOKALIKES, nearest


class Unknown(Exception):
    """No value is called so; ``near`` is what was probably meant, or empty."""

    def __init__(self, name: str, near: str) -> None:
        self.name = name
        self.near = near
        super().__init__(name, near)


class Letters:
    """The values of a network's lettered axes: by id, letter, name and short name.

    Names are known in all languages in which the programme gives them, in capitals or not.
    """

    def __init__(self, programme: Programme, topology: Topology) -> None:
        values = {axis.name: programme.values(topology, axis.name) for axis in topology.lettered}
        self._exact = {
            axis: {name: value.letter for value in those for name in (value.id, value.letter)}
            for axis, those in values.items()
        }
        self._folded = {
            axis: by_name({value.letter: _names(value) for value in those})
            for axis, those in values.items()
        }
        self._names: dict[str, str] = {}  # of an id and a name that differ in capitals, the id
        for value in (value for those in values.values() for value in those):
            for name in _names(value):
                self._names.setdefault(fold(name), name)

    def read(self, text: str) -> list[tuple[str, str]]:
        """Axis and letter of every value in a text such as ``economy.strengths``.

        Where a name is found on two axes, the first that isn't told yet is meant.

        Raises:
            Unknown: a value isn't known.
        """
        # A name may hold full stops itself.
        pieces = [text] if self._find(text, ()) else text.split(".")
        found: list[tuple[str, str]] = []
        for piece in filter(str.strip, pieces):
            value = self._find(piece, [axis for axis, _ in found])
            if value is None:
                raise Unknown(text, self._nearest(pieces))
            found.append(value)
        return found

    def _find(self, name: str, told: Sequence[str]) -> tuple[str, str] | None:
        found = {axis: letter for axis in self._exact if (letter := self._letter(axis, name))}
        axis = next((axis for axis in found if axis not in told), next(iter(found), ""))
        return (axis, found[axis]) if found else None

    def _letter(self, axis: str, name: str) -> str:
        """The letter on one axis, which may be typed on a Cyrillic keyboard; empty for no value."""
        exact, folded = self._exact[axis], self._folded[axis]
        alike = name.strip().upper().translate(LOOKALIKES)
        return exact.get(name.strip()) or folded.get(fold(name)) or exact.get(alike, "")

    def _nearest(self, pieces: list[str]) -> str:
        """All pieces, with the unknown ones corrected; empty if one can't be."""
        names = self._names.values()
        near = [piece if self._find(piece, ()) else nearest(piece, names) for piece in pieces]
        return ".".join(near) if all(near) else ""


def _names(value: Sphere | Part | AxisValue) -> list[str]:
    texts = (value.name, value.short) if isinstance(value, Sphere) else (value.name,)
    return [value.id, *(words for text in texts for words in text.root.values())]
