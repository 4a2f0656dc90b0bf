"""Writing files so that nothing is ever half-written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PRIVATE = 0o600
"""The mode of files for nobody but their owner."""


def write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Put ``data`` at ``path``, folders included: the whole of it, or nothing.

    mkstemp makes files for their owner alone; ``mode`` is by default for whoever may read the
    folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, mode)  # noqa: PTH101 – a name, not a path
        os.replace(name, path)  # noqa: PTH105 – a name, not a path
    except BaseException:
        os.unlink(name)  # noqa: PTH108 – a name, not a path
        raise
