"""When files were last changed: what git says, in a repository of every kind."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.load.repository import commit, git
from viche.load.history import history_problems, read_history
from viche.model.history import History

PAGE = "content/pages/uk/page.md"
OTHER = "content/pages/uk/other.md"
MONDAY, TUESDAY, WEDNESDAY = 1_700_000_000, 1_700_086_400, 1_700_172_800

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def at(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def test_a_file_was_changed_when_its_last_commit_was_written(tmp_path: Path) -> None:
    commit(tmp_path, {PAGE: "1", OTHER: "1"}, MONDAY)
    commit(tmp_path, {PAGE: "2"}, TUESDAY)
    assert read_history(tmp_path).changed == {OTHER: at(MONDAY), PAGE: at(TUESDAY)}


def test_a_rebase_changes_no_date(tmp_path: Path) -> None:
    commit(tmp_path, {PAGE: "1"}, MONDAY, committed=WEDNESDAY)
    assert read_history(tmp_path).changed == {PAGE: at(MONDAY)}


def test_what_was_written_later_counts_though_it_was_taken_in_earlier(tmp_path: Path) -> None:
    commit(tmp_path, {PAGE: "1"}, TUESDAY)
    commit(tmp_path, {PAGE: "2"}, MONDAY)
    assert read_history(tmp_path).changed == {PAGE: at(TUESDAY)}


def test_a_file_with_changes_of_its_own_is_left_out(tmp_path: Path) -> None:
    commit(tmp_path, {PAGE: "1", OTHER: "1"}, MONDAY)
    (tmp_path / PAGE).write_text("2")
    assert read_history(tmp_path).changed == {OTHER: at(MONDAY)}
    git(tmp_path, "add", "--all")
    assert read_history(tmp_path).changed == {OTHER: at(MONDAY)}


def test_new_and_deleted_and_private_files_have_no_history(tmp_path: Path) -> None:
    private = "content/private/README.md"
    commit(tmp_path, {PAGE: "1", OTHER: "1", private: "1", "README.md": "1"}, MONDAY)
    (tmp_path / OTHER).unlink()
    git(tmp_path, "commit", "--quiet", "--all", "--message=x")
    (tmp_path / "content/pages/uk/new.md").write_text("1")
    assert read_history(tmp_path).changed == {PAGE: at(MONDAY)}


@pytest.mark.parametrize(
    "name", ["Звіт «Місто».md", 'a "quoted" name.md', "two\nlines.md", "a\\b.md", " space .md"]
)
def test_a_file_may_be_called_anything(tmp_path: Path, name: str) -> None:
    path = f"content/pages/uk/{name}"
    commit(tmp_path, {path: "1"}, MONDAY)
    assert read_history(tmp_path).changed == {path: at(MONDAY)}


def test_a_cell_may_be_a_folder_of_a_larger_repository(tmp_path: Path) -> None:
    commit(tmp_path, {f"cells/Місто/{PAGE}": "1", PAGE: "1"}, MONDAY)
    commit(tmp_path, {PAGE: "2"}, TUESDAY)
    assert read_history(tmp_path / "cells/Місто").changed == {PAGE: at(MONDAY)}


def test_a_cell_may_be_a_linked_worktree(tmp_path: Path) -> None:
    commit(tmp_path / "main", {PAGE: "1"}, MONDAY)
    git(tmp_path / "main", "worktree", "add", "--quiet", "../linked")
    assert read_history(tmp_path / "linked").changed == {PAGE: at(MONDAY)}


def test_what_a_merge_settled_counts(tmp_path: Path) -> None:
    commit(tmp_path, {PAGE: "1"}, MONDAY)
    git(tmp_path, "branch", "aside")
    commit(tmp_path, {PAGE: "2"}, MONDAY)
    git(tmp_path, "switch", "--quiet", "aside")
    commit(tmp_path, {PAGE: "3"}, MONDAY)
    git(tmp_path, "merge", "--quiet", "--no-commit", "--strategy=ours", "main")
    commit(tmp_path, {PAGE: "2 and 3"}, TUESDAY)
    assert read_history(tmp_path).changed == {PAGE: at(TUESDAY)}


def test_a_shallow_clone_knows_nothing_and_says_so(tmp_path: Path) -> None:
    commit(tmp_path / "whole", {PAGE: "1", OTHER: "1"}, MONDAY)
    commit(tmp_path / "whole", {PAGE: "2"}, TUESDAY)
    git(tmp_path, "clone", "--quiet", "--depth=1", (tmp_path / "whole").as_uri(), "cut")
    history = read_history(tmp_path / "cut")
    assert history == History(shallow=True)
    assert [problem.code for problem in history_problems(history)] == ["history-shallow"]
    assert not list(history_problems(read_history(tmp_path / "whole")))


def test_without_a_repository_or_a_commit_there_is_no_history(tmp_path: Path) -> None:
    (tmp_path / PAGE).parent.mkdir(parents=True)
    (tmp_path / PAGE).write_text("1")
    (tmp_path / ".git").write_text("gitdir: nowhere")  # no folder above may answer
    assert read_history(tmp_path) == History()
    (tmp_path / ".git").unlink()
    git(tmp_path, "init", "--quiet")
    assert read_history(tmp_path) == History()


def test_without_git_there_is_no_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, {PAGE: "1"}, MONDAY)
    monkeypatch.setenv("PATH", "")
    assert read_history(tmp_path) == History()


def test_neither_a_hook_nor_a_setting_leads_astray(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path / "cell", {PAGE: "1"}, MONDAY)
    commit(tmp_path / "other", {PAGE: "1"}, TUESDAY)
    git(tmp_path / "cell", "config", "log.showSignature", "true")
    git(tmp_path / "cell", "config", "color.ui", "always")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    assert read_history(tmp_path / "cell").changed == {PAGE: at(MONDAY)}
