"""The picture of who moves where: every seat at every step, and its way between."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.pages.sample import CELL, SESSION, rendered, sample
from viche.labels import read_labels
from viche.model.content import Content
from viche.model.plan import Plan
from viche.network import Policy, seat_incomplete_3d
from viche.pages import Publication
from viche.pages.moves import moves
from viche.pages.views import Names
from viche.pages.writer import Writer
from viche.resources import tree

SVG = "{http://www.w3.org/2000/svg}"
ISOLATES = "\u2066\u2067\u2068\u2069"
LANGUAGES = pytest.mark.parametrize("language", ["uk", "en", "he"])


def with_people(people: int) -> Content:
    """The sample with so many people in each of its two spheres."""
    content = sample()
    (meeting,) = content.meetings
    steps = [step.id for step in meeting.session.grouping_steps]
    letters = [part.letter for part in meeting.programme.parts]
    crowd = {sphere.letter: people for sphere in meeting.programme.spheres}
    plan = seat_incomplete_3d(crowd, letters, Policy.FULL_COVERAGE, steps)
    return replace(content, meetings=(replace(meeting, plan=plan),))


def drawn(content: Content, language: str = "uk") -> list[str]:
    pages = rendered(content, language)
    pictures = [page for path, page in pages.items() if path.startswith(f"img/{SESSION}/moves-")]
    return [picture for picture in pictures if isinstance(picture, str)]


def plan_of(content: Content) -> Plan:
    (meeting,) = content.meetings
    assert meeting.plan is not None
    return meeting.plan


def spots(picture: str) -> list[tuple[str, float, float]]:
    """Every text with the point where it begins."""
    texts = ElementTree.fromstring(picture).iter(f"{SVG}text")
    return [
        (str(text.text).strip(ISOLATES), float(text.attrib["x"]), float(text.attrib["y"]))
        for text in texts
    ]


def ways(picture: str) -> list[tuple[float, float, float, float, str]]:
    """Every way: where it begins and ends, and its pattern."""
    found = []
    for path in ElementTree.fromstring(picture).iter(f"{SVG}path"):
        x, y, *_, to_x, to_y = (float(number) for number in re.findall(r"[\d.]+", path.attrib["d"]))
        found.append((x, y, to_x, to_y, path.attrib["stroke-dasharray"]))
    return found


@LANGUAGES
def test_every_seat_stands_at_every_step(language: str) -> None:
    content = sample()
    plan = plan_of(content)
    found = Counter(text for picture in drawn(content, language) for text, _, _ in spots(picture))
    for seat in plan.seats:
        assert found[seat.id] == len(plan.steps)


@LANGUAGES
def test_a_way_leads_from_table_to_table(language: str) -> None:
    """Each begins at the height of a seat in one column, and ends at that seat in the next."""
    rightward = language != "he"
    for picture in drawn(sample(), language):
        seats = [spot for spot in spots(picture) if re.fullmatch(r"[A-Z]-[A-Z]-\d+", spot[0])]
        columns = sorted({x for _, x, _ in seats}, reverse=not rightward)
        heights = {(text, columns.index(x)): y for text, x, y in seats}
        expected = Counter(
            (at, heights[text, at], heights[text, at + 1])
            for text in {text for text, _, _ in seats}
            for at in range(len(columns) - 1)
        )
        found: Counter[tuple[int, float, float]] = Counter()
        for x, y, to_x, to_y, _ in ways(picture):
            assert (to_x > x) == rightward
            at = max(n for n, column in enumerate(columns) if (column < x) == rightward)
            found[at, y + 4.5, to_y + 4.5] += 1
        assert found == expected


@LANGUAGES
def test_every_word_is_isolated_and_the_picture_described(language: str) -> None:
    for picture in drawn(sample(), language):
        root = ElementTree.fromstring(picture)
        assert root.attrib["direction"] == ("rtl" if language == "he" else "ltr")
        assert root.attrib["role"] == "img"
        title, described = (root.find(f"{SVG}{tag}") for tag in ("title", "desc"))
        assert title is not None
        assert title.text
        assert described is not None
        assert described.text
        for text in root.iter(f"{SVG}text"):
            assert str(text.text)[0] in ISOLATES
            assert str(text.text)[-1] in ISOLATES
        width = float(root.attrib["width"])
        assert all(0 < x < width for _, x, _ in spots(picture))


def test_those_who_begin_at_one_table_have_one_pattern() -> None:
    for picture in drawn(with_people(16)):
        starts = ways(picture)
        first = min(x for x, *_ in starts)
        patterns: dict[str, set[float]] = {}
        for x, y, _, _, pattern in starts:
            if x == first:
                patterns.setdefault(pattern, set()).add(y)
        # The sphere's two tables, one below the other: two patterns, each in a run of its own.
        above, below = sorted((min(ys), max(ys)) for ys in patterns.values())
        assert above[1] < below[0]


def test_pictures_are_of_one_sphere_and_not_too_large() -> None:
    for people, pictures in ((16, 2), (32, 2), (64, 4), (100, 8)):
        found = drawn(with_people(people))
        assert len(found) == pictures
        for picture in found:
            letters = {text[0] for text, _, _ in spots(picture) if re.match(r"[A-Z]-[A-Z]-", text)}
            assert len(letters) == 1
            assert len(picture.encode()) < 100_000


def test_no_pictures_where_nobody_could_find_a_seat() -> None:
    assert drawn(with_people(300)) == []


def test_the_session_page_shows_them_with_the_lists_below() -> None:
    page = rendered(sample(), "en")[f"sessions/{SESSION}.md"]
    assert isinstance(page, str)
    assert page.count('<img class="moves"') == len(drawn(sample(), "en")) == 2
    assert page.index("{#moves}") < page.index("{#step-profile}")


def test_one_step_moves_nobody() -> None:
    content = sample()
    (meeting,) = content.meetings
    plan = plan_of(content)
    seats = tuple(replace(seat, route=seat.route[:1]) for seat in plan.seats)
    held = meeting.session.model_copy(update={"steps": meeting.session.steps[:2]})
    once = replace(meeting, session=held, plan=Plan(plan.steps[:1], seats))
    files = tree("site", CELL)
    writer = Writer.of(Publication(content, files), read_labels("en", files))
    names = Names.of(once, writer)
    assert names is not None
    assert moves(once, names, writer) == ()
