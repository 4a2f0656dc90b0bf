"""The boundary between words and markup: text from YAML becomes Markdown that shows it as typed.

Whatever could mean something to Markdown or HTML becomes a numeric character reference. Those are
read alike in Markdown text, table cells, raw HTML and HTML attributes, so there is one way to
escape, and templates cannot choose a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from markupsafe import Markup

_NO_BREAK = "\u00a0\u202f"
_BLANKS = re.compile(" +")
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&\"'#|!~^=$]")
# At the beginning of a line these would start a list, a definition or an underlined heading.
_LEADING = re.compile(r"^(?:[-+:]|\d+[.)](?=\s|$))")


def escape(text: object) -> Markup:
    """``text`` on one line, as Markdown or HTML that shows it exactly as it was typed.

    >>> escape("<b> *and* 1|2")
    Markup('&#60;b&#62; &#42;and&#42; 1&#124;2')
    """
    return _escaped(str(text))


@lru_cache(maxsize=20_000)  # pages say the same names and times many times over
def _escaped(text: str) -> Markup:
    shown = text if text.isprintable() else "".join(map(_printable, text))
    plain = _BLANKS.sub(" ", shown).strip()
    safe = _SPECIAL.sub(lambda match: _reference(match[0]), plain)
    return Markup(_LEADING.sub(lambda match: match[0][:-1] + _reference(match[0][-1]), safe))


def _reference(char: str) -> str:
    return f"&#{ord(char)};"


def _printable(char: str) -> str:
    """Controls and lone surrogates have no place on a page; white space is a blank."""
    if char in _NO_BREAK:
        return char
    if char.isspace():
        return " "
    return "\ufffd" if unicodedata.category(char) in {"Cc", "Cs", "Cn"} else char
