"""Private terms in the whole output."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from viche.guard.matching import Matcher
from viche.guard.reading import UnreadableError, texts
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
    matcher = Matcher(terms)
    problems: list[Problem] = []
    found: dict[Term, _Leak] = {}
    for name, root in sorted(outputs.items()):
        for path, file in _files(name, root, problems):
            _search(matcher, name, path, file, found, problems)
    sources = _sources(matcher, cell_dir) if found and cell_dir else {}
    problems += [_problem(term, leak, sources.get(term)) for term, leak in found.items()]
    return sorted(problems, key=lambda problem: (problem.severity, problem.order))


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


def _search(
    matcher: Matcher,
    name: str,
    path: str,
    file: Path,
    found: dict[Term, _Leak],
    problems: list[Problem],
) -> None:
    shown = path
    inside = path.removeprefix(name)
    if in_name := matcher.find(_spaced(inside)):
        # The path itself gives the term away: show only the folders that don't.
        parts = [part if not matcher.find(_spaced(part)) else "…" for part in inside.split("/")]
        shown = name + ("/".join(parts) if "…" in parts else "/…")
    for find in in_name:
        leak = found.setdefault(find.term, _Leak())
        leak.doubt &= find.doubt
        leak.outputs.setdefault(shown, True)
    try:
        for where, text in texts(file.name, file.read_bytes()):
            for find in matcher.find(text):
                leak = found.setdefault(find.term, _Leak())
                leak.doubt &= find.doubt
                place = "/…" if matcher.find(_spaced(where)) else where
                leak.outputs.setdefault(shown + place, True)
    except (UnreadableError, OSError):
        problems.append(Problem(shown, "guard-unreadable"))


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
