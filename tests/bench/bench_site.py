"""``viche site``: small and large sites in one language and in five, cold and after one change.

The pages are the example's own prose, mixed anew: sentences that people have written, for the
search index is as large as its words are many.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import ROOT, Figure, measure

ALL = ("uk", "en", "pl", "he", "ru")
SIZES = ((50, ALL[:1]), (50, ALL), (500, ALL[:1]), (500, ALL))
SESSION = "2026-12-swot"
PARAGRAPHS, SECTIONS = 4, 3
"""Of a section, and of a page: about two screens of text."""


def run() -> list[Figure]:
    """The example itself, then the same with as many pages of prose as a large cell might have."""
    return [*_example(), *(figure for size in SIZES for figure in _prose(*size))]


def _example() -> list[Figure]:
    """The whole example in five languages, without its kits."""
    with tempfile.TemporaryDirectory() as folder:
        cell = Path(folder)
        _copy(cell)
        (session,) = cell.glob(f"content/programmes/*/sessions/{SESSION}.yaml")
        pages = len([*cell.glob("content/pages/*/**/*.md")])
        name = f"example, {pages} pages of prose, 8 sessions, 5 languages"
        figures = [
            _site(cell, f"{name}: cold"),
            _site(cell, f"{name}: nothing changed", aim=1.0),
        ]
        text = session.read_text(encoding="utf-8")
        session.write_text(re.sub(r"(?m)^start: .*$", "start: 9:30", text), encoding="utf-8")
        return [*figures, _site(cell, f"{name}: one session changed", aim=3.0)]


def _prose(pages: int, languages: Sequence[str]) -> list[Figure]:
    """A cell with so many pages in each of the languages."""
    with tempfile.TemporaryDirectory() as folder:
        cell = Path(folder)
        _copy(cell)
        settings = cell / "content/cell.yaml"
        text = settings.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^languages: .*$", f"languages: [{', '.join(languages)}]", text)
        text = re.sub(r"(?m)^( +languages: ).*$", rf"\g<1>[{languages[0]}]", text)
        settings.write_text(text, encoding="utf-8")
        for language in {*ALL} - {*languages}:
            shutil.rmtree(cell / "content/pages" / language)
        for language in languages:
            _write(cell / "content/pages" / language, pages)
        name = f"{pages} pages × {len(languages)}"
        aim = 60.0 if (pages, len(languages)) == (500, 5) else None
        cold = _site(cell, f"{name}: cold", aim=aim)
        cold["result"] = _indexes(cell / "build/site", languages)
        page = cell / f"content/pages/{languages[0]}/library/page-1.md"
        with page.open("a", encoding="utf-8") as file:
            file.write("\n# 1\n")
        return [cold, _site(cell, f"{name}: one page changed")]


def _copy(cell: Path) -> None:
    private = shutil.ignore_patterns("private")
    shutil.copytree(ROOT / "content", cell / "content", ignore=private)


def _write(folder: Path, pages: int) -> None:
    """Leave ``pages`` pages in a language's folder, mixed of what stands there; always the same."""
    prose = sorted(folder.rglob("*.md"))
    paragraphs = [
        paragraph
        for file in prose
        for paragraph in file.read_text(encoding="utf-8").split("\n\n")
        if re.match(r"[^\W\d_]", paragraph) and not re.search(r"\]\(|\{#", paragraph)
    ]
    deck = random.Random(folder.name)
    library = folder / "library"
    library.mkdir()
    for number in range(1, pages - len(prose) + 1):
        title = re.sub(r"\W+", " ", deck.choice(paragraphs))[:60].strip()
        parts = [f'---\ntitle: "{title} {number}"\ndescription: "{title}"\norder: {number}\n---']
        for section in range(1, SECTIONS + 1):
            parts += [f"## {section}", *deck.sample(paragraphs, PARAGRAPHS)]
        text = "\n\n".join(parts) + "\n"
        (library / f"page-{number}.md").write_text(text, encoding="utf-8")


def _site(cell: Path, name: str, *, aim: float | None = None) -> Figure:
    """One run of the command."""
    seconds, peak = measure([sys.executable, "-m", "viche", "--cell", cell, "site"], ROOT)
    return {"name": f"viche site, {name}", "seconds": seconds, "peak_mib": peak, "aim": aim}


def _indexes(site: Path, languages: Sequence[str]) -> str:
    """How much the search of each language weighs, in KiB."""
    sizes = {
        language: (site / ("" if language == languages[0] else language)) / "assets/search-index.js"
        for language in languages
    }
    told = ", ".join(f"{name} {file.stat().st_size // 1024}" for name, file in sizes.items())
    return f"search index, KiB: {told}"
