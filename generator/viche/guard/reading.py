"""Every text that an output holds, seen or unseen, whatever the kind of file.

A file is given in stretches: a suffix that says where in the file (``#page=3`` in a PDF, ``/name``
in an archive), and the text. Nothing here knows what is searched for.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import gzip
import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from viche.guard.paper import PdfError, pdf_texts

Stretch = tuple[str, str]
"""Where in the file, and the text."""

LARGEST_UNPACKED = 256 * 1024 * 1024
_DEEPEST = 3

# Compressed outlines of letters: they hold no text of ours.
_FONTS = (".woff", ".woff2", ".ttf", ".otf", ".eot")

# Calendars and visiting cards: their lines end anywhere, even inside a letter.
_FOLDED = (".ics", ".vcf")
_FOLD = re.compile(rb"\r?\n[ \t]")

_ESCAPE = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}|\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_DATA = re.compile(r"data:[\w/+.-]*(?:;[\w=-]+)*;base64,([A-Za-z0-9+/=\s]{8,})")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|"
    r"tspan|u|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")


class UnreadableError(Exception):
    """A part of the output can't be searched; ``where`` says which."""

    def __init__(self, where: str = "") -> None:
        self.where = where
        super().__init__(where)


def texts(name: str, raw: bytes, depth: int = 0) -> Iterator[Stretch]:
    """Every text of the file ``name``, whose content is ``raw``.

    Raises:
        UnreadableError: the file is damaged, has a password, or unpacks to too much.
    """
    kind = name.lower()
    if depth > _DEEPEST:
        raise UnreadableError
    if raw.startswith(b"%PDF-") or kind.endswith(".pdf"):
        yield from _pdf(raw, depth)
    elif raw.startswith(b"\x1f\x8b"):
        yield from texts(name[:-3] if kind.endswith(".gz") else name, _gunzip(raw), depth + 1)
    elif raw.startswith(b"PK\x03\x04"):
        yield from _unzip(raw, depth)
    elif raw.startswith(b"\x89PNG\r\n\x1a\n"):
        yield from _binary(b"\n".join(_png(raw)))
    elif raw.startswith(b"\xff\xd8"):
        # The picture itself begins at SOS; all that is written stands before it, or after the end.
        yield from _binary(raw[: raw.find(b"\xff\xda")] + b"\n" + raw[raw.rfind(b"\xff\xd9") :])
    elif kind.endswith(_FOLDED) or raw.startswith(b"BEGIN:V"):
        unfolded = _FOLD.sub(b"", raw).replace(b"\\,", b",").replace(b"\\;", b";")
        yield from _markup(unfolded.decode("utf-8", "replace"))
    elif not kind.endswith(_FONTS):
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield from _markup(raw.decode("utf-16", "replace"))
        elif b"\0" in raw:
            yield from _binary(raw)
        else:
            yield from _markup(raw.decode("utf-8", "replace"))


def _markup(text: str) -> Iterator[Stretch]:
    """The text with its escapes decoded; once with the tags, for what they hold, once without."""
    text = _decoded(text)
    yield "", text
    if "<" in text:
        shown = _TAG.sub(" ", _INLINE_TAG.sub("", text))
        if len(shown) < len(text):
            yield "", shown
    for match in _DATA.finditer(text):
        try:
            yield "", _decoded(base64.b64decode(match[1]).decode("utf-8", "replace"))
        except (binascii.Error, ValueError):
            continue


def _decoded(text: str) -> str:
    """``text`` without the escapes of JavaScript, JSON, HTML and addresses, in whatever order."""
    if "\\" in text:
        text = _ESCAPE.sub(_character, text)
        text = text.replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')
        # Letters outside the first plane come as two halves.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    for _ in range(2):
        if "&" in text:
            text = html.unescape(text)
    if "%" in text:
        text = _PERCENT.sub(_octets, text)
    return text


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2] or match[3], 16)
    return chr(number) if number <= 0x10FFFF else match[0]


def _octets(match: re.Match[str]) -> str:
    try:
        return unquote_to_bytes(match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _binary(raw: bytes) -> Iterator[Stretch]:
    """What a file that is no text may hold in between, in the encodings that such files use."""
    yield from _markup(raw.decode("utf-8", "ignore"))
    yield from _markup(raw.decode("latin-1"))
    for start in (0, 1):
        for encoding in ("utf-16-le", "utf-16-be"):
            yield from _markup(raw[start:].decode(encoding, "ignore"))


def _png(raw: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that hold words."""
    at = 8
    while at + 8 <= len(raw):
        length, kind = struct.unpack(">I4s", raw[at : at + 8])
        data = raw[at + 8 : at + 8 + length]
        if kind in {b"tEXt", b"eXIf"}:
            yield data
        elif kind in {b"zTXt", b"iTXt"}:
            keyword, _, rest = data.partition(b"\0")
            yield keyword
            yield rest
            packed = rest[1:] if kind == b"zTXt" else rest[2:].split(b"\0", 2)[-1]
            # What is not compressed was given above as it is.
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj().decompress(packed, LARGEST_UNPACKED)
        at += length + 12


def _gunzip(raw: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            data = stream.read(LARGEST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableError from None
    if len(data) > LARGEST_UNPACKED:
        raise UnreadableError
    return data


def _unzip(raw: bytes, depth: int) -> Iterator[Stretch]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        members = archive.infolist()
        if sum(member.file_size for member in members) > LARGEST_UNPACKED:
            raise UnreadableError
        yield "", archive.comment.decode("utf-8", "replace")
        contents = [(m.filename, m.comment, archive.read(m)) for m in members if not m.is_dir()]
    except UnreadableError:
        raise
    except Exception:
        # A damaged archive raises whatever the layer that met the damage raises.
        raise UnreadableError from None
    for name, comment, data in contents:
        yield f"/{name}", f"{name}\n{comment.decode('utf-8', 'replace')}"
        for where, text in texts(name, data, depth + 1):
            yield f"/{name}{where}", text


def _pdf(raw: bytes, depth: int) -> Iterator[Stretch]:
    try:
        for where, part in pdf_texts(raw):
            if isinstance(part, bytes):
                yield from ((where, text) for _, text in texts("attachment", part, depth + 1))
            else:
                yield where, part
    except PdfError:
        raise UnreadableError from None
