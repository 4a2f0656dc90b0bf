"""A small cell to spoil, and what its state is told by."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import get_args

from viche.cli import run
from viche.model.sheets import PieceName

SESSION = "2027-01-small"
PLAN = f"content/programmes/city/plans/{SESSION}.csv"
PAGE = "content/pages/pl/method/index.md"
PROTOCOL = "content/programmes/city/protocols/swot.yaml"


def make_cell(root: Path, folder: Path, pieces: Collection[str] = ("booklets",)) -> Path:
    """A copy of the small Polish cell, with its plan; its kit has only these ``pieces``."""
    shutil.copytree(root / "tests/cells/pl", folder)
    skipped = ", ".join(piece for piece in get_args(PieceName) if piece not in pieces)
    with (folder / "content/cell.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\nprint:\n  skip: [{skipped}]\n")
    assert viche(folder, "plan") == 0
    return folder


def viche(cell: Path, *arguments: str, language: str = "en") -> int:
    """Run a command in ``cell``."""
    return run(["--cell", str(cell), "--lang", language, *arguments])


def hashes(folder: Path) -> dict[str, str]:
    """Every file of ``folder`` with the hash of its bytes; the lock of a run says nothing."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def edit(path: Path, old: str, new: str) -> None:
    """Replace ``old``, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
