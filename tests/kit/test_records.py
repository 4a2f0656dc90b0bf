"""Group sheets: one for every group and step, with everything on it that the record needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kit.sample import Data, made, opened, order, sample, words
from tests.kit.shared import FOOTER, printed, row_heights, share, table, with_tables
from tests.kit.test_conformance import errors
from tests.test_shapes import SHAPES, planned
from viche.kit import PIECES
from viche.kit.groups import groups_of
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.model.protocol import Direction
from viche.model.sheets import PieceName
from viche.model.text import Text
from viche.network.meeting import plan_session
from viche.problems import ContentError, Problem

GROUPS = ["G-S", "G-T", "E-S", "E-T"]
LONG = "непереривнодовгесловобезжодногопробілу" * 2


def _titles(data: bytes) -> list[str]:
    outline = opened(data).outline
    return [entry.title for entry in outline if not isinstance(entry, list)]


def test_every_group_has_a_sheet_of_every_step_at_which_it_fills_in_something() -> None:
    meeting, cell = share()
    (piece,) = made("records", order(meeting, cell))
    assert meeting.plan is not None
    cross = list(meeting.plan.groups("second"))
    assert _titles(piece.data) == [*GROUPS, *cross, *GROUPS]
    assert (piece.pages, piece.paper, piece.sides) == (len(GROUPS) * 2 + len(cross), "A4", 1)


@pytest.mark.parametrize("name", ["records", "walls"])
def test_nothing_shared_means_no_sheets(name: PieceName) -> None:
    meeting, cell = sample()
    assert PIECES[name](order(meeting, cell)) is None
    assert PIECES[name](order(replace(meeting, protocol=None), cell)) is None
    shared, _ = share()
    assert PIECES[name](order(replace(shared, plan=None), cell)) is None


def test_a_sheet_says_whose_it_is_and_what_it_is_a_record_of() -> None:
    meeting, cell = share()
    (piece,) = made("records", order(meeting, cell, "en"))
    for said in (
        "E-T",
        "Economy",
        "Threats",
        "Profile groups",
        "10:30–11:15",
        "Table 4",
        "Open session",
        "Planned: 2 seats",
        "People present",
        "Seat recording",
        "Dissent, no names",
        "Handed in to the facilitator",
        "form TEST-1-R, version 3",
        "page 1 of 1",
    ):
        assert said in words(piece.data, 3)


def test_rows_are_numbered_through_and_fill_the_page() -> None:
    meeting, cell = share(
        lambda data: data["steps"][1].update(
            sections=[
                data["steps"][2]["sections"][0],
                data["steps"][1]["sections"][0],
            ]
        )
    )
    (piece,) = made("records", order(meeting, cell))
    page = next(at for at, title in enumerate(_titles(piece.data)) if title == "G-1")
    numbers = [int(it.words) for it in printed(piece.data, page) if it.words.isdecimal()]
    items = numbers[1:]  # the first is that of the table
    assert items == list(range(1, len(items) + 1))
    assert len(items) > 3 + 4, "there is room for more than the booklet asks for"
    lowest = min(it.height for it in printed(piece.data, page) if it.words == str(items[-1]))
    assert lowest < 40 * 72 / 25.4


def test_rows_that_have_their_own_numbers_get_no_others() -> None:
    def change(data: Data) -> None:
        table(data).update(each=None, rows="3")
        table(data)["columns"].insert(0, {"title": {"uk": "№", "en": "No."}, "width": "1"})

    for language, title in (("en", "No."), ("uk", "№"), ("pl", "№")):
        (piece,) = made("records", order(*share(change), language))
        page = [it.words for it in printed(piece.data, 0)]
        assert page.count(title) == 1
        assert "Nr" not in page
        assert not {"2", "3"} & {*page}


@pytest.mark.parametrize("page", range(12))
def test_rows_have_room_for_writing(page: int) -> None:
    meeting, cell = share()
    (piece,) = made("records", order(meeting, cell))
    heights = list(row_heights(piece.data, page))
    assert len(heights) >= 8
    assert min(heights) >= 15 - 0.1


@pytest.mark.parametrize("rows", ["0", "1", "500"])
@pytest.mark.parametrize("name", ["records", "walls"])
def test_a_table_has_as_many_rows_as_a_page_holds(name: PieceName, rows: str) -> None:
    meeting, cell = share(lambda data: table(data).update(rows=rows, each=None))
    piece = made(name, order(meeting, cell))[0]
    assert piece.pages == len(_titles(piece.data))
    least = 9 if name == "records" else 24
    heights = list(row_heights(piece.data))
    assert len(heights) >= (12 if name == "records" else 5)
    assert min(heights) >= least - 0.1


@pytest.mark.parametrize("name", ["records", "walls"])
@pytest.mark.parametrize("fields", [{"rows": "1"}, {"rows": "0", "lines": "3", "columns": []}])
def test_a_number_of_rows_that_is_part_of_the_task_is_kept(name: PieceName, fields: Data) -> None:
    meeting, cell = share(lambda data: table(data).update(each=None, group_rows="3", **fields))
    page = [it for it in printed(made(name, order(meeting, cell))[0].data) if it.height > FOOTER]
    assert [it.words for it in page if it.words in {"2", "3", "4"}] == ["2", "3"]


@pytest.mark.parametrize("name", ["records", "walls"])
def test_more_fixed_rows_than_a_page_holds_are_as_many_as_it_holds(name: PieceName) -> None:
    meeting, cell = share(lambda data: table(data).update(each=None, group_rows="500"))
    piece = made(name, order(meeting, cell))[0]
    assert piece.pages == len(_titles(piece.data))


def test_a_hint_for_the_group_takes_the_place_of_that_for_one_person() -> None:
    hints = {"hint": {"en": "The first two go here."}, "group_hint": {"en": "Vote, then count."}}
    ordered = order(*share(lambda data: table(data).update(hints)), "en")
    sheet, booklet = (words(made(name, ordered)[0].data, None) for name in ("records", "booklets"))
    assert "Vote, then count." in sheet
    assert "The first two go here." not in sheet
    assert "Vote, then count." not in booklet
    assert "The first two go here." in booklet


def test_a_hint_for_the_group_that_is_too_wide_is_named() -> None:
    problem = _problem("records", *share(lambda data: table(data).update(group_hint=LONG * 2)))
    assert (problem.code, problem.field) == ("kit-word", f"{FIRST}.group_hint")


def test_tables_that_do_not_fit_on_one_page_take_another() -> None:
    def many(data: Data) -> None:
        sections = data["steps"][0]["sections"]
        sections[0].update(rows="5", each=None)
        sections.extend({**sections[0], "id": f"table-{n}"} for n in range(4))

    meeting, cell = share(many)
    (piece,) = made("records", order(meeting, cell, "en"))
    assert piece.pages == 12 + 4
    assert "page 2 of 2" in words(piece.data, 1)
    assert "G-S" in words(piece.data, 1)


def test_a_table_with_lines_below_it_has_room_for_both() -> None:
    meeting, cell = share(lambda data: table(data).update(lines="3"))
    (piece,) = made("records", order(meeting, cell, "en"))
    page = words(piece.data, 0)
    assert (page.count("Mine"), page.count("Item"), page.count("Dissent, no names")) == (1, 2, 2)


def _problem(name: PieceName, meeting: Meeting, cell: Cell) -> Problem:
    with pytest.raises(ContentError) as error:
        made(name, order(meeting, cell))
    (problem,) = error.value.problems
    return problem


FIRST = "steps[1].sections[1]"


@pytest.mark.parametrize("name", ["records", "walls"])
@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (lambda data: table(data).update(title=LONG * 2), "kit-word", f"{FIRST}.title"),
        (
            lambda data: table(data)["columns"][1].update(title="Ы" * 80),
            "kit-word",
            f"{FIRST}.columns[2].title",
        ),
        (
            lambda data: data["directions"]["all"][1].update(name="Ы" * 80),
            "kit-word",
            "directions.all[2].name",
        ),
        (lambda data: table(data).update(title="Слово " * 900), "kit-long", f"{FIRST}.title"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(
    name: PieceName, change: Callable[[Data], object], code: str, field: str
) -> None:
    problem = _problem(name, *share(change))
    assert (problem.source, problem.code) == ("content/protocol.yaml", code)
    assert problem.field == field
    assert problem.params["pieces"] == (name,)


def test_points_that_leave_no_room_for_a_row_are_too_many() -> None:
    problem = _problem("records", *share(lambda data: table(data).update(points=["Так"] * 99)))
    assert (problem.code, problem.field) == ("kit-too-tall", FIRST)


def test_forty_columns_are_too_many() -> None:
    change = {"columns": [{"title": "Так"}] * 40}
    problem = _problem("records", *share(lambda data: table(data).update(change)))
    assert (problem.code, problem.field) == ("kit-columns", f"{FIRST}.columns")


@pytest.mark.parametrize("name", ["records", "walls"])
def test_a_head_that_leaves_no_room_is_named(name: PieceName) -> None:
    meeting, cell = share()
    start, first, *others = meeting.session.steps
    long = first.model_copy(update={"title": Text.model_validate("Крок " * 400)})
    session = meeting.session.model_copy(update={"steps": (start, long, *others)})
    problem = _problem(name, replace(meeting, session=session), cell)
    assert (problem.code, problem.field) == ("kit-long", "steps[2].title")


@pytest.mark.parametrize("name", ["records", "walls"])
def test_titles_of_three_hundred_letters_and_twelve_columns_are_laid_out(name: PieceName) -> None:
    title = ("Дуже довга назва таблиці, яку ніхто не прочитає. " * 7)[:300]
    columns = [{"title": f"Ряд {letter}"} for letter in "абвгдежзиклм"]
    meeting, cell = share(lambda data: table(data).update(title=title, each=None, columns=columns))
    named = meeting.session.model_copy(
        update={"title": type(meeting.session.title).model_validate(title)}
    )
    piece = made(name, order(replace(meeting, session=named), cell))[0]
    assert title.strip() in words(piece.data, 0)
    assert min(row_heights(piece.data)) >= 9


def test_cards_dealt_at_the_door_have_sheets_for_all_tables_that_may_open() -> None:
    meeting, cell = share()
    session = meeting.session.model_copy(update={"seating": "open", "cards": 8})
    plan = plan_session(session, meeting.programme)
    dealt = replace(meeting, session=session, plan=plan)
    cross = next(step for step in session.steps if step.id == "second")
    assert [group.id for group in groups_of(dealt, cross)] == [
        *(f"G-{n}" for n in range(1, 5)),
        *(f"E-{n}" for n in range(1, 5)),
    ]
    assert len(plan.groups("second")) < 8
    (piece,) = made("records", order(dealt, cell, "en"))
    assert piece.pages == 4 + 8 + 4
    assert "Planned" not in words(piece.data)


def test_a_group_with_a_direction_of_its_own_has_rows_for_that_one_alone() -> None:
    meeting, cell = share()
    assert meeting.protocol is not None
    people, assets = meeting.protocol.directions["all"]

    def with_lens(direction: Direction, lens: str) -> Direction:
        return direction.model_copy(update={"lens": lens})

    directions = {
        "governance": (with_lens(people, "strengths"), with_lens(assets, "threats")),
        "economy": (with_lens(assets, "strengths"), with_lens(people, "threats")),
    }
    steps = [each.model_copy() for each in meeting.protocol.steps]
    steps[1] = steps[0].model_copy(update={"step": "third"})
    protocol = meeting.protocol.model_copy(update={"directions": directions, "steps": tuple(steps)})
    draft = PIECES["records"](order(replace(meeting, protocol=protocol), cell, "en"))
    assert draft is not None
    names = {
        kind: [direction["name"] for direction in listed]
        for step in draft.data["steps"]
        for kind, listed in step["kinds"].items()
    }
    assert names == {
        "G-S": ["People"],
        "G-T": ["Assets"],
        "E-S": ["Assets"],
        "E-T": ["People"],
        # Reconciling groups compare what the spheres have under one lens.
        "S": ["People", "Assets"],
        "T": ["Assets", "People"],
    }


@pytest.mark.parametrize("language", ["uk", "en", "he"])
@pytest.mark.parametrize("name", ["records", "walls"])
def test_sheets_conform(name: PieceName, language: str, tmp_path: Path) -> None:
    piece = made(name, order(*share(), language))[0]
    assert errors(piece.data, tmp_path) == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["records", "walls"])
def test_groups_of_every_network_have_their_sheets(name: PieceName, shape: str) -> None:
    content = planned()
    meeting = next(each for each in content.meetings if each.stage.id == shape)
    if meeting.protocol is None:
        meeting = replace(meeting, protocol=sample()[0].protocol)
    meeting = with_tables(meeting)
    assert meeting.plan is not None
    seen = {
        step.grouping: list(meeting.plan.groups(step.id)) for step in meeting.session.grouping_steps
    }
    every = [list(meeting.plan.groups(step)) for step in meeting.plan.steps]
    piece = made(name, order(meeting, content.cell, content.cell.languages[0]))[0]
    expected = every if name == "records" else seen.values()
    assert _titles(piece.data) == [group for groups in expected for group in groups]


@pytest.mark.parametrize("name", ["records", "walls"])
def test_the_same_sheets_have_the_same_bytes(name: PieceName) -> None:
    one, other = (made(name, order(*share()))[0].data for _ in range(2))
    assert one == other
