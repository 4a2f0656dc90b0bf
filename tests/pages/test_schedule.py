"""Where a programme stands, against every schedule that keeps to the intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages.sample import sample
from viche.model.base import Range
from viche.model.content import Meeting
from viche.model.programme import Programme
from viche.model.schedule import Entry, schedule

MEETING = sample().meetings[0]
DAY = dt.date(2027, 1, 30)
Gap = tuple[int, int]


def programme(gaps: Sequence[Gap]) -> Programme:
    """A stage more than there are gaps; a gap of no days is told as ``same_day``."""
    first = MEETING.programme.stages[0]
    stages = [first.model_copy(update={"id": "stage-0"})]
    for at, (low, high) in enumerate(gaps, start=1):
        told: dict[str, object] = {"interval_days": Range(min=low, max=high)}
        if high == 0:
            told = {"same_day": True}
        stages.append(first.model_copy(update={"id": f"stage-{at}", **told}))
    return MEETING.programme.model_copy(update={"stages": tuple(stages)})


def meetings(course: Programme, days: Mapping[int, dt.date]) -> list[Meeting]:
    """A meeting of each stage that has a day, called as its stage is."""
    made = []
    for at, day in days.items():
        session = MEETING.session.model_copy(update={"date": day})
        session._id = course.stages[at].id
        made.append(replace(MEETING, session=session, programme=course, stage=course.stages[at]))
    return made


def stages(course: Programme, days: Mapping[int, dt.date], held: int = 0) -> tuple[Entry, ...]:
    """The schedule when the first ``held`` of the dated stages have been held."""
    done = [course.stages[at].id for at in list(days)[:held]]
    return schedule(course, meetings(course, days), done)


def states(*dated: int, held: int = 0, of: int = 4) -> list[str]:
    days = {at: DAY + dt.timedelta(at) for at in dated}
    return [entry.state for entry in stages(programme([(1, 3)] * (of - 1)), days, held)]


def test_with_nothing_held_the_first_stage_is_next() -> None:
    assert states(0, 1) == ["next", "planned", "undated", "undated"]


def test_a_stage_without_a_session_may_be_next() -> None:
    assert states(1) == ["next", "planned", "undated", "undated"]


def test_after_one_session_its_stage_is_done_and_the_next_one_follows() -> None:
    assert states(0, 2, held=1) == ["done", "next", "planned", "undated"]


def test_when_all_are_held_nothing_is_next() -> None:
    assert states(0, 1, 2, 3, held=4) == ["done"] * 4


def test_what_the_programme_has_gone_past_without_a_session_is_not_done() -> None:
    assert states(1, 2, held=1) == ["passed", "done", "next", "undated"]


def test_a_stage_is_done_when_all_its_sessions_are() -> None:
    course = programme([(1, 3)])
    first, second = meetings(course, {0: DAY}), meetings(course, {0: DAY + dt.timedelta(2)})
    second[0].session._id = "second"
    both = [*first, *second]
    (entry, after) = schedule(course, both, {"stage-0"})
    assert (entry.state, after.state) == ("next", "undated")
    assert entry.days is not None
    assert (entry.days.first, entry.days.last) == (DAY, DAY + dt.timedelta(2))
    # Counted from the last day of the stage before.
    assert after.days is not None
    assert after.days.first == DAY + dt.timedelta(3)
    assert schedule(course, both, {"stage-0", "second"})[0].state == "done"


def test_without_any_session_no_day_is_guessed() -> None:
    entries = stages(programme([(1, 3), (0, 0)]), {})
    assert [entry.state for entry in entries] == ["next", "undated", "undated"]
    assert all(entry.days is None and entry.counted_from is None for entry in entries)


def test_a_stage_without_an_interval_has_that_of_the_programme() -> None:
    course = programme([(1, 3)])
    bare = course.stages[1].model_copy(update={"interval_days": None})
    course = course.model_copy(update={"stages": (course.stages[0], bare)})
    days = stages(course, {0: DAY})[1].days
    assert days is not None
    assert (days.first, days.last) == (DAY + dt.timedelta(1), DAY + dt.timedelta(10))


def test_the_calendar_ends_without_a_trace() -> None:
    course = programme([(1, 999_999_999), (1, 999_999_999)])
    days = stages(course, {0: dt.date.max})[2].days
    assert days is not None
    assert days.last == dt.date.max


@st.composite
def courses(draw: st.DrawFn) -> tuple[list[Gap], dict[int, int]]:
    """Gaps, and the days of some stages out of a schedule that keeps to them."""
    lows = draw(st.lists(st.integers(0, 3), min_size=1, max_size=4))
    gaps = [(low, low + draw(st.integers(0, 3))) for low in lows]
    days = [0]
    for low, high in gaps:
        days.append(days[-1] + draw(st.integers(low, high)))
    known = draw(st.sets(st.integers(0, len(gaps))))
    return gaps, {at: days[at] for at in sorted(known)}


def all_schedules(gaps: Sequence[Gap], known: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    """Every way to hold the stages from the first known one on, tried one by one."""
    start = min(known)

    def further(days: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        at = start + len(days)
        if at > len(gaps):
            yield days
            return
        low, high = gaps[at - 1]
        for day in range(days[-1] + low, days[-1] + high + 1):
            if known.get(at, day) == day:
                yield from further((*days, day))

    yield from further((known[start],))


@given(courses())
def test_the_days_are_just_those_on_which_a_stage_can_be_held(
    course: tuple[list[Gap], dict[int, int]],
) -> None:
    gaps, known = course
    entries = stages(programme(gaps), {at: DAY + dt.timedelta(day) for at, day in known.items()})
    if not known:
        assert all(entry.days is None for entry in entries)
        return
    start = min(known)
    assert all(entry.days is None for entry in entries[:start])
    possible = list(zip(*all_schedules(gaps, known), strict=True))
    for at, (entry, days) in enumerate(zip(entries[start:], possible, strict=True), start=start):
        assert entry.days is not None
        assert (entry.days.first - DAY).days == min(days)
        assert (entry.days.last - DAY).days == max(days)
        source = entry.counted_from
        if at in known:
            assert source is None
        else:
            assert source is not None
            assert source.id == f"stage-{max(each for each in known if each < at)}"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted), max_size=5), st.data())
def test_whatever_the_days_nothing_ends_before_it_begins(
    gaps: list[list[int]], data: st.DataObject
) -> None:
    """Sessions that don't keep to the intervals get a warning, no more."""
    far = st.integers(-40, 40).map(lambda days: DAY + dt.timedelta(days))
    days = data.draw(st.dictionaries(st.integers(0, len(gaps)), far))
    course = programme([(low, high) for low, high in gaps])
    for entry in stages(course, dict(sorted(days.items()))):
        assert entry.days is None or entry.days.first <= entry.days.last


@pytest.mark.parametrize("day", [1, 15, 31])
def test_of_whole_months_no_day_can_be_told(day: int) -> None:
    course = programme([(1, 10), (0, 0), (1, 10)])
    known = meetings(course, {0: dt.date(2027, 1, day)})
    said = [entry.days for entry in schedule(course, known, (), whole_months=True)]
    first = meetings(course, {0: dt.date(2027, 1, 7)})
    assert said == [entry.days for entry in schedule(course, first, (), whole_months=True)]
    assert said[0] is not None
    assert (said[0].first, said[0].last) == (dt.date(2027, 1, 1), dt.date(2027, 1, 31))
