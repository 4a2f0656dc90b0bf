"""A session of the model, seated: its spheres and people become the letters of a network."""

from __future__ import annotations

from viche.model.plan import Plan
from viche.model.programme import Programme, Stage
from viche.model.session import Session
from viche.model.topology import INCOMPLETE_3D
from viche.network.seating import Policy, seat_incomplete_3d, seat_two_dimensional


def plan_session(session: Session, programme: Programme, stage: Stage) -> Plan | None:
    """Seat the people whom ``session`` expects; ``None`` if its stage has no network.

    The session is checked already: its steps are those of the stage's topology, in that order.
    """
    if stage.network is None:
        return None
    steps = [step.id for step in session.grouping_steps]
    parts = [part.letter for part in programme.parts]
    policy = Policy(session.policy)
    if stage.network == INCOMPLETE_3D.name:
        # In the programme's order, whatever the order in the session's file.
        attendance = {
            sphere.letter: session.attendance.get(sphere.id, 0) for sphere in programme.spheres
        }
        return seat_incomplete_3d(attendance, parts, policy, steps)
    return seat_two_dimensional(session.expected, parts, policy, steps)
