"""The page that QR codes open: the route of every seat, shown by the address's fragment alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale
from markupsafe import Markup

from viche.model.content import Meeting
from viche.model.plan import Plan, Seat
from viche.model.programme import Sphere
from viche.model.session import TimedStep, timetable
from viche.model.text import Localised, direction
from viche.pages.escape import escape
from viche.pages.views import Names, href, meeting_view, routes_page, session_page, signs_folder
from viche.pages.writer import Writer, link


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the day. Only where people sit in groups is there a ``table`` to go to."""

    span: str
    title: Localised
    table: int | None = None
    name: Markup | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same page in another language."""

    language: str
    name: str
    direction: str
    href: str


@dataclass(frozen=True, slots=True)
class Route:
    """A seat with its whole way through the day."""

    id: str
    sphere: Sphere | None
    name: Markup
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The seats of one profile group, by their ids."""

    name: Markup
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The seats of one sphere, or all seats where the network has no spheres."""

    sphere: Sphere | None
    title: Markup
    parts: tuple[Row, ...]


def write_routes(meeting: Meeting, plan: Plan, names: Names, writer: Writer) -> str:
    """The page of routes. Its anchors are the ids of the seats, as they are printed."""
    page = routes_page(meeting)
    timed = timetable(meeting.session)
    return writer.page(
        "routes.md.j2",
        title=writer.labels("routes"),
        source=meeting.session.source,
        meta={
            "description": writer.words(meeting.session.title),
            "search": {"exclude": True},
            "hide": ["navigation", "toc"],
            "kind": "routes",
        },
        seats=[_route(seat, plan, timed, names, meeting, writer) for seat in plan.seats],
        meeting=meeting_view(meeting, page, writer),
        elsewhere=_elsewhere(page, writer),
        blocks=_blocks(plan, names, writer),
        signs=link(page, signs_folder(meeting.programme)),
        session_href=href(page, session_page(meeting)),
    )


def _route(
    seat: Seat,
    plan: Plan,
    timed: Sequence[TimedStep],
    names: Names,
    meeting: Meeting,
    writer: Writer,
) -> Route:
    stops = []
    for at in timed:
        span = writer.labels.span(at.start, at.end)
        title = writer.labels.step_title(meeting.session, at.step, writer.cell.languages)
        if at.step.id in plan.steps:
            place = plan.place(seat, at.step.id)
            stops.append(Stop(span, title, place.table, names.group(at.step, place)))
        else:
            stops.append(Stop(span, title))
    return Route(seat.id, names.sphere(seat), names.seat(seat), tuple(stops))


def _elsewhere(page: str, writer: Writer) -> tuple[Elsewhere, ...]:
    """A seat has the same id in every language, so a link can lead to its very card."""
    first = writer.cell.languages[0]

    def folder(language: str) -> str:
        return "" if language == first else f"{language}/"

    here = folder(writer.language) + page
    return tuple(
        Elsewhere(
            language=language,
            name=(Locale.parse(language).get_display_name(language) or language).capitalize(),
            direction=direction(language),
            href=href(here, folder(language) + page),
        )
        for language in writer.cell.languages
        if language != writer.language
    )


def _blocks(plan: Plan, names: Names, writer: Writer) -> tuple[Block, ...]:
    rows: dict[str, dict[str, list[Seat]]] = {}
    for seat in plan.seats:
        sphere = names.sphere(seat)
        profile = seat.id.rpartition("-")[0]
        rows.setdefault(sphere.id if sphere else "", {}).setdefault(profile, []).append(seat)
    return tuple(_block(profiles, names, writer) for profiles in rows.values())


def _block(profiles: dict[str, list[Seat]], names: Names, writer: Writer) -> Block:
    first = next(iter(profiles.values()))[0]
    sphere = names.sphere(first)
    title = writer.marked(writer.local(sphere.name)) if sphere else escape(writer.labels("parts"))
    return Block(
        sphere=sphere,
        title=title,
        parts=tuple(
            Row(names.part(seats[0]), tuple(seat.id for seat in seats))
            for seats in profiles.values()
        ),
    )
