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
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import zxingcpp
from PIL import Image, ImageFilter

from tests.bench import ROOT, Figure, measure, weasy
from viche import resources
from viche.cli.state import read_state
from viche.kit import PIECES, Order, make
from viche.labels import read_labels
from viche.load import load
from viche.load.sheets import read_sheets
from viche.model.sheets import LAYOUTS

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
        return [*figures, _codes(cell / "build"), _booklets(cell)]


def _codes(build: Path) -> Figure:
    """Whether phones can read every code of every piece: plain, and blurred and held askew."""
    began = time.perf_counter()
    codes = plain = askew = 0
    for product, made in read_state(build).products.items():
        for paper in made.papers:
            expected = defaultdict[int, list[str]](list)
            for page, address in paper.codes:
                expected[page].append(address)
            if not expected:
                continue
            with pypdfium2.PdfDocument(build / product / paper.name) as document:
                for page, addresses in expected.items():
                    drawn = document[page].render(scale=150 / 72, grayscale=True).to_pil()
                    blurred = drawn.filter(ImageFilter.GaussianBlur(1.2))
                    codes += len(addresses)
                    plain += _found(drawn, addresses)
                    askew += _found(blurred.rotate(5, fillcolor=255, expand=True), addresses)
    return {
        "name": f"{codes} codes at 150 dpi",
        "seconds": time.perf_counter() - began,
        "result": f"{plain / codes:.1%} read; {askew / codes:.1%} blurred and rotated by 5°",
        "kept": plain == askew == codes,
    }


def _found(picture: Image.Image, addresses: list[str]) -> int:
    read = Counter(code.text for code in zxingcpp.read_barcodes(picture))
    return sum((read & Counter(addresses)).values())


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
