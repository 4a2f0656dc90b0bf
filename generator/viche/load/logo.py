"""The cell's logo: a picture in its own ``kit/`` folder that can be printed, or why it cannot.

Pictures are opened here before the typesetter gets them: it would give up without naming the file,
and a picture of a hundred megapixels would fill the memory first. The size is read from the header;
only what is small enough is decoded, to find out whether it is whole.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

from viche.load.documents import Loaded
from viche.model.cell import Cell
from viche.problems import Problem, nearest
from viche.resources import tree

LARGEST_FILE = 20
"""Megabytes."""

LARGEST_PICTURE = 40
"""Megapixels."""

_FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".gif": "GIF",
    ".webp": "WEBP",
    ".svg": "SVG",
}
"""What the typesetter reads, and by which ending it tells them apart."""

_SVG = "{http://www.w3.org/2000/svg}"
_CSS = re.compile(r"""@import|url\(\s*["']?(?!\s*["']?(?:#|data:))""", re.IGNORECASE)
_OWN = re.compile(r"\s*(#|data:|$)")


def logo_problems(root: Path, loaded: Loaded[Cell]) -> Iterator[Problem]:
    """What keeps the logo that ``cell.yaml`` names from being printed; nothing if it names none."""
    name, source = loaded.document.print.logo, loaded.source
    if name is None:
        return
    at = ("print", "logo")
    # Looked up in a list of names, so that the case of letters counts, and ``..`` leads nowhere.
    room = root / "kit"
    files = {name: path for name, path in tree("kit", root).items() if path.is_relative_to(room)}
    path = files.get(name)
    if path is None:
        inside = name.removeprefix("kit/")  # the folder is understood
        near = nearest(name, list(files)) if inside == name else inside
        yield source.problem("logo-missing", at, value=name, near=near)
    elif path.suffix.lower() not in _FORMATS:
        yield source.problem("logo-kind", at, value=name, known=list(_FORMATS))
    elif path.stat().st_size > LARGEST_FILE * 1_000_000:
        size = f"{path.stat().st_size // 1_000_000} MB"
        yield source.problem("logo-too-large", at, value=name, size=size)
    elif path.suffix.lower() == ".svg":
        if code := _drawing(path):
            yield source.problem(code, at, value=name)
    else:
        code, size = _picture(path)
        if code:
            yield source.problem(code, at, value=name, size=size)


def _picture(path: Path) -> tuple[str, str]:
    """What is wrong with a picture made of pixels, and its size if that is what is wrong."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=[_FORMATS[path.suffix.lower()]]) as image:
                pixels = image.width * image.height
                if pixels > LARGEST_PICTURE * 1_000_000:
                    return "logo-too-large", f"{pixels // 1_000_000} Mpx"
                image.load()
        except Image.DecompressionBombError:
            return "logo-too-large", f"> {LARGEST_PICTURE} Mpx"
        except (OSError, ValueError, SyntaxError):
            return "logo-damaged", ""
    return "", ""


def _drawing(path: Path) -> str:
    """What is wrong with a drawing, if anything: nothing is fetched when it is printed."""
    try:
        drawing = ElementTree.parse(path).getroot()
    except (ElementTree.ParseError, ValueError, LookupError):
        return "logo-damaged"
    if drawing.tag != f"{_SVG}svg":
        return "logo-damaged"
    return "logo-outside" if any(map(_refers_outside, drawing.iter())) else ""


def _refers_outside(element: ElementTree.Element) -> bool:
    if element.tag == f"{_SVG}a":  # somewhere to click, and nothing to draw
        return False
    links = (value for key, value in element.items() if key.rpartition("}")[2] == "href")
    styles = [*element.attrib.values()]
    if element.tag == f"{_SVG}style":
        styles.append(element.text or "")
    return any(not _OWN.match(link) for link in links) or any(map(_CSS.search, styles))
