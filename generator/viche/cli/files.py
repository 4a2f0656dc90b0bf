"""Writing files so that nothing is ever half-written."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock, Timeout

PUBLIC = 0o644
PRIVATE = 0o600
"""The modes of files for whoever may read the folder, and for nobody but their owner."""

File: TypeAlias = tuple[bytes, int]
"""What a file holds, and its mode."""


def text_of(path: Path) -> str | None:
    """What stands at ``path``, to compare with what would; ``None`` where there is no file.

    What isn't UTF-8 becomes U+FFFD, which no text of ours has: so it never compares as equal.
    """
    return path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else None


def write(path: Path, data: bytes, mode: int = PUBLIC) -> None:
    """Put ``data`` at ``path``, folders included: the whole of it, or nothing."""
    name = _staged(path, data, mode)
    try:
        os.replace(name, path)  # noqa: PTH105 – a name, not a path
    except BaseException:
        os.unlink(name)  # noqa: PTH108 – a name, not a path
        raise


def write_all(files: Mapping[Path, File | None]) -> None:
    """Put ``files`` in their places, in that order: all of them, or none. ``None`` removes one.

    Whatever takes room on the disk, copies of the old files included, is made before the first
    renaming. If a later renaming fails, what was there before is put back.
    """
    new: dict[Path, str] = {}
    old: dict[Path, str] = {}
    try:
        for path, file in files.items():
            if file is not None:
                new[path] = _staged(path, *file)
            if path.is_file():
                old[path] = _staged(path, path.read_bytes(), path.stat().st_mode & 0o777)
        for path in files:
            if path in new:
                os.replace(new[path], path)  # noqa: PTH105 – a name, not a path
            else:
                path.unlink(missing_ok=True)
    except BaseException:
        renamed = [path for path in files if path not in new or not Path(new[path]).exists()]
        for path in renamed:
            _put_back(path, old.pop(path, None), is_new=path in new)
        raise
    finally:
        for name in (*new.values(), *old.values()):
            Path(name).unlink(missing_ok=True)


class BusyError(Exception):
    """Another run is writing in the same cell."""


@contextlib.contextmanager
def alone(build: Path) -> Iterator[None]:
    """Keep the cell of ``build`` to this run; ``BusyError`` if another one writes there."""
    build.mkdir(exist_ok=True)
    try:
        with FileLock(build / ".lock", timeout=0):
            yield
    except Timeout:
        raise BusyError from None


_MOST_SEATS = 4
"""Of those in the name of a file; more would make it longer than a printer's screen."""


def paper_name(
    what: str, number: int, session: str, language: str, seats: Sequence[str] = ()
) -> str:
    """The name of papers that are printed by themselves, ``cards-2-2026-12-swot-E-S-3-uk.pdf``.

    ``number`` is that of the run: papers of earlier ones may still wait for a printer. Seats say
    which cards these are; a seat is nobody's name.
    """
    which = "+".join(seats) if len(seats) <= _MOST_SEATS else f"{len(seats)}-cards"
    return "-".join(filter(None, (what, str(number), session, which, language))) + ".pdf"


def private_folder(root: Path) -> Path:
    """``build/private/`` of the cell at ``root``: its owner's alone, and git ignores all of it."""
    folder = root / "build" / "private"
    if not (folder / ".gitignore").exists():
        write(folder / ".gitignore", b"*\n", PRIVATE)
    return folder


def _staged(path: Path, data: bytes, mode: int) -> str:
    """The name of a file beside ``path`` that holds ``data``; mkstemp's are their owner's alone."""
    # A folder that is made for a private file is its owner's alone too.
    path.parent.mkdir(0o700 if mode == PRIVATE else 0o777, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, mode)  # noqa: PTH101 – a name, not a path
    except BaseException:
        os.unlink(name)  # noqa: PTH108 – a name, not a path
        raise
    return name


def _put_back(path: Path, copy: str | None, *, is_new: bool) -> None:
    """What was at ``path``. A copy that can't be put back stays beside it."""
    with contextlib.suppress(OSError):
        if copy is not None:
            os.replace(copy, path)  # noqa: PTH105 – a name, not a path
        elif is_new:
            path.unlink(missing_ok=True)
