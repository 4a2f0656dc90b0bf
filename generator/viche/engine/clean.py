"""A Markdown extension that lets only harmless markup through.

Prose comes from anyone who proposes a change, and Markdown allows raw HTML, addresses of any kind
and, with attribute lists, attributes of any name. So the finished HTML is read once more: elements
that are not listed here appear as they were typed, attributes that are not listed are dropped,
addresses may be relative or lead to the web or to a mailbox, and pictures are the site's own.

With ``right_to_left``, ranges and telephone numbers in the text are kept in their order.
"""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor

from viche.bidi import isolate_numbers

_TEXT = {"a", "abbr", "b", "bdi", "br", "code", "del", "em", "img", "ins", "kbd", "q", "s", "small"}
_TEXT |= {"span", "strong", "sub", "sup", "time"}
_BLOCKS = {"article", "aside", "blockquote", "details", "div", "figcaption", "figure", "hr", "p"}
_BLOCKS |= {"pre", "section", "summary", "h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
_TABLES = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_ELEMENTS = _TEXT | _BLOCKS | _LISTS | _TABLES
_VOID = {"br", "hr", "img"}
_ATTRIBUTES = {"class", "dir", "href", "id", "lang", "src", "title", "alt", "height", "width"}
_ATTRIBUTES |= {"colspan", "rowspan", "scope", "datetime", "open", "start"}
_SCHEMES = {"", "http", "https", "mailto", "tel"}
# Classes at which the theme's script would fetch something from elsewhere or run something.
_ACTIVE_CLASSES = {"mermaid"}


class Clean(HTMLParser):
    """Reads HTML and writes it again, without whatever is not listed. The result is balanced."""

    def __init__(self, *, right_to_left: bool = False) -> None:
        super().__init__(convert_charrefs=False)
        self._right_to_left = right_to_left
        self._written: list[str] = []
        self._open: list[str] = []

    @classmethod
    def html(cls, dirty: str, *, right_to_left: bool = False) -> str:
        """The harmless part of ``dirty``; the rest as text."""
        cleaner = cls(right_to_left=right_to_left)
        cleaner.feed(dirty)
        cleaner.close()
        cleaner._end_all(0)
        return "".join(cleaner._written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag not in _ELEMENTS:
            self._type(self.get_starttag_text() or "")
            return
        kept = "".join(
            f' {name}="{escape(value)}"'
            for name, value in ((name, _harmless(tag, name, value or "")) for name, value in attrs)
            if value is not None
        )
        self._written.append(f"<{tag}{kept}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is written as ``<br />``."""
        self.handle_starttag(tag, attrs)
        if tag in _ELEMENTS and tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it whatever was left open inside."""
        if tag in self._open:
            last = len(self._open) - 1 - self._open[::-1].index(tag)
            self._end_all(last)
        elif tag not in _ELEMENTS:
            self._type(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text."""
        code = "code" in self._open or "pre" in self._open
        self._type(isolate_numbers(data) if self._right_to_left and not code else data)

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

    def _type(self, text: str) -> None:
        self._written.append(escape(text, quote=False))

    def _end_all(self, down_to: int) -> None:
        while len(self._open) > down_to:
            self._written.append(f"</{self._open.pop()}>")


def _harmless(tag: str, name: str, value: str) -> str | None:
    """The value that an attribute may have, or ``None`` if it may not stand there."""
    if name not in _ATTRIBUTES:
        return None
    if name == "class":
        return " ".join(word for word in value.split() if word not in _ACTIVE_CLASSES)
    if name == "href":
        return value if _scheme(value) in _SCHEMES else None
    if name == "src":
        local = _scheme(value) == "" and not value.lstrip().startswith(("//", "\\", "/\\"))
        return value if tag == "img" and local else None
    return value


def _scheme(address: str) -> str:
    """The scheme as a browser would read it: blanks and controls inside don't count."""
    seen = re.sub(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\ufeff]", "", address)
    seen = unescape(seen)
    seen = re.sub(r"[\x00-\x20]", "", seen)
    match = re.match(r"([^/?#:]*):", seen)
    return match[1].lower() if match else ""


class _CleanPage(Postprocessor):
    right_to_left = False

    def run(self, text: str) -> str:
        return Clean.html(text, right_to_left=self.right_to_left)


class CleanExtension(Extension):
    """Adds the cleaning after everything else that Markdown does."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"right_to_left": [False, "Keep numbers in their order"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register with ``md``."""
        page = _CleanPage(md)
        page.right_to_left = self.getConfig("right_to_left")
        md.postprocessors.register(page, "viche-clean", -100)


def makeExtension(**settings: Any) -> CleanExtension:
    """What Python-Markdown calls to load the extension."""
    return CleanExtension(**settings)
