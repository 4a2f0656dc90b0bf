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
from viche.cli.speech import Speech
from viche.cli.state import Made, State, read_state
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
            guarded = self._guard(staging, made, products)
            self._move(staging, made)
            self._write_state(State(products, guarded))
        return [problem for meeting in meetings for problem in _lacking(meeting)]

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
                _write(staging / kit.product / piece.name, piece.data)
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
        offered = self._offered(made)
        inputs = self._site_inputs(offered)
        if self.state.is_fresh(self.build, SITE, inputs):
            self.speech.note(self.speech("fresh", what=f"build/{SITE}"))
            return {}
        languages = self.content.cell.languages
        with self.speech.working(self.speech("working-site", languages=", ".join(languages))):
            self._write_site(staging, made, offered)
        return {
            SITE: Made(inputs, fingerprint.of_folder(staging / SITE)),
            PAGES: Made(inputs, fingerprint.of_folder(staging / PAGES)),
        }
