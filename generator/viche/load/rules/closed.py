"""What a closed cell keeps to itself: the names of its files must not tell it either."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from viche.problems import Problem

_YEAR, _MONTH, _DAY = "[0-9]{4}", "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_WRITTEN = re.compile(
    rf"(?<![0-9])(?:(?P<month>{_YEAR}[-_/]{_MONTH})[-_/]{_DAY}"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    rf"|{_DAY}[-_/]{_MONTH}[-_/]{_YEAR})(?![0-9])"
)
"""A whole date, in the orders in which people write it: 2026-12-13, 20261213, 13-12-2026."""


def day_problems(names: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Names that tell a day: addresses, the site map and the search are made of them.

    ``names`` are those of sessions, pages and pictures as they stand in addresses, with the files.
    """
    for name, path in names:
        if match := _WRITTEN.search(name):
            before, after = posixpath.basename(name[: match.start()]), name[match.end() :]
            plain = match["month"] and "/" not in match[0] + after and after.startswith("-")
            near = f"{before}{match['month']}{after}" if plain else ""
            yield Problem(path, "name-tells-day", params={"value": match[0], "near": near})
