"""Let the guard look at everything that would be published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from viche import guard
from viche.cli import fingerprint
from viche.cli.state import Made
from viche.load.private import read_private
from viche.model.cell import Cell
from viche.problems import Problem


class Looking:
    """One look: at what must stay private in every run, at the products when they are new."""

    def __init__(self, root: Path, cell: Cell) -> None:
        self.root = root
        self.cell = cell
        self.terms, self.problems = read_private(root)

    @property
    def terms_fingerprint(self) -> str:
        """Of all private terms: new ones ask for a new look at old products."""
        return fingerprint.of_texts(f"{term.kind}={term.value}" for term in self.terms.terms)

    def at_private_files(self) -> list[Problem]:
        """What is wrong with the private files themselves: unreadable, or known to git."""
        return [*self.problems, *guard.tracked(self.root)]

    def at_products(
        self, folders: Mapping[str, Path], kits: Mapping[str, Made], site: Path | None
    ) -> list[Problem]:
        """Every problem of what would be published.

        Args:
            folders: every product by its name; searched for private terms.
            kits: the products among them whose papers must be right.
            site: the website, if it belongs to these kits; their codes must lead into it.
        """
        shown = {f"build/{name}": folder for name, folder in folders.items()}
        problems = guard.leaks(shown, self.terms, self.root)
        papers = [
            (f"build/{name}/{paper.name}", folders[name] / paper.name, paper.codes)
            for name, made in kits.items()
            for paper in made.papers
        ]
        problems += guard.codes(papers, site, self.cell.address)
        for name, pdf, _ in papers:
            problems += guard.overflow(name, pdf)
        if site is not None:
            problems += guard.links(site, self.cell.address)
        return problems
