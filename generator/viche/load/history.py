"""When each file of a cell was last changed, as git remembers it."""

from __future__ import annotations

from pathlib import Path

from viche.model.history import History


def read_history(root: Path) -> History:
    """The history of the files below ``content/`` in the cell's folder ``root``."""
    return History()
