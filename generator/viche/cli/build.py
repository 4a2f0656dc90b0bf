"""Make the products, look at them, and only then move them into ``build/``.

Everything is made in a staging folder inside ``build/``. The guard looks at all that would lie in
``build/`` afterwards; if it finds anything, the staging folder goes, and the last good products
stay.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from viche.cli import fingerprint
from viche.cli.job import ARCHIVE, FORMS, PAGES, SITE, Job, Kit
from viche.cli.manifest import write_manifests
from viche.cli.state import Made, State, read_state, write_state
from viche.model.content import Meeting
from viche.problems import ContentError, Problem, Severity

_STAGING = ".staging-"
_FILES = {ARCHIVE, FORMS}
"""The products that are single files, and hold nothing that another one doesn't show."""


def build(
    job: Job, meetings: Sequence[Meeting], languages: Sequence[str], *, kits: bool, site: bool
) -> list[Problem]:
    """Make the kits of ``meetings`` in ``languages``, the site, or both; returns warnings.

    Nothing that is up to date is made again. Kits that no session asks for any more go when both
    are made. No other run may be at work in the same ``build/``.

    Raises:
        ContentError: something can't be made or must not be published; nothing was moved.
    """
    with _staging(job.build) as staging:
        run = _Run(job, staging)
        if kits:
            run.make_kits(meetings, languages)
        if site:
            run.make_site()
            run.make_archive()
        folders = run.folders(tidy=kits and site)
        warnings, guarded = run.look(folders)
        run.move(folders)
        run.remember(folders, guarded)
    return warnings


@contextmanager
def _staging(build: Path) -> Iterator[Path]:
    """A folder for this run."""
    for left in build.glob(f"{_STAGING}*"):  # a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=build))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


class _Run:
    """What this run has made, beside what was there before and still is right."""

    def __init__(self, job: Job, staging: Path) -> None:
        self.job = job
        self.staging = staging
        self.before = read_state(job.build)
        self.made: dict[str, Made] = {}
        self.kits: dict[str, Made] = {}
        """The kits that this run works with and that are up to date."""

    def make_kits(self, meetings: Sequence[Meeting], languages: Sequence[str]) -> None:
        """Make those kits of ``meetings`` in ``languages`` that are not up to date."""
        speech = self.job.speech
        stale = []
        for kit in self.job.kits(meetings):
            if kit.language not in languages:
                continue
            if self._kit_is_fresh(kit):
                speech.note(speech("fresh", what=f"build/{kit.product}"))
            else:
                stale.append(kit)
        if stale:
            from viche.cli.kits import make_kits  # a run that makes no kit has no need of it

            names = ", ".join(f"{kit.meeting.id} ({kit.language})" for kit in stale)
            with speech.working(speech("working-kits", kits=names)) as told:
                made = make_kits(self.job, stale, self.staging, self.before.products, told)
            self.made |= made
            self.kits |= made

    def make_site(self) -> None:
        """Make the site unless it is up to date; it offers the kits that are."""
        speech = self.job.speech
        missing = 0
        for kit in self.job.kits():
            if kit.product in self.kits or self._kit_is_fresh(kit):
                continue
            if (self.job.build / kit.product).is_dir():
                speech.note(speech("kit-stale", kit=kit.product, session=kit.meeting.id))
            else:
                missing += 1
        if missing:
            speech.note(speech("kits-missing", n=missing))
        if self._site_is_fresh():
            speech.note(speech("fresh", what=f"build/{SITE}"))
            return
        from viche.cli.website import make_site  # a run that makes no site has no need of it

        languages = ", ".join(self.job.content.cell.languages)
        with speech.working(speech("working-site", languages=languages)):
            folders = {product: self._place(product) / product for product in self.kits}
            self.made |= make_site(self.job, self.kits, folders, self.staging, self.before.products)

    def make_archive(self) -> None:
        """Pack the site unless the archive has it already."""
        from viche.cli.archive import archive

        site, before = self._known(SITE), self.before.products.get(ARCHIVE)
        assert site is not None, "the site has been made before it is packed"
        old, new = self.job.build / ARCHIVE, self.staging / ARCHIVE
        if (
            before
            and before.inputs == site.outputs
            and old.is_file()
            and before.outputs == fingerprint.of_file(old)
        ):
            return
        archive(self._place(SITE) / SITE, self.job.content.cell.cell, new)
        self.made[ARCHIVE] = Made(site.outputs, fingerprint.of_file(new))

    def folders(self, *, tidy: bool) -> dict[str, Path]:
        """Every folder of products that will lie in ``build/``, and where it lies now."""
        build = self.job.build
        on_disk = [path for path in sorted(build.glob("kits/*/*")) if path.is_dir()]
        there = {path.relative_to(build).as_posix() for path in on_disk}
        if tidy:
            there &= {kit.product for kit in self.job.kits()}
        there |= {name for name in (SITE, PAGES) if (build / name).is_dir()}
        return {
            name: self._place(name) / name
            for name in sorted(there | self.made.keys())
            if name not in _FILES
        }

    def look(self, folders: Mapping[str, Path]) -> tuple[list[Problem], Mapping[str, str]]:
        """Let the guard look at ``folders``; returns its warnings, and what it found in order.

        What it has found in order before, and what hasn't changed since, is not looked at again.

        Raises:
            ContentError: it must not be published.
        """
        from viche.cli.look import PrivateFiles, look

        private = PrivateFiles(self.job.root)
        problems = list(private.problems)
        here = [fingerprint.of_program(), private.fingerprint]
        known = {name: made for name in folders if (made := self._known(name))}
        # Nobody knows the codes of a kit that isn't known: it is searched for names alone.
        keys = {
            name: fingerprint.of_texts(
                [*here, known[name].outputs]
                if name in known
                else [*here, fingerprint.of_folder(folder), "unknown"]
            )
            for name, folder in folders.items()
        }
        before = self.before.guarded
        unseen = [name for name, key in keys.items() if before.get(name) != key]
        if unseen:
            with self.job.speech.working(self.job.speech("working-guard")):
                fresh = SITE in self.made or self._site_is_fresh()
                built = folders[SITE] if fresh else None
                content = self.job.content
                problems += look(private, content, folders, self.kits, built, unseen)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ContentError(problems)
        seen = {name: key for name, key in keys.items() if before.get(name) == key}
        return problems, seen if problems else keys

    def move(self, folders: Mapping[str, Path]) -> None:
        """Put ``folders`` into their places, and what else was there out of the way.

        If a move fails, those before it are taken back: what was there stays.
        """
        build = self.job.build
        old = [
            path.relative_to(build).as_posix()
            for path in sorted(build.glob("kits/*/*"))
            if path.is_dir()
        ]
        moves = [
            (build / name, self.staging / "before" / name)
            for name in [*old, SITE, PAGES, *sorted(_FILES)]
            if (name in self.made or name not in folders.keys() | _FILES)
            and (build / name).exists()
        ]
        moves += [(self.staging / name, build / name) for name in self.made]
        done: list[tuple[Path, Path]] = []
        try:
            for here, there in moves:
                there.parent.mkdir(parents=True, exist_ok=True)
                here.rename(there)
                done.append((here, there))
        except BaseException:
            for here, there in reversed(done):
                there.rename(here)
            raise
        for name in old:
            if name not in folders:
                self.job.speech.note(self.job.speech("removed", kit=name))
        for folder in (*build.glob("kits/*"), build / "kits"):
            if folder.is_dir() and not any(path.is_dir() for path in folder.iterdir()):
                shutil.rmtree(folder)

    def remember(self, folders: Mapping[str, Path], guarded: Mapping[str, str]) -> None:
        """Write down that ``folders`` lie in ``build/`` now."""
        lasting = folders.keys() | _FILES
        there = {name: made for name, made in self.before.products.items() if name in lasting}
        state = State(there | self.kits | self.made, guarded)
        write_manifests(self.job.build, state)
        if state != self.before:
            write_state(self.job.build, state)

    def _kit_is_fresh(self, kit: Kit) -> bool:
        """Whether a kit is up to date; then it is one to work with."""
        fresh = self.before.is_fresh(self.job.build, kit.product, self.job.kit_inputs(kit))
        if fresh:
            self.kits[kit.product] = self.before.products[kit.product]
        return fresh

    def _site_is_fresh(self) -> bool:
        papers = {
            kit.product: made.outputs
            for kit in self.job.kits()
            if (made := self._known(kit.product)) and made.inputs == self.job.kit_inputs(kit)
        }
        return self.before.is_fresh(self.job.build, SITE, self.job.site_inputs(papers))

    def _place(self, product: str) -> Path:
        return self.staging if product in self.made else self.job.build

    def _known(self, name: str) -> Made | None:
        """What is known of a product as it will lie in ``build/``."""
        return self.made.get(name) or self.before.products.get(name)
