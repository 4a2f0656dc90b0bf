"""What the check reads in a page's Markdown is what the finished page has."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config

from viche.bidi import stray
from viche.load import load
from viche.load.markup import EXTENSIONS, read_markup

BASE = Path(__file__).parent / "base"


@pytest.fixture
def cell(tmp_path: Path) -> Path:
    """The small cell."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def write(cell: Path, body: str, front: str = "", name: str = "page.md") -> str:
    """A page of prose; its path in the cell."""
    path = f"content/pages/uk/{name}"
    text = f"---\ntitle: Сторінка {name}\ndescription: Опис\n{front}---\n\n{body}\n"
    (cell / path).parent.mkdir(parents=True, exist_ok=True)
    (cell / path).write_text(text, encoding="utf-8")
    return path


def found(cell: Path, path: str) -> list[tuple[str, int, int]]:
    """What is said of the file ``path``, but for translations."""
    return [
        (problem.code, problem.line, problem.column)
        for problem in load(cell).problems
        if problem.source == path and "translat" not in problem.code
    ]


def test_prose_is_read_with_the_extensions_of_the_site(root: Path, tmp_path: Path) -> None:
    """Those of ``mkdocs.yml`` and those that MkDocs adds by itself."""
    config = load_config(str(root / "mkdocs.yml"), docs_dir=str(tmp_path), theme={"name": "mkdocs"})
    assert {*config.markdown_extensions} == {*EXTENSIONS, "viche.engine.clean"}


def test_code_between_fences_is_no_prose(cell: Path) -> None:
    code = "```\n[x](no.md) ![](no.png)\n#### Heading\n```"
    assert found(cell, write(cell, code)) == []


def test_a_link_may_lead_to_the_title_of_its_page(cell: Path) -> None:
    body = "[up](#title) [other](other.md#title)\n\n## Title\n\n[here](#title_1)"
    write(cell, "x", name="other.md")
    assert found(cell, write(cell, body)) == []


def test_no_heading_takes_the_id_of_the_title(cell: Path) -> None:
    assert found(cell, write(cell, "## Words {#title}")) == [("heading-twice", 6, 4)]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("a &#8238;b&#8236;", [3, 11]),
        ("a &#x202E;b", [3]),
        ("a &#8238 b", [3]),
        ("<b title='&#x202d;'>a</b>", [11]),
        ("## a &#8234; {#a}", [6]),
        ("a \u2066b", [3]),
        ("a &#8294;b", [3]),
        ("a &#x2067;*b* [c](#d){#d} \u2069\u2069", [28]),
        ("a \u2069b\u2066", [3, 5]),
        ("`&#8238;` &#8238;", [2]),
        ("| \u2066a | b\u2069 |\n|---|---|\n| c | d |", [3, 9]),
    ],
)
def test_text_that_is_turned_is_found_however_that_is_written(
    cell: Path, body: str, places: list[int]
) -> None:
    expected = [("hidden-character", 6, column) for column in places]
    assert found(cell, write(cell, body)) == expected


@pytest.mark.parametrize(
    "body",
    ["a \u2066b\u2069", "a &#8294;*b*&#8297;", "`&#8238;`", "&amp;#8238;", "&rlm;a&lrm; \u200f"],
)
def test_text_that_turns_nothing_around_it_may_stand(cell: Path, body: str) -> None:
    assert found(cell, write(cell, body)) == []


def test_an_isolate_ends_in_its_own_paragraph() -> None:
    assert read_markup("\u2066a\n\nb\u2069").hidden == (("\u2066", 0), ("\u2069", 5))


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (r'"a \u202E b \u202C"', 2),
        (r'"a \u2066 b"', 1),
        (r'"\u2069 a \u2066"', 2),
        (r'"a \x07"', 1),
        (r'"a \uFEFF b"', 1),
        ("a \u2066b", 1),
        (r'"a \u2066 b \u2069"', 0),
        ("a \u2066b\u2069", 0),
    ],
)
def test_values_are_looked_at_as_they_are_read(cell: Path, value: str, count: int) -> None:
    path = write(cell, "x", front=f"session: {value}\n")
    hidden = [each for each in found(cell, path) if each[0] == "hidden-character"]
    assert hidden == [("hidden-character", 4, 10)] * count


@given(st.text(alphabet="a\u202a\u202c\u202e\u2066\u2067\u2068\u2069"))
def test_without_what_turns_it_a_text_turns_nothing_around_it(words: str) -> None:
    """What is left when the strays go is balanced, and holds no override."""
    strays = stray(words)
    kept = "".join(char for place, char in enumerate(words) if place not in strays)
    assert stray(kept) == []
    assert {words[place] for place in strays} <= {*words} - {"a"}
    depth = 0
    for char in kept:
        depth += (char in "\u2066\u2067\u2068") - (char == "\u2069")
        assert depth >= 0
        assert not "\u202a" <= char <= "\u202e"
    assert depth == 0


def test_a_session_that_can_not_be_read_is_told_of_once(cell: Path) -> None:
    (session,) = (cell / "content/programmes/city/sessions").glob("*.yaml")
    path = write(cell, "x", front=f"date: 2026-12-13\nsession: {session.stem}\n", name="news/a.md")
    session.write_text("title: [", encoding="utf-8")
    assert found(cell, path) == []
    write(cell, "x", front="date: 2026-12-13\nsession: 2026-12-other\n", name="news/a.md")
    assert [code for code, *_ in found(cell, path)] == ["news-session"]
