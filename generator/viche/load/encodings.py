"""Which letters the bytes of a text file stand for, where the file itself doesn't say it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

CODE_PAGES = ("cp1251", "cp1255", "cp1250")
"""What people save text as, beside UTF-8, where these five languages are written."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

ALPHABETS = {
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "en": "abcdefghijklmnopqrstuvwxyz",
}

_MIXED = re.compile("[A-Za-z][Ѐ-ӿא-ת]|[Ѐ-ӿא-ת][A-Za-z]")
_MIXED_COSTS = 10
"""In letters: where two alphabets meet within a word, the reading is hardly right."""


def decodings(raw: bytes) -> list[tuple[str, str]]:
    """Every text that ``raw`` can be, with the encoding. Empty if it is no text at all.

    Text with a byte order mark, and valid UTF-8, can be only one thing. Else the code page is
    unknown, and a guess from a few names is often wrong: so there is none, and the caller who
    looks for private names gets them under every code page. Wrong readings give letters that
    nobody publishes.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decoded(raw, (encoding,))
    if b"\0" in raw:
        return _decoded(raw, ("utf-16-le", "utf-16-be"))
    return _decoded(raw, ("utf-8",)) or _decoded(raw, CODE_PAGES)


def _decoded(raw: bytes, encodings: tuple[str, ...]) -> list[tuple[str, str]]:
    texts = []
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            texts.append((encoding, text))
    return texts


def likelihood(text: str, languages: Sequence[str] = ()) -> int:
    """How much of ``text`` is letters that people write here; more is likelier.

    Text of Windows' Hebrew page is small Cyrillic letters by the Cyrillic one; but Cyrillic names
    begin with capitals. And no word mixes alphabets, as Polish ones would by either of these pages.
    """
    ours = set("".join(ALPHABETS[language] for language in (*languages, "en")))
    known = set("".join(ALPHABETS.values()))
    letters = Counter(letter for letter in text[:200_000] if letter.isalpha())
    total = -_MIXED_COSTS * len(_MIXED.findall(text[:200_000]))
    total += sum(
        count * (2 if letter.lower() in ours else 1 if letter.lower() in known else -3)
        for letter, count in letters.items()
    )
    cyrillic = [letter for letter in letters if "Ѐ" <= letter <= "ӿ"]
    return total // 2 if cyrillic and not any(map(str.isupper, cyrillic)) else total
