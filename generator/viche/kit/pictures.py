"""A small picture of a piece, for whoever chooses what to print."""

from __future__ import annotations

from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]  # it has no types
from PIL import Image

_COLOURS = 32
"""Enough for letters and the signs of spheres; a picture of a page takes about 10 kB."""


def picture(pdf: bytes, width: int, page: int = 0) -> bytes:
    """A page of ``pdf`` as PNG, ``width`` pixels wide."""
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[page]
        image: Image.Image = drawn.render(scale=width / drawn.get_width()).to_pil()
        drawn.close()
    out = BytesIO()
    image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()
