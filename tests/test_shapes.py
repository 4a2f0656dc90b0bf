"""A session of every shape, from its YAML to its pages and its paper."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.kit.sample import made, order
from viche.labels import read_labels
from viche.load import load, plan_path
from viche.load.plans import format_plan
from viche.model.content import Content, Meeting
from viche.network import measure
from viche.network.meeting import plan_session
from viche.network.roles import deal_roles
from viche.pages import Publication, render
from viche.resources import tree

CELL = Path(__file__).parent / "cells/shapes"
SHAPES = ("committee", "cafe", "lesson", "conference", "survey")
WORST = {"committee": 0, "cafe": 0, "lesson": 1, "conference": 0, "survey": 20}
"""The fewest repeats: 11 people of two parts make five home groups; 17 people fill 8 cells."""


def planned(folder: Path = CELL) -> Content:
    content = load(folder, plans=False).content
    assert content is not None
    return replace(content, meetings=tuple(map(_planned, content.meetings)))


def _planned(meeting: Meeting) -> Meeting:
    assert meeting.topology is not None
    plan = deal_roles(plan_session(meeting.session, meeting.programme), meeting.topology)
    return replace(meeting, plan=plan)


@pytest.fixture(scope="module")
def content() -> Content:
    return planned()


@pytest.fixture(scope="module")
def meetings(content: Content) -> dict[str, Meeting]:
    return {meeting.stage.id: meeting for meeting in content.meetings}


@pytest.mark.parametrize("shape", SHAPES)
def test_repeats_are_fewest_and_everybody_hears_of_all(
    shape: str, meetings: dict[str, Meeting]
) -> None:
    meeting = meetings[shape]
    assert meeting.plan is not None
    assert meeting.topology is not None
    worth = measure(meeting.plan, meeting.topology)
    assert worth.excess == worth.minimum == WORST[shape]
    assert worth.steps[-1].reach_least == 1.0


def test_plans_are_read_as_they_are_written(content: Content, tmp_path: Path) -> None:
    shutil.copytree(CELL, tmp_path, dirs_exist_ok=True)
    for meeting in content.meetings:
        assert meeting.plan is not None
        path = tmp_path / plan_path(meeting.session)
        path.parent.mkdir(exist_ok=True)
        path.write_text(format_plan(meeting.plan), encoding="utf-8")
    result = load(tmp_path)
    assert result.problems == ()
    assert result.content is not None
    assert [each.plan for each in result.content.meetings] == [
        each.plan for each in content.meetings
    ]


@pytest.mark.parametrize("language", ["uk", "he"])
def test_pages(language: str, content: Content) -> None:
    files = tree("site", CELL)
    pages = render(Publication(content, files), read_labels(language, files))
    for meeting in content.meetings:
        assert meeting.plan is not None
        routes, session = (
            pages[f"{name}.md"] for name in (f"{meeting.id}/index", f"sessions/{meeting.id}")
        )
        assert isinstance(routes, str)
        assert isinstance(session, str)
        anchors = re.findall(r'<section class="seat" id="([^"]+)"', routes)
        assert anchors == [seat.id for seat in meeting.plan.seats]
        assert set(re.findall(r'href="#([^"]+)"', routes)) == {*anchors, "seats"}
        assert "<dt></dt>" not in routes
        assert 'class="seat-name"></p>' not in routes
        for picture in re.findall(r'<img class="moves" src="../([^"]+)"', session):
            assert picture in pages


@pytest.mark.parametrize(
    ("language", "shape", "said"),
    [
        ("uk", "committee", ["Раунд 7", "раунди", "Ніхто не зустрічає ту саму людину двічі."]),
        ("uk", "cafe", ["Раунд 3", "світове кафе"]),
        ("uk", "lesson", ["Домашні групи", "Експертні групи", "Знову домашні групи"]),
        ("uk", "conference", ["Ранкові столи", "Вечірні столи", "Знову: Ранкові столи"]),
        ("uk", "survey", ["Профільні групи", "Соціум · місто", "повна тривимірна мережа"]),
        ("he", "conference", ["שולחנות הבוקר", "שוב: שולחנות הבוקר", "שולחנות היישובים"]),
    ],
)
def test_what_groups_are_called(
    language: str, shape: str, said: list[str], content: Content, meetings: dict[str, Meeting]
) -> None:
    files = tree("site", CELL)
    pages = render(Publication(content, files), read_labels(language, files))
    page = pages[f"sessions/{meetings[shape].id}.md"]
    assert isinstance(page, str)
    for words in said:
        assert words in page


@pytest.mark.parametrize("language", ["uk", "he"])
@pytest.mark.parametrize("shape", SHAPES)
def test_booklets(
    language: str, shape: str, content: Content, meetings: dict[str, Meeting]
) -> None:
    """One seat of each kind."""
    meeting = meetings[shape]
    assert meeting.plan is not None
    kinds = {seat.id.rpartition("-")[0]: seat.id for seat in meeting.plan.seats}
    wanted = order(meeting, content.cell, language, (*kinds.values(),), folder=CELL)
    pieces = made("booklets", wanted)
    assert [piece.pages % 2 for piece in pieces] == [0, 0]
    assert len(pieces[0].codes) == len(kinds)


def test_forty_five_municipalities_from_yaml_alone(tmp_path: Path) -> None:
    """180 people, four from each, at 30 tables for four rounds: no colleagues at one table."""
    shutil.copytree(CELL, tmp_path, dirs_exist_ok=True)
    programme = tmp_path / "content/programmes/talks/programme.yaml"
    data = yaml.load(programme.read_text(encoding="utf-8"), yaml.BaseLoader)
    network = data["networks"][0]
    network["axes"][0]["values"] = [
        {"id": f"unit-{n}", "letter": f"{'ABCDE'[n // 9]}{n % 9 + 1}", "name": f"Громада {n + 1}"}
        for n in range(45)
    ]
    rounds = [f"tables-{n}" for n in range(1, 5)]
    network["groupings"] = [
        {"id": name, "axes": ["index"], "title": f"Столи {name[-1]}"} for name in rounds
    ]
    del network["order"]
    programme.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    session = tmp_path / "content/programmes/talks/sessions/2027-02-conference.yaml"
    held = yaml.load(session.read_text(encoding="utf-8"), yaml.BaseLoader) | {
        "people": "180",
        "tables": "30",
        "steps": [
            {"id": name, "kind": "groups", "grouping": name, "minutes": "20"} for name in rounds
        ],
    }
    session.write_text(yaml.safe_dump(held, allow_unicode=True), encoding="utf-8")

    (tmp_path / "content/programmes/talks/protocols/conference.yaml").unlink()  # of other steps
    meeting = next(each for each in planned(tmp_path).meetings if each.stage.id == "conference")
    assert meeting.plan is not None
    assert meeting.topology is not None
    assert len(meeting.plan.seats) == 180
    for step in meeting.plan.steps:
        groups = meeting.plan.groups(step).values()
        assert [len(seats) for seats in groups] == [6] * 30
        for seats in groups:
            assert len({seat.id.split("-")[0] for seat in seats}) == 6
    assert measure(meeting.plan, meeting.topology).excess == 0
