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
from itertools import takewhile
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString, nearing_recursion_limit

from viche.engine.cleaner import BEGIN, BORDERS, PROSE, Clean, is_address

_SECTION = f"{STX}viche-section{ETX}"
_WHOLE = ("<viche-html>", "</viche-html>")
_BORDER = re.compile(f"<p>{BORDERS.pattern}</p>")


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
            if border := PROSE.get(line):
                in_prose = border == BEGIN
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
                if not is_address(element.get(name, "")):
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
