"""Texts and pages as their translators see them: where each language of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Some lines of a file in the cell's folder, counted from 1; by default the whole file.

    A ``last`` line of 0 is that of the file.
    """

    source: str
    first: int = 1
    last: int = 0


@dataclass(frozen=True, slots=True)
class Translatable:
    """A text, or a page of prose.

    ``languages`` are those in which readers expect it. ``written`` tells where it stands in each
    language that has it, those of the cell in their order: the first is the original.
    """

    languages: tuple[str, ...]
    written: Mapping[str, Passage]
    whole: bool = False
    """Whether each language has a file of its own, as pages do."""

    @property
    def original(self) -> str:
        """The language of which the others are translations."""
        return next(iter(self.written))

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages in which readers get another one."""
        return tuple(each for each in self.languages if each not in self.written)

    def translations(self) -> Mapping[str, Passage]:
        """What is written besides the original, by language."""
        return {each: at for each, at in self.written.items() if each != self.original}
