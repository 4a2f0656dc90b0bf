"""What a style may ask for: of drawings that people bring, only what lies in themselves.

Whatever fetches in CSS is an at-rule or is written like a call, ``name(…)``. So those that draw
are listed, and a backslash, which may spell any name, is none of them.
"""

from __future__ import annotations

import re

_AT_RULES = frozenset({"media", "supports", "keyframes", "charset", "layer", "page"})
_COLOURS = {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"}
_COLOURS |= {"icc-color", "color-mix", "light-dark"}
_COLOURS |= {f"{kind}-gradient" for kind in ("linear", "radial", "conic")}
_COLOURS |= {f"repeating-{kind}-gradient" for kind in ("linear", "radial", "conic")}
_MOVES = {"matrix", "translate", "rotate", "scale", "skew", "perspective"}
_MOVES |= {f"{move}{axis}" for move in ("translate", "rotate", "scale", "skew") for axis in "xyz"}
_MOVES |= {"matrix3d", "translate3d", "rotate3d", "scale3d", "cubic-bezier", "steps", "linear"}
_FILTERS = {"blur", "brightness", "contrast", "drop-shadow", "grayscale", "hue-rotate", "invert"}
_FILTERS |= {"opacity", "saturate", "sepia"}
_SHAPES = {"circle", "ellipse", "inset", "path", "polygon", "rect"}
_NUMBERS = {"attr", "calc", "clamp", "max", "min", "var"}
_SELECTORS = {"has", "is", "lang", "not", "nth-child", "nth-last-child", "nth-last-of-type"}
_SELECTORS |= {"nth-of-type", "where", "and", "or"}
_CALLS = _COLOURS | _MOVES | _FILTERS | _SHAPES | _NUMBERS | _SELECTORS

_NO_NAME = r"""\s"'(),:;/*+{}<>=.&|\[\]!~\#%"""
# A name is looked at from its beginning alone: a text of one long word costs no more than others.
_ASKED = re.compile(
    rf"""\\|javascript:|@(?P<rule>[\w-]*)"""
    rf"""|(?<![^{_NO_NAME}])(?:(?P<own>url\(\s*["']?\#)|(?P<call>[^{_NO_NAME}]++)\()""",
    re.IGNORECASE,
)

_VENDOR = re.compile(r"^-(?:webkit|moz|ms|o)-")
# As browsers read it: an address without quotation marks holds no comment, nor does a text, which
# ends with its line even where its mark is missing.
_SAID = re.compile(
    r"""url\(\s*[^"'\s)][^)]*\)|"[^"\\\r\n\f]*"?|'[^'\\\r\n\f]*'?|(/\*.*?\*/)""",
    re.DOTALL | re.IGNORECASE,
)


def outside(style: str) -> str:
    """The first thing in ``style`` that may lead out of the drawing; "" if all of it is plain.

    It must be given whole: a text that is looked at in pieces hides what lies between them.
    """
    style = _SAID.sub(lambda match: " " if match[1] else match[0], style)
    for match in _ASKED.finditer(style):
        rule, call = match["rule"], match["call"]
        drawn = (
            match["own"]
            or (rule is not None and _bare(rule) in _AT_RULES)
            or (call is not None and _bare(call) in _CALLS)
        )
        if not drawn:
            return style[match.start() :].strip()[:_SHOWN]
    return ""


def _bare(name: str) -> str:
    return _VENDOR.sub("", name.lower())


_SHOWN = 80
"""Characters of it that a message shows."""
