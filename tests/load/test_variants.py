"""Protocols for a stage: the one that bears its name, and variants that sessions name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from viche.load import load
from viche.problems import Severity

BASE = Path(__file__).parent / "base"
COURSE = "content/programmes/city"
SESSION = f"{COURSE}/sessions/2026-12-swot.yaml"


@pytest.fixture
def cell(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def add_variant(cell: Path, name: str, head: str) -> None:
    """The protocol again, under another name and with other first lines."""
    protocols = cell / COURSE / "protocols"
    text = (protocols / "swot.yaml").read_text(encoding="utf-8")
    (protocols / f"{name}.yaml").write_text(head + text, encoding="utf-8")


def name_protocol(cell: Path, name: str) -> None:
    text = (cell / SESSION).read_text(encoding="utf-8")
    (cell / SESSION).write_text(f"protocol: {name}\n{text}", encoding="utf-8")


def errors(cell: Path) -> list[tuple[str, str, str]]:
    """File, field and code of every error."""
    found = [each for each in load(cell).problems if each.severity is Severity.ERROR]
    return [(each.source.rsplit("/", 1)[1], each.field, each.code) for each in found]


def protocol_of(cell: Path) -> str:
    content = load(cell).content
    assert content is not None
    (meeting,) = content.meetings
    assert meeting.protocol is not None
    return meeting.protocol.id


def test_a_session_uses_the_variant_that_it_names(cell: Path) -> None:
    add_variant(cell, "short", "stage: swot\n")
    assert (errors(cell), protocol_of(cell)) == ([], "swot")  # a variant that nobody uses is fine
    name_protocol(cell, "short")
    assert (errors(cell), protocol_of(cell)) == ([], "short")


def test_a_session_may_name_the_protocol_of_its_stage(cell: Path) -> None:
    name_protocol(cell, "swot")
    assert (errors(cell), protocol_of(cell)) == ([], "swot")


def test_a_stage_may_have_variants_alone(cell: Path) -> None:
    add_variant(cell, "short", "stage: swot\n")
    (cell / COURSE / "protocols/swot.yaml").unlink()
    name_protocol(cell, "short")
    assert load(cell).problems == ()
    assert protocol_of(cell) == "short"


def test_a_variant_says_its_stage(cell: Path) -> None:
    add_variant(cell, "short", "")
    assert errors(cell) == [("short.yaml", "", "protocol-without-stage")]
    add_variant(cell, "short", "stage: swat\n")
    assert errors(cell) == [("short.yaml", "stage", "unknown-stage")]


def test_a_variant_of_another_stage(cell: Path) -> None:
    """Its steps are those of another session, and nothing is said of them."""
    add_variant(cell, "trial", "stage: training\n")
    text = (cell / COURSE / "protocols/trial.yaml").read_text(encoding="utf-8")
    steps = text.replace("step: profile", "step: rehearsal")
    (cell / COURSE / "protocols/trial.yaml").write_text(steps, encoding="utf-8")
    name_protocol(cell, "trial")
    assert errors(cell) == [("2026-12-swot.yaml", "protocol", "protocol-of-other-stage")]


def test_a_variant_is_held_against_the_sessions_that_use_it(cell: Path) -> None:
    add_variant(cell, "short", "stage: swot\n")
    text = (cell / COURSE / "protocols/short.yaml").read_text(encoding="utf-8")
    short = text.replace("step: profile", "step: profil")
    (cell / COURSE / "protocols/short.yaml").write_text(short, encoding="utf-8")
    assert errors(cell) == []
    name_protocol(cell, "short")
    assert errors(cell) == [("short.yaml", "steps[1].step", "unknown-step")]


def test_a_variant_that_is_broken_is_not_missing_too(cell: Path) -> None:
    add_variant(cell, "short", "stage: swot\nform: TWICE\n")
    name_protocol(cell, "short")
    assert errors(cell) == [("short.yaml", "form", "duplicate-key")]
