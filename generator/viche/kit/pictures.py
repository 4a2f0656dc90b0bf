"""A small picture of a piece, for whoever chooses what to print."""

from __future__ import annotations

from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]  # it has no types
from PIL import Image

from viche.kit.order import Audience, Piece

_COLOURS = 32
"""Enough for letters and the signs of spheres; a picture of a page takes about 10 kB."""


_WIDTH = 240
_WIDTH_OF_OTHERS = 120
"""Pixels. What isn't for everybody can be told apart, but not read."""


def picture(piece: Piece) -> Piece:
    """The first page of a PDF, as a PNG for anybody."""
    with pypdfium2.PdfDocument(piece.data) as document:
        drawn = document[0]
        width = _WIDTH if piece.audience is Audience.PUBLIC else _WIDTH_OF_OTHERS
        image: Image.Image = drawn.render(scale=width / drawn.get_width()).to_pil()
        drawn.close()
    out = BytesIO()
    image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return Piece(f"pictures/{piece.piece}.png", piece.piece, out.getvalue(), prints=False)
