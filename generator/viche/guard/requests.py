"""What a page would ask of others: every address that a reader may follow or a browser fetches."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Literal

Use = Literal["link", "load"]

# Attributes that make a browser fetch something, whatever the element; srcset is a list.
_LOADS = ("src", "poster", "data", "background", "action", "formaction", "ping")
# Attributes of drawings that are styles by themselves.
_STYLES = (
    *("style", "fill", "stroke", "filter", "mask", "clip-path", "cursor"),
    *("marker-start", "marker-mid", "marker-end"),
)
READ = ", ".join(
    (
        *(f"[{name}]" for name in (*_LOADS, *_STYLES, "href", "xlink\\:href", "srcset")),
        *("[imagesrcset]", "[srcdoc]", "[id]", "style", "a[name]", "meta[http-equiv]"),
    )
)
READ = f":is({READ})"  # a list by itself would give an element once for each of its attributes
"""What selects the elements that ask for anything, or that others may lead to."""

# What a <link> may be without being fetched.
_UNFETCHED = frozenset(
    {
        *("alternate", "author", "bookmark", "canonical", "edit", "help", "license", "me"),
        *("next", "prev", "privacy-policy", "search", "terms-of-service", "up"),
    }
)
# What in CSS begins a comment does so only outside of strings and of addresses without quotes.
_CSS_COMMENT = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|url\([^"'()]*\))|/\*.*?(?:\*/|\Z)""",
    re.DOTALL | re.IGNORECASE,
)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(\n)|(.))")
_CSS_NAMESPACE = re.compile(
    r"""@namespace\s[\w\s-]*(?:url\([^()]*\)|"[^"]*"|'[^']*')\s*;""", re.IGNORECASE
)
_CSS_ADDRESS = re.compile(
    r"""(?<![\w-])(?:url|src|image)\(\s*(?:"([^"]*)|'([^']*)|([^()"'\s]*))"""
    r"""|@import\s*(?:"([^"]*)|'([^']*))""",
    re.IGNORECASE,
)
_CSS_SET = re.compile(r"""image-set\(((?:"[^"]*"|'[^']*'|\([^()]*\)|[^()"'])*)""", re.IGNORECASE)
_CSS_SET_ADDRESS = re.compile(r"""type\([^()]*\)|"([^"]*)"|'([^']*)'""", re.IGNORECASE)
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]+)", re.IGNORECASE)


def addresses(tag: str, given: Mapping[str, str]) -> Iterator[tuple[Use, str]]:
    """The addresses in the attributes of one element, but for those of a page within it."""
    for name in _LOADS:
        if name in given:
            yield "load", given[name]
    for name in ("href", "xlink:href"):
        if name in given and tag != "base":
            yield _use(tag, given), given[name]
    for name in ("srcset", "imagesrcset"):
        for url in _srcset(given.get(name, "")):
            yield "load", url
    for name in _STYLES:
        if name in given:
            for url in css_addresses(given[name]):
                yield "load", url
    if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
        match = _REFRESH.match(given.get("content", ""))
        if match:
            yield "load", match[1]


def _use(tag: str, given: Mapping[str, str]) -> Use:
    """Whether an address in ``href`` is followed by a reader or fetched by the browser."""
    if tag == "link":
        kinds = given.get("rel", "").lower().split()
        return "link" if kinds and _UNFETCHED.issuperset(kinds) else "load"
    return "link" if tag in {"a", "area"} else "load"


def _srcset(text: str) -> Iterator[str]:
    for candidate in re.split(r",\s+|,$", text.strip()):
        if words := candidate.split():
            yield words[0]


def css_addresses(text: str) -> Iterator[str]:
    """Whatever a style fetches, with its escapes read as browsers read them."""
    text = _CSS_COMMENT.sub(lambda match: match[1] or " ", text)
    text = _CSS_NAMESPACE.sub("", _CSS_ESCAPE.sub(_meant, text))
    found = [*_CSS_ADDRESS.finditer(text)]
    for inside in _CSS_SET.findall(text):
        found += _CSS_SET_ADDRESS.finditer(inside)
    for match in found:
        if url := next((group for group in match.groups() if group), ""):
            yield url


def _meant(escape: re.Match[str]) -> str:
    """The character that an escape stands for; one that would end an address stands for itself."""
    number, line_break, char = escape.groups()
    if line_break:
        return ""
    code = int(number, 16) if number else ord(char)
    meant = chr(code) if 0 < code <= sys.maxunicode else "\ufffd"
    return "\ufffd" if meant in "\"'()\\" else meant
