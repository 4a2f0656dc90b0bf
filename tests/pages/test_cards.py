"""The pages of a session whose cards are dealt at the door, and roles on the cards of any."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.pages.sample import SESSION, rendered, sample
from viche.model.content import Content, Meeting
from viche.model.plan import Plan, Role
from viche.network import Policy
from viche.network.meeting import cards_of, deck_of, people_expected

ROUTES, PAGE = f"{SESSION}/index.md", f"sessions/{SESSION}.md"


def dealt(cards: int = 12) -> Content:
    """The small cell; its session has an open deck of ``cards`` for each of two spheres."""
    content = sample()
    (meeting,) = content.meetings
    session = meeting.session.model_copy(update={"seating": "open", "cards": cards})
    deck = deck_of(session, meeting.programme)
    people = people_expected(session, meeting.programme)
    plan = deck.deal(deck.dealt(people), Policy.FULL_COVERAGE)
    return replace(content, meetings=(replace(meeting, session=session, plan=plan),))


def page(content: Content, path: str, language: str = "en") -> str:
    found = rendered(content, language)[path]
    assert isinstance(found, str)
    return found


def card(content: Content, seat: str, language: str = "en") -> str:
    """One card of the page of routes, its tags as blanks."""
    routes = page(content, ROUTES, language)
    start = routes.index(f'id="{seat}"')
    text = re.sub("<[^>]*>", " ", routes[start : routes.index("</section>", start)])
    return " ".join(text.split())


def test_every_card_of_the_deck_has_its_route() -> None:
    content = dealt()
    routes = page(content, ROUTES)
    cards = cards_of(content.meetings[0])
    assert len(cards) == 24
    for each in cards:
        assert routes.count(f'id="{each.seat}"') == routes.count(f'href="#{each.seat}"') == 1


def test_a_card_tells_the_table_for_every_number_of_open_tables() -> None:
    content = dealt()
    each = next(each for each in cards_of(content.meetings[0]) if each.seat.endswith("-5"))
    said = card(content, each.seat)
    assert f"card {each.number}" in said
    for openings in each.openings.values():
        pairs = " ".join(f"{opened} {place.table}" for opened, place in openings.items())
        assert f"Tables open Your table {pairs}" in said
    # The way home is certain.
    assert said.count(f"Table {each.homes['profile'].table} ") == 2


def test_the_session_tells_that_tables_are_announced() -> None:
    content = dealt()
    assert "the groups for 9&#160;people" in page(content, PAGE).replace("\u00a0", "&#160;")
    assert "announced" not in page(sample(), PAGE)
    (meeting,) = content.meetings
    assert meeting.plan is not None
    for seat in meeting.plan.seats:
        assert seat.id in page(content, PAGE)


def test_what_is_not_dealt_says_nothing_of_cards() -> None:
    routes = page(sample(), ROUTES)
    assert "seat-openings" not in routes
    assert "card 1" not in routes


@pytest.mark.parametrize("language", ["uk", "en", "he"])
def test_roles_stand_on_the_route(language: str) -> None:
    content = sample()
    (meeting,) = content.meetings
    busy = replace(content, meetings=(_with_role(meeting, 1, Role.SECRETARY),))
    plan = busy.meetings[0].plan
    assert plan is not None
    first, second, *_ = plan.seats
    words = {"uk": "роль: записувати", "en": "role: secretary", "he": "תפקיד: תיעוד"}[language]
    assert card(busy, first.id, language).count(words) == 1
    assert words not in card(busy, second.id, language)


def _with_role(meeting: Meeting, step: int, role: Role) -> Meeting:
    """The first seat has the role at that step."""
    assert meeting.plan is not None
    first, *others = meeting.plan.seats
    route = [replace(p, role=role) if at == step else p for at, p in enumerate(first.route)]
    seats = (replace(first, route=tuple(route)), *others)
    return replace(meeting, plan=Plan(meeting.plan.steps, seats))
