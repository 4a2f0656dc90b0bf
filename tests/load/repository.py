"""A repository of git for a test: commits with authors' times of our own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def git(folder: Path, *words: str, time: int = 1_700_000_000, committed: int = 0) -> None:
    """Run git in ``folder``; ``time`` is the author's, ``committed`` the committer's if another."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {
        "GIT_AUTHOR_DATE": f"{time} +0200",
        "GIT_COMMITTER_DATE": f"{committed or time} +0200",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    command = ["git", *who, "-c", "init.defaultBranch=main", *words]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


def commit(folder: Path, files: dict[str, str], time: int, committed: int = 0) -> None:
    """Write ``files`` in ``folder`` and commit all there is; make the repository if it is none."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=x", time=time, committed=committed)
