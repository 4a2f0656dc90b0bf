"""The words of a piece in one language, each remembered with the place where it is written.

The memory is what lets a message point at a file and a field when a sign cannot be printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypedDict

from viche.bidi import isolate_numbers
from viche.labels import Labels
from viche.model.text import RIGHT_TO_LEFT, Localised, Text

_NUMBER_AND_WORD = re.compile(r"(?<=\d) (?=[^\W\d_])")


class Fallback(TypedDict):
    """Words that the reader gets in another language, with the mark that says so."""

    words: str
    language: str
    mark: str
    against: bool
    """Whether they run against the direction of the text around them."""


Said: TypeAlias = str | Fallback
"""What a template gets for a text."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words of the content, which may be a name, and where they are written.

    ``printed`` is what a template gets for them. ``key`` says which part of the field they are, if
    that is written in several languages.
    """

    words: str = field(repr=False)
    printed: str = field(repr=False)
    source: str
    field: str
    key: str = ""

    @property
    def place(self) -> str:
        """The field, down to the language."""
        return f"{self.field}.{self.key}" if self.key else self.field


@dataclass(slots=True)
class Script:
    """Turns texts of the content into what a template prints."""

    labels: Labels
    languages: Sequence[str]
    lines: list[Line] = field(default_factory=list, repr=False)

    def say(self, text: Text, source: str, field: str) -> Said:
        """``text`` in the script's language, or in another one and marked so."""
        return self.said(text.within(self.labels.language, self.languages), source, field)

    def said(self, localised: Localised, source: str, field: str) -> Said:
        """The same for a text whose language is chosen already."""
        words = self.plain(localised.words, source, field, localised.language, localised.key)
        # A single letter is a sign, the same in every language.
        if not localised.fallback or len(words) == 1:
            return words
        rightward = localised.language not in RIGHT_TO_LEFT
        return {
            "words": words,
            "language": localised.language,
            "mark": self.labels.fallback(localised.language),
            "against": rightward != (self.labels.direction == "ltr"),
        }

    def plain(self, words: str, source: str, field: str, language: str = "", key: str = "") -> str:
        """Words that have no translation, such as the id of a form."""
        # A number at the end of a line, and what it counts on the next, are hard to read.
        kept = _NUMBER_AND_WORD.sub("\N{NO-BREAK SPACE}", words)
        printed = isolate_numbers(kept) if language in RIGHT_TO_LEFT else kept
        self.lines.append(Line(words, printed, source, field, key))
        return printed

    def place(self, source: str, field: str, word: str, private: str) -> tuple[str, str]:
        """The file and the field, down to the language, in which ``word`` stands.

        That is ``field`` of ``source``, if it has the word. A sentence of ours may hold words of
        another field; that is sought by whole words, and never in ``private``, which holds names.
        """
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        told = [it for it in self.lines if (it.source, it.field) == (source, field)]
        others = [it for it in self.lines if word and it.source != private]
        found = [it for it in told if word in it.printed]
        for line in found or (it for it in others if whole.search(it.printed)):
            return line.source, line.place
        return source, field
