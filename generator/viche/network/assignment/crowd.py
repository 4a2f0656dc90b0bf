"""People who come to a network: the letters that are settled for them, and those they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viche.model.topology import Topology
from viche.network.assignment.causes import Letters
from viche.network.people import Attendee
from viche.network.seats.arranging import Cell

COMPETENCE, NEW_PEOPLE = "competence", "new-people"
NEITHER = 2
"""What it misses at least to give somebody none of the letters asked for."""


@dataclass(frozen=True)
class Crowd:
    """People, and the cells that they can come to."""

    topology: Topology
    cells: Sequence[Cell]
    people: Sequence[Attendee]
    known: Mapping[str, Letters]
    """By code, the letters that are settled for somebody."""

    wishes: Sequence[str]
    """What counts, the weightiest first."""

    @property
    def axes(self) -> tuple[str, ...]:
        """The names of the lettered axes."""
        return tuple(axis.name for axis in self.topology.lettered)

    @property
    def has_profiles(self) -> bool:
        """Whether there are profile groups: people who share all letters sit together at a step."""
        return any(each.axes == self.topology.lettered for each in self.topology.distinct)

    @property
    def lettered(self) -> tuple[str, ...]:
        """The wishes that speak of letters alone: what the cells decide."""
        return tuple(wish for wish in self.wishes if wish == COMPETENCE or wish in self.axes)

    @property
    def traits(self) -> tuple[str, ...]:
        """The wishes for an even mix."""
        return tuple(
            wish for wish in self.wishes if wish != NEW_PEOPLE and wish not in self.lettered
        )

    def matching(self, letters: Letters) -> frozenset[int]:
        """The cells that have these letters."""
        return frozenset(
            number
            for number, cell in enumerate(self.cells)
            if all(
                letters.get(axis, letter) == letter
                for axis, letter in zip(self.axes, cell, strict=True)
            )
        )

    def prices(self, wish: str, person: Attendee) -> tuple[int, ...]:
        """By cell, what ``wish`` would miss if the person sat there."""
        if wish == COMPETENCE:
            return tuple(
                sum(
                    letter not in person.competence.get(axis, {letter})
                    for axis, letter in zip(self.axes, cell, strict=True)
                )
                for cell in self.cells
            )
        asked = person.wishes.get(wish, ())
        at = self.axes.index(wish)
        otherwise = max(NEITHER, len(asked)) if asked else 0
        return tuple(
            asked.index(cell[at]) if cell[at] in asked else otherwise for cell in self.cells
        )

    def settled(self, wish: str, person: Attendee, cell: int) -> Letters:
        """The letters that are no question any more when it comes to ``wish``.

        They are those that are settled anyway, and those of the person's ``cell`` on axes where
        something weightier than ``wish`` was asked.
        """
        weightier = self.wishes[: self.wishes.index(wish)]
        asked = {axis for axis in weightier if person.wishes.get(axis)}
        if COMPETENCE in weightier:
            asked.update(axis for axis, letters in person.competence.items() if letters)
        own = zip(self.axes, self.cells[cell], strict=True)
        return {axis: letter for axis, letter in own if axis in asked} | dict(
            self.known[person.code]
        )
