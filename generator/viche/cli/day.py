"""What is typed after ``viche replan SESSION``, held against who holds which card."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import click

from viche.cli.letters import Letters, Unknown
from viche.cli.speech import Speech
from viche.load.private import (
    GUEST,
    MEMBER,
    SEATS,
    Progress,
    nearest_seat,
    private_path,
    read_holders,
    read_progress,
    read_roster,
)
from viche.model.content import Content, Meeting
from viche.model.plan import Plan, letters_of
from viche.model.roster import Holder, Holders, Person, Roster
from viche.model.topology import Topology
from viche.network.assignment import attendee
from viche.network.replan import Pins, Seated, WalkIn
from viche.problems import ContentError, Severity, nearest

_ARRIVED = re.compile(r"([0-9]{1,2})(?::([^:]+))??(?::(member))?")
"""Nobody seats a hundred strangers one by one: that is another plan."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: codes and seats as they came, lists already taken apart."""

    absent: Sequence[str] = ()
    arrived: Sequence[str] = ()
    done: Sequence[str] = ()
    keep: Sequence[str] = ()
    move: Sequence[str] = ()


@dataclass(frozen=True)
class Desk:
    """What the registration desk knows before this change: who is who, and holds which card."""

    meeting: Meeting
    topology: Topology
    plan: Plan
    roster: Roster | None
    holders: Holders
    progress: Progress
    speech: Speech

    @classmethod
    def read(cls, root: Path, content: Content, meeting: Meeting, speech: Speech) -> Desk:
        """The roster, the holders and the day, where there are any; else every card has somebody.

        Raises:
            click.UsageError: the session has no plan that people hold cards of.
            ContentError: a private file has errors.
        """
        if meeting.session.seating == "open":
            raise click.UsageError(speech("replan-open", session=meeting.id))
        if meeting.topology is None or meeting.plan is None:
            raise click.UsageError(speech("replan-no-plan", session=meeting.id))
        roster, problems = read_roster(root, meeting, content.meetings)
        holders, found = read_holders(root, meeting.id, meeting.plan, roster)
        progress, wrong = read_progress(root, meeting.id, meeting.plan, roster)
        problems += [*found, *wrong]
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ContentError(problems)
        speech.report(problems)
        if roster is not None and holders is None:
            path = private_path(meeting.id, SEATS)
            raise click.UsageError(speech("replan-no-seats", session=meeting.id, path=path))
        everyone = Holders(tuple(Holder(seat.id, seat.id) for seat in meeting.plan.seats))
        held = _without_cancelled(holders or everyone, roster)
        return cls(meeting, meeting.topology, meeting.plan, roster, held, progress, speech)

    # --- who is here

    def people(self, wanted: Wanted) -> tuple[list[Seated], list[WalkIn]]:
        """Everybody with a card, and whoever has come without."""
        away = {_plain(name) for name in wanted.absent} & self._gone
        missing = {self._key(name) for name in wanted.absent if _plain(name) not in away}
        late = {self._expected(name) for name in wanted.arrived if self._is_known(name)}
        if both := sorted(late & (missing | away)):
            self._refuse("replan-absent-arrived", person=both[0])
        seated = []
        for each in self.holders.holders:
            if each.code:
                given, member, stays = self._person(each.code)
                absent = each.code in missing or (each.absent and each.code not in late)
                seated.append(Seated(each.code, each.seat, given, member, stays, absent))
        walk_ins = [self._late(code) for code in sorted(late) if code not in self._seat_of]
        return seated, [*walk_ins, *self._unannounced(wanted)]

    def pins(self, wanted: Wanted, seated: Sequence[Seated], walk_ins: Sequence[WalkIn]) -> Pins:
        """What is settled by hand: what was typed, and the seats that the roster fixes."""
        new = {each.key for each in walk_ins}
        moved = dict(self._move(text, new) for text in wanted.move)
        kept = {self._key(name) for name in wanted.keep}
        free = moved.keys() | {each.key for each in seated if each.absent}
        return Pins(frozenset(kept | (self._fixed() - free)), moved)

    def done(self, wanted: Wanted) -> tuple[str, ...]:
        """The steps that are over: those named now or earlier, and all before them."""
        steps = self.plan.steps
        named = [*self.progress.done, *map(self._step, wanted.done)]
        return steps[: max((steps.index(step) + 1 for step in named), default=0)]

    def gone(self, here: Collection[str], seated: Sequence[Seated]) -> tuple[str, ...]:
        """Who is absent and has no card any more, now that those who are ``here`` have theirs.

        Args:
            here: keys of whoever holds a card after the change, absent people too.
            seated: whoever held one before.
        """
        absent = [*self.progress.absent, *(each.key for each in seated if each.absent)]
        return tuple(key for key in dict.fromkeys(absent) if key not in here)

    # --- what was typed

    def _key(self, name: str, also: Collection[str] = ()) -> str:
        """Whoever is meant by a code or by a seat; ``also`` are those who have just come."""
        name = _plain(name)
        if name in self._by_seat:
            return self._by_seat[name]
        if name not in self._seat_of and name not in also:
            self._refuse_stranger(name)
        return name

    def _refuse_stranger(self, name: str) -> NoReturn:
        """Why nobody who holds a card is called so."""
        if name in self._gone:
            self._refuse("replan-gone", person=name)
        if name in self._registered:
            self._refuse("replan-seatless", person=name)
        if name in self._seats:
            self._refuse("replan-seat-free", seat=name)
        near = nearest_seat(name, self._by_seat) or nearest(name, self._seat_of)
        self._refuse("replan-nobody-near" if near else "replan-nobody", name=name, near=near)

    def _move(self, text: str, new: Collection[str]) -> tuple[str, str]:
        """``P-005=E-S-3``: who gets which seat."""
        name, equals, seat = text.partition("=")
        if not equals:
            self._refuse("replan-move", value=text)
        seat = _plain(seat)
        if seat not in self._seats:
            near = nearest_seat(seat, self._seats)
            self._refuse("replan-seat-near" if near else "replan-seat", seat=seat, near=near)
        return self._key(name, new), seat

    def _step(self, name: str) -> str:
        """A step of the plan."""
        if name not in self.plan.steps:
            near = nearest(name, self.plan.steps)
            known = ", ".join(self.plan.steps)
            key = "replan-step-near" if near else "replan-step-unknown"
            self._refuse(key, step=name, near=near, known=known)
        return name

    def _unannounced(self, wanted: Wanted) -> Iterator[WalkIn]:
        """Strangers, under codes that nobody had before."""
        number = max(self._strangers, default=0)
        for text in wanted.arrived:
            for given, member in () if self._is_known(text) else self._arrived(text):
                number += 1
                yield WalkIn(f"{MEMBER if member else GUEST}{number}", given, member)

    def _arrived(self, text: str) -> Iterator[tuple[Mapping[str, str], bool]]:
        """``3:economy``, ``1:economy.threats:member``, or ``3``: so many strangers."""
        found = _ARRIVED.fullmatch(text.strip())
        if found is None or not int(found[1]):
            self._refuse("replan-arrived", value=text)
        named = self._named(found[2] or "")
        given = dict(named)
        if len(given) < len(named):
            self._refuse("replan-arrived", value=text)
        for _ in range(int(found[1])):
            yield given, bool(found[3])

    def _named(self, text: str) -> list[tuple[str, str]]:
        """The letters that are meant by names of spheres, parts and other values."""
        try:
            found = Letters(self.meeting.programme, self.topology).read(text)
        except Unknown as unknown:
            key = "replan-value-near" if unknown.near else "replan-value"
            self._refuse(key, name=text, near=unknown.near)
        return found

    def _is_known(self, name: str) -> bool:
        """Whether somebody is meant who is expected: a code, or a seat that somebody holds.

        A bare number is a number of strangers, though seats may be called so.
        """
        known = {*self._registered, *self._gone, *self._seat_of, *self._by_seat}
        return not name.strip().isdecimal() and _plain(name) in known

    def _expected(self, name: str) -> str:
        """The code of somebody who is known."""
        name = _plain(name)
        return name if name in self._gone else self._by_seat.get(name, name)

    # --- who is who

    def _person(self, key: str) -> tuple[Mapping[str, str], bool, bool]:
        """What must be kept of somebody: letters, membership, one table.

        Whoever stands in no roster keeps the sphere of the seat that they hold.
        """
        person = self._registered.get(key)
        if person is None or self.roster is None:
            return self._sphere(self._seat_of.get(key, key)), key.startswith(MEMBER), False
        known = attendee(person, self.roster, self.meeting.programme, self.topology)
        return known.given, known.member, known.stays

    def _sphere(self, seat: str) -> Mapping[str, str]:
        """The letter of a seat's sphere, if this is a seat and the network has spheres."""
        axes = [axis.name for axis in self.topology.lettered]
        if "sphere" not in axes or seat not in self._seats:
            return {}
        return {"sphere": letters_of(seat)[axes.index("sphere")]}

    def _late(self, code: str) -> WalkIn:
        """Somebody expected who comes after their seat was given away: to their own sphere."""
        given, member, stays = self._person(code)
        if code in self._registered and "sphere" not in given:
            asked = self._registered[code].wishes.get("sphere", ())
            given = {**given, **dict(self._named(asked[0]))} if asked else given
        return WalkIn(code, given, member, stays)

    def _fixed(self) -> set[str]:
        """Those whose seat the organiser has fixed in the roster, and who sit there."""
        return {
            code
            for code, person in self._registered.items()
            if person.seat and self._seat_of.get(code) == person.seat
        }

    @cached_property
    def _registered(self) -> Mapping[str, Person]:
        """By code, everybody in the roster."""
        return {person.code: person for person in self.roster.people} if self.roster else {}

    @cached_property
    def _by_seat(self) -> Mapping[str, str]:
        """By seat, the code of whoever holds it."""
        return {each.seat: each.code for each in self.holders.holders if each.code}

    @cached_property
    def _seat_of(self) -> Mapping[str, str]:
        """By code, the seat that somebody holds."""
        return self.holders.seat_of

    @cached_property
    def _seats(self) -> frozenset[str]:
        """All seats of the plan."""
        return frozenset(seat.id for seat in self.plan.seats)

    @cached_property
    def _gone(self) -> frozenset[str]:
        """Codes of the absent whose card somebody else has."""
        return frozenset(self.progress.absent) - self._seat_of.keys()

    @property
    def _strangers(self) -> list[int]:
        """The numbers of all strangers until now."""
        codes = [*self._seat_of, *self.progress.absent]
        found = (re.fullmatch(rf"(?:{GUEST}|{MEMBER})([0-9]+)", code) for code in codes)
        return [int(match[1]) for match in found if match]

    def _refuse(self, key: str, **values: object) -> NoReturn:
        raise click.UsageError(self.speech(key, **values))


def _without_cancelled(holders: Holders, roster: Roster | None) -> Holders:
    """Whoever has cancelled since the seats were given is absent, without being told again."""
    people = roster.people if roster else ()
    cancelled = {person.code for person in people if person.state == "cancelled"}
    return Holders(
        tuple(
            replace(each, absent=each.absent or each.code in cancelled) for each in holders.holders
        )
    )


def _plain(name: str) -> str:
    """A code or a seat as it stands in our files; on papers a seat may begin with #."""
    return name.strip().upper().removeprefix("#")
