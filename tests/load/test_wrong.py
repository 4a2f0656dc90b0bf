"""Wrong files, and exactly what an organiser reads about each.

Every ``wrong/wrong_<kind>_<case>.<ending>`` takes the place of the file of that kind in the small
cell in ``base/``; beside it stand the messages of ``viche check`` in English and Ukrainian.
``pytest --update`` writes them anew: read the difference aloud before you commit it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from viche.cli import run

HERE = Path(__file__).parent
PROGRAMME = "content/programmes/city"
PLACES = {
    "cell": "content/cell.yaml",
    "programme": f"{PROGRAMME}/programme.yaml",
    "protocol": f"{PROGRAMME}/protocols/swot.yaml",
    "session": f"{PROGRAMME}/sessions/2026-12-swot.yaml",
    "plan": f"{PROGRAMME}/plans/2026-12-swot.csv",
    "page": "content/pages/uk/page.md",
    "news": "content/pages/uk/news/piece.md",
}
CASES = sorted(path for path in (HERE / "wrong").iterdir() if path.suffix != ".txt")


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("wrong", CASES, ids=lambda path: path.stem)
def test_messages(
    wrong: Path,
    language: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[Path, str], None],
) -> None:
    """Every problem of the file, with place and remedy, and nothing else."""
    shutil.copytree(HERE / "base", tmp_path, dirs_exist_ok=True)
    kind = wrong.stem.split("_")[1]
    place = tmp_path / PLACES[kind]
    place.parent.mkdir(exist_ok=True)
    shutil.copyfile(wrong, place)
    only_warnings = wrong.stem.endswith("only_warnings")
    if only_warnings:  # the plan of other people would be an error
        (tmp_path / PLACES["plan"]).unlink()

    code = run(["--cell", str(tmp_path), "--lang", language, "check"])

    said = capsys.readouterr()
    golden(wrong.with_name(f"{wrong.stem}.{language}.txt"), said.err)
    assert code == (0 if only_warnings else 1)
    assert bool(said.out) == (code == 0)


def test_the_base_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    """Else the messages above would not be those of the wrong file alone."""
    assert run(["--cell", str(HERE / "base"), "--lang", "en", "check"]) == 0
    assert capsys.readouterr().err == ""


def test_no_case_is_forgotten() -> None:
    """Messages without a wrong file would never be compared."""
    messages = {path.name.split(".")[0] for path in (HERE / "wrong").glob("*.txt")}
    assert messages == {path.stem for path in CASES}
