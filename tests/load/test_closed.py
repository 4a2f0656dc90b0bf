"""A closed cell tells no day: neither in texts nor in the names of its files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from viche.load import load
from viche.problems import Severity, explain

BASE = Path(__file__).parent / "base"
SESSIONS = "content/programmes/city/sessions"
NEWS = "---\ntitle: Новина\ndescription: Опис\ndate: 2026-12-13\n---\n\nСлова.\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0"/></svg>'


@pytest.fixture
def cell(tmp_path: Path) -> Path:
    """The small cell, closed."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "content/cell.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "profile: closed\n", encoding="utf-8")
    return tmp_path


def rename(cell: Path, name: str) -> str:
    """The session under another name, with its plan."""
    programme = cell / "content/programmes/city"
    (programme / "sessions/2026-12-swot.yaml").rename(programme / f"sessions/{name}.yaml")
    (programme / "plans/2026-12-swot.csv").rename(programme / f"plans/{name}.csv")
    return f"{SESSIONS}/{name}.yaml"


def write(cell: Path, name: str, text: str = NEWS) -> str:
    path = f"content/pages/{name}"
    (cell / path).parent.mkdir(parents=True, exist_ok=True)
    (cell / path).write_text(text, encoding="utf-8")
    return path


def told(cell: Path) -> dict[str, str]:
    """The files whose names tell a day, and what to name them."""
    return {
        problem.source: str(problem.params["near"])
        for problem in load(cell).problems
        if problem.code == "name-tells-day"
    }


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("2026-12-13-swot", "2026-12-swot.yaml"),
        ("2026-12-12-swot", "2026-12-swot.yaml"),
        ("2026-12-swot-12", ""),
        ("swot-1212", ""),
        ("2026-12-sat-12", ""),
        ("2026-12-13", ""),
        ("2026-12-swot-20261213", ""),
        ("2026-12-swot-13-12-2026", ""),
        ("2026-12-swot-2026-12-13", ""),
    ],
)
def test_no_session_is_named_by_its_day(cell: Path, name: str, near: str) -> None:
    path = rename(cell, name)
    assert told(cell) == {path: near}
    assert load(cell).content is None


@pytest.mark.parametrize(
    "name",
    [
        *("2026-12-swot", "2026-12-swot-2", "2026-12-2-visions", "2026-12-4000-trees"),
        *("2026-12-32-tables"),
    ],
)
def test_month_and_other_numbers_may_stand_in_a_name(cell: Path, name: str) -> None:
    rename(cell, name)
    assert told(cell) == {}


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("uk/news/2026-12-13-hall.md", "2026-12-hall.md"),
        ("uk/news/after-2026-12-13-hall.md", "after-2026-12-hall.md"),
        ("uk/news/20261213.md", ""),
        ("uk/news/13-12-2026.md", ""),
        ("uk/news/2026/12/13.md", ""),
        ("uk/news/2026-12-13/hall.md", ""),
    ],
)
def test_no_piece_of_news_is_named_by_its_day(cell: Path, name: str, near: str) -> None:
    path = write(cell, name)
    assert told(cell) == {path: near}


@pytest.mark.parametrize(
    ("name", "near"),
    [("2026-12-13-tables.svg", "2026-12-tables.svg"), ("img_20261213103000.svg", "")],
)
def test_no_drawing_is_named_by_its_day(cell: Path, name: str, near: str) -> None:
    path = write(cell, f"img/{name}", SVG)
    assert told(cell) == {path: near}


def test_no_programme_is_named_by_a_day(cell: Path) -> None:
    programmes = cell / "content/programmes"
    (programmes / "city").rename(programmes / "2026-12-13")
    assert "content/programmes/2026-12-13/programme.yaml" in told(cell)


def test_an_open_cell_names_its_files_as_it_likes(cell: Path) -> None:
    file = cell / "content/cell.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("profile: closed", "profile: open"), encoding="utf-8")
    rename(cell, "2026-12-13-swot")
    write(cell, "uk/news/2026-12-13-hall.md")
    assert told(cell) == {}
    assert all(each.severity is Severity.WARNING for each in load(cell).problems)


def test_the_message_names_the_day_and_the_better_name(cell: Path) -> None:
    rename(cell, "2026-12-13-swot")
    (problem,) = (each for each in load(cell).problems if each.code == "name-tells-day")
    what, remedy = explain(problem, "en")
    assert "2026-12-13" in what
    assert "2026-12-swot.yaml" in remedy
