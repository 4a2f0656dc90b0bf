"""Git must not know what lies in ``content/private/``."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from viche.problems import Problem, Severity

_FOLDER = "content/private"


def tracked(cell_dir: Path) -> list[Problem]:
    """Every private file that git tracks or is about to; the folder's README may be.

    A folder that is in no repository, or a machine without git, has nothing to check. Where git
    refuses to answer, that is said, as a warning.
    """
    # A hook's variables would make git look at another repository.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ["git", "-C", str(cell_dir), "ls-files", "-z", "--cached", "--", _FOLDER]
    try:
        answer = subprocess.run(
            command, capture_output=True, check=False, env=environment, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    if answer.returncode:
        resolved = cell_dir.resolve()
        if any((folder / ".git").exists() for folder in (resolved, *resolved.parents)):
            return [Problem(_FOLDER, "private-git-silent", severity=Severity.WARNING)]
        return []
    paths = answer.stdout.decode("utf-8", "replace").split("\0")
    return [
        Problem(path, "private-tracked")
        for path in sorted(paths)
        if path and path != f"{_FOLDER}/README.md"
    ]
