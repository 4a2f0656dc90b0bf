"""What is typed after ``viche replan SESSION``, held against who holds which card.

Whoever stands in a roster is known by their code. Without a roster people are known by the card
that they hold now: it is all that they can show.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import click

from viche.cli.letters import Letters
from viche.cli.report import step_titles
from viche.cli.speech import Speech
from viche.cli.typed import Wanted, plain, refuse, steps_of, strangers
from viche.load.private import (
    GUEST,
    MEMBER,
    SEATS,
    STRANGER,
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
from viche.network.people import Attendee
from viche.network.replan import Pins, Seated, WalkIn
from viche.problems import ContentError, Severity, nearest
from viche.resources import tree


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
    titles: Mapping[str, str]
    """By id, what the steps of the session are called."""

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
        held = _without_cancelled(holders or everyone, roster, progress.arrived)
        held = held if roster else by_card(held)
        titles = step_titles(meeting, tree("site", root), speech)
        return cls(meeting, meeting.topology, meeting.plan, roster, held, progress, speech, titles)

    # --- who is here

    def people(self, wanted: Wanted) -> tuple[list[Seated], list[WalkIn]]:
        """Everybody with a card, and whoever has come without."""
        away = {plain(name) for name in wanted.absent} & self._gone
        missing = {self._key(name) for name in wanted.absent if plain(name) not in away}
        late = self._late(wanted)
        if both := sorted(late & (missing | away)):
            self._refuse("replan-absent-arrived", person=both[0])
        if self.roster is None and (here := sorted(late & self._here)):
            self._refuse("replan-here", seat=here[0])
        seated = []
        for each in self.holders.holders:
            if each.code:
                given, member, stays = self._person(each.code)
                absent = each.code in missing or (each.absent and each.code not in late)
                seated.append(Seated(each.code, each.seat, given, member, stays, absent))
        walk_ins = [self._walk_in(code) for code in sorted(late) if code not in self._seat_of]
        return seated, [*walk_ins, *self._unannounced(wanted)]

    def pins(self, wanted: Wanted, seated: Sequence[Seated], walk_ins: Sequence[WalkIn]) -> Pins:
        """What is settled by hand: what is typed now or was earlier, and what the roster fixes."""
        new = {each.key for each in walk_ins}
        moved = dict(self._move(text, new) for text in wanted.move)
        kept = {self._key(name) for name in wanted.keep}
        free = moved.keys() | {each.key for each in seated if each.absent}
        earlier = (self._fixed() | (self._seat_of.keys() & self.progress.pinned)) - free - kept
        for seat in moved.values():
            if (person := self._by_seat.get(seat)) in earlier:
                self._refuse("replan-settled", person=person, seat=seat)
        return Pins(frozenset(kept | earlier), moved)

    def done(self, wanted: Wanted) -> tuple[str, ...]:
        """The steps that are over: those named now or earlier, and all before them."""
        steps = self.plan.steps
        typed = steps_of(wanted.done, steps, self.titles, self.speech)
        named = [*self.progress.done, *typed]
        return steps[: max((steps.index(step) + 1 for step in named), default=0)]

    # --- what is remembered

    def after(
        self, wanted: Wanted, pins: Pins, seated: Sequence[Seated], held: Mapping[str, str]
    ) -> Progress:
        """How far the day has come then.

        Args:
            wanted: what was typed.
            pins: what is settled by hand, now or earlier.
            seated: whoever held a card before.
            held: by seat, the key of everybody present who holds it then.
        """
        earlier = pins.keep & {*self.progress.pinned}
        by_hand = {*earlier, *map(self._key, wanted.keep), *pins.move}
        pinned = [(seat, key) for seat, key in held.items() if key in by_hand]
        done, here = self.done(wanted), held.values()
        if self.roster is None:
            return Progress(done=done, pinned=tuple(seat for seat, _ in pinned))
        absent = [*self.progress.absent, *(each.key for each in seated if each.absent)]
        keeping = {each.key for each in seated if each.absent and each.seat not in held}
        left = dict(self.progress.left)
        if done:
            left |= {each.key: each.seat for each in seated if each.absent}
        arrived = dict.fromkeys((*self.progress.arrived, *sorted(self._late(wanted))))
        return Progress(
            done=done,
            absent=tuple(key for key in dict.fromkeys(absent) if key not in {*here, *keeping}),
            arrived=tuple(key for key in arrived if key in here),
            pinned=tuple(key for _, key in pinned),
            left={key: seat for key, seat in left.items() if key not in {*here, *keeping}},
        )

    # --- what was typed

    def _key(self, name: str, also: Collection[str] = ()) -> str:
        """Whoever is meant by a code or by a seat; ``also`` are those who have just come."""
        name = plain(name)
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
        seat = plain(seat)
        if seat not in self._seats:
            near = nearest_seat(seat, self._seats)
            self._refuse("replan-seat-near" if near else "replan-seat", seat=seat, near=near)
        return self._key(name, new), seat

    def _unannounced(self, wanted: Wanted) -> Iterator[WalkIn]:
        """Strangers, under codes that nobody had before."""
        letters = Letters(self.meeting.programme, self.topology)
        number = max(self._strangers, default=0)
        for text in wanted.arrived:
            if self._is_known(text):
                continue
            for given, member in strangers(text, letters, self.speech):
                number += 1
                yield WalkIn(f"{MEMBER if member else GUEST}{number}", given, member)

    def _is_known(self, name: str) -> bool:
        """Whether somebody is meant who is expected: a code, or a seat that somebody holds.

        A bare number is a number of strangers, though seats may be called so.
        """
        known = {*self._registered, *self._gone, *self._seat_of, *self._by_seat}
        return not name.strip().isdecimal() and plain(name) in known

    def _late(self, wanted: Wanted) -> set[str]:
        """The codes of those who have come and are known."""
        names = {plain(name) for name in wanted.arrived if self._is_known(name)}
        return {name if name in self._gone else self._by_seat.get(name, name) for name in names}

    # --- who is who

    def _person(self, key: str) -> tuple[Mapping[str, str], bool, bool]:
        """What must be kept of somebody: letters, membership, one table.

        Whoever stands in no roster keeps the sphere of the seat that they hold.
        """
        known = self._attendee(key)
        if known is None:
            return self._sphere(self._seat_of.get(key, key)), key.startswith(MEMBER), False
        return known.given, known.member, known.stays

    def _attendee(self, code: str) -> Attendee | None:
        """Somebody in the roster, with letters for ids."""
        person = self._registered.get(code)
        if person is None or self.roster is None:
            return None
        return attendee(person, self.roster, self.meeting.programme, self.topology)

    def _sphere(self, seat: str) -> Mapping[str, str]:
        """The letter of a seat's sphere, if this is a seat and the network has spheres."""
        axes = [axis.name for axis in self.topology.lettered]
        if "sphere" not in axes or seat not in self._seats:
            return {}
        return {"sphere": letters_of(seat)[axes.index("sphere")]}

    def _walk_in(self, code: str) -> WalkIn:
        """Somebody expected who comes after their seat was given away: to their own sphere.

        Whoever has worked in a profile group returns to it.
        """
        given, member, stays = self._person(code)
        if seat := self.progress.left.get(code):
            axes = (axis.name for axis in self.topology.lettered)
            return WalkIn(code, dict(zip(axes, letters_of(seat), strict=True)), member, stays)
        known = self._attendee(code)
        if known and (asked := known.wishes.get("sphere")):
            given = {"sphere": asked[0], **given}
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
    def _here(self) -> frozenset[str]:
        """The codes of all who hold a card and are here."""
        holders = self.holders.holders
        return frozenset(each.code for each in holders if each.code and not each.absent)

    @cached_property
    def _seats(self) -> frozenset[str]:
        """All seats of the plan."""
        return frozenset(seat.id for seat in self.plan.seats)

    @cached_property
    def _gone(self) -> frozenset[str]:
        """Codes of the absent whose card somebody else has; without a roster nobody knows them."""
        return frozenset(self.progress.absent if self.roster else ()) - self._seat_of.keys()

    @property
    def _strangers(self) -> list[int]:
        """The numbers of all strangers until now."""
        codes = [*self._seat_of, *self.progress.absent]
        return [int(code.partition("-")[2]) for code in codes if STRANGER.fullmatch(code)]

    def _refuse(self, key: str, **values: object) -> NoReturn:
        refuse(self.speech, key, **values)


def by_card(holders: Holders) -> Holders:
    """The same, with everybody known by the card that they hold."""
    return Holders(tuple(replace(each, code=each.code and each.seat) for each in holders.holders))


def _without_cancelled(
    holders: Holders, roster: Roster | None, arrived: Collection[str]
) -> Holders:
    """Whoever has cancelled since the seats were given is absent, unless they came all the same."""
    people = roster.people if roster else ()
    cancelled = {person.code for person in people if person.state == "cancelled"}
    away = cancelled.difference(arrived)
    return Holders(
        tuple(replace(each, absent=each.absent or each.code in away) for each in holders.holders)
    )
