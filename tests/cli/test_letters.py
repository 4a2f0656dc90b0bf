"""What people type for spheres and parts, at the door and on the day: ids, letters, names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.cells import PLAN, SESSION, edit, hashes, make_cell, viche
from viche.cli.letters import Letters, Unknown
from viche.load import load
from viche.model.content import Meeting

Said = pytest.CaptureFixture[str]
CELLS = Path(__file__).parent.parent / "cells"
FILE = f"content/programmes/city/sessions/{SESSION}.yaml"


def meetings(cell: Path) -> dict[str, Meeting]:
    content = load(cell, plans=False).content
    assert content is not None
    return {meeting.stage.id: meeting for meeting in content.meetings}


def letters_of(meeting: Meeting) -> Letters:
    assert meeting.topology is not None
    return Letters(meeting.programme, meeting.topology)


@pytest.fixture
def city(root: Path) -> Letters:
    """Those of the example: four spheres and four parts, in Ukrainian and English."""
    return letters_of(meetings(root)["swot"])


@pytest.mark.parametrize(
    "text",
    [
        *("economy", "E", "e", " E ", "Е"),  # the last one is Cyrillic
        *("Економічна сфера", "економіка", "ЕКОНОМІКА", "Economy"),
    ],
)
def test_a_sphere_has_many_names(city: Letters, text: str) -> None:
    assert city.read(text) == [("sphere", "E")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("E.S", [("sphere", "E"), ("part", "S")]),
        ("загрози.соціум і культура", [("part", "T"), ("sphere", "C")]),
        ("Economy.Сильні сторони", [("sphere", "E"), ("part", "S")]),
        ("E.G", [("sphere", "E"), ("sphere", "G")]),
    ],
)
def test_values_of_several_axes(city: Letters, text: str, found: list[tuple[str, str]]) -> None:
    assert city.read(text) == found


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("econmy", "economy"),
        ("економка", "Економіка"),
        ("E.сильні стороны", "E.Сильні сторони"),
        ("E.nowhere", ""),
        ("?", ""),
    ],
)
def test_what_was_probably_meant(city: Letters, text: str, near: str) -> None:
    with pytest.raises(Unknown) as unknown:
        city.read(text)
    assert (unknown.value.name, unknown.value.near) == (text, near)


def test_a_letter_of_two_axes_means_the_first_that_is_not_told(tmp_path: Path, root: Path) -> None:
    cell = make_cell(root, tmp_path / "cell")
    edit(cell / "content/programmes/city/programme.yaml", "letter: C", "letter: S")
    found = letters_of(meetings(cell)["swot"])
    assert found.read("S") == [("sphere", "S")]
    assert found.read("S.S") == [("sphere", "S"), ("part", "S")]


def test_the_values_of_a_cells_own_network_have_names_too() -> None:
    conference = meetings(CELLS / "shapes")["conference"]
    assert conference.topology is not None
    (axis,) = conference.topology.lettered
    found = letters_of(conference)
    for value in conference.programme.values(conference.topology, axis.name):
        for name in (value.id, value.letter, *value.name.root.values()):
            assert found.read(name.upper()) == [(axis.name, value.letter)]


# --- from the command line


def test_counts_by_names(root: Path, tmp_path: Path, capsys: Said) -> None:
    cell = make_cell(root, tmp_path / "cell")
    edit(cell / FILE, "policy: no-repeats", "policy: full-coverage\nseating: open\ncards: 12")
    assert viche(cell, "plan", "--replace") == 0
    capsys.readouterr()
    assert viche(cell, "deal", SESSION, "G=5", "E=6", "C=7", "I=4") == 0
    by_letter = capsys.readouterr().out
    names = (
        "zarządzanie=5",
        "Sfera gospodarcza=6",
        "SPOŁECZEŃSTWO I KULTURA=7",
        "infrastruktura=4",
    )
    assert viche(cell, "deal", SESSION, *names) == 0
    assert capsys.readouterr().out == by_letter
    parts = ("G.mocne strony=2", "zarządzanie.Słabe strony=1", "G.szanse=1", "G.zagrożenia=1")
    assert viche(cell, "deal", SESSION, *parts, *names[1:]) == 0
    assert capsys.readouterr().out == by_letter
    for typed, answer in (
        ("gospodarkka=6", "no sphere, part or direction “gospodarkka”; did you mean “Gospodarka”?"),
        ("szanse=6", "no sphere, part or direction “szanse”; write governance=20"),
        ("G.E=6", "“G.E=6” is no count"),
    ):
        assert viche(cell, "deal", SESSION, typed) == 2
        assert answer in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("Gospodarka", "E-"), ("sfera gospodarcza.zagrożenia", "E-T-"), ("mocne strony", "")],
)
def test_who_arrived_by_names(
    root: Path, tmp_path: Path, typed: str, letters: str, capsys: Said
) -> None:
    cell = make_cell(root, tmp_path / "cell")
    capsys.readouterr()
    assert viche(cell, "replan", SESSION, "--arrived", f"1:{typed}", "--try") == 0
    said = capsys.readouterr().out
    assert "GUEST-1" in said
    assert letters in said


def test_a_name_that_nobody_knows(root: Path, tmp_path: Path, capsys: Said) -> None:
    cell = make_cell(root, tmp_path / "cell")
    before = hashes(cell)
    assert viche(cell, "replan", SESSION, "--arrived", "1:gospodarkka", language="uk") == 2
    assert "«gospodarkka» немає; можливо, ви мали на увазі «Gospodarka»?" in capsys.readouterr().err
    assert viche(cell, "replan", SESSION, "--arrived", "1:G.E") == 2
    assert hashes(cell) == before
    assert (cell / PLAN).is_file()
