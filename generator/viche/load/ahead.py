"""News of days to come: whoever calls says what day it is, for the loader reads no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from viche.model.content import Content
from viche.problems import Problem, Severity


def news_ahead_problems(content: Content, today: dt.date) -> Iterator[Problem]:
    """Pages with a date after ``today``, which are published all the same."""
    for page in content.pages.values():
        if page.date is not None and page.date > today:
            params = {"value": page.date.isoformat()}
            yield Problem(
                page.source, "news-ahead", field="date", params=params, severity=Severity.WARNING
            )
