"""The page of a session, and the list of all sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from viche.model.content import Meeting
from viche.model.session import WORK, TimedStep, report_seconds, timetable
from viche.model.text import Localised
from viche.network import promises
from viche.pages.download import Download
from viche.pages.escape import escape
from viche.pages.invitation import invitation
from viche.pages.kits import kit_views
from viche.pages.moves import Picture
from viche.pages.outcome import Outcome
from viche.pages.publication import Publication
from viche.pages.shares import share_of
from viche.pages.structured import events
from viche.pages.views import (
    ALL_CALENDAR,
    KIT,
    SESSIONS,
    Names,
    href,
    meeting_view,
    network_name,
    programme_page,
    routes_page,
    session_page,
)
from viche.pages.writer import Writer, link


@dataclass(frozen=True, slots=True)
class StepView:
    """A line of the timetable."""

    span: str
    title: Localised
    minutes: int
    work: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """A line of the table of groups."""

    table: int
    name: Markup
    seats: Markup


@dataclass(frozen=True, slots=True)
class GroupingView:
    """All groups of one step."""

    anchor: str
    span: str
    title: Localised
    groups: tuple[GroupView, ...]


@dataclass(frozen=True, slots=True)
class ReportsView:
    """How the reporters share their time."""

    reporters: int
    minutes: int
    each: str


def write_sessions(publication: Publication, writer: Writer) -> str:
    """The sessions to come, the next one first, and those that were held, the last one first."""
    coming, past = (
        [meeting_view(meeting, SESSIONS, writer) for meeting in meetings]
        for meetings in (publication.coming, publication.past)
    )
    return writer.page(
        "sessions.md.j2",
        title=writer.labels("sessions"),
        source=writer.cell.source,
        meta={"description": writer.labels("sessions-described")},
        coming=coming,
        calendar=link(SESSIONS, ALL_CALENDAR) if coming and writer.open else "",
        years=[(year, list(held)) for year, held in groupby(past, lambda view: view.year)],
    )


def write_session(
    meeting: Meeting,
    title: str,
    after: Outcome | None,
    downloads: Sequence[Download],
    pictures: Sequence[Picture],
    writer: Writer,
) -> str:
    """The page of one session, before it and after it.

    Args:
        meeting: the session.
        title: what it is called among all pages (``session_titles``).
        after: what came out of it, once it has been held.
        downloads: its papers.
        pictures: who moves where.
        writer: of the language.
    """
    page = session_page(meeting)
    stage = meeting.stage
    names = Names.of(meeting, writer)
    partners = [writer.cell.organisation_name(id) for id in meeting.organisers.co]
    return writer.page(
        "session.md.j2",
        title=title,
        source=meeting.session.source,
        meta={
            "description": writer.words(stage.purpose),
            "image": share_of(meeting),
            "events": events(meeting, writer),
        },
        invitation=invitation(meeting, page, writer),
        outcome=after,
        stage=stage,
        network=network_name(meeting.programme, stage, writer.labels),
        stage_href=href(page, f"{programme_page(meeting.programme)}#stage-{stage.id}"),
        main=writer.cell.organisation_name(meeting.organisers.main),
        partners=partners,
        expected=_expected(meeting, writer),
        routes_page=meeting.plan is not None and after is None,
        routes_href=href(page, routes_page(meeting)),
        steps=[_step(timed, meeting, writer) for timed in timetable(meeting.session)],
        duration=writer.labels.duration(meeting.session.minutes),
        reports=_reports(meeting, names, writer),
        announced=_announced(meeting, writer),
        worth=_worth(meeting, writer),
        pictures=[
            {"href": link(page, picture.path), "title": picture.title, "width": picture.width}
            for picture in pictures
        ],
        groupings=_groupings(meeting, names, writer),
        kits=kit_views(
            [download for download in downloads if download.public and writer.open],
            page,
            writer,
        ),
        kit_href=href(page, KIT),
    )


def _step(timed: TimedStep, meeting: Meeting, writer: Writer) -> StepView:
    return StepView(
        span=writer.labels.span(timed.start, timed.end),
        title=writer.labels.step_title(meeting, timed.step, writer.cell.languages),
        minutes=timed.step.minutes,
        work=timed.step.kind in WORK,
    )


def _expected(meeting: Meeting, writer: Writer) -> str:
    session = meeting.session
    if not session.expected:
        return ""
    return writer.labels("people", n=session.expected)


def _reports(meeting: Meeting, names: Names | None, writer: Writer) -> ReportsView | None:
    """One reporter speaks for each group of the last step at which people sit in groups."""
    step = next((step for step in meeting.session.steps if step.kind == "reports"), None)
    if step is None or meeting.plan is None or names is None or not meeting.plan.steps:
        return None
    reporters = len(meeting.plan.groups(meeting.plan.steps[-1]))
    each = writer.labels.short_time(report_seconds(step, reporters))
    return ReportsView(reporters, step.minutes, each)


def _announced(meeting: Meeting, writer: Writer) -> str:
    """What to know of groups that depend on how many people come."""
    if meeting.plan is None or meeting.session.seating != "open":
        return ""
    people = writer.labels("people", n=len(meeting.plan.seats))
    return writer.labels("tables-announced", people=people)


def _worth(meeting: Meeting, writer: Writer) -> str:
    """A few words on what the seating is worth."""
    if meeting.plan is None or meeting.topology is None:
        return ""
    labels, steps = writer.labels, {step.id: step for step in meeting.session.steps}

    def title(step: str) -> str:
        return labels.step_title(meeting, steps[step], writer.cell.languages).words

    return " ".join(
        labels.promise(promise, title) for promise in promises(meeting.plan, meeting.topology)
    )


def _groupings(meeting: Meeting, names: Names | None, writer: Writer) -> tuple[GroupingView, ...]:
    if meeting.plan is None or names is None:
        return ()
    return tuple(
        GroupingView(
            anchor=f"step-{timed.step.id}",
            span=writer.labels.span(timed.start, timed.end),
            title=writer.labels.step_title(meeting, timed.step, writer.cell.languages),
            groups=tuple(
                GroupView(
                    table=meeting.plan.place(seats[0], timed.step.id).table,
                    name=names.group(timed.step, meeting.plan.place(seats[0], timed.step.id)),
                    seats=Markup(" ").join(
                        Markup("<bdi>{}</bdi>").format(escape(seat.id)) for seat in seats
                    ),
                )
                for seats in meeting.plan.groups(timed.step.id).values()
            ),
        )
        for timed in timetable(meeting.session)
        if timed.step.id in meeting.plan.steps
    )
