"""A plan against its session, and what else is needed before anything is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from viche.load.documents import Loaded
from viche.load.rules.common import warn
from viche.model.plan import Plan, letters_of
from viche.model.programme import Programme
from viche.model.session import Session
from viche.problems import Problem


def plan_problems(
    path: str, plan: Plan, session: Session, programme: Programme
) -> Iterator[Problem]:
    """A plan against its session: a seat for everyone who is expected, in the right spheres.

    A plan for fewer people was made before the session's file was changed: an error. But a plan
    may know better than the file: from a roster, at the door, or since people came unannounced.
    Then it is only said.
    """
    if session.people is not None:
        expected = Counter({"": session.people})
        found = Counter({"": len(plan.seats)})
    else:
        # Counters: a sphere where nobody is expected may be absent from the plan.
        expected = Counter(
            {programme.sphere(name).letter: count for name, count in session.attendance.items()}
        )
        found = Counter(_sphere_of(seat.id, session, programme) for seat in plan.seats)
    if expected == found:
        return
    params = {
        "seated": _counted(found, expected),
        "expected": _counted(expected, found),
        "session": session.id,
        "line": _line(found, session, programme),
    }
    fewer = found.total() < expected.total()
    if fewer and session.roster is None and session.seating == "fixed":
        yield Problem(path, "plan-stale", params=params)
    else:
        yield warn(Problem(path, "plan-numbers", params=params))


def _sphere_of(seat: str, session: Session, programme: Programme) -> str:
    """The sphere's letter in the id of ``seat``."""
    topology = programme.topology(session)
    axes = [axis.name for axis in topology.lettered] if topology else []
    return letters_of(seat)[axes.index("sphere")] if "sphere" in axes else ""


def _line(found: Counter[str], session: Session, programme: Programme) -> str:
    """The line of the session's file that would agree with a plan of these people."""
    if session.people is not None:
        return f"people: {found.total()}"
    people = {sphere.id: found[sphere.letter] for sphere in programme.spheres}
    counts = ", ".join(f"{sphere}: {count}" for sphere, count in people.items() if count)
    return f"attendance: {{{counts}}}"


def _counted(these: Counter[str], those: Counter[str]) -> str:
    """Numbers of people where they differ: ``G 20, E 20``."""
    letters = sorted({*these, *those})
    return ", ".join(
        f"{letter} {these[letter]}".strip() for letter in letters if these[letter] != those[letter]
    )


def kit_problems(
    loaded: Loaded[Session], *, has_plan: bool, has_protocol: bool
) -> Iterator[Problem]:
    """What a session with a network still lacks before anything can be printed for it."""
    session = loaded.document
    if not has_plan:
        yield warn(loaded.source.problem("no-plan", session=session.id))
    if not has_protocol:
        yield warn(loaded.source.problem("no-protocol", ("stage",), stage=session.stage))
