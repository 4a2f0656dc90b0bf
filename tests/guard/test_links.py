"""Links that lead nowhere and pages that ask others, found; good links, left alone."""

from __future__ import annotations

import html
from collections.abc import Collection
from pathlib import Path

import pytest

from viche.guard.web import Site
from viche.guard.web import links as links_of
from viche.problems import MESSAGE_LANGUAGES, Problem, explain

ADDRESS = "https://zoriansk.example/cell/"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def links(root: Path, address: str, elsewhere: Collection[str] = ()) -> list[Problem]:
    """What is wrong with the links of the site in ``root``."""
    return links_of(Site(root, address), elsewhere)


def site(root: Path, **bodies: str) -> Path:
    """A small site with ``bodies`` by page; ``index`` and ``method/index`` are always there."""
    pages = {"index": "", "method__index": '<h2 id="rules">x</h2><a name="old"></a>', **bodies}
    for name, body in pages.items():
        file = root / f"{name.replace('__', '/')}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<!doctype html><html><body>{body}</body></html>", encoding="utf-8")
    (root / "assets").mkdir(exist_ok=True)
    (root / "assets" / "a.css").write_text("p { color: red }", encoding="utf-8")
    (root / "assets" / "знак 1.png").write_bytes(b"")
    (root / "empty").mkdir(exist_ok=True)
    return root


@pytest.mark.parametrize(
    "body",
    [
        '<a href="">x</a><a href="#">x</a><a href="#top">x</a><a href="#a"><b id="a">x</b></a>',
        '<a href="method/">x</a><a href="method">x</a><a href="./method/index.html?x#rules">x</a>',
        '<a href="method/#old">x</a><a href="method/#%72ules">x</a><a href=" method/ ">x</a>',
        f'<a href="{ADDRESS}method/#rules">x</a><a href="https://zoriansk.example/cell">x</a>',
        '<a href="https://other.example/x">x</a><a href="//other.example">x</a>',
        '<a href="https://zoriansk.example/other-cell/">x</a>',
        '<a href="mailto:x@e.org">x</a><a href="tel:+1">x</a><a href="method/#:~:text=a">x</a>',
        f'<img src="{PIXEL}"><img src="assets/%D0%B7%D0%BD%D0%B0%D0%BA%201.png">',
        '<img srcset="assets/знак%201.png 1x, assets/знак%201.png?b 2x" alt="">',
        '<link rel=stylesheet href="assets/a.css"><link rel=canonical href="https://o.example/">',
        f'<link rel="alternate" hreflang="en" href="{ADDRESS}method/">',
        '<svg><defs><path id="p"/></defs><use href="#p"/><a href="method/">x</a></svg>',
        "<style>@namespace url(http://www.w3.org/1999/xhtml); /* url(no.png) */ "
        "p { background: url('assets/a.css') }</style>",
        "<p style=\"background: url('#x')\">x</p>",
        '<style>a { content: "\\201C"; b: image-set("assets/a.css" 1x type("a/b")) }</style>',
        "<style>a { content: '/*'; b: u/**/rl(no.png) } /* url(no.png)</style>",
        '<a href="" id="b" style="a: b">x</a>',
        '<svg><path fill="url(#q)" stroke="currentColor" id="q"/></svg>',
        '<script>var a = "<a href=\'no\'>"</script><!-- <a href="no">x</a> -->',
    ],
)
def test_good_pages(tmp_path: Path, body: str) -> None:
    assert links(site(tmp_path, index=body), ADDRESS) == []


@pytest.mark.parametrize(
    ("body", "code", "value"),
    [
        ('<a href="no/">x</a>', "link-dead", "no/"),
        ('<a href="https:method/">x</a>', "link-dead", "https:method/"),
        ('<img src="https:assets/a.css">', "foreign-request", "https:assets/a.css"),
        (r'<img src="https:\\other.example/a.png">', "foreign-request", None),
        ('<img src="/&#9;/other.example/a.png">', "foreign-request", None),
        ('<a href="empty/">x</a>', "link-dead", "empty/"),
        ('<a href="../method/">x</a>', "link-dead", "../method/"),
        ('<a href="Method/">x</a>', "link-dead", "Method/"),
        ('<a href="method/index.html/">x</a>', "link-dead", "method/index.html/"),
        ('<a href="http://[">x</a>', "link-dead", "http://["),
        (f'<a href="{ADDRESS}no/">x</a>', "link-dead", f"{ADDRESS}no/"),
        ('<link rel="alternate" href="en/">', "link-dead", "en/"),
        ('<img src="no.png">', "link-dead", "no.png"),
        ('<style>a { b: image-set("//o.example/x" 1x) }</style>', "foreign-request", None),
        ("<p style='b: -webkit-image-set(url(#x) 1x, \"//o.example\")'>", "foreign-request", None),
        ("<style>@import'//o.example'</style>", "foreign-request", "//o.example"),
        ('<style>@import/**/"//o.example"</style>', "foreign-request", "//o.example"),
        ("<style>@\\69mport '//o.example'</style>", "foreign-request", "//o.example"),
        ("<style>a { b: \\75 rl(//o.example) }</style>", "foreign-request", "//o.example"),
        ("<style>a { b: URL(\\2f\\2fo.example) }</style>", "foreign-request", "//o.example"),
        ("<style>a { b: url('//o.example/\\'') }</style>", "foreign-request", None),
        ("<style>a{b:'/*'} c{b:url(//o.example)} d{b:'*/'}</style>", "foreign-request", None),
        ("<svg><style>@im<metadata/>port '//o.example'</style></svg>", "foreign-request", None),
        ("<style>a{b:'@namespace'} c{b:url(//o.example);}</style>", "foreign-request", None),
        ("<svg><path fill='url(//o.example/a)'/></svg>", "foreign-request", None),
        ('<img srcset="assets/a.css 1x, no.png 2x">', "link-dead", "no.png"),
        ('<video poster="no.png"></video>', "link-dead", "no.png"),
        ('<svg><use xlink:href="no.svg#a"/></svg>', "link-dead", "no.svg#a"),
        ("<style>p { background: url( no.png ) }</style>", "link-dead", "no.png"),
        ('<p style="background: url(no.png)">x</p>', "link-dead", "no.png"),
        ('<a href="#no">x</a>', "anchor-dead", "#no"),
        ('<a href="method/#no">x</a>', "anchor-dead", "method/#no"),
        ('<a href="/cell/method/">x</a>', "link-absolute", "/cell/method/"),
        ('<a href="htps://x.example">x</a>', "link-scheme", "htps://x.example"),
        ('<script src="https://o.example/a.js"></script>', "foreign-request", None),
        ('<img src="//o.example/a.png">', "foreign-request", "//o.example/a.png"),
        ('<link rel="preconnect" href="https://o.example">', "foreign-request", None),
        ('<link rel="STYLESHEET" href="https://o.example/a.css">', "foreign-request", None),
        ('<iframe src="https://o.example/"></iframe>', "foreign-request", None),
        ('<iframe srcdoc="<img src=https://o.example/a>"></iframe>', "foreign-request", None),
        ("<style>@import 'https://o.example/a.css';</style>", "foreign-request", None),
        ('<style>@font-face { src: url("http://o.example/a") }</style>', "foreign-request", None),
        ('<form action="https://o.example/"></form>', "foreign-request", "https://o.example/"),
        ('<svg><image href="https://o.example/a.png"/></svg>', "foreign-request", None),
        (
            '<meta http-equiv="refresh" content="0; url=https://o.example/">',
            "foreign-request",
            None,
        ),
        ('<p id="a">x</p><p id="a">y</p>', "id-twice", "a"),
        ('<base href="https://o.example/">', "link-base", ""),
    ],
)
def test_bad_pages(tmp_path: Path, body: str, code: str, value: str | None) -> None:
    (problem,) = links(site(tmp_path, index=body), ADDRESS)
    assert (problem.source, problem.code) == ("build/site/index.html", code)
    assert value is None or problem.params["value"] == value
    for language in MESSAGE_LANGUAGES:
        assert all(explain(problem, language))


def test_links_of_style_sheets_and_drawings_start_from_where_they_lie(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "assets" / "b.css").write_text("p { background: url(../method/x.png) }")
    (root / "assets" / "c.svg").write_text(
        '<svg xmlns="x"><image href="https://o.example/"/></svg>'
    )
    (root / "assets" / "d.css").write_text("p { background: url(a.css) }")
    assert [(problem.source, problem.code) for problem in links(root, ADDRESS)] == [
        ("build/site/assets/b.css", "link-dead"),
        ("build/site/assets/c.svg", "foreign-request"),
    ]


def test_the_page_for_errors_may_use_absolute_links_of_the_site(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "404.html").write_text('<a href="/cell/method/#rules">x</a><a href="/method/">y</a>')
    (problem,) = links(root, ADDRESS)
    assert (problem.code, problem.params["value"]) == ("link-dead", "/method/")


def test_an_address_that_the_content_names_may_lie_outside_the_site(tmp_path: Path) -> None:
    """A form on the same host is no page of ours; every other link there still has to lead on."""
    form, lost = f"{ADDRESS}form/", f"{ADDRESS}from/"
    built = site(tmp_path, x=f'<a href="{form}">x</a><a href="{lost}">x</a>')
    assert [str(it.params["value"]) for it in links(built, ADDRESS)] == [form, lost]
    (problem,) = links(built, ADDRESS, {form})
    assert (problem.code, problem.params["value"]) == ("link-dead", lost)


def test_one_link_on_many_pages_is_one_problem(tmp_path: Path) -> None:
    bad = '<a href="https://zoriansk.example/cell/no/">x</a>'
    (problem,) = links(site(tmp_path, index=bad, a=bad, b=bad), ADDRESS)
    assert problem.source == "build/site/a.html"
    assert problem.params["more"] == 2


def test_hostile_pages_are_only_read(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "a.html").write_bytes(b"<div>" * 900 + b"\xff\xfe\0<a href=\x80>")
    (root / "b.html").write_bytes(b"")
    (root / "c.css").write_bytes(b"url(" * 10_000)
    (root / "lost.html").symlink_to(tmp_path / "nowhere")
    codes = {problem.code for problem in links(root, ADDRESS)}
    assert codes <= {"link-dead", "guard-unreadable"}


def deep(depth: int) -> str:
    return "<div>" * depth + '<a href="no/">x</a>' + "</div>" * depth


@pytest.mark.parametrize(
    "body",
    [
        deep(1_001),
        "<b>" * 1_001 + "<div>",
        "<div/>" * 1_001,
        "<DIV title='x'>" * 1_001,
        "<div></b>" * 1_001,
        "<div><select></div></select>" * 1_001,
        f"<iframe srcdoc='{deep(1_001)}'></iframe>",
        f"<iframe srcdoc='{html.escape(deep(1_001))}'></iframe>",
        "x" * 17_000_000,
    ],
)
def test_pages_that_would_take_the_parser_long(tmp_path: Path, body: str) -> None:
    (problem,) = links(site(tmp_path, index=body), ADDRESS)
    assert (problem.source, problem.code) == ("build/site/index.html", "page-too-deep")
    for language in MESSAGE_LANGUAGES:
        assert all(explain(problem, language))


@pytest.mark.parametrize(
    "body",
    [
        deep(990),
        "<p>x<br><li>y" * 2_000 + deep(1),
        "<table>" + "<tr><td>x" * 2_000 + "</table>" + deep(1),
        '<svg><path d="M0"/><g><use href="#a"/></g></svg>' * 2_000 + "<i id=a></i>" + deep(1),
        "<DIV><b>x</B></div>" * 2_000 + deep(1),
        "a < b < " * 2_000 + deep(1),
    ],
)
def test_long_pages_are_read_whole(tmp_path: Path, body: str) -> None:
    (problem,) = links(site(tmp_path, index=body), ADDRESS)
    assert (problem.code, problem.params["value"]) == ("link-dead", "no/")
