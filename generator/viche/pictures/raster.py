"""Pictures made of pixels."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from viche.pictures.fault import Fault

WIDEST = 1600
"""Pixels. A page is at most half as wide; screens that draw two dots for one see the rest."""

LARGEST_PICTURE = 40
"""Megapixels. A telephone makes 12; beyond 40 a picture of one colour fills the memory."""

_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_TURNED = {5, 6, 7, 8}
"""Values of Exif's orientation in which width and height change places."""

_ORIENTATION = 0x0112
_SEEN_THROUGH = {"RGBA", "LA", "PA", "RGBa", "La"}
_SAVED: Mapping[str, Mapping[str, Any]] = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85, "method": 4},
}


def look(path: Path) -> tuple[tuple[int, int], Fault | None]:
    """The size of the published picture, and what is wrong with this one.

    It is decoded to find out whether it is whole, but where that saves time only coarsely.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=[_FORMATS[path.suffix]]) as image:
                pixels = image.width * image.height
                if pixels > LARGEST_PICTURE * 1_000_000:
                    return (0, 0), _too_large(f"{pixels // 1_000_000} Mpx")
                if getattr(image, "n_frames", 1) > 1:
                    return (0, 0), Fault("picture-moves")
                size = _upright(image)
                image.draft("RGB", (1, 1))
                image.load()
    except Image.DecompressionBombError:
        return (0, 0), _too_large(f"> {LARGEST_PICTURE} Mpx")
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError):
        return (0, 0), Fault("picture-damaged", params={"kind": _FORMATS[path.suffix]})
    return _fitting(*size), None


def fresh(path: Path) -> bytes:
    """The pixels alone, upright, in sRGB, at most ``WIDEST`` wide; the same bytes each time."""
    kind = _FORMATS[path.suffix]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path, formats=[kind]) as image:
            size = _fitting(*_upright(image))
            if min(image.size) > WIDEST:  # JPEG is unpacked faster at half of its size or less
                image.draft(None, (WIDEST, WIDEST))
            plain = _plain(ImageOps.exif_transpose(image), alpha=kind != "JPEG")
    if plain.size != size:
        plain = plain.resize(size, Image.Resampling.LANCZOS)
    # Whatever the file told beside its pixels: places, times, devices, comments, thumbnails.
    plain.info.clear()
    written = io.BytesIO()
    plain.save(written, kind, **_SAVED[kind])
    return written.getvalue()


def _upright(image: Image.Image) -> tuple[int, int]:
    """Its size once it is turned as its camera was held."""
    turned = image.getexif().get(_ORIENTATION) in _TURNED
    return (image.height, image.width) if turned else image.size


def _plain(image: Image.Image, *, alpha: bool) -> Image.Image:
    """The picture as screens show it: eight bits, grey or sRGB, seen through or not."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    profile = image.info.get("icc_profile")
    clear = image.mode in _SEEN_THROUGH or "transparency" in image.info
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            into = ImageCms.profileToProfile(
                image, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            image = into or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a damaged profile: its colours are taken for ordinary ones
    if clear and alpha:
        return image.convert("RGBA")
    if image.mode in {"1", "L", "LA"}:
        return image.convert("L")
    return image.convert("RGB")


def _fitting(width: int, height: int) -> tuple[int, int]:
    if width <= WIDEST:
        return width, height
    return WIDEST, max(1, round(height * WIDEST / width))


def _too_large(size: str) -> Fault:
    return Fault("picture-too-large", params={"size": size, "most": f"{LARGEST_PICTURE} Mpx"})
