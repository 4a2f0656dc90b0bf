"""Wall sheets: large enough to write on with a marker and to be read from a metre away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kit.sample import made, opened, order, words
from tests.kit.shared import printed, row_heights, share, table, with_tables
from viche.kit import PIECES
from viche.model.cell import Cell
from viche.model.content import Meeting


@pytest.mark.parametrize("language", ["uk", "he"])
def test_letters_and_rows_are_large(language: str) -> None:
    meeting, cell = share(lambda data: table(data).update(each=None))
    wall, _ = made("walls", order(meeting, cell, language))
    assert wall.paper == "A3"
    for page in range(wall.pages):
        footer, *above = sorted({it.height for it in printed(wall.data, page)})
        sizes = [it for it in printed(wall.data, page) if it.height in above]
        assert min(it.size for it in sizes) >= 24
        assert max(it.size for it in sizes) >= 60
        assert footer < 30
        assert min(row_heights(wall.data, page)) >= 24


def _titles(meeting: Meeting, cell: Cell) -> list[str]:
    wall, _ = made("walls", order(meeting, cell))
    return [it.title for it in opened(wall.data).outline if not isinstance(it, list)]


def test_groups_that_gather_again_go_on_with_a_table_that_they_have() -> None:
    meeting, cell = share()
    assert meeting.plan is not None
    first = ["G-S", "G-T", "E-S", "E-T"]
    second, third = (list(meeting.plan.groups(step)) for step in ("second", "third"))
    assert _titles(meeting, cell) == [*first, *second, *first], "the last table is another one"
    assert _titles(with_tables(meeting), cell) == [*first, *second, *third]


def test_a_return_that_is_the_first_to_share_something_has_sheets() -> None:
    meeting, cell = share(lambda data: table(data).update(shared="false"))
    wall, _ = made("walls", order(meeting, cell, "en"))
    assert "Final" in words(wall.data, wall.pages - 1)


def test_only_the_tables_stand_there() -> None:
    meeting, cell = share()
    wall, _ = made("walls", order(meeting, cell, "en"))
    page = words(wall.data, 0)
    for said in ("Mine", "Item", "Agreed", "People", "Assets", "form TEST-1-W, version 3"):
        assert said in page
    for said in ("Silently", "6 minutes", "Dissent", "Handed in"):
        assert said not in page


@pytest.mark.parametrize(
    ("widths", "kept"),
    [
        ([3, 2], [1, 2]),
        ([9, 6, 4, 3, 2], [1, 2, 3, 4]),
        ([1, 1, 1, 1, 1, 1], [1, 2, 3, 4]),
        ([2, 3, 1, 3, 3], [1, 2, 4, 5]),
        ([1, 20, 10], [2, 3]),
    ],
)
def test_the_widest_columns_stay(widths: list[int], kept: list[int]) -> None:
    columns: list[Any] = [{"title": f"C{n}", "width": str(n)} for n in widths]
    meeting, cell = share(lambda data: table(data).update(columns=columns))
    draft = PIECES["walls"](order(meeting, cell))
    assert draft is not None
    (first,) = draft.data["steps"][0]["tables"]
    assert [column["number"] for column in first["columns"]] == kept


def test_a_key_to_letters_goes_with_their_column() -> None:
    def narrow(data: Any) -> None:
        data["steps"][0]["sections"] = data["steps"][2]["sections"]
        data["steps"][0]["sections"][0]["columns"][0]["width"] = "40"

    def wide(data: Any) -> None:
        narrow(data)
        data["steps"][0]["sections"][0]["columns"][0]["width"] = "4"

    for change, letters in ((wide, ["G", "E"]), (narrow, [])):
        meeting, cell = share(change)
        draft = PIECES["walls"](order(meeting, cell))
        assert draft is not None
        (first,) = draft.data["steps"][0]["tables"]
        assert [entry["letter"] for key in first["keys"] for entry in key] == letters
