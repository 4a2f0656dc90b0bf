"""What a closed cell keeps to itself: the names of its files must not tell it either."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from viche.model.session import Session
from viche.problems import Problem

_YEAR, _MONTH, _DAY = "[0-9]{4}", "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_WRITTEN = re.compile(
    rf"(?<![0-9])(?:(?P<month>{_YEAR}[-_/]{_MONTH})[-_/]{_DAY}(?![0-9])"
    rf"|{_DAY}[-_/]{_MONTH}[-_/]{_YEAR}(?![0-9])"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9]{{7}}))"
)
"""A whole date, in the orders in which people write it: 2026-12-13, 13-12-2026, 20261213 with or
without a time, as cameras do."""

_NUMBER = re.compile(r"[0-9]+")
_SINGLE = re.compile(rf"^{_YEAR}-{_MONTH}-[0-9](?![0-9])")
"""As in 2026-12-2-visions: a number of something else, if it isn't that of the day."""


def day_problems(names: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Names that tell a day: addresses, the site map and the search are made of them.

    ``names`` are those of programmes, pages and pictures as they stand in addresses, with the
    files.
    """
    for name, path in names:
        if match := _WRITTEN.search(name):
            before, after = posixpath.basename(name[: match.start()]), name[match.end() :]
            plain = match["month"] and "/" not in match[0] + after and after.startswith("-")
            near = f"{before}{match['month']}{after}" if plain else ""
            yield Problem(path, "name-tells-day", params={"value": match[0], "near": near})


def session_day_problems(sessions: Iterable[tuple[Session, str]]) -> Iterator[Problem]:
    """Sessions, with their files, whose name tells a day, or holds the number of their own."""
    for session, path in sessions:
        date, name = session.date, session.id
        days = {f"{date.day}", *(f"{date:{order}}" for order in ("%d", "%m%d", "%d%m", "%Y%m%d"))}
        month = f"{date:%Y-%m}"
        rest = name.removeprefix(month)
        if own := next((number for number in _NUMBER.findall(rest) if number in days), None):
            after = rest.removeprefix(f"-{own}")
            near = f"{month}{after}.yaml" if name != rest != after != "" else ""
            yield Problem(path, "name-tells-day", params={"value": own, "near": near})
        elif not _SINGLE.search(name):
            yield from day_problems([(f"{name}.yaml", path)])
