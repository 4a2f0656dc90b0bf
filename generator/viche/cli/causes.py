"""What the seating finds impossible, told at the line of the roster that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from viche.cli.typed import named_step
from viche.load.private import person_problem, read_roster
from viche.model.content import Content, Meeting
from viche.model.roster import Roster
from viche.network.assignment import Cause, contradictions_of
from viche.problems import Problem, Severity

_COLUMNS: Mapping[str, str] = {
    "seating-seat-unknown": "seat",
    "seating-seat-beyond": "seat",
    "seating-seat-shared": "seat",
    "seating-seat-letter": "seat",
    "seating-seats-meet": "seat",
    "seating-stays-meet": "stays",
    "seating-together-apart": "apart",
    "seating-together-letters": "together",
    "seating-together-stays": "together",
    "seating-together-many": "together",
    "seating-apart-many": "apart",
    "seating-stays-many": "stays",
}
"""The column of the roster that a cause speaks of, where it is one."""


def as_problem(
    cause: Cause,
    roster: Roster,
    severity: Severity = Severity.ERROR,
    *,
    titles: Mapping[str, str] | None = None,
) -> Problem:
    """``cause`` at the line of somebody whom it names: the first who wrote into the column.

    ``titles`` has what the steps are called, by their ids; a cause may speak of one.
    """
    params = dict(cause.params)
    if (step := str(params.get("step", ""))) in (titles or {}):
        params["step"] = named_step(step, titles or {})
    column = _COLUMNS.get(cause.code)
    if column is None:
        return Problem(roster.source, cause.code, params=params, severity=severity)
    codes = [cause.params[key] for key in ("person", "one", "other") if key in cause.params]
    listed = cause.params.get("people")
    codes += listed if isinstance(listed, list) else []
    named = [roster.person(str(code)) for code in codes]
    person = next((each for each in named if getattr(each, column)), named[0])
    return person_problem(roster.source, person, cause.code, column, params, severity)


def contradictions_in(roster: Roster, meeting: Meeting) -> Iterator[Problem]:
    """What contradicts itself in the roster of ``meeting``, whatever the seats are."""
    if meeting.topology is not None and meeting.session.seating == "fixed":
        for cause in contradictions_of(roster, meeting.session, meeting.programme):
            yield as_problem(cause, roster)


def contradiction_problems(root: Path, content: Content) -> Iterator[Problem]:
    """The same for all sessions; what is wrong with a file itself, its own readers tell."""
    for meeting in content.meetings:
        roster, _ = read_roster(root, meeting, content.meetings)
        if roster is not None:
            yield from contradictions_in(roster, meeting)
