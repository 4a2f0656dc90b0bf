"""What a PDF holds: the text of its pages, every other string in it, and where things lie.

pdfium reads the pages, as a reader's program would. Titles, outlines, links, notes, alternative
texts and attachments are read from the file itself, object by object, because no library shows all
of them; so are old versions of objects that an incremental save left behind.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from viche.problems import Problem

_LARGEST_STREAM = 64 * 1024 * 1024

# Points. Less than the width of a thin line: rounding, not overflow.
_TOLERANCE = 0.75

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


def overflow(name: str, pdf: bytes | Path) -> list[Problem]:
    """Every page of the PDF ``name`` on which something lies outside the paper.

    Covers the bounds of every text, drawing and picture of every page, and of every page that is
    placed on a sheet. Text must lie inside the trim box, the rest inside the media box, which
    holds the bleed too. What a placed page itself holds is covered by its reading copy.
    """
    try:
        document = open_pdf(pdf)
    except PdfError:
        return [Problem(name, "guard-unreadable")]
    problems = []
    with document:
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                problems.append(Problem(name, "guard-unreadable"))
                break
            if outside := _outside(page):
                params = {"page": number + 1, "count": outside}
                problems.append(Problem(name, "page-overflow", params=params))
            page.close()
    return problems


def _outside(page: Any) -> int:
    """How many objects of the page lie at least partly outside its boxes."""
    media, trim = page.get_mediabox(), page.get_trimbox()
    bounds = [pdfium.c_float() for _ in range(4)]
    references = [pdfium.byref(bound) for bound in bounds]
    count = 0
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if not pdfium.FPDFPageObj_GetBounds(item, *references):
            continue
        left, bottom, right, top = (bound.value for bound in bounds)
        if right - left <= 0 and top - bottom <= 0:
            continue  # a blank
        is_text = pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT
        box = trim if is_text else media
        count += _reaches_over((left, bottom, right, top), box) and not _is_cut_inside(item, box)
    return count


def _reaches_over(bounds: Sequence[float], box: Sequence[float]) -> bool:
    return (
        bounds[0] < box[0] - _TOLERANCE
        or bounds[1] < box[1] - _TOLERANCE
        or bounds[2] > box[2] + _TOLERANCE
        or bounds[3] > box[3] + _TOLERANCE
    )


def _is_cut_inside(item: Any, box: Sequence[float]) -> bool:
    """Whether only a part of the object is shown, inside ``box``: a page on several sheets."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    x, y = pdfium.c_float(), pdfium.c_float()
    for number in range(pdfium.FPDFClipPath_CountPaths(clip)):
        across, up = [], []
        for each in range(pdfium.FPDFClipPath_CountPathSegments(clip, number)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, number, each)
            pdfium.FPDFPathSegment_GetPoint(segment, pdfium.byref(x), pdfium.byref(y))
            across.append(x.value)
            up.append(y.value)
        if across and not _reaches_over((min(across), min(up), max(across), max(up)), box):
            return True
    return False
