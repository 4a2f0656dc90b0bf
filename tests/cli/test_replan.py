"""On the day: who exchanges cards, what is written, and what is refused."""

from __future__ import annotations

import csv
import os
import re
import shutil
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from tests.cli.cells import PLAN, PROTOCOL, SESSION, edit, hashes, make_cell, viche
from viche.cli.day import Desk
from viche.cli.door import door_list
from viche.cli.speech import Speech
from viche.cli.typed import Wanted
from viche.load import load
from viche.load.private import nearest_seat, separator_in
from viche.model.content import Content
from viche.model.roster import Holders, Person, Roster

Said = pytest.CaptureFixture[str]
PRIVATE = f"content/private/{SESSION}"
SEATS, DAY, ROSTER = f"{PRIVATE}/seats.csv", f"{PRIVATE}/day.yaml", f"{PRIVATE}/roster.csv"
DOOR = f"build/private/{SESSION}/door.csv"


@pytest.fixture
def cell(root: Path, tmp_path: Path) -> Path:
    """A cell with a plan, and no roster: people are known by their seats."""
    return make_cell(root, tmp_path / "cell")


@pytest.fixture
def registered(cell: Path) -> Path:
    """The same cell with a roster: nineteen people who come, one who waits, one who doesn't."""
    surnames = ["Żak", "Łoś", "Zając", "Ćma", "Cis", "Lis", "Ślaz", "Sum"]
    states = [*(["coming"] * 19), "waiting", "cancelled"]
    lines = [
        f"P-{at:03d};{state};{surnames[at % 8]};Ola {chr(64 + at)};o{at}@example.org"
        for at, state in enumerate(states, 1)
    ]
    (cell / ROSTER).parent.mkdir(parents=True)
    text = "\n".join(["code;state;surname;name;email", *lines, ""])
    (cell / ROSTER).write_text(text, encoding="utf-8-sig")
    assert viche(cell, "plan", "--replace") == 0
    return cell


def door(cell: Path) -> dict[str, list[str]]:
    """By code: name, seat and state."""
    lines = (cell / DOOR).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Nazwisko i imię;Kod;Miejsce;Stan"
    return {code: [name, *rest] for name, code, *rest in (line.split(";") for line in lines[1:])}


def seats(cell: Path) -> list[str]:
    return [line.split(",")[0] for line in (cell / PLAN).read_text().splitlines()[1:]]


def held(cell: Path) -> dict[str, list[str]]:
    lines = (cell / SEATS).read_text(encoding="utf-8-sig").splitlines()[1:]
    return {line.split(";")[0]: line.split(";")[1:] for line in lines}


def day(cell: Path) -> dict[str, list[str]]:
    """What is remembered of the day."""
    found = yaml.safe_load((cell / DAY).read_text(encoding="utf-8"))
    assert list(found) == ["done", "absent", "arrived", "pinned", "left"]
    return dict(found)


def spare(cell: Path, capsys: Said) -> str:
    """A seat whose holder isn't missed; the cell is small, and most people are."""
    for seat in seats(cell):
        capsys.readouterr()
        assert viche(cell, "replan", SESSION, "--absent", seat, "--try") == 0
        if "Nobody has to change" in capsys.readouterr().out:
            return seat
    raise AssertionError("Everybody is missed.")


def test_a_walk_in_takes_the_free_card_of_somebody_who_did_not_come(
    cell: Path, capsys: Said
) -> None:
    before, seat = (cell / PLAN).read_bytes(), seats(cell)[0]
    assert viche(cell, "replan", SESSION, "--absent", seat, "--arrived", f"1:{seat[0]}") == 0
    assert f"GUEST-1 has come: the free card {seat}" in capsys.readouterr().out
    assert (cell / PLAN).read_bytes() == before
    assert held(cell)[seat] == [seat, ""], "known by the card"
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
    assert viche(cell, "replan", SESSION, "--arrived", f"1:{sphere}", "--absent", new) == 0
    assert f"the free card {new}" in capsys.readouterr().out
    assert held(cell)[new] == [new, ""]


def test_trying_writes_nothing(cell: Path, capsys: Said) -> None:
    before = hashes(cell)
    sphere = seats(cell)[0][0]
    assert viche(cell, "replan", SESSION, "--arrived", f"2:{sphere}", "--try") == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert hashes(cell) == before


def test_what_is_fixed_by_hand_is_kept_and_priced(cell: Path, capsys: Said) -> None:
    one, other = seats(cell)[:2]
    assert viche(cell, "replan", SESSION, "--move", f"{one}={other}") == 0
    said = capsys.readouterr().out
    assert "costs 2 more changes" in said
    assert f"  {one} → {other}\n" in said
    assert f"  {other} → {one}\n" in said
    assert all(holder == [seat, ""] for seat, holder in held(cell).items())
    assert day(cell)["pinned"] == [other]


def test_somebody_absent_may_still_come(cell: Path, capsys: Said) -> None:
    seat = spare(cell, capsys)
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
        (["--done", "profil"], "the plan has no step “profil”; did you mean “profile”?"),
        (["--done", "lunch"], "no step “lunch”; it has Profile groups (profile), Cross"),
        (["--arrived", "1:economi"], "did you mean “economy”?"),
        (["--move", "{seat}=G-S-9"], "the plan has no seat G-S-9; did you mean “G-S-2”?"),
        (["--absent", "G-S-9"], "did you mean “G-S-2”?"),
        (["--absent", "{seat}", "--move", "{seat}={other}"], "{seat} is absent"),
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
    assert said.format(seat=seat) in capsys.readouterr().err
    assert hashes(cell) == before


def test_who_loses_their_seat_for_somebody_is_told_how_to_exchange(
    cell: Path, capsys: Said
) -> None:
    one, other = seats(cell)[0], seats(cell)[-1]
    assert viche(cell, "replan", SESSION, "--move", f"{one}={other}") == 2
    said = capsys.readouterr().err
    assert f"{other} holds {other} now; if {one} gets it" in said
    remedy = f"--move {one}={other},{other}={one}"
    assert remedy in said
    assert viche(cell, "replan", SESSION, *remedy.split()) == 0
    said = capsys.readouterr().out
    assert f"  {one} → {other}\n" in said
    assert f"  {other} → {one}\n" in said


def test_a_stranger_gets_no_seat_that_somebody_needs(cell: Path, capsys: Said) -> None:
    arrived = ["--arrived", "1", "--move"]
    one, other = seats(cell)[0], seats(cell)[-1]
    moves = f"GUEST-1={one},{one}={other}"
    assert viche(cell, "replan", SESSION, *arrived, moves) == 2
    assert f"{other} holds {other} now; if {one} gets it" in capsys.readouterr().err
    assert viche(cell, "replan", SESSION, "--absent", one, *arrived, f"GUEST-1={one}") == 0
    assert held(cell)[one] == [one, ""]
    assert day(cell)["pinned"] == [one]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("E-S-9", "E-S-6"),
        ("E-S-0", "E-S-1"),
        ("ES3", "E-S-3"),
        ("H-S-9", "H-S-1"),
        ("17", ""),
        ("Q-Q-17", ""),
    ],
)
def test_a_seat_with_another_number_is_the_nearest_of_its_cell(typed: str, meant: str) -> None:
    seats = [*(f"E-S-{number}" for number in range(1, 7)), "H-S-1", "E-W-1"]
    assert nearest_seat(typed, seats) == meant


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


def test_a_step_may_be_told_by_its_title(cell: Path, capsys: Said) -> None:
    assert viche(cell, "replan", SESSION, "--done", "cross GROUPS") == 0
    assert "Done already: Profile groups, Cross groups." in capsys.readouterr().out
    assert day(cell)["done"] == ["profile", "cross"]


def test_a_title_may_have_a_comma(cell: Path, capsys: Said) -> None:
    file = cell / f"content/programmes/city/sessions/{SESSION}.yaml"
    edit(file, "{id: cross, ", '{id: cross, title: {pl: "Razem, po kolei"}, ')
    assert viche(cell, "replan", SESSION, "--done", "razem, po kolei", "--try") == 0
    assert "Done already: Profile groups, Razem, po kolei.\n" in capsys.readouterr().out
    assert viche(cell, "replan", SESSION, "--done", "profile, Cross", "--try") == 2
    assert "no step “Cross”" in capsys.readouterr().err
    assert viche(cell, "replan", SESSION, "--done", "profile,cross") == 0
    assert day(cell)["done"] == ["profile", "cross"]


def test_a_title_that_two_steps_have_says_which_there_are(cell: Path, capsys: Said) -> None:
    file = cell / f"content/programmes/city/sessions/{SESSION}.yaml"
    for step in ("cross", "reconciling"):
        edit(file, f"{{id: {step}, ", f"{{id: {step}, title: {{pl: Razem}}, ")
    assert viche(cell, "replan", SESSION, "--done", "Razem") == 2
    assert "Razem (cross), Razem (reconciling)" in capsys.readouterr().err
    assert not (cell / DAY).exists()


def test_seats_of_whoever_came_unannounced_are_no_reason_to_warn(cell: Path, capsys: Said) -> None:
    """Before the day a plan for more people than the file expects is worth a word."""
    last = (cell / PLAN).read_text(encoding="utf-8").splitlines()[-1]
    seat, _, route = last.partition(",")
    letters, _, number = seat.rpartition("-")
    whole = (cell / PLAN).read_bytes()
    bare = re.sub(r" [a-z]+", "", route)  # nobody has a role twice
    (cell / PLAN).write_bytes(whole + f"{letters}-{int(number) + 1},{bare}\n".encode())
    assert viche(cell, "check") == 0
    assert "the session's file expects" in capsys.readouterr().err
    (cell / PLAN).write_bytes(whole)
    assert viche(cell, "replan", SESSION, "--arrived", f"1:{seat[0]}") == 0
    for command in ("check", "kit"):
        assert viche(cell, command) == 0
        assert "the session's file expects" not in capsys.readouterr().err


def test_cards_that_wait_for_a_printer_are_not_lost(cell: Path) -> None:
    folder = cell / f"build/private/{SESSION}"
    sphere = seats(cell)[0][0]
    assert viche(cell, "replan", SESSION, "--arrived", f"1:{sphere}") == 0
    first = hashes(folder)
    (one,) = seats(cell)[-1:]
    assert [*first] == [f"cards-1-{SESSION}-{one}-pl.pdf", "changes-1.txt"]
    assert viche(cell, "replan", SESSION) == 0
    assert first.items() < hashes(folder).items()
    assert viche(cell, "replan", SESSION, "--arrived", f"1:{sphere}") == 0
    names = {f"cards-1-{SESSION}-{one}-pl.pdf", f"cards-3-{SESSION}-{seats(cell)[-1]}-pl.pdf"}
    assert {path.name for path in folder.glob("cards-*")} == names
    assert hashes(folder).items() > first.items()


@pytest.mark.parametrize("turn", [1, 2, 3, 4])
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


class TestTheDay:
    def test_what_is_over_stays_over(self, cell: Path, capsys: Said) -> None:
        assert viche(cell, "replan", SESSION, "--done", "cross") == 0
        assert (
            cell / DAY
        ).read_text() == "done: [profile, cross]\nabsent: []\narrived: []\npinned: []\nleft: {}\n"
        assert (cell / DAY).stat().st_mode & 0o777 == 0o600
        assert "Done already: Profile groups, Cross groups.\n" in capsys.readouterr().out
        group = [seat for seat in seats(cell) if seat[:3] == seats(cell)[0][:3]]
        assert viche(cell, "replan", SESSION, "--absent", group[0], "--done", "profile") == 0
        said = capsys.readouterr().out
        assert "Done already: Profile groups, Cross groups.\n" in said
        assert "  Cross groups" not in said
        assert (
            cell / DAY
        ).read_text() == "done: [profile, cross]\nabsent: []\narrived: []\npinned: []\nleft: {}\n"
        assert viche(cell, "check") == 0
        assert "day.yaml" not in capsys.readouterr().err

    def test_trying_remembers_nothing(self, cell: Path) -> None:
        assert viche(cell, "replan", SESSION, "--done", "profile") == 0
        before = hashes(cell)
        assert viche(cell, "replan", SESSION, "--done", "cross", "--try") == 0
        assert hashes(cell) == before

    def test_a_day_that_is_over_says_so(self, cell: Path, capsys: Said) -> None:
        assert viche(cell, "replan", SESSION, "--done", "return") == 0
        said = capsys.readouterr().out
        assert "Every step is over, so there is nothing to restore." in said
        assert "Nobody has to change" not in said

    def test_nobody_is_left(self, cell: Path, capsys: Said) -> None:
        assert viche(cell, "replan", SESSION, "--absent", ",".join(seats(cell))) == 0
        assert capsys.readouterr().out.startswith("Nobody is here")
        assert all(state == "absent" for _, state in held(cell).values())

    @pytest.mark.parametrize(
        ("text", "place", "said"),
        [
            ("done: [profile, crosss]\n", "1:17  done[2]", "write “cross”"),
            ("done: [lunch]\n", "1:8  done[1]", "write one of: profile, cross, reconciling"),
            ("done: profile\n", "1:7  done", "a list is expected here"),
            ("finished: [profile]\n", "1:1  finished", "there is no field “finished” here"),
            ("absent: [E-S-77]\n", "1:10  absent[1]", "nobody in the roster has the code"),
            ("", "1:1", "the file is empty"),
        ],
    )
    def test_mistakes_by_hand_are_told_at_their_line(
        self, cell: Path, capsys: Said, text: str, place: str, said: str
    ) -> None:
        assert viche(cell, "replan", SESSION) == 0
        (cell / DAY).write_text(text)
        before = hashes(cell)
        for command in (["replan", SESSION], ["check"]):
            capsys.readouterr()
            assert viche(cell, *command) == 1
            told = capsys.readouterr().err
            assert f"{DAY}:{place}" in told
            assert said in told
        assert hashes(cell) == before

    def test_without_seats_it_counts_no_more(self, cell: Path, capsys: Said) -> None:
        assert viche(cell, "replan", SESSION, "--done", "profile") == 0
        (cell / SEATS).unlink()
        capsys.readouterr()
        assert viche(cell, "replan", SESSION, "--try") == 0
        assert "Done already" not in capsys.readouterr().out

    def test_tables_that_become_too_large_are_told(self, cell: Path, capsys: Said) -> None:
        assert viche(cell, "replan", SESSION, "--arrived", "30:economy", "--try") == 0
        said = capsys.readouterr().out
        assert "Tables with more people than the plan has at any:\n  Profile groups: up to" in said
        assert "people at a table (2 before)" in said

    def test_strangers_keep_their_sphere(self, registered: Path) -> None:
        arrived = ["--arrived", "1:economy,1:economy:member"]
        assert viche(registered, "replan", SESSION, *arrived) == 0
        desk = desk_of(registered)
        seated, _ = desk.people(Wanted())
        strangers = {each.key: each for each in seated if each.key in {"GUEST-1", "MEMBER-2"}}
        assert {key: each.given for key, each in strangers.items()} == {
            "GUEST-1": {"sphere": "E"},
            "MEMBER-2": {"sphere": "E"},
        }
        assert [strangers[key].member for key in ("GUEST-1", "MEMBER-2")] == [False, True]


class TestAPlanIsAContract:
    @pytest.mark.parametrize(
        "happened",
        [["--absent", "{seat}"], ["--arrived", "1"], ["--done", "profile"]],
    )
    def test_once_the_day_has_begun_nobody_is_seated_anew(
        self, registered: Path, capsys: Said, happened: list[str]
    ) -> None:
        seat = seats(registered)[0]
        typed = [argument.format(seat=seat) for argument in happened]
        assert viche(registered, "replan", SESSION, *typed) == 0
        edit(registered / ROSTER, "coming", "cancelled")
        before = hashes(registered)
        capsys.readouterr()
        for replace in ([], ["--replace"]):
            assert viche(registered, "plan", SESSION, *replace) == len(replace)
            said = capsys.readouterr().err
            assert f"{SESSION} is under way: {SEATS} says" in said
            assert f"viche replan {SESSION}" in said
        assert hashes(registered) == before

    @pytest.mark.parametrize("of", ["absent", "GUEST-1"])
    def test_seats_alone_tell_that_it_has_begun(self, registered: Path, of: str) -> None:
        """As an earlier version wrote them, or somebody's hand."""
        seat, (code, _) = next(iter(held(registered).items()))
        new = f"{seat};{code};absent" if of == "absent" else f"{seat};{of};"
        edit(registered / SEATS, f"{seat};{code};", new)
        before = hashes(registered)
        assert viche(registered, "plan", SESSION, "--replace") == 1
        assert hashes(registered) == before

    def test_whoever_moves_the_seats_away_begins_anew(self, registered: Path) -> None:
        before = hashes(registered)
        assert viche(registered, "replan", SESSION, "--absent", seats(registered)[0]) == 0
        assert viche(registered, "plan", SESSION, "--replace") == 1
        (registered / SEATS).unlink()
        assert viche(registered, "replan", SESSION) == 2, "nobody knows who holds which seat"
        assert viche(registered, "plan", SESSION, "--replace") == 0
        assert not (registered / DAY).exists()
        for card in (registered / f"build/private/{SESSION}").glob("c*-*"):
            card.unlink()
        assert hashes(registered) == before


class TestTheDoor:
    def test_everybody_stands_in_it_in_the_order_of_the_alphabet(self, registered: Path) -> None:
        listed = door(registered)
        surnames = list(dict.fromkeys(name.split()[0] for name, *_ in listed.values()))
        assert surnames == ["Cis", "Ćma", "Lis", "Łoś", "Sum", "Ślaz", "Zając", "Żak"]
        assert {code: seat for code, (_, seat, _) in listed.items() if seat} == {
            code: seat for seat, (code, _) in held(registered).items() if code
        }
        assert listed["P-020"] == ["Cis Ola T", "", "czeka na miejsce"]
        assert "P-021" not in listed
        assert listed["P-001"][2] == "przyjdzie"
        assert (registered / DOOR).stat().st_mode & 0o777 == 0o600
        assert (registered / DOOR).parent.stat().st_mode & 0o077 == 0

    def test_the_day_changes_it(self, registered: Path, capsys: Said) -> None:
        codes = {seat: code for seat, (code, _) in held(registered).items()}
        seat = spare(registered, capsys)
        assert viche(registered, "replan", SESSION, "--absent", codes[seat]) == 0
        assert f"The list for the door: {DOOR}." in capsys.readouterr().out
        assert door(registered)[codes[seat]][1:] == [seat, "nieobecność"]
        assert viche(registered, "replan", SESSION, "--arrived", f"1:{seat[0]}") == 0
        assert door(registered)["GUEST-1"] == ["", seat, "bez zgłoszenia"]
        assert list(door(registered))[-1] == "GUEST-1", "whoever has no name comes last"
        assert door(registered)[codes[seat]][1:] == ["", "nieobecność"], "somebody has the card"
        assert viche(registered, "replan", SESSION, "--absent", codes[seat]) == 0, "again"
        assert viche(registered, "replan", SESSION, "--move", f"{codes[seat]}={seat}") == 2
        assert f"if they have come after all: --arrived {codes[seat]}" in capsys.readouterr().err
        assert viche(registered, "replan", SESSION, "--arrived", f"{codes[seat]},P-020") == 0
        assert {door(registered)[code][2] for code in (codes[seat], "P-020")} == {"przyjdzie"}
        assert viche(registered, "check") == 0

    def test_whoever_waits_has_no_card_to_change(self, registered: Path, capsys: Said) -> None:
        assert viche(registered, "replan", SESSION, "--absent", "P-020") == 2
        assert "P-020 has no card yet" in capsys.readouterr().err

    def test_a_free_seat_belongs_to_nobody(self, registered: Path, capsys: Said) -> None:
        seat = next(iter(held(registered)))
        edit(registered / SEATS, f"{seat};{held(registered)[seat][0]};", f"{seat};;")
        assert viche(registered, "replan", SESSION, "--absent", seat) == 2
        assert f"nobody holds {seat}: its card is free" in capsys.readouterr().err
        assert viche(registered, "replan", SESSION, "--arrived", seat) == 2

    @pytest.mark.parametrize("name", ["=HYPERLINK(1);x", "@SUM(A1)x", "+48 abc", "-2+3 abc"])
    def test_no_name_becomes_a_formula(self, registered: Path, name: str) -> None:
        edit(registered / ROSTER, ";Łoś;Ola A;", f';"{name}";;')
        assert viche(registered, "plan", "--replace") == 0
        text = (registered / DOOR).read_text(encoding="utf-8-sig")
        cells = [cell for row in csv.reader(text.splitlines(), delimiter=";") for cell in row]
        assert len(cells) == 4 * 21
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]

    def test_without_a_roster_there_is_none(self, registered: Path) -> None:
        (registered / ROSTER).unlink()
        assert viche(registered, "plan", "--replace") == 0
        assert not (registered / DOOR).exists()
        assert viche(registered, "replan", SESSION) == 0
        assert not (registered / DOOR).exists()


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("uk", ["Гай Ян", "Ґудзь Ян", "Євко Ян", "Зуб Ян", "Івко Ян", "Їжак Ян", "Яр Ян", "Fox"]),
        ("pl", ["Acz Jan", "Ącz Jan", "Lis Jan", "Łosia", "Łoś Adam", "Łoś Jan", "Żak Jan"]),
        ("ru", ["Едов Ян", "Ёлкин Ян", "Жук Ян"]),
        ("he", ["אבן דן", "כהן דן", "לוי דן"]),
        ("en", ["Évan Jo", "Fox Jo", "O'Hara Jo", "Ohm Jo"]),
    ],
)
def test_names_are_sorted_as_in_a_telephone_book(
    root: Path, language: str, names: list[str]
) -> None:
    people = [Person(f"P-{at:03d}", name) for at, name in enumerate(reversed(names), 1)]
    roster = Roster("day", "roster.csv", tuple(people))
    content = load(root, plans=False).content
    assert content is not None
    cell = content.cell.model_copy(update={"languages": (language,)})
    text = door_list(root, cell, roster, Holders(())).decode("utf-8-sig")
    rows = csv.reader(text.splitlines(), delimiter=separator_in(language))
    assert [row[0] for row in rows][1:] == names


def load_content(cell: Path) -> Content:
    content = load(cell).content
    assert content is not None
    return content


def desk_of(cell: Path) -> Desk:
    content = load_content(cell)
    return Desk.read(cell, content, content.meetings[0], Speech("en"))


def replan(cell: Path, capsys: Said, *typed: str) -> str:
    """What a run says that must succeed."""
    capsys.readouterr()
    assert viche(cell, "replan", SESSION, *typed) == 0
    return capsys.readouterr().out


def codes(cell: Path) -> dict[str, str]:
    """By code, the seat of everybody who is here."""
    return {code: seat for seat, (code, state) in held(cell).items() if code and not state}


class TestWhoeverHasCancelled:
    def test_is_absent_without_being_told(self, registered: Path) -> None:
        edit(registered / ROSTER, "P-003;coming", "P-003;cancelled")
        assert viche(registered, "replan", SESSION, "--keep", "P-001") == 0
        assert "P-003" not in codes(registered)

    def test_and_comes_all_the_same_is_here_until_told_absent(
        self, registered: Path, capsys: Said
    ) -> None:
        seat = codes(registered)["P-003"]
        edit(registered / ROSTER, "P-003;coming", "P-003;cancelled")
        replan(registered, capsys, "--arrived", "P-003")
        assert day(registered)["arrived"] == ["P-003"]
        replan(registered, capsys, "--arrived", f"1:{seat[0]}")
        assert codes(registered)["P-003"] == seat
        assert codes(registered)["GUEST-1"] != seat
        replan(registered, capsys, "--absent", "P-003")
        assert day(registered)["arrived"] == []
        replan(registered, capsys)
        assert "P-003" not in codes(registered)

    def test_and_comes_when_the_card_is_gone_keeps_the_new_one(
        self, registered: Path, capsys: Said
    ) -> None:
        edit(registered / ROSTER, "P-003;coming", "P-003;cancelled")
        replan(registered, capsys, "--arrived", "3:economy,3:governance,3:society,3:infrastructure")
        assert day(registered)["absent"] == ["P-003"]
        replan(registered, capsys, "--arrived", "P-003")
        seat = codes(registered)["P-003"]
        assert (day(registered)["absent"], day(registered)["arrived"]) == ([], ["P-003"])
        replan(registered, capsys, "--arrived", f"1:{seat[0]}")
        assert codes(registered)["P-003"] == seat


class TestWithoutARoster:
    def test_people_are_known_by_the_card_that_they_hold_now(
        self, cell: Path, capsys: Said
    ) -> None:
        one, other = seats(cell)[:2]
        replan(cell, capsys, "--absent", one, "--move", f"{other}={one}")
        assert held(cell)[one] == [one, ""]
        (free,) = (seat for seat, (code, _) in held(cell).items() if not code)
        replan(cell, capsys, "--keep", one)
        assert viche(cell, "replan", SESSION, "--keep", free) == 2
        assert f"nobody holds {free}" in capsys.readouterr().err
        here = len(codes(cell))
        replan(cell, capsys, "--absent", one)
        assert len(codes(cell)) == here - 1, "it isn't ignored"
        assert viche(cell, "check") == 0

    def test_whoever_lost_the_card_is_a_stranger(self, cell: Path, capsys: Said) -> None:
        seat = spare(cell, capsys)
        replan(cell, capsys, "--absent", seat, "--arrived", f"1:{seat[0]}")
        assert held(cell)[seat] == [seat, ""]
        assert day(cell)["absent"] == []
        assert viche(cell, "replan", SESSION, "--arrived", seat) == 2
        assert f"whoever holds {seat} is here already" in capsys.readouterr().err
        said = replan(cell, capsys, "--arrived", f"1:{seat[0]}")
        assert "GUEST-1 has come: a new card" in said
        assert all(code == place for code, place in codes(cell).items())

    def test_every_key_that_is_printed_can_be_typed_back(self, cell: Path, capsys: Said) -> None:
        one, other = seats(cell)[0], seats(cell)[-1]
        replan(cell, capsys, "--move", f"{one}={other},{other}={one}")
        said = replan(cell, capsys, "--move", f"{other}={one},{one}={other}")
        assert f"  {other} → {one}\n" in said
        assert f"Fixed by hand earlier: {one}" not in said, "moved elsewhere"
        assert "  nobody" not in replan(cell, capsys, "--keep", f"{one},{other}")

    def test_codes_of_an_earlier_version_are_read_by_seat(self, cell: Path, capsys: Said) -> None:
        one, other, third = seats(cell)[:3]
        replan(cell, capsys)
        edit(cell / SEATS, f"{one};{one};", f"{one};{other};")
        edit(cell / SEATS, f"{other};{other};", f"{other};GUEST-1;")
        edit(cell / SEATS, f"{third};{third};", f"{third};{one};absent")
        (cell / DAY).write_text(f"done: [profile]\nabsent: [{one}, GUEST-7]\n")
        assert f"  {one} → " not in replan(cell, capsys, "--keep", one)
        assert [held(cell)[seat][0] for seat in (one, other)] == [one, other]
        assert held(cell)[third] in ([third, "absent"], ["", ""])
        assert day(cell) == {
            "done": ["profile"],
            "absent": [],
            "arrived": [],
            "pinned": [one],
            "left": {},
        }


class TestByHand:
    @pytest.fixture
    def moved(self, registered: Path, capsys: Said) -> tuple[str, str]:
        """Somebody who was moved to the seat of an absent person, and that seat."""
        seat_of = codes(registered)
        person, away = next(
            (person, away)
            for person, seat in seat_of.items()
            for away, free in seat_of.items()
            if seat[0] == free[0] and seat != free
        )
        typed = ["--absent", away, "--move", f"{person}={seat_of[away]}"]
        replan(registered, capsys, *typed)
        return person, seat_of[away]

    def test_a_move_stays(self, registered: Path, capsys: Said, moved: tuple[str, str]) -> None:
        person, seat = moved
        for typed in ([], ["--arrived", f"2:{seat[0]}"], ["--done", "profile"]):
            said = replan(registered, capsys, *typed)
            assert f"Fixed by hand earlier: {person}.\n" in said
            assert f"{person}: " not in said
            assert codes(registered)[person] == seat
            assert day(registered)["pinned"] == [person]

    def test_it_ends_with_absence(
        self, registered: Path, capsys: Said, moved: tuple[str, str]
    ) -> None:
        replan(registered, capsys, "--absent", moved[0])
        assert day(registered)["pinned"] == []
        assert "Fixed by hand" not in replan(registered, capsys, "--arrived", moved[0])

    def test_nobody_else_gets_the_seat_unnoticed(
        self, registered: Path, capsys: Said, moved: tuple[str, str]
    ) -> None:
        person, seat = moved
        other = next(code for code, of in codes(registered).items() if code != person)
        its = codes(registered)[other]
        assert viche(registered, "replan", SESSION, "--move", f"{other}={seat}") == 2
        assert f"say which seat {person} gets: --move {person}=" in capsys.readouterr().err
        said = replan(registered, capsys, "--move", f"{other}={seat},{person}={its}")
        assert "Fixed by hand earlier" not in said
        assert {*day(registered)["pinned"]} == {person, other}
        replan(registered, capsys)
        assert (codes(registered)[person], codes(registered)[other]) == (its, seat)

    def test_a_card_that_was_kept_stays(self, registered: Path, capsys: Said) -> None:
        """Whoever would have to move, and keeps their card, isn't moved by the next run."""
        for away in codes(registered):
            said = replan(registered, capsys, "--absent", away, "--try")
            if found := re.search(r"^  (P-[0-9]+): .* → ", said, re.MULTILINE):
                break
        else:
            raise AssertionError("Nobody ever has to move.")
        kept, seat = found[1], codes(registered)[found[1]]
        replan(registered, capsys, "--absent", away, "--keep", kept)
        assert codes(registered)[kept] == seat
        assert f"{kept}: " not in replan(registered, capsys)
        assert codes(registered)[kept] == seat

    def test_without_a_roster_it_is_the_seat_that_stays(self, cell: Path, capsys: Said) -> None:
        one, other = seats(cell)[:2]
        replan(cell, capsys, "--absent", other, "--move", f"{one}={other}")
        assert day(cell)["pinned"] == [other]
        for _ in range(2):
            said = replan(cell, capsys)
            assert f"Fixed by hand earlier: {other}.\n" in said
            assert f"  {other} → " not in said
            assert held(cell)[other] == [other, ""]


class TestWhatNoMessageHas:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("{seat};{code};", "{seat};GUEST-Ivan Petrenko;"),
            ("{seat};{code};", "{seat};MEMBER-0;"),
            ("{seat};{code};", "{seat};Ivan Petrenko;"),
            ("{seat};{code};", "{seat};{code};Petrenko"),
            ("{seat};{code};", "Petrenko;{code};"),
        ],
    )
    def test_a_name_among_the_seats_is_refused_and_not_repeated(
        self, registered: Path, capsys: Said, old: str, new: str
    ) -> None:
        replan(registered, capsys)
        seat, (code, _) = next(iter(held(registered).items()))
        edit(registered / SEATS, old.format(seat=seat, code=code), new.format(seat=seat, code=code))
        before = hashes(registered)
        for command in (["replan", SESSION, "--absent", "P-002"], ["check"]):
            assert viche(registered, *command) == 1
            said = capsys.readouterr().err
            assert f"{SEATS}:2:" in said
            assert "petrenko" not in said.lower()
        assert hashes(registered) == before

    @pytest.mark.parametrize("name", ["absent", "arrived", "pinned"])
    def test_nor_does_one_in_the_day(self, registered: Path, capsys: Said, name: str) -> None:
        replan(registered, capsys)
        edit(registered / DAY, f"{name}: []", f"{name}: [GUEST-Petrenko, GUEST-1]")
        assert viche(registered, "replan", SESSION) == 1
        said = capsys.readouterr().err
        assert f"{name}[1]\n  error: nobody in the roster has the code …" in said
        edit(registered / DAY, "GUEST-Petrenko, ", "")
        replan(registered, capsys)


def test_cyrillic_letters_that_look_alike_are_understood_at_the_desk(
    registered: Path, capsys: Said
) -> None:
    person = next(code for code, seat in codes(registered).items() if seat.startswith("E-"))
    replan(registered, capsys, "--absent", person.replace("P", "Р"))
    assert person not in codes(registered)
    replan(registered, capsys, "--arrived", person.replace("P", "р"))
    seat = codes(registered)[person]
    typed = f"{person}={seat.replace('E', 'Е')}"
    assert typed.isascii() is False
    replan(registered, capsys, "--move", typed)
    assert day(registered)["pinned"] == [person]
    replan(registered, capsys, "--keep", seat.replace("E", "е"))
    assert codes(registered)[person] == seat


def with_seat(registered: Path, seat: str) -> None:
    """The roster fixes a seat for P-003, whose name is Cyrillic."""
    edit(registered / ROSTER, ";email", ";email;seat")
    edit(registered / ROSTER, "Ćma;Ola C;o3@example.org", f"Гук;Оля;o3@example.org;{seat}")


def test_nor_does_it_matter_how_a_seat_is_typed_in_the_roster(
    registered: Path, capsys: Said
) -> None:
    with_seat(registered, "Е-S-1")
    assert viche(registered, "plan", "--replace") == 0
    for _ in range(2):
        assert codes(registered)["P-003"] == "E-S-1"
        assert "P-003: " not in replan(registered, capsys, "--arrived", "1:economy")
    assert day(registered)["pinned"] == [], "the roster remembers it"


def test_a_name_in_place_of_a_seat_is_not_repeated(registered: Path, capsys: Said) -> None:
    with_seat(registered, "Гук")
    for _ in range(2):
        assert viche(registered, "replan", SESSION) == 1
        said = capsys.readouterr().err
        assert "“…”" in said
        assert "гук" not in said.lower()


def test_without_a_protocol_there_are_cards_all_the_same(cell: Path, capsys: Said) -> None:
    """They have a cover with the route, and room for notes."""
    (cell / PROTOCOL).unlink()
    said = replan(cell, capsys, "--arrived", "1:economy")
    assert "To print, 1 card" in said
    (file,) = (cell / f"build/private/{SESSION}").glob("cards-*")
    assert seats(cell)[-1] in PdfReader(file).pages[0].extract_text()


def test_a_wish_for_a_sphere_counts_for_nothing_where_there_are_none(
    root: Path, tmp_path: Path, capsys: Said
) -> None:
    """A table read from a form may have the column all the same."""
    cell, session = tmp_path / "cell", "2027-02-lesson"
    shutil.copytree(root / "tests/cells/shapes", cell)
    roster = cell / f"content/private/{session}/roster.csv"
    roster.parent.mkdir(parents=True)
    sphere = load_content(cell).meeting(session).programme.spheres[0].id
    lines = [f"P-{at:03d},Приклад {at},coming,{sphere}" for at in range(1, 13)]
    text = "\n".join(["code,name,state,sphere", *lines, f"P-013,Приклад,waiting,{sphere}", ""])
    roster.write_text(text, encoding="utf-8")
    assert viche(cell, "plan", session, "--replace") == 0
    assert viche(cell, "replan", session, "--absent", "P-001", "--arrived", "1") == 0
    assert viche(cell, "replan", session, "--arrived", "P-013") == 0
    assert viche(cell, "replan", session, "--arrived", "P-001") == 0
    assert "P-001 has come" in capsys.readouterr().out


def test_whoever_leaves_takes_the_card_along_and_may_come_back(
    registered: Path, capsys: Said
) -> None:
    """The card is printed once more, and who comes back returns to their profile group."""
    left = next(code for code, seat in by_code(registered).items() if seat.startswith("C-S"))
    home = by_code(registered)[left].rpartition("-")[0]
    assert viche(registered, "replan", SESSION, "--done", "profile") == 0
    capsys.readouterr()
    assert viche(registered, "replan", SESSION, "--absent", left, "--arrived", "1:C.S") == 0
    said = capsys.readouterr().out
    assert "its card is printed once more" in said
    assert "To print, 1 card" in said
    assert by_code(registered)["GUEST-1"].rpartition("-")[0] == home
    assert yaml.safe_load((registered / DAY).read_text())["left"].keys() == {left}
    assert viche(registered, "replan", SESSION, "--arrived", left) == 0
    assert by_code(registered)[left].rpartition("-")[0] == home
    assert yaml.safe_load((registered / DAY).read_text())["left"] == {}


def by_code(cell: Path) -> dict[str, str]:
    return {code: seat for seat, (code, _) in held(cell).items() if code}
