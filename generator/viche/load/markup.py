"""What a page's Markdown links to and shows, what it names, and at which line.

Python-Markdown itself says what is a link and what isn't, but not where it stood. So each place
where an address or a heading may begin gets a character of its own that nobody types, from the
planes for private use; those that come back in an address or a heading say where these stand.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Literal

from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser, LexborNode

from viche.load.source import hidden

EXTENSIONS = (
    *("toc", "tables", "fenced_code"),  # MkDocs has them always
    *("admonition", "attr_list", "def_list", "md_in_html"),
)
"""All with which our ``mkdocs.yml`` reads prose; a test holds them against what MkDocs makes of it.
That which cleans what was read (``viche.engine.clean``) comes after."""

_TITLE = "# - {#title}\n\n"
"""What the finished page has above the prose. Its id is taken before any other is given."""

TITLE = "title"
"""The id of the page's own title."""

_FIRST, _LAST = 0xF0000, 0xFFFFD
_MARK = re.compile("[\U000f0000-\U000ffffd]")
_PLACE = re.compile(
    r"""(?:\]\([ ]*<?|^[ ]{0,3}\[[^\]\n]+\]:[ ]*\n?[ ]*<?|\b(?:src|href)\s*=\s*["']?|"""
    r"""^[ ]{0,3}\#{1,6}[ ]*|^(?=[^\W_][^\n]*\n(?:=+|-+)[ ]*$))""",
    re.MULTILINE | re.IGNORECASE,
)
"""Before an address in brackets, of a reference, or of raw HTML; before the words of a heading."""


_SPECIAL = re.compile("[<{&\u2066-\u2069]")
"""Without these, and without places, there is nothing to tell of a page."""

_ENTITY = re.compile(r"&#(?:x[0-9a-f]+|[0-9]+);?", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|[ou]l|li|d[dlt]|t[dhr]|table|h[1-6]|div|pre|section|article|aside)\b[^>]*>|\n\n"
)
"""Where a paragraph begins or ends, and with it whatever its text is turned by."""

_PARAGRAPH = re.compile(r".+?(?:\n[ \t]*\n|\Z)", re.DOTALL)

_NUMBERED = re.compile(r"_?[0-9]*")
"""What the reader of Markdown calls a heading then."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a page: of a place that it leads to, or of a picture that it shows.

    ``start`` is the index of the address in the body, -1 if it is not known. ``words`` are those
    of the link, or those that stand for the picture.
    """

    kind: Literal["link", "picture"]
    address: str
    words: str
    start: int = -1


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``is_named`` if it says itself how links call it: ``## Rules {#rules}``."""

    level: int
    words: str
    id: str
    is_named: bool
    start: int = -1

    @property
    def needs_name(self) -> bool:
        """Whether it has none, and none of its letters can stand in an address."""
        return not self.is_named and bool(_NUMBERED.fullmatch(self.id))


@dataclass(frozen=True, slots=True)
class Markup:
    """What a page's body holds, in order."""

    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = (TITLE,)
    hidden: tuple[tuple[str, int], ...] = ()
    """Characters that nobody sees and that turn the text, however they were written; and where."""


@cache
def _reader() -> Markdown:
    return Markdown(extensions=list(EXTENSIONS))


def read_markup(body: str) -> Markup:
    """Read the Markdown ``body``; what lies too deep inside itself to be read holds nothing."""
    places = [match.end() for match in _PLACE.finditer(body)][: _LAST - _FIRST]
    if not places and not _SPECIAL.search(body):
        return Markup()
    reader = _reader()
    reader.reset()
    try:
        html = reader.convert(_TITLE + _marked(_MARK.sub("\ufffd", body), places))
    except RecursionError:
        return Markup()
    page = LexborHTMLParser(html)
    _, *headings = _headings(page, body, places)
    return Markup(
        tuple(_links(page, places)),
        tuple(headings),
        tuple(node.attributes["id"] or "" for node in page.css("[id]")),
        tuple(_hidden(html, body)),
    )


def _marked(body: str, places: Sequence[int]) -> str:
    if not places:
        return body
    ends = [*places[1:], len(body)]
    return body[: places[0]] + "".join(
        chr(_FIRST + number) + body[start:end]
        for number, (start, end) in enumerate(zip(places, ends, strict=True))
    )


def _links(page: LexborHTMLParser, places: Sequence[int]) -> Iterator[Link]:
    for node in page.css("a[href], img"):
        picture = node.tag == "img"
        said = node.attributes.get("src" if picture else "href") or ""
        mark = _MARK.match(said)
        start = places[ord(mark[0]) - _FIRST] if mark else -1
        words = node.attributes.get("alt") if picture else _words(node)
        kind: Literal["link", "picture"] = "picture" if picture else "link"
        yield Link(kind, _MARK.sub("", said).strip(), _MARK.sub("", words or "").strip(), start)


def _words(link: LexborNode) -> str:
    """What a link says: its words, or those of the pictures in it."""
    return " ".join(
        [link.text(), *(image.attributes.get("alt") or "" for image in link.css("img"))]
    )


def _headings(page: LexborHTMLParser, body: str, places: Sequence[int]) -> Iterator[Heading]:
    for node in page.css("h1, h2, h3, h4, h5, h6"):
        words, id_ = node.text(), node.attributes.get("id") or ""
        mark = _MARK.search(words)
        start = places[ord(mark[0]) - _FIRST] if mark else -1
        line = body[start:].partition("\n")[0] if mark else ""
        named = not mark or bool(re.search(r"\{[^{}]*#" + re.escape(id_) + r"(?![\w-])", line))
        yield Heading(int(str(node.tag)[1]), _MARK.sub("", words).strip(), id_, named, start)


def _hidden(html: str, body: str) -> Iterator[tuple[str, int]]:
    """What turns the text of a paragraph, and where it stands; -1 if that isn't known."""
    # Browsers read each paragraph of what was made; where that was written, is a guess.
    shown = [unescape(each) for each in _BLOCK.split(html)]
    found = [each[place] for each in shown for place in hidden(each)]
    if not found:
        return
    plain = _ENTITY.sub(lambda match: unescape(match[0]).ljust(len(match[0])), body)
    likely: defaultdict[str, deque[int]] = defaultdict(deque)
    for paragraph in _PARAGRAPH.finditer(plain):
        for place in hidden(paragraph[0]):
            likely[paragraph[0][place]].append(paragraph.start() + place)
    for char in found:
        yield char, likely[char].popleft() if likely[char] else plain.find(char)
