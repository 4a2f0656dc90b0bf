"""The site as a reader walks through it: links that lead somewhere, and no request to others."""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from viche.guard.markup import faults
from viche.problems import Problem

# Attributes that make a browser fetch something, whatever the element; srcset is a list.
_LOADS = ("src", "poster", "data", "background", "action", "formaction", "ping")
_READ = (
    ", ".join(
        f"[{name}]"
        for name in (
            *_LOADS,
            "href",
            "xlink\\:href",
            "srcset",
            "imagesrcset",
            "srcdoc",
            "style",
            "id",
        )
    )
    + ", style, a[name], meta[http-equiv]"
)
# What a <link> may be without being fetched.
_UNFETCHED = frozenset(
    {
        *("alternate", "author", "bookmark", "canonical", "edit", "help", "license", "me"),
        *("next", "prev", "privacy-policy", "search", "terms-of-service", "up"),
    }
)
_UNCHECKED = frozenset(
    {
        *("mailto", "tel", "sms", "geo", "xmpp", "webcal", "webcals"),
        *("data", "javascript", "blob", "about"),
    }
)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_NAMESPACE = re.compile(r"@namespace[^;]*;")
_CSS_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^()"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')"""
)
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]+)", re.IGNORECASE)

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
_LARGEST = 16 * 1024 * 1024

Use = Literal["link", "load"]


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


class Site:
    """The files of a built site, and the addresses that lead to them."""

    def __init__(self, root: Path, address: str) -> None:
        self.root = root
        self.address = urlsplit(address)
        self.files = frozenset(
            file.relative_to(root).as_posix()
            for folder, _, entries in os.walk(root)
            for entry in entries
            if (file := Path(folder) / entry).is_file() and not file.is_symlink()
        )
        self._pages: dict[str, Page] = {}

    def page(self, path: str) -> Page:
        """What the file ``path`` holds; of a file that is neither a page nor a style, nothing."""
        if path not in self._pages:
            self._pages[path] = self._read(path)
        return self._pages[path]

    def _read(self, path: str) -> Page:
        kind = posixpath.splitext(path)[1].lower()
        if kind not in {".html", ".htm", ".svg", ".css"}:
            return Page()
        raw = (self.root / path).read_bytes()
        if len(raw) > _LARGEST:
            return Page(is_read=False)
        text = raw.decode("utf-8", "replace")
        if kind == ".css":
            return Page(addresses=tuple(("load", url) for url in _css_addresses(text)))
        try:
            return read_page(text, is_page=kind != ".svg")
        except DeepError:
            return Page(is_read=False)

    def own(self, parts: SplitResult) -> bool:
        """Whether a full address is one of this site's."""
        return parts.netloc.lower() == self.address.netloc.lower() and (
            parts.path or "/"
        ).startswith(self.address.path or "/")

    def file(self, parts: SplitResult, page: str) -> str | None:
        """The file to which an address of this site leads from ``page``, if there is one."""
        path = unquote(parts.path)
        if parts.netloc or path.startswith("/"):
            base = self.address.path or "/"
            if not path.startswith(base) and path != base.rstrip("/"):
                return None
            path = path[len(base) :]
        elif not path:
            return page
        else:
            path = posixpath.join(posixpath.dirname(page), path)
        path = posixpath.normpath(path) + ("/" if path.endswith(("/", "/.", "/..")) else "")
        if path.startswith("../"):
            return None
        candidates = (
            (path, f"{path}/index.html") if not path.endswith("/") else (f"{path}index.html",)
        )
        for candidate in candidates:
            if (plain := posixpath.normpath(candidate)) in self.files:
                return plain
        return None

    def has_anchor(self, path: str, fragment: str) -> bool:
        """Whether ``#fragment`` leads to a place in the file ``path``."""
        wanted = fragment.partition(":~:")[0]
        if not wanted or wanted == "top" or not path.endswith((".html", ".htm", ".svg")):
            return True
        ids = self.page(path).ids
        return wanted in ids or unquote(wanted) in ids


def read_page(text: str, *, is_page: bool = False) -> Page:
    """The ids and addresses of an HTML page or an SVG picture, and a page's title and faults.

    Raises:
        DeepError: it would take very long.
    """
    if _is_deep(text):
        raise DeepError
    ids: list[str] = []
    names: list[str] = []
    addresses: list[tuple[Use, str]] = []
    has_base = False
    # One query for all: the parser's walk through the tree is the dear part.
    tree = LexborHTMLParser(text)
    for node in tree.css(_READ):
        given = {name: value or "" for name, value in node.attributes.items()}
        if "id" in given:
            ids.append(given["id"])
        if node.tag == "a" and "name" in given:
            names.append(given["name"])
        has_base |= node.tag == "base" and "href" in given
        addresses += _addresses(node.tag or "", given)
        if node.tag == "style":
            addresses += (("load", url) for url in _css_addresses(node.text()))
    known = set(ids)
    ids += dict.fromkeys(name for name in names if name not in known)
    page = Page(Counter(ids), tuple(dict.fromkeys(addresses)), has_base)
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


def _addresses(tag: str, given: Mapping[str, str]) -> Iterator[tuple[Use, str]]:
    """The addresses in the attributes of one element."""
    for name in _LOADS:
        if name in given:
            yield "load", given[name]
    for name in ("href", "xlink:href"):
        if name in given and tag != "base":
            yield _use(tag, given), given[name]
    for name in ("srcset", "imagesrcset"):
        for url in _srcset(given.get(name, "")):
            yield "load", url
    for url in _css_addresses(given.get("style", "")):
        yield "load", url
    if "srcdoc" in given:
        yield from read_page(given["srcdoc"]).addresses
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


def _css_addresses(text: str) -> Iterator[str]:
    text = _CSS_NAMESPACE.sub("", _CSS_COMMENT.sub("", text))
    for match in _CSS_ADDRESS.finditer(text):
        if url := next((group for group in match.groups() if group), ""):
            yield url


def links(
    site: Site, elsewhere: Collection[str] = (), *, shown: str = "build/site"
) -> list[Problem]:
    """Every link and anchor of the site that leads nowhere, and every request to another host.

    Links are followed as from a folder, without a server. Those that begin with the site's address
    are followed inside the folder too. Every HTML page, SVG picture and style sheet is read; what
    scripts make of addresses is not.

    Args:
        site: the built site.
        elsewhere: addresses that the content itself names and that nobody can follow from here,
            even if they lie below the site's address.
        shown: what to call the folder in problems.
    """
    found = (
        (path, code, value)
        for path in sorted(site.files)
        for code, value in _problems(site, path, site.page(path))
        if code != "link-dead" or value not in elsewhere
    )
    return gathered(found, shown)


def gathered(found: Iterable[tuple[str, str, str]], shown: str) -> list[Problem]:
    """One problem for whatever is ``found`` (page, code, value) on several pages alike."""
    places: dict[tuple[str, str], list[str]] = {}
    for path, code, value in found:
        places.setdefault((code, value), []).append(path)
    problems = [
        Problem(f"{shown}/{paths[0]}", code, params={"value": value, "more": len(set(paths)) - 1})
        for (code, value), paths in places.items()
    ]
    return sorted(problems, key=lambda problem: (problem.order, str(problem.params["value"])))


def _problems(site: Site, path: str, page: Page) -> Iterator[tuple[str, str]]:
    if not page.is_read:
        yield "page-too-deep", ""
    if page.has_base:
        yield "link-base", ""
    for identifier, count in page.ids.items():
        if count > 1:
            yield "id-twice", identifier
    for use, address in page.addresses:
        if code := _problem(site, path, use, address.strip()):
            yield code, address.strip()


def _problem(site: Site, path: str, use: Use, address: str) -> str:
    """What is wrong with one address on one page: a code, or nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "link-dead"
    if parts.scheme in _UNCHECKED or (use == "load" and address.startswith("#")):
        return ""
    if parts.scheme not in {"", "http", "https"}:
        return "link-scheme"
    if parts.scheme and not parts.netloc:
        # Browsers make a host of what follows: https:\\other.example, https:other.example.
        return "foreign-request" if use == "load" else "link-dead"
    if parts.netloc and not site.own(parts):
        return "foreign-request" if use == "load" else ""
    # The page for errors is shown at any address, so its links can't be relative.
    if address.startswith("/") and not parts.netloc and posixpath.basename(path) != "404.html":
        return "link-absolute"
    target = site.file(parts, path)
    if target is None:
        return "link-dead"
    return "" if site.has_anchor(target, parts.fragment) else "anchor-dead"
