"""All that is asked of a built site, in one reading of its pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from viche.guard.web import Site, gathered, links
from viche.problems import Problem, Severity


def website(
    root: Path, address: str, elsewhere: Collection[str] = (), *, shown: str = "build/site"
) -> list[Problem]:
    """What keeps the site in the folder ``root`` from being published, or is worth a look.

    Args:
        root: the folder of the built site.
        address: the public address, with a slash at its end.
        elsewhere: addresses that can't be followed from here (see ``links``).
        shown: what to call the folder in problems.
    """
    site = Site(root, address)
    faults = (
        (path, code, value) for path in sorted(site.files) for code, value in site.page(path).faults
    )
    return [*links(site, elsewhere, shown=shown), *gathered(faults, shown), *_titles(site, shown)]


_OF_A_SESSION = re.compile(r"(^|/)(sessions/[^/]+\.html|[0-9]{4}-[0-9]{2}-[^/]+/index\.html)$")


def _titles(site: Site, shown: str) -> Iterator[Problem]:
    """Pages of one language that nobody can tell apart by their titles.

    Of two sessions the loader has said it, at the line where their title stands.
    """
    first: dict[tuple[str, str], str] = {}
    for path in sorted(site.files):
        page = site.page(path)
        # The page for what is not found has no address of its own.
        if not page.title or posixpath.basename(path) == "404.html":
            continue
        other = first.setdefault((page.language, page.title), path)
        if other != path and not (_OF_A_SESSION.search(path) and _OF_A_SESSION.search(other)):
            params = {"value": page.title, "other": f"{shown}/{other}"}
            yield Problem(
                f"{shown}/{path}", "page-title-twice", params=params, severity=Severity.WARNING
            )
