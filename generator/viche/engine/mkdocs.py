"""Running MkDocs."""

from __future__ import annotations

import json
import os
import posixpath
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

_THEME = "theme/"
_PACKAGES = Path(__file__).resolve().parent.parent.parent

# MkDocs stamps archives with a time. This one is that of no build, so that the same pages always
# give the same bytes; it is the first that ZIP archives can express.
_EPOCH = "315532800"

# Material brings these along; the pages use styles and scripts of their own.
_UNUSED = ("assets/images/favicon.png", "assets/javascripts", "assets/stylesheets")

# What pages offer where it was made: a feed of news, all dates, a picture to share.
_OFFERED = {"feed": "feed.xml", "calendar": "sessions/all.ics", "share": "img/share/site.png"}


class EngineError(Exception):
    """The engine failed. ``log`` is what it said, for each language that failed."""

    def __init__(self, log: Mapping[str, str]) -> None:
        self.log = log
        said = "\n\n".join(f"{language}:\n{lines}" for language, lines in log.items())
        super().__init__(f"The site could not be made.\n{said}")


@dataclass(frozen=True, slots=True)
class LanguageSite:
    """The site of one language: what to make it from, where to, and what stands around its pages.

    Names, texts and titles are put into pages as they are, so they are markup already.
    """

    language: str
    name: str
    """The language's name in itself, for the switch between languages."""

    docs: Path
    """The folder of Markdown pages and their pictures."""

    output: Path
    """Where the finished site goes: a folder that is empty or not there yet."""

    address: str
    """Where the public finds this language, with a slash at the end."""

    title: str
    direction: str = "ltr"
    description: str = ""
    notice: str = ""
    contact: str = ""
    nav: Sequence[Mapping[str, object]] = ()
    footer: Sequence[tuple[str, str]] = ()
    """Titles and paths of the pages or files that stand at the foot of every page."""

    words: Mapping[str, str] = field(default_factory=dict)
    """What the theme says, by key."""


def build(
    sites: Sequence[LanguageSite], settings: Path, theme: Mapping[str, Path] | None = None
) -> None:
    """Make the sites of all languages, side by side. The first is that of the default language.

    Args:
        sites: one for each language.
        settings: the ``mkdocs.yml`` that all languages share.
        theme: files of the ``site`` room by path; those below ``theme/`` are the theme.

    Raises:
        EngineError: a language failed; nothing was written to any output then.
    """
    with ExitStack() as stack:
        staging = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="viche-site-")))
        overrides = _stage_theme(staging / "theme", theme or {})
        running = [
            (site, stack.enter_context(_start(site, sites, settings, overrides, staging)))
            for site in sites
        ]
        log = {}
        for site, process in running:
            said, _ = process.communicate()
            if process.returncode:
                log[site.language] = said.strip()
        if log:
            raise EngineError(log)
        # An output may lie within another: the outer one comes first.
        for site in sorted(sites, key=lambda site: len(site.output.parts)):
            finished = staging / site.language / "site"
            _tidy(finished)
            shutil.copytree(finished, site.output, dirs_exist_ok=True)


def _stage_theme(folder: Path, files: Mapping[str, Path]) -> Path:
    folder.mkdir()
    for path, file in files.items():
        if path.startswith(_THEME):
            target = folder / path.removeprefix(_THEME)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    return folder


def _start(
    site: LanguageSite,
    sites: Sequence[LanguageSite],
    settings: Path,
    overrides: Path,
    staging: Path,
) -> subprocess.Popen[str]:
    folder = staging / site.language
    folder.mkdir()
    configuration = folder / "mkdocs.yml"
    values = _configuration(site, sites, settings, overrides, folder / "site")
    # JSON is YAML that cannot be misread.
    configuration.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    searched = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", configuration],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(searched),
            "PYTHONUTF8": "1",
            "SOURCE_DATE_EPOCH": _EPOCH,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _configuration(
    site: LanguageSite,
    sites: Sequence[LanguageSite],
    settings: Path,
    overrides: Path,
    output: Path,
) -> dict[str, object]:
    """What this language adds to the shared settings."""
    return {
        "INHERIT": str(settings.resolve()),
        "site_name": site.title,
        "site_description": site.description,
        "site_url": site.address,
        "docs_dir": str(site.docs.resolve()),
        "site_dir": str(output),
        "nav": [dict(entry) for entry in site.nav] or None,
        "markdown_extensions": {
            "toc": {"permalink_title": site.words.get("permalink", "")},
            "viche.engine.clean": {"right_to_left": site.direction == "rtl"},
        },
        "theme": {"custom_dir": str(overrides)},
        "extra": {
            "words": dict(site.words),
            "notice": site.notice,
            "contact": site.contact,
            "footer": [
                [title, path.removesuffix(".md") + ".html" if path.endswith(".md") else path]
                for title, path in site.footer
            ],
            **{
                offer: path if (site.docs / path).is_file() else ""
                for offer, path in _OFFERED.items()
            },
            "languages": [
                {
                    "language": other.language,
                    "name": other.name,
                    "direction": other.direction,
                    "words": dict(other.words),
                    "address": other.address,
                    # From the root of this language to that of the other, with a slash at the end.
                    "root": _between(site.output, other.output),
                    "current": other.language == site.language,
                    "default": other is sites[0],
                }
                for other in sites
            ],
        },
    }


def _between(here: Path, there: Path) -> str:
    way = Path(os.path.relpath(there, here)).as_posix()
    return "" if way == "." else posixpath.join(way, "")


def _tidy(folder: Path) -> None:
    """Leave out what comes with Material and no page asks for."""
    for path in _UNUSED:
        unused = folder / path
        if unused.is_dir():
            shutil.rmtree(unused)
        else:
            unused.unlink(missing_ok=True)
