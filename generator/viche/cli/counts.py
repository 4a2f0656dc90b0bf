"""How many people have come, as it is typed after ``viche deal SESSION``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NoReturn

import click

from viche.cli.speech import Speech
from viche.load.rules import MOST_PEOPLE
from viche.model.content import Meeting
from viche.network import Cell, Deck
from viche.network.meeting import people_expected
from viche.problems import nearest

_COUNT = re.compile(r"(?:([^=]+)=)?([0-9]{1,9})")


def read_counts(
    counts: Sequence[str], meeting: Meeting, deck: Deck, speech: Speech
) -> dict[Cell, int]:
    """The people of every profile group; those whom the session expects, if nothing is typed.

    A sphere is told by ``economy=23``, or part by part as in ``economy.strengths=6`` where people
    have chosen; its letter will do as well. Without spheres it is ``24``, or ``strengths=6``.

    Raises:
        click.UsageError: a count can't be understood, something is told twice, or not at all.
    """
    if not counts:
        return deck.dealt(people_expected(meeting.session, meeting.programme))
    sizes = _Typed(meeting, deck, speech).read(counts)
    if not 0 < sum(sizes.values()) <= MOST_PEOPLE:
        raise click.UsageError(speech("deal-people", most=MOST_PEOPLE))
    return sizes


class _Typed:
    def __init__(self, meeting: Meeting, deck: Deck, speech: Speech) -> None:
        self.meeting = meeting
        self.deck = deck
        self.speech = speech
        programme = meeting.programme
        self.parts = parts = {
            name: part.letter for part in programme.parts for name in (part.id, part.letter)
        }
        self.blocks = {"": ""}
        """The letters of the decks, by the names that may be typed for them."""

        self.cells: dict[str, Cell] = {name: (letter,) for name, letter in parts.items()}
        """The same for the profile groups."""

        if "" not in deck.blocks:
            self.blocks = {
                name: sphere.letter
                for sphere in programme.spheres
                for name in (sphere.id, sphere.letter)
            }
            self.cells = {
                f"{name}.{part}": (sphere, letter)
                for name, sphere in self.blocks.items()
                for part, letter in parts.items()
            }

    def read(self, counts: Sequence[str]) -> dict[Cell, int]:
        dealt: dict[str, int] = {}
        chosen: dict[Cell, int] = {}
        for count in counts:
            name, people = self._split(count)
            block, cell = self.blocks.get(name), self.cells.get(name)
            if block in dealt or cell in chosen:
                self._refuse("deal-twice", value=count)
            if block is not None:
                dealt[block] = people
            elif cell is not None:
                chosen[cell] = people
            else:
                near = self._nearest(name)
                self._refuse("deal-unknown-near" if near else "deal-unknown", name=name, near=near)
        for block, cells in self.deck.blocks.items():
            told = len(chosen.keys() & {*cells})
            if (told, block in dealt) not in ((0, True), (len(cells), False)):
                key = "deal-incomplete" if block else "deal-incomplete-hall"
                self._refuse(key, block, name=self._name(block))
        return self.deck.dealt(dealt) | chosen

    def _split(self, count: str) -> tuple[str, int]:
        found = _COUNT.fullmatch(count.strip())
        if found is None:
            self._refuse("deal-count", value=count)
        return (found[1] or "").strip(), int(found[2])

    def _nearest(self, name: str) -> str:
        """What was probably meant: sphere and part are each looked up by themselves."""
        sphere, dot, part = name.partition(".")
        if not dot:
            return nearest(name, filter(None, [*self.blocks, *self.cells]))
        near = [
            typed if typed in known else nearest(typed, known)
            for typed, known in ((sphere, self.blocks), (part, self.parts))
        ]
        return ".".join(near) if all(near) else ""

    def _name(self, block: str) -> str:
        """What to type for a deck."""
        return next(name for name, letters in self.blocks.items() if letters == block)

    def _refuse(self, key: str, block: str | None = None, **values: object) -> NoReturn:
        name = self._name(next(iter(self.deck.blocks)) if block is None else block)
        part = self.meeting.programme.parts[0].id
        whole, chosen = (f"{name}=20", f"{name}.{part}=5") if name else ("24", f"{part}=6")
        raise click.UsageError(self.speech(key, whole=whole, part=chosen, **values))
