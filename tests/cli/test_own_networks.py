"""Networks that a programme defines itself, from registration and deck to plan and hall."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.cells import viche
from tests.cli.visions import COURSE, LENSES, SPHERES, VISION, make_vision, read, write
from viche.load import load

Said = pytest.CaptureFixture[str]
PLACES = ("governance", "economy", "society", "infrastructure")


@pytest.fixture
def cell(root: Path, tmp_path: Path, capsys: Said) -> Path:
    """The cell with a vision of 32 people and spheres of 24, whose seats are fixed."""
    made = make_vision(root, tmp_path / "cell")
    capsys.readouterr()
    return made


@pytest.fixture
def dealt(root: Path, tmp_path: Path, capsys: Said) -> Path:
    """The same with cards dealt at the door, and with the plans for those expected."""
    made = make_vision(root, tmp_path / "dealt", seating="open")
    assert viche(made, "plan", "--replace") == 0
    capsys.readouterr()
    return made


def sizes(cell: Path, session: str) -> dict[str, int]:
    """People by profile group, as the plan has them."""
    content = load(cell).content
    assert content is not None
    plan = content.meeting(session).plan
    assert plan is not None
    return {group: len(seats) for group, seats in plan.groups("step-1").items()}


def private(cell: Path, name: str) -> list[dict[str, str]]:
    """The lines of a private file of the vision, by heading."""
    text = (cell / "content/private" / VISION / name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), dialect=csv.Sniffer().sniff(text, ",;")))


def test_plans_of_fixed_seats(cell: Path, capsys: Said) -> None:
    assert viche(cell, "plan", "--replace") == 0
    assert viche(cell, "check") == 0
    assert capsys.readouterr().err == ""
    letters = [name[0] for name in LENSES.values()]
    assert sizes(cell, VISION) == {f"{at}-{lens}": 2 for at in "GECI" for lens in letters}
    assert sizes(cell, SPHERES) == dict.fromkeys("GECI", 6)


def test_directions_are_dealt_and_announced_like_parts(dealt: Path, capsys: Said) -> None:
    assert viche(dealt, "check") == 0
    assert capsys.readouterr().err == ""
    assert set(sizes(dealt, VISION).values()) == {2}
    counts = ["E.people=3", "E.Usługi=2", "economy.M=2", "E.tomorrow=2", "G=8", "C=8", "I=8"]
    assert viche(dealt, "deal", VISION, *counts) == 0
    said = capsys.readouterr().out
    assert "Gospodarka: 9 people (L\u00a03, U\u00a02, M\u00a02, J\u00a02)" in said
    assert "Ludzie: 2 tables open, numbers 1–2" in said
    assert "Jutro: 2 tables open, numbers 7–8" in said
    assert viche(dealt, "deal", VISION, "E.peple=3") == 2
    assert "did you mean “E.people”?" in capsys.readouterr().err
    assert viche(dealt, "deal", VISION, "people=3") == 2
    assert "write governance=20, or governance.people=5" in capsys.readouterr().err


def test_spheres_are_the_piles_of_one_deck(dealt: Path, capsys: Said) -> None:
    """How many each sphere has is known, so nobody's next card decides it."""
    session = dealt / COURSE / f"sessions/{SPHERES}.yaml"
    people = dict(zip(PLACES, ("8", "6", "5", "5"), strict=True))
    write(session, read(session) | {"attendance": people})
    assert viche(dealt, "plan", SPHERES, "--replace") == 0
    assert sizes(dealt, SPHERES) == {"G": 8, "E": 6, "C": 5, "I": 5}
    capsys.readouterr()
    assert (
        viche(dealt, "deal", SPHERES, "G=7", "economy=6", "Społeczeństwo i kultura=6", "I=5") == 0
    )
    said = capsys.readouterr().out
    assert "The whole hall: 24 people (G\u00a07, E\u00a06, C\u00a06, I\u00a05)" in said
    assert "The whole hall: 5 tables open, numbers 1–5" in said
    assert viche(dealt, "deal", SPHERES, "22") == 0
    assert "(G\u00a06, E\u00a06, C\u00a05, I\u00a05)" in capsys.readouterr().out


@pytest.mark.parametrize("told", [list(LENSES), list(LENSES.values()), ["l", "U", "m", "J"]])
def test_people_wish_for_directions(cell: Path, told: list[str], capsys: Said) -> None:
    """Two of each sphere ask for each direction, and all of them get it."""
    form = cell / "form.csv"
    lines = [
        f"Osoba {at}{sphere[0].upper()} Przykładowa,{sphere},{told[at % 4]}"
        for sphere in PLACES
        for at in range(8)
    ]
    heading = "Imię i nazwisko,Sfera,Który kierunek Pani wybiera?"
    form.write_text("\n".join([heading, *lines, ""]), encoding="utf-8")
    assert viche(cell, "roster", "import", str(form), VISION) == 0
    assert viche(cell, "plan", VISION, "--replace") == 0
    said = capsys.readouterr().out
    assert "the part or direction asked for: all of it" in said
    wished = {each["code"]: each["part"] for each in private(cell, "roster.csv")}
    found: Counter[tuple[str, str]] = Counter()
    for holder in private(cell, "seats.csv"):
        sphere, letter, _ = holder["seat"].split("-")
        assert letter == LENSES[wished[holder["code"]]][0]
        found[sphere, letter] += 1
    assert set(found.values()) == {2}


def test_what_nobody_can_get_is_counted(cell: Path, capsys: Said) -> None:
    form = cell / "form.csv"
    lines = [f"Osoba {at} Przykładowa,economy,people" for at in range(8)]
    form.write_text("\n".join(["Imię i nazwisko,Sfera,part", *lines, ""]), encoding="utf-8")
    assert viche(cell, "roster", "import", str(form), VISION) == 0
    assert viche(cell, "plan", VISION, "--replace") == 0
    assert "the part or direction asked for: 4 people get less" in capsys.readouterr().out


def test_a_part_is_no_direction(cell: Path, capsys: Said) -> None:
    form = cell / "form.csv"
    form.write_text("name,sphere,part\nOsoba Przykładowa,economy,strengths\n", encoding="utf-8")
    assert viche(cell, "roster", "import", str(form), VISION) == 0
    assert "possible: assets, people, services, tomorrow" in capsys.readouterr().err
