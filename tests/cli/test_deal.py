"""Dealing at the door, from the command line: what is announced, and what is never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.cells import PLAN, SESSION, edit, hashes, make_cell, viche
from viche.load import load

Said = pytest.CaptureFixture[str]
FILE = f"content/programmes/city/sessions/{SESSION}.yaml"
COUNTS = ("governance=5", "economy=6", "society=7", "infrastructure=4")


@pytest.fixture
def cell(root: Path, tmp_path: Path, capsys: Said) -> Path:
    """The small Polish cell with twelve cards to a sphere, and its plan."""
    made = make_cell(root, tmp_path / "cell")
    edit(made / FILE, "policy: no-repeats", "policy: full-coverage\nseating: open\ncards: 12")
    assert viche(made, "plan", "--replace") == 0
    capsys.readouterr()
    return made


def test_the_plan_is_the_deal_for_those_expected(cell: Path, capsys: Said) -> None:
    assert viche(cell, "check") == 0
    content = load(cell).content
    assert content is not None
    (meeting,) = content.meetings
    assert meeting.plan is not None
    assert len(meeting.plan.seats) == meeting.session.expected == 19
    before = hashes(cell)
    assert viche(cell, "deal", SESSION) == 0
    assert "19 people" in capsys.readouterr().out
    assert hashes(cell) == before


def test_what_to_announce(cell: Path, capsys: Said) -> None:
    before = hashes(cell)
    assert viche(cell, "deal", SESSION, *COUNTS) == 0
    said = capsys.readouterr().out
    assert "Zarządzanie: 5 people (S\u00a02, W\u00a01, O\u00a01, T\u00a01)\n" in said
    assert "Zarządzanie: 1 table open, number 1\n" in said
    assert "Mocne strony: 2 tables open, numbers 1–2\n" in said
    assert "Szanse: 1 table open, number 7\n" in said
    assert "22 people; full coverage" in said
    assert "fewer than three people" in said
    assert hashes(cell) == before


def test_letters_will_do_and_so_will_chosen_parts(cell: Path, capsys: Said) -> None:
    assert viche(cell, "deal", SESSION, *COUNTS) == 0
    by_name = capsys.readouterr().out
    assert viche(cell, "deal", SESSION, "C=7", "G=5", "E=6", "I=4") == 0
    assert capsys.readouterr().out == by_name
    parts = ("G.S=2", "governance.weaknesses=1", "G.opportunities=1", "governance.T=1")
    assert viche(cell, "deal", SESSION, *parts, *COUNTS[1:]) == 0
    assert capsys.readouterr().out == by_name
    uneven = ("G.S=0", "G.W=4", "G.O=0", "G.T=1")
    assert viche(cell, "deal", SESSION, *uneven, *COUNTS[1:], language="uk") == 0
    said = capsys.readouterr().out
    assert "профільні групи різняться на 4 людини" in said
    assert "Zarządzanie: 1 людина не має надрукованої картки" in said


def test_only_when_asked_the_plan_is_replaced(cell: Path, capsys: Said) -> None:
    before = (cell / PLAN).read_text(encoding="utf-8")
    assert viche(cell, "deal", SESSION, *COUNTS, "--write") == 0
    assert f"Written: {PLAN}; lines new or changed: " in capsys.readouterr().out
    after = (cell / PLAN).read_text(encoding="utf-8")
    assert after.count("\n") == 1 + 22 != before.count("\n")
    assert viche(cell, "deal", SESSION, *COUNTS, "--write") == 0
    assert f"{PLAN} is up to date." in capsys.readouterr().out
    assert viche(cell, "check") == 0  # those who came are not those expected: only a warning
    assert "the session's file expects" in capsys.readouterr().err


def test_a_damaged_plan_is_replaced_too(cell: Path) -> None:
    plan = (cell / PLAN).read_text(encoding="utf-8")
    (cell / PLAN).write_bytes(plan.encode("utf-16"))
    assert viche(cell, "deal", SESSION, "--write") == 0
    assert (cell / PLAN).read_text(encoding="utf-8") == plan


def test_a_plan_that_its_cards_contradict_stops_every_product(cell: Path, capsys: Said) -> None:
    """More cards to a sphere, and the spheres behind it sit at other tables."""
    edit(cell / FILE, "cards: 12", "cards: 24")
    before = hashes(cell)
    for command in ("check", "kit", "site", "build"):
        assert viche(cell, command) == 1
        said = capsys.readouterr().err
        assert f"{PLAN}\n  error: the plan does not fit the cards" in said
    assert hashes(cell) == before
    assert viche(cell, "plan", "--replace") == 0
    assert viche(cell, "check") == 0


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (["governance=5"], "count the people of “economy” once: all together as in economy=20"),
        (
            ["goverance=5", "E=1"],
            "no sphere, part or direction “goverance”; did you mean “governance”?",
        ),
        (["E.strengh=5"], "direction “E.strengh”; did you mean “E.strengths”?"),
        (["17"], "“17” is no count; write governance=20"),
        (["economy=many"], "“economy=many” is no count; write governance=20"),
        (["economy=1", "E=1"], "with “E=1” the same people are counted twice"),
        (["economy=1", "E.S=1"], "count the people of “governance” once"),
        (["G=1", "E=1", "C=1", "I=1", "I.S=1"], "count the people of “infrastructure” once"),
        (["G=0", "E=0", "C=0", "I=0"], "the people must be between 1 and 2000"),
        (["G=1999", "E=1", "C=1", "I=1"], "the people must be between 1 and 2000"),
    ],
)
def test_counts_that_cannot_be_understood(
    cell: Path, typed: list[str], answer: str, capsys: Said
) -> None:
    before = hashes(cell)
    assert viche(cell, "deal", SESSION, *typed, "--write") == 2
    assert answer in capsys.readouterr().err
    assert hashes(cell) == before


def test_sessions_that_cannot_be_dealt(cell: Path, capsys: Said) -> None:
    assert viche(cell, "deal", "2027-01-smal", *COUNTS) == 2
    assert f"did you mean “{SESSION}”?" in capsys.readouterr().err
    assert viche(cell, "deal") == 2
    edit(cell / FILE, "seating: open\ncards: 12\n", "")
    assert viche(cell, "deal", SESSION, *COUNTS) == 2
    assert "only where its file says “seating: open”" in capsys.readouterr().err


def test_a_hall_without_spheres(cell: Path, capsys: Said) -> None:
    text = (cell / FILE).read_text(encoding="utf-8")
    start, end = text.index("attendance:"), text.index("steps:")
    (cell / FILE).write_text(text[:start] + "people: 18\n\n" + text[end:], encoding="utf-8")
    programme = cell / "content/programmes/city/programme.yaml"
    edit(programme, "network: incomplete-3d", "network: two-dimensional")
    edit(cell / FILE, "cards: 12", "cards: 24")
    reconciling = next(line for line in text.splitlines(True) if "grouping: reconciling" in line)
    edit(cell / FILE, reconciling, "")
    edit(cell / FILE, "minutes: 15}", "minutes: 40}")
    (cell / "content/programmes/city/protocols/swot.yaml").unlink()
    assert viche(cell, "plan", "--replace") == 0
    capsys.readouterr()
    assert viche(cell, "deal", SESSION, "21") == 0
    whole = capsys.readouterr().out
    assert "The whole hall: 5 tables open, numbers 1–5" in whole
    assert "Nothing is lost" in whole
    parts = ("strengths=6", "W=5", "O=5", "threats=5")
    assert viche(cell, "deal", SESSION, *parts) == 0
    assert capsys.readouterr().out == whole
    assert viche(cell, "deal", SESSION, "strengths=6") == 2
    assert "count the people once: all together as in 24" in capsys.readouterr().err


def test_groups_that_are_too_small_get_the_number_of_tables_that_mends_them(
    cell: Path, capsys: Said
) -> None:
    edit(cell / FILE, "policy: full-coverage", "policy: no-repeats")
    counts = ("governance=5", "economy=10", "society=12", "infrastructure=9")
    assert viche(cell, "deal", SESSION, *counts) == 0
    said = capsys.readouterr().out
    advice = said[said.index("What to do: announce fewer tables") :]
    assert "where that can't be had, this comes closest:\n" in advice
    assert "Cross groups, Zarządzanie: 1 table, 5 people each; more repeat meetings: 1\n" in advice
    assert "Cross groups, Gospodarka: 2 tables, 5 people each; more repeat meetings: 2\n" in advice
    assert "Infrastruktura: 2 tables, 4–5 people each; more repeat meetings: 1\n" in advice
    assert "Społeczeństwo" not in advice, "three tables of four lack nothing"


def test_five_to_eight_are_promised_only_where_all_tables_have_as_many(
    cell: Path, capsys: Said
) -> None:
    edit(cell / FILE, "policy: full-coverage", "policy: no-repeats")
    counts = ("governance=12", "economy=10", "society=12", "infrastructure=12")
    assert viche(cell, "deal", SESSION, *counts) == 0
    said = capsys.readouterr().out
    assert "can share out all its roles:\n" in said
    assert "comes closest" not in said


def test_small_profile_groups_are_sent_where_there_is_room_in_their_sphere(
    cell: Path, capsys: Said
) -> None:
    counts = ("governance=8", "economy=9", "society=10", "infrastructure=12")
    assert viche(cell, "deal", SESSION, *counts) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line.startswith("Profile groups, ")] == [
        "Profile groups, Zarządzanie: let G-S, G-W, G-O, G-T sit together, "
        "at most eight people at a table; some may meet again later.",
        "Profile groups, Gospodarka: let E-W, E-O, E-T sit together, "
        "at most eight people at a table; some may meet again later.",
        "Profile groups, Społeczeństwo i kultura: share out the people of C-O, C-T evenly "
        "among its other groups; some people may meet again later.",
    ]


def test_where_nothing_is_lost_nothing_is_advised(cell: Path, capsys: Said) -> None:
    counts = ("governance=12", "economy=12", "society=12", "infrastructure=12")
    assert viche(cell, "deal", SESSION, *counts) == 0
    said = capsys.readouterr().out
    assert "Nothing is lost" in said
    assert "What to do" not in said
