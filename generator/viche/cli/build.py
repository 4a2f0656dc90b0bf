"""Make the products, look at them, and only then move them into ``build/``.

Everything is made in a staging folder inside ``build/``. The guard looks at all that would be
published; if it finds anything, the staging folder goes and the last good products stay.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from viche.cli import fingerprint
from viche.cli.files import write
from viche.cli.look import look
from viche.cli.speech import Speech
from viche.cli.state import Made, State, read_state
from viche.labels import read_labels
from viche.load import CONTENT, plan_path
from viche.model.cell import Cell
from viche.model.content import Content, Meeting
from viche.problems import ContentError, Problem, Severity
from viche.resources import engine_settings, tree

if TYPE_CHECKING:  # the makers are imported where they are used: a run that makes nothing is quick
    from viche.kit import Piece

SITE = "site"
PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Kit:
    """The kit of one meeting in one language."""

    meeting: Meeting
    language: str

    @property
    def product(self) -> str:
        """Its folder in ``build/``, and its name among the products."""
        return f"kits/{self.meeting.id}/{self.language}"


class Workshop:
    """Makes products of the cell in ``root``, into ``root/build``."""

    def __init__(self, root: Path, content: Content, speech: Speech) -> None:
        self.root = root
        self.content = content
        self.speech = speech
        self.build = root / "build"
        self.state: State = read_state(self.build / "state.json")
        self.kit_files = tree("kit", root)
        self.site_files = tree("site", root)

    def make(self, meetings: Sequence[Meeting], *, kits: bool, site: bool) -> list[Problem]:
        """Make the kits of ``meetings``, the site, or both; returns warnings.

        Raises:
            ContentError: something can't be made or must not be published; nothing was moved.
        """
        with self._staging() as staging:
            made: dict[str, Made] = {}
            if kits:
                made |= self._make_kits(self._kits(meetings), staging)
            if site:
                made |= self._make_site(staging, made)
            products = {
                name: known
                for name, known in (self.state.products | made).items()
                if name in made or (self.build / name).is_dir()
            }
            guarded, doubts = self._guard(staging, made, products)
            self._move(staging, made)
            state = State(products, guarded)
            if state != self.state:
                write(self.build / "state.json", state.text().encode("utf-8"))
        return doubts + [problem for meeting in meetings for problem in _lacking(meeting)]

    def _kits(self, meetings: Iterable[Meeting]) -> list[Kit]:
        return [
            Kit(meeting, language)
            for meeting in meetings
            if meeting.plan and meeting.protocol
            for language in self.content.cell.languages
        ]

    @contextmanager
    def _staging(self) -> Iterator[Path]:
        self.build.mkdir(exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=self.build))
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    # --- kits

    def _make_kits(self, kits: Sequence[Kit], staging: Path) -> dict[str, Made]:
        inputs = {kit.product: self._kit_inputs(kit) for kit in kits}
        stale = []
        for kit in kits:
            if self.state.is_fresh(self.build, kit.product, inputs[kit.product]):
                self.speech.note(self.speech("fresh", what=f"build/{kit.product}"))
            else:
                stale.append(kit)
        if not stale:
            return {}
        names = ", ".join(f"{kit.meeting.id} ({kit.language})" for kit in stale)
        with self.speech.working(self.speech("working-kits", kits=names)):
            results = self._pieces(stale)
        problems = [
            problem
            for result in results
            if isinstance(result, ContentError)
            for problem in result.problems
        ]
        if problems:
            raise ContentError(problems)
        made = {}
        for kit, result in zip(stale, results, strict=True):
            assert not isinstance(result, ContentError)
            for piece in result:
                write(staging / kit.product / piece.name, piece.data)
            about = [
                {"name": piece.name, "pages": piece.pages, "sheet": piece.sheet}
                | {"codes": [list(code) for code in piece.codes]}
                for piece in result
            ]
            outputs = fingerprint.of_folder(staging / kit.product)
            made[kit.product] = Made(inputs[kit.product], outputs, about)
        return made

    def _pieces(self, kits: Sequence[Kit]) -> list[tuple[Piece, ...] | ContentError]:
        cell = self.content.cell
        tasks = [(kit, cell, self.kit_files, self.site_files) for kit in kits]
        workers = min(len(tasks), os.cpu_count() or 1)
        if workers == 1:
            return [_make_kit(*task) for task in tasks]
        # Typst starts threads of its own, which a forked process must not inherit.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            return list(pool.map(_make_kit, *zip(*tasks, strict=True)))

    def _kit_inputs(self, kit: Kit) -> str:
        meeting = kit.meeting
        assert meeting.protocol is not None
        sources = (
            self.content.cell.source,
            meeting.programme.source,
            meeting.session.source,
            meeting.protocol.source,
            plan_path(meeting.session),
        )
        labels = _labels_of(kit.language, self.site_files)
        return fingerprint.of_texts(
            [
                fingerprint.of_program(),
                kit.language,
                *(fingerprint.of_file(self.root / source) for source in sources),
                fingerprint.of_files(self.kit_files),
                fingerprint.of_files(labels),
            ]
        )

    # --- the site

    def _make_site(self, staging: Path, made: Mapping[str, Made]) -> dict[str, Made]:
        papers = self._papers(made)
        inputs = self._site_inputs(papers)
        if self.state.is_fresh(self.build, SITE, inputs):
            self.speech.note(self.speech("fresh", what=f"build/{SITE}"))
            return {}
        languages = self.content.cell.languages
        with self.speech.working(self.speech("working-site", languages=", ".join(languages))):
            self._write_site(staging, made, papers)
        return {
            product: Made(inputs, fingerprint.of_folder(staging / product))
            for product in (SITE, PAGES)
        }

    def _papers(self, made: Mapping[str, Made]) -> dict[str, Made]:
        """The kits that the site offers: those made now, and those in ``build/`` still right."""
        kits = {kit.product: kit for kit in self._kits(self.content.meetings)}
        return {
            product: made[product] if product in made else self.state.products[product]
            for product, kit in kits.items()
            if product in made or self.state.is_fresh(self.build, product, self._kit_inputs(kit))
        }

    def _site_inputs(self, papers: Mapping[str, Made]) -> str:
        public = {
            name: path
            for name, path in fingerprint.files_in(self.root / CONTENT).items()
            if not name.startswith("private/")
        }
        return fingerprint.of_texts(
            [
                fingerprint.of_program(),
                fingerprint.of_files(public),
                fingerprint.of_files(self.site_files),
                fingerprint.of_file(engine_settings(self.root)),
                *(f"{product}={paper.outputs}" for product, paper in sorted(papers.items())),
            ]
        )

    def _write_site(
        self, staging: Path, made: Mapping[str, Made], papers: Mapping[str, Made]
    ) -> None:
        from viche import engine, pages

        cell = self.content.cell
        open_papers = papers if cell.profile == "open" else {}
        folders = {
            product: (staging if product in made else self.build) / product
            for product in open_papers
        }
        downloads = {
            meeting.id: [
                pages.Download(
                    path=f"{kit.product}/{piece['name']}",
                    language=kit.language,
                    name=f"download-{Path(piece['name']).stem}",
                    size=(folders[kit.product] / piece["name"]).stat().st_size,
                    pages=piece["pages"],
                )
                for kit in self._kits([meeting])
                if kit.product in open_papers
                for piece in papers[kit.product].about
            ]
            for meeting in self.content.meetings
        }
        sites = []
        for language in cell.languages:
            labels = read_labels(language, self.site_files)
            tree = pages.render(self.content, language, labels, self.site_files, downloads)
            docs = staging / PAGES / language
            for name, page in tree.items():
                write(docs / name, page if isinstance(page, bytes) else page.encode("utf-8"))
            frame = pages.frame(self.content, labels)
            folder = "" if language == cell.languages[0] else f"{language}/"
            sites.append(
                engine.LanguageSite(
                    language=language,
                    name=labels("language"),
                    docs=docs,
                    output=staging / SITE / folder,
                    address=cell.address + folder,
                    title=frame.name,
                    description=frame.description,
                    notice=frame.notice,
                    contact=frame.contact,
                    nav=frame.nav,
                    words=frame.words,
                )
            )
        engine.build(sites, engine_settings(self.root), self.site_files)
        for product, folder_ in folders.items():
            shutil.copytree(folder_, staging / SITE / product)

    # --- looking and moving

    def _guard(
        self, staging: Path, made: Mapping[str, Made], products: Mapping[str, Made]
    ) -> tuple[str, list[Problem]]:
        """Look at all that would be published.

        Returns the fingerprint of what was looked at, empty if it has to be looked at again, and
        warnings.
        """
        private = fingerprint.of_folder(self.root / CONTENT / "private")
        seen = fingerprint.of_texts(
            [private, *(f"{name}={known.outputs}" for name, known in sorted(products.items()))]
        )
        if seen == self.state.guarded:
            return seen, []
        folders = {name: (staging if name in made else self.build) / name for name in products}
        with self.speech.working(self.speech("working-guard")):
            problems = look(self.root, self.content.cell, folders, products)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ContentError(problems)
        return "" if problems else seen, problems

    def _move(self, staging: Path, made: Iterable[str]) -> None:
        """Put what was made into its place; what was there goes with the staging folder."""
        for product in made:
            target = self.build / product
            if target.exists():
                before = staging / "before" / product
                before.parent.mkdir(parents=True, exist_ok=True)
                target.rename(before)
            target.parent.mkdir(parents=True, exist_ok=True)
            (staging / product).rename(target)


def _labels_of(language: str, site_files: Mapping[str, Path]) -> dict[str, Path]:
    prefix = f"translations/{language}/"
    return {name: path for name, path in site_files.items() if name.startswith(prefix)}


def _make_kit(
    kit: Kit, cell: Cell, kit_files: Mapping[str, Path], site_files: Mapping[str, Path]
) -> tuple[Piece, ...] | ContentError:
    """The pieces of one kit; runs in a process of its own, so an error is returned."""
    from viche.kit import make

    try:
        return make(kit.meeting, cell, read_labels(kit.language, site_files), kit_files)
    except ContentError as error:
        return error


def _lacking(meeting: Meeting) -> Iterator[Problem]:
    """Why a meeting that has a network got no kit."""
    if meeting.stage.network is None:
        return
    params = {"session": meeting.id, "stage": meeting.stage.id}
    for code, there in (("no-plan", meeting.plan), ("no-protocol", meeting.protocol)):
        if there is None:
            source = meeting.session.source
            yield Problem(source, code, params=params, severity=Severity.WARNING)
