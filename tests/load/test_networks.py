"""Networks of a cell's own, from its file to a topology; tables of sessions that need them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from viche.load import Result, load, plan_path
from viche.load.plans import format_plan
from viche.model.topology import ROUNDS, Axis, Grouping, Topology
from viche.network.meeting import plan_session
from viche.problems import Severity

CELL = Path(__file__).parent.parent / "cells/shapes"
PROGRAMME = "content/programmes/talks/programme.yaml"
SESSIONS = "content/programmes/talks/sessions"


def changed(folder: Path, file: str, **fields: object) -> Result:
    """The cell of shapes with other fields in one of its files; ``None`` takes a field away."""
    shutil.copytree(CELL, folder, dirs_exist_ok=True)
    path = folder / file
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) | fields
    left = {name: value for name, value in data.items() if value is not None}
    path.write_text(yaml.safe_dump(left, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load(folder, plans=False)


def codes(result: Result, *, only: Severity = Severity.ERROR) -> list[str]:
    return [problem.code for problem in result.problems if problem.severity is only]


def test_the_cell_of_shapes_is_in_order() -> None:
    result = load(CELL, plans=False)
    assert result.problems == tuple(p for p in result.problems if p.code == "no-plan")
    assert result.content is not None


def test_networks_become_topologies() -> None:
    content = load(CELL, plans=False).content
    assert content is not None
    found = {meeting.stage.id: meeting.topology for meeting in content.meetings}
    index = Axis("index", numbered=True)
    community = Axis("community", letters=("LY", "B1", "B2", "H", "STA"))
    morning, evening = Grouping("morning", (index,)), Grouping("evening", (index,))
    assert found["conference"] == Topology(
        "communities", (community, index), (morning, evening, morning)
    )
    sphere, part, level = Axis("sphere"), Axis("part"), Axis("level", letters=("CT", "RG"))
    profile = Grouping("profile", (sphere, part))
    assert found["survey"] == Topology(
        "levels",
        (sphere, part, level),
        (
            profile,
            Grouping("cross", (sphere, level)),
            Grouping("reconciling", (part, level)),
            profile,
        ),
    )
    committee = found["committee"]
    assert committee is not None
    assert committee.name == ROUNDS
    assert [grouping.name for grouping in committee.groupings] == [
        f"round-{n}" for n in range(1, 8)
    ]
    assert {topology.needs_tables for topology in found.values() if topology} == {True, False}


def test_letters_of_every_axis() -> None:
    content = load(CELL, plans=False).content
    assert content is not None
    found = {
        meeting.stage.id: meeting.programme.letters(meeting.topology)
        for meeting in content.meetings
        if meeting.topology
    }
    assert found == {
        "committee": (),
        "cafe": (("H", "G"),),
        "lesson": (("S", "T"),),
        "conference": (("LY", "B1", "B2", "H", "STA"),),
        "survey": (("E", "C"), ("S", "T"), ("CT", "RG")),
    }


def test_a_numbered_axis_may_stand_anywhere(tmp_path: Path) -> None:
    """Group names end with the number all the same: ``LY-2``."""
    network = {
        "id": "communities",
        "title": "Столи",
        "axes": [
            {"id": "index", "numbered": "true"},
            {"id": "sphere"},
            {"id": "part"},
        ],
        "groupings": [
            {"id": "morning", "axes": ["index", "sphere"], "title": "Ранок"},
            {"id": "evening", "axes": ["part"], "title": "Вечір"},
        ],
        "order": ["morning", "evening", "morning"],
    }
    levels = yaml.load((CELL / PROGRAMME).read_text(encoding="utf-8"), yaml.BaseLoader)["networks"][
        1
    ]
    result = changed(tmp_path, PROGRAMME, networks=[network, levels])
    assert codes(result) == ["attendance-missing", "attendance-missing", "people-not-attendance"]


@pytest.mark.parametrize(
    ("session", "fields", "found"),
    [
        ("2027-02-committee", {"tables": None}, ["tables-missing"]),
        ("2027-02-committee", {"tables": "16"}, ["tables-too-many"]),
        ("2027-02-committee", {"tables": "15"}, []),
        ("2027-02-cafe", {"tables": "13"}, ["tables-too-many"]),
        ("2027-02-cafe", {"tables": "12"}, []),
        ("2027-02-lesson", {"tables": "3"}, ["tables-not-needed"]),
        ("2027-02-survey", {"tables": "3"}, ["tables-not-needed"]),
        ("2027-02-conference", {"tables": None}, []),
        ("2027-02-conference", {"people": "0"}, ["too-small"]),
        ("2027-02-survey", {"people": "9"}, ["people-not-attendance"]),
        ("2027-02-committee", {"seating": "open"}, ["open-network"]),
    ],
)
def test_tables(session: str, fields: dict[str, object], found: list[str], tmp_path: Path) -> None:
    assert codes(changed(tmp_path, f"{SESSIONS}/{session}.yaml", **fields)) == found


def test_fewer_people_than_letters_is_only_said(tmp_path: Path) -> None:
    result = changed(tmp_path, f"{SESSIONS}/2027-02-conference.yaml", people="4", tables="2")
    assert codes(result) == []
    assert "values-without-people" in codes(result, only=Severity.WARNING)


def test_a_plan_for_another_number_of_tables(tmp_path: Path) -> None:
    shutil.copytree(CELL, tmp_path, dirs_exist_ok=True)
    content = load(tmp_path, plans=False).content
    assert content is not None
    for meeting in content.meetings:
        path = tmp_path / plan_path(meeting.session)
        path.parent.mkdir(exist_ok=True)
        plan = plan_session(meeting.session, meeting.programme)
        path.write_text(format_plan(plan), encoding="utf-8")
    assert codes(load(tmp_path)) == []
    session = tmp_path / SESSIONS / "2027-02-committee.yaml"
    session.write_text(session.read_text(encoding="utf-8").replace("tables: 5", "tables: 4"))
    found = load(tmp_path).problems
    assert [(problem.code, problem.field) for problem in found] == [
        ("plan-tables", step)
        for step in ("fifth", "first", "fourth", "second", "seventh", "sixth", "third")
    ]


def test_a_network_that_contradicts_itself_hides_nothing_else(tmp_path: Path) -> None:
    """Sessions of other networks are still checked, and its own session isn't held against it."""
    path = f"{SESSIONS}/2027-02-cafe.yaml"
    changed(tmp_path, path, tables=None)
    levels = yaml.load((CELL / PROGRAMME).read_text(encoding="utf-8"), yaml.BaseLoader)["networks"][
        1
    ]
    broken = {"id": "communities", "title": "Столи", "axes": [{"id": "part"}]}
    file = tmp_path / PROGRAMME
    data = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader) | {
        "networks": [broken, levels]
    }
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert codes(load(tmp_path, plans=False)) == ["network-without-groupings", "tables-missing"]


def test_the_round_that_is_due_is_suggested(tmp_path: Path) -> None:
    """The names of rounds are all alike; the place of the step tells which one is meant."""
    (file,) = (path for path in (CELL / SESSIONS).iterdir() if "committee" in path.name)
    steps = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)["steps"]
    rounds = [step for step in steps if step["kind"] == "groups"]
    for step in rounds:
        step["grouping"] = "rounds"
    result = changed(tmp_path, f"{SESSIONS}/{file.name}", steps=steps)
    found = [problem for problem in result.problems if problem.code == "unknown-grouping"]
    expected = [f"round-{number}" for number in range(1, 1 + len(rounds))]
    assert [problem.params["near"] for problem in found] == expected
    assert all(problem.params["known"] == expected for problem in found)
