"""From a registration list to seats, as an organiser types it, in three languages."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.cli.cells import viche
from tests.rosters import write_roster_form
from viche.load import load
from viche.model.content import Meeting
from viche.network import measure

Said = pytest.CaptureFixture[str]


def make(root: Path, folder: Path, language: str) -> Path:
    """A cell of that language with a registration list beside it: ``form.csv``."""
    source = root if language == "uk" else root / "tests/cells" / language
    ignore = shutil.ignore_patterns("private", "build", "schema")
    shutil.copytree(source / "content", folder / "content", ignore=ignore)
    meeting = only(folder)
    people = meeting.session.expected
    write_roster_form(
        folder.parent / "form.csv",
        language,
        people,
        seed=7,
        programme=meeting.programme,
        members=len(meeting.programme.parts),
    )
    return folder


def only(cell: Path, *, plans: bool = False) -> Meeting:
    content = load(cell, plans=plans).content
    assert content is not None
    (meeting,) = content.meetings
    return meeting


def rows(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8-sig")
    separator = ";" if ";" in text.splitlines()[0] else ","
    return list(csv.DictReader(text.splitlines(), delimiter=separator))


@pytest.mark.parametrize("language", ["uk", "pl", "he"])
def test_from_a_registration_list_to_seats(
    root: Path, tmp_path: Path, capsys: Said, language: str
) -> None:
    cell = make(root, tmp_path / "cell", language)
    session = only(cell).id
    private = cell / "content/private" / session
    assert viche(cell, "roster", "import", str(tmp_path / "form.csv"), session) == 0
    assert viche(cell, "plan", session, "--replace") == 0
    said = capsys.readouterr()
    people, seats = rows(private / "roster.csv"), rows(private / "seats.csv")
    meeting = only(cell, plans=True)
    assert meeting.plan is not None
    assert meeting.topology is not None
    assert [row["seat"] for row in seats] == [seat.id for seat in meeting.plan.seats]
    assert {row["code"] for row in seats} == {row["code"] for row in people}
    measures = measure(meeting.plan, meeting.topology)
    assert measures.excess == measures.minimum
    public = "".join(
        path.read_text(encoding="utf-8")
        for path in (cell / "content/programmes").rglob("*")
        if path.is_file()
    )
    for person in people:
        assert person["email"] not in public + said.out + said.err
        assert person["surname"] not in said.out + said.err
        assert person["code"] not in public
    assert viche(cell, "check") == 0


def test_seats_that_people_know_of_are_kept(root: Path, tmp_path: Path, capsys: Said) -> None:
    """Another list gives another seating, but nobody's seat changes unasked."""
    cell = make(root, tmp_path / "cell", "pl")
    session = only(cell).id
    form = tmp_path / "form.csv"
    assert viche(cell, "roster", "import", str(form), session) == 0
    assert viche(cell, "plan", "--replace") == 0
    before = {path: path.read_bytes() for path in cell.rglob("*.csv")}
    assert viche(cell, "plan") == 0
    assert {path: path.read_bytes() for path in cell.rglob("*.csv")} == before
    write_roster_form(
        form,
        "pl",
        len(rows(cell / f"content/private/{session}/roster.csv")) + 5,
        seed=8,
        programme=only(cell).programme,
    )
    assert viche(cell, "roster", "import", str(form), session) == 0
    assert viche(cell, "plan") == 1
    assert "--replace" in capsys.readouterr().err
    seats = cell / f"content/private/{session}/seats.csv"
    assert seats.read_bytes() == before[seats]


def test_rules_that_contradict_each_other_are_named(
    root: Path, tmp_path: Path, capsys: Said
) -> None:
    cell = make(root, tmp_path / "cell", "pl")
    session = only(cell).id
    assert viche(cell, "roster", "import", str(tmp_path / "form.csv"), session) == 0
    roster = cell / f"content/private/{session}/roster.csv"
    people = rows(roster)
    people[0]["together"], people[1]["together"] = people[1]["code"], people[2]["code"]
    people[0]["apart"] = people[2]["code"]
    with roster.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, people[0], delimiter=";")
        writer.writeheader()
        writer.writerows(people)
    before = {path: path.read_bytes() for path in cell.rglob("*") if path.is_file()}
    assert viche(cell, "plan", "--replace") == 1
    said = capsys.readouterr().err
    assert all(person["code"] in said for person in people[:3])
    assert {path: path.read_bytes() for path in cell.rglob("*") if path.is_file()} == before
