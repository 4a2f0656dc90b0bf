"""The roster of a session with all that earlier sessions add to it; and what is wrong with either.

Rosters are read when people are seated, and by ``viche check``. The site and the public kits are
made without them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from viche.load.answers.choices import answers_of
from viche.load.files import plan_path
from viche.load.plans import read_plan, shape_of
from viche.load.private.bonds import bond_problems
from viche.load.private.day import read_progress
from viche.load.private.folder import FOLDER, IMPORTED, ROSTER, SEATS, private_path
from viche.load.private.holders import read_holders
from viche.load.private.people import read_people
from viche.load.tables import spans
from viche.model.content import Meeting
from viche.model.plan import Plan, letters_of
from viche.model.roster import Holders, Person, Roster
from viche.problems import Problem, Severity, nearest

__all__ = ["read_roster", "roster_problems"]


def read_roster(
    root: Path, meeting: Meeting, meetings: Sequence[Meeting]
) -> tuple[Roster | None, list[Problem]]:
    """The roster of ``meeting``; ``None`` where there is no file, or where something is wrong.

    Args:
        root: the cell's folder.
        meeting: the session whose people are wanted.
        meetings: all sessions of the cell. From those held before come the spheres that people
            keep, and who has met whom.

    Returns:
        The roster, and all problems; with warnings alone there is a roster.
    """
    path = private_path(meeting.id, ROSTER)
    people, problems = read_people(root, path, answers_of(meeting))
    if people is None:
        return None, problems
    problems += bond_problems(path, people)
    past, found = _past(root, meeting, meetings)
    kept = _kept_spheres(past, meeting)
    problems += [*found, *_sphere_problems(path, people, kept, meeting, meetings)]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    roster = Roster(
        session=meeting.id,
        source=path,
        people=tuple(
            replace(person, given={"sphere": kept[person.code]})
            if person.code in kept and "sphere" not in person.given
            else person
            for person in people
        ),
        earlier=frozenset(kept),
        met=_met(past),
    )
    return roster, problems


def roster_problems(root: Path, meetings: Sequence[Meeting]) -> list[Problem]:
    """What is wrong with the rosters and seats of all sessions, each problem once."""
    problems: list[Problem] = list(_strays(root, meetings))
    for meeting in meetings:
        roster, found = read_roster(root, meeting, meetings)
        if meeting.plan is not None:
            found += read_holders(root, meeting.id, meeting.plan, roster)[1]
            found += read_progress(root, meeting.id, meeting.plan, roster)[1]
        problems += [problem for problem in found if problem not in problems]
    return problems


def _strays(root: Path, meetings: Sequence[Meeting]) -> Iterator[Problem]:
    """Files of ours in a folder that is called after no session: nobody reads them."""
    known = [meeting.id for meeting in meetings]
    for file in sorted((root / FOLDER).glob("*/*.csv")):
        name = file.parent.name
        if file.name in {ROSTER, IMPORTED, SEATS} and name not in known:
            params = {"name": name, "near": nearest(name, known), "known": known}
            path = private_path(name, file.name)
            yield Problem(path, "roster-stray", params=params, severity=Severity.WARNING)


# --- earlier sessions


@dataclass(frozen=True, slots=True)
class _Past:
    """A session that was held before, and who sat where."""

    meeting: Meeting
    plan: Plan
    holders: Holders

    @property
    def present(self) -> Mapping[str, str]:
        """By code, the seat of everybody who came."""
        return {
            each.code: each.seat for each in self.holders.holders if each.code and not each.absent
        }


def _past(
    root: Path, meeting: Meeting, meetings: Sequence[Meeting]
) -> tuple[list[_Past], list[Problem]]:
    past, problems = [], []
    for other in _before(meeting, meetings):
        if not (root / private_path(other.id, SEATS)).exists():
            continue
        plan, found = _plan(root, other)
        problems += found
        if plan is not None:
            holders, found = read_holders(root, other.id, plan, None)
            problems += found
            if holders is not None:
                past.append(_Past(other, plan, holders))
    return past, problems


def _before(meeting: Meeting, meetings: Sequence[Meeting]) -> list[Meeting]:
    """The sessions held before ``meeting``, the latest last."""
    when = (meeting.session.date, meeting.session.start, meeting.id)
    held = [(one.session.date, one.session.start, one.id, one) for one in meetings]
    return [one for *key, one in sorted(held, key=lambda each: each[:3]) if tuple(key) < when]


def _plan(root: Path, meeting: Meeting) -> tuple[Plan | None, list[Problem]]:
    """The plan of ``meeting``, also where sessions were loaded without their plans."""
    path = plan_path(meeting.session)
    if meeting.plan is not None or meeting.topology is None or not (root / path).exists():
        return meeting.plan, []
    steps = [step.id for step in meeting.session.grouping_steps]
    shape = shape_of(meeting.programme, meeting.topology, steps)
    return read_plan(root, path, shape) if shape else (None, [])


def _kept_spheres(past: Sequence[_Past], meeting: Meeting) -> dict[str, str]:
    """By code, the sphere of everybody who took part in the stage whose spheres are kept."""
    kept: dict[str, str] = {}
    for one in past:
        topology = one.meeting.topology
        axes = [axis.name for axis in topology.lettered] if topology else []
        if _gives_spheres(one.meeting, meeting) and "sphere" in axes:
            for code, seat in one.present.items():
                letter = letters_of(seat)[axes.index("sphere")]
                kept[code] = meeting.programme.sphere(letter).id
    return kept


def _gives_spheres(earlier: Meeting, meeting: Meeting) -> bool:
    same_programme = earlier.programme.source == meeting.programme.source
    return same_programme and earlier.stage.id == meeting.stage.spheres_from


def _met(past: Sequence[_Past]) -> dict[str, frozenset[str]]:
    """By code, everybody with whom a person shared a group."""
    met: defaultdict[str, set[str]] = defaultdict(set)
    for one in past:
        code_at = {seat: code for code, seat in one.present.items()}
        for step in one.plan.steps:
            for seats in one.plan.groups(step).values():
                codes = {code_at[seat.id] for seat in seats if seat.id in code_at}
                for code in codes:
                    met[code] |= codes - {code}
    return {code: frozenset(others) for code, others in sorted(met.items())}


def _sphere_problems(
    path: str,
    people: Sequence[Person],
    kept: Mapping[str, str],
    meeting: Meeting,
    meetings: Sequence[Meeting],
) -> Iterator[Problem]:
    """Where people, or the organiser's hand, want another sphere than the one that is kept."""
    earlier = [one.id for one in _before(meeting, meetings) if _gives_spheres(one, meeting)]
    if earlier and not kept:
        params = {"session": earlier[-1], "path": private_path(earlier[-1], SEATS)}
        yield Problem(path, "roster-spheres-lost", params=params, severity=Severity.WARNING)
    asked = []
    for person in people:
        sphere = kept.get(person.code)
        if sphere is None or person.state == "cancelled":
            continue
        by_hand = person.given.get("sphere", sphere)
        if by_hand != sphere:
            hand = {"given": by_hand, "kept": sphere}
            code = "roster-sphere-by-hand"
            yield Problem(path, code, person.row, 1, "sphere-given", hand, Severity.WARNING)
        elif person.wishes.get("sphere", (sphere,))[0] != sphere:
            asked.append(person.row)
    if asked:
        those = {"n": len(asked), "rows": spans(asked)}
        yield Problem(path, "roster-sphere-kept", asked[0], 1, "sphere", those, Severity.WARNING)
