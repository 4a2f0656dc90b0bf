"""Let the guard look at everything that would be published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from viche import guard
from viche.cli import fingerprint
from viche.cli.state import Made
from viche.load.private import read_private
from viche.model.cell import Cell
from viche.model.private import TermKind
from viche.problems import Problem


class PrivateFiles:
    """What must stay private: looked at in every run, whether anything is made or not."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.terms, problems = read_private(root)
        self.problems = [*problems, *guard.tracked(root)]
        """What is wrong with the files themselves: unreadable, or known to git."""

    @property
    def summary(self) -> Mapping[str, Mapping[TermKind, int]]:
        """How many terms of each kind each file gave."""
        return self.terms.summary

    @property
    def fingerprint(self) -> str:
        """Of all private terms: new ones ask for a new look at old products."""
        return fingerprint.of_texts(f"{term.kind}={term.value}" for term in self.terms.terms)


def look(
    private: PrivateFiles,
    cell: Cell,
    folders: Mapping[str, Path],
    kits: Mapping[str, Made],
    site: Path | None,
) -> list[Problem]:
    """Every problem of what would be published.

    Args:
        private: what must not be found in it.
        cell: the cell.
        folders: every product by its name.
        kits: the products among them whose papers must be right.
        site: the website, if it belongs to these kits; their codes must lead into it.
    """
    shown = {f"build/{name}": folder for name, folder in folders.items()}
    problems = guard.leaks(shown, private.terms, private.root)
    papers = [
        (f"build/{name}/{paper.name}", folders[name] / paper.name, paper.codes)
        for name, made in kits.items()
        for paper in made.papers
        if paper.is_pdf
    ]
    problems += guard.codes(papers, site, cell.address)
    for name, pdf, _ in papers:
        problems += guard.overflow(name, pdf)
    if site is not None:
        problems += guard.links(site, cell.address)
    return problems
