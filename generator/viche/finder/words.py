"""Words of a text, and what makes two spellings of them one.

``site/assets/search.js`` does the same to what people type; a test in a browser compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Marks over and in letters: accents, niqqud, cantillation. Neither begins a word.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
# Nobody sees them: the soft hyphen, joiners and their like.
_UNSEEN = "\u00ad\u200b-\u200d\u2060"
_APOSTROPHES = "'`\u00b4\u2018\u2019\u02bc\u02b9\u2032\u05f3\uff07"
# Inside a word alone: an apostrophe or geresh before a letter, gershayim before a Hebrew one.
_WORD = re.compile(
    rf"[^\W_](?:[^\W_]|[{_MARKS}{_UNSEEN}]|[{_APOSTROPHES}\u05f4](?=[^\W_])|\"(?=[א-ת]))*"
)
_HYPHENS = re.compile("[-\u2010\u2011\u05be]")
_HIDDEN = re.compile(f"[{_UNSEEN}]")
_THOUSANDS = (",", " ", "\u00a0", "\u2009", "\u202f")
_LEFT_OUT = re.compile(f'[{_APOSTROPHES}{_UNSEEN}\u05f4"]')
# й and ї are letters of their own, not и and і with something over them.
_OVER = re.compile(f"([иі][\u0306\u0308])|[{_MARKS}]")
_HEBREW_MARKS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
_SAME = str.maketrans(
    dict(zip("ґłøđıךםןףץ", "гlodiכמנפצ", strict=True)) | {"ß": "ss", "æ": "ae", "œ": "oe"}
)


def words(text: str) -> list[tuple[str, str]]:
    """The words of ``text`` in order, each with what stands between it and the next one."""
    found = list(_WORD.finditer(text))
    nexts = [*(match.start() for match in found[1:]), len(text)]
    return [
        (match[0], text[match.end() : start]) for match, start in zip(found, nexts, strict=False)
    ]


def is_one(word: str, between: str, following: str) -> bool:
    """Whether two words are one: joined by a hyphen, or the thousands of a number."""
    if word.isdecimal() and following.isdecimal():
        return between in _THOUSANDS and len(following) == 3
    return _HYPHENS.fullmatch(between) is not None


@cache
def plain(word: str) -> str:
    """``word`` as dictionaries write it: small letters, one apostrophe, no niqqud, no accents."""
    word = _HIDDEN.sub("", unicodedata.normalize("NFC", word)).lower()
    word = _HEBREW_MARKS.sub("", word).replace("\u0301", "")
    return re.sub(f"[{_APOSTROPHES}]", "'", word).replace("\u05f4", '"')


@cache
def folded(word: str) -> str:
    """``word`` as it is compared.

    Without case, apostrophes, gershayim, niqqud and accents; ґ as г, ё as е, ł as l, and the Hebrew
    letters that end a word as inside one.
    """
    apart = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", _LEFT_OUT.sub("", word))).lower()
    together = _OVER.sub(lambda match: match[1] or "", apart)
    return unicodedata.normalize("NFC", together.translate(_SAME))
