"""On the day: who exchanges cards, what is written, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.cells import PLAN, SESSION, hashes, make_cell, viche

Said = pytest.CaptureFixture[str]
SEATS = f"content/private/{SESSION}/seats.csv"


@pytest.fixture
def cell(root: Path, tmp_path: Path) -> Path:
    """A cell with a plan, and no roster: people are known by their seats."""
    return make_cell(root, tmp_path / "cell")


def seats(cell: Path) -> list[str]:
    return [line.split(",")[0] for line in (cell / PLAN).read_text().splitlines()[1:]]


def held(cell: Path) -> dict[str, list[str]]:
    lines = (cell / SEATS).read_text(encoding="utf-8-sig").splitlines()[1:]
    return {line.split(";")[0]: line.split(";")[1:] for line in lines}


def test_a_walk_in_takes_the_free_card_of_somebody_who_did_not_come(
    cell: Path, capsys: Said
) -> None:
    before, seat = (cell / PLAN).read_bytes(), seats(cell)[0]
    assert viche(cell, "replan", SESSION, "--absent", seat, "--arrived", f"1:{seat[0]}") == 0
    assert f"GUEST-1 has come: the free card {seat}" in capsys.readouterr().out
    assert (cell / PLAN).read_bytes() == before
    assert held(cell)[seat] == ["GUEST-1", ""]
    assert (cell / SEATS).stat().st_mode & 0o777 == 0o600


def test_a_walk_in_without_a_free_card_gets_a_new_one_and_only_that_is_printed(
    cell: Path, capsys: Said
) -> None:
    before = (cell / PLAN).read_text().splitlines()
    sphere = seats(cell)[0][0]
    assert viche(cell, "replan", SESSION, "--arrived", f"1:{sphere}") == 0
    after = (cell / PLAN).read_text().splitlines()
    assert after[:-1] == before
    new = after[-1].split(",")[0]
    assert f"a new card, {new}" in capsys.readouterr().out
    (paper,) = (cell / f"build/private/{SESSION}").glob("cards-*.pdf")
    assert new in "".join(page.extract_text() for page in PdfReader(paper).pages)
    assert viche(cell, "check") == 0
    assert viche(cell, "replan", SESSION, "--arrived", f"1:{sphere}", "--absent", "GUEST-1") == 0
    assert held(cell)[new] == ["GUEST-2", ""]


def test_trying_writes_nothing(cell: Path, capsys: Said) -> None:
    before = hashes(cell)
    sphere = seats(cell)[0][0]
    assert viche(cell, "replan", SESSION, "--arrived", f"2:{sphere}", "--try") == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert hashes(cell) == before


def test_what_is_fixed_by_hand_is_kept_and_priced(cell: Path, capsys: Said) -> None:
    one, other = seats(cell)[:2]
    assert viche(cell, "replan", SESSION, "--move", f"{one}={other}") == 0
    assert "costs 2 more changes" in capsys.readouterr().out
    assert held(cell)[other][0] == one
    assert held(cell)[one][0] == other


def test_somebody_absent_may_still_come(cell: Path, capsys: Said) -> None:
    for seat in seats(cell):  # the cell is small: most people are missed
        capsys.readouterr()
        assert viche(cell, "replan", SESSION, "--absent", seat, "--try") == 0
        if "Nobody has to change" in capsys.readouterr().out:
            break
    assert viche(cell, "replan", SESSION, "--absent", seat) == 0
    assert held(cell)[seat] == [seat, "absent"]
    assert viche(cell, "replan", SESSION, "--arrived", seat) == 0
    assert held(cell)[seat] == [seat, ""]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--absent", "P-999"], "nobody has the code or the seat “P-999”"),
        (["--absent", "P-001", "P-002"], "lists are written without blanks"),
        (["--absent", "{seat}", "--arrived", "{seat}"], "can't be both absent and here"),
        (["--move", "oops"], "P-005=E-S-3"),
        (["--arrived", "many"], "3:economy"),
        (["--arrived", "2:nowhere"], "there is no sphere or part “nowhere”"),
        (["--done", "profil"], "the plan has no step “profil”"),
        (["--keep", "{seat}", "--move", "{seat}={other}"], "can't both keep their card"),
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(
    cell: Path, capsys: Said, arguments: list[str], said: str
) -> None:
    before = hashes(cell)
    seat, other = seats(cell)[:2]
    typed = [argument.format(seat=seat, other=other) for argument in arguments]
    assert viche(cell, "replan", SESSION, *typed) == 2
    assert said in capsys.readouterr().err
    assert hashes(cell) == before


def test_without_a_plan_there_is_nothing_to_restore(cell: Path, capsys: Said) -> None:
    (cell / PLAN).unlink()
    assert viche(cell, "replan", SESSION) == 2
    assert f"viche plan {SESSION}" in capsys.readouterr().err


def test_seats_edited_into_nonsense_are_told_line_by_line(cell: Path, capsys: Said) -> None:
    seat, other = seats(cell)[:2]
    assert viche(cell, "replan", SESSION, "--absent", seat) == 0
    file = cell / SEATS
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace(f"{other};{other}", f"{seat};{other}"), encoding="utf-8-sig")
    before = hashes(cell)
    assert viche(cell, "replan", SESSION, "--absent", other) == 1
    said = capsys.readouterr().err
    assert f"{SEATS}:" in said
    assert other in said
    assert hashes(cell) == before


def test_cards_that_wait_for_a_printer_are_not_lost(cell: Path) -> None:
    folder = cell / f"build/private/{SESSION}"
    sphere = seats(cell)[0][0]
    assert viche(cell, "replan", SESSION, "--arrived", f"1:{sphere}") == 0
    first = hashes(folder)
    assert [*first] == ["cards-1-pl.pdf"]
    assert viche(cell, "replan", SESSION) == 0
    assert hashes(folder) == first
    assert viche(cell, "replan", SESSION, "--arrived", f"1:{sphere}") == 0
    assert [*hashes(folder)] == ["cards-1-pl.pdf", "cards-2-pl.pdf"]
    assert hashes(folder).items() > first.items()


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_cards_seats_and_plan_are_written_together_or_not_at_all(
    cell: Path, turn: int, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    arrived = ["--arrived", f"1:{seats(cell)[0][0]}"]
    assert viche(cell, "replan", SESSION, *arrived) == 0
    before = hashes(cell)
    turns, replace = iter(range(1, 1000)), os.replace

    def refuse(source: str, target: Path) -> None:
        if next(turns) == turn:
            raise OSError(28, "No space left on device", source, None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    assert viche(cell, "replan", SESSION, *arrived) == 1
    assert "No space left" in capsys.readouterr().err
    assert hashes(cell) == before
