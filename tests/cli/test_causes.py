"""Why people can't be seated, as ``viche plan`` tells it: every cause that a roster can have.

Each case is a roster of nine invented people in the small cell of the loader's tests, two spheres
of two parts, and is called after its cause. ``pytest --update`` writes the messages anew.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from tests.cli.cells import edit, hashes, viche
from viche.network.assignment import proof

Said = pytest.CaptureFixture[str]
Cells = Mapping[int, Mapping[str, str]]
"""What stands in the roster, by the number of the person and by column."""

BASE = Path(__file__).parent.parent / "load/base"
GOLDEN = Path(__file__).parent / "golden"
MESSAGES = Path(__file__).parents[2] / "generator/viche/messages"
SESSION = "2026-12-swot"
ROSTER = f"content/private/{SESSION}/roster.csv"
SESSION_FILE = f"content/programmes/city/sessions/{SESSION}.yaml"
PROGRAMME = "content/programmes/city/programme.yaml"

PEOPLE = range(1, 10)
ECONOMY, SOCIETY = {"sphere-given": "economy"}, {"sphere-given": "society"}

CAUSES: Mapping[str, Cells] = {
    "nobody": {n: {"state": "cancelled"} for n in PEOPLE},
    "seat-unknown": {2: {"seat": "X-S-1"}},
    "seat-beyond": {2: {"seat": "E-S-9"}},
    "seat-shared": {2: {"seat": "E-S-1"}, 5: {"seat": "E-S-1"}},
    "seat-letter": {2: {"seat": "E-S-1", **SOCIETY}},
    "seats-meet": {2: {"seat": "E-S-1"}, 5: {"seat": "E-S-2", "apart": "P-002"}},
    "stays-meet": {
        2: {"seat": "E-S-1", "stays": "yes"},
        5: {"seat": "E-S-2", "stays": "yes"},
    },
    "together-apart": {
        1: {"together": "P-002"},
        2: {"together": "P-003"},
        3: {"apart": "P-001"},
    },
    "together-letters": {1: {"together": "P-002", **ECONOMY}, 2: SOCIETY},
    "together-stays": {1: {"together": "P-002", "stays": "yes"}, 2: {"stays": "yes"}},
    "together-many": {1: {"together": "P-002, P-003, P-004"}},
    "apart-many": {
        1: {"apart": "P-002, P-003", **ECONOMY},
        2: {"apart": "P-003", **ECONOMY},
        3: ECONOMY,
    },
    "stays-many": {n: {"stays": "yes", **ECONOMY} for n in (1, 2, 3)},
    "sizes": {
        1: {"together": "P-002", **ECONOMY},
        **dict.fromkeys((3, 4, 5, 6), ECONOMY),
    },
    "clash": {
        1: {"together": "P-002", "member": "yes", **ECONOMY},
        2: {"member": "yes", **ECONOMY},
    },
}
REMARKS: Mapping[str, Cells] = {
    "no-members": {},
    "members-few-in": {1: {"member": "yes"}},
    "members-few": {1: {"member": "yes"}},
}
"""What is only told: everybody has a seat all the same."""

NEVER = {"person-twice", "letter-unknown"}
"""The loader refuses such a roster before anybody is seated."""

OTHER = {"tables", "clash-proven"}
"""These need another session, or the solver: they have tests of their own."""


def make(folder: Path, changed: Cells) -> Path:
    """The cell with such a roster."""
    shutil.copytree(BASE, folder)
    roster = folder / ROSTER
    roster.parent.mkdir(parents=True)
    columns = ["code", "name", *sorted({name for cells in changed.values() for name in cells})]
    with roster.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for n in PEOPLE:
            writer.writerow({"code": f"P-{n:03d}", "name": f"Особа {n}", **changed.get(n, {})})
    return folder


def begins(code: str, language: str) -> re.Pattern[str]:
    """The sentence of a cause, whatever its values are."""
    text = (MESSAGES / language / "network.yaml").read_text(encoding="utf-8")
    said: str = yaml.safe_load(text)[code]["what"]
    return re.compile(".+".join(map(re.escape, re.split(r"{\w+}", said))))


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("name", CAUSES)
def test_a_cause_is_told_and_nothing_written(
    tmp_path: Path, name: str, language: str, capsys: Said, golden: Callable[[Path, str], None]
) -> None:
    cell = make(tmp_path / "cell", CAUSES[name])
    before = hashes(cell)
    assert viche(cell, "plan", SESSION, "--replace", language=language) == 1
    said = capsys.readouterr().err
    assert begins(f"seating-{name}", language).search(said)
    golden(GOLDEN / f"cause_{name.replace('-', '_')}.{language}.txt", said)
    assert "Особа" not in said
    assert hashes(cell) == before


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("name", REMARKS)
def test_a_remark_hinders_nothing(tmp_path: Path, name: str, language: str, capsys: Said) -> None:
    cell = make(tmp_path / "cell", REMARKS[name])
    if name == "members-few":  # a hall without spheres
        edit(cell / PROGRAMME, "network: incomplete-3d", "network: two-dimensional")
        edit(cell / SESSION_FILE, "attendance: {economy: 5, society: 4}", "people: 9")
        edit(
            cell / SESSION_FILE, "  - {id: reconciling, kind: groups, grouping: reconciling", "  #"
        )
        shutil.rmtree(cell / "content/programmes/city/protocols")
    assert viche(cell, "plan", SESSION, "--replace", language=language) == 0
    assert begins(f"seating-{name}", language).search(capsys.readouterr().err)


@pytest.mark.parametrize("language", ["en", "uk"])
def test_more_tables_than_people_who_come(tmp_path: Path, language: str, capsys: Said) -> None:
    cell = make(tmp_path / "cell", {})
    edit(cell / PROGRAMME, "network: incomplete-3d", "network: rounds")
    edit(cell / SESSION_FILE, "attendance: {economy: 5, society: 4}", "people: 30\ntables: 10")
    path = cell / SESSION_FILE
    head, *steps = re.split(r"grouping: \w+", path.read_text(encoding="utf-8"))
    rounds = (f"grouping: round-{n}{rest}" for n, rest in enumerate(steps, 1))
    path.write_text(head + "".join(rounds), encoding="utf-8")
    assert viche(cell, "plan", SESSION, "--replace", language=language) == 1
    assert begins("seating-tables", language).search(capsys.readouterr().err)


@pytest.mark.skipif(not proof.available(), reason="the solver is an optional part")
@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_solver_proves_that_rules_clash(tmp_path: Path, language: str, capsys: Said) -> None:
    cell = make(tmp_path / "cell", CAUSES["clash"])
    assert viche(cell, "plan", SESSION, "--replace", "--prove", language=language) == 1
    said = capsys.readouterr().err
    assert begins("seating-clash-proven", language).search(said)
    assert "P-001 – P-002" in said


def test_every_cause_has_a_case() -> None:
    codes = yaml.safe_load((MESSAGES / "en/network.yaml").read_text(encoding="utf-8"))
    told = {*CAUSES, *REMARKS, *NEVER, *OTHER}
    assert {code.removeprefix("seating-") for code in codes} == told


def test_no_message_is_forgotten() -> None:
    """Without its case it would never be compared."""
    names = {path.name.split(".")[0] for path in GOLDEN.glob("cause_*.txt")}
    assert names == {f"cause_{name.replace('-', '_')}" for name in CAUSES}


@pytest.mark.parametrize("name", ["together-apart", "together-letters", "apart-many", "sizes"])
def test_who_does_not_come_is_bound_to_nobody(tmp_path: Path, name: str) -> None:
    """Without the second person no contradiction is left."""
    changed = {n: dict(cells) for n, cells in CAUSES[name].items()}
    changed.setdefault(2, {})["state"] = "cancelled"
    assert viche(make(tmp_path / "cell", changed), "plan", SESSION, "--replace") == 0
