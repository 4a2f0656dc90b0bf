"""Which signs a font can print: its ``cmap`` table, read without a library for fonts."""

from __future__ import annotations

import struct
import sys
import unicodedata
from collections.abc import Collection, Iterator

_BEGINNINGS = (b"\x00\x01\x00\x00", b"true", b"OTTO")
"""How a file begins that holds a single font."""


def coverage(font: bytes) -> frozenset[int]:
    """The code points that a TrueType or OpenType font can print.

    Raises:
        ValueError: the bytes are no such font, or not all of one.
    """
    if not font.startswith(_BEGINNINGS):
        raise ValueError
    try:
        return frozenset(_code_points(font))
    except (struct.error, KeyError) as error:
        raise ValueError from error


def missing(words: str, printable: Collection[int]) -> tuple[str, ...]:
    """The signs of ``words`` that cannot be printed, each once, in their order.

    Composed and decomposed spellings are the same sign, and what is never drawn is never missing.
    """
    composed = unicodedata.normalize("NFC", words)
    lacking = (sign for sign in composed if ord(sign) not in printable and _is_drawn(sign))
    return tuple(dict.fromkeys(lacking))


def _is_drawn(sign: str) -> bool:
    # Format characters (isolates, joiners) and variation selectors shape others and have no glyph;
    # line ends are turned into spaces by the typesetter.
    return (
        unicodedata.category(sign) != "Cf"
        and sign not in "\n\r\t"
        and not (0xFE00 <= ord(sign) <= 0xFE0F)
    )


def _code_points(font: bytes) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {
        font[12 + 16 * k : 16 + 16 * k]: struct.unpack_from(">I", font, 20 + 16 * k)[0]
        for k in range(count)
    }
    cmap = tables[b"cmap"]
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    for k in range(subtables):
        platform, _, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * k)
        (form,) = struct.unpack_from(">H", font, cmap + offset)
        # Platform 1 is the old Macintosh encoding, whose numbers are not Unicode.
        if platform != 1 and form == 4:
            yield from _segments(font, cmap + offset)
        elif platform != 1 and form == 12:
            yield from _groups(font, cmap + offset)


def _segments(font: bytes, at: int) -> Iterator[int]:
    """Format 4: runs of code points up to U+FFFF, with a shift or a list of glyphs each."""
    (double,) = struct.unpack_from(">H", font, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + double)
    shifts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * double)
    ranges_at = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", font, ranges_at)
    for k, (first, last, shift, offset) in enumerate(
        zip(starts, ends, shifts, offsets, strict=True)
    ):
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point + shift
            if offset:
                where = ranges_at + 2 * k + offset + 2 * (point - first)
                (glyph,) = struct.unpack_from(">H", font, where)
            if glyph % 0x10000:
                yield point


def _groups(font: bytes, at: int) -> Iterator[int]:
    """Format 12: runs of code points of the whole of Unicode."""
    (count,) = struct.unpack_from(">I", font, at + 12)
    for k in range(count):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * k)
        if last > sys.maxunicode:
            raise ValueError
        yield from range(first, last + 1)
