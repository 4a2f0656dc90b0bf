"""Private terms in the whole output."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from viche.guard.matching import Find, Matcher
from viche.guard.reading import UnreadableError, texts
from viche.guard.workers import size_of, spread
from viche.model.private import PrivateTerms, Term
from viche.problems import Problem, Severity

_CODES = {
    "name": "leak-name",
    "email": "leak-email",
    "phone": "leak-phone",
    "code": "leak-code",
}
_PUBLIC_SOURCES = (".yaml", ".yml", ".md", ".csv")


@dataclass(slots=True)
class _Leak:
    """Where one term was found; a doubt until somewhere it is certain."""

    doubt: bool = True
    outputs: dict[str, bool] = field(default_factory=dict)


def leaks(
    outputs: Mapping[str, Path], terms: PrivateTerms, cell_dir: Path | None = None
) -> list[Problem]:
    """Every private term that the ``outputs`` show, one problem a term.

    Args:
        outputs: folders (or files) to search through, by the names to show: ``build/site``.
        terms: what must not be there. Without terms, nothing is read.
        cell_dir: the cell's folder. With it, a problem names the public file under ``content/``
            from which the term came, if it stands there.
    """
    if not terms:
        return []
    matcher = _matcher(terms)
    search = _Search(matcher)
    for name, root in sorted(outputs.items()):
        for path, file in _files(name, root, search.problems):
            search.file(name, path, file)
    search.contents(terms)
    sources = _sources(matcher, cell_dir) if search.found and cell_dir else {}
    problems = [_problem(term, leak, sources.get(term)) for term, leak in search.found.items()]
    return sorted(search.problems + problems, key=lambda problem: (problem.severity, problem.order))


def _files(name: str, root: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    if root.is_file():
        yield name, root
        return
    for folder, folders, files in os.walk(root):
        folders.sort()
        for link in [entry for entry in folders if (Path(folder) / entry).is_symlink()]:
            folders.remove(link)
            files.append(link)
        for entry in sorted(files):
            file = Path(folder) / entry
            path = f"{name}/{file.relative_to(root).as_posix()}"
            if file.is_symlink() or not file.is_file():
                problems.append(Problem(path, "guard-unreadable"))
            else:
                yield path, file


@lru_cache(maxsize=1)
def _matcher(terms: PrivateTerms) -> Matcher:
    """Made once in a process, however many files it reads."""
    return Matcher(terms)


def _finds(terms: PrivateTerms, file: Path) -> list[tuple[str, Find]] | None:
    """What the content of one file shows, and where in it; ``None`` if it can't be read."""
    matcher = _matcher(terms)
    try:
        return [
            ("/…" if matcher.find(_spaced(where)) else where, find)
            for where, text in texts(file.name, file.read_bytes())
            for find in matcher.find(text)
        ]
    except (UnreadableError, OSError):
        return None


class _Search:
    """Goes through files and gathers what they show: their names first, then their contents."""

    def __init__(self, matcher: Matcher) -> None:
        self.found: dict[Term, _Leak] = {}
        self.problems: list[Problem] = []
        self._matcher = matcher
        # The site offers the kits for download: what lies there twice is read once. What a file
        # is depends on its ending too.
        self._files: dict[tuple[str, bytes], list[tuple[str, Path]]] = {}

    def file(self, name: str, path: str, file: Path) -> None:
        """Search the name of one file, and keep it for later; ``path`` begins with ``name``."""
        shown = self._path(name, path)
        try:
            key = (file.suffix.lower(), hashlib.sha256(file.read_bytes()).digest())
        except OSError:
            self.problems.append(Problem(shown, "guard-unreadable"))
            return
        self._files.setdefault(key, []).append((shown, file))

    def contents(self, terms: PrivateTerms) -> None:
        """Search the contents of all files that were kept."""
        alike = list(self._files.values())
        files = [same[0][1] for same in alike]
        results = spread(partial(_finds, terms), files, [size_of(file) for file in files])
        for same, finds in zip(alike, results, strict=True):
            for shown, _ in same:
                if finds is None:
                    self.problems.append(Problem(shown, "guard-unreadable"))
                for where, find in finds or ():
                    self._add(find, shown + where)

    def _path(self, name: str, path: str) -> str:
        """The path as it may be shown: without the parts that give a term away themselves."""
        inside = path.removeprefix(name)
        finds = self._matcher.find(_spaced(inside))
        if not finds:
            return path
        parts = [
            part if not self._matcher.find(_spaced(part)) else "…" for part in inside.split("/")
        ]
        shown = name + ("/".join(parts) if "…" in parts else "/…")
        for find in finds:
            self._add(find, shown)
        return shown

    def _add(self, find: Find, place: str) -> None:
        leak = self.found.setdefault(find.term, _Leak())
        leak.doubt &= find.doubt
        leak.outputs.setdefault(place, True)


def _spaced(path: str) -> str:
    """A path as words: ``IvanPetrenko_2`` too."""
    return re.sub(r"(?<=[^\W\d_])_|_(?=[^\W\d_])|(?<=[a-zа-яіїєґ])(?=[A-ZА-ЯІЇЄҐ])", " ", path)


def _sources(matcher: Matcher, cell_dir: Path) -> dict[Term, tuple[str, int]]:
    """The first public file, and the line in it, where each term stands as it was written."""
    sources: dict[Term, tuple[str, int]] = {}
    for folder, folders, files in os.walk(cell_dir / "content"):
        folders[:] = sorted(entry for entry in folders if entry != "private")
        for entry in sorted(files):
            file = Path(folder) / entry
            if file.suffix not in _PUBLIC_SOURCES or not file.is_file():
                continue
            try:
                lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            except OSError:
                continue
            path = file.relative_to(cell_dir).as_posix()
            for find in matcher.find("\n".join(lines)):
                line = next(
                    (
                        number
                        for number, text in enumerate(lines, start=1)
                        if any(again.term == find.term for again in matcher.find(text))
                    ),
                    0,
                )
                sources.setdefault(find.term, (path, line))
    return sources


def _problem(term: Term, leak: _Leak, source: tuple[str, int] | None) -> Problem:
    outputs = list(leak.outputs)
    path, line = source or (outputs[0], 0)
    return Problem(
        source=path,
        code="leak-surname" if leak.doubt else _CODES[term.kind],
        line=line,
        params={
            "masked": term.masked,
            "roster": term.source,
            "row": term.line,
            "output": outputs[0],
            "more": len(outputs) - 1,
        },
        severity=Severity.WARNING if leak.doubt else Severity.ERROR,
    )
