"""HTML without whatever could act: only listed elements, attributes and schemes are kept.

Elements outside the list appear as they were typed, addresses may be relative or lead to the web or
to a mailbox, and pictures are the site's own. In prose, which people write, only those classes
remain that Markdown itself gives, and what prose leaves open ends with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from markdown.util import ETX, STX

from viche.addresses import is_local, scheme
from viche.bidi import isolate_numbers

Attributes = list[tuple[str, str | None]]

_TEXT = {"a", "abbr", "b", "bdi", "br", "code", "del", "em", "img", "ins", "kbd", "q", "s", "small"}
_TEXT |= {"span", "strong", "sub", "sup", "time"}
_BLOCKS = {"article", "aside", "blockquote", "details", "div", "figcaption", "figure", "hr", "p"}
_BLOCKS |= {"pre", "section", "summary", "h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
_TABLES = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_ELEMENTS = _TEXT | _BLOCKS | _LISTS | _TABLES
_VOID = {"br", "hr", "img"}
_ATTRIBUTES = {"class", "dir", "href", "id", "lang", "src", "title", "alt", "height", "width"}
_ATTRIBUTES |= {"hreflang", "colspan", "rowspan", "scope", "datetime", "open", "start"}
_SCHEMES = {"", "http", "https", "mailto", "tel"}
PROSE = {"<viche-prose>": f"{STX}viche-prose{ETX}", "</viche-prose>": f"{STX}viche-said{ETX}"}
"""The lines around prose, and what stands for them until all is done; nobody can type it."""

BEGIN, END = PROSE.values()
BORDERS = re.compile(f"({BEGIN}|{END})")
_CLASSES = {"admonition", "admonition-title", "note", "tip", "hint", "success"}
_CLASSES |= {"question", "warning", "caution", "danger", "example", "quote"}
"""Those that Markdown gives, or that say of a note what kind of note it is; and the languages of
code."""

_LANGUAGE = "language-"
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_UNHEARD = ' aria-hidden="true" tabindex="-1"'
"""The link of a heading to itself: for whoever points at it; else it would be read as its words."""

_LONG_PERMALINK = re.compile(
    rf'(<a\b[^>]*) class="headerlink"([^>]*){_UNHEARD}>(?!(?:[^<&]|&\#?\w+;)</a>)'
)
"""The theme hides such links until a heading is pointed at; so they are one sign, not words."""

_SIZED = re.compile(r"#([1-9][0-9]*)x([1-9][0-9]*)$")
"""``photo.jpg#1600x900``: a picture whose size is known keeps its room while it is loaded."""


class Clean(HTMLParser):
    """Reads HTML and writes it again, without whatever is not listed. The result is balanced."""

    def __init__(self, *, right_to_left: bool = False) -> None:
        super().__init__(convert_charrefs=False)
        self._right_to_left = right_to_left
        self._written: list[str] = []
        self._open: list[str] = []
        self._around: int | None = None
        """How many elements are open around the prose, in prose."""

    @classmethod
    def html(cls, dirty: str, *, right_to_left: bool = False) -> str:
        """The harmless part of ``dirty``; the rest as text."""
        cleaner = cls(right_to_left=right_to_left)
        cleaner.feed(dirty)
        cleaner.close()
        cleaner._end_all(0)
        return _LONG_PERMALINK.sub(r"\1\2>", "".join(cleaner._written))

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """An element begins."""
        if tag not in _ELEMENTS:
            self._type(self.get_starttag_text() or "")
            return
        if tag == "img":
            attrs = _sized(attrs)
        if self._around is not None:
            attrs = [*self._without_our_classes(tag, attrs)]
        kept = "".join(
            f' {name}="{escape(value)}"'
            for name, value in ((name, _harmless(tag, name, value or "")) for name, value in attrs)
            if value is not None
        )
        if tag == "a" and ("class", "headerlink") in attrs:
            kept += _UNHEARD
        self._written.append(f"<{tag}{kept}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """An element that is written as ``<br />``."""
        self.handle_starttag(tag, attrs)
        if tag in _ELEMENTS and tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it whatever was left open inside; prose ends none around it."""
        if tag in self._open[self._around or 0 :]:
            last = len(self._open) - 1 - self._open[::-1].index(tag)
            self._end_all(last)
        elif tag not in _ELEMENTS:
            self._type(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text, or a line that begins or ends prose."""
        code = "code" in self._open or "pre" in self._open
        for part in BORDERS.split(data):
            if part == BEGIN and self._around is None:
                self._around = len(self._open)
            elif part == END and self._around is not None:
                self._end_all(self._around)
                self._around = None
            elif part not in (BEGIN, END):
                self._type(isolate_numbers(part) if self._right_to_left and not code else part)

    def handle_entityref(self, name: str) -> None:
        """A character by its name."""
        self._written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A character by its number."""
        self._written.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """A comment is shown: nothing in a page is hidden from its reader."""
        self._type(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """A declaration has no meaning inside a page."""
        self._type(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        """As above."""
        self._type(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        """A processing instruction has no meaning either."""
        self._type(f"<?{data}>")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """``<![…]>`` is typed too; of those it doesn't know, Python's reader makes an error."""
        end = self.rawdata.find(">", i)
        if end < 0:
            return -1
        self._type(self.rawdata[i : end + 1])
        return end + 1

    def set_cdata_mode(self, elem: str, **_: Any) -> None:
        """After ``<style>``, which is typed, markup goes on: else it would hide the page's rest."""

    def _without_our_classes(
        self, tag: str, attributes: Attributes
    ) -> Iterator[tuple[str, str | None]]:
        """The attributes of an element in prose: of its classes, those that anyone may give."""
        # The link of a heading to itself is Markdown's own; it must be one sign (see above).
        is_permalink = tag == "a" and bool(self._open) and self._open[-1] in _HEADINGS
        for name, value in attributes:
            if name != "class" or (is_permalink and value == "headerlink"):
                yield name, value
                continue
            classes = (value or "").split()
            if kept := [each for each in classes if each in _CLASSES or each.startswith(_LANGUAGE)]:
                yield name, " ".join(kept)

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks for lines, and counting them is a tenth of the work."""
        return j

    def _type(self, text: str) -> None:
        self._written.append(escape(text, quote=False))

    def _end_all(self, down_to: int) -> None:
        while len(self._open) > down_to:
            self._written.append(f"</{self._open.pop()}>")


def _harmless(tag: str, name: str, value: str) -> str | None:
    """The value that an attribute may have, or ``None`` if it may not stand there."""
    if name not in _ATTRIBUTES:
        return None
    if name == "href":
        return value if is_address(value) and scheme(value) in _SCHEMES else None
    if name == "src":
        return value if tag == "img" and is_local(value) and is_address(value) else None
    return value


def is_address(value: str) -> bool:
    """Whether it can be taken apart at all; ``http://[`` can't, and everyone who tries falls."""
    try:
        urlsplit(value)
    except ValueError:
        return False
    return True


def _sized(attributes: Attributes) -> Attributes:
    """The attributes of a picture, with the size that its address tells."""
    given = dict(attributes)
    if match := _SIZED.search(given.get("src") or ""):
        bare = {**given, "src": _SIZED.sub("", given["src"] or "")}
        return [*({"width": match[1], "height": match[2]} | bare).items()]
    return attributes
