"""Where the program's own ``kit/`` and ``site/`` are, and how a cell overrides them.

In an installed wheel they lie inside the package as ``_kit`` and ``_site``; in a checkout they are
the folders at its top. A cell may bring a ``kit/`` or ``site/`` of its own: a file there takes the
place of the shipped file of the same path, and every other file is inherited.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

Room = Literal["kit", "site"]

_PACKAGE = Path(__file__).resolve().parent


def shipped(room: Room) -> Path:
    """The folder that came with the program."""
    inside = _PACKAGE / f"_{room}"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / room


def engine_settings(cell: Path) -> Path:
    """The ``mkdocs.yml`` that every language shares: the cell's own, else the shipped one."""
    own = cell / "mkdocs.yml"
    return own if own.is_file() else shipped_settings()


def shipped_settings() -> Path:
    """The ``mkdocs.yml`` that came with the program."""
    inside = _PACKAGE / "_mkdocs.yml"
    return inside if inside.is_file() else _PACKAGE.parent.parent / "mkdocs.yml"


def tree(room: Room, cell: Path | None = None) -> Mapping[str, Path]:
    """Every file of ``room`` by its path (forward slashes), the cell's own before the shipped.

    Without a ``cell``, those alone that came with the program.
    """
    files: dict[str, Path] = {}
    for root in (shipped(room), cell / room) if cell else (shipped(room),):
        for path in sorted(root.rglob("*")):
            if path.is_file() and not _hidden(path.relative_to(root)):
                files[path.relative_to(root).as_posix()] = path
    return files


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)
