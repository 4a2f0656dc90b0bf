"""Text that runs in both directions."""

from __future__ import annotations

import re

_SPACE = r"[ \u00a0\u202f]"
_JOINT = r"[-\u2013\u2014\u2212\u00d7:.,/]"
_NUMBERS = re.compile(rf"[-+\u2212]?\d+(?:{_SPACE}?{_JOINT}{_SPACE}?\d+|{_SPACE}\d+)+%?")


_DASH = re.compile(r"(?<=\d)[\u2013\u2014](?=\d)")


def joined(numbers: str) -> str:
    """``numbers`` with word joiners around the dashes, so that no line ends inside a range."""
    return _DASH.sub(lambda match: f"\u2060{match[0]}\u2060", numbers)


def isolate_numbers(words: str) -> str:
    """Keep ranges, times and telephone numbers in their order inside right-to-left words."""
    return _NUMBERS.sub(lambda match: f"\u2066{joined(match[0])}\u2069", words)
