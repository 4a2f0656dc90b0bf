"""``viche plan``: seat a session, say what the plan proves, and keep the contract with paper."""

from __future__ import annotations

from pathlib import Path

from viche.cli.files import write
from viche.cli.speech import Speech
from viche.load import plan_path
from viche.load.plans import format_plan
from viche.model.content import Meeting
from viche.model.plan import Plan
from viche.network import measure
from viche.network.meeting import plan_session


def plan(root: Path, meeting: Meeting, speech: Speech, *, replace: bool) -> bool:
    """Seat ``meeting`` and write its plan; ``False`` if another plan was left in its place."""
    made = plan_session(meeting.session, meeting.programme, meeting.stage)
    if made is None:
        speech.note(speech("no-network", session=meeting.id))
        return True
    who = speech("plan-people", people=len(made.seats), policy=meeting.session.policy)
    speech.tell(f"{meeting.id}: {who}")
    _say_measures(made, meeting, speech)
    path = plan_path(meeting.session)
    text = format_plan(made)
    file = root / path
    before = file.read_text(encoding="utf-8") if file.is_file() else None
    if before == text:
        speech.tell(speech("plan-same", path=path))
        return True
    if before is not None and not replace:
        lines = set(before.splitlines()[1:])
        changed = sum(line not in lines for line in text.splitlines()[1:])
        values = {"changed": changed, "seats": len(made.seats), "session": meeting.id}
        speech.note(speech("plan-differs", path=path, **values))
        return False
    write(file, text.encode("utf-8"))
    speech.tell(speech("plan-written", path=path))
    return True


def _say_measures(made: Plan, meeting: Meeting, speech: Speech) -> None:
    assert meeting.topology is not None
    measures = measure(made, meeting.topology)
    for step in measures.steps:
        sizes = sorted(set(step.sizes))
        shown = f"{sizes[0]}–{sizes[-1]}" if len(sizes) > 1 else str(sizes[0])
        # Rounded down: 100 % is said only where everybody has heard from everybody.
        reach = f"{int(step.reach_least * 100)} %"
        speech.tell(
            speech("plan-step", step=step.step, n=len(step.sizes), sizes=shown, reach=reach)
        )
    values = {"repeats": measures.excess, "minimum": measures.minimum}
    speech.tell(speech("plan-repeats", **values))
    for step in measures.steps:
        if step.lacking:
            speech.tell(speech("plan-lacking", step=step.step, n=step.lacking))
