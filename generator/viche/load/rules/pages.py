"""Pages of prose: their links, their headings, their titles."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from viche.addresses import is_local, scheme
from viche.load.markup import TITLE, Link
from viche.load.pictures import picture_name
from viche.load.prose import Written, is_reserved
from viche.load.rules.common import warn
from viche.problems import Problem, nearest

Pages = Mapping[tuple[str, str], Written]

_SCHEMES = ("https", "http", "mailto", "tel")
_MIXED = re.compile(r"(index|press|privacy)\.md|news/.*")
"""Pages that the program makes of prose and more: not all of them, nor of their anchors, are
known from prose alone."""


def link_problems(pages: Pages, languages: Sequence[str], address: str) -> Iterator[Problem]:
    """Links that lead nowhere, or to where no page may lead.

    Those to pages that the program makes are followed by the guard, in the finished site.

    Args:
        pages: all pages of prose.
        languages: those of the cell; a page that one lacks is shown in the first that has it.
        address: the cell's own, with a slash at the end.
    """
    for written in pages.values():
        for link in written.markup.links:
            if link.kind == "link" and not picture_name(written.page, link):
                yield from _link_problems(written, link, pages, languages, address)


def _link_problems(
    written: Written, link: Link, pages: Pages, languages: Sequence[str], own: str
) -> Iterator[Problem]:
    kind = scheme(link.address)
    if kind and kind not in _SCHEMES:
        known = [f"{each}:" for each in _SCHEMES]
        yield written.problem("page-link-scheme", link.start, value=f"{kind}:", known=known)
    elif link.address.startswith(own):
        yield warn(written.problem("page-link-own", link.start, value=link.address))
    elif not kind and is_local(link.address):
        try:
            parts = urlsplit(link.address)
        except ValueError:
            yield written.problem("page-link-dead", link.start, value=link.address, near="")
            return
        if parts.path.startswith("/"):
            yield written.problem("page-link-absolute", link.start, value=link.address)
        else:
            path, anchor = unquote(parts.path), unquote(parts.fragment)
            yield from _inside(written, link, path, anchor, pages, languages)


def _inside(
    written: Written, link: Link, path: str, anchor: str, pages: Pages, languages: Sequence[str]
) -> Iterator[Problem]:
    """A link to a place of the site, relative to the page that it stands on."""
    here = written.page.path
    folder = posixpath.dirname(here)
    name = posixpath.normpath(posixpath.join(folder, path)) if path else here
    known = {known for _, known in pages}
    if name not in known:
        near = next((each for each in (f"{name}.md", f"{name}/index.md") if each in known), "")
        made = is_reserved(name) or _MIXED.fullmatch(name)
        if made or (not near and posixpath.splitext(name)[1] not in {".md", ""}):
            return  # the guard's
        if near or name.endswith(".md"):
            files = {posixpath.relpath(each, folder or "."): each for each in known}
            near = posixpath.relpath(near, folder or ".") if near else nearest(path, files)
            yield written.problem("page-link-dead", link.start, value=link.address, near=near)
        return
    if not anchor or anchor == "top" or ":~:" in anchor or _MIXED.fullmatch(name):
        return
    order = (written.language, *languages)
    target = next((pages[code, name] for code in order if (code, name) in pages), None)
    if target is not None and anchor not in target.markup.ids:
        near = nearest(anchor, target.markup.ids)
        yield written.problem(
            "page-anchor-dead", link.start, value=anchor, page=target.page.source, near=near
        )


def heading_problems(pages: Pages) -> Iterator[Problem]:
    """Headings that a link can't name, or that leave out a level."""
    for written in pages.values():
        level, seen = 1, {TITLE}
        for heading in written.markup.headings:
            params = {"value": heading.words}
            if heading.level == 1:
                yield warn(written.problem("heading-first", heading.start, **params))
            elif heading.level > level + 1:
                wanted = "#" * (level + 1)
                yield written.problem("heading-skips", heading.start, wanted=wanted, **params)
            if heading.id in seen:
                name = heading.id
                yield written.problem("heading-twice", heading.start, id=name, **params)
            elif heading.level > 1 and heading.needs_name:
                yield warn(written.problem("heading-unnamed", heading.start, **params))
            seen.add(heading.id)
            level = heading.level


def title_problems(pages: Pages) -> Iterator[Problem]:
    """Pages of one language that nobody can tell apart by their titles."""
    first: dict[tuple[str, str], Written] = {}
    for written in pages.values():
        page = written.page
        other = first.setdefault((page.language, page.title.casefold()), written)
        if other is not written:
            source = other.page.source
            at = ("title",)
            yield warn(written.front.problem("title-twice", at, value=page.title, other=source))
