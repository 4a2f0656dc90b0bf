"""The flow goes one way: each room imports only from rooms further down (see the package)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator/viche"
TIERS = (
    {"cli"},
    {"engine", "kit", "pages", "guard", "finder"},
    {"network", "load", "labels"},
    {"model"},
    {"problems", "resources", "words", "bidi", "addresses", "pictures"},
)
LEVEL = {room: level for level, rooms in enumerate(TIERS) for room in rooms}
STRANGERS = {("engine", "model"), ("kit", "load"), ("pages", "load")}
"""The engine knows nothing of the domain; print and pages are given content, they don't read it."""


def imports() -> Iterator[tuple[str, str, str]]:
    """Every import of one of our rooms: who, whom, where."""
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room.startswith("__"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            used: list[str] = []
            if isinstance(node, ast.ImportFrom) and node.module == "viche":
                used = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("viche."):
                used = [str(node.module).split(".")[1]]
            for name in used:
                yield room, name, f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}"


EDGES = sorted({(room, used) for room, used, _ in imports() if room != used})


def test_every_room_has_its_place() -> None:
    assert {room for edge in EDGES for room in edge} <= LEVEL.keys()


@pytest.mark.parametrize(("room", "used"), EDGES)
def test_a_room_uses_only_rooms_further_down(room: str, used: str) -> None:
    where = [place for one, other, place in imports() if (one, other) == (room, used)]
    assert LEVEL[room] < LEVEL[used], where
    assert (room, used) not in STRANGERS, where
