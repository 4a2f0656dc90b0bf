"""From a registration list to seats, as an organiser types it, in three languages."""

from __future__ import annotations

import csv
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.cells import PLAN, SESSION, edit, hashes, make_cell, viche
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
    (meeting,) = (meeting for meeting in content.meetings if meeting.stage.id == "swot")
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


@pytest.fixture
def seated(root: Path, tmp_path: Path, capsys: Said) -> Path:
    """The small Polish cell, with seats by a roster."""
    cell = make(root, tmp_path / "cell", "pl")
    assert viche(cell, "roster", "import", str(tmp_path / "form.csv"), SESSION) == 0
    assert viche(cell, "plan", "--replace") == 0
    capsys.readouterr()
    return cell


PRIVATE = f"content/private/{SESSION}"
MISSED = f"build/private/{SESSION}/missed.txt"
DOOR = f"build/private/{SESSION}/door.csv"


def fail_at(monkeypatch: pytest.MonkeyPatch, turn: int) -> None:
    """The disk refuses one renaming, and works again."""
    turns = iter(range(1, 1000))
    replace = os.replace

    def refuse(source: str, target: Path) -> None:
        if next(turns) == turn:
            raise PermissionError(13, "Permission denied", source, None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)


@pytest.mark.parametrize("turn", [1, 2, 3, 4])
def test_a_plan_is_written_with_all_its_files_or_not_at_all(
    seated: Path, turn: int, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Missed wishes, the door, seats, the plan: over old ones, and where there are none yet."""
    (seated / MISSED).write_text("old")
    edit(seated / PLAN, "\n", "\nold\n")
    edit(seated / f"{PRIVATE}/seats.csv", "\n", "\nold\n")
    for _ in range(2):
        before = hashes(seated)
        with monkeypatch.context() as patch:
            fail_at(patch, turn)
            assert viche(seated, "plan", "--replace") == 1
        assert "Permission denied" in capsys.readouterr().err
        assert hashes(seated) == before
        for path in (MISSED, DOOR, PLAN, f"{PRIVATE}/seats.csv"):
            (seated / path).unlink(missing_ok=True)
    assert viche(seated, "plan") == 0
    assert (seated / MISSED).is_file()


def test_a_roster_is_imported_with_what_the_form_said_or_not_at_all(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = make(root, tmp_path / "cell", "pl")
    before = hashes(cell)
    fail_at(monkeypatch, 2)
    assert viche(cell, "roster", "import", str(tmp_path / "form.csv"), SESSION) == 1
    assert hashes(cell) == before


@pytest.mark.parametrize("damage", ["utf-16", "bytes", "folder"])
def test_whatever_lies_where_the_plan_should_is_left_alone(
    root: Path, tmp_path: Path, damage: str, capsys: Said
) -> None:
    cell = make_cell(root, tmp_path / "cell")
    plan = (cell / PLAN).read_bytes()
    (cell / PLAN).unlink()
    if damage == "folder":
        (cell / PLAN).mkdir()
    else:
        text = plan.decode().encode("utf-16") if damage == "utf-16" else plan + b"\xff\n"
        (cell / PLAN).write_bytes(text)
    before = hashes(cell)
    capsys.readouterr()
    assert viche(cell, "plan") == 1
    assert PLAN in capsys.readouterr().err
    assert hashes(cell) == before
    if damage != "folder":
        assert viche(cell, "plan", "--replace") == 0
        assert (cell / PLAN).read_bytes() == plan


def test_a_spreadsheet_may_save_seats_in_its_own_way(seated: Path, capsys: Said) -> None:
    seats = seated / f"{PRIVATE}/seats.csv"
    text = seats.read_text(encoding="utf-8-sig").replace(";", "\t").replace("\n", "\r\n")
    seats.write_bytes(text.encode("utf-16"))
    before = hashes(seated)
    assert viche(seated, "plan") == 0
    assert f"{PLAN} is up to date." in capsys.readouterr().out
    assert hashes(seated) == before


def test_what_was_missed_is_told_of_the_plan_that_is_kept(seated: Path, capsys: Said) -> None:
    """Not of another one, and not any more when no roster is left."""
    (seated / MISSED).write_text("of the plan that is kept")
    edit(seated / PLAN, "\n", "\nold\n")
    assert viche(seated, "plan") == 1
    assert (seated / MISSED).read_text() == "of the plan that is kept"
    (seated / f"{PRIVATE}/roster.csv").unlink()
    assert viche(seated, "plan", "--replace") == 0
    assert not (seated / MISSED).exists()


def test_seats_of_a_roster_that_is_gone_are_set_aside(seated: Path, capsys: Said) -> None:
    seats, aside = seated / f"{PRIVATE}/seats.csv", seated / f"{PRIVATE}/seats.old.csv"
    held = seats.read_bytes()
    (seated / f"{PRIVATE}/roster.csv").unlink()
    assert viche(seated, "plan", "--replace") == 0
    assert f"set aside: {PRIVATE}/seats.old.csv" in capsys.readouterr().err
    assert not seats.exists()
    assert aside.read_bytes() == held
    assert aside.stat().st_mode & 0o777 == 0o600
    assert viche(seated, "check") == 0
    assert "seats.old" not in capsys.readouterr().err
    seat = rows(seated / PLAN)[0]["seat"]
    assert viche(seated, "replan", SESSION, "--absent", seat) == 0
    assert "P-" not in seats.read_text(encoding="utf-8-sig")
    before = hashes(seated)
    assert viche(seated, "plan") == 0, "seats of the same plan, without a roster, are the day's"
    assert hashes(seated) == before
    seats.write_bytes(held)
    (seated / f"{PRIVATE}/day.yaml").unlink()
    assert viche(seated, "plan", "--replace") == 0
    assert aside.read_bytes() == held
    assert (seated / f"{PRIVATE}/seats.old2.csv").is_file()
    assert not seats.exists()


def test_where_cards_are_dealt_at_the_door_a_roster_seats_nobody(
    seated: Path, capsys: Said
) -> None:
    edit(
        seated / f"content/programmes/city/sessions/{SESSION}.yaml",
        "policy: no-repeats",
        "policy: full-coverage\nseating: open\ncards: 12",
    )
    assert viche(seated, "plan", "--replace") == 0
    said = capsys.readouterr().err
    assert f"{SESSION} deals cards at the door, so nobody was seated by its roster." in said
    assert f"set aside: {PRIVATE}/seats.old.csv" in said
    assert not (seated / f"{PRIVATE}/seats.csv").exists()


def test_who_comes_late_gets_a_card_of_their_own_sphere(root: Path, tmp_path: Path) -> None:
    cell = make(root, tmp_path / "cell", "uk")
    session = only(cell).id
    assert viche(cell, "roster", "import", str(tmp_path / "form.csv"), session) == 0
    assert viche(cell, "plan", session, "--replace") == 0
    seats = cell / f"content/private/{session}/seats.csv"
    spheres = {sphere.id: sphere.letter for sphere in only(cell).programme.spheres}
    people = {row["code"]: row for row in rows(cell / f"content/private/{session}/roster.csv")}
    late = next(
        row for row in rows(seats) if row["seat"][0] == spheres[people[row["code"]]["sphere"]]
    )
    sphere = late["seat"][0]
    gone = ["--absent", late["code"], "--arrived", f"1:{sphere}"]
    assert viche(cell, "replan", session, *gone) == 0
    assert late["code"] not in {row["code"] for row in rows(seats)}
    assert viche(cell, "replan", session, "--arrived", late["code"]) == 0
    held = {row["code"]: row["seat"] for row in rows(seats)}
    assert held[late["code"]][0] == sphere
    assert viche(cell, "check") == 0


def test_a_seat_fixed_in_the_roster_stays_on_the_day(root: Path, tmp_path: Path) -> None:
    cell = make(root, tmp_path / "cell", "uk")
    session = only(cell).id
    assert viche(cell, "roster", "import", str(tmp_path / "form.csv"), session) == 0
    roster = cell / f"content/private/{session}/roster.csv"
    people = rows(roster)
    people[0]["seat"] = "G-S-1"
    people[0]["sphere-given"] = "governance"
    with roster.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, people[0], delimiter=";")
        writer.writeheader()
        writer.writerows(people)
    assert viche(cell, "plan", session, "--replace") == 0
    seats = cell / f"content/private/{session}/seats.csv"
    assert {row["seat"]: row["code"] for row in rows(seats)}["G-S-1"] == people[0]["code"]
    missing = [row["code"] for row in rows(seats) if row["seat"] in {"G-S-2", "G-S-3", "G-W-1"}]
    assert viche(cell, "replan", session, "--absent", ",".join(missing)) == 0
    assert {row["seat"]: row["code"] for row in rows(seats)}["G-S-1"] == people[0]["code"]


def test_a_kit_waits_until_the_roster_is_right(seated: Path, capsys: Said) -> None:
    roster = seated / "content/private" / only(seated).id / "roster.csv"
    edit(roster, "P-002", "P-001")
    capsys.readouterr()
    assert viche(seated, "kit") == 1
    assert "roster.csv:3" in capsys.readouterr().err
    assert not (seated / "build/kits").exists()


def test_fewer_people_than_the_session_expects_are_told_at_once(seated: Path, capsys: Said) -> None:
    roster = seated / "content/private" / only(seated).id / "roster.csv"
    separator = ";" if ";" in roster.read_text(encoding="utf-8-sig").splitlines()[0] else ","
    edit(roster, f"{separator}coming{separator}", f"{separator}cancelled{separator}")
    capsys.readouterr()
    assert viche(seated, "plan", "--replace") == 0
    said = capsys.readouterr().err
    line = said.split("as in attendance: ")[1].splitlines()[0]
    assert viche(seated, "check") == 1
    session = seated / only(seated).session.source
    text = session.read_text(encoding="utf-8")
    agreed = re.sub(r"(?m)^attendance:\n(  .*\n)+", f"attendance: {line}\n", text)
    session.write_text(agreed, encoding="utf-8")
    assert viche(seated, "check") == 0
