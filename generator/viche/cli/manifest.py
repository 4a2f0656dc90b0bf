"""``manifest.json`` of a session's kit: every file, for whom it is, and the paper that it takes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from viche.cli.files import write
from viche.cli.state import Paper, State

MANIFEST = "manifest.json"


def write_manifests(build: Path, state: State) -> None:
    """Write the manifest of every kit in ``state``, unless it lies there already."""
    kits: defaultdict[Path, dict[str, Sequence[Paper]]] = defaultdict(dict)
    for product, made in state.products.items():
        if made.papers:
            folder = build / product
            kits[folder.parent][folder.name] = made.papers
    for folder, languages in kits.items():
        file, data = folder / MANIFEST, manifest(languages)
        if not file.is_file() or file.read_bytes() != data:
            write(file, data)


def manifest(languages: Mapping[str, Sequence[Paper]]) -> bytes:
    """The manifest of a kit whose papers are given by language."""
    files = [
        _entry(language, paper)
        for language, papers in sorted(languages.items())
        for paper in papers
    ]
    return (json.dumps({"files": files}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _entry(language: str, paper: Paper) -> Mapping[str, Any]:
    return {
        "file": f"{language}/{paper.name}",
        "piece": paper.piece,
        "language": language,
        "audience": paper.audience,
        "private": paper.audience == "private",
        "for": "looking" if paper.is_picture else "printing" if paper.prints else "reading",
        "pages": paper.pages,
        "paper": paper.paper,
        "sides": paper.sides,
        "copies": paper.copies,
        "sheets": paper.sheets,
        "bytes": paper.size,
        "sha256": paper.sha256,
    }
