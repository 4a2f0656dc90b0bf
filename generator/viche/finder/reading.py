"""What a reader can find in a page of HTML: its title, and its text by section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

# A term of a glossary has an address as well.
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt"}
_INLINE = {"a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s"}
_INLINE |= {"small", "span", "strong", "sub", "sup", "time", "u", "wbr"}
# Characters do in plain text what the element does in HTML.
_AROUND = {"bdi": ("\u2068", "\u2069")}
_UNREAD = {"button", "nav", "noscript", "script", "select", "style", "svg", "template"}
_BLANK = re.compile(r"[ \t\r\f\u00a0\u202f]+")
_LINES = re.compile(r" ?\n[ \n]*")

Run = tuple[str, str]
"""The language of a piece of text, and the text."""


@dataclass(slots=True)
class Section:
    """A heading with an address of its own, and what stands below it until the next one."""

    anchor: str
    heading: list[Run] = field(default_factory=list)
    text: list[Run] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """A page; the first of its sections is headed by the page's own title."""

    path: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """What the page is called."""
        return written(self.sections[0].heading)


def read(path: str, html: bytes) -> Page | None:
    """The page at ``path``, or ``None`` if it is not to be found.

    A page is found by its ``article``, unless that is marked ``data-unsearched``. A heading without
    an id begins no section.
    """
    tree = LexborHTMLParser(html)
    article = tree.css_first("article")
    if article is None or "data-unsearched" in article.attributes:
        return None
    own = tree.root.attributes.get("lang") if tree.root is not None else None
    first = Section("")
    sections = [first]
    for heading, language, text in _texts(article, own or "", None):
        id = heading.attributes.get("id") if heading is not None else None
        if heading is None or not (id or heading.tag == "h1"):
            sections[-1].text.append((language, text))
        elif heading.tag == "h1" and len(sections) == 1:
            first.heading.append((language, text))
        else:
            if sections[-1].anchor != id:
                sections.append(Section(id or ""))
            sections[-1].heading.append((language, text))
    if not written(first.heading):
        title = tree.css_first("title")
        first.heading = [(own or "", title.text() if title is not None else path)]
    return Page(path, tuple(sections))


def written(runs: list[Run]) -> str:
    """The text of ``runs``, a line for each block."""
    text = _BLANK.sub(" ", "".join(text for _, text in runs))
    return _LINES.sub("\n", text).strip()


def _texts(
    parent: LexborNode, language: str, heading: LexborNode | None
) -> Iterator[tuple[LexborNode | None, str, str]]:
    """Every piece of text with the heading that it stands in, and its language."""
    for node in parent.iter(include_text=True):
        tag = node.tag
        if tag == "-text":
            yield heading, language, (node.text_content or "").replace("\n", " ")
            continue
        if tag is None or tag in _UNREAD:
            continue
        attributes = node.attributes
        if "headerlink" in (attributes.get("class") or "").split():
            continue
        inside = node if tag in _HEADINGS else heading
        own = attributes.get("lang") or language
        before, after = _AROUND.get(tag, ("", "") if tag in _INLINE else ("\n", "\n"))
        yield inside, own, before
        yield from _texts(node, own, inside)
        yield inside, own, after
