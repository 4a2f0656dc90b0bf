"""Finished pages: what readers need, what browsers refuse, and the file to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from viche import guard
from viche.problems import MESSAGE_LANGUAGES, Problem, explain

ADDRESS = "https://zoriansk.example/"


def found(root: Path, **bodies: str) -> list[Problem]:
    """What the guard finds in a site of these pages."""
    for name, body in bodies.items():
        page = f'<!doctype html><html lang="uk"><title>{name}</title><body>{body}</body></html>'
        (root / f"{name}.html").write_text(page, encoding="utf-8")
    return guard.website(root, ADDRESS)


@pytest.mark.parametrize(
    "body",
    [
        f'<img alt="" src="{ADDRESS}index.html">',
        '<a href="#">x</a><a href="#" aria-label="x"></a><a href="#"><img alt="x"></a>',
        '<a href="#"><svg><title>x</title></svg></a>',
        "<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>",
        '<script type="application/ld+json">{}</script><p>on = x, online="y"</p>',
        "<p>a onclick='x'</p>",
    ],
)
def test_good_pages(tmp_path: Path, body: str) -> None:
    assert found(tmp_path, index=body) == []


@pytest.mark.parametrize(
    ("body", "code", "value"),
    [
        ('<img src="index.html">', "image-without-words", "index.html"),
        ('<a href="index.html"> </a>', "link-without-words", "index.html"),
        ('<a href="#"><img alt=""></a>', "link-without-words", "#"),
        ("<h2>a</h2><h4> b </h4>", "heading-level", "b"),
        ("<script>x</script>", "page-inline", "script"),
        ("<style>p{}</style>", "page-inline", "style"),
        ('<p style="color:red">x</p>', "page-inline", "style"),
        ('<p ONCLICK="x">x</p>', "page-inline", "onclick"),
        ("<svg/onload=x>", "page-inline", "onload"),
    ],
)
def test_bad_pages(tmp_path: Path, body: str, code: str, value: str) -> None:
    problems = found(tmp_path, index=body)
    assert [(each.code, each.params["value"]) for each in problems] == [(code, value)]
    for language in MESSAGE_LANGUAGES:
        assert "{" not in "".join(explain(problems[0], language))


def test_two_pages_of_one_title_are_told_apart_in_the_message(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<html lang="uk"><title>Same</title>', encoding="utf-8")
    (tmp_path / "b.html").write_text('<html lang="uk"><title>Same</title>', encoding="utf-8")
    (tmp_path / "c.html").write_text('<html lang="en"><title>Same</title>', encoding="utf-8")
    (problem,) = guard.website(tmp_path, ADDRESS)
    assert problem.code == "page-title-twice"
    assert (problem.source, problem.params["other"]) == ("build/site/b.html", "build/site/a.html")


def test_titles_of_sessions_are_not_told_once_more(tmp_path: Path) -> None:
    """The loader has told them, at the line where they stand."""
    for name in ("2026-12-a", "2027-02-b"):
        for path in (f"sessions/{name}.html", f"en/sessions/{name}.html", f"{name}/index.html"):
            language = "en" if path.startswith("en/") else "uk"
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            page = f'<html lang="{language}"><title>Same</title>'
            (tmp_path / path).write_text(page, encoding="utf-8")
    assert guard.website(tmp_path, ADDRESS) == []
    (tmp_path / "same.html").write_text('<html lang="uk"><title>Same</title>', encoding="utf-8")
    assert [each.code for each in guard.website(tmp_path, ADDRESS)] == ["page-title-twice"]


def test_what_stands_in_prose_is_named_with_its_file_and_line(tmp_path: Path) -> None:
    """A template's fault stays with the page; a link's is found by its address as it was typed."""
    prose = tmp_path / "content/pages/en/method/page.md"
    prose.parent.mkdir(parents=True)
    prose.write_text("---\ntitle: x\n---\n\nSee [x](../sessions/no.md#a).\n", encoding="utf-8")
    pages = tmp_path / "build/pages"
    for language in ("uk", "en"):
        made = pages / language / "method/page.md"
        made.parent.mkdir(parents=True)
        made.write_text('---\nsource: "content/pages/en/method/page.md"\n---\n\n', encoding="utf-8")
    params = {"value": "../sessions/no.html#a", "more": 1}
    other = {"value": "elsewhere.html", "more": 0}
    given = [
        Problem("build/site/method/page.html", "link-dead", params=params),
        Problem("build/site/en/method/page.html", "link-dead", params=params),
        Problem("build/site/en/method/page.html", "link-dead", params=other),
        Problem("build/site/index.html", "link-dead", params=params),
    ]
    traced = list(guard.traced(given, tmp_path, pages, "uk"))
    here = ("content/pages/en/method/page.md", 5, 9)
    assert [(each.source, each.line, each.column) for each in traced] == [
        here,
        here,
        ("build/site/en/method/page.html", 0, 0),
        ("build/site/index.html", 0, 0),
    ]
