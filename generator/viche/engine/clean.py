"""A Markdown extension that lets only harmless markup through.

Prose comes from anyone who proposes a change, and Markdown allows raw HTML, addresses of any kind
and, with attribute lists, attributes of any name. So the finished HTML is read once more: elements
that are not listed here appear as they were typed, attributes that are not listed are dropped,
addresses may be relative or lead to the web or to a mailbox, and pictures are the site's own.

Long HTML without any Markdown may stand between the lines ``<viche-html>`` and ``</viche-html>``:
it is cleaned like the rest, and nobody looks through it for Markdown before.

What people wrote stands between the lines ``<viche-prose>`` and ``</viche-prose>``, so that it
can't pass for what the program says: there, ``<viche-html>`` means nothing, and of the classes,
which can hide words or make them look like a route, only those remain that Markdown itself gives.
Whoever puts prose there sees to it that nobody types these lines (``viche.pages.prose``).

With ``right_to_left``, ranges and telephone numbers in the text are kept in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString, nearing_recursion_limit

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
_SECTION = f"{STX}viche-section{ETX}"
_WHOLE = ("<viche-html>", "</viche-html>")
_PROSE = {"<viche-prose>": f"{STX}viche-prose{ETX}", "</viche-prose>": f"{STX}viche-said{ETX}"}
"""The lines around prose, and what stands for them until all is done; nobody can type it."""

_BEGIN, _END = _PROSE.values()
_BORDERS = re.compile(f"({_BEGIN}|{_END})")
_BORDER = re.compile(f"<p>{_BORDERS.pattern}</p>")
_CLASSES = {"admonition", "admonition-title", "headerlink", "note", "tip", "hint", "success"}
_CLASSES |= {"question", "warning", "caution", "danger", "example", "quote"}
"""Those that Markdown gives, or that say of a note what kind of note it is; and the languages of
code."""

_LANGUAGE = "language-"
_LONG_PERMALINK = re.compile(r'(<a\b[^>]*) class="headerlink"([^>]*>)(?!(?:[^<&]|&\#?\w+;)</a>)')
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
        self._in_prose = False

    @classmethod
    def html(cls, dirty: str, *, right_to_left: bool = False) -> str:
        """The harmless part of ``dirty``; the rest as text."""
        cleaner = cls(right_to_left=right_to_left)
        cleaner.feed(dirty)
        cleaner.close()
        cleaner._end_all(0)
        return _LONG_PERMALINK.sub(r"\1\2", "".join(cleaner._written))

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """An element begins."""
        if tag not in _ELEMENTS:
            self._type(self.get_starttag_text() or "")
            return
        if tag == "img":
            attrs = _sized(attrs)
        if self._in_prose:
            attrs = [*_without_our_classes(attrs)]
        kept = "".join(
            f' {name}="{escape(value)}"'
            for name, value in ((name, _harmless(tag, name, value or "")) for name, value in attrs)
            if value is not None
        )
        self._written.append(f"<{tag}{kept}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
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
        """Text, or a line that begins or ends prose."""
        code = "code" in self._open or "pre" in self._open
        for part in _BORDERS.split(data):
            if part in (_BEGIN, _END):
                self._in_prose = part == _BEGIN
            else:
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
        return value if _is_address(value) and scheme(value) in _SCHEMES else None
    if name == "src":
        return value if tag == "img" and is_local(value) and _is_address(value) else None
    return value


def _without_our_classes(attributes: Attributes) -> Iterator[tuple[str, str | None]]:
    """The attributes of an element in prose: of its classes, those that anyone may give."""
    for name, value in attributes:
        if name != "class":
            yield name, value
            continue
        classes = (value or "").split()
        if kept := [each for each in classes if each in _CLASSES or each.startswith(_LANGUAGE)]:
            yield name, " ".join(kept)


def _is_address(value: str) -> bool:
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


class _Sections(Preprocessor):
    """Hides ``<![`` until all is done: Python's reader of HTML falls over what may follow."""

    def run(self, lines: list[str]) -> list[str]:
        return [line.replace("<![", _SECTION) for line in lines]


class _Whole(Preprocessor):
    """Puts HTML without Markdown aside, as Python-Markdown does with what it finds to be HTML."""

    def run(self, lines: list[str]) -> list[str]:
        begin, end = _WHOLE
        kept: list[str] = []
        rest = iter(lines)
        in_prose = False
        for line in rest:
            if border := _PROSE.get(line):
                in_prose = border == _BEGIN
                kept += ["", border, ""]
                continue
            if line != begin or in_prose:
                kept.append(line)
                continue
            html = [*takewhile(lambda each: each != end, rest)]
            kept += ["", self.md.htmlStash.store("\n".join(html)), ""]
        return kept


class _Deep(BlockProcessor):
    """Blocks within blocks within blocks, too deep to be read further, are typed."""

    def test(self, parent: Element, block: str) -> bool:
        return nearing_recursion_limit()

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "p").text = AtomicString(blocks.pop(0))


class _Addresses(Treeprocessor):
    """What leads to no address is no link, before MkDocs looks where links lead."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                if not _is_address(element.get(name, "")):
                    element.tag = "span"
                    element.text = element.text or element.get("alt")
                    element.attrib.clear()


def _framed(clean: str) -> str:
    """Each table in a frame, so that a wide one scrolls alone and not the page with it."""
    opened = re.sub(r"<table[ >]", r'<div class="table">\g<0>', clean)
    return opened.replace("</table>", "</table></div>")


class _CleanPage(Postprocessor):
    right_to_left = False

    def run(self, text: str) -> str:
        typed = _BORDER.sub(r"\1", text.replace(_SECTION, "&lt;!["))
        return _framed(Clean.html(typed, right_to_left=self.right_to_left))


class CleanExtension(Extension):
    """Adds the cleaning after everything else that Markdown does."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"right_to_left": [False, "Keep numbers in their order"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register with ``md``."""
        page = _CleanPage(md)
        page.right_to_left = self.getConfig("right_to_left")
        # After fenced code, before raw HTML is looked for.
        md.preprocessors.register(_Sections(md), "viche-sections", 22)
        md.preprocessors.register(_Whole(md), "viche-whole", 21.5)
        md.parser.blockprocessors.register(_Deep(md.parser), "viche-deep", 1000)
        # MkDocs' own processor of links has priority 0.
        md.treeprocessors.register(_Addresses(md), "viche-addresses", 1)
        md.postprocessors.register(page, "viche-clean", -100)


def makeExtension(**settings: Any) -> CleanExtension:
    """What Python-Markdown calls to load the extension."""
    return CleanExtension(**settings)
