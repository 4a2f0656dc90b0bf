"""Pictures that are shown where somebody passes on a link: 1200 by 630 pixels, as sites ask."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from viche.kit.glyphs import missing
from viche.kit.typesetting import fonts_in, needed, printable, template_problem, workshop
from viche.model.share import Share
from viche.model.text import Localised, direction
from viche.problems import ContentError, Problem

_TEMPLATE = "share.typ"
_PAGE = {"width": 0, "height": 0, "bleed": 0, "text": 100, "folded": False, "ink": "full"}
"""What ``style.typ`` asks of every page. This one is no sheet, and takes no ink."""
_COLOURS = 128
"""Enough for the edges of letters on one ground; a picture takes about 25 kB then, not 90."""


def share_pictures(
    shares: Sequence[Share], language: str, files: Mapping[str, Path]
) -> dict[str, bytes]:
    """The pictures of one language as PNG, by path: one page each of one document.

    A sign that no font has is left out: what is drawn here stands on the page in full.

    Args:
        shares: what they say.
        language: of the reader, whose direction the pictures have.
        files: the templates and fonts, as ``resources.tree("kit", …)`` gives them.

    Raises:
        ContentError: a template that fails, or that sets more pages or fewer; a font that is none.
    """
    if not shares:
        return {}
    parts = needed(_TEMPLATE, files)
    known = printable(parts)
    data = {
        "language": language,
        "direction": direction(language),
        "shares": [_drawn(share, known) for share in shares],
    }
    given = {"data": json.dumps(data, ensure_ascii=False), "page": json.dumps(_PAGE)}
    made: Any  # one picture, or a list of them
    with workshop(parts) as root:
        try:
            made, warnings = typst.compile_with_warnings(
                root / _TEMPLATE,
                root=root,
                font_paths=fonts_in(root),
                package_path=root,
                package_cache_path=root,
                sys_inputs=given,
                format="png",
                ppi=72,
            )
        except typst.TypstError as error:
            raise ContentError([template_problem(error, _TEMPLATE, parts, root)]) from error
        if warnings:
            raise ContentError([template_problem(warnings[0], _TEMPLATE, parts, root)])
    pictures = made if isinstance(made, list) else [made]
    if len(pictures) != len(shares):  # a cell's own template
        counted = {"pages": len(pictures), "shares": len(shares)}
        raise ContentError([Problem(f"kit/{_TEMPLATE}", "kit-share", params=counted)])
    return {share.path: _light(picture) for share, picture in zip(shares, pictures, strict=True)}


def _light(picture: bytes) -> bytes:
    """The same picture with few colours, as messengers like it."""
    out = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        full = image.convert("RGB")
    few = full.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    corner = (0, full.height - 1)
    ground, palette = few.getpixel(corner), few.getpalette() or []
    assert isinstance(ground, int), "with a palette, a pixel is the number of its colour"
    # The ground is mixed with what is close to it, in every picture a little otherwise.
    palette[3 * ground : 3 * ground + 3] = full.crop((*corner, 1, full.height)).tobytes()
    few.putpalette(palette)
    few.save(out, "PNG")
    return out.getvalue()


def _drawn(share: Share, known: Collection[int]) -> Mapping[str, Any]:
    return {
        "heading": _said(share.heading, known),
        "title": _said(share.title, known),
        "lines": [_said(line, known) for line in share.lines],
        "signs": [
            {"letter": sign.letter, "colour": sign.colour, "shape": sign.shape}
            for sign in share.signs
        ],
    }


def _said(text: Localised, known: Collection[int]) -> Mapping[str, str]:
    words = text.words.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
    for sign in missing(words, known):
        words = words.replace(sign, "")
    words = re.sub(r"[ \t\r\n]+", " ", words).strip()
    return {
        # A letter by itself belongs to the word after it.
        "words": re.sub(r"(?<![^ «„“(])([^\W\d_]) (?=\S)", "\\1\u00a0", words),
        "language": text.language,
        "direction": direction(text.language),
    }
