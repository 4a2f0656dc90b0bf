"""Git must not know what lies in private folders, nor come to know it by an oversight."""

from __future__ import annotations

import subprocess
from pathlib import Path

from viche.load.git import git
from viche.problems import Problem, Severity

_KEPT = "content/private"
# What people put there, and what the program prints for single people.
_FOLDERS = (_KEPT, "build/private")
# Files that somebody may put there.
_LIKELY = (f"{_KEPT}/roster.csv", f"{_KEPT}/2026-12-swot/roster.xlsx")


def tracked(cell_dir: Path) -> list[Problem]:
    """Every private file that git tracks or is about to; a folder's README may be.

    That git doesn't ignore a folder is an error if there is a file which it would take along. If
    there is none, it is a warning for ``content/private/`` alone: people put files there, and the
    program makes ``build/private/`` so that git ignores it. A folder that is in no repository, or a
    machine without git, has nothing to check. Where git refuses to answer, that is said, as a
    warning.
    """
    try:
        known = _git(cell_dir, "ls-files", "-z", "--cached", "--", *_FOLDERS)
        others = ("ls-files", "-z", "--others", "--exclude-standard", "--", *_FOLDERS)
        exposed = _git(cell_dir, *others)
        ignored = _git(cell_dir, "check-ignore", "--no-index", "--", *_LIKELY)
    except (OSError, subprocess.TimeoutExpired):
        return []
    if known is None or exposed is None:
        resolved = cell_dir.resolve()
        if any((folder / ".git").exists() for folder in (resolved, *resolved.parents)):
            return [Problem(_KEPT, "private-git-silent", severity=Severity.WARNING)]
        return []
    problems = [Problem(path, "private-tracked") for path in _private(known)]
    for folder in _FOLDERS:
        if (cell_dir / folder).is_symlink():
            continue  # what lies behind a link, git never takes along
        if any(path.startswith(f"{folder}/") for path in _private(exposed)):
            problems.append(_not_ignored(folder, Severity.ERROR))
        elif folder == _KEPT and set(ignored or ()) != set(_LIKELY):
            problems.append(_not_ignored(folder, Severity.WARNING))
    return problems


def _not_ignored(folder: str, severity: Severity) -> Problem:
    return Problem(folder, "private-not-ignored", params={"folder": folder}, severity=severity)


def _private(paths: list[str]) -> list[str]:
    readmes = {f"{folder}/README.md" for folder in _FOLDERS}
    return [path for path in paths if path not in readmes]


def _git(folder: Path, *words: str) -> list[str] | None:
    """The paths that git answers with, in order; ``None`` if it refuses."""
    answer = git(folder, *words)
    if answer is None:
        return None
    paths = answer.decode("utf-8", "replace").split("\0" if "-z" in words else "\n")
    return sorted(filter(None, paths))
