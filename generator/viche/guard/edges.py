"""What of a page lies outside the paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it has no types

# Points. Less than the width of a thin line: rounding, not overflow.
_TOLERANCE = 0.75


def outside(page: Any) -> int:
    """How many objects of the page lie at least partly outside the paper.

    The bounds of every text, drawing, picture and placed page count. Text must lie inside the trim
    box, the rest inside the media box, which holds the bleed too.
    """
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
