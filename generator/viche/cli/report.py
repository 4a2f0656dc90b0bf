"""What a plan is worth, in sentences for the organiser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from viche.cli.speech import Speech
from viche.labels import Labels, read_labels
from viche.model.content import Meeting
from viche.model.plan import Plan
from viche.model.programme import Sphere
from viche.model.text import Text
from viche.network import Measures, Policy, measure
from viche.network.assignment import Level, Miss, PairMiss, PersonMiss, Seating
from viche.network.meeting import has_policy


def plan_lines(
    plan: Plan,
    meeting: Meeting,
    site_files: Mapping[str, Path],
    speech: Speech,
    *,
    lacking: bool = True,
) -> Iterator[str]:
    """Sizes, reach step by step, repeats and their least number; which groups are ``lacking``."""
    assert meeting.topology is not None
    measures = measure(plan, meeting.topology)
    people = speech("plan-people", n=len(plan.seats))
    policy = f"; {speech(f'policy-{meeting.session.policy}')}" if has_policy(meeting) else ""
    yield f"{meeting.id}: {people}{policy}"
    titles = step_titles(meeting, site_files, speech)
    for step in measures.steps:
        reach = _percent(step.reach_least)
        groups = speech("plan-groups", n=len(step.sizes))
        values = {"step": titles[step.step], "groups": groups, "reach": reach}
        yield "  " + speech("plan-step", people=_people_in(step.sizes, speech), **values)
    yield "  " + speech("plan-repeats", repeats=measures.excess, minimum=measures.minimum)
    for step in measures.steps:
        if lacking and step.lacking:
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
        values = {
            "policy": speech(f"policy-{policy}"),
            "people": _people_in([size for step in dealt for size in step.sizes], speech),
            "tables": sum(len(step.sizes) for step in dealt),
            "repeats": measures.excess,
            "lacking": sum(step.lacking for step in dealt),
            "before": _percent(_before_return(measures)),
            "reach": _percent(measures.steps[-1].reach_least),
        }
        yield "    " + speech("policy-worth", **values)


def wish_lines(seating: Seating, wishes: Sequence[str], speech: Speech) -> Iterator[str]:
    """What came of every wish, and whether it could have been better; nothing without wishes.

    ``wishes`` are all that the session names; about some of them nobody may have said anything.
    """
    told = {level.wish for level in seating.levels}
    unasked = [_named(wish, speech) for wish in wishes if wish not in told]
    if told or unasked:
        yield ""
    if unasked:
        yield speech("wishes-unasked", wishes=", ".join(unasked))
    if not told:
        return
    yield speech("wishes")
    for level in seating.levels:
        yield "  " + _wish_line(level, speech)
    yield speech("seating-proven" if seating.proven else "seating-not-proven")


def missed_lines(
    seating: Seating, meeting: Meeting, site_files: Mapping[str, Path], speech: Speech
) -> Iterator[str]:
    """Everything that was missed, person by person and group by group, with private codes."""
    told = _Missed(meeting, read_labels(speech.language, site_files), speech)
    for level in seating.levels:
        if level.missed:
            yield f"{_named(level.wish, speech)}:"
        for miss in level.missed:
            yield "  " + told.line(miss, level.wish)


@dataclass(frozen=True, slots=True)
class _Missed:
    """The sentences of what was missed, in words where the seating has letters and ids."""

    meeting: Meeting
    labels: Labels
    speech: Speech

    def line(self, miss: Miss, wish: str) -> str:
        """One miss of ``wish``."""
        if isinstance(miss, PersonMiss):
            competent = wish == "competence"
            kind = "competence" if competent else "second" if miss.points == 1 else "neither"
            place = self._place(miss.letters)
            return self.speech(f"missed-{kind}", person=miss.person, place=place)
        (step,) = (step for step in self.meeting.session.steps if step.id == miss.step)
        title = self.labels.step_title(self.meeting, step, (self.speech.language,)).words
        values = {"step": title, "group": miss.group}
        if isinstance(miss, PairMiss):
            return self.speech("missed-pair", one=miss.one, other=miss.other, **values)
        if wish == "members":
            return self.speech("missed-member", **values)
        values |= {
            "value": self._value(wish, miss.value),
            "between": sizes_of((miss.least, miss.most)),
        }
        return self.speech("missed-group", n=miss.count, **values)

    def _place(self, letters: str) -> str:
        """``E-S`` in words: Economy, Strengths."""
        programme, topology = self.meeting.programme, self.meeting.topology
        assert topology is not None
        words = []
        for axis, letter in zip(topology.lettered, letters.split("-"), strict=True):
            values = {value.letter: value for value in programme.values(topology, axis.name)}
            value = values.get(letter)
            text = value.short if isinstance(value, Sphere) else value.name if value else None
            words.append(self._said(text) if text else letter)
        return ", ".join(words)

    def _value(self, wish: str, id: str) -> str:
        """A category or a gender in words; an age group is in words already."""
        categories = {each.id: each.name for each in self.meeting.programme.categories}
        if wish == "category" and id in categories:
            return self._said(categories[id])
        key = f"{wish}-{id}"
        return self.speech(key) if key in self.speech else id

    def _said(self, text: Text) -> str:
        return text.within(self.speech.language, (self.speech.language,)).words


def _named(wish: str, speech: Speech) -> str:
    key = f"wish-{wish}"
    return speech(key) if key in speech else wish


def _wish_line(level: Level, speech: Speech) -> str:
    wish = _named(level.wish, speech)
    if not level.misses:
        return speech("wish-kept", wish=wish)
    kinds = {type(miss) for miss in level.missed}
    key = "people" if PersonMiss in kinds else "pairs" if PairMiss in kinds else "groups"
    if level.wish == "competence":
        key = "competence"
    n = level.misses if key == "groups" else len(level.missed)
    said = speech(f"wish-missed-{key}", wish=wish, n=n)
    gap = level.misses - level.bound
    doubt = "wish-gap-people" if key == "people" else "wish-gap"  # their misses have weights
    return f"{said}; " + (speech(doubt, gap=gap) if gap else speech("wish-best"))


def _before_return(measures: Measures) -> float:
    return measures.steps[max(0, len(measures.steps) - 2)].reach_least


def _people_in(sizes: Sequence[int], speech: Speech) -> str:
    """How many people groups have, as in “of 4–5 people”; the greater number bends the noun."""
    return speech("plan-sizes", n=max(sizes), sizes=sizes_of(sizes))


def sizes_of(sizes: Sequence[int]) -> str:
    """The least and the largest of some numbers, ``4–5``, or the one that they all are."""
    low, high = min(sizes), max(sizes)
    return str(low) if low == high else f"{low}–{high}"


def _percent(share: float) -> str:
    # Rounded down: 100 % is said only where everybody has heard from everybody.
    return f"{int(share * 100)} %"
