"""``viche replan``: the fewest people exchange cards, and only theirs are printed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from viche.cli.day import Day, Wanted
from viche.cli.files import PRIVATE, PUBLIC, File, private_folder, write_all
from viche.cli.report import step_titles
from viche.cli.speech import Speech
from viche.labels import Labels, read_labels
from viche.load import plan_path
from viche.load.plans import format_plan
from viche.load.private import (
    SEATS,
    format_holders,
    private_path,
    separator_in,
)
from viche.model.content import Content, Meeting
from viche.model.roster import Holder, Holders
from viche.network.assignment import bonds_of
from viche.network.replan import (
    Contradiction,
    Pins,
    Replanned,
    Seated,
    Unmet,
)
from viche.network.replan import (
    replan as network_replan,
)
from viche.resources import tree


def replan(
    root: Path, content: Content, meeting: Meeting, wanted: Wanted, speech: Speech, *, dry: bool
) -> None:
    """Say who changes cards, and write it down unless it is only ``dry``.

    Raises:
        click.UsageError: what was typed can't be understood, or can't be.
        ContentError: a private file has errors.
    """
    if meeting.session.seating == "open":
        raise click.UsageError(speech("replan-open", session=meeting.id))
    if meeting.topology is None or meeting.plan is None:
        raise click.UsageError(speech("replan-no-plan", session=meeting.id))
    day = Day.read(root, content, meeting, speech)
    seated, walk_ins = day.people(wanted)
    moved = dict(map(day.move, wanted.move))
    kept = {day.key(name) for name in wanted.keep}
    away = {each.key for each in seated if each.absent}
    fixed = {code for code in day.fixed() if code not in moved and code not in away}
    pins = Pins(frozenset(kept | fixed), moved)
    try:
        found = network_replan(
            meeting.plan,
            meeting.topology,
            seated,
            walk_ins,
            done=[day.step(name) for name in wanted.done],
            pins=pins,
            bonds=bonds_of(day.roster) if day.roster else None,
        )
    except Contradiction as error:
        # ``key`` is what ``Speech`` calls its sentences.
        said = {"person" if name == "key" else name: of for name, of in error.params.items()}
        raise click.UsageError(speech(f"replan-{error.code}", **said)) from None
    files = tree("site", root)
    labels = read_labels(speech.language, files)
    for line in _lines(found, pins, step_titles(meeting, files, speech), labels, speech):
        speech.tell(line)
    if dry:
        speech.tell(speech("replan-dry"))
        return
    _write(root, content, meeting, found, seated, speech)


def _lines(
    found: Replanned, pins: Pins, titles: Mapping[str, str], labels: Labels, speech: Speech
) -> Iterator[str]:
    """What happens, person by person; everything that is private is a code."""
    if not found.changed:
        yield speech("replan-nobody-moves")
    else:
        gap = len(found.changed) - found.least
        proof = speech("replan-gap", n=gap) if gap > 0 else speech("replan-proven")
        yield speech("replan-changed", n=len(found.changed)) + "; " + proof
    for change in found.changed:
        yield "  " + speech(
            "replan-change", person=change.key, before=change.before, after=change.after
        )
    if pins.keep or pins.move:
        yield speech("replan-pins", n=found.pins_cost)
    for arrival in found.walk_ins:
        key = "replan-new-card" if arrival.new else "replan-free-card"
        yield speech(key, person=arrival.key, seat=arrival.seat)
    if found.stand_ins:
        yield speech("replan-stand-ins")
    for each in found.stand_ins:
        values = {"step": titles[each.step], "group": each.group, "seat": each.seat}
        yield "  " + speech("replan-stand-in", role=labels(f"role-{each.role}"), **values)
    if found.unmet:
        yield speech("replan-unmet")
    for miss in found.unmet:
        yield "  " + _unmet(miss, titles, speech)
    if found.repeats_after != found.repeats_before:
        yield speech("replan-repeats", before=found.repeats_before, after=found.repeats_after)


def _unmet(miss: Unmet, titles: Mapping[str, str], speech: Speech) -> str:
    values = {"group": miss.group, "people": ", ".join(miss.keys)}
    step = titles.get(miss.step, "")
    return speech(f"replan-unmet-{miss.kind}", n=miss.people, step=step, **values)


def _write(
    root: Path,
    content: Content,
    meeting: Meeting,
    found: Replanned,
    seated: Sequence[Seated],
    speech: Speech,
) -> None:
    """Print first, then write: a card that can't be made must not be promised."""
    cards = [change.after for change in found.changed]
    cards += [arrival.seat for arrival in found.walk_ins if arrival.new]
    papers = _cards(root, content, dataclasses.replace(meeting, plan=found.plan), cards)
    folder = root / "build" / "private" / meeting.id
    number = _next_number(folder)
    files: dict[Path, File] = {
        folder / f"cards-{number}-{language}.pdf": (data, PRIVATE)
        for language, data in papers.items()
    }
    printed = list(files)
    away = {each.seat: each.key for each in seated if each.absent}
    holders = Holders(
        tuple(
            Holder(seat.id, key, absent=False)
            if (key := found.holders.get(seat.id))
            else Holder(seat.id, away.get(seat.id, ""), absent=seat.id in away)
            for seat in found.plan.seats
        )
    )
    private, path = private_path(meeting.id, SEATS), plan_path(meeting.session)
    text = format_holders(holders, separator_in(content.cell.languages[0]))
    files[root / private] = (text.encode("utf-8-sig"), PRIVATE)
    if found.new_seats:
        files[root / path] = (format_plan(found.plan).encode("utf-8"), PUBLIC)
    if papers:
        private_folder(root)
    write_all(files)
    if found.new_seats:
        speech.tell(speech("plan-written", path=path))
    speech.tell(speech("plan-private", path=private))
    for paper in printed:
        speech.tell(speech("replan-print", path=paper.relative_to(root), n=len(cards)))


def _next_number(folder: Path) -> int:
    """The number of this run's cards: those of earlier runs may still wait for a printer."""
    found = (re.match(r"cards-([0-9]+)-", file.name) for file in folder.glob("cards-*.pdf"))
    return 1 + max((int(match[1]) for match in found if match), default=0)


def _cards(
    root: Path, content: Content, meeting: Meeting, seats: Sequence[str]
) -> Mapping[str, bytes]:
    """The cards of ``seats``, imposed, by language."""
    if not seats or meeting.protocol is None:
        return {}
    from viche.kit import make  # typesetting is slow to import

    papers: dict[str, bytes] = {}
    for language in content.cell.languages:
        labels = read_labels(language, tree("site", root))
        pieces = make(meeting, content.cell, labels, tree("kit", root), seats)
        papers[language] = next(each.data for each in pieces if each.sheet == "A4")
    return papers
