"""``viche build`` of the whole example, eight sessions in two languages: cold, and unchanged."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench import ROOT, Figure, measure


def run() -> list[Figure]:
    """Build a copy of the example, so that the clone's own ``build/`` plays no part."""
    with tempfile.TemporaryDirectory() as folder:
        cell = Path(folder)
        shutil.copytree(
            ROOT / "content", cell / "content", ignore=shutil.ignore_patterns("private")
        )
        build: list[str | Path] = [sys.executable, "-m", "viche", "--cell", cell, "build"]
        figures: list[Figure] = []
        for name, aim in (("cold", 60.0), ("nothing changed", 1.0)):
            seconds, peak = measure(build, ROOT)
            figures.append(
                {
                    "name": f"viche build, {name}",
                    "seconds": seconds,
                    "peak_mib": peak,
                    "aim": aim,
                }
            )
        return figures
