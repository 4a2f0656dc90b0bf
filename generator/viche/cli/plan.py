"""``viche plan``: seat a session, say what the plan proves, and keep the contract with paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from viche.cli.files import PRIVATE, write
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
    FOLDER,
    SEATS,
    format_holders,
    private_path,
    read_roster,
    separator_in,
)
from viche.model.content import Content, Meeting
from viche.model.plan import Plan
from viche.model.roster import Holder, Holders, Roster
from viche.network.assignment import Seating
from viche.network.causes import Cause, Impossible
from viche.network.meeting import plan_session, policies, seat_roster
from viche.network.roles import deal_roles
from viche.problems import ContentError, Problem, Severity
from viche.resources import tree


@dataclass(frozen=True, slots=True)
class _Made:
    """A plan, and its private half where there is a roster."""

    plan: Plan
    roster: Roster | None = None
    seating: Seating | None = None
    waiting: Sequence[str] = ()


def plan(root: Path, content: Content, meeting: Meeting, speech: Speech, *, replace: bool) -> bool:
    """Seat ``meeting`` and write its plan; ``False`` if another plan was left in its place.

    Raises:
        ContentError: the roster has errors, or nobody could be seated by its rules.
    """
    if meeting.topology is None:
        speech.note(speech("no-network", session=meeting.id))
        return True
    made = _seated(root, content, meeting, speech)
    files = tree("site", root)
    for line in plan_lines(made.plan, meeting, files, speech):
        speech.tell(line)
    for line in comparison_lines(policies(made.plan, meeting), meeting, speech):
        speech.tell(line)
    if made.seating is not None:
        _tell_seating(made, speech)
    return _keep(root, content, meeting, made, speech, replace=replace)


def _seated(root: Path, content: Content, meeting: Meeting, speech: Speech) -> _Made:
    assert meeting.topology is not None
    roster, problems = read_roster(root, meeting, content.meetings)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    speech.report(problems)
    if meeting.session.seating == "open":
        # Whoever sits at a table shares out its roles: nobody knows yet who will.
        return _Made(plan_session(meeting.session, meeting.programme))
    if roster is None:
        made = plan_session(meeting.session, meeting.programme)
        return _Made(deal_roles(made, meeting.topology))
    try:
        with speech.working(speech("working-plan", n=len(roster.people))):
            seating, waiting = seat_roster(roster, meeting.session, meeting.programme)
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
    texts = {plan_path(meeting.session): format_plan(made.plan)}
    if made.seating is not None:
        texts[private_path(meeting.id, SEATS)] = _holders(content, made)
        _write_missed(root, meeting, made.seating, speech)
    before = {path: _text(root / path) for path in texts}
    if before == texts:
        speech.tell(speech("plan-same", path=plan_path(meeting.session)))
        return True
    if not replace:
        for path, text in texts.items():
            if (old := before[path]) not in {None, text}:
                _say_different(path, old or "", text, meeting, speech)
                return False
    # The private half first: a plan whose seats nobody is known to hold would be worse than none.
    for path in reversed(texts):
        if path.startswith(FOLDER):
            write(root / path, texts[path].encode("utf-8-sig"), PRIVATE)
            speech.tell(speech("plan-private", path=path))
        else:
            write(root / path, texts[path].encode("utf-8"))
            speech.tell(speech("plan-written", path=path))
    return True


def _holders(content: Content, made: _Made) -> str:
    """Who holds which seat."""
    assert made.seating is not None
    holders = made.seating.holders
    seats = Holders(tuple(Holder(seat.id, holders.get(seat.id, "")) for seat in made.plan.seats))
    return format_holders(seats, separator_in(content.cell.languages[0]))


def _write_missed(root: Path, meeting: Meeting, seating: Seating, speech: Speech) -> None:
    """What was missed and by whom, for the organiser alone."""
    titles = step_titles(meeting, tree("site", root), speech)
    text = "".join(f"{line}\n" for line in missed_lines(seating, titles, speech))
    if text:
        file = root / "build" / "private" / meeting.id / "missed.txt"
        write(file, text.encode("utf-8"), PRIVATE)
        speech.tell(speech("plan-missed", path=file.relative_to(root)))


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8-sig") if file.is_file() else None


def _say_different(path: str, before: str, now: str, meeting: Meeting, speech: Speech) -> None:
    lines = set(before.splitlines())
    after = now.splitlines()[1:]
    changed = sum(line not in lines for line in after)
    values = {"changed": changed, "seats": len(after), "session": meeting.id}
    speech.note(speech("plan-differs", path=path, **values))
