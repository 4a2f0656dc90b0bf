"""Let the guard look at everything that would be published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from viche.cli.state import Made
from viche.model.cell import Cell
from viche.problems import Problem


def look(
    root: Path, cell: Cell, folders: Mapping[str, Path], products: Mapping[str, Made]
) -> list[Problem]:
    """Every problem of the products that lie in ``folders``."""
    return []
