"""Where the public finds a page: full addresses, for whatever is read away from the site."""

from __future__ import annotations

import posixpath
from urllib.parse import quote, urlsplit

from viche.model.cell import Cell
from viche.model.content import Meeting


def address_of(cell: Cell, language: str, path: str) -> str:
    """The address of a page or a file by its path in the pages of ``language``.

    It is the one that the page itself calls canonical: that of a folder has no ``index.html``.
    """
    folder, name = posixpath.split(path)
    name = "" if name == "index.md" else name
    found = posixpath.join(folder, name.removesuffix(".md") + ".html" * name.endswith(".md"))
    return f"{cell.address}{cell.folder(language)}{quote(found)}"


def mailto(mailbox: str) -> str:
    """The address under which a mailbox is written to (RFC 6068)."""
    return f"mailto:{quote(mailbox, safe='@+')}"


def name_of(cell: Cell, meeting: Meeting) -> str:
    """The name of a session that no other has anywhere: ``2026-12-swot@city.example``.

    Calendars and feeds know it by that name, in every language and after every change. Several
    cells may share a host, hence the path.
    """
    parts = urlsplit(cell.address)
    return f"{meeting.id}@{parts.netloc}{parts.path.rstrip('/')}"
