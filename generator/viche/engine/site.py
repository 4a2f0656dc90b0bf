"""What an engine has to know of a site, whichever engine it is."""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# What pages offer where it was made: a feed of news, all dates, a picture to share.
_OFFERED = {"feed": "feed.xml", "calendar": "sessions/all.ics", "share": "img/share/site.png"}


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

    finished: Mapping[str, Path] = field(default_factory=dict)
    """Pages of HTML that needn't be made, by their path in the output: each would come out as the
    file that is given here."""


def surroundings(site: LanguageSite, sites: Sequence[LanguageSite]) -> str:
    """What each page of ``site`` shows and leads to besides its own Markdown, as text.

    Two pages with the same Markdown, surroundings, settings, theme and engine are the same.
    """
    files = sorted(path.relative_to(site.docs).as_posix() for path in site.docs.rglob("*"))
    return json.dumps([around(site, sites), files], ensure_ascii=False)


def around(site: LanguageSite, sites: Sequence[LanguageSite]) -> dict[str, object]:
    """What this language adds to the shared settings, wherever it is made."""
    return {
        "site_name": site.title,
        "site_description": site.description,
        "site_url": site.address,
        "nav": [dict(entry) for entry in site.nav] or None,
        "markdown_extensions": {
            "toc": {"permalink_title": site.words.get("permalink", "")},
            "viche.engine.clean": {"right_to_left": site.direction == "rtl"},
        },
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
                    "default": other.language == sites[0].language,
                }
                for other in sites
            ],
        },
    }


def _between(here: Path, there: Path) -> str:
    way = Path(os.path.relpath(there, here)).as_posix()
    return "" if way == "." else posixpath.join(way, "")
