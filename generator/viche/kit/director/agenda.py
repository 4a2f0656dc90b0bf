"""The day minute by minute, and all that has to be announced in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from viche.kit import walls
from viche.kit.director.book import Book, hours
from viche.kit.director.lists import announced
from viche.kit.facts import say, title_field
from viche.kit.groups import shared_steps
from viche.kit.names import value_of
from viche.kit.script import Said
from viche.model.protocol import Cue, Cues, ProtocolStep
from viche.model.session import WORK, TimedStep, report_seconds

Line = Mapping[str, Any]
"""One moment of a step: its ``clock``, the time left, the ``sections`` and ``cues`` that begin."""

_Event = tuple[int | None, str, Mapping[str, Any]]
"""The minute, if there is one; ``sections`` or ``cues``; and what a template gets of it."""


def agenda(book: Book) -> Iterator[Mapping[str, Any]]:
    """A block for what is done before, for every step, and for what is done afterwards."""
    cues = book.meeting.protocol.cues if book.meeting.protocol else Cues()
    if cues.before:
        # The earliest comes first; so the minutes count backwards.
        events = _cues(book, cues.before, "before", -1)
        lines = _lines(book, events, book.steps[0].start)
        yield _block(book.labels("director-before"), lines)
    for timed in book.steps:
        yield _step(book, timed)
    if cues.after:
        lines = _lines(book, _cues(book, cues.after, "after"), book.steps[-1].end)
        yield _block(book.labels("director-after"), lines)


def announcements(book: Book, blocks: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Whatever is said to the hall or at a table, in order: ``clock``, ``who``, ``say``, ``note``.

    A step at which the protocol has nothing to say is announced by its name.
    """
    facilitator = book.labels("director-who-facilitator")
    for block in blocks:
        said = [
            {"clock": line["clock"] or block["clock"], "who": cue["who"], "say": cue["say"]}
            for line in block["lines"]
            for cue in line["cues"]
            if cue["say"]
        ]
        # Nobody can go to a table before its number is known.
        if block["openings"]:
            words, note = block["openings"]
            yield {"clock": block["clock"], "who": facilitator, "say": words, "note": note}
        if block["announce"] and not said:
            yield {"clock": block["clock"], "who": facilitator, "say": block["announce"]}
        yield from said


def _block(title: Said, lines: Sequence[Line], **more: Any) -> Mapping[str, Any]:
    empty: dict[str, Any] = {"clock": "", "span": "", "title-at": "", "aim": None, "aim-at": ""}
    none: dict[str, Any] = {"facts": [], "ways": [], "sections": [], "openings": None}
    return {**empty, **none, "announce": "", **more, "title": title, "lines": lines}


def _step(book: Book, timed: TimedStep) -> Mapping[str, Any]:
    protocol, step = book.meeting.protocol, timed.step
    pages = protocol.step(step.id) if protocol else None
    aim, at = None, ""
    if protocol and pages:
        at = f"steps[{protocol.steps.index(pages) + 1}].aim"
        aim = book.script.say(pages.aim, protocol.source, at)
    length, left = book.minutes(step.minutes), _minutes(book.steps[-1].end - timed.end)
    facts = [
        book.labels("director-facts", minutes=length, left=book.labels.duration(left))
        if left
        else length
    ]
    target = _target(book, timed)
    return _block(
        book.title(timed),
        _lines(book, _events(book, timed), timed.start, timed),
        clock=book.clock(timed.start),
        span=book.clock_span(timed),
        **{"title-at": title_field(timed, book.order), "aim-at": at},
        facts=[*facts, *_sizes(book, timed), *_reports(book, timed)],
        ways=[*_ways(book, target), *_papers(book, target)] if target else [],
        aim=aim,
        sections=list(_sections(book, pages)) if pages and not _is_timed(pages) else [],
        announce=_announced(book, timed),
        openings=announced(book, target) if target else None,
    )


def _announced(book: Book, timed: TimedStep) -> str:
    """How a step is announced by its name; time in hand isn't."""
    if timed.step.kind == "reserve":
        return ""
    length = book.minutes(timed.step.minutes)
    return book.labels("director-announce", step=book.called(timed), minutes=length)


def _events(book: Book, timed: TimedStep) -> Iterator[_Event]:
    """What begins in a step: sections of the protocol, speakers, and what the team has to do."""
    yield from _speakers(book, timed)
    protocol, step = book.meeting.protocol, timed.step
    if protocol is None:
        return
    pages, begins = protocol.step(step.id), 0
    if pages and _is_timed(pages):
        for section, said in zip(pages.sections, _sections(book, pages), strict=True):
            yield begins if section.minutes else None, "sections", said
            begins += section.minutes or 0
    yield from _cues(book, protocol.cues.steps.get(step.id, ()), f"steps.{step.id}")


def _is_timed(pages: ProtocolStep) -> bool:
    """Whether the protocol says of any section of a step how long it takes.

    If it doesn't, nobody knows when they begin: they are named at the step's head, so that none
    stands before the words that lead to it.
    """
    return any(section.minutes for section in pages.sections)


def _sections(book: Book, pages: ProtocolStep) -> Iterator[Mapping[str, Any]]:
    protocol = book.meeting.protocol
    assert protocol is not None
    for number, section in enumerate(pages.sections, start=1):
        field = f"steps[{protocol.steps.index(pages) + 1}].sections[{number}].title"
        title = book.script.say(section.title, protocol.source, field)
        minutes = book.minutes(section.minutes) if section.minutes else ""
        yield {"title": title, "minutes": minutes, "file": "protocol", "field": field}


def _cues(book: Book, cues: Sequence[Cue], at: str, sign: int = 1) -> Iterator[_Event]:
    """Cues with the minute at which each is due, or without one where it has none."""
    protocol, labels = book.meeting.protocol, book.labels
    assert protocol is not None
    who = {
        "facilitator": labels("director-who-facilitator"),
        "organisers": labels("director-who-organisers"),
        "desk": labels("director-who-desk"),
        "moderators": labels("director-who-moderators"),
        "secretaries": labels("director-who-secretaries"),
    }
    for number, cue in enumerate(cues, start=1):
        field = f"cues.{at}[{number}]"
        texts = {"say": cue.say, "do": cue.do, "watch": cue.watch}
        said = {
            key: say(text, book.script, protocol.source, f"{field}.{key}")
            for key, text in texts.items()
        }
        minutes = None if cue.minutes is None else sign * cue.minutes
        yield minutes, "cues", {"who": who[cue.who], "field": field, **said}


def _lines(
    book: Book, events: Iterable[_Event], origin: dt.datetime, timed: TimedStep | None = None
) -> list[Line]:
    """Events by the minute; one without a minute stays behind the one that is written before it.

    Whatever begins at one moment stands together, with the time left of the step and of the day.
    What has no minute comes after all that has the same one, and shows no clock. Of four cues:

    ========  ======  =================  =====
    written   minute  sorts by           comes
    ========  ======  =================  =====
    "First"   none    0, as none before  1st
    "Second"  20      20                 3rd
    "Third"   none    20, behind         4th
    "Fourth"  10      10                 2nd
    ========  ======  =================  =====

    Cues before the session count backwards: one without a minute goes by the earliest of all if
    it is written first. Sections and cues each stay behind their own kind.
    """
    events = [*events]
    start = min([0, *(minutes for minutes, *_ in events if minutes is not None)])
    last = {"sections": start, "cues": start}
    found: dict[tuple[int, bool], dict[str, list[Mapping[str, Any]]]] = {}
    for minutes, kind, said in events:
        last[kind] = last[kind] if minutes is None else minutes
        at = last[kind], minutes is not None
        found.setdefault(at, {"sections": [], "cues": []})[kind].append(said)
    return [
        {**_moment(book, origin, at if known else None, timed), **found[at, known]}
        for at, known in sorted(found, key=lambda moment: (moment[0], not moment[1]))
    ]


def _moment(book: Book, origin: dt.datetime, minutes: int | None, timed: TimedStep | None) -> Line:
    if minutes is None:
        return {"clock": "", "step-left": "", "day-left": ""}
    moment = origin + dt.timedelta(minutes=minutes)
    if timed is None:
        return {"clock": book.clock(moment), "step-left": "", "day-left": ""}
    day = _minutes(book.steps[-1].end - moment)
    return {
        "clock": book.clock(moment),
        "step-left": book.labels.isolate(max(0, timed.step.minutes - minutes)),
        "day-left": book.labels.isolate(hours(max(0, day))),
    }


def _sizes(book: Book, timed: TimedStep) -> Iterator[str]:
    """How many groups there are, how large, and at which tables."""
    plan = book.plan
    if plan is None or timed.step.id not in plan.steps:
        return
    groups = plan.groups(timed.step.id)
    key = "director-groups-expected" if book.is_open else "director-groups"
    yield book.labels(
        key,
        groups=book.labels("groups", n=len(groups)),
        size=book.span(map(len, groups.values())),
        tables=book.ranges(book.tables(timed.step.id).values()),
    )


def _target(book: Book, timed: TimedStep) -> TimedStep | None:
    """The step to which people go now: from the last pause before it, or at its beginning."""
    at = book.steps.index(timed)
    before = book.steps[at - 1] if at else None
    after = book.steps[at + 1] if at + 1 < len(book.steps) else None
    if timed.step.kind in WORK:
        goes = before is None or before.step.kind in WORK
        return timed if goes else None
    return after if after and after.step.kind in WORK else None


def _ways(book: Book, target: TimedStep) -> Iterator[str]:
    """Who goes where for a step, in sentences."""
    labels, plan = book.labels, book.plan
    if plan is None or target.step.id not in plan.steps:
        yield labels("director-go-hall", step=book.called(target))
        return
    counts = announced(book, target)
    yield from counts or ()
    if same := book.same_as(target):
        yield labels("director-go-again", step=book.called(same))
    else:
        yield labels("director-go-groups", step=book.called(target))
    if counts:
        return
    for name, tables in book.tables_by_block(target).items():
        yield labels("director-tables-of", name=name, tables=book.ranges(tables))
    at = plan.steps.index(target.step.id)
    if at and not book.is_open:
        stay = sum(seat.route[at].table == seat.route[at - 1].table for seat in plan.seats)
        yield labels("director-stay", n=stay) if stay else labels("director-all-move")


def _papers(book: Book, target: TimedStep) -> Iterator[str]:
    """Which group sheets are laid out now, and which are taken in; which wall sheets are hung."""
    steps = [timed for timed, _ in shared_steps(book.meeting)] if book.counts["records"] else []
    step = book.called(target)
    if target in steps and (at := steps.index(target)):
        yield book.labels("director-lay", step=step, before=book.called(steps[at - 1]))
    elif target in steps:
        yield book.labels("director-lay-first", step=step)
    if book.counts["walls"] and target in walls.steps_of(book.meeting):
        yield book.labels("director-hang", step=step)


def _reporters(book: Book) -> Sequence[str]:
    """The groups that report: those of the last step at which people sit in groups."""
    plan = book.plan
    return tuple(plan.groups(plan.steps[-1])) if plan and plan.steps else ()


def _reports(book: Book, timed: TimedStep) -> Iterator[str]:
    """How many speak, and how long each of them."""
    reporters = len(_reporters(book))
    if timed.step.kind == "reports" and reporters:
        each = book.labels.short_time(report_seconds(timed.step, reporters))
        yield book.labels("director-reports", n=reporters, each=each)


def _speakers(book: Book, timed: TimedStep) -> Iterator[_Event]:
    """When the speakers of each sphere begin, or of whatever else groups have in common."""
    groups = _reporters(book)
    if timed.step.kind != "reports" or not groups:
        return
    *_, last = book.group_steps()
    grouping = book.grouping(last)
    if grouping is None or not grouping.kept:
        return
    begins, blocks = 0, [group.split("-")[0] for group in groups]
    for letter in dict.fromkeys(blocks):
        name = value_of(grouping.kept[0], letter, book.meeting, book.script)
        speakers = book.labels("director-speakers", n=blocks.count(letter))
        minutes = begins * timed.step.minutes // len(groups)
        said = {"title": name["short"], "minutes": speakers, "file": "programme"}
        field = f"{name['field']}.{name['short-at']}"
        yield minutes, "sections", {**said, "field": field}
        begins += blocks.count(letter)


def _minutes(time: dt.timedelta) -> int:
    return round(time.total_seconds() / 60)
