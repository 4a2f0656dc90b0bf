"""What a piece is set from: no more than it needs, so that it is set again only when it must be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.kit.sample import Data, order, sample
from tests.kit.shared import share
from viche.kit import PIECES, Draft, Order, ingredients, inputs, make
from viche.model.sheets import PieceName


def drafted(piece: PieceName, wanted: Order) -> Draft:
    found = PIECES[piece](wanted)
    assert found is not None
    return found


def names(piece: PieceName, folder: Path) -> set[str]:
    wanted = order(*sample(), folder=folder)
    return set(ingredients(drafted(piece, wanted), wanted))


def written(folder: Path, **files: str) -> Path:
    """A cell with files of its own, by their path."""
    for name, text in files.items():
        (folder / "kit" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "kit" / name).write_text(text, encoding="utf-8")
    return folder


def test_a_piece_is_set_from_the_templates_that_it_imports(tmp_path: Path) -> None:
    found = names("roles", tmp_path)
    assert {name for name in found if name.endswith(".typ")} == {
        "role.typ",
        "style.typ",
        "words.typ",
    }
    assert "sheets.yaml" not in found
    assert any(name.startswith("fonts/") for name in found)


def test_templates_of_a_cell_read_its_own_files_from_wherever_they_lie(tmp_path: Path) -> None:
    files = {
        "role.typ": (
            '#import "own/our colours.typ": colour, words\n'
            "#show heading: set text(fill: colour)\n"
            '#set document(title: "x", author: "y")\n= #words\n'
        ),
        "own/our colours.typ": (
            '#import "../words.typ": say\n#import "/own/deep/base.typ": colour\n'
            '#let words = say(yaml("own.yaml").word + json("own.json").word)\n'
        ),
        "own/deep/base.typ": "#let colour = red\n",
        "own/own.yaml": "word: so\n",
        "own/own.json": '{"word": "und so"}',
        "own/unused.typ": "#panic()\n",
    }
    wanted = order(*sample(), folder=written(tmp_path, **files))
    draft = drafted("roles", wanted)
    assert make(draft, wanted)
    found = ingredients(draft, wanted)
    assert {*files} - found.keys() == {"own/unused.typ"}


EVENT: tuple[PieceName, ...] = ("booklets", "spares", "programme", "invitation", "director")
OTHERS: tuple[PieceName, ...] = ("badges", "roles", "signs", "posters", "walls", "records", "slips")


def move(data: Data) -> None:
    data["venue"] = {"name": "Інша зала", "address": "вул. Інша, 2", "access": "Ліворуч"}


@pytest.mark.parametrize("piece", [*EVENT, *OTHERS])
def test_another_hall_changes_the_pieces_that_tell_of_it(piece: PieceName) -> None:
    meeting, cell = share()
    before = order(meeting, cell)
    session = sample(session=move)[0].session
    after = replace(before, meeting=replace(meeting, session=session))
    changed = inputs(drafted(piece, before), before) != inputs(drafted(piece, after), after)
    assert changed is (piece in EVENT)


@pytest.mark.parametrize("piece", [*EVENT, *OTHERS])
def test_another_day_changes_every_piece_for_files_bear_it(piece: PieceName) -> None:
    meeting, cell = share()
    before = order(meeting, cell)
    session = sample(session=lambda data: data.update(date="2026-12-13"))[0].session
    after = replace(before, meeting=replace(meeting, session=session))
    assert inputs(drafted(piece, before), before) != inputs(drafted(piece, after), after)
