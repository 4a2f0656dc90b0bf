"""Pages against golden files: a small cell in, Markdown out, each file a specification to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from tests.pages.sample import CELL, DOWNLOADS, SESSION, rendered, sample
from viche.labels import read_labels
from viche.model.session import Registration
from viche.model.text import Text
from viche.pages import Download, Publication, render
from viche.resources import tree

GOLDEN = Path(__file__).parent / "golden"
Golden = Callable[[Path, str], None]


def _written(tree: dict[str, str | bytes]) -> dict[str, str]:
    return {path: page for path, page in tree.items() if isinstance(page, str)}


@pytest.mark.parametrize("language", ["uk", "he"])
def test_pages_are_as_reviewed(language: str, golden: Golden, update: bool) -> None:
    pages = _written(rendered(sample(), language))
    folder = GOLDEN / language
    if not update:
        kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert kept == pages.keys()
    for path, page in pages.items():
        golden(folder / path, page)


def test_every_language_has_every_page() -> None:
    content = sample()
    first, *others = (rendered(content, language).keys() for language in content.cell.languages)
    assert all(other == first for other in others)


def test_a_closed_cell_tells_neither_place_nor_day_nor_hour(golden: Golden) -> None:
    pages = _written(rendered(sample(closed=True), "en"))
    whole = "\n".join(pages.values())
    for secret in ("School", "30 January", "01-30", "9:30", "UTC", "kits/", ".pdf", "Saturday"):
        assert secret not in whole, secret
    session = pages[f"sessions/{SESSION}.md"]
    assert "January 2027" in session
    golden(GOLDEN / "closed" / f"{SESSION}.md", session)


def test_an_open_cell_does_tell_them() -> None:
    whole = "\n".join(_written(rendered(sample(), "en")).values())
    for told in ("School", "30 January", "09:30", "UTC+2", "2.3\u00a0MB"):
        assert told in whole, told


def test_every_seat_has_one_anchor_and_a_way_to_it() -> None:
    content = sample()
    plan = content.meetings[0].plan
    assert plan is not None
    routes = rendered(content, "uk")[f"{SESSION}/index.md"]
    assert isinstance(routes, str)
    for seat in plan.seats:
        assert routes.count(f'id="{seat.id}"') == 1
        assert routes.count(f'href="#{seat.id}"') == 1


def test_the_reports_are_shared_to_the_second() -> None:
    page = rendered(sample(), "en")[f"sessions/{SESSION}.md"]
    assert isinstance(page, str)
    assert "2\u00a0min 30\u00a0s" in page


@pytest.mark.parametrize(
    ("language", "minutes", "said"),
    [
        ("uk", 160, "2\u00a0години 40\u00a0хвилин"),
        ("en", 61, "1\u00a0hour 1\u00a0minute"),
        ("he", 160, "שעתיים ו־40\u00a0דקות"),
        ("he", 121, "שעתיים ודקה אחת"),
        ("he", 120, "שעתיים"),
        ("pl", 40, "40\u00a0minut"),
    ],
)
def test_durations_are_said_as_people_say_them(language: str, minutes: int, said: str) -> None:
    assert read_labels(language, tree("site", CELL)).duration(minutes) == said


def test_whoever_prints_is_told_how_much_paper_it_takes() -> None:
    booklets = Download(
        path=f"kits/{SESSION}/en/booklets-a4.pdf",
        language="en",
        piece="booklets",
        use="print",
        size=1,
        pages=40,
        sheets=20,
        paper="A4",
        flip="short",
    )
    roles = replace(booklets, piece="roles", path=f"kits/{SESSION}/en/roles-a4.pdf", copies=3)
    files = tree("site", CELL)
    labels = read_labels("en", files)
    page = render(Publication(sample(), files, {SESSION: [booklets, roles]}), labels)
    said = str(page[f"sessions/{SESSION}.md"])
    assert said.count("20\u00a0sheets of A4 · both sides, flipped on the short edge") == 2
    assert said.count("3\u00a0copies") == 1


def test_whoever_wants_to_come_is_shown_where_to_sign_up() -> None:
    content = sample()
    meeting = content.meetings[0]
    said = {
        "address": "https://form.example/?a=1&b=2",
        "until": "2027-01-10",
        "note": "Вхід <вільний>",
    }
    given = Registration.model_validate(said)
    session = meeting.session.model_copy(update={"registration": given})
    content = replace(content, meetings=(replace(meeting, session=session),))
    page = str(rendered(content, "uk")[f"sessions/{SESSION}.md"])
    assert 'href="https://form.example/?a=1&b=2"' in unescape(page)
    assert '<p class="on-paper">Записатися: https://form.example/?a=1&b=2</p>' in unescape(page)
    assert "Останній день запису: неділя, 10 січня 2027" in page
    assert "Вхід <вільний>" in unescape(page)
    assert "<вільний>" not in page


def test_papers_in_the_language_of_the_page_come_first() -> None:
    own = DOWNLOADS[SESSION][0]
    foreign = replace(own, language="en", path=own.path.replace("/uk/", "/en/"))
    files = tree("site", CELL)
    labels = read_labels("uk", files)
    page = render(Publication(sample(), files, {SESSION: [foreign, own]}), labels)
    said = str(page[f"sessions/{SESSION}.md"])
    assert said.index(own.path) < said.index("<details>") < said.index(foreign.path)


def test_edit_links_lead_to_the_file_behind_the_page() -> None:
    pages = _written(rendered(sample(), "en"))
    to = "https://git.hill.example/cell/edit/draft/now/content"
    expected = {
        "index.md": f"{to}/pages/en/index.md",
        # Not written in English: the file that would be translated.
        "method/network.md": f"{to}/pages/uk/method/network.md",
        "programme/city/index.md": f"{to}/programmes/city/programme.yaml",
        f"sessions/{SESSION}.md": f"{to}/programmes/city/sessions/{SESSION}.yaml",
    }
    for path, address in expected.items():
        assert f'edit: "{address}"' in pages[path]


def test_without_a_repository_there_is_no_edit_link() -> None:
    content = sample()
    content = replace(content, cell=content.cell.model_copy(update={"repository": None}))
    assert not any("\nedit:" in page for page in _written(rendered(content, "uk")).values())


def test_ranges_in_hebrew_texts_keep_their_order() -> None:
    content = sample()
    name = Text.model_validate({"uk": "Пагорб", "he": "הגבעה 2026–2030"})
    content = replace(content, cell=content.cell.model_copy(update={"description": name}))
    home = rendered(content, "he")["index.md"]
    assert isinstance(home, str)
    assert "הגבעה \u20662026\u2060–\u20602030\u2069" in home


def test_pictures_have_a_title_and_a_description_in_the_page_s_language() -> None:
    pages = rendered(sample(), "he")
    titles = {"network-grid": "מבנה הרשת", "network-route": "המסלול של אדם אחד"}
    for name, title in titles.items():
        picture = pages[f"img/{name}.svg"]
        assert isinstance(picture, str)
        assert 'xml:lang="he" direction="rtl"' in picture
        assert f'<title id="title">{title}</title>' in picture
        assert '<desc id="described">' in picture
        assert picture.count("\u2068") == picture.count("<text ")


def test_pictures_are_mirrored_from_right_to_left() -> None:
    left, right = (
        rendered(sample(), language)["img/network-grid.svg"] for language in ("uk", "he")
    )
    assert isinstance(left, str)
    assert isinstance(right, str)
    assert '<text x="48"' in left
    assert '<text x="432"' in right
