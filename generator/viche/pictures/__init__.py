"""Pictures that people bring: whether they may be published, and a copy that tells nothing else.

A photograph carries where and when it was taken, with which telephone, sometimes by whom; a drawing
carries its author's folders. Nothing of this leaves the cell: what is published is always drawn
anew from what is seen. Nothing here is fetched, run, or unpacked without a limit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from viche.pictures import drawn, raster
from viche.pictures.fault import Fault

__all__ = ["DRAWN", "ENDINGS", "LARGEST_FILE", "Fault", "Seen", "fresh", "look"]

DRAWN = ".svg"
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", DRAWN)
"""The kinds of pictures that pages may show, by the ends of their names."""

LARGEST_FILE = 5
"""Megabytes. What is larger makes the cell's folder heavy for everyone who fetches it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a picture gave. The size is that of the published copy; 0 × 0 if unknown."""

    width: int = 0
    height: int = 0
    faults: tuple[Fault, ...] = field(default=())


def look(path: Path) -> Seen:
    """The size of the picture at ``path``, and what keeps it from being published."""
    bytes_ = path.stat().st_size
    if bytes_ > LARGEST_FILE * 1_000_000:
        params = {"size": f"{bytes_ / 1_000_000:.0f} MB", "most": f"{LARGEST_FILE} MB"}
        return Seen(faults=(Fault("picture-too-large", params=params),))
    if path.suffix == DRAWN:
        drawing = drawn.read(path.read_bytes())
        return Seen(*drawing.size, drawing.faults)
    size, fault = raster.look(path)
    return Seen(*size, (fault,) if fault else ())


def fresh(path: Path) -> bytes:
    """The picture at ``path`` as it is published: nothing in it but what is seen.

    Raises:
        ValueError: ``look`` finds a fault in it.
    """
    status = path.stat()
    return _fresh(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _fresh(path: Path, _moment: int, _size: int) -> bytes:
    """Once for all languages of a site; a file that has changed since is another one."""
    if faults := look(path).faults:
        raise ValueError(faults[0].code)
    return drawn.read(path.read_bytes()).clean if path.suffix == DRAWN else raster.fresh(path)
