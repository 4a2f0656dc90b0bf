"""Run the benches, each in a process of its own, and print one table."""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import ROOT, Figure


def main() -> None:
    """Run all benches, or those named."""
    benches = Path(__file__).parent.glob("bench_*.py")
    known = sorted(path.stem.removeprefix("bench_") for path in benches)
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("bench", nargs="*", help=", ".join(known))
    parser.add_argument("--json", action="store_true", help="figures as JSON, run in this process")
    arguments = parser.parse_args()

    names: list[str] = arguments.bench or known
    if unknown := sorted(set(names) - set(known)):
        parser.error(f"no such bench: {', '.join(unknown)} (there are {', '.join(known)})")
    if arguments.json:
        print(json.dumps([figure for name in names for figure in _figures(name)]))
        return
    table = Table("", "seconds", "aim", "peak MiB", "result")
    for column in table.columns[1:4]:
        column.justify = "right"
    for name in names:
        print(f"{name} …", file=sys.stderr)
        for figure in _apart(name):
            table.add_row(*_cells(figure))
    Console().print(table)


def _figures(name: str) -> list[Figure]:
    figures: list[Figure] = importlib.import_module(f"tests.bench.bench_{name}").run()
    return figures


def _apart(name: str) -> list[Figure]:
    """The figures of one bench, whose memory must not be hidden behind another's."""
    command = [sys.executable, "-m", "tests.bench", "--json", name]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    figures: list[Figure] = json.loads(done.stdout)
    return figures


def _cells(figure: Figure) -> tuple[str, str, str, str, str]:
    seconds, aim, peak = figure["seconds"], figure.get("aim"), figure.get("peak_mib")
    return (
        figure["name"],
        _coloured(f"{seconds:.3f}", None if aim is None else seconds <= aim),
        "" if aim is None else f"{aim:g}",
        "" if peak is None else f"{peak:.1f}",
        _coloured(figure.get("result", ""), figure.get("kept")),
    )


def _coloured(text: str, good: bool | None) -> str:
    return text if good is None else f"[{'green' if good else 'red'}]{text}[/]"


if __name__ == "__main__":
    main()
