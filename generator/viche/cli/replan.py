"""``viche replan``: the fewest people exchange cards, and only theirs are printed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from viche.cli.changes import change_lines, refusal
from viche.cli.day import Desk, by_card
from viche.cli.door import door_list, door_path
from viche.cli.files import PRIVATE, PUBLIC, File, private_folder, write_all
from viche.cli.job import Job
from viche.cli.manifest import MANIFEST
from viche.cli.personal import next_number
from viche.cli.reprint import outdated, outdated_lines, papers
from viche.cli.speech import Speech
from viche.cli.typed import Wanted
from viche.labels import read_labels
from viche.load import plan_path
from viche.load.plans import format_plan
from viche.load.private import (
    DAY,
    SEATS,
    Progress,
    format_holders,
    format_progress,
    private_path,
    separator_in,
)
from viche.model.content import Content, Meeting
from viche.model.roster import Holder, Holders
from viche.network.assignment import bonds_of
from viche.network.replan import Contradiction, Pins, Replanned, Seated, WalkIn
from viche.network.replan import replan as network_replan
from viche.resources import tree


def replan(
    root: Path, content: Content, meeting: Meeting, wanted: Wanted, speech: Speech, *, dry: bool
) -> None:
    """Say who changes cards, and write it down unless it is only ``dry``.

    Raises:
        click.UsageError: what was typed can't be understood, or can't be.
        ContentError: a private file has errors.
    """
    desk = Desk.read(root, content, meeting, speech)
    seated, walk_ins = desk.people(wanted)
    pins, done = desk.pins(wanted, seated, walk_ins), desk.done(wanted)
    found = _found(desk, seated, walk_ins, done, pins)
    titles, labels = desk.titles, read_labels(speech.language, tree("site", root))
    if earlier := [code for code in desk.progress.pinned if code in pins.keep]:
        speech.tell(speech("replan-pinned", people=", ".join(earlier)))
    priced = bool(wanted.keep or wanted.move)
    lines = [
        *change_lines(found, done, titles, labels, speech, priced=priced),
        *_paper_lines(root, content, desk, found),
    ]
    for line in lines:
        speech.tell(line)
    if dry:
        speech.tell(speech("replan-dry"))
        return
    holders = _holders(found, seated)
    progress = desk.after(wanted, pins, seated, found.holders)
    known = by_card(holders) if desk.roster is None else holders
    _Record(root, content, desk, found, known, progress, lines).write()


def _found(
    desk: Desk,
    seated: Sequence[Seated],
    walk_ins: Sequence[WalkIn],
    done: Sequence[str],
    pins: Pins,
) -> Replanned:
    bonds = bonds_of(desk.roster) if desk.roster else None
    given = (desk.plan, desk.topology, seated, walk_ins)
    try:
        return network_replan(*given, done=done, pins=pins, bonds=bonds)
    except Contradiction as error:
        wanted = {*pins.move.values()}
        held = {key: seat for key, seat in desk.holders.seat_of.items() if seat not in wanted}
        raise click.UsageError(refusal(error, held, desk.speech)) from None


def _paper_lines(root: Path, content: Content, desk: Desk, found: Replanned) -> Iterator[str]:
    """What is no longer right of what has been printed."""
    meeting, speech = desk.meeting, desk.speech
    if not (found.changed or found.walk_ins):
        return
    after = dataclasses.replace(meeting, plan=found.plan)
    wrong = outdated(Job(root, content, speech), meeting, after, content.cell.paper_languages[0])
    seats = found.new_seats
    yield from outdated_lines(wrong, meeting.id, seats, found.plan, desk.titles, speech)
    if (root / "build/private" / meeting.id / MANIFEST).is_file():
        yield speech("replan-paper-named", session=meeting.id)


def _holders(found: Replanned, seated: Sequence[Seated]) -> Holders:
    """Who holds which seat now; the absent keep theirs until somebody takes it."""
    away = {each.seat: each.key for each in seated if each.absent}
    return Holders(
        tuple(
            Holder(seat.id, key)
            if (key := found.holders.get(seat.id))
            else Holder(seat.id, away.get(seat.id, ""), absent=seat.id in away)
            for seat in found.plan.seats
        )
    )


@dataclass(frozen=True, slots=True)
class _Record:
    """All that is written down of a change."""

    root: Path
    content: Content
    desk: Desk
    found: Replanned
    holders: Holders
    progress: Progress
    lines: Sequence[str]
    """What was said of it."""

    def write(self) -> None:
        """Print first, then write: a card that can't be made must not be promised."""
        speech, found = self.desk.speech, self.found
        fresh = [change.after for change in found.changed]
        # Once a step is over, whoever left may have taken their card along.
        again = bool(self.progress.done)
        fresh += [arrival.seat for arrival in found.walk_ins if arrival.new or again]
        folder = f"build/private/{self.desk.meeting.id}"
        number = next_number(self.root / folder)
        made, door, plan = self._papers(fresh, number), self._door(), self._plan()
        printed = {f"{folder}/{name}": file for name, _, _, file in made}
        said = {f"{folder}/changes-{number}.txt": ("\n".join([*self.lines, ""]).encode(), PRIVATE)}
        # What the plan has missed is true of its own seating alone.
        over = {f"{folder}/missed.txt": None}
        files: dict[str, File | None] = {**printed, **said, **door, **over, **self._seats(), **plan}
        private_folder(self.root)
        write_all({self.root / path: file for path, file in files.items()})
        for path in plan:
            speech.tell(speech("plan-written", path=path))
            speech.tell(speech("replan-site"))
        speech.tell(speech("plan-private", path=private_path(self.desk.meeting.id, SEATS)))
        for path in said:
            speech.tell(speech("replan-said", path=path))
        for path in door:
            speech.tell(speech("door-written", path=path))
        for name, key, n, _ in made:
            speech.tell(speech(key, path=f"{folder}/{name}", n=n))

    def _plan(self) -> dict[str, File]:
        if not self.found.new_seats:
            return {}
        text = format_plan(self.found.plan)
        return {plan_path(self.desk.meeting.session): (text.encode("utf-8"), PUBLIC)}

    def _seats(self) -> dict[str, File]:
        """Who holds which seat, and how far the day has come."""
        seats = format_holders(self.holders, separator_in(self.content.cell.languages[0]))
        texts = {SEATS: seats.encode("utf-8-sig"), DAY: format_progress(self.progress).encode()}
        session = self.desk.meeting.id
        return {private_path(session, name): (data, PRIVATE) for name, data in texts.items()}

    def _door(self) -> dict[str, File]:
        """Nobody is looked up by name where there is no roster."""
        if self.desk.roster is None:
            return {}
        gone, cell = self.progress.absent, self.content.cell
        data = door_list(self.root, cell, self.desk.roster, self.holders, gone)
        return {door_path(self.desk.meeting.id): (data, PRIVATE)}

    def _papers(self, seats: Sequence[str], number: int) -> list[tuple[str, str, int, File]]:
        """The cards of ``seats``, and what the hall lacks."""
        meeting, job = self.desk.meeting, Job(self.root, self.content, self.desk.speech)
        after = dataclasses.replace(meeting, plan=self.found.plan)
        return list(papers(job, meeting, after, seats, number))
