"""The page that QR codes open: the route of every seat, shown by the address's fragment alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from viche.model.content import Meeting
from viche.model.plan import Plan, Seat
from viche.model.programme import Sphere
from viche.model.session import TimedStep, timetable
from viche.model.text import Localised
from viche.pages.escape import escape
from viche.pages.views import Names, href, routes_page, session_page, signs_folder
from viche.pages.writer import Writer, link


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a route."""

    span: str
    title: Localised
    table: int
    name: Markup


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
    timed = [timed for timed in timetable(meeting.session) if timed.step.id in plan.steps]
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
        place = plan.place(seat, at.step.id)
        stops.append(
            Stop(
                span=writer.labels.span(at.start, at.end),
                title=writer.labels.step_title(meeting.session, at.step, writer.cell.languages),
                table=place.table,
                name=names.group(at.step, place),
            )
        )
    return Route(seat.id, names.sphere(seat), names.seat(seat), tuple(stops))


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
