"""Addresses as browsers read them, however they are disguised."""

from __future__ import annotations

import re
from html import unescape

# Browsers drop some of these from an address, and nobody sees the others.
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\ufeff]")


def seen(address: str) -> str:
    """The address as a browser reads it: blanks and controls don't count, wherever they stand."""
    return _UNSEEN.sub("", unescape(_UNSEEN.sub("", address)))


def scheme(address: str) -> str:
    """What stands before the colon: ``https``, ``javascript``; nothing in a relative address."""
    match = re.match(r"([^/?#:]*):", seen(address))
    return match[1].lower() if match else ""


def is_local(address: str) -> bool:
    r"""Whether the address names no host. Browsers take ``\`` for ``/``."""
    return scheme(address) == "" and not seen(address).startswith(("//", "\\", "/\\"))
