"""QR codes as pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import segno


def printed_code(address: str, alt: str) -> Mapping[str, Any]:
    """The QR code of ``address`` as ``code.typ`` draws it; ``alt`` says where it leads.

    Its error level is M: 25 mm and more scan even when worn. ``modules`` counts the squares of a
    side without the quiet zone.
    """
    symbol = segno.make_qr(address, error="m", boost_error=False)
    picture = symbol.svg_inline(border=4, omitsize=True)
    return {"address": address, "picture": picture, "modules": len(symbol.matrix), "alt": alt}
