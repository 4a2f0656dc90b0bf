"""When each file of a cell was last changed, as git remembers it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from viche.load.files import CONTENT
from viche.load.git import git
from viche.model.history import History
from viche.problems import Problem, Severity

_PUBLIC = ("--", CONTENT, f":(exclude){CONTENT}/private")
_COMMIT = "\x01"
"""What the time of a commit begins with in git's answer: no path does."""

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def read_history(root: Path) -> History:
    """The history of the public files below ``content/`` in the cell's folder ``root``.

    A commit's time is that of its author: when the words were written. The committer's becomes
    another whenever commits are rebased or picked, and the pages would change though no text has.
    A file with changes that aren't committed is left out: of them, history knows nothing yet.
    """
    try:
        shallow = git(root, "rev-parse", "--is-shallow-repository")
        if shallow is None:
            return History()
        if shallow.strip() == b"true":
            return History(shallow=True)
        log = git(
            *(root, "-c", "log.showSignature=false", "log", "-z", "-c", "--relative"),
            *("--no-renames", "--name-only", f"--format={_COMMIT}%at", *_PUBLIC),
        )
        diff = ("diff", "-z", "--relative", "--no-renames", "--name-only", "HEAD")
        changing = git(root, *diff, *_PUBLIC)
    except (OSError, subprocess.SubprocessError):
        return History()
    if log is None or changing is None:
        return History()
    left_out = set(_words(changing))
    return History({path: time for path, time in _newest(log, root) if path not in left_out})


def history_problems(history: History) -> Iterator[Problem]:
    """A clone that was cut short knows no true dates."""
    if history.shallow:
        yield Problem(CONTENT, "history-shallow", severity=Severity.WARNING)


def moment(seconds: str) -> dt.datetime | None:
    """A commit's time in UTC; ``None`` if it is none: people can write what they like there."""
    with suppress(ValueError, OverflowError):
        return _EPOCH + dt.timedelta(seconds=int(seconds))
    return None


def _newest(log: bytes, root: Path) -> Iterator[tuple[str, dt.datetime]]:
    """Each file that is there, with the newest of its commits' times."""
    newest: dict[str, dt.datetime] = {}
    time: dt.datetime | None = None
    for word in _words(log):
        if word.startswith(_COMMIT):
            time = moment(word.removeprefix(_COMMIT))
        elif time is not None:
            newest[word] = max(time, newest.get(word, time))
    return ((path, newest[path]) for path in sorted(newest) if (root / path).is_file())


def _words(answer: bytes) -> Iterator[str]:
    """What stands between the zeros of git's answer; a line's end comes before a commit's files."""
    return (os.fsdecode(word.lstrip(b"\n")) for word in answer.split(b"\0") if word)
