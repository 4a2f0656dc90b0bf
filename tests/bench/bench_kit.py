"""Seconds and memory for the kit of a full house: 128 seats, in one language."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench import ROOT, Figure, measure, weasy
from viche import resources
from viche.kit import LAYOUTS, PIECES, Order, make
from viche.labels import read_labels
from viche.load import load
from viche.load.sheets import read_sheets

PER_SPHERE = 32
SESSION = "2026-12-swot"


def _full_house(cell: Path) -> None:
    """A copy of the example, in one language, with as many people as its rules foresee."""
    ignored = shutil.ignore_patterns("private")
    shutil.copytree(ROOT / "content", cell / "content", ignore=ignored)
    file = cell / "content/cell.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^languages: .*$", "languages: [uk]", text), encoding="utf-8")
    (file,) = cell.glob(f"content/programmes/*/sessions/{SESSION}.yaml")
    text = file.read_text(encoding="utf-8")
    people = rf"\g<1>{PER_SPHERE}"
    spheres = "governance|economy|society|infrastructure"
    file.write_text(re.sub(rf"(?m)^(  (?:{spheres}): )\d+$", people, text), encoding="utf-8")


def run() -> list[Figure]:
    """The whole kit by the command, cold and with nothing changed; and the booklets alone."""
    with tempfile.TemporaryDirectory() as folder:
        cell = Path(folder)
        _full_house(cell)
        viche: list[str | Path] = [sys.executable, "-m", "viche", "--cell", cell]
        measure([*viche, "plan", SESSION, "--replace"], ROOT)
        figures: list[Figure] = []
        for name, aim in (("cold", 8.0), ("nothing changed", 0.5)):
            seconds, peak = measure([*viche, "kit", SESSION], ROOT)
            figures.append(
                {
                    "name": f"whole kit of {4 * PER_SPHERE} seats, {name}",
                    "seconds": seconds,
                    "peak_mib": peak,
                    "aim": aim,
                }
            )
        return [*figures, _booklets(cell)]


def _booklets(cell: Path) -> Figure:
    """One run, because a second one would find its pages in Typst's memory."""
    content = load(cell).content
    assert content is not None
    files = resources.tree("kit", cell)
    order = Order(
        content.meeting(SESSION),
        content.cell,
        read_labels("uk", resources.tree("site", cell)),
        files,
        read_sheets(files, LAYOUTS),
    )
    began = time.perf_counter()
    draft = PIECES["booklets"](order)
    assert draft is not None
    reading, _ = make(draft, order)
    seconds = time.perf_counter() - began
    booklets = len(reading.codes)
    other = _weasyprint_seconds(draft.data)
    ratio = "" if other is None else f"WeasyPrint takes {other / seconds:.0f} times as long"
    return {
        "name": f"{booklets} booklets of {reading.pages // booklets} pages, imposed",
        "seconds": seconds,
        "aim": 5.0,
        "result": ratio,
    }


def _weasyprint_seconds(data: Mapping[str, Any]) -> float | None:
    """How long WeasyPrint takes for the same booklets, if it is there."""
    python = os.environ.get("VICHE_PEERS", sys.executable)
    done = subprocess.run(
        [python, weasy.__file__],
        input=json.dumps(data),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds: float | None = json.loads(done.stdout)
    return seconds
