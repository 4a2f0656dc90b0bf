"""Files that are not in order: what is right in them is checked, and nothing is made up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from viche.load import load
from viche.load.source import Path_, Source, dotted, read

BASE = Path(__file__).parent / "base"
PROGRAMME = "content/programmes/city"
FILES = (
    "content/cell.yaml",
    f"{PROGRAMME}/programme.yaml",
    f"{PROGRAMME}/protocols/swot.yaml",
    f"{PROGRAMME}/sessions/2026-12-swot.yaml",
)


def _parsed(path: str) -> Source:
    source, problems = read(BASE, path)
    assert source is not None
    assert problems == []
    return source


def _spoilt(path: str, at: Path_) -> str:
    """The text of a file in which one value is such as no field can have."""
    data = inner = _parsed(path).data
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = [["z"]]
    return yaml.safe_dump(data, allow_unicode=True)


@pytest.mark.parametrize("path", FILES)
def test_one_mistake_brings_no_other(path: str, tmp_path: Path) -> None:
    """Whatever depends on a value that could not be understood is left unsaid."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    for at in filter(None, _parsed(path).values):
        (tmp_path / path).write_text(_spoilt(path, at), encoding="utf-8")
        found = {(problem.source, problem.field) for problem in load(tmp_path).problems}
        assert found
        for source, field in found:
            assert source == path
            assert field.startswith(dotted(at))


@pytest.mark.parametrize("path", FILES)
def test_a_mistake_hides_no_other(path: str, tmp_path: Path) -> None:
    """A title that is none leaves all that is known of the file but its title."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    title: Path_ = ("name",) if path.endswith("cell.yaml") else ("title",)
    (tmp_path / path).write_text(_spoilt(path, title), encoding="utf-8")
    (tmp_path / "content/programmes/city/plans/2026-12-swot.csv").unlink()
    found = {(problem.field, problem.code) for problem in load(tmp_path).problems}
    assert {field for field, _ in found} > {dotted(title)}
    assert ("", "no-plan") in found


@pytest.mark.parametrize(
    ("name", "wrong"), [("attendance", "attendence"), ("title", "titel"), ("steps", "step")]
)
def test_a_misspelt_field_is_not_thought_to_be_left_out(
    name: str, wrong: str, tmp_path: Path
) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    file = tmp_path / FILES[-1]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"\n{name}:", f"\n{wrong}:"), encoding="utf-8")
    assert [problem.code for problem in load(tmp_path).problems] == ["unknown-field"]
