"""``kit/sheets.yaml``: the shipped one is right, and what is wrong with a cell's own is named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest
import yaml

from viche import resources
from viche.load.sheets import read_sheets
from viche.model.sheets import LAYOUTS
from viche.problems import MESSAGE_LANGUAGES, ContentError, Problem, explain

SHIPPED = resources.shipped("kit") / "sheets.yaml"
PAPERS = "papers:\n  A4: {width: 210, height: 297}\n  A5: {width: 148, height: 210}\n"
NEEDED = ("booklets", "slips")
FINE = (
    PAPERS
    + "pieces:\n"
    + "  booklets: {page: A5, onto: fold, sheet: A4, sides: 2}\n"
    + "  slips: {page: A4, sides: 2}\n"
)

SIDES, TEXT = "pieces.slips.sides", "pieces.slips.text"
FOUR_UP = "{page: A5, onto: grid, sheet: A4, columns: 2, rows: 2, sides: 2}"
APART = "{page: A5, onto: grid, sheet: A4, columns: 2, gutter: 5, sides: 2}"


def problems(folder: Path, text: str, needed: Sequence[str] = NEEDED) -> list[Problem]:
    """What is wrong with a file of the cell's own."""
    file = folder / "sheets.yaml"
    file.write_text(text, encoding="utf-8")
    try:
        read_sheets({"sheets.yaml": file}, needed)
    except ContentError as error:
        for problem in error.problems:
            assert problem.source == "kit/sheets.yaml"
            for language in MESSAGE_LANGUAGES:
                assert all(explain(problem, language))
        return list(error.problems)
    return []


def test_the_shipped_file_has_a_layout_for_every_piece() -> None:
    sheets = read_sheets({"sheets.yaml": SHIPPED}, LAYOUTS)
    assert list(sheets.pieces) == list(LAYOUTS)


def test_the_shipped_file_keeps_the_schema_that_it_names(root: Path) -> None:
    first, _, text = SHIPPED.read_text(encoding="utf-8").partition("\n")
    schema = (root / "kit" / first.partition("$schema=")[2]).resolve()
    jsonschema.validate(yaml.safe_load(text), json.loads(schema.read_text(encoding="utf-8")))


def test_a_small_file_is_fine(tmp_path: Path) -> None:
    assert problems(tmp_path, FINE) == []


@pytest.mark.parametrize(
    ("written", "instead", "code", "field", "line"),
    [
        ("slips: {page: A4", "walls: {page: A4", "sheets-unknown-piece", "pieces.walls", 6),
        ("{page: A4", "{page: A6", "unknown-paper", "pieces.slips.page", 6),
        ("sheet: A4", "sheet: a4", "unknown-paper", "pieces.booklets.sheet", 5),
        (", sheet: A4", "", "sheets-onto", "pieces.booklets", 5),
        ("onto: fold, ", "", "sheets-onto", "pieces.booklets", 5),
        ("sheet: A4", "sheet: A5", "sheets-too-small", "pieces.booklets", 5),
        ("{page: A4, sides: 2}", FOUR_UP, "sheets-too-small", "pieces.slips", 6),
        ("{page: A4, sides: 2}", APART, "sheets-too-small", "pieces.slips", 6),
        ("width: 148", "width: 0", "too-small", "papers.A5.width", 3),
        ("width: 148", "width: 14.8", "not-a-number", "papers.A5.width", 3),
        ("onto: fold", "onto: staple", "not-one-of", "pieces.booklets.onto", 5),
        ("{page: A4, sides: 2}", "{page: A4, sides: 3}", "not-one-of", "pieces.slips.sides", 6),
        ("{page: A4, sides: 2}", "{page: A4, side: 2}", "unknown-field", "pieces.slips.side", 6),
        ("width: 148", "width: 29", "sheets-paper", "papers.A5.width", 3),
        ("height: 297", "height: 2001", "sheets-paper", "papers.A4.height", 2),
        (", sides: 2}", "}", "sheets-two-sides", "pieces.booklets.sides", 5),
        ("{page: A4, sides: 2}", "{page: A4, sides: 1}", "sheets-two-sides", SIDES, 6),
        ("sides: 2}", "text: 49, sides: 2}", "sheets-text", "pieces.booklets.text", 5),
        ("sides: 2}", "text: 301, sides: 2}", "sheets-text", "pieces.booklets.text", 5),
        ("{page: A4, sides", "{page: A4, text: 146, sides", "sheets-text-fixed", TEXT, 6),
    ],
)
def test_each_fault_is_named_with_its_line(
    written: str, instead: str, code: str, field: str, line: int, tmp_path: Path
) -> None:
    found = problems(tmp_path, FINE.replace(written, instead, 1))
    assert (code, field, line) in [(it.code, it.field, it.line) for it in found]
    others = {it.code for it in found} - {code}
    assert others <= {"sheets-piece-missing"}


def test_a_piece_without_a_layout_is_missed(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, FINE, (*NEEDED, "badges"))
    assert (problem.code, problem.params["value"]) == ("sheets-piece-missing", "badges")


def test_all_faults_are_named_in_one_run(tmp_path: Path) -> None:
    text = FINE.replace("page: A5", "page: A7").replace("{page: A4, ", "{page: A4, onto: grid, ")
    codes = [problem.code for problem in problems(tmp_path, text, (*NEEDED, "badges"))]
    assert sorted(codes) == ["sheets-onto", "sheets-piece-missing", "unknown-paper"]


def test_a_slip_in_a_name_is_guessed(tmp_path: Path) -> None:
    found = problems(tmp_path, FINE.replace("slips:", "slip:"))
    assert {problem.params.get("near") for problem in found} >= {"slips"}


@pytest.mark.parametrize("text", ["", "[]", "pieces: [", "A4", "pieces: {booklets: 3}"])
def test_a_file_that_is_no_such_thing_is_no_trace(text: str, tmp_path: Path) -> None:
    assert problems(tmp_path, text) != []


@pytest.mark.parametrize(
    ("walls", "code"),
    [
        ("{page: A4, text: 220, onto: tiles, sheet: A5, sides: 2}", "sheets-one-side"),
        ("{page: A4, text: 220, onto: tiles, sheet: A5}", None),
    ],
)
def test_tiles_are_printed_on_one_side(walls: str, code: str | None, tmp_path: Path) -> None:
    found = problems(tmp_path, f"{FINE}  walls: {walls}\n", (*NEEDED, "walls"))
    assert [problem.code for problem in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("contents", "codes"),
    [
        ("{page: A4, sides: 2}", []),
        ("{page: A4}", ["sheets-two-sides"]),
        ("{page: A5, onto: grid, sheet: A4, sides: 2}", ["sheets-contents"]),
        ("{page: A4, onto: tiles, sheet: A5, sides: 2}", ["sheets-contents", "sheets-one-side"]),
    ],
)
def test_the_sheet_on_top_lies_in_the_file_as_it_is(
    contents: str, codes: list[str], tmp_path: Path
) -> None:
    found = problems(tmp_path, f"{FINE}  contents: {contents}\n", (*NEEDED, "contents"))
    assert sorted(problem.code for problem in found) == codes
