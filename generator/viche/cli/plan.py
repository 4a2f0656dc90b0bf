"""``viche plan``: seat a session, say what the plan proves, and keep the contract with paper."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from viche.cli.causes import as_problem
from viche.cli.door import door_list, door_path
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
    DAY,
    GUEST,
    MEMBER,
    SEATS,
    format_holders,
    has_begun,
    private_path,
    read_holders,
    read_roster,
    separator_in,
)
from viche.load.rules import plan_problems
from viche.model.content import Content, Meeting
from viche.model.plan import Plan
from viche.model.roster import Holder, Holders, Roster
from viche.model.session import RosterForm
from viche.network.assignment import Impossible, Seating, seat_roster
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
    if has_begun(root, meeting.id):
        path = private_path(meeting.id, SEATS)
        speech.note(speech("plan-day-begun", session=meeting.id, path=path))
        return not replace
    made = _seated(root, content, meeting, speech, prove=prove)
    files = tree("site", root)
    for line in plan_lines(made.plan, meeting, files, speech):
        speech.tell(line)
    for line in comparison_lines(policies(made.plan, meeting), meeting, speech):
        speech.tell(line)
    if made.seating is not None:
        _tell_seating(made, meeting, speech)
        if prove and not made.seating.proven:
            speech.tell(speech("seating-unproven-still"))
    return _keep(root, content, meeting, made, speech, replace=replace)


def without_guests(problems: Iterable[Problem], root: Path, content: Content) -> list[Problem]:
    """``problems`` without the plans that a day made larger than their sessions' files.

    Once people have come unannounced, their seats are in the plan because they are in the hall:
    the file rightly says still how many were expected, and nobody has to do anything.
    """
    grown = {
        plan_path(meeting.session)
        for meeting in content.meetings
        if meeting.plan and len(meeting.plan.seats) > meeting.session.expected
        if has_begun(root, meeting.id)
    }
    return [each for each in problems if each.code != "plan-numbers" or each.source not in grown]


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
    coming = sum(person.state == "coming" for person in roster.people)
    try:
        with speech.working(speech("working-plan", n=coming)):
            seating, waiting = seat_roster(roster, meeting.session, meeting.programme, prove=prove)
    except Impossible as error:
        titles = step_titles(meeting, tree("site", root), speech)
        causes = [as_problem(cause, roster, titles=titles) for cause in error.causes]
        raise ContentError(causes) from None
    willing = {seat: roster.person(code).willing for seat, code in seating.holders.items() if code}
    return _Made(deal_roles(seating.plan, meeting.topology, willing), roster, seating, waiting)


def _tell_seating(made: _Made, meeting: Meeting, speech: Speech) -> None:
    assert made.seating is not None
    assert made.roster is not None
    form = meeting.session.roster or RosterForm()
    for line in wish_lines(made.seating, form.wishes, speech):
        speech.tell(line)
    if made.waiting:
        codes = ", ".join(made.waiting)
        speech.tell(speech("plan-waiting", n=len(made.waiting), codes=codes))
    remarks = made.seating.remarks
    problems = [as_problem(cause, made.roster, Severity.WARNING) for cause in remarks]
    # At once, while the organiser sits before it: the next check would stop at an old number.
    path = plan_path(meeting.session)
    for problem in plan_problems(path, made.plan, meeting.session, meeting.programme):
        problems.append(dataclasses.replace(problem, severity=Severity.WARNING))
    speech.report(problems)


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
    aside = {} if made.seating else _set_aside(root, meeting, made, held, changed=path in files)
    if other := next((name for name in files if (root / name).is_file() and not replace), None):
        values = {"changed": changed[other], "seats": len(made.plan.seats)}
        speech.note(speech("plan-differs", path=other, session=meeting.id, **values))
        return False
    beside = {
        "plan-missed": _missed(root, meeting, made.seating, speech),
        "door-written": _door(root, content, meeting, made),
    }
    papers = {name: file for those in beside.values() for name, file in those.items()}
    over = {private_path(meeting.id, DAY): None} if files or aside else {}
    # The private half first: a plan whose seats nobody is known to hold would be worse than none.
    every = {**papers, **aside, **over, **dict(reversed(files.items()))}
    if any(papers.values()):
        private_folder(root)
    write_all({root / name: file for name, file in every.items()})
    for name in aside.keys() - {private}:
        speech.note(speech("plan-seats-aside", path=private, aside=name))
    said = [(key, name) for key, those in beside.items() for name, file in those.items() if file]
    said += [("plan-private" if name == private else "plan-written", name) for name in files][::-1]
    for key, name in said if files else [*said, ("plan-same", path)]:
        speech.tell(speech(key, path=name))
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
    lines = missed_lines(seating, meeting, tree("site", root), speech)
    text = "".join(f"{line}\n" for line in lines)
    return {path: (text.encode("utf-8"), PRIVATE) if text else None}


def _door(root: Path, content: Content, meeting: Meeting, made: _Made) -> dict[str, File | None]:
    """The list at the door, of people who were seated by a roster; else none."""
    seats = _holders(made)
    if made.roster is None or seats is None:
        return {door_path(meeting.id): None}
    return {door_path(meeting.id): (door_list(root, content.cell, made.roster, seats), PRIVATE)}
