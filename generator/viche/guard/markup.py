"""What a finished page must have and must not, whoever wrote it: for readers and for safety."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DATA = {"application/ld+json", "application/json"}
"""Scripts that are not run."""

_EVENT = re.compile(r"[\s\"'/]on[a-z]+\s*=", re.IGNORECASE)
_SAID = ("aria-label", "aria-labelledby", "title")


def faults(page: LexborHTMLParser, text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a page, and with its ``text``, by itself: codes and where, each once."""
    yield from dict.fromkeys((*_unseen(page), *_levels(page), *_active(page, text)))


def _unseen(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Pictures and links that say nothing to those who listen."""
    for node in page.css("img:not([alt])"):
        yield "image-without-words", node.attributes.get("src") or ""
    for node in page.css("a[href]"):
        if not _says(node):
            yield "link-without-words", node.attributes["href"] or ""


def _says(link: LexborNode) -> bool:
    if link.text().strip() or any(link.attributes.get(name) for name in _SAID):
        return True
    inside = link.css("img[alt], [aria-label], svg title")
    return any(
        (node.attributes.get("alt") or node.attributes.get("aria-label") or node.text()).strip()
        for node in inside
    )


def _levels(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Headings that leave out a level."""
    level = 0
    for node in page.css("h1, h2, h3, h4, h5, h6"):
        found = int(str(node.tag)[1])
        if level and found > level + 1:
            yield "heading-level", node.text().strip()
        level = found


def _active(page: LexborHTMLParser, text: str) -> Iterator[tuple[str, str]]:
    """What the pages' own Content-Security-Policy forbids: browsers would leave it out."""
    for node in page.css("script:not([src])"):
        if (node.attributes.get("type") or "").lower() not in _DATA:
            yield "page-inline", "script"
    if page.css_first("style, [style]"):
        yield "page-inline", "style"
    if not _EVENT.search(text):  # a walk through the whole page is dear
        return
    for node in page.css("*"):
        for name in node.attributes:
            if name.startswith("on"):
                yield "page-inline", name
