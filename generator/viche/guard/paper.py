"""What a PDF holds: the text of its pages, and every other string in it.

pdfium reads the pages, as a reader's program would. Titles, outlines, links, notes, alternative
texts and attachments are read from the file itself, object by object, because no library shows all
of them; so are old versions of objects that an incremental save left behind.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it has no types

_LARGEST_STREAM = 64 * 1024 * 1024

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LITERAL = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)"
_STRING = re.compile(rb"(%s)|(?<!<)<([0-9A-Fa-f\s]{2,})>" % _LITERAL, re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_WORDS = (b"/ObjStm", b"/Metadata", b"/XML", b"/EmbeddedFile")


class PdfError(Exception):
    """The file is no readable PDF: damaged, or with a password."""


def open_pdf(pdf: bytes | Path) -> Any:
    """The document.

    Raises:
        PdfError: it can't be opened.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
        len(document)
    except (pypdfium2.PdfiumError, OSError, ValueError):
        raise PdfError from None
    return document


def pdf_texts(raw: bytes) -> Iterator[tuple[str, str | bytes]]:
    """The text of every page, with its place (``#page=3``), and all else that the file holds.

    Attachments and descriptions in XML come as bytes, to be read as files of their own; so do the
    other strings, all in one.

    Raises:
        PdfError: the file can't be read.
    """
    with open_pdf(raw) as document:
        for number in range(len(document)):
            try:
                page = document[number]
                text = page.get_textpage()
            except pypdfium2.PdfiumError:
                raise PdfError from None
            yield f"#page={number + 1}", text.get_text_bounded().replace("\r\n", "\n")
            text.close()
            page.close()
    strings: list[str] = []
    for part, whole in _parts(raw):
        if whole:
            yield "", part
        else:
            strings += map(_string, _STRING.finditer(part))
    yield "", "\n".join(strings).encode("utf-8", "replace")


def _parts(raw: bytes) -> Iterator[tuple[bytes, bool]]:
    """Stretches of the file with strings in them, and streams that are wholes of their own."""
    start = 0
    for match in _STREAM.finditer(raw):
        if match.start() < start:
            continue  # inside a stream
        between = raw[start : match.start()]
        if b"/Encrypt" in between:
            raise PdfError
        yield between, False
        start = raw.find(b"endstream", match.end())
        if start < 0:
            raise PdfError
        head = between.rpartition(b" obj")[2]
        data = _unpacked(head, raw[match.end() : start])
        if b"/Metadata" in head or b"/XML" in head or b"/EmbeddedFile" in head:
            yield data, True
        elif b"/ObjStm" in head or b"/ActualText" in data or b"/Alt" in data:
            yield data, False
    if b"/Encrypt" in raw[start:]:
        raise PdfError
    yield raw[start:], False


def _unpacked(head: bytes, data: bytes) -> bytes:
    if b"/Filter" not in head:
        return data
    if b"/FlateDecode" in head and b"/Image" not in head:
        with contextlib.suppress(zlib.error):
            return zlib.decompressobj().decompress(data, _LARGEST_STREAM)
    if any(word in head for word in _WORDS):
        raise PdfError
    return b""


def _string(match: re.Match[bytes]) -> str:
    if match[1] is not None:
        data = _ESCAPE.sub(_unescaped, match[1][1:-1])
    else:
        digits = b"".join(match[2].split())
        data = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _unescaped(match: re.Match[bytes]) -> bytes:
    escape = match[1]
    if escape[:1].isdigit():
        return bytes([int(escape, 8) & 0xFF])
    if escape in {b"\n", b"\r", b"\r\n"}:
        return b""
    return _CONTROL.get(escape, escape)
