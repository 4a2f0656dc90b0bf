"""Open seating is for networks whose cards can be printed before anybody has come."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from viche.load import load
from viche.problems import Severity

BASE = Path(__file__).parent / "base"
COURSE = "content/programmes/city"


def errors(folder: Path) -> list[tuple[str, str]]:
    found = load(folder, plans=False).problems
    return [(p.code, p.field) for p in found if p.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("network", "refused"),
    [("network: incomplete-3d", False), ("network: jigsaw", True), ("", True)],
    ids=["incomplete-3d", "jigsaw", "none"],
)
def test_networks_that_can_be_dealt(tmp_path: Path, network: str, refused: bool) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    programme = tmp_path / COURSE / "programme.yaml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(text.replace("network: incomplete-3d", network), encoding="utf-8")
    session = tmp_path / COURSE / "sessions/2026-12-swot.yaml"
    with session.open("a", encoding="utf-8") as file:
        file.write("seating: open\n")
    assert (("open-network", "seating") in errors(tmp_path)) == refused


AXES = "{id: sphere}, {id: direction, values: [{id: people, letter: P, name: {uk: Люди, en: P}}]}"
TURNED = "{id: direction, values: [{id: people, letter: P, name: {uk: Люди, en: P}}]}, {id: sphere}"


@pytest.mark.parametrize(
    ("network", "more", "found"),
    [
        (f"axes: [{AXES}, {{id: n, numbered: true}}]", "", []),
        (f"axes: [{AXES}, {{id: n, numbered: true}}]", "tables: 3\n", ["tables-not-needed"]),
        (f"axes: [{TURNED}, {{id: n, numbered: true}}]", "", ["open-network"]),
        (f"axes: [{AXES}, {{id: part}}]", "", ["open-network"]),
    ],
    ids=["same shape", "tables", "decks of directions", "another shape"],
)
def test_own_networks_are_known_by_their_shape(
    tmp_path: Path, network: str, more: str, found: list[str]
) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    programme = tmp_path / COURSE / "programme.yaml"
    text = programme.read_text(encoding="utf-8")
    own = f"networks:\n  - {{id: vision, title: {{uk: В, en: V}}, {network}}}\n"
    text = text.replace("network: incomplete-3d", "network: vision")
    programme.write_text(text.replace("stages:\n", own + "stages:\n"), encoding="utf-8")
    session = tmp_path / COURSE / "sessions/2026-12-swot.yaml"
    with session.open("a", encoding="utf-8") as file:
        file.write(f"seating: open\n{more}")
    assert [code for code, _ in errors(tmp_path)] == found
