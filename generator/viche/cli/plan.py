"""``viche plan``: seat a session, say what the plan proves, and keep the contract with paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from viche.cli.files import PRIVATE, PUBLIC, File, private_folder, text_of, write_all
from viche.cli.report import (
    comparison_lines,
    missed_lines,
    plan_lines,
    step_titles,
    wish_lines,
)
from viche.cli.speech import Speech
from viche.load import plan_path
from viche.load.plans import format_plan
from viche.load.private import (
    GUEST,
    MEMBER,
    SEATS,
    format_holders,
    private_path,
    read_holders,
    read_roster,
    separator_in,
)
from viche.model.content import Content, Meeting
from viche.model.plan import Plan
from viche.model.roster import Holder, Holders, Roster
from viche.network.assignment import Cause, Impossible, Seating, seat_roster
from viche.network.meeting import plan_session, policies
from viche.network.roles import deal_roles
from viche.problems import ContentError, Problem, Severity
from viche.resources import tree


@dataclass(frozen=True, slots=True)
class _Made:
    """A plan, and its private half where people were seated by a roster."""

    plan: Plan
    roster: Roster | None = None
    seating: Seating | None = None
    waiting: Sequence[str] = ()


def plan(
    root: Path,
    content: Content,
    meeting: Meeting,
    speech: Speech,
    *,
    replace: bool = False,
    prove: bool = False,
) -> bool:
    """Seat ``meeting`` and write its plan; ``False`` if another plan was left in its place.

    With ``prove`` the optional solver, which is installed, finishes what the search leaves open.

    Raises:
        ContentError: the roster has errors, or nobody could be seated by its rules.
    """
    if meeting.topology is None:
        speech.note(speech("no-network", session=meeting.id))
        return True
    made = _seated(root, content, meeting, speech, prove=prove)
    files = tree("site", root)
    for line in plan_lines(made.plan, meeting, files, speech):
        speech.tell(line)
    for line in comparison_lines(policies(made.plan, meeting), meeting, speech):
        speech.tell(line)
    if made.seating is not None:
        _tell_seating(made, speech)
    return _keep(root, content, meeting, made, speech, replace=replace)


def _seated(
    root: Path, content: Content, meeting: Meeting, speech: Speech, *, prove: bool
) -> _Made:
    assert meeting.topology is not None
    roster, problems = read_roster(root, meeting, content.meetings)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    speech.report(problems)
    if meeting.session.seating == "open":
        if roster is not None:
            speech.note(speech("plan-roster-unused", session=meeting.id))
        # Whoever sits at a table shares out its roles: nobody knows yet who will.
        return _Made(plan_session(meeting.session, meeting.programme), roster)
    if roster is None:
        made = plan_session(meeting.session, meeting.programme)
        return _Made(deal_roles(made, meeting.topology))
    try:
        with speech.working(speech("working-plan", n=len(roster.people))):
            seating, waiting = seat_roster(roster, meeting.session, meeting.programme, prove=prove)
    except Impossible as error:
        raise ContentError(as_problem(cause, roster.source) for cause in error.causes) from None
    willing = {seat: roster.person(code).willing for seat, code in seating.holders.items() if code}
    return _Made(deal_roles(seating.plan, meeting.topology, willing), roster, seating, waiting)


def as_problem(cause: Cause, source: str, severity: Severity = Severity.ERROR) -> Problem:
    """A cause from the seating, at the roster that it comes from."""
    return Problem(source, cause.code, params=cause.params, severity=severity)


def _tell_seating(made: _Made, speech: Speech) -> None:
    assert made.seating is not None
    assert made.roster is not None
    speech.tell("")
    for line in wish_lines(made.seating, speech):
        speech.tell(line)
    if made.waiting:
        codes = ", ".join(made.waiting)
        speech.tell(speech("plan-waiting", n=len(made.waiting), codes=codes))
    remarks = made.seating.remarks
    speech.report(as_problem(cause, made.roster.source, Severity.WARNING) for cause in remarks)


def _keep(
    root: Path, content: Content, meeting: Meeting, made: _Made, speech: Speech, *, replace: bool
) -> bool:
    """Write the plan and its private half, unless others are there already."""
    path, private = plan_path(meeting.session), private_path(meeting.id, SEATS)
    text, before = format_plan(made.plan), text_of(root / path)
    seats, held = _holders(made), read_holders(root, meeting.id, made.plan, None)[0]
    files: dict[str, File | None] = {}
    changed: dict[str, int] = {}
    if before != text:
        files[path] = (text.encode("utf-8"), PUBLIC)
        changed[path] = len(set(text.splitlines()[1:]) - set((before or "").splitlines()))
    if seats is not None and seats != held:
        lines = format_holders(seats, separator_in(content.cell.languages[0]))
        files[private] = (lines.encode("utf-8-sig"), PRIVATE)
        changed[private] = len(set(seats.holders) - set(held.holders if held else ()))
    for other in files:
        if (root / other).is_file() and not replace:
            values = {"changed": changed[other], "seats": len(made.plan.seats)}
            speech.note(speech("plan-differs", path=other, session=meeting.id, **values))
            return False
    aside = {} if made.seating else _set_aside(root, meeting, made, held, changed=path in files)
    missed = _missed(root, meeting, made.seating, speech)
    # The private half first: a plan whose seats nobody is known to hold would be worse than none.
    every = {**missed, **aside, **dict(reversed(files.items()))}
    if any(missed.values()):
        private_folder(root)
    write_all({root / name: file for name, file in every.items()})
    for name in aside:
        if name != private:
            speech.note(speech("plan-seats-aside", path=private, aside=name))
    for name, file in missed.items():
        if file is not None:
            speech.tell(speech("plan-missed", path=name))
    for name in reversed(files):
        speech.tell(speech("plan-private" if name == private else "plan-written", path=name))
    if not files:
        speech.tell(speech("plan-same", path=path))
    return True


def _holders(made: _Made) -> Holders | None:
    """Who holds which seat, if that is settled."""
    if made.seating is None:
        return None
    holders = made.seating.holders
    return Holders(tuple(Holder(seat.id, holders.get(seat.id, "")) for seat in made.plan.seats))


def _set_aside(
    root: Path, meeting: Meeting, made: _Made, held: Holders | None, *, changed: bool
) -> dict[str, File | None]:
    """The renaming of seats that are of another plan, or of people of a roster that is gone.

    On the day they would be believed. Seats of this very plan that are held by strangers stay.
    """
    private = private_path(meeting.id, SEATS)
    if not (root / private).is_file():
        return {}
    if held is not None and not changed:
        codes = {code for code in held.seat_of if not code.startswith((GUEST, MEMBER))}
        # Without a roster people are known by their seats.
        if made.roster is not None or codes <= {seat.id for seat in made.plan.seats}:
            return {}
    names = (f"seats.old{number}.csv" for number in ("", *range(2, 1000)))
    free = next(name for name in names if not (root / private_path(meeting.id, name)).exists())
    data = (root / private).read_bytes()
    return {private_path(meeting.id, free): (data, PRIVATE), private: None}


def _missed(
    root: Path, meeting: Meeting, seating: Seating | None, speech: Speech
) -> dict[str, File | None]:
    """What was missed and by whom, for the organiser alone; nothing stays of an earlier plan's."""
    path = f"build/private/{meeting.id}/missed.txt"
    if seating is None:
        return {path: None}
    titles = step_titles(meeting, tree("site", root), speech)
    text = "".join(f"{line}\n" for line in missed_lines(seating, titles, speech))
    return {path: (text.encode("utf-8"), PRIVATE) if text else None}
