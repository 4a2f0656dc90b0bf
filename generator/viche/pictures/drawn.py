"""Drawings: SVG, of which only shapes and words are let through.

An SVG is a document: it can run scripts, fetch other files, hold photographs with all that they
tell, and grow without end by entities. What draws is listed here; of the rest, what is harmless is
left out of the published copy (notes of the drawing program, comments), and what is not is a fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from viche.pictures.fault import Fault
from viche.pictures.styles import outside

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_BETWEEN = " "
"""What expat puts between a namespace and a name; neither holds a blank."""

_ELEMENTS = frozenset(
    {
        *("svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "style"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("text", "tspan", "textPath", "marker", "clipPath", "mask", "pattern"),
        *("linearGradient", "radialGradient", "stop", "filter"),
        *("feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix"),
        *("feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood"),
        *("feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode"),
        *("feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight"),
        *("feTile", "feTurbulence"),
    }
)
_FONTS = {"font", "font-face", "glyph", "missing-glyph", "hkern", "vkern"}
"""Letters that LibreOffice puts into its drawings, and no browser reads."""

_LEFT_OUT = frozenset({"metadata"} | _FONTS)
_TRANSPARENT = frozenset({"a"})
"""Left out without what they hold: in a picture there is nothing to click."""

_NAMES = frozenset({"id", "class", "role", "lang", "font-family", "tooltip"})
"""Attributes of words, not of styles; so are those of ARIA."""

_DEEPEST = 100
_LARGEST = 2_000_000
"""Bytes of text: what a phone can still draw."""

_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(px)?\s*")
_BOX = re.compile(r"[\s,]+")


@dataclass(slots=True)
class Drawing:
    """What was read: a clean copy, its size in CSS pixels, and what is wrong with the original."""

    clean: bytes = b""
    size: tuple[int, int] = (0, 0)
    faults: tuple[Fault, ...] = field(default=())


def read(raw: bytes) -> Drawing:
    """Read an SVG. With faults, there is no copy."""
    if len(raw) > _LARGEST:
        params = {"size": f"{len(raw) / 1_000_000:.0f} MB", "most": f"{_LARGEST // 1_000_000} MB"}
        return Drawing(faults=(Fault("picture-too-large", params=params),))
    reader = _Reader()
    try:
        reader.parser.Parse(raw, True)
    except (expat.ExpatError, LookupError, ValueError):
        if not reader.faults:  # else it was told enough
            return Drawing(faults=(Fault("picture-damaged", *reader.place(), {"kind": "SVG"}),))
    if reader.faults:
        return Drawing(faults=tuple(reader.faults))
    return Drawing("".join(reader.written).encode("utf-8"), reader.size)


class _Reader:
    """Reads the original and writes the copy as it goes."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self.entity
        self.written: list[str] = []
        self.faults: list[Fault] = []
        self.size = (0, 0)
        self.open: list[str] = []
        """The elements around this place by their local names; "" for those left out."""

        self.style: list[str] = []
        """The text of the style around this place, which is looked at as a whole at its end."""

    def place(self) -> tuple[int, int]:
        """Line and column of what is being read, from 1."""
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def fault(self, code: str, **params: object) -> None:
        self.faults.append(Fault(code, *self.place(), params))

    def entity(self, name: str, *_: object) -> None:
        """A text that stands for another: ten of ten of ten of them fill any memory."""
        self.fault("picture-entity", value=name)
        raise ValueError(name)

    def start(self, full: str, attributes: dict[str, str]) -> None:
        space, _, name = full.rpartition(_BETWEEN)
        inside = bool(self.open)
        if not inside and (space, name) != (_SVG, "svg"):
            self.fault("picture-damaged", kind="SVG")
            raise ValueError(name)
        if len(self.open) >= _DEEPEST:
            self.fault("picture-damaged", kind="SVG")
            raise ValueError(name)
        left_out = inside and self.open[-1] in {"", "style"}  # a style is text alone
        if left_out or space != _SVG or name in _LEFT_OUT:
            self.open.append("")
            # A foreign namespace inside is dropped; HTML's would be drawn, so it is told of.
            if space == "http://www.w3.org/1999/xhtml" and not left_out:
                self.fault("picture-active", value=name)
            return
        if name in _TRANSPARENT:
            name = "g"
            attributes = {
                key: value for key, value in attributes.items() if not key.endswith("href")
            }
        if name not in _ELEMENTS:
            self.fault("picture-active", value=name)
            self.open.append("")
            return
        kept = self.kept(attributes)
        if not inside:
            self.size = _size(kept)
            kept = {"xmlns": _SVG, **kept}
        said = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        self.written.append(f"<{name}{said}>")
        self.open.append(name)

    def kept(self, attributes: dict[str, str]) -> dict[str, str]:
        """The attributes of the copy; those of drawing programs and of classes of RDF go."""
        kept: dict[str, str] = {}
        for full, value in attributes.items():
            space, _, name = full.rpartition(_BETWEEN)
            if name.lower().startswith("on") and not space:
                self.fault("picture-active", value=name)
            elif name == "href" and space in {"", _XLINK}:
                if not value.strip().startswith("#"):
                    self.fault("picture-outside", value=value)
                kept["href"] = value.strip()
            elif space == _XML and name in {"space", "lang"}:
                kept[f"xml:{name}"] = value
            elif not space and not name.startswith("data-"):
                if name not in _NAMES and not name.startswith("aria-"):
                    self.look(value)
                kept[name] = value
        return kept

    def look(self, style: str) -> None:
        """A fault where ``style`` asks for what lies outside the drawing."""
        if value := outside(style):
            self.fault("picture-outside", value=value)

    def end(self, _: str) -> None:
        name = self.open.pop()
        if name == "style":
            self.look("".join(self.style))
            self.style.clear()
        if name:
            self.written.append(f"</{name}>")

    def text(self, words: str) -> None:
        if not self.open or not self.open[-1]:
            return
        if self.open[-1] == "style":
            self.style.append(words)
        self.written.append(escape(words))


def _size(attributes: dict[str, str]) -> tuple[int, int]:
    """The size that the drawing gives itself, else that of its box, else nothing."""
    lengths = [_LENGTH.fullmatch(attributes.get(side, "")) for side in ("width", "height")]
    if all(lengths):
        width, height = (float(match[1]) for match in lengths if match)
    else:
        try:
            _, _, width, height = map(float, _BOX.split(attributes.get("viewBox", "").strip()))
        except ValueError:
            return 0, 0
    if not (0 < width < 100_000 and 0 < height < 100_000):
        return 0, 0
    return max(1, round(width)), max(1, round(height))
