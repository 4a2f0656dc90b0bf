"""The page of a programme, with all its stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viche.model.content import Meeting
from viche.model.programme import Programme, Stage
from viche.model.text import Text
from viche.pages.shares import share_of
from viche.pages.timeline import Line, timeline_file
from viche.pages.views import (
    MeetingView,
    duration_range,
    meeting_view,
    network_name,
    programme_page,
    signs_folder,
    stage_number,
)
from viche.pages.writer import Writer, link


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another stage that one speaks of."""

    id: str
    number: int
    title: Text


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage as its section shows it."""

    id: str
    line: Line
    purpose: Text
    network: Text | str
    duration: str
    interval: str
    gates: tuple[Text, ...]
    crowd: str
    categories: tuple[Text, ...]
    spheres_from: Neighbour | None
    takes: tuple[Neighbour, ...]
    output: Text
    published: tuple[Text, ...]
    variant: Text | None
    meetings: tuple[MeetingView, ...]


def write_programme(
    programme: Programme, lines: Sequence[Line], meetings: Sequence[Meeting], writer: Writer
) -> str:
    """The page of ``programme``; ``meetings`` may be those of all programmes."""
    page = programme_page(programme)
    return writer.page(
        "programme.md.j2",
        title=writer.words(programme.title),
        source=programme.source,
        meta={
            "description": writer.words(programme.summary),
            "hide": ["navigation"],
            "image": share_of(programme),
        },
        programme=programme,
        lines=lines,
        pictures=[link(page, timeline_file(programme, wide=wide)) for wide in (True, False)]
        if any(line.days for line in lines)
        else [],
        stages=[
            _stage(stage, line, programme, meetings, writer)
            for stage, line in zip(programme.stages, lines, strict=True)
        ],
        signs=link(page, signs_folder(programme)),
    )


def _stage(
    stage: Stage, line: Line, programme: Programme, meetings: Sequence[Meeting], writer: Writer
) -> StageView:
    page = programme_page(programme)
    names = {category.id: category.name for category in programme.categories}

    def neighbour(id: str) -> Neighbour:
        other = programme.stage(id)
        return Neighbour(id, stage_number(programme, other), other.title)

    return StageView(
        id=stage.id,
        line=line,
        purpose=stage.purpose,
        network=network_name(programme, stage, writer.labels),
        duration=duration_range(stage.minutes, writer.labels),
        interval=_interval(stage, writer),
        gates=tuple(gate.text for gate in stage.gates),
        crowd=_crowd(stage, writer),
        categories=tuple(names[id] for id in stage.categories),
        spheres_from=neighbour(stage.spheres_from) if stage.spheres_from else None,
        takes=tuple(map(neighbour, stage.takes)),
        output=stage.output,
        published=stage.published,
        variant=stage.variant,
        meetings=tuple(
            meeting_view(meeting, page, writer)
            for meeting in meetings
            if meeting.programme.id == programme.id and meeting.stage.id == stage.id
        ),
    )


def _interval(stage: Stage, writer: Writer) -> str:
    if stage.same_day:
        return writer.labels("interval-same-day")
    if stage.interval_days is None:
        return ""
    days = stage.interval_days
    return writer.labels("interval-after", range=writer.labels.span(days.min, days.max), n=days.max)


def _crowd(stage: Stage, writer: Writer) -> str:
    if stage.crowd is None:
        return ""
    people, spheres = stage.crowd.people, stage.crowd.per_sphere
    return writer.labels(
        "crowd-said",
        people=writer.labels.span(people.min, people.max),
        per_sphere=writer.labels.span(spheres.min, spheres.max),
        members=stage.crowd.cell_members_per_sphere,
        n=people.max,
    )
