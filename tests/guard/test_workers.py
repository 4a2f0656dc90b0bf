"""Large files are worked on elsewhere, and nothing else changes."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from viche.guard.workers import size_of, spread

LARGE = 10_000_000


def where(item: str) -> tuple[str, bool]:
    return item, multiprocessing.parent_process() is not None


def dies_elsewhere(item: str) -> str:
    if multiprocessing.parent_process() is not None:
        os._exit(1)
    return item


def fails(item: str) -> str:
    raise ValueError(item)


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def test_large_ones_go_elsewhere_and_all_come_back_in_order() -> None:
    sizes = [LARGE, 1, 2 * LARGE, LARGE, 0]
    assert spread(where, list("abcde"), sizes) == [
        ("a", True),
        ("b", False),
        ("c", True),
        ("d", True),
        ("e", False),
    ]


def test_one_large_one_is_not_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spread(where, ["a", "b"], [LARGE, 1]) == [("a", False), ("b", False)]
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert spread(where, ["a", "b"], [LARGE, LARGE]) == [("a", False), ("b", False)]


def test_where_processes_die_the_work_is_done_here() -> None:
    assert spread(dies_elsewhere, ["a", "b", "c"], [LARGE, LARGE, 1]) == ["a", "b", "c"]


def test_errors_come_back() -> None:
    with pytest.raises(ValueError, match="a"):
        spread(fails, ["a", "b"], [LARGE, LARGE])


def test_sizes(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    assert [size_of(b"ab"), size_of(tmp_path / "x"), size_of(tmp_path / "no")] == [2, 3, 0]
