"""The page that QR codes open: the route of every seat, shown by the address's fragment alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from viche.labels import own_name
from viche.model.content import Meeting
from viche.model.plan import Place
from viche.model.programme import Sphere
from viche.model.session import Step, timetable
from viche.model.text import Localised, direction
from viche.network import Card
from viche.network.meeting import cards_of
from viche.pages.escape import escape
from viche.pages.views import Names, href, meeting_view, routes_page, session_page, signs_folder
from viche.pages.writer import Writer, link


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the day. Only where people sit in groups is there a ``table`` to go to.

    Where the table depends on how many are open, there are ``openings`` instead: pairs of that
    number and one's own table.
    """

    span: str
    title: Localised
    name: Markup | None = None
    table: int | None = None
    role: str = ""
    openings: tuple[tuple[int, int], ...] = ()


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
    number: int | None
    """Of its card, where cards are dealt at the door."""

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


def write_routes(meeting: Meeting, names: Names, writer: Writer) -> str:
    """The page of routes. Its anchors are the ids of the seats, as they are printed."""
    page = routes_page(meeting)
    cards = cards_of(meeting)
    return writer.page(
        "routes.md.j2",
        title=f"{writer.labels('routes')} · {writer.words(meeting.session.title)}",
        source=meeting.session.source,
        meta={
            "description": writer.words(meeting.session.title),
            "search": {"exclude": True},
            "hide": ["navigation", "toc"],
            "kind": "routes",
        },
        seats=_routes(cards, names, meeting, writer),
        meeting=meeting_view(meeting, page, writer),
        elsewhere=_elsewhere(page, writer),
        blocks=_blocks(cards, names, writer),
        signs=link(page, signs_folder(meeting.programme)),
        session_href=href(page, session_page(meeting)),
    )


def _routes(cards: Sequence[Card], names: Names, meeting: Meeting, writer: Writer) -> list[Route]:
    """Many seats share a step, and many a group: each is put into words once."""
    labels, languages = writer.labels, writer.cell.languages
    steps = [
        (at.step, labels.span(at.start, at.end), labels.step_title(meeting, at.step, languages))
        for at in timetable(meeting.session)
    ]
    said: dict[tuple[str, str], Markup] = {}

    def stop(card: Card, step: Step, span: str, title: Localised) -> Stop:
        if place := card.homes.get(step.id):
            group = (step.id, place.group)
            if group not in said:
                said[group] = names.group(step, place)
            return Stop(span, title, said[group], place.table, _role(place, writer))
        if openings := card.openings.get(step.id):
            pairs = tuple((opened, place.table) for opened, place in openings.items())
            return Stop(span, title, names.block(step, openings[1]), openings=pairs)
        return Stop(span, title)

    return [
        Route(
            id=card.seat,
            number=card.number,
            sphere=names.sphere(card.seat),
            name=names.seat(card.seat),
            stops=tuple(stop(card, *step) for step in steps),
        )
        for card in cards
    ]


def _role(place: Place, writer: Writer) -> str:
    if place.role is None:
        return ""
    return writer.labels("role", role=writer.labels(f"role-{place.role}"))


def _elsewhere(page: str, writer: Writer) -> tuple[Elsewhere, ...]:
    """A seat has the same id in every language, so a link can lead to its very card."""
    return tuple(
        Elsewhere(
            language=language,
            name=own_name(language).capitalize(),
            direction=direction(language),
            href=href(page, writer.elsewhere(page, language)),
        )
        for language in writer.cell.languages
        if language != writer.language
    )


def _blocks(cards: Sequence[Card], names: Names, writer: Writer) -> tuple[Block, ...]:
    rows: dict[str, dict[str, list[str]]] = {}
    for card in cards:
        sphere = names.sphere(card.seat)
        profile = card.seat.rpartition("-")[0]
        rows.setdefault(sphere.id if sphere else "", {}).setdefault(profile, []).append(card.seat)
    return tuple(_block(profiles, names, writer) for profiles in rows.values())


def _block(profiles: dict[str, list[str]], names: Names, writer: Writer) -> Block:
    first = next(iter(profiles.values()))[0]
    sphere = names.sphere(first)
    return Block(
        sphere=sphere,
        title=writer.marked(writer.local(sphere.name)) if sphere else names.axis,
        parts=tuple(
            Row(
                # Seats without letters, or with that of a sphere alone, are told by their number.
                names.beside_sphere(seats[0]) or escape(writer.labels("seats", n=len(seats))),
                tuple(seats),
            )
            for seats in profiles.values()
        ),
    )
