"""Rosters of any size for sessions of any shape, as an organiser types it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.cells import viche
from viche.load import load

Said = pytest.CaptureFixture[str]


FEWEST = {
    "2027-02-cafe": 10,  # a host and a guest at each of five tables
    "2027-02-committee": 5,
    "2027-02-conference": 5,
    "2027-02-lesson": 1,
    "2027-02-survey": 1,
}


@pytest.mark.parametrize("session", FEWEST)
@pytest.mark.parametrize("people", [0, 1, 4, 11, 30])
def test_a_roster_is_seated_or_refused_with_a_reason(
    root: Path, tmp_path: Path, capsys: Said, session: str, people: int
) -> None:
    cell = tmp_path / "cell"
    shutil.copytree(root / "tests/cells/shapes", cell)
    roster = cell / "content/private" / session / "roster.csv"
    roster.parent.mkdir(parents=True)
    lines = [
        f"P-{at:03},Приклад {at},{('female', 'male')[at % 2]},{'no' if at % 5 else 'yes'}"
        for at in range(people)
    ]
    text = "\n".join(["code,name,gender,member", *lines, ""])
    roster.write_text(text, encoding="utf-8")
    ended = viche(cell, "plan", session, "--replace")
    said = capsys.readouterr()
    if people < FEWEST[session]:
        assert ended == 1
        assert "error: " in said.err
        return
    assert ended == 0
    assert f"{people} {'person' if people == 1 else 'people'}" in said.out
    content = load(cell, plans=False).content
    assert content is not None
    seats = (cell / "content/private" / session / "seats.csv").read_text(encoding="utf-8-sig")
    assert len(seats.splitlines()) == people + 1
    fits = content.meeting(session).session.expected <= people
    assert viche(cell, "replan", session, "--arrived", "2") == (0 if fits else 1)


def test_a_programme_without_categories_knows_no_category(
    root: Path, tmp_path: Path, capsys: Said
) -> None:
    cell = tmp_path / "cell"
    shutil.copytree(root / "tests/cells/shapes", cell)
    roster = cell / "content/private/2027-02-lesson/roster.csv"
    roster.parent.mkdir(parents=True)
    roster.write_text("code,name,category\nP-001,Приклад,students\n", encoding="utf-8")
    assert viche(cell, "plan", "2027-02-lesson") == 1
    said = capsys.readouterr().err
    assert "roster.csv:2:3" in said
    assert "no values for this column" in said
