"""Pictures of links are taken over from the last build unless they say something new."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.cells import SESSION, edit, hashes, make_cell, viche
from viche import kit

SOURCE = f"content/programmes/city/sessions/{SESSION}.yaml"
ABOUT_SESSION = f"img/share/session-{SESSION}.png"


@pytest.fixture
def cell(root: Path, tmp_path: Path) -> Path:
    return make_cell(root, tmp_path / "cell")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn from now on, by path."""
    paths: list[str] = []
    draw = kit.share_pictures

    def noted(shares: Sequence[Any], *rest: Any) -> dict[str, bytes]:
        paths.extend(share.path for share in shares)
        return draw(shares, *rest)

    monkeypatch.setattr(kit, "share_pictures", noted)
    return paths


def test_only_pictures_that_say_something_new_are_drawn(cell: Path, drawn: list[str]) -> None:
    assert viche(cell, "site") == 0
    assert len(drawn) == 3
    drawn.clear()
    before = hashes(cell / "build/site/img/share")
    edit(cell / SOURCE, "start: 10:00", "start: 9:30")
    assert viche(cell, "site") == 0
    assert drawn == [ABOUT_SESSION]
    after = hashes(cell / "build/site/img/share")
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {Path(ABOUT_SESSION).name}


def test_pictures_that_somebody_touched_are_drawn_again(cell: Path, drawn: list[str]) -> None:
    assert viche(cell, "site") == 0
    before = hashes(cell / "build")
    (cell / "build/pages/pl" / ABOUT_SESSION).write_bytes(b"no picture")
    (cell / "build/site/index.html").unlink()
    drawn.clear()
    assert viche(cell, "site") == 0
    assert len(drawn) == 3
    assert hashes(cell / "build") == before


def test_another_template_draws_all_of_them_anew(root: Path, cell: Path, drawn: list[str]) -> None:
    assert viche(cell, "site") == 0
    drawn.clear()
    own = cell / "kit/share.typ"
    own.parent.mkdir()
    own.write_bytes((root / "kit/share.typ").read_bytes().replace(b"#fdfcf9", b"#ffffff"))
    assert viche(cell, "site") == 0
    assert len(drawn) == 3
