"""Let the guard look at everything that would be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from viche import guard
from viche.cli.state import Made
from viche.load.private import read_private
from viche.model.cell import Cell
from viche.problems import Problem


def look(
    root: Path, cell: Cell, folders: Mapping[str, Path], products: Mapping[str, Made]
) -> list[Problem]:
    """Every problem of the products that lie in ``folders``, by their names."""
    site = folders.get("site")
    terms, problems = read_private(root)
    problems += guard.tracked(root)
    shown = {f"build/{name}": folder for name, folder in folders.items()}
    problems += guard.leaks(shown, terms, root)
    papers = list(_papers(folders, products))
    problems += guard.codes(papers, site, cell.address)
    for name, pdf, _ in papers:
        problems += guard.overflow(name, pdf)
    if site is not None:
        problems += guard.links(site, cell.address)
    return problems


def _papers(folders: Mapping[str, Path], products: Mapping[str, Made]) -> Iterator[guard.Piece]:
    for name, made in products.items():
        for piece in made.about or ():
            codes = tuple((page, url) for page, url in piece["codes"])
            yield f"build/{name}/{piece['name']}", folders[name] / piece["name"], codes
