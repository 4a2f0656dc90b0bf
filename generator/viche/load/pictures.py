"""Pictures beside prose: which there are, what is wrong with them, and which pages show them.

A picture lies beside the page that shows it, in ``content/pages/<language>/…``, or among those
that pages of every language share, in ``content/pages/img/…``. A page names it by its relative
path, as seen from the page's own file: ``![words](plan.png)``, and from ``uk/propose.md``
``![words](../img/pencil.svg)``. So the picture is seen wherever the Markdown itself is previewed.

In the site of each language it lies at ``pictures/`` and then its path below ``content/pages/``:
``pictures/uk/method/plan.png``, ``pictures/img/pencil.svg``. No page of the program's has such an
address, and a page that is shown in place of an untranslated one finds the same picture. The body
of the page, ``Page.body``, speaks of these addresses. What no page shows is not published.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from viche import pictures
from viche.addresses import is_local, scheme, seen
from viche.load.markup import Link
from viche.load.prose import Written
from viche.model.content import Page
from viche.problems import Problem, Severity, nearest

FOLDER = "pictures"
"""Where pictures of prose lie in the pages of each language."""

_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_OTHERS = (".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jfif", ".ico", ".eps")
"""Pictures too, but not such as pages may show."""

DOCUMENTS = (
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".csv"),
    *(".ppt", ".pptx", ".odp", ".zip"),
)
"""What people lay beside a page for its readers to take along; the site doesn't offer it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was found, whatever is wrong with it. A size of 0 is not known."""

    file: Path
    source: str
    width: int = 0
    height: int = 0


def is_picture(file: Path) -> bool:
    """Whether the name of ``file`` says that it is a picture, of whatever kind."""
    kind = file.suffix.lower()
    hidden = file.name.startswith(".")
    return not hidden and kind in (*pictures.ENDINGS, *_OTHERS) and not file.is_dir()


def read_picture(
    file: Path, name: str, source: str, *, closed: bool
) -> tuple[Picture, list[Problem]]:
    """Look at one picture. ``name`` is its path below ``content/pages``, ``source`` in the cell."""
    picture = Picture(file, source)
    stem, kind = posixpath.splitext(name)

    def wrong(code: str, **params: object) -> tuple[Picture, list[Problem]]:
        return picture, [Problem(source, code, params=params)]

    if kind.lower() not in pictures.ENDINGS:
        return wrong("picture-kind", value=kind, known=pictures.ENDINGS)
    if kind != kind.lower() or not all(map(_NAME.fullmatch, stem.split("/"))):
        return wrong("picture-name", value=posixpath.basename(name))
    if file.is_symlink() or not file.is_file():
        return wrong("picture-link")
    if closed and kind != pictures.DRAWN:
        return wrong("picture-closed")
    try:
        found = pictures.look(file)
    except OSError as error:
        return wrong("unreadable", reason=error.strerror or str(error))
    problems = [
        Problem(source, fault.code, fault.line, fault.column, params=fault.params)
        for fault in found.faults
    ]
    return replace(picture, width=found.width, height=found.height), problems


def picture_problems(
    pages: Mapping[tuple[str, str], Written], found: Mapping[str, Picture], *, unread: bool
) -> Iterator[Problem]:
    """Pictures without words, pictures that aren't there, and pictures that no page shows.

    While a page is ``unread``, it isn't known which pictures are of no use.
    """
    shown: set[str] = set()
    for written in pages.values():
        for link in written.markup.links:
            if link.kind == "picture" and not link.words:
                yield written.problem("picture-without-words", link.start, value=link.address)
            if link.kind == "picture" and not is_local(link.address):
                yield written.problem("picture-elsewhere", link.start, value=link.address)
            elif name := picture_name(written.page, link):
                shown.add(name)
                yield from _reference_problems(written, link, name, found)
    for name, picture in found.items():
        if name not in shown and not unread:
            yield Problem(picture.source, "picture-unused", severity=Severity.WARNING)


def _reference_problems(
    written: Written, link: Link, name: str, found: Mapping[str, Picture]
) -> Iterator[Problem]:
    page = written.page
    if name in found:
        if not page.body.startswith(link.address, max(link.start, 0)) or link.start < 0:
            yield written.problem("picture-address", link.start, value=link.address)
    elif (kind := posixpath.splitext(name)[1].lower()) in DOCUMENTS:
        yield written.problem("picture-kind", link.start, value=kind, known=pictures.ENDINGS)
    elif not name.startswith(f"{page.language}/{_OWN}"):
        folder = posixpath.dirname(f"{page.language}/{page.path}")
        near = nearest(link.address, [posixpath.relpath(other, folder) for other in found])
        yield written.problem("picture-missing", link.start, value=link.address, near=near)


_OWN = "img/"
"""In the pages of a language: pictures that the program draws, which prose may show too."""


def picture_name(page: Page, link: Link) -> str:
    """Which picture ``link`` names, by its path below ``content/pages``; "" if it names none."""
    if scheme(link.address) or not is_local(link.address):
        return ""
    try:
        path = urlsplit(seen(link.address)).path
    except ValueError:
        return ""
    ending = posixpath.splitext(path)[1].lower()
    if link.kind == "link" and ending not in pictures.ENDINGS:
        return ""
    folder = posixpath.dirname(f"{page.language}/{page.path}")
    return posixpath.normpath(posixpath.join(folder, path))


def published(written: Written, found: Mapping[str, Picture]) -> Page:
    """The page as the site has it: it names its pictures by their places in the site.

    The size of a picture follows its address, ``plan.png#800x600``, so that the page can keep room
    for it while it is loaded.
    """
    page = written.page
    places: dict[int, tuple[Link, str]] = {}
    for link in written.markup.links:
        if (name := picture_name(page, link)) in found:
            places[link.start] = (link, name)
    body, shown = page.body, set()
    for start, (link, name) in sorted(places.items(), reverse=True):
        target, picture = f"{FOLDER}/{name}", found[name]
        address = posixpath.relpath(target, posixpath.dirname(page.path) or ".")
        if picture.width and link.kind == "picture":
            address += f"#{picture.width}x{picture.height}"
        body = body[:start] + address + body[start + len(link.address) :]
        shown.add(target)
    return replace(page, body=body, pictures=tuple(sorted(shown)))
