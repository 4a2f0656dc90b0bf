"""``viche deal``: what to announce when so many have come, and what that seating is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from viche.cli.counts import read_counts
from viche.cli.files import text_of, write
from viche.cli.report import plan_lines, sizes_of, step_titles
from viche.cli.speech import Speech
from viche.load import plan_path
from viche.load.plans import format_plan
from viche.model.content import Content, Meeting
from viche.model.plan import Plan
from viche.model.text import Text
from viche.network import Cell, Deck, Lack, Loss, Policy, lost
from viche.network.door.losses import Fewer, Small, fewer_tables, small_groups
from viche.network.meeting import deck_of, is_dealt
from viche.problems import Problem


def deal(
    root: Path,
    meeting: Meeting,
    counts: Sequence[str],
    site_files: Mapping[str, Path],
    speech: Speech,
    *,
    replace: bool,
) -> None:
    """Say what to announce for the people in ``counts``, by default for those expected.

    Writes nothing, unless the plan is to be replaced by this deal.

    Raises:
        click.UsageError: the session isn't an open one, or the counts can't be understood.
    """
    if meeting.session.seating != "open":
        raise click.UsageError(speech("deal-not-open", session=meeting.id))
    deck = deck_of(meeting.session, meeting.programme)
    sizes = read_counts(counts, meeting, deck, speech)
    policy = Policy(meeting.session.policy)
    plan = deck.deal(sizes, policy)
    told = _Told(meeting, deck, step_titles(meeting, site_files, speech), speech)
    lines = [
        *told.people(sizes),
        *told.announcements(plan, deck.announce(sizes, policy)),
        *plan_lines(plan, meeting, site_files, speech, lacking=False),
        *told.losses(lost(deck, sizes, policy)),
        *told.advice(fewer_tables(deck, sizes, policy)),
        *told.sharing(small_groups(deck, sizes)),
    ]
    for line in lines:
        speech.tell(line)
    if replace:
        _replace(root, plan_path(meeting.session), plan, speech)


def stale_deals(content: Content) -> list[Problem]:
    """The plans of open sessions that contradict their own cards."""
    return [
        Problem(plan_path(meeting.session), "plan-not-dealt", params={"session": meeting.id})
        for meeting in content.meetings
        if not is_dealt(meeting)
    ]


@dataclass(frozen=True, slots=True)
class _Told:
    """The sentences of a deal."""

    meeting: Meeting
    deck: Deck
    titles: Mapping[str, str]
    speech: Speech

    def people(self, sizes: Mapping[Cell, int]) -> Iterator[str]:
        """Who has come, by profile group."""
        yield self.speech("deal-people-of", session=self.meeting.id)
        for block, cells in self.deck.blocks.items():
            parts = ", ".join(f"{cell[-1]}\u00a0{sizes[cell]}" for cell in cells)
            n = sum(sizes[cell] for cell in cells)
            yield "  " + self.speech("deal-sizes", name=self._block(block), n=n, parts=parts)

    def announcements(self, plan: Plan, announced: Mapping[tuple[str, str], int]) -> Iterator[str]:
        """How many tables are open at each dealt step, and which."""
        for step in dict.fromkeys(step for step, _ in announced):
            yield self.speech("deal-announce", step=self.titles[step])
            groups = plan.groups(step)
            for (at, block), n in announced.items():
                if at == step:
                    prefix = f"{block}-" if block else ""
                    first, last = (
                        plan.place(groups[f"{prefix}{number}"][0], step).table for number in (1, n)
                    )
                    tables = str(first) if n == 1 else f"{first}–{last}"
                    name = self._name(step, block)
                    yield "  " + self.speech("deal-tables", name=name, n=n, tables=tables)

    def losses(self, found: Sequence[Loss]) -> Iterator[str]:
        """What is lost, plainly; or that nothing is."""
        yield self.speech("deal-lost" if found else "deal-nothing-lost")
        for loss in found:
            at_the_door = loss.kind in (Lack.NOBODY, Lack.CARDS, Lack.UNEVEN)
            where = self._block(loss.where) if at_the_door else self.titles.get(loss.where, "")
            values = {"where": where, "groups": ", ".join(loss.groups)}
            yield "  " + self.speech(f"deal-lost-{loss.kind}", n=loss.n, **values)

    def advice(self, found: Mapping[tuple[str, str], Mapping[int, Fewer]]) -> Iterator[str]:
        """How many tables to announce instead, where that mends what is lost; and its price."""
        if found:
            good = all(fewer.good for numbers in found.values() for fewer in numbers.values())
            yield self.speech("deal-advice" if good else "deal-advice-closest")
        for (step, block), numbers in found.items():
            of = [size for fewer in numbers.values() for size in fewer.sizes]
            values = {
                "step": self.titles[step],
                "name": self._name(step, block),
                "tables": sizes_of([*numbers]),
                "people": sizes_of(of),
                "repeats": sizes_of([fewer.repeats for fewer in numbers.values()]),
            }
            yield "  " + self.speech("deal-fewer", n=max(numbers), **values)

    def sharing(self, found: Mapping[str, Small]) -> Iterator[str]:
        """What to do with small profile groups, which no announcement makes larger."""
        step = self.titles[self.deck.steps[0]]
        for block, small in found.items():
            values = {"name": self._block(block), "groups": ", ".join(small.groups)}
            key = "deal-share-out" if small.shared else "deal-together"
            yield self.speech(key, step=step, **values)

    def _block(self, block: str) -> str:
        """A deck in the reader's language."""
        return self._said(self.meeting.programme.sphere(block).short) if block else self._hall

    def _name(self, step: str, block: str) -> str:
        """Whose tables are counted at a step, in the reader's language."""
        if not block:
            return self._hall
        grouping = self.deck.topology.groupings[self.deck.steps.index(step)]
        if grouping.kept == self.deck.topology.corner:
            return self._block(block)
        (axis,) = grouping.kept
        value = self.meeting.programme.value(self.deck.topology, axis.name, block)
        return self._said(value.name) if value else block

    @property
    def _hall(self) -> str:
        return self.speech("deal-hall")

    def _said(self, text: Text) -> str:
        return text.within(self.speech.language, (self.speech.language,)).words


def _replace(root: Path, path: str, plan: Plan, speech: Speech) -> None:
    """Make ``plan`` the plan at ``path``, and say how many of its lines are new."""
    text = format_plan(plan)
    file = root / path
    before = (text_of(file) or "").splitlines()
    after = text.splitlines()
    if before == after:
        speech.tell(speech("plan-same", path=path))
        return
    write(file, text.encode("utf-8"))
    changed = len({*after[1:]} - {*before})
    gone = len({line.split(",")[0] for line in before} - {line.split(",")[0] for line in after})
    speech.tell(speech("deal-written", path=path, n=changed, gone=gone))
