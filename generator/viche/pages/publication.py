"""What a site is made from, whatever its language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from viche.model.content import Content, Meeting
from viche.model.history import History
from viche.model.translation import Passage
from viche.pages.download import Download


@dataclass(frozen=True, slots=True)
class Publication:
    """A cell on the day on which it is published.

    ``files`` are those of the ``site`` room (``viche.resources.tree``). ``downloads`` are the
    papers of each session, by its id. ``held`` are the ids of the sessions whose day is past: of
    today's date a page knows no more, so that the same pages come out on another day. Of a closed
    cell it is the month that must be past, not the day: a site that changed on the day after a
    session would tell the day. ``stale`` are the translations that are older than their original.
    """

    content: Content
    files: Mapping[str, Path]
    downloads: Mapping[str, Sequence[Download]] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    history: History = field(default_factory=History)
    stale: frozenset[Passage] = frozenset()

    @property
    def past(self) -> tuple[Meeting, ...]:
        """The meetings that have been held, the last one first."""
        return tuple(reversed([each for each in self.content.meetings if each.id in self.held]))

    @property
    def coming(self) -> tuple[Meeting, ...]:
        """The meetings that have a date and have not been held, the next one first."""
        return tuple(each for each in self.content.meetings if each.id not in self.held)

    @property
    def announced(self) -> tuple[Meeting, ...]:
        """The next meeting; then the next open one, for those who aren't of the cell."""
        opened = [each for each in self.coming if each.stage.audience != "cell"]
        return tuple({each.id: each for each in (*self.coming[:1], *opened[:1])}.values())
