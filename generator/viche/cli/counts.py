"""How many people have come, as it is typed after ``viche deal SESSION``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NoReturn

import click

from viche.cli.letters import Letters, Unknown
from viche.cli.speech import Speech
from viche.load.rules import MOST_PEOPLE
from viche.model.content import Meeting
from viche.network import Cell, Deck
from viche.network.meeting import dealt_expected

_COUNT = re.compile(r"(?:([^=]+)=)?([0-9]{1,9})")


def read_counts(
    counts: Sequence[str], meeting: Meeting, deck: Deck, speech: Speech
) -> dict[Cell, int]:
    """The people of every profile group; those whom the session expects, if nothing is typed.

    A sphere is told by ``economy=23``, or part by part as in ``economy.strengths=6`` where people
    have chosen; letters will do as well, and names in any language. With one deck for the whole
    hall it is ``24``, or ``strengths=6``. A network with directions has them for parts.

    Raises:
        click.UsageError: a count can't be understood, something is told twice, or not at all.
    """
    if not counts:
        return dealt_expected(meeting.session, meeting.programme, deck)
    sizes = _Typed(meeting, deck, speech).read(counts)
    if not 0 < sum(sizes.values()) <= MOST_PEOPLE:
        raise click.UsageError(speech("deal-people", most=MOST_PEOPLE))
    return sizes


class _Typed:
    def __init__(self, meeting: Meeting, deck: Deck, speech: Speech) -> None:
        self.meeting = meeting
        self.deck = deck
        self.speech = speech
        self.letters = Letters(meeting.programme, deck.topology)
        self.corner = tuple(axis.name for axis in deck.topology.corner)

    def read(self, counts: Sequence[str]) -> dict[Cell, int]:
        dealt: dict[str, int] = {}
        chosen: dict[Cell, int] = {}
        for count in counts:
            name, people = self._split(count)
            if not name and "" not in self.deck.blocks:
                self._refuse("deal-count", value=count)
            letters = self._letters(name, count)
            cell = tuple(letters.get(axis.name, "") for axis in self.deck.topology.lettered)
            block = "-".join(letters.get(axis, "") for axis in self.corner)
            is_cell = all(cell)
            if not is_cell and (letters.keys() - self.corner or block not in self.deck.blocks):
                self._refuse("deal-unknown", name=name)
            if cell in chosen if is_cell else block in dealt:
                self._refuse("deal-twice", value=count)
            if is_cell:
                chosen[cell] = people
            else:
                dealt[block] = people
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

    def _letters(self, name: str, count: str) -> Mapping[str, str]:
        """By axis, the letters of a name such as ``economy.strengths``."""
        try:
            found = self.letters.read(name)
        except Unknown as unknown:
            near = unknown.near
            self._refuse("deal-unknown-near" if near else "deal-unknown", name=name, near=near)
        if len(dict(found)) < len(found):
            self._refuse("deal-count", value=count)
        return dict(found)

    def _name(self, block: str) -> str:
        """What to type for a deck."""
        return self.meeting.programme.sphere(block).id if block else ""

    def _refuse(self, key: str, block: str | None = None, **values: object) -> NoReturn:
        name = self._name(next(iter(self.deck.blocks)) if block is None else block)
        # The last axis tells the piles of a deck apart.
        pile = self.deck.topology.lettered[-1].name
        part = self.meeting.programme.values(self.deck.topology, pile)[0].id
        whole, chosen = (f"{name}=20", f"{name}.{part}=5") if name else ("24", f"{part}=6")
        raise click.UsageError(self.speech(key, whole=whole, part=chosen, **values))
