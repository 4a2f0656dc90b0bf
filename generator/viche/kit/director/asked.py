"""What the protocol asks for and the kit doesn't hold, for the list of what to bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from viche.kit.director.book import Book
from viche.kit.facts import title_field
from viche.kit.script import Said
from viche.model.protocol import Cue

_When = tuple[Mapping[str, Said], str, Sequence[Cue]]
"""What a part of the day is called and where, the field of its cues, and the cues."""


def asked(book: Book) -> list[Mapping[str, Any]]:
    """Every thing once, as ``what`` at its field ``at``, with the ``steps`` that need it."""
    protocol, found = book.meeting.protocol, dict[str, dict[str, Any]]()
    for step, at, cues in _day(book):
        assert protocol is not None
        for number, cue in enumerate(cues, start=1):
            for which, thing in enumerate(cue.bring, start=1):
                field = f"cues.{at}[{number}].bring[{which}]"
                said = book.script.say(thing, protocol.source, field)
                words = said if isinstance(said, str) else said["words"]
                item = found.setdefault(words, {"what": said, "at": field, "steps": []})
                if step not in item["steps"]:
                    item["steps"].append(step)
    return list(found.values())


def _day(book: Book) -> Iterator[_When]:
    """Before, every step, and afterwards."""
    if book.meeting.protocol is None:
        return
    cues = book.meeting.protocol.cues
    yield {"title": book.labels("director-before"), "at": ""}, "before", cues.before
    for timed in book.steps:
        step = {"title": book.title(timed), "at": title_field(timed, book.order)}
        yield step, f"steps.{timed.step.id}", cues.steps.get(timed.step.id, ())
    yield {"title": book.labels("director-after"), "at": ""}, "after", cues.after
