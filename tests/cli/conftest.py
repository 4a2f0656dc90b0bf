"""A cell that was built, made once for all these tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.cells import make_cell, viche


@pytest.fixture(scope="session")
def built_once(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built cell to copy or to compare with; not to change."""
    folder = make_cell(root, tmp_path_factory.mktemp("built") / "cell")
    assert viche(folder, "build") == 0
    return folder


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A built cell of one's own."""
    shutil.copytree(built_once, tmp_path / "built")
    return tmp_path / "built"
