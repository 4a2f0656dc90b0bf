"""Prose in another language than the reader's, within a page that has more."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

from tests.pages.sample import CELL, sample
from viche.labels import read_labels
from viche.model.content import Page
from viche.pages.prose import enclosed
from viche.pages.writer import Writer
from viche.resources import tree

SETTINGS = yaml.safe_load((Path(__file__).parents[2] / "mkdocs.yml").read_text(encoding="utf-8"))
EXTENSIONS = SETTINGS["markdown_extensions"]
WRITER = Writer(sample().cell, read_labels("he", tree("site", CELL)), {})
TYPED = ["</div>", "<div>", "</section>", "<section>", "</article>", "<article>", "<p>", "</p>"]
TYPED += ["<b>", "<pre>", "<script>", "<style>", "<span", "</di", "<details>", "\n\n", "- a\n", "a"]


def shown(body: str) -> LexborHTMLParser:
    page = Page("index.md", "uk", "x", "x", 0, body, "content/pages/uk/index.md")
    markdown = Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSIONS)
    return LexborHTMLParser(markdown.convert(f"{enclosed(page, WRITER)}\n\n## After\n\nLast\n"))


@pytest.mark.parametrize("element", ["div", "section", "article"])
def test_an_end_without_a_beginning_ends_nothing(element: str) -> None:
    (around,) = shown(f"Перше\n\n</{element}>\n\nДруге").css('[lang="uk"][dir="ltr"]')
    assert around.text().split() == ["Перше", "Друге"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(TYPED), max_size=5).map("".join))
def test_whatever_is_typed_stays_within_its_language_and_nothing_else_gets_in(typed: str) -> None:
    (around,) = shown(f"Перше\n\n{typed}\n\nДруге").css('[lang="uk"]')
    words = around.text()
    assert "Перше" in words
    assert "Друге" in words
    assert "Last" not in words
