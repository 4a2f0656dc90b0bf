"""Git and private files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from viche import guard
from viche.cli.files import private_folder
from viche.problems import MESSAGE_LANGUAGES, Severity, explain


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


IGNORED = "/content/private/*\n!/content/private/README.md\n"


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
    git(tmp_path / "repository", "add", ".")
    (root / ".gitignore").write_text(IGNORED)
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
    (root / ".gitignore").write_text(IGNORED)
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


@pytest.mark.parametrize("where", ["cell", "repository", "exclude"])
def test_a_folder_that_git_ignores_is_in_order(tmp_path: Path, where: str) -> None:
    root = cell(tmp_path / "cells" / "zoriansk")
    git(tmp_path, "init")
    file = {
        "cell": root / ".gitignore",
        "repository": tmp_path / ".gitignore",
        "exclude": tmp_path / ".git" / "info" / "exclude",
    }[where]
    file.parent.mkdir(exist_ok=True)
    file.write_text(IGNORED if where == "cell" else "private/\n")
    assert guard.tracked(root) == []
    (root / "content" / "private" / "2026-12-swot" / "список.csv").unlink()
    assert guard.tracked(root) == []


@pytest.mark.parametrize("ignored", ["", "/content/private/*.csv\n", "/content/private/*/\n"])
def test_a_folder_that_git_does_not_ignore(tmp_path: Path, ignored: str) -> None:
    git(tmp_path, "init")
    (tmp_path / ".gitignore").write_text(ignored)
    (problem,) = guard.tracked(tmp_path)
    assert (problem.source, problem.code) == ("content/private", "private-not-ignored")
    assert problem.severity is Severity.WARNING
    cell(tmp_path)
    (tmp_path / "content" / "private" / "notes.txt").write_text("x")
    (problem,) = guard.tracked(tmp_path)
    assert (problem.code, problem.severity) == ("private-not-ignored", Severity.ERROR)
    for language in MESSAGE_LANGUAGES:
        _, remedy = explain(problem, language)
        assert all(line in remedy for line in IGNORED.split())


def test_the_files_of_a_tracked_folder_that_is_ignored_since_are_named(tmp_path: Path) -> None:
    git(cell(tmp_path), "init")
    (tmp_path / "content" / "private" / "roster.csv").write_text("x")
    git(tmp_path, "add", ".")
    (tmp_path / ".gitignore").write_text(IGNORED)
    assert [problem.code for problem in guard.tracked(tmp_path)] == ["private-tracked"] * 2


def test_a_folder_that_is_a_link_to_another_disk_is_not_git_s(tmp_path: Path) -> None:
    root, disk = tmp_path / "cell", tmp_path / "disk"
    (root / "content").mkdir(parents=True)
    disk.mkdir()
    (disk / "roster.csv").write_text("x")
    (root / "content" / "private").symlink_to(disk)
    git(root, "init")
    assert guard.tracked(root) == []


def printed(root: Path) -> Path:
    """What the program prints for single people, where it puts it."""
    paper = root / "build" / "private" / "2026-12-swot" / "cards-uk.pdf"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"x")
    return paper


def test_what_is_printed_for_single_people_is_not_git_s_either(tmp_path: Path) -> None:
    git(cell(tmp_path), "init")
    (tmp_path / ".gitignore").write_text(IGNORED)
    assert guard.tracked(tmp_path) == []
    printed(tmp_path)
    (problem,) = guard.tracked(tmp_path)
    assert (problem.source, problem.code) == ("build/private", "private-not-ignored")
    assert problem.severity is Severity.ERROR
    for language in MESSAGE_LANGUAGES:
        what, remedy = explain(problem, language)
        assert "build/private/" in what
        assert "/build/private/*" in remedy
    git(tmp_path, "add", "build")
    (tmp_path / ".gitignore").write_text(f"{IGNORED}/build/\n")
    (problem,) = guard.tracked(tmp_path)
    assert problem.source == "build/private/2026-12-swot/cards-uk.pdf"
    assert (problem.code, problem.severity) == ("private-tracked", Severity.ERROR)


def test_the_folder_for_what_is_printed_protects_itself(tmp_path: Path) -> None:
    git(cell(tmp_path), "init")
    (tmp_path / ".gitignore").write_text(IGNORED)
    folder = private_folder(tmp_path)
    assert folder.stat().st_mode & 0o777 == 0o700
    printed(tmp_path)
    assert private_folder(tmp_path) == folder
    assert guard.tracked(tmp_path) == []


def test_a_build_folder_on_another_disk_is_not_git_s(tmp_path: Path) -> None:
    root = cell(tmp_path / "cell")
    git(root, "init")
    (root / ".gitignore").write_text(IGNORED)
    printed(tmp_path / "disk")
    (root / "build").symlink_to(tmp_path / "disk" / "build")
    assert guard.tracked(root) == []
