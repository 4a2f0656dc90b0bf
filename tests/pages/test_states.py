"""The same cell before its session, after it, and without any: what each page then says."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import pytest

from tests.pages.sample import CELL, DOWNLOADS, SESSION, rendered, sample
from viche.labels import read_labels
from viche.model.content import Content, Meeting, Page
from viche.model.history import History
from viche.model.session import Registration, Venue
from viche.model.text import LANGUAGES, Text
from viche.pages import Publication, frame, render, shares
from viche.pages.news import news
from viche.resources import tree

HELD = frozenset({SESSION})
HOME = "index.md"
SESSIONS = "sessions/index.md"
PAGE = f"sessions/{SESSION}.md"
PROGRAMME = "programme/city/index.md"
NEWS = "news/index.md"
PICTURES = ("img/city/timeline.svg", "img/city/timeline-narrow.svg")


def said(
    content: Content, path: str, held: frozenset[str] = frozenset(), language: str = "en"
) -> str:
    page = rendered(content, language, held)[path]
    assert isinstance(page, str)
    return unescape(page)


def with_session(content: Content, **changed: object) -> Content:
    meeting = content.meetings[0]
    session = meeting.session.model_copy(update=changed)
    return replace(content, meetings=(replace(meeting, session=session),))


def again(meeting: Meeting, id: str, **changed: object) -> Meeting:
    session = meeting.session.model_copy(update=changed)
    session._id = id
    return replace(meeting, session=session)


def signing_up(content: Content) -> Content:
    given = {"address": "https://form.example/", "until": "2027-01-10"}
    return with_session(content, registration=Registration.model_validate(given))


def test_before_it_the_home_page_invites_to_the_next_session() -> None:
    page = said(signing_up(sample()), HOME)
    told = ("Saturday, 30 January 2027", "09:30–11:00", "School", "councillors")
    places = [page.index(words) for words in (*told, "https://form.example/", "10 January 2027")]
    assert places == sorted(places)
    assert "Held:" not in page


def test_after_it_the_home_page_says_what_came_out() -> None:
    page = said(signing_up(sample()), HOME, HELD)
    assert "No session is planned at the moment." in page
    assert "form.example" not in page
    told = ("Held: Saturday, 30 January 2027", "A brochure.", "on the site", "Що вийшло")
    assert [words for words in told if words not in page] == []


def test_a_cell_without_sessions_says_that_none_is_planned() -> None:
    content = replace(sample(), meetings=())
    assert "No session is planned at the moment." in said(content, HOME)
    assert "No session is planned at the moment." in said(content, SESSIONS)
    assert not any(path in rendered(content, "en") for path in PICTURES)
    assert "timeline" not in said(content, PROGRAMME)


def test_who_is_not_of_the_cell_is_shown_the_next_session_that_is_open() -> None:
    content = sample()
    opened = content.meetings[0]
    stage = opened.stage.model_copy(update={"audience": "cell"})
    own = again(replace(opened, stage=stage), "2027-01-own", date=dt.date(2027, 1, 20))
    page = said(replace(content, meetings=(own, opened)), HOME)
    assert page.index("20 January 2027") < page.index("30 January 2027")
    assert page.count('<div class="next">') == 2


def test_the_session_s_page_changes_when_it_was_held() -> None:
    content = signing_up(sample())
    before, after = said(content, PAGE), said(content, PAGE, HELD)
    only_before = ("form.example", f"{SESSION}.ics", "Find your seat")
    assert [words for words in only_before if words not in before] == []
    assert [words for words in only_before if words in after] == []
    only_after = ("Held: Saturday", "What came out", "Що вийшло")
    assert [words for words in only_after if words in before] == []
    assert [words for words in only_after if words not in after] == []
    assert "booklets.pdf" in before
    assert "booklets.pdf" in after


def test_what_announced_a_session_did_not_come_out_of_it() -> None:
    assert "Запрошуємо" not in said(sample(), PAGE, HELD)
    assert "Запрошуємо" in said(sample(), NEWS, HELD)


def test_after_a_session_its_page_leads_to_the_next_one() -> None:
    content = sample()
    first = content.meetings[0]
    later = again(first, "2027-02-more", date=dt.date(2027, 2, 9))
    page = said(replace(content, meetings=(first, later)), PAGE, HELD)
    assert "2027-02-more.html" in page
    assert "9 February 2027" in page


def test_sessions_of_one_title_are_told_apart_by_their_day() -> None:
    content = sample()
    first = content.meetings[0]
    later = again(first, "2027-02-more", date=dt.date(2027, 2, 9))
    pages = rendered(replace(content, meetings=(first, later)), "en")
    titles = [str(pages[f"sessions/{id}.md"]).split('"')[1] for id in (SESSION, "2027-02-more")]
    assert titles == ["Small session, 30 January 2027", "Small session, 9 February 2027"]
    assert 'title: "Small session"' in said(content, PAGE)


def test_sessions_that_were_held_stand_by_year_the_last_one_first() -> None:
    content = sample()
    first = content.meetings[0]
    days = {"2026-05-a": dt.date(2026, 5, 1), "2026-07-b": dt.date(2026, 7, 1)}
    past = [again(first, id, date=day) for id, day in days.items()]
    content = replace(content, meetings=(*past, first))
    page = said(content, SESSIONS, frozenset(days))
    marks = ("{#coming}", SESSION, "all.ics", "{#archive}", "2026 {#year-2026}", *reversed(days))
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "{#coming}" in said(content, SESSIONS, frozenset({*days, SESSION}))
    assert "all.ics" not in said(content, SESSIONS, frozenset({*days, SESSION}))


def test_news_stand_by_month_the_newest_first() -> None:
    page = said(sample(), NEWS)
    marks = ("February 2027", "Що вийшло", "January 2027", "Запрошуємо")
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)


def test_news_of_one_title_are_told_apart_by_their_day() -> None:
    content = sample()
    pages = {
        key: replace(page, title="Новина") if page.date else page
        for key, page in content.pages.items()
    }
    page = said(replace(content, pages=pages), NEWS)
    assert page.count(">Новина<") == 2
    assert {"2027-01-20", "2027-02-02"} <= {*re.findall(r'datetime="(.*?)"', page)}


def test_a_title_of_news_becomes_no_markup() -> None:
    content = sample()
    pages = {
        key: replace(page, title="<b>*N*</b>", description="[x](y)") if page.date else page
        for key, page in content.pages.items()
    }
    tree = rendered(replace(content, pages=pages), "uk", HELD)
    for path in (HOME, NEWS, PAGE, "news/after.md"):
        body = str(tree[path]).split("---\n", 2)[2]
        assert "&#60;b&#62;&#42;N&#42;&#60;/b&#62;" in body
        assert "<b>" not in body
        assert "[x]" not in body


def test_a_feed_is_told_in_which_language_each_piece_is_written() -> None:
    pieces = news(Publication(sample(), {}), "he")
    assert [(piece.date.isoformat(), piece.language, piece.fallback) for piece in pieces] == [
        ("2027-02-02", "uk", True),
        ("2027-01-20", "uk", True),
    ]
    assert all(piece.meeting and piece.meeting.id == SESSION for piece in pieces)


def test_a_piece_in_another_language_says_so_and_keeps_its_direction() -> None:
    page = said(sample(), "news/after.md", language="he")
    assert '# <span lang="uk" dir="ltr">Що вийшло</span> {#title}' in page
    assert '<div lang="uk" dir="ltr" markdown="1">' in page
    assert '<time datetime="2027-02-02">2 בפברואר 2027</time>' in page


def test_without_news_there_is_no_page_of_them() -> None:
    content = sample()
    pages = {key: page for key, page in content.pages.items() if not page.date}
    content = replace(content, pages=pages, texts=())
    assert NEWS not in rendered(content, "en")
    assert "news/" not in said(content, HOME, HELD)


def test_a_cell_may_write_above_its_news() -> None:
    content = sample()
    own = Page(
        NEWS, "en", "Our days", "What we do.", 100, "Welcome.", "content/pages/en/news/index.md"
    )
    page = said(replace(content, pages={**content.pages, ("en", NEWS): own}), NEWS)
    dated = replace(own, date=dt.date(2027, 2, 1))
    assert said(replace(content, pages={**content.pages, ("en", NEWS): dated}), NEWS) == page
    assert page.index("# Our days") < page.index("Welcome.") < page.index("February 2027")


def test_the_days_of_a_stage_without_a_session_are_said_with_their_reason() -> None:
    content = sample()
    programme = content.programmes[0]
    third = programme.stages[1].model_copy(update={"id": "vision", "takes": ()})
    programme = programme.model_copy(update={"stages": (*programme.stages, third)})
    meeting = replace(content.meetings[0], programme=programme)
    page = said(replace(content, programmes=(programme,), meetings=(meeting,)), PROGRAMME)
    assert "no date yet" in page
    assert "about 31 Jan" in page
    assert "9 Feb 2027" in page
    assert "Counted by the intervals from stage 2: SWOT analysis" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("held", [frozenset(), HELD], ids=["before", "after"])
def test_the_timeline_can_be_read_in_every_language(language: str, held: frozenset[str]) -> None:
    content = sample()
    cell = content.cell.model_copy(update={"languages": LANGUAGES})
    pages = rendered(replace(content, cell=cell), language, held)
    for path in PICTURES:
        picture = str(pages[path])
        drawn = ElementTree.fromstring(picture)
        assert drawn.find("{*}title") is not None
        width = float(drawn.attrib["width"])
        places = [
            float(text.attrib["x"]) for text in drawn.iter("{http://www.w3.org/2000/svg}text")
        ]
        assert all(0 <= place <= width for place in places)
        assert picture.count("\u2068") == len(places)


def test_a_title_of_mixed_directions_stays_in_its_place() -> None:
    mixed = Text.model_validate({"uk": "Що", "en": "What", "he": "מה <ABC> 1–2 (של)"})
    page = str(rendered(with_session(sample(), title=mixed), "he")[PAGE])
    assert "# מה &#60;ABC&#62; \u20661\u2060–\u20602\u2069 (של) {#title}" in page


def told(content: Content, held: frozenset[str], hour: int) -> tuple[object, ...]:
    """All that is published in one language: pages, files, texts of pictures."""
    files = tree("site", CELL)
    sources = {page.source for page in content.pages.values()}
    sources |= {content.cell.source, content.meetings[0].session.source}
    sources |= {each.source for each in content.programmes}
    moment = dt.datetime(2026, 11, 2 + hour, hour, hour, hour, tzinfo=dt.UTC)
    history = History(dict.fromkeys(sources, moment))
    publication = Publication(content, files, DOWNLOADS, held, history)
    labels = read_labels("en", files)
    made = render(publication, labels)
    return made, shares(publication, labels), frame(content, labels, made)


@pytest.mark.parametrize("held", [frozenset(), HELD], ids=["before", "after"])
def test_nothing_of_a_closed_cell_depends_on_place_news_days_or_history(
    held: frozenset[str],
) -> None:
    def published(way: int, *, closed: bool) -> tuple[object, ...]:
        content = sample(closed=closed)
        venue = Venue.model_validate(
            {"name": f"Place {way}", "address": f"Street {way}", "access": f"Door {way}"}
        )
        until = dt.date(2027, 1, 10 + way)
        registration = Registration.model_validate({"note": "Come.", "until": until.isoformat()})
        content = with_session(content, venue=venue, registration=registration)
        pages = {
            key: replace(page, date=page.date.replace(day=5 + way)) if page.date else page
            for key, page in content.pages.items()
        }
        return told(replace(content, pages=pages), held, way)

    assert published(1, closed=True) == published(2, closed=True)
    open_1, open_2 = published(1, closed=False), published(2, closed=False)
    assert open_1[0] != open_2[0]  # so there is something that could be told
    assert open_1[1] != open_2[1]


def test_the_pages_of_a_closed_cell_do_not_say_when_they_were_changed() -> None:
    made, *_ = told(sample(closed=True), frozenset(), 8)
    assert isinstance(made, dict)
    assert not any("changed_at" in page for page in made.values() if isinstance(page, str))
    opened, *_ = told(sample(), frozenset(), 8)
    assert "changed_at" in str(opened)


@pytest.mark.parametrize("held", [frozenset(), HELD], ids=["before", "after"])
@pytest.mark.parametrize(("day", "start"), [(1, dt.time(0, 0)), (31, dt.time(23, 59))])
def test_nothing_of_a_closed_cell_depends_on_the_day_or_the_hour(
    day: int, start: dt.time, held: frozenset[str]
) -> None:
    """Neither pages nor pictures nor addresses: so there is nothing to work them out from."""
    content = sample(closed=True)
    other = with_session(content, date=dt.date(2027, 1, day), start=start)
    assert rendered(other, "en", held) == rendered(content, "en", held)
