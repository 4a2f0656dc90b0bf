"""Which texts are written in which languages, and which translations their originals outran."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from viche.load.documents import Loaded
from viche.load.files import Files
from viche.load.git import git
from viche.load.history import moment
from viche.load.rules.translations import texts_in
from viche.load.source import Path_, Source
from viche.model.cell import Cell
from viche.model.content import Page
from viche.model.history import History
from viche.model.programme import Programme
from viche.model.protocol import Protocol
from viche.model.session import Session
from viche.model.text import PLAIN, Text
from viche.model.translation import Passage, Translatable

_COMMIT = re.compile(rb"([0-9a-f]{40,64}) [0-9]+ [0-9]+")
_AT_ONCE = 4
"""How many files git looks at side by side."""

_NEWEST = dt.datetime.max.replace(tzinfo=dt.UTC)
"""Of what is not committed yet."""

Line = tuple[dt.datetime | None, bytes]
"""When a line was written, and what stands in it."""


def documents(
    files: Files,
) -> Iterator[Loaded[Cell] | Loaded[Programme] | Loaded[Protocol] | Loaded[Session]]:
    """Every file of YAML, as far as it was understood."""
    if files.cell is not None:
        yield files.cell
    for course in files.courses:
        if course.programme is not None:
            yield course.programme
        yield from course.protocols.values()
        yield from course.sessions


def translatables(files: Files, cell: Cell) -> Iterator[Translatable]:
    """Every text and every page of the cell."""
    for loaded in documents(files):
        lines = sorted({line for line, _ in _marks(loaded.source)})
        for at, text, languages in texts_in(loaded.document, cell):
            yield Translatable(languages, _written(text, at, loaded.source, lines, cell))
    pages = files.pages
    # What is in none of the cell's languages has no readers.
    for path in sorted({path for language, path in pages if language in cell.languages}):
        yield Translatable(cell.languages, _pages(path, pages, cell), whole=True)


def outrun(root: Path, texts: Iterable[Translatable], history: History) -> frozenset[Passage]:
    """The translations whose newest line is older than the newest line of their original.

    What came in one commit is of one age. Where ``history`` knows nothing, nothing is outrun.
    """
    if not history.changed:
        return frozenset()
    translated = [text for text in texts if len(text.written) > 1]
    sources = {text.written[text.original].source for text in translated if not text.whole}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda source: _lines(root, source), sorted(sources))
        lines = dict(zip(sorted(sources), answers, strict=True))
    stale = set()
    for text in translated:
        origin = text.written[text.original]
        written = _age(origin, text, lines, history)
        for passage in text.translations().values():
            age = _age(passage, text, lines, history)
            if written is not None and age is not None and age < written:
                stale.add(passage)
    return frozenset(stale)


def _marks(source: Source) -> Iterator[tuple[int, int]]:
    yield from source.keys.values()
    yield from source.values.values()


def _written(
    text: Text, at: Path_, source: Source, lines: list[int], cell: Cell
) -> Mapping[str, Passage]:
    """Where each language of a text stands: from its own line to the next that begins something."""
    passages = {}
    for language, key in text.written(cell.languages).items():
        place = at if key == PLAIN else (*at, key)
        first, _ = source.keys.get(place) or source.values[place]
        following = bisect_right(lines, source.values[place][0])
        last = lines[following] - 1 if following < len(lines) else 0
        passages[language] = Passage(source.path, first, last)
    return passages


def _pages(path: str, pages: Mapping[tuple[str, str], Page], cell: Cell) -> Mapping[str, Passage]:
    others = (language for language, other in sorted(pages) if other == path)
    return {
        language: Passage(pages[language, path].source)
        for language in dict.fromkeys((*cell.languages, *others))
        if (language, path) in pages
    }


def _age(
    passage: Passage, text: Translatable, lines: Mapping[str, list[Line]], history: History
) -> dt.datetime | None:
    """When a passage was last changed, if that is known."""
    if text.whole:
        return history.changed.get(passage.source, _NEWEST)
    own = lines[passage.source][passage.first - 1 : passage.last or None]
    while own and own[-1][1].strip()[:1] in (b"", b"#"):
        own.pop()  # a remark about what follows
    return max((time for time, _ in own if time is not None), default=None)


def _lines(root: Path, source: str) -> list[Line]:
    """The lines of a file; none if git doesn't know it. Those not committed are the newest."""
    try:
        answer = git(root, "blame", "-w", "--porcelain", "--", source)
    except (OSError, subprocess.SubprocessError):
        return []
    times: dict[bytes, dt.datetime | None] = {}
    lines: list[Line] = []
    commit = b""
    for line in (answer or b"").split(b"\n"):
        if line.startswith(b"\t"):
            lines.append((times.get(commit), line[1:]))
        elif line.startswith(b"author-time "):
            time = moment(line.removeprefix(b"author-time ").decode("ascii", "replace"))
            times[commit] = time if commit.strip(b"0") else _NEWEST
        elif match := _COMMIT.match(line):
            commit = match[1]
    return lines
