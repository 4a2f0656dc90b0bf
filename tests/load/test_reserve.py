"""What is said in the reserve is lost when the day runs late: a warning, and no more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from viche.load import load
from viche.problems import Severity

BASE = Path(__file__).parent / "base"
CITY = "content/programmes/city"
STEP = "  - {id: spare, kind: %s, minutes: 10}\n"
CUES = """
cues:
  steps:
    spare:
      - {do: {uk: Прибрати., en: Clear up.}}
      - {%s: {uk: Дякуємо!, en: Thank you!}}
"""


def _with(tmp_path: Path, kind: str, field: str) -> list[tuple[str, str | None, Severity]]:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    for name, more in (("sessions/2026-12-swot", STEP % kind), ("protocols/swot", CUES % field)):
        file = tmp_path / CITY / f"{name}.yaml"
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    found = load(tmp_path).problems
    return [(each.code, each.field, each.severity) for each in found]


def test_words_for_the_hall_in_the_reserve_are_warned_of(tmp_path: Path) -> None:
    problem = ("said-in-reserve", "cues.steps.spare[2].say", Severity.WARNING)
    assert _with(tmp_path, "reserve", "say") == [problem]


@pytest.mark.parametrize(("kind", "field"), [("reserve", "do"), ("reports", "say")])
def test_nothing_else_is(tmp_path: Path, kind: str, field: str) -> None:
    assert _with(tmp_path, kind, field) == []
