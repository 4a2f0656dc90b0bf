"""After a re-plan: what lies in the hall and is wrong now, told and printed anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.cells import SESSION, hashes, make_cell, viche
from viche.cli.job import Job
from viche.cli.orders import order
from viche.cli.speech import Speech
from viche.kit import drafts, make
from viche.load import load
from viche.model.plan import Plan

Said = pytest.CaptureFixture[str]
FOLDER = f"build/private/{SESSION}"
HALL = ("booklets", "badges", "signs", "walls", "records", "roles", "director")


@pytest.fixture
def cell(root: Path, tmp_path: Path, capsys: Said) -> Path:
    """A cell with a plan whose kit has all that depends on it."""
    made = make_cell(root, tmp_path / "cell", HALL)
    capsys.readouterr()
    return made


def plan_of(cell: Path) -> Plan:
    content = load(cell).content
    assert content is not None
    plan = content.meetings[0].plan
    assert plan is not None
    return plan


def words(file: Path) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(file).pages]


def test_a_new_seat_is_printed_on_the_signs_of_its_tables_and_on_no_others(
    cell: Path, capsys: Said
) -> None:
    assert viche(cell, "replan", SESSION, "--arrived", "1:economy") == 0
    said = capsys.readouterr().out
    new = plan_of(cell).seats[-1]
    tables = sorted({place.table for place in new.route})
    (signs,) = (cell / FOLDER).glob("signs-*")
    assert signs.name == f"signs-1-{SESSION}-pl.pdf"
    assert len(words(signs)) == len(tables)
    numbers = ", ".join(map(str, tables))
    assert f"{len(tables)} table signs: {numbers}\n" in said
    assert f"To print, {len(tables)} table signs: {FOLDER}/{signs.name}" in said
    for step, place in zip(plan_of(cell).steps, new.route, strict=True):
        assert f"{place.group}, table {place.table}" in said, step


def test_a_new_seat_changes_the_sheets_of_its_groups_and_the_book_of_the_day(
    cell: Path, capsys: Said
) -> None:
    assert viche(cell, "replan", SESSION, "--arrived", "1:economy") == 0
    said = capsys.readouterr().out
    new = plan_of(cell).seats[-1]
    (sheets,) = (cell / FOLDER).glob("records-*")
    pages = words(sheets)
    assert len(pages) <= len(new.route)
    assert all(any(place.group in page for place in new.route) for page in pages)
    assert f"made anew by: viche kit {SESSION}" in said
    assert not list((cell / FOLDER).glob("director-*")), "too much of it changes"
    assert not list((cell / FOLDER).glob("walls-*")), "nobody is counted on them"
    assert not list((cell / FOLDER).glob("roles-*")), "there are no more tables"
    assert (cell / FOLDER / "changes-1.txt").read_text("utf-8").strip() in said


def test_wall_sheets_and_role_cards_stay_right_however_many_come(cell: Path) -> None:
    def printed() -> list[bytes]:
        content = load(cell).content
        assert content is not None
        wanted = order(Job(cell, content, Speech("en")), content.meetings[0], "pl")
        found = drafts(wanted, ("walls", "roles"))
        return [piece.data for draft in found for piece in make(draft, wanted)]

    before, seats = printed(), len(plan_of(cell).seats)
    assert viche(cell, "replan", SESSION, "--arrived", "5:economy") == 0
    assert len(plan_of(cell).seats) == seats + 5
    assert before == printed() != []


def test_whoever_gets_a_new_card_gets_a_booklet_and_a_badge(cell: Path, capsys: Said) -> None:
    assert viche(cell, "replan", SESSION, "--arrived", "2:economy") == 0
    said = capsys.readouterr().out
    one, other = (seat.id for seat in plan_of(cell).seats[-2:])
    for kind, name in (("cards", "2 cards"), ("badges", "2 badges")):
        (file,) = (cell / FOLDER).glob(f"{kind}-*")
        assert file.name == f"{kind}-1-{SESSION}-{one}+{other}-pl.pdf"
        assert f"To print, {name}: {FOLDER}/{file.name}" in said
        text = "".join(words(file))
        assert one in text
        assert other in text


def test_where_people_only_exchange_cards_the_hall_stays_right(cell: Path, capsys: Said) -> None:
    one, other = (seat.id for seat in plan_of(cell).seats[:2])
    assert viche(cell, "replan", SESSION, "--move", f"{one}={other}") == 0
    assert "stay right, for they speak of seats" in capsys.readouterr().out
    assert {path.name.split("-")[0] for path in (cell / FOLDER).glob("*.pdf")} == {
        "cards",
        "badges",
    }


def test_where_nobody_moves_nothing_is_said_of_paper(cell: Path, capsys: Said) -> None:
    assert viche(cell, "replan", SESSION, "--done", "profile") == 0
    assert "sign" not in capsys.readouterr().out


def test_trying_tells_the_same_and_writes_nothing(cell: Path, capsys: Said) -> None:
    before = hashes(cell)
    assert viche(cell, "replan", SESSION, "--arrived", "1:economy", "--try") == 0
    tried = capsys.readouterr().out.splitlines()[:-1]
    assert hashes(cell) == before
    assert viche(cell, "replan", SESSION, "--arrived", "1:economy") == 0
    assert capsys.readouterr().out.splitlines()[: len(tried)] == tried


def test_a_cell_is_told_nothing_of_pieces_that_it_has_no_use_for(
    root: Path, tmp_path: Path, capsys: Said
) -> None:
    cell = make_cell(root, tmp_path / "bare")
    capsys.readouterr()
    assert viche(cell, "replan", SESSION, "--arrived", "1:economy") == 0
    said = capsys.readouterr().out
    assert "is a new seat" in said
    assert "What is printed already" not in said
    assert {path.name.split("-")[0] for path in (cell / FOLDER).glob("*.pdf")} == {"cards"}


def test_papers_with_names_are_told_of_if_there_are_any(cell: Path, capsys: Said) -> None:
    one, other = (seat.id for seat in plan_of(cell).seats[:2])
    (cell / FOLDER).mkdir(parents=True)
    (cell / FOLDER / "manifest.json").write_text(json.dumps({"files": []}), encoding="utf-8")
    assert viche(cell, "replan", SESSION, "--move", f"{one}={other}", "--try") == 0
    assert f"viche kit {SESSION} --names" in capsys.readouterr().out


def test_many_cards_are_counted_in_the_name_of_their_file(cell: Path) -> None:
    assert viche(cell, "replan", SESSION, "--arrived", "5:economy") == 0
    assert (cell / FOLDER / f"cards-1-{SESSION}-5-cards-pl.pdf").is_file()
