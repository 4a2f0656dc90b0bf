"""Days: those that no month has, those of sessions beside each other, and those to come."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from viche.load import load
from viche.load.ahead import news_ahead_problems
from viche.problems import Problem, Severity, explain

BASE = Path(__file__).parent / "base"
SESSIONS = "content/programmes/city/sessions"
SWOT = f"{SESSIONS}/2026-12-swot.yaml"


@pytest.fixture
def cell(tmp_path: Path) -> Path:
    """The small cell, whose only session is of the second stage and on 2026-12-12."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def copy(cell: Path, stage: str, date: str, name: str = "") -> str:
    """A copy of the session for another stage or day, with a title of its own."""
    text = (cell / SWOT).read_text(encoding="utf-8")
    text = text.replace("stage: swot", f"stage: {stage}").replace("2026-12-12", date)
    text = text.replace("{uk: Сесія, en: Session}", f"{{uk: Сесія {date}, en: Session {date}}}")
    path = f"{SESSIONS}/{name or f'{date[:7]}-{stage}-{date[8:]}'}.yaml"
    (cell / path).write_text(text, encoding="utf-8")
    return path


def found(cell: Path, begin: str) -> list[Problem]:
    return [each for each in load(cell).problems if each.code.startswith(begin)]


@pytest.mark.parametrize(
    ("day", "code", "last"),
    [
        ("2026-02-31", "no-such-day", "2026-02-28"),
        ("2028-02-30", "no-such-day", "2028-02-29"),
        ("2026-04-00", "no-such-day", "2026-04-30"),
        ("2026-13-01", "not-a-date", ""),
        ("0000-01-01", "not-a-date", ""),
        ("12.12.2026", "not-a-date", ""),
    ],
)
def test_a_day_that_no_month_has(cell: Path, day: str, code: str, last: str) -> None:
    text = (cell / SWOT).read_text(encoding="utf-8")
    (cell / SWOT).write_text(text.replace("2026-12-12", day), encoding="utf-8")
    (problem,) = (each for each in load(cell).problems if each.field == "date")
    assert (problem.code, problem.params.get("last", "")) == (code, last)
    assert last in explain(problem, "en")[0]


def test_a_stage_that_would_begin_too_early_names_both_files(cell: Path) -> None:
    other = copy(cell, "training", "2026-12-20")
    (problem,) = found(cell, "date-")
    assert (problem.code, problem.source, problem.line) == ("date-order", SWOT, 3)
    what, _ = explain(problem, "en")
    assert f"2026-12-20, in {other}, line 3" in what
    assert "2026-12-12" in what


@pytest.mark.parametrize("date", ["2026-12-20", "2027-02-01"])
def test_a_stage_may_be_repeated_later(cell: Path, date: str) -> None:
    """Its first session counts, and the days between are those after the last one before."""
    copy(cell, "training", "2026-12-05")
    copy(cell, "training", date)
    assert found(cell, "date-") == []


def test_a_copy_of_the_last_stage_on_a_later_day_is_in_order(cell: Path) -> None:
    copy(cell, "training", "2026-12-05")
    copy(cell, "swot", "2027-02-06")
    assert found(cell, "date-") == []


def test_days_between_stages_count_from_the_last_session_before(cell: Path) -> None:
    copy(cell, "training", "2026-11-05")
    copy(cell, "training", "2026-11-30")
    copy(cell, "training", "2026-12-30")
    (problem,) = found(cell, "date-")
    assert (problem.code, problem.params["days"]) == ("date-interval", 12)


def test_sessions_of_one_title_are_told_once(cell: Path) -> None:
    path = copy(cell, "swot", "2027-02-06")
    text = (cell / path).read_text(encoding="utf-8")
    (cell / path).write_text(text.replace("Session 2027-02-06", "session"), encoding="utf-8")
    (problem,) = found(cell, "session-title")
    assert (problem.source, problem.field, problem.line) == (path, "title.en", 2)
    assert problem.params["other"] == SWOT
    assert problem.severity is Severity.WARNING
    (cell / path).write_text(text.replace(" 2027-02-06", ""), encoding="utf-8")
    assert [each.source for each in found(cell, "session-title")] == [path]


def test_titles_that_differ_in_every_language_are_in_order(cell: Path) -> None:
    copy(cell, "swot", "2027-02-06")
    assert found(cell, "session-title") == []


@pytest.mark.parametrize(
    ("today", "lines"), [(dt.date(2026, 12, 12), [4]), (dt.date(2026, 12, 13), [])]
)
def test_news_of_days_to_come(cell: Path, today: dt.date, lines: list[int]) -> None:
    file = cell / "content/pages/uk/news/piece.md"
    file.parent.mkdir()
    text = "---\ntitle: Новина\ndescription: Опис\ndate: 2026-12-13\n---\n\nСлова.\n"
    file.write_text(text, encoding="utf-8")
    result = load(cell)
    assert result.content is not None
    problems = result.locate(news_ahead_problems(result.content, today))
    assert [each.line for each in problems] == lines
    assert all(each.severity is Severity.WARNING for each in problems)
