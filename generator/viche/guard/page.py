"""What one page or drawing of the site says of itself and of others."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser

from viche.guard.markup import faults
from viche.guard.requests import READ, Use, addresses, css_addresses

_START_OR_END = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)([^<>]*)")
# They have no end, or need none: by themselves they make no page deep.
_SHALLOW = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot"),
        *("option", "optgroup", "rt", "rp", "colgroup", "html", "head", "body"),
    }
)
# The parser takes time by the square of the depth: 50,000 elements inside each other, 8 seconds.
_DEEPEST = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """What one file says of itself and of others."""

    ids: Counter[str] = field(default_factory=Counter)
    addresses: tuple[tuple[Use, str], ...] = ()
    has_base: bool = False
    is_read: bool = True
    title: str = ""
    language: str = ""
    faults: tuple[tuple[str, str], ...] = ()
    """What is wrong with it by itself: codes and where."""


class DeepError(Exception):
    """More elements lie inside each other than can be read in a reasonable time."""


def read_page(text: str, *, is_page: bool = False) -> Page:
    """The ids and addresses of an HTML page or an SVG picture, and a page's title and faults.

    Raises:
        DeepError: it would take very long.
    """
    if _is_deep(text):
        raise DeepError
    ids: list[str] = []
    names: list[str] = []
    asked: list[tuple[Use, str]] = []
    has_base = False
    # One query for all: the parser's walk through the tree is the dear part.
    tree = LexborHTMLParser(text)
    for node in tree.css(READ):
        given = {name: value or "" for name, value in node.attributes.items()}
        if "id" in given:
            ids.append(given["id"])
        if node.tag == "a" and "name" in given:
            names.append(given["name"])
        has_base |= node.tag == "base" and "href" in given
        asked += addresses(node.tag or "", given)
        if "srcdoc" in given:
            asked += read_page(given["srcdoc"]).addresses
        if node.tag == "style":
            asked += (("load", url) for url in css_addresses(node.text()))
    known = set(ids)
    ids += dict.fromkeys(name for name in names if name not in known)
    page = Page(Counter(ids), tuple(dict.fromkeys(asked)), has_base)
    if not is_page:
        return page
    title, root = tree.css_first("head > title"), tree.root
    return replace(
        page,
        title=title.text().strip() if title else "",
        language=(root.attributes.get("lang") or "") if root else "",
        faults=tuple(faults(tree, text)),
    )


def _is_deep(text: str) -> bool:
    """Whether more elements lie inside each other than any template makes."""
    if text.count("<") <= _DEEPEST:
        return False
    inside: list[str] = []
    for end, name, rest in _START_OR_END.findall(text):
        tag = name.lower()
        if end:
            if inside and inside[-1] == tag:
                inside.pop()
        elif tag not in _SHALLOW and not (rest.endswith("/") and "svg" in inside):
            inside.append(tag)
            if len(inside) > _DEEPEST:
                return True
    return False
