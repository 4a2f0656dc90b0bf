"""Let the guard look at everything that would be published."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from viche import guard
from viche.cli import fingerprint
from viche.cli.job import PAGES, SITE
from viche.cli.state import Made
from viche.load.private import read_private
from viche.model.content import Content
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
    content: Content,
    folders: Mapping[str, Path],
    kits: Mapping[str, Made],
    site: Path | None,
    unseen: Collection[str],
) -> list[Problem]:
    """Every problem of what would be published.

    The pages of a kit have been looked at one by one when they were made.

    Args:
        private: what must not be found in it.
        content: what the cell keeps.
        folders: every product by its name.
        kits: those of them whose codes must lead into the site.
        site: the website, if it belongs to these kits.
        unseen: the products that have not been looked at as they are now.
    """
    shown = {f"build/{name}": folder for name, folder in folders.items() if name in unseen}
    problems = guard.leaks(shown, private.terms, private.root)
    if site is not None:
        given = [meeting.session.registration for meeting in content.meetings]
        # A form may lie on the cell's own host without being a page of ours.
        elsewhere = {each.address for each in given if each and each.address}
        codes = {
            f"build/{name}/{paper.name}": paper.codes
            for name, made in kits.items()
            for paper in made.papers
        }
        problems += guard.lost(codes, site, content.cell.address, elsewhere)
        if SITE in unseen:
            found = guard.website(site, content.cell.address, elsewhere)
            first = content.cell.languages[0]
            problems += guard.traced(found, private.root, folders.get(PAGES, site), first)
    return problems
