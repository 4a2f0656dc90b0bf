"""QR codes as pictures."""

from __future__ import annotations

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: its picture as SVG, and how many modules a side has without the quiet zone."""

    address: str
    picture: str
    modules: int


def code(address: str) -> Code:
    """The QR code of ``address``, of error level M: 25 mm and more scan even when worn."""
    symbol = segno.make_qr(address, error="m", boost_error=False)
    picture = symbol.svg_inline(border=4, omitsize=True)
    return Code(address, picture, len(symbol.matrix))
