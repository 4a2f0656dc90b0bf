"""Git and private files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from viche import guard
from viche.problems import MESSAGE_LANGUAGES, Severity, explain


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


def cell(root: Path) -> Path:
    private = root / "content" / "private" / "2026-12-swot"
    private.mkdir(parents=True)
    (private / "список.csv").write_text("x")
    (private.parent / "README.md").write_text("x")
    return root


def test_a_private_file_that_git_tracks(tmp_path: Path) -> None:
    root = cell(tmp_path / "repository" / "cells" / "zoriansk")
    assert guard.tracked(root) == []
    git(tmp_path / "repository", "init")
    assert guard.tracked(root) == []
    git(tmp_path / "repository", "add", ".")
    (problem,) = guard.tracked(root)
    assert problem.source == "content/private/2026-12-swot/список.csv"
    assert problem.severity is Severity.ERROR
    for language in MESSAGE_LANGUAGES:
        assert all(explain(problem, language))


def test_another_repository_in_the_environment_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = cell(tmp_path / "cell")
    git(root, "init")
    git(root, "add", ".")
    (tmp_path / "other").mkdir()
    git(tmp_path / "other", "init")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert [problem.code for problem in guard.tracked(root)] == ["private-tracked"]


def test_a_repository_that_does_not_answer_is_a_doubt(tmp_path: Path) -> None:
    root = cell(tmp_path)
    git(root, "init")
    (root / ".git" / "index").write_bytes(b"no index")
    (problem,) = guard.tracked(root)
    assert (problem.code, problem.severity) == ("private-git-silent", Severity.WARNING)


def test_without_git_there_is_nothing_to_track(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert guard.tracked(cell(tmp_path / "cell")) == []
