"""Asking git about a cell's folder, in a way that no setting of a machine can bend."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def git(folder: Path, *words: str) -> bytes | None:
    """What git answers in ``folder``; ``None`` if it refuses. It changes nothing, asks no network.

    Raises:
        OSError: there is no git.
        subprocess.TimeoutExpired: it hangs.
    """
    # A hook's variables would make git look at another repository.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    answer = subprocess.run(
        ["git", "-C", str(folder), *words],
        capture_output=True,
        check=False,
        env={**environment, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"},
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    # check-ignore answers 1 if it has nothing to name.
    return None if answer.returncode > 1 or answer.returncode < 0 else answer.stdout
