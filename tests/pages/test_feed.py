"""The feed, as a reader of feeds understands it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import fromstring

import feedparser  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages.sample import CELL, SESSION, sample
from viche.labels import read_labels
from viche.model.content import Content, Page
from viche.model.history import History
from viche.pages import Publication
from viche.pages.feed import write_feed
from viche.pages.news import news
from viche.pages.writer import Writer
from viche.resources import tree

FILES = tree("site", CELL)
HELD = frozenset({SESSION})


def quiet(content: Content) -> Content:
    """Without the news that the sample has."""
    pages = {key: page for key, page in content.pages.items() if page.date is None}
    return replace(content, pages=pages)


CONTENT = quiet(sample())


def piece(name: str, day: str, language: str = "uk", **changes: Any) -> Page:
    path = f"news/{name}.md"
    page = Page(
        path=path,
        language=language,
        title=f"Новина {name}",
        description=f"Про {name}",
        order=0,
        body="…",
        source=f"content/pages/{language}/{path}",
        date=dt.date.fromisoformat(day),
    )
    return replace(page, **changes)


def told(*pieces: Page, content: Content = CONTENT) -> Content:
    pages = {(page.language, page.path): page for page in pieces}
    return replace(content, pages={**content.pages, **pages})


def written(
    content: Content,
    language: str = "uk",
    held: frozenset[str] = frozenset(),
    changed: dt.datetime | None = None,
) -> bytes:
    history = History({content.meetings[0].session.source: changed} if changed else {})
    publication = Publication(content, FILES, held=held, history=history)
    writer = Writer.of(publication, read_labels(language, FILES))
    return write_feed(publication, news(publication, language), writer)


def read(feed: bytes) -> Any:
    found = feedparser.parse(feed)
    assert not found.bozo, found.get("bozo_exception")
    return found


def titles(feed: bytes) -> Sequence[str]:
    return [entry.title for entry in read(feed).entries]


def test_news_and_sessions_to_come_stand_by_their_dates() -> None:
    content = told(piece("a", "2026-11-01"), piece("b", "2026-11-20"))
    changed = dt.datetime(2026, 11, 10, 8, 15, tzinfo=dt.UTC)
    feed = written(content, changed=changed)
    assert titles(feed) == ["Новина b", "Мала сесія", "Новина a"]
    newest, session, _ = read(feed).entries
    assert newest.published == "Fri, 20 Nov 2026 12:00:00 +0000"
    assert session.published == "Tue, 10 Nov 2026 08:15:00 +0000"
    assert written(content, changed=changed) == feed


def test_a_session_without_a_history_is_the_newest_and_has_no_date() -> None:
    session, _ = read(written(told(piece("a", "2030-01-01")))).entries
    assert session.title == "Мала сесія"
    assert "published" not in session


def test_a_session_that_was_held_gives_way_to_what_came_out_of_it() -> None:
    content = told(piece("results", "2027-02-01", session=SESSION))
    assert titles(written(content)) == ["Мала сесія", "Новина results"]
    (entry,) = read(written(content, held=HELD)).entries
    assert [tag.term for tag in entry.tags] == ["Що вийшло"]


@pytest.mark.parametrize(("language", "folder"), [("uk", ""), ("he", "he/")])
def test_links_lead_there_from_anywhere_and_names_stay(language: str, folder: str) -> None:
    root = f"https://hill.example/cell/{folder}"
    feed = written(told(piece("а б", "2026-11-01")), language)
    found = read(feed)
    assert found.version == "rss20"
    assert (found.feed.link, found.feed.language) == (root, language)
    (itself,) = (link for link in found.feed.links if link.rel == "self")
    assert (itself.href, itself.type) == (f"{root}feed.xml", "application/rss+xml")
    session, entry = found.entries
    assert session.link == f"{root}sessions/{SESSION}.html"
    assert session.id == f"{SESSION}@hill.example/cell"
    assert entry.link == f"{root}news/%D0%B0%20%D0%B1.html"
    assert entry.id == entry.link
    guids = fromstring(feed).findall("channel/item/guid")
    assert [guid.get("isPermaLink") for guid in guids] == ["false", "true"]


def test_a_text_in_another_language_says_which_one() -> None:
    found = read(written(told(piece("a", "2026-11-01")), "he")).entries[1]
    assert found.language == "uk"
    assert '<div dir="ltr" lang="uk">' in found.description


def test_an_announcement_says_when_where_and_for_whom() -> None:
    (entry,) = read(written(CONTENT, "en")).entries
    for said in ("Saturday", "30 January 2027", "09:30", "School"):
        assert said in entry.description


def test_the_feed_of_a_closed_cell_tells_months_alone() -> None:
    closed = told(piece("a", "2026-11-20"), content=quiet(sample(closed=True)))
    changed = dt.datetime(2026, 11, 10, 8, 15, tzinfo=dt.UTC)
    feed = written(closed, "en", changed=changed).decode()
    for secret in ("School", "30 January", "09:30", "20 Nov", "10 Nov", "08:15", "Saturday"):
        assert secret not in feed, secret
    assert "January 2027" in feed
    assert feed.count("01 Nov 2026 12:00:00") == 2


def test_a_feed_has_an_end() -> None:
    many = [piece(f"{n:03}", "2026-11-01") for n in range(100)]
    assert len(titles(written(told(*many)))) == 40


def test_nothing_to_tell_is_a_feed_too() -> None:
    assert titles(written(CONTENT, held=HELD)) == []


@settings(max_examples=60, deadline=None)
@given(words=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_words_are_words_and_never_markup(words: str) -> None:
    page = piece("a", "2026-11-01", title=f"T{words}", description=f"<b onclick=x>{words}")
    (item,) = fromstring(written(told(page), held=HELD)).findall("channel/item")
    assert "<b" not in (item.findtext("description") or "")
    # Line ends of all kinds are one to XML, and some characters it can't hold at all.
    held = "".join(sign for sign in words if _is_xml(ord(sign)))
    assert (item.findtext("title") or "").split() == f"T{held}".split()


def _is_xml(point: int) -> bool:
    """XML 1.0, production 2."""
    return point in {9, 10, 13} or 0x20 <= point <= 0xFFFD or point >= 0x10000
