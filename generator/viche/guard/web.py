"""The site as a reader walks through it: links that lead somewhere, and no request to others."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from viche.guard.page import DeepError, Page, read_page
from viche.guard.requests import Use, css_addresses
from viche.problems import Problem

_UNCHECKED = frozenset(
    {
        *("mailto", "tel", "sms", "geo", "xmpp", "webcal", "webcals"),
        *("data", "javascript", "blob", "about"),
    }
)
_LARGEST = 16 * 1024 * 1024


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
            return Page(addresses=tuple(("load", url) for url in css_addresses(text)))
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
