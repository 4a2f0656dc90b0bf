"""Let the guard look at everything that would be published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from viche import guard
from viche.cli.state import Made
from viche.load.private import read_private
from viche.model.cell import Cell
from viche.problems import Problem


def look(
    root: Path, cell: Cell, folders: Mapping[str, Path], kits: Mapping[str, Made], site: Path | None
) -> list[Problem]:
    """Every problem of what would be published.

    Args:
        root: the cell's folder; its private files say what must not be found.
        cell: the cell.
        folders: every product by its name; searched for private terms.
        kits: the products among them whose papers must be right.
        site: the website, if it belongs to these kits; their codes must lead into it.
    """
    terms, problems = read_private(root)
    problems += guard.tracked(root)
    shown = {f"build/{name}": folder for name, folder in folders.items()}
    problems += guard.leaks(shown, terms, root)
    papers = [
        (f"build/{name}/{paper.name}", folders[name] / paper.name, paper.codes)
        for name, made in kits.items()
        for paper in made.papers
    ]
    problems += guard.codes(papers, site, cell.address)
    for name, pdf, _ in papers:
        problems += guard.overflow(name, pdf)
    if site is not None:
        problems += guard.links(site, cell.address)
    return problems
