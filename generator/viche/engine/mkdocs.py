"""Running MkDocs."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from viche.engine.worker import CAN_COPY, DONE, LOG

_THEME = "theme/"
_ICON = re.compile(r"\.icons/([a-z0-9/-]+\.svg)")
_PACKAGES = Path(__file__).resolve().parent.parent.parent

# MkDocs stamps archives with a time. This one is that of no build, so that the same pages always
# give the same bytes; it is the first that ZIP archives can express.
_EPOCH = "315532800"

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
    sites: Sequence[LanguageSite],
    settings: Path,
    theme: Mapping[str, Path],
    *,
    engine: str = "mkdocs",
) -> None:
    """Make the sites of all languages, side by side. The first is that of the default language.

    Args:
        sites: one for each language.
        settings: the ``mkdocs.yml`` that all languages share.
        theme: files of the ``site`` room by path; those below ``theme/`` are the theme.
        engine: the package that makes them: MkDocs, or an heir with its command line.

    Raises:
        EngineError: a language failed; nothing was written to any output then.
    """
    # An output may lie within another: the outer one comes first.
    outputs = sorted((site.output for site in sites), key=lambda output: len(output.parts))
    # Beside the outermost, so that what is finished needs only to be moved.
    there = next(folder for folder in outputs[0].parents if folder.is_dir())
    with tempfile.TemporaryDirectory(prefix=".viche-", dir=there) as folder:
        staging = Path(folder).resolve()
        overrides = _stage_theme(staging / "theme", theme)
        configurations = [
            _configure(site, sites, settings, overrides, staging / site.language) for site in sites
        ]
        said = _run(engine, configurations)
        log = {
            site.language: _log(configuration.with_name(LOG)) or said
            for site, configuration in zip(sites, configurations, strict=True)
            if not configuration.with_name(DONE).exists()
        }
        if log:
            raise EngineError(log)
        made = {site.output: staging / site.language / "site" for site in sites}
        for output in outputs:
            _put(made[output], output)


def _log(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace").strip() if file.exists() else ""


def _put(made: Path, output: Path) -> None:
    """Move what was made to where nothing is yet; else put it beside what is there."""
    if output.exists():
        shutil.copytree(made, output, dirs_exist_ok=True)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        made.rename(output)


def _stage_theme(folder: Path, files: Mapping[str, Path]) -> Path:
    folder.mkdir()
    for path, file in files.items():
        if path.startswith(_THEME):
            target = folder / path.removeprefix(_THEME)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    for template in list(folder.rglob("*.html")):
        for name in _ICON.findall(template.read_text(encoding="utf-8")):
            target, icon = folder / ".icons" / name, _icons() / name
            if icon.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(icon, target)
    return folder


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
    folder.mkdir()
    configuration = folder / "mkdocs.yml"
    values = _configuration(site, sites, settings, overrides, folder / "site")
    # JSON is YAML that cannot be misread.
    configuration.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return configuration


def _run(engine: str, configurations: Sequence[Path]) -> str:
    """Run ``engine`` for all ``configurations``; what its processes said outside their logs."""
    shares = [configurations] if CAN_COPY else [[each] for each in configurations]
    searched = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "viche.engine.worker", engine, *share],
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
        for share in shares
    ]
    return "".join(worker.communicate()[0] for worker in workers).strip()


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
