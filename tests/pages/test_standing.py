"""The pages that every site has: downloads, press, translations, and the way to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.pages.sample import CELL, DOWNLOADS, SESSION, sample
from viche.labels import read_labels
from viche.model.cell import Licence
from viche.model.content import Content, Page
from viche.model.history import History
from viche.model.translation import Passage, Translatable
from viche.pages import Download, Publication, frame, render
from viche.resources import tree

FILES = tree("site", CELL)
DAY = dt.datetime(2027, 1, 2, 12, tzinfo=dt.UTC)


def pages(publication: Publication, language: str = "en") -> dict[str, str]:
    made = render(publication, read_labels(language, FILES))
    return {path: page for path, page in made.items() if isinstance(page, str)}


def paper(piece: str, name: str, language: str = "uk", *, public: bool = True) -> Download:
    return Download(
        path=f"kits/{SESSION}/{language}/{name}",
        language=language,
        piece=piece,
        use="text" if name.endswith(".txt") else "read",
        size=1_234_567,
        pages=1,
        public=public,
    )


KITS = {
    SESSION: [
        paper("announcement", "announcement.pdf"),
        paper("announcement", "announcement.txt"),
        paper("release", "release.pdf", public=False),
        paper("booklets", "booklets.pdf", "en"),
    ]
}


def footer(content: Content, language: str = "en") -> list[str]:
    labels = read_labels(language, FILES)
    made = render(Publication(content, FILES, DOWNLOADS), labels)
    return [path for _, path in frame(content, labels, made).footer]


def test_the_page_of_downloads_names_every_public_file_once_and_no_other() -> None:
    page = pages(Publication(sample(), FILES, KITS))["downloads.md"]
    for file in KITS[SESSION]:
        assert page.count(f'href="../{file.path}"') == (1 if file.public else 0)
    assert "1.2\u00a0MB" in page


def test_the_papers_in_the_language_of_the_reader_come_first() -> None:
    page = pages(Publication(sample(), FILES, KITS))["downloads.md"]
    assert page.index("/en/booklets.pdf") < page.index("/uk/announcement.pdf")


def test_a_closed_cell_offers_nothing_to_load() -> None:
    closed = sample(closed=True)
    made = pages(Publication(closed, FILES, KITS))
    assert "downloads.md" not in made
    assert "kits/" not in made["press.md"]
    assert "downloads.md" not in footer(closed)


def test_the_press_gets_the_texts_that_are_for_it_alone() -> None:
    page = pages(Publication(sample(), FILES, KITS))["press.md"]
    assert "announcement.pdf" in page
    assert "announcement.txt" in page
    assert "booklets" not in page
    assert "release.pdf" not in page


def test_the_press_is_told_of_the_next_session_and_of_the_last_one() -> None:
    content = sample()
    before = pages(Publication(content, FILES))["press.md"]
    after = pages(Publication(content, FILES, held=frozenset({SESSION})))["press.md"]
    assert "{#next}" in before
    assert "{#last}" not in before
    assert "{#next}" not in after
    assert "{#last}" in after


def test_the_press_can_load_the_picture_of_the_site() -> None:
    publication, labels = Publication(sample(), FILES), read_labels("en", FILES)
    path = "img/share/site.png"
    made = render(publication, labels, {path: b"picture"})
    assert made[path] == b"picture"
    assert f'href="{path}"' in str(made["press.md"])
    assert path not in pages(publication)["press.md"]


def test_a_licence_is_named_where_there_is_one() -> None:
    content = sample()
    licence = Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    named = pages(Publication(replace(content, licence=licence), FILES))["press.md"]
    assert f'href="{licence.address}"' in named
    unnamed = pages(Publication(replace(content, licence=None), FILES))["press.md"]
    assert "creativecommons" not in unnamed


def test_what_a_cell_writes_for_the_press_stands_on_its_page() -> None:
    content = sample()
    own = Page(
        "press.md", "en", "Newsroom", "For you.", 100, "Call us.", "content/pages/en/press.md"
    )
    content = replace(content, pages={**content.pages, ("en", "press.md"): own})
    page = pages(Publication(content, FILES))["press.md"]
    assert "Call us." in page
    assert 'title: "Newsroom"' in page
    assert f'source: "{own.source}"' in page
    assert "press.md" in footer(content)


def test_the_foot_leads_only_to_pages_that_are_there() -> None:
    content = sample()
    assert footer(content) == ["downloads.md", "press.md", "translations.md", "propose.md"]
    alone = content.cell.model_copy(update={"languages": ("en",)})
    assert "translations.md" not in footer(replace(content, cell=alone))


def text(source: str, line: int, *languages: str) -> Translatable:
    written = {each: Passage(source, line + at) for at, each in enumerate(languages)}
    return Translatable(("uk", "en", "he"), written)


def page_of(path: str, *languages: str) -> Translatable:
    written = {each: Passage(f"content/pages/{each}/{path}") for each in languages}
    return Translatable(("uk", "en", "he"), written, whole=True)


@pytest.fixture
def translated() -> Publication:
    """Four texts, of which English has two and a stale one, Hebrew none."""
    content = sample()
    data = "content/programmes/city/programme.yaml"
    texts = (
        text(data, 10, "uk", "en"),
        text(data, 20, "uk", "en"),
        text(data, 30, "uk"),
        page_of("index.md", "uk", "en"),
    )
    stale = frozenset({Passage(data, 21), Passage("content/pages/en/index.md")})
    pages = {
        (each, "index.md"): Page(
            "index.md", each, each, "x", 0, "x", f"content/pages/{each}/index.md"
        )
        for each in ("uk", "en")
    }
    return Publication(
        replace(content, texts=texts, pages=pages),
        FILES,
        history=History({data: DAY}),
        stale=stale,
    )


def test_translations_are_counted_by_language(translated: Publication) -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[2:-1]]
        for line in pages(translated)["translations.md"].splitlines()
        if line.startswith("| ") and line.count("|") == 6
    ][1:]
    assert rows == [
        ["4", "0", "0", "100%"],
        ["3", "1", "2", "25%"],
        ["0", "4", "0", "0%"],
    ]


def test_whoever_translates_is_led_to_the_lines(translated: Publication) -> None:
    english = pages(translated)["translations.md"]
    assert "1 text, line 30" in english.replace("\u00a0", " ")
    assert "1 text, line 21" in english.replace("\u00a0", " ")
    assert "/edit/draft/now/content/programmes/city/programme.yaml" in english
    hebrew = pages(translated, "he")["translations.md"]
    assert "content/pages/he/index.md" in hebrew


def test_the_sources_of_a_closed_cell_lead_nowhere(translated: Publication) -> None:
    content = translated.content
    closed = content.cell.model_copy(update={"profile": "closed"})
    made = pages(replace(translated, content=replace(content, cell=closed)))
    assert "/edit/" not in "".join(made.values())
    assert "content/programmes/city/programme.yaml" in made["translations.md"]


def test_what_is_unknown_is_not_counted_as_in_order(translated: Publication) -> None:
    unknown = replace(translated, history=History(), stale=frozenset())
    assert "| – |" in pages(unknown)["translations.md"]


def test_an_old_translation_says_so_and_leads_to_its_original(translated: Publication) -> None:
    english, ukrainian = pages(translated), pages(translated, "uk")
    assert '"href": "../index.html"' in english["index.md"]
    assert "stale:" not in ukrainian["index.md"]
    assert "stale:" not in english["sessions/index.md"]
