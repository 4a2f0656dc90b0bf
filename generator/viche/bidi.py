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


_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def stray(words: str) -> list[int]:
    """Where in ``words`` characters stand that turn what stands around them, in order.

    Embeddings and overrides (U+202A to U+202E) always do: in the text that readers see, they make
    one word look like another. Isolates (U+2066 to U+2069) do where one has no partner (Unicode
    Standard Annex 9, BD9).
    """
    found: list[int] = []
    open_: list[int] = []
    for match in _TURNING.finditer(words):
        if match[0] in _OPENING:
            open_.append(match.start())
        elif match[0] == _CLOSING and open_:
            open_.pop()
        else:
            found.append(match.start())
    return sorted(found + open_)
