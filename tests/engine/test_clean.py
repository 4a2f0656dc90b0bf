"""Prose from anyone: whatever Markdown would let through that could act, acts no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.pages.sample import sample
from tests.pages.test_escape import markdown
from viche.engine.cleaner import Clean
from viche.labels import read_labels
from viche.model.content import Page
from viche.pages.prose import enclosed
from viche.pages.writer import Writer
from viche.resources import tree

TYPED = [
    "<script>alert(1)</script>",
    "before <script>alert(1)</script> after",
    "<style>body{display:none}</style>",
    "<iframe src=https://elsewhere.example></iframe>",
    "<object data=x></object>",
    "<svg onload=alert(1)></svg>",
    "<form action=https://elsewhere.example><input name=a></form>",
    "<meta http-equiv=refresh content=0>",
    "<base href=https://elsewhere.example/>",
    "<link rel=stylesheet href=https://elsewhere.example>",
    "<template><b>x</b></template>",
    "text <!-- hidden --> text",
    "text <![hidden[x]]> text",
    "<![hidden]>",
]

DISARMED = [
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](<java\tscript:alert(1)>)",
    "[a](&#1;javascript:alert(1))",
    "[a](data:text/html,x)",
    "[a](vbscript:x)",
    "[a]\n\n[a]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![a](https://elsewhere.example/a.png)",
    "![a](//elsewhere.example/a.png)",
    "![a](\\\\elsewhere.example/a.png)",
    "![a](/\\elsewhere.example/a.png)",
    "![a](data:image/png;base64,AAAA)",
    '<img src="/&#9;/elsewhere.example/a.png">',
    '<img src="/&#10;\\\\elsewhere.example/a.png">',
    '<img src="&#1; //elsewhere.example/a.png">',
    '<img src="\\\\&#13;/elsewhere.example/a.png">',
    '<img src="ht&#9;tps://elsewhere.example/a.png">',
    '<img src="https:elsewhere.example/a.png">',
    '<a href="&#1;&#32;java&#9;scr&#10;ipt:alert(1)">a</a>',
    '<a href="java&#13;script&#9;:alert(1)">a</a>',
    '<img src="a.png" onerror="alert(1)" srcset="https://elsewhere.example/a.png">',
    "<a href='x' onclick='alert(1)'>a</a>",
    "<p style='background:url(https://elsewhere.example)'>a</p>",
    "# heading {onclick=alert(1)}",
    "text\n{: onmouseover=alert(1) style=color:red }",
    "[a](x){: href=javascript:alert(1) }",
    "[a](x){: href='https://safe.example' ping='https://elsewhere.example' }",
]


@pytest.mark.parametrize("prose", TYPED)
def test_elements_that_could_act_are_shown_as_typed(prose: str, root: Path) -> None:
    html = markdown(root).convert(prose)
    assert "&lt;" in html
    assert Clean.html(html) == html
    for start in ("<script", "<style", "<iframe", "<object", "<svg", "<form", "<meta", "<base"):
        assert start not in html
    assert "<link" not in html
    assert "<template" not in html
    assert "<!--" not in html


@pytest.mark.parametrize("prose", DISARMED)
def test_addresses_and_attributes_are_disarmed(prose: str, root: Path) -> None:
    html = markdown(root).convert(prose)
    tags = "".join(part.split(">")[0] for part in html.split("<")[1:]).lower()
    for word in ("script:", "data:", "elsewhere", " on", "style=", "srcset", "ping"):
        assert word not in tags, html


@pytest.mark.parametrize(
    "html",
    [
        '<p>a <a href="https://example.org/?a=1&amp;b=2#c" title="t">b</a></p>',
        '<p><a href="mailto:a@b.example">b</a> <a href="../x.html#y">c</a> <a href="#z">d</a></p>',
        '<div class="admonition note"><p class="admonition-title">a</p></div>',
        '<p><img alt="a" src="../img/a.svg"><br></p>',
        "<dl><dt>a</dt><dd>&lt;b&gt; &amp; &#35; &quot;c&quot;</dd></dl>",
        '<pre><code class="language-yaml">a: &lt;b&gt;</code></pre>',
        '<span lang="he" dir="rtl">א</span>',
    ],
)
def test_harmless_markup_stays_as_it_is(html: str) -> None:
    assert Clean.html(html) == html


def test_the_link_of_a_heading_to_itself_is_not_read_as_its_words() -> None:
    html = Clean.html('<h2 id="a">b<a class="headerlink" href="#a">#</a></h2>')
    unheard = '<a class="headerlink" href="#a" aria-hidden="true" tabindex="-1">#</a>'
    assert html == f'<h2 id="a">b{unheard}</h2>'


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<div><p>a", "<div><p>a</p></div>"),
        ("a</div></p>", "a"),
        ("<p><em>a</p></em>", "<p><em>a</em></p>"),
        ("<p>a < b</p>", "<p>a &lt; b</p>"),
    ],
)
def test_the_result_is_balanced(dirty: str, clean: str) -> None:
    assert Clean.html(dirty) == clean


def test_numbers_keep_their_order_from_right_to_left() -> None:
    html = "<p>בשנים 2026–2030, טל. +380 44 123</p><pre>10:45–11:30</pre>"
    assert Clean.html(html, right_to_left=True) == (
        "<p>בשנים \u20662026\u2060–\u20602030\u2069, טל. \u2066+380 44 123\u2069</p>"
        "<pre>10:45–11:30</pre>"
    )
    assert Clean.html(html) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("![a](p/x.jpg#1600x900)", 'width="1600" height="900" alt="a" src="p/x.jpg"'),
        ('<img src="x.svg#2x1" alt="a" width="9">', 'width="9" height="1" src="x.svg" alt="a"'),
        ("![a](x.jpg#0x1)", 'alt="a" src="x.jpg#0x1"'),
    ],
)
def test_a_picture_says_its_size(source: str, html: str, root: Path) -> None:
    """The page keeps room for it while it is loaded; the address loses what is not its own."""
    assert f"<img {html}>" in markdown(root).convert(source)


def test_html_that_is_put_aside_is_cleaned_too(root: Path) -> None:
    html = '<p onclick="x">a *b* <script>c</script> <a href="javascript:d">e</a></p>'
    aside = markdown(root).convert(f"before\n\n<viche-html>\n{html}\n</viche-html>\nafter")
    clean = "<p>a *b* &lt;script&gt;c&lt;/script&gt; <a>e</a></p>"
    assert aside.split() == f"<p>before</p> {clean} <p>after</p>".split()


@pytest.mark.parametrize("begin", ["<viche-html>\n<b>a", "<viche-html> a\n\n<b>b", "</viche-html>"])
def test_html_that_is_put_aside_and_never_closed_harms_nothing(begin: str, root: Path) -> None:
    shown = markdown(root).convert(f"before\n\n{begin}\n\n<script>c</script>")
    assert "<script" not in shown
    assert shown.startswith("<p>before</p>")
    assert "c&lt;/script&gt;" in shown


def prose(root: Path, body: str) -> str:
    """What becomes of ``body`` as people write it, between words of the program's own."""
    own = '<p class="unseen">{}</p>'
    lines = (own.format(1), "<viche-prose>", body, "</viche-prose>", own.format(2))
    return markdown(root).convert("\n\n".join(lines))


@pytest.mark.parametrize(
    "body",
    [
        '<p class="unseen">a</p>',
        "a\n{: .unseen }",
        "# a {.visually-hidden}",
        '[a](b){: class="on-paper" }',
        '<section class="seat" markdown="1">\n\n## E-S-3\n\n</section>',
        "!!! unseen\n    a",
        '<div class="admonition\nunseen">a</div>',
        '<div class="admonition&#32;unseen">a</div>',
        '<a class="headerlink" href="#a">Words that nobody sees</a>',
        '<a class="headerlink" href="#a"><b>Words</b></a>',
        '<span class="headerlink">Words</span>',
        '<div class="headerlink" markdown="1">\n\nWords\n\n</div>',
        '<a class="headerlink note" href="#a">Words</a>',
        "## a\n\n[x](y){.headerlink .tip}",
        "```{.unseen}\na\n```",
        "a {: .unseen }\n\n    </viche-prose>\n\nb",
    ],
)
def test_prose_hides_nothing_and_passes_for_nothing(body: str, root: Path) -> None:
    html = prose(root, body)
    first, _, rest = html.partition("1</p>")
    said, _, last = rest.rpartition('<p class="unseen">2')
    assert first == '<p class="unseen">'
    assert last == "</p>"
    classes = {name for value in re.findall('class="([^"]*)"', said) for name in value.split()}
    known = {"admonition", "admonition-title", "headerlink", "language-unseen", "note", "tip"}
    assert classes <= known
    assert said.count("headerlink") == said.count(">#</a>")
    assert "\x02" not in html


def test_classes_of_markdown_itself_stay_in_prose(root: Path) -> None:
    body = '!!! note "A"\n    b\n\n## C\n\n```yaml\nd: 1\n```\n\n| a |\n|---|\n| b |'
    for name in (
        "admonition note",
        "admonition-title",
        "headerlink",
        "language-yaml",
        "table",
    ):
        assert f'class="{name}"' in prose(root, body)


def test_the_mark_of_plain_html_means_nothing_in_prose(root: Path) -> None:
    html = prose(root, "<viche-html>\n<b>a</b> *b*\n</viche-html>")
    assert "&lt;viche-html&gt;" in html
    assert "<em>b</em>" in html


@pytest.mark.parametrize(
    "body", ["<div>\na", "<p title='", "```\na", "- a\n- b", "<!-- a", "<b", "</viche-prose"]
)
def test_prose_ends_where_it_ends(body: str, root: Path) -> None:
    """Or later, never before: what follows loses its looks at worst."""
    html = prose(root, body)
    assert "\x02" not in html
    assert "<p></p>" not in html
    assert html.startswith('<p class="unseen">1</p>')
    assert "2" in html


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize(
    "typed", ["</viche-prose>", "</VICHE-prose>", "</viche-prose>\n\n<viche-html>", "<viche-prose>"]
)
def test_nobody_types_the_lines_around_prose(typed: str, language: str, root: Path) -> None:
    body = f"a\n\n{typed}\n\n<p class='unseen'>b</p>\n\n</viche-html>\n\nc"
    page = Page("index.md", language, "x", "x", 0, body, "content/pages/en/index.md")
    writer = Writer(sample().cell, read_labels("en", tree("site", root)), {})
    html = markdown(root).convert(enclosed(page, writer))
    assert "<p>b</p>" in html
    assert "&lt;/" in html


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize(
    "typed",
    [
        "<details>\n<summary>a</summary>",
        "<details><summary>a",
        "<div>\n\na",
        '<div title="',
        '<a href="https://elsewhere.example/">',
        "a</div></div></article>",
        "- a\n    - <b>b",
        "> <blockquote>a",
        "<table><tr><td>a",
    ],
)
def test_what_prose_leaves_open_ends_with_it(typed: str, language: str, root: Path) -> None:
    """The page's own parts stand beside prose, never within it, and are Markdown still."""
    page = Page("index.md", language, "x", "x", 0, f"a\n\n{typed}", "content/pages/en/index.md")
    writer = Writer(sample().cell, read_labels("en", tree("site", root)), {})
    html = markdown(root).convert(f"{enclosed(page, writer)}\n\n## Own {{#own}}\n\n*b*")
    read = LexborHTMLParser(f"<body><main>{html}</main></body>")
    assert read.css_matches("main > h2#own")
    assert read.css_matches("main > p > em")


def test_prose_right_after_prose_is_prose_too(root: Path) -> None:
    html = prose(root, "</viche-prose>\n\n<viche-prose>\n\n" + '<p class="unseen">a</p>')
    assert html.count("unseen") == 2
