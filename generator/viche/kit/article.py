"""Texts to read and to paste: headed sections, as data for ``article.typ`` and as plain words.

What nobody can know yet is a gap: ``[…]`` in the words, a line to write on where it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from viche.kit.facts import bare, marked
from viche.kit.script import Fallback, Said

GAP = "[…]"

Kind: TypeAlias = Literal["lead", "paragraphs", "quotations", "facts", "blanks"]
Fact: TypeAlias = Mapping[str, Any]
"""``label`` and ``value``; in blanks ``label`` and how many ``lines`` are left."""

Section: TypeAlias = Mapping[str, Any]
"""``title``, which may be empty, ``kind`` and ``entries``: texts or facts, as the kind has it."""

_STOPS = (".", "!", "?", "…")
_ONE_LINE = re.compile("[ \\t\\r\\n]+")
_UNSEEN = re.compile("[\u2060\u2066-\u2069]")


def section(kind: Kind, entries: Iterable[Said | Fact | None], title: str = "") -> Section:
    """A section of those ``entries`` that there are."""
    return {"title": title, "kind": kind, "entries": [entry for entry in entries if entry]}


def fact(label: str, value: Said | None) -> Fact | None:
    """A fact with its label; nothing where it isn't told."""
    return {"label": label, "value": value} if value else None


def blank(label: Said, lines: int) -> Fact:
    """Empty numbered lines below a label; a single one has no number."""
    return {"label": label, "lines": lines}


def filled(sections: Iterable[Section]) -> list[Section]:
    """The sections that have something to say."""
    return [section for section in sections if section["entries"]]


def heading(said: Said) -> str:
    """A text as the heading of its document, and so as the title in the outline.

    One in another language is kept together, because it may run against the text around it.
    """
    words = _ONE_LINE.sub(" ", bare(said))
    return words if isinstance(said, str) else f"\u2068{words}\u2069"


def plain(parts: Sequence[Said], sections: Iterable[Section]) -> str:
    """``parts`` and ``sections`` in plain words, paragraphs unwrapped and an empty line apart.

    Signs that only guide the direction or the breaking of lines are left out: pasted into a form
    they would stand there as boxes, and keep words from being found.
    """
    blocks = [*map(_words, parts)]
    for each in sections:
        lines = list(_lines(each["kind"], each["entries"]))
        blocks += [each["title"]] if each["title"] else []
        blocks += ["\n".join(lines)] if each["kind"] in ("facts", "blanks") else lines
    return "\n\n".join(map(_seen, blocks)) + "\n"


def sentences(*words: str) -> str:
    """One after the other, each with a stop at its end."""
    return " ".join(each if each.endswith(_STOPS) else f"{each}." for each in words if each)


def has_gaps(text: str) -> bool:
    """Whether something is still to be filled in."""
    return GAP in text


def _lines(kind: Kind, entries: Collection[Any]) -> Iterator[str]:
    for entry in entries:
        if kind == "facts":
            yield f"{entry['label']}: {_words(entry['value'])}"
        elif kind == "blanks":
            yield f"{_words(entry['label'])}:"
            many = entry["lines"] > 1
            yield from (f"{n}. {GAP}" if many else GAP for n in range(1, entry["lines"] + 1))
        else:
            yield _words(entry)


def _words(said: Said | Fallback) -> str:
    return " ".join(marked(said).split())


def _seen(block: str) -> str:
    return _UNSEEN.sub("", block).replace("\u00a0", " ").replace("\u202f", " ")
