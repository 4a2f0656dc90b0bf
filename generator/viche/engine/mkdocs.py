"""Running MkDocs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from viche.engine.site import LanguageSite, around
from viche.engine.worker import CAN_COPY, DONE, LOG

_THEME = "theme/"
_SITE = "site"
_SILENT = "The engine's process ended before its work was done."
_ICON = re.compile(r"\.icons/([a-z0-9/-]+\.svg)")
_PACKAGES = Path(__file__).resolve().parent.parent.parent

# MkDocs stamps archives with a time. This one is that of no build, so that the same pages always
# give the same bytes; it is the first that ZIP archives can express.
_EPOCH = "315532800"


class EngineError(Exception):
    """The engine failed. ``log`` is what it said, for each language that failed."""

    def __init__(self, log: Mapping[str, str]) -> None:
        self.log = log
        said = "\n\n".join(f"{language}:\n{lines}" for language, lines in log.items())
        super().__init__(f"The site could not be made.\n{said}")


class Engine:
    """An engine at work: it gets ready at once, and makes each language as soon as it is told to.

    So pages of one language can be written while those of another are made.
    """

    def __init__(
        self, settings: Path, theme: Mapping[str, Path], beside: Path, package: str = "mkdocs"
    ) -> None:
        """Nothing happens before the context is entered.

        Args:
            settings: the ``mkdocs.yml`` that all languages share.
            theme: files of the ``site`` room by path; those below ``theme/`` are the theme.
            beside: a folder that is there, on the disk of the outputs: what is finished needs only
                to be moved then.
            package: what makes the sites: MkDocs, or an heir with its command line.
        """
        self._settings, self._theme, self._package, self._beside = settings, theme, package, beside
        self._workers: list[subprocess.Popen[str]] = []
        self._sites: list[LanguageSite] = []

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix=".viche-", dir=self._beside)
        self._staging = Path(self._folder.name).resolve()
        self._overrides = self._staging / "theme"
        _stage_theme(self._overrides, self._theme)
        if CAN_COPY:
            self._workers.append(_worker(self._package))
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._wait()
        finally:
            self._folder.cleanup()

    def make(self, site: LanguageSite, sites: Sequence[LanguageSite]) -> None:
        """Begin to make a site, whose Markdown is written.

        Args:
            site: the language to make.
            sites: all languages in their order, the default one first. Of the others only what
                leads to them is needed yet: names, words, folders and addresses.
        """
        folder = self._staging / site.language
        configuration = _configure(site, sites, self._settings, self._overrides, folder)
        if not CAN_COPY:
            self._workers.append(_worker(self._package))
        stream = self._workers[-1].stdin
        assert stream is not None, "it has been opened"
        with suppress(OSError):  # it has died: what it has said tells why
            stream.write(json.dumps(str(configuration)) + "\n")
            stream.flush()
        self._sites.append(site)

    def finish(self) -> None:
        """Wait for all languages, and put each into its output.

        Raises:
            EngineError: a language failed; nothing was written to any output then.
        """
        said = self._wait()
        log = {
            site.language: _log(self._staging / site.language / LOG) or said or _SILENT
            for site in self._sites
            if not (self._staging / site.language / DONE).exists()
        }
        if log:
            raise EngineError(log)
        # An output may lie within another: the outer one comes first.
        for site in sorted(self._sites, key=lambda site: len(site.output.parts)):
            _put(self._staging / site.language / _SITE, site.output)

    def _wait(self) -> str:
        """Let the workers come to their end; what they have said outside their logs."""
        workers, self._workers = self._workers, []
        return "".join(worker.communicate()[0] for worker in workers).strip()


def build(
    sites: Sequence[LanguageSite],
    settings: Path,
    theme: Mapping[str, Path],
    *,
    engine: str = "mkdocs",
) -> None:
    """Make the sites of all languages, whose Markdown is written: see ``Engine``."""
    outermost = min((site.output for site in sites), key=lambda output: len(output.parts))
    there = next(folder for folder in outermost.parents if folder.is_dir())
    with Engine(settings, theme, there, engine) as running:
        for site in sites:
            running.make(site, sites)
        running.finish()


def _worker(package: str) -> subprocess.Popen[str]:
    searched = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-m", "viche.engine.worker", package],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(searched),
            "PYTHONUTF8": "1",
            "SOURCE_DATE_EPOCH": _EPOCH,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _log(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace").strip() if file.exists() else ""


def _put(made: Path, output: Path) -> None:
    """Move what was made to where nothing is yet; else put it beside what is there."""
    if output.exists():
        shutil.copytree(made, output, dirs_exist_ok=True)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        made.rename(output)


def _stage_theme(folder: Path, files: Mapping[str, Path]) -> None:
    folder.mkdir()
    for path, file in files.items():
        if path.startswith(_THEME):
            target = folder / path.removeprefix(_THEME)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    for template in list(folder.rglob("*.html")):
        for name in _ICON.findall(template.read_text(encoding="utf-8", errors="replace")):
            target, icon = folder / ".icons" / name, _icons() / name
            if icon.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(icon, target)


def _icons() -> Path:
    """Where the icons of Material are, of which there are too many to hand all to the engine."""
    spec = find_spec("material")
    assert spec is not None, "mkdocs-material is a requirement"
    assert spec.origin is not None, "it is a package with code"
    return Path(spec.origin).parent / "templates/.icons"


def _configure(
    site: LanguageSite,
    sites: Sequence[LanguageSite],
    settings: Path,
    overrides: Path,
    folder: Path,
) -> Path:
    """A folder for one language, with its settings and those of its pages that are finished."""
    folder.mkdir()
    configuration, output = folder / "mkdocs.yml", folder / _SITE
    values = around(site, sites) | {
        "INHERIT": str(settings.resolve()),
        "docs_dir": str(site.docs.resolve()),
        "site_dir": str(output),
        "theme": {"custom_dir": str(overrides)},
    }
    # JSON is YAML that cannot be misread.
    configuration.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    # They are younger than their Markdown now, so the engine takes them to be up to date.
    for path, file in site.finished.items():
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return configuration
