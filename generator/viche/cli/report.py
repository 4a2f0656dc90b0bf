"""What a plan is worth, in sentences for the organiser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from viche.cli.speech import Speech
from viche.labels import read_labels
from viche.model.content import Meeting
from viche.model.plan import Plan
from viche.network import Measures, Policy, measure
from viche.network.assignment import GroupMiss, Level, Miss, PairMiss, PersonMiss, Seating


def plan_lines(
    plan: Plan, meeting: Meeting, site_files: Mapping[str, Path], speech: Speech
) -> Iterator[str]:
    """Sizes, reach step by step, repeats and their least number, roles."""
    assert meeting.topology is not None
    measures = measure(plan, meeting.topology)
    policy = speech(f"policy-{meeting.session.policy}")
    yield f"{meeting.id}: " + speech("plan-people", n=len(plan.seats), policy=policy)
    titles = step_titles(meeting, site_files, speech)
    for step in measures.steps:
        reach = _percent(step.reach_least)
        values = {"step": titles[step.step], "sizes": _sizes(step.sizes), "reach": reach}
        yield "  " + speech("plan-step", n=len(step.sizes), **values)
    yield "  " + speech("plan-repeats", repeats=measures.excess, minimum=measures.minimum)
    for step in measures.steps:
        if step.lacking:
            yield "  " + speech("plan-lacking", step=titles[step.step], n=step.lacking)


def step_titles(
    meeting: Meeting, site_files: Mapping[str, Path], speech: Speech
) -> Mapping[str, str]:
    """What the steps are called in the language of the command line."""
    labels = read_labels(speech.language, site_files)
    languages = (speech.language,)
    return {
        step.id: labels.step_title(meeting, step, languages).words for step in meeting.session.steps
    }


def comparison_lines(
    plans: Mapping[Policy, Plan], meeting: Meeting, speech: Speech
) -> Iterator[str]:
    """Both policies for the same people, so that the organiser can choose."""
    assert meeting.topology is not None
    if plans:
        yield speech("policies")
    for policy, plan in plans.items():
        measures = measure(plan, meeting.topology)
        dealt = [
            step
            for step, grouping in zip(measures.steps, meeting.topology.groupings, strict=True)
            if grouping.dealt
        ]
        sizes = _sizes(tuple(size for step in dealt for size in step.sizes))
        values = {
            "policy": speech(f"policy-{policy}"),
            "sizes": sizes,
            "tables": sum(len(step.sizes) for step in dealt),
            "repeats": measures.excess,
            "lacking": sum(step.lacking for step in dealt),
            "before": _percent(_before_return(measures)),
            "reach": _percent(measures.steps[-1].reach_least),
        }
        yield "    " + speech("policy-worth", **values)


def wish_lines(seating: Seating, speech: Speech) -> Iterator[str]:
    """What came of every wish, and whether it could have been better."""
    yield speech("wishes")
    for level in seating.levels:
        yield "  " + _wish_line(level, speech)
    yield speech("seating-proven" if seating.proven else "seating-not-proven")


def missed_lines(seating: Seating, titles: Mapping[str, str], speech: Speech) -> Iterator[str]:
    """Everything that was missed, person by person and group by group, with private codes."""
    for level in seating.levels:
        if level.missed:
            yield f"{_wish(level, speech)}:"
        for miss in level.missed:
            yield "  " + _missed(miss, titles, speech)


def _wish(level: Level, speech: Speech) -> str:
    key = f"wish-{level.wish}"
    return speech(key) if key in speech else level.wish


def _wish_line(level: Level, speech: Speech) -> str:
    wish = _wish(level, speech)
    if not level.misses:
        return speech("wish-kept", wish=wish)
    kinds = {type(miss) for miss in level.missed}
    key = "people" if PersonMiss in kinds else "pairs" if PairMiss in kinds else "groups"
    n = level.misses if key == "groups" else len(level.missed)
    said = speech(f"wish-missed-{key}", wish=wish, n=n)
    gap = level.misses - level.bound
    return f"{said}; " + (speech("wish-gap", gap=gap) if gap else speech("wish-best"))


def _missed(miss: Miss, titles: Mapping[str, str], speech: Speech) -> str:
    if isinstance(miss, PersonMiss):
        key = "missed-second" if miss.points == 1 else "missed-neither"
        return speech(key, person=miss.person, letters=miss.letters)
    values = {"step": titles[miss.step], "group": miss.group}
    if isinstance(miss, PairMiss):
        return speech("missed-pair", one=miss.one, other=miss.other, **values)
    assert isinstance(miss, GroupMiss)
    between = _sizes((miss.least, miss.most))
    return speech("missed-group", value=miss.value, n=miss.count, between=between, **values)


def _before_return(measures: Measures) -> float:
    return measures.steps[max(0, len(measures.steps) - 2)].reach_least


def _sizes(sizes: tuple[int, ...]) -> str:
    low, high = min(sizes), max(sizes)
    return str(low) if low == high else f"{low}–{high}"


def _percent(share: float) -> str:
    # Rounded down: 100 % is said only where everybody has heard from everybody.
    return f"{int(share * 100)} %"
