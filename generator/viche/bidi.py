"""Text that runs in both directions."""

from __future__ import annotations

import re

_SPACE = r"[ \u00a0\u202f]"
_JOINT = r"[-\u2013\u2014\u2212\u00d7:.,/]"
_NUMBERS = re.compile(rf"[-+\u2212]?\d+(?:{_SPACE}?{_JOINT}{_SPACE}?\d+|{_SPACE}\d+)+%?")


def isolate_numbers(words: str) -> str:
    """Keep ranges, times and telephone numbers in their order inside right-to-left words."""
    return _NUMBERS.sub(lambda match: f"\u2066{match[0]}\u2069", words)
