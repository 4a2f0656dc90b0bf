"""Make the products, look at them, and only then move them into ``build/``.

Everything is made in a staging folder inside ``build/``. The guard looks at all that would be
published; if it finds anything, the staging folder goes and the last good products stay.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from viche.cli import fingerprint
from viche.cli.job import PAGES, SITE, Job
from viche.cli.state import Made, State, read_state, write_state
from viche.load import CONTENT
from viche.model.content import Meeting
from viche.problems import ContentError, Problem, Severity

_STAGING = ".staging-"


class BusyError(Exception):
    """Another run is making products of the same cell."""


def build(job: Job, meetings: Sequence[Meeting], *, kits: bool, site: bool) -> list[Problem]:
    """Make the kits of ``meetings``, the site, or both; returns warnings.

    Nothing that is up to date is made again.

    Raises:
        ContentError: something can't be made or must not be published; nothing was moved.
        BusyError: another run is at work.
    """
    with _staging(job.build) as staging:
        run = _Run(job, read_state(job.build), staging)
        if kits:
            run.make_kits(meetings)
        if site:
            run.make_site()
        warnings = run.look()
        run.move(tidy=kits and site)
    return warnings


@contextmanager
def _staging(build: Path) -> Iterator[Path]:
    """A folder for this run, and for no other at the same time."""
    build.mkdir(exist_ok=True)
    try:
        with FileLock(build / ".lock", timeout=0):
            for left in build.glob(f"{_STAGING}*"):  # a run that was killed
                shutil.rmtree(left, ignore_errors=True)
            staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=build))
            try:
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except Timeout:
        raise BusyError from None


class _Run:
    """What was made so far in one run, beside what was there before."""

    def __init__(self, job: Job, before: State, staging: Path) -> None:
        self.job = job
        self.before = before
        self.staging = staging
        self.made: dict[str, Made] = {}
        self.guarded = ""

    def make_kits(self, meetings: Sequence[Meeting]) -> None:
        """Make those kits of ``meetings`` that are not up to date."""
        speech = self.job.speech
        stale = []
        for kit in self.job.kits(meetings):
            if self._is_fresh(kit.product, self.job.kit_inputs(kit)):
                speech.note(speech("fresh", what=f"build/{kit.product}"))
            else:
                stale.append(kit)
        if stale:
            from viche.cli.kits import make_kits  # a run that makes no kit has no need of it

            names = ", ".join(f"{kit.meeting.id} ({kit.language})" for kit in stale)
            with speech.working(speech("working-kits", kits=names)):
                self.made |= make_kits(self.job, stale, self.staging)

    def make_site(self) -> None:
        """Make the site unless it is up to date; it offers the kits that are."""
        speech = self.job.speech
        if self._site() is not None:
            speech.note(speech("fresh", what=f"build/{SITE}"))
            return
        from viche.cli.website import make_site  # a run that makes no site has no need of it

        kits = self._kits()
        languages = ", ".join(self.job.content.cell.languages)
        with speech.working(speech("working-site", languages=languages)):
            self.made |= make_site(self.job, kits, self._folders(kits), self.staging)

    def look(self) -> list[Problem]:
        """Let the guard look at all that would lie in ``build/``; returns its warnings.

        Raises:
            ContentError: it must not be published.
        """
        products = self._products()
        kits, site = self._kits(), self._site()
        private = fingerprint.of_folder(self.job.root / CONTENT / "private")
        looked_at = [f"{name}={made.outputs}" for name, made in sorted(products.items())]
        seen = fingerprint.of_texts([private, *sorted(kits), str(site is not None), *looked_at])
        if seen == self.before.guarded:
            self.guarded = seen
            return []
        from viche.cli.look import look  # a run that looked at all of this before has no need of it

        job = self.job
        with job.speech.working(job.speech("working-guard")):
            problems = look(job.root, job.content.cell, self._folders(products), kits, site)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ContentError(problems)
        if not problems:
            self.guarded = seen
        return problems

    def move(self, *, tidy: bool) -> None:
        """Put what was made into its place. With ``tidy``, what nobody wants any more goes."""
        build = self.job.build
        products = self._products()
        wanted = {SITE, PAGES, *(kit.product for kit in self.job.kits())}
        unwanted = {name for name in products if name not in wanted} if tidy else set()
        for product in [*self.made, *sorted(unwanted)]:
            before = self.staging / "before" / product
            if (build / product).exists():
                before.parent.mkdir(parents=True, exist_ok=True)
                (build / product).rename(before)
        for product in self.made:
            (build / product).parent.mkdir(parents=True, exist_ok=True)
            (self.staging / product).rename(build / product)
        for folder in {(build / product).parent for product in unwanted}:
            if not any(folder.iterdir()):
                folder.rmdir()
        kept = {name: made for name, made in products.items() if name not in unwanted}
        state = State(kept, "" if unwanted else self.guarded)
        if state != self.before:
            write_state(build, state)

    def _is_fresh(self, product: str, inputs: str) -> bool:
        return self.before.is_fresh(self.job.build, product, inputs)

    def _products(self) -> dict[str, Made]:
        """All that lies in ``build/`` once this run is over."""
        before = {
            name: made
            for name, made in self.before.products.items()
            if (self.job.build / name).is_dir()
        }
        return before | self.made

    def _kits(self) -> dict[str, Made]:
        """The kits that are up to date: made now, or before from the same content."""
        kits = {}
        for kit in self.job.kits():
            if kit.product in self.made:
                kits[kit.product] = self.made[kit.product]
            elif self._is_fresh(kit.product, self.job.kit_inputs(kit)):
                kits[kit.product] = self.before.products[kit.product]
        return kits

    def _site(self) -> Path | None:
        """The folder of the site if that is up to date."""
        if SITE in self.made:
            return self.staging / SITE
        papers = {product: made.outputs for product, made in self._kits().items()}
        fresh = self._is_fresh(SITE, self.job.site_inputs(papers))
        return self.job.build / SITE if fresh else None

    def _folders(self, products: Iterable[str]) -> Mapping[str, Path]:
        """Where each product lies now."""
        return {
            name: (self.staging if name in self.made else self.job.build) / name
            for name in products
        }
