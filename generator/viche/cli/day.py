"""What is typed after ``viche replan SESSION``, held against who holds which card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from viche.cli.speech import Speech
from viche.load.private import GUEST, MEMBER, read_holders, read_roster
from viche.model.content import Content, Meeting
from viche.model.plan import Plan
from viche.model.roster import Holder, Holders, Roster
from viche.network.assignment import attendee
from viche.network.replan import Seated, WalkIn
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


@dataclass(frozen=True, slots=True)
class Day:
    """The state of the day before this change."""

    meeting: Meeting
    plan: Plan
    roster: Roster | None
    holders: Holders
    speech: Speech

    @classmethod
    def read(cls, root: Path, content: Content, meeting: Meeting, speech: Speech) -> Day:
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
        late = {self._expected(name) for name in wanted.arrived if self._is_known(name)}
        if both := sorted(late & set(missing)):
            self._refuse("replan-absent-arrived", person=both[0])
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
        walk_ins = [self._late(code) for code in sorted(late) if code not in self.holders.seat_of]
        number = 1 + max((int(each.rpartition("-")[2]) for each in self._strangers()), default=0)
        for text in wanted.arrived:
            for given, member in () if self._is_known(text) else self._arrived(text):
                walk_ins.append(WalkIn(f"{MEMBER if member else GUEST}{number}", given, member))
                number += 1
        return seated, walk_ins

    def fixed(self) -> list[str]:
        """Those whose seat the organiser has fixed in the roster, and who sit there."""
        people = self.roster.people if self.roster else ()
        held = self.holders.seat_of
        away = {each.code for each in self.holders.holders if each.absent}
        return [
            person.code
            for person in people
            if person.seat and held.get(person.code) == person.seat and person.code not in away
        ]

    def _late(self, code: str) -> WalkIn:
        """Somebody of the roster who comes after their seat was given away: to their own sphere."""
        given, member, stays = self._person(code)
        if self.roster and "sphere" not in given:
            asked = self.roster.person(code).wishes.get("sphere", ())
            given = {**given, **dict(self._named(asked[0]))} if asked else given
        return WalkIn(code, given, member, stays)

    def key(self, name: str) -> str:
        """Whoever is meant by a code or by a seat."""
        name = name.strip().upper()
        by_seat = {each.seat: each.code for each in self.holders.holders if each.code}
        if name in by_seat:
            return by_seat[name]
        if self.roster and name in {person.code for person in self.roster.people}:
            if name not in self.holders.seat_of:
                self._refuse("replan-seatless", person=name)
        elif name not in self.holders.seat_of:
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
        named = list(self._named(found[2] or ""))
        given = dict(named)
        if len(given) < len(named):
            self._refuse("replan-arrived", value=text)
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
        """Whether somebody is meant who is expected: a code, or a seat, which may begin with #.

        A bare number is a number of strangers, though seats may be called so.
        """
        codes = {person.code for person in self.roster.people} if self.roster else set()
        known = codes | self.holders.seat_of.keys() | {each.seat for each in self.holders.holders}
        name = name.strip().upper()
        return not name.isdecimal() and name.removeprefix("#") in known

    def _expected(self, name: str) -> str:
        """The code of somebody who is known."""
        name = name.strip().upper().removeprefix("#")
        by_seat = {each.seat: each.code for each in self.holders.holders if each.code}
        return by_seat.get(name, name)

    def _person(self, key: str) -> tuple[Mapping[str, str], bool, bool]:
        """What must be kept of somebody: letters, membership, one table."""
        people = self.roster.people if self.roster else ()
        person = {each.code: each for each in people}.get(key)
        if person is None or self.roster is None:
            return {}, key.startswith(MEMBER), False
        assert self.meeting.topology is not None
        known = attendee(person, self.roster, self.meeting.programme, self.meeting.topology)
        return known.given, known.member, known.stays

    def _strangers(self) -> list[str]:
        known = self.holders.seat_of
        return [key for key in known if re.fullmatch(rf"({GUEST}|{MEMBER})[0-9]+", key)]

    def _refuse(self, key: str, **values: object) -> NoReturn:
        raise click.UsageError(self.speech(key, **values))
