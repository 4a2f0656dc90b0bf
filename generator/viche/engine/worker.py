"""A process that runs an engine for several languages: ``python -m viche.engine.worker``.

It takes longer to import an engine than to make a small site. So it is imported once, and each
language is made in a copy of this process, as many at a time as there are processors. A process
that does nothing else has no threads, so it may be copied safely.

It may be started before anybody knows what is to be made: on each line of standard input comes the
path of a configuration, as JSON, when its pages are there.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

LOG, DONE = "engine.log", "engine.done"
"""What an engine has said, and the sign that it has succeeded; both beside its configuration."""

CAN_COPY = hasattr(os, "fork")
"""Whether this system can copy a process. Windows can't; there each language has its own worker."""

# Imported before the first copy is made; all of it would be imported anyway.
_WARM = (
    "{engine}.__main__",
    "{engine}.commands.build",
    "markdown.extensions.tables",
    "viche.engine.clean",
)


def main(engine: str) -> None:
    """Run ``engine`` for each of the configurations that standard input names.

    Each is the ``mkdocs.yml`` of a language, in a folder of its own. ``engine`` is a package:
    ``mkdocs``, or one with the same command line.
    """
    for module in _WARM:
        import_module(module.format(engine=engine))
    running = 0
    for line in sys.stdin:
        configuration = Path(json.loads(line))
        if not CAN_COPY:
            _make(engine, configuration)
            continue
        if running == _processors():
            os.wait()
            running -= 1
        if os.fork() == 0:
            _make(engine, configuration)
            os._exit(0)
        running += 1
    for _ in range(running):
        os.wait()


def _make(engine: str, configuration: Path) -> None:
    """Run the engine once. Its folder tells afterwards whether it has succeeded.

    Pages that lie there already are those that would come out the same: they stay.
    """
    os.chdir(configuration.parent)
    log = os.open(LOG, os.O_WRONLY | os.O_CREAT)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(log, stream.fileno())
    try:
        command = ["build", "--quiet", "--dirty", "--config-file", "mkdocs.yml"]
        import_module(f"{engine}.__main__").cli(command)
    except SystemExit as end:
        if not end.code:
            Path(DONE).touch()
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()


def _processors() -> int:
    """How many processes really work at the same time."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


if __name__ == "__main__":
    main(sys.argv[1])
