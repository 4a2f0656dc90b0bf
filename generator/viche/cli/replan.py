"""``viche replan``: on the day, the fewest people exchange cards, and only new cards are printed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from viche.cli.files import PRIVATE, write
from viche.cli.report import step_titles
from viche.cli.speech import Speech
from viche.labels import Labels, read_labels
from viche.load import plan_path
from viche.load.plans import format_plan
from viche.load.private import (
    SEATS,
    WALK_IN,
    format_holders,
    private_path,
    read_holders,
    read_roster,
    separator_in,
)
from viche.model.content import Content, Meeting
from viche.model.plan import Plan
from viche.model.roster import Holder, Holders, Person, Roster
from viche.network.meeting import attendee, bonds_of
from viche.network.replan import (
    Contradiction,
    Pins,
    Replanned,
    Seated,
    Unmet,
    WalkIn,
    replan as network_replan,
)
from viche.problems import ContentError, Severity, nearest
from viche.resources import tree

_ARRIVED = re.compile(r"([0-9]{1,3})(?::([^:]+))?(?::(member))?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: codes and seats as they came, lists already taken apart."""

    absent: Sequence[str] = ()
    arrived: Sequence[str] = ()
    done: Sequence[str] = ()
    keep: Sequence[str] = ()
    move: Sequence[str] = ()


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
    day = _Day.read(root, content, meeting, speech)
    seated, walk_ins = day.people(wanted)
    pins = Pins(
        frozenset(day.key(name) for name in wanted.keep), dict(map(day.move, wanted.move))
    )
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


@dataclass(frozen=True, slots=True)
class _Day:
    """The state of the day before this change."""

    meeting: Meeting
    plan: Plan
    roster: Roster | None
    holders: Holders
    speech: Speech

    @classmethod
    def read(cls, root: Path, content: Content, meeting: Meeting, speech: Speech) -> _Day:
        """The roster and the holders, where there are any; else every card has somebody."""
        assert meeting.plan is not None
        roster, problems = read_roster(root, meeting, content.meetings)
        holders, found = read_holders(root, meeting.id, meeting.plan, roster)
        problems += found
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ContentError(problems)
        speech.report(problems)
        everyone = Holders(tuple(Holder(seat.id, seat.id) for seat in meeting.plan.seats))
        return cls(meeting, meeting.plan, roster, holders or everyone, speech)

    def people(self, wanted: Wanted) -> tuple[list[Seated], list[WalkIn]]:
        """Everybody with a card, and whoever has come without."""
        missing = [self.key(name) for name in wanted.absent]
        late = {name.upper() for name in wanted.arrived if self._is_known(name)}
        seated = [
            Seated(
                key=each.code,
                seat=each.seat,
                given=self._person(each.code)[0],
                member=self._person(each.code)[1],
                stays=self._person(each.code)[2],
                absent=each.code in missing or (each.absent and each.code not in late),
            )
            for each in self.holders.holders
            if each.code
        ]
        seatless = [code for code in late if code not in self.holders.seat_of]
        walk_ins = [WalkIn(code, *self._person(code)) for code in sorted(seatless)]
        first = 1 + max((int(key.removeprefix(WALK_IN)) for key in self._strangers()), default=0)
        for text in wanted.arrived:
            if text.upper() not in late:
                for given, member in self._arrived(text):
                    walk_ins.append(WalkIn(f"{WALK_IN}{first}", given, member))
                    first += 1
        return seated, walk_ins

    def key(self, name: str) -> str:
        """Whoever is meant by a code or by a seat."""
        name = name.strip().upper()
        by_seat = {each.seat: each.code for each in self.holders.holders if each.code}
        if name in by_seat:
            return by_seat[name]
        if name not in self.holders.seat_of:
            near = nearest(name, [*by_seat, *self.holders.seat_of])
            self._refuse("replan-nobody-near" if near else "replan-nobody", name=name, near=near)
        return name

    def move(self, text: str) -> tuple[str, str]:
        """``P-005=E-S-3``: who gets which seat."""
        name, equals, seat = text.partition("=")
        if not equals:
            self._refuse("replan-move", value=text)
        return self.key(name), seat.strip().upper()

    def step(self, name: str) -> str:
        """A step of the plan."""
        if name not in self.plan.steps:
            near = nearest(name, self.plan.steps)
            known = ", ".join(self.plan.steps)
            self._refuse("replan-step-unknown", step=name, near=near, known=known)
        return name

    def _arrived(self, text: str) -> Iterator[tuple[Mapping[str, str], bool]]:
        """``3:economy``, ``1:economy.threats:member``, or ``3``: so many strangers."""
        found = _ARRIVED.fullmatch(text.strip())
        if found is None or not int(found[1]):
            self._refuse("replan-arrived", value=text)
        given = {}
        for axis, name in self._named(found[2] or ""):
            given[axis] = name
        for _ in range(int(found[1])):
            yield given, bool(found[3])

    def _named(self, text: str) -> Iterator[tuple[str, str]]:
        """The letters that are meant by names of spheres, parts and other values."""
        assert self.meeting.topology is not None
        topology, programme = self.meeting.topology, self.meeting.programme
        letters = {
            name: (axis.name, value.letter)
            for axis in topology.lettered
            for value in programme.values(topology, axis.name)
            for name in (value.id, value.letter)
        }
        for name in filter(None, text.split(".")):
            if name not in letters:
                near = nearest(name, letters)
                key = "replan-value-near" if near else "replan-value"
                self._refuse(key, name=name, near=near)
            yield letters[name]

    def _is_known(self, name: str) -> bool:
        codes = {person.code for person in self.roster.people} if self.roster else set()
        return name.strip().upper() in codes | self.holders.seat_of.keys()

    def _person(self, key: str) -> tuple[Mapping[str, str], bool, bool]:
        """What must be kept of somebody: letters, membership, one table."""
        person: Person | None = None
        if self.roster and not key.startswith(WALK_IN):
            person = {each.code: each for each in self.roster.people}.get(key)
        if person is None or self.roster is None:
            return {}, False, False
        assert self.meeting.topology is not None
        known = attendee(person, self.roster, self.meeting.programme, self.meeting.topology)
        return known.given, known.member, known.stays

    def _strangers(self) -> list[str]:
        return [key for key in self.holders.seat_of if re.fullmatch(rf"{WALK_IN}[0-9]+", key)]

    def _refuse(self, key: str, **values: object) -> NoReturn:
        raise click.UsageError(self.speech(key, **values))


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
        values = {"before": found.repeats_before, "after": found.repeats_after}
        yield speech("replan-repeats", **values)


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
    for old in folder.glob("cards-*.pdf"):
        old.unlink()
    for name, data in papers.items():
        write(folder / name, data, PRIVATE)
    away = {each.seat: each.key for each in seated if each.absent}
    holders = Holders(
        tuple(
            Holder(seat.id, key, absent=False)
            if (key := found.holders.get(seat.id))
            else Holder(seat.id, away.get(seat.id, ""), absent=seat.id in away)
            for seat in found.plan.seats
        )
    )
    private = private_path(meeting.id, SEATS)
    text = format_holders(holders, separator_in(content.cell.languages[0]))
    write(root / private, text.encode("utf-8-sig"), PRIVATE)
    speech.tell(speech("plan-private", path=private))
    if found.new_seats:
        path = plan_path(meeting.session)
        write(root / path, format_plan(found.plan).encode("utf-8"))
        speech.tell(speech("plan-written", path=path))
    for name in papers:
        path = (folder / name).relative_to(root)
        speech.tell(speech("replan-print", path=path, n=len(cards)))


def _cards(
    root: Path, content: Content, meeting: Meeting, seats: Sequence[str]
) -> Mapping[str, bytes]:
    """The cards of ``seats`` in every language, imposed, by the name of the file."""
    if not seats or meeting.protocol is None:
        return {}
    from viche.kit import make  # typesetting is slow to import

    papers = {}
    for language in content.cell.languages:
        labels = read_labels(language, tree("site", root))
        pieces = make(meeting, content.cell, labels, tree("kit", root), seats)
        papers |= {f"cards-{language}.pdf": each.data for each in pieces if each.sheet == "A4"}
    return papers
