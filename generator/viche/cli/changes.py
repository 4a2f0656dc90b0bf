"""What a re-plan changes, in sentences; everybody in them is a code or a seat."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from viche.cli.speech import Speech
from viche.labels import Labels
from viche.network.replan import Contradiction, Replanned, Unmet


def change_lines(
    found: Replanned,
    done: Collection[str],
    titles: Mapping[str, str],
    labels: Labels,
    speech: Speech,
    *,
    priced: bool,
) -> Iterator[str]:
    """What is over, who changes cards, who gets one, and what can't be restored.

    With ``priced`` it is said what pins cost, even if that is nothing.
    """
    if done:
        yield speech("replan-done", steps=", ".join(titles[step] for step in done))
    if not found.holders:
        yield speech("replan-nobody-here")
        return
    if len(done) == len(found.plan.steps):
        yield speech("replan-over")
    elif not found.changed:
        yield speech("replan-nobody-moves")
    yield from _exchanges(found, speech, again=bool(done), priced=priced)
    if found.stand_ins:
        yield speech("replan-stand-ins")
    for each in found.stand_ins:
        values = {"step": titles[each.step], "group": each.group, "seat": each.seat}
        yield "  " + speech("replan-stand-in", role=labels(f"role-{each.role}"), **values)
    if found.unmet:
        yield speech("replan-unmet")
    for miss in found.unmet:
        yield "  " + _unmet(miss, titles, speech)
    if found.crowded:
        yield speech("replan-crowds")
    for crowd in found.crowded:
        step = titles[crowd.step]
        yield "  " + speech("replan-crowded", step=step, n=crowd.people, before=crowd.before)
    if found.repeats_after != found.repeats_before:
        yield speech("replan-repeats", before=found.repeats_before, after=found.repeats_after)


def _exchanges(found: Replanned, speech: Speech, *, again: bool, priced: bool) -> Iterator[str]:
    """Who gets which card; ``again`` if free cards are printed once more."""
    if found.changed:
        gap = len(found.changed) - found.least
        proof = speech("replan-gap", n=gap) if gap > 0 else speech("replan-proven")
        yield speech("replan-changed", n=len(found.changed)) + "; " + proof
    for change in found.changed:
        # Whoever stands in no roster is known by their card.
        key = "replan-change-card" if change.key == change.before else "replan-change"
        values = {"before": change.before, "after": change.after}
        yield "  " + speech(key, person=change.key, **values)
    if priced or found.pins_cost or found.pins_broken:
        yield speech("replan-pins", n=found.pins_cost)
    if found.pins_broken:
        yield speech("replan-pins-broken", n=found.pins_broken)
    for arrival in found.walk_ins:
        free = "replan-free-card-again" if again else "replan-free-card"
        key = "replan-new-card" if arrival.new else free
        yield speech(key, person=arrival.key, seat=arrival.seat)


def _unmet(miss: Unmet, titles: Mapping[str, str], speech: Speech) -> str:
    values = {"group": miss.group, "people": ", ".join(miss.keys)}
    step = titles.get(miss.step, "")
    return speech(f"replan-unmet-{miss.kind}", n=miss.people, step=step, **values)


def refusal(error: Contradiction, seat_of: Mapping[str, str], speech: Speech) -> str:
    """Why what was asked for can't be; ``seat_of`` has seats that people could give away."""
    # ``key`` is what ``Speech`` calls its sentences.
    said = {"person" if name == "key" else name: of for name, of in error.params.items()}
    if theirs := seat_of.get(said.get("by", "")):
        return speech("replan-no-room-exchange", theirs=theirs, **said)
    return speech(f"replan-{error.code}", **said)
