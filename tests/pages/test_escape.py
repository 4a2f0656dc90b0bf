"""Text from YAML is shown as it was typed, whatever it looks like to Markdown or HTML."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from tests.pages.sample import SESSION, rendered, sample
from viche.model.text import Text
from viche.pages.escape import escape

HOSTILE = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "*x* and __y__ and `z`",
    "[a](javascript:alert(1))",
    "![a](https://elsewhere.example/a.png)",
    "a|b|c",
    "{{ 7 * 7 }} {% raw %}",
    "{#anchor .class onclick=x}",
    "1. first",
    "- first",
    "# heading",
    "> quote",
    ": definition",
    "&lt;b&gt; &amp;",
    'a "quoted" title\' here',
    "a <!-- hidden --> comment",
    "--- ",
    "back\\*slash",
    "!!! note",
    "<https://elsewhere.example/>",
]


class _Read(HTMLParser):
    """What a reader sees, and the elements it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def markdown(root: Path) -> Markdown:
    """Markdown with the very settings of the site."""
    settings = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    extensions: dict[str, dict[str, Any]] = settings["markdown_extensions"]
    # MkDocs has fenced code always.
    return Markdown(extensions=["fenced_code", *extensions], extension_configs=extensions)


FRAMES = {
    "paragraph": "{}",
    "list": "- {}",
    "heading": "## {} {#anchor}",
    "cell": "| a | b |\n|---|---|\n| c | {} |",
    "link": "[{}](page.html)",
    "html": "<dl>\n<dt>{}</dt>\n</dl>",
    "attribute": '<p title="{}">x</p>',
}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_typed(text: str, frame: str, root: Path) -> None:
    _check(text, frame, root)


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1))
def test_any_text_is_shown_as_typed(text: str, root: Path) -> None:
    for frame in FRAMES:
        _check(text, frame, root)


def _check(text: str, frame: str, root: Path) -> None:
    expected = " ".join(text.split())
    escaped = str(escape(text))
    plain, hostile = (
        _Read(markdown(root).convert(FRAMES[frame].replace("{}", word)))
        for word in ("word", escaped)
    )
    if expected:
        assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in plain.elements]
    if frame == "attribute":
        assert " ".join((hostile.elements[0][1].get("title") or "").split()) == expected
    else:
        assert hostile.text == " ".join(plain.text.replace("word", expected).split())


def test_what_must_not_be_parted_is_not() -> None:
    assert str(escape("  5\u00a0 people,\n2027\u202fр. ")) == "5\u00a0 people, 2027\u202fр."


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_cell_becomes_markup(text: str, root: Path) -> None:
    content = sample()
    hostile = Text.model_validate(text)
    meeting = content.meetings[0]
    session = meeting.session.model_copy(update={"title": hostile})
    venue = session.venue.model_copy(update={"name": hostile})
    session = session.model_copy(update={"venue": venue})
    stages = tuple(
        stage.model_copy(update={"title": hostile, "purpose": hostile, "output": hostile})
        for stage in meeting.programme.stages
    )
    programme = meeting.programme.model_copy(update={"stages": stages, "title": hostile})
    content = replace(
        content,
        cell=content.cell.model_copy(update={"name": hostile, "description": hostile}),
        programmes=(programme,),
        meetings=(replace(meeting, session=session, programme=programme, stage=stages[1]),),
    )
    pages = rendered(content, "uk")
    for path in ("index.md", "programme/city/index.md", f"sessions/{SESSION}.md"):
        page = pages[path]
        assert isinstance(page, str)
        body = page.split("---\n", 2)[2]
        seen = _Read(markdown(root).convert(body))
        assert " ".join(text.split()) in seen.text
        assert not {"script", "img", "em", "code"} & {
            tag
            for tag, attributes in seen.elements
            if attributes.get("class") not in {"sign", "moves", "paper", "line wide", "line narrow"}
        }
