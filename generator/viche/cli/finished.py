"""Finished pages of the last site: made anew only where they would show something new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from viche import engine
from viche.cli import fingerprint
from viche.cli.job import SITE, Job
from viche.cli.state import Made
from viche.resources import engine_settings, shipped_settings, tree

_THEME = "theme/"


class Finished:
    """Finds the pages that would come out the same, and remembers what each was made from."""

    def __init__(self, job: Job, before: Mapping[str, Made]) -> None:
        """Pages of the site ``before`` are taken over, if they lie unchanged in ``build/``."""
        self._old = job.build / SITE
        manner = _manner(engine_settings(job.root), job.site_files)
        # In a cell's own theme a page may show what stands on other pages; ours shows of them
        # what ``engine.surroundings`` tells.
        self.is_ours = manner == _manner(shipped_settings(), tree("site"))
        made = before.get(SITE)
        self._before = made.drafts if made and self.is_ours else {}
        self._manner = (fingerprint.of_program(), *manner)
        self._sources: dict[str, str] = {}

    def pages(
        self, site: engine.LanguageSite, sites: Sequence[engine.LanguageSite], folder: str
    ) -> dict[str, Path]:
        """Pages of HTML that ``site``, which lies in ``folder``, would have again, by path."""
        around = fingerprint.of_texts([*self._manner, folder, engine.surroundings(site, sites)])
        found = {}
        for page in sorted(site.docs.rglob("*.md")):
            path = page.relative_to(site.docs).with_suffix(".html").as_posix()
            name, source = folder + path, fingerprint.of_texts([around, fingerprint.of_file(page)])
            self._sources[name] = source
            old = self._old / name
            if name in self._before and old.is_file() and self._before[name] == _seal(source, old):
                found[path] = old
        return found

    def drafts(self, made: Path) -> dict[str, str]:
        """By page of the site ``made``, the fingerprint of what it came from and what it became."""
        files = {name: made / name for name in self._sources}
        return {
            name: _seal(self._sources[name], file) for name, file in files.items() if file.is_file()
        }


def _manner(settings: Path, files: Mapping[str, Path]) -> tuple[str, str]:
    theme = {name: path for name, path in files.items() if name.startswith(_THEME)}
    return fingerprint.of_file(settings), fingerprint.of_files(theme)


def _seal(source: str, page: Path) -> str:
    return fingerprint.of_texts([source, fingerprint.of_file(page)])
