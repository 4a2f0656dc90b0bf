"""What must never be published: terms from ``content/private/``.

They leave the loader for the guard alone. No page and no kit is ever made from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TermKind = Literal["name", "email", "phone", "code"]


@dataclass(frozen=True, slots=True)
class Term:
    """One private value, and where it stands.

    ``value`` is as a person wrote it; a name is its words with single spaces between them.
    ``surname`` is the word of a name that a heading declares to be the surname, else empty. A name
    may be a surname alone, if that is all that the file says of a person.
    ``source`` is relative to the cell's folder; ``line`` is the line or the row, 0 if unknown.
    """

    kind: TermKind
    value: str
    source: str
    line: int = 0
    surname: str = ""

    def __repr__(self) -> str:
        """Without the value: a term may end in a log, and logs are public."""
        return f"Term({self.kind}, {self.source}:{self.line})"

    @property
    def masked(self) -> str:
        """Enough to recognise the value beside the roster, and nothing for anyone else."""
        if self.kind == "code":
            return self.value[:1] + "-…"
        if self.kind == "phone":
            return "…" + self.value[-2:]
        return " ".join(word[:1] + "…" for word in self.value.split())


@dataclass(frozen=True, slots=True)
class PrivateTerms:
    """Every private value of a cell, each once, in the order of its first appearance.

    ``summary`` says of every searched file how many values of each kind it gave, those that other
    files gave before included, so that a person can see what is protected and what isn't.
    """

    terms: tuple[Term, ...] = ()
    summary: Mapping[str, Mapping[TermKind, int]] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def of(self, kind: TermKind) -> tuple[Term, ...]:
        """The terms of one kind."""
        return tuple(term for term in self.terms if term.kind == kind)
