"""Everything in printing order: one file, one setting of the printer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
import zxingcpp

from tests.kit.paper import behind, lettered, letters, sizes
from tests.kit.sample import kit, opened, order, sample, words
from tests.kit.test_conformance import errors
from viche.kit import Audience, Order, Piece
from viche.kit.contents import draft, entries
from viche.kit.imposition import Flip, arrange
from viche.kit.typesetting import typeset
from viche.kit.whole import everything


def _order(language: str = "uk", flip: str = "short", **turned: bool) -> Order:
    """An order for a printer with this edge; pieces named in ``turned`` have lying pages."""
    meeting, cell = sample(cell=lambda data: data.update(print={"flip": flip}))
    wanted = order(meeting, cell, language)
    sheets = wanted.sheets
    changed = {
        piece: sheets.pieces[piece].model_copy(update={"turned": is_turned})
        for piece, is_turned in turned.items()
    }
    pieces = {**sheets.pieces, **changed}
    return replace(wanted, sheets=sheets.model_copy(update={"pieces": pieces}))


def _pieces(
    name: str,
    wanted: Order,
    pages: int,
    copies: int = 1,
    audience: Audience = Audience.PUBLIC,
) -> list[Piece]:
    """The files of a piece whose leaves bear a letter each, as ``make`` would give them."""
    sheets, layout = wanted.sheets, wanted.sheets.pieces[name]
    data = lettered(layout, sheets.size(name), pages)
    codes = ((pages - 1, f"https://testville.example/{name}"),)
    given = Piece(
        name=f"{name}.pdf",
        piece=name,
        data=data,
        pages=pages,
        paper=layout.page,
        sides=int(layout.sides),
        copies=copies,
        audience=audience,
        codes=codes,
        prints=layout.onto is None,
    )
    if layout.onto is None or layout.sheet is None:
        return [given]
    printed = arrange(
        opened(data),
        name,
        sheets,
        flip=Flip(wanted.cell.print.flip),
        right_to_left=wanted.labels.direction == "rtl",
    )
    bound = replace(
        given,
        name=f"{name}-a4.pdf",
        data=printed.data,
        pages=printed.pages,
        paper=layout.sheet,
        codes=tuple((printed.where[page], address) for page, address in codes),
        prints=True,
    )
    return [given, bound]


def _kit(wanted: Order) -> list[Piece]:
    return [
        *_pieces("booklets", wanted, 8),
        *_pieces("badges", wanted, 20),
        *_pieces("roles", wanted, 8, copies=3),
        *_pieces("signs", wanted, 3),
        *_pieces("walls", wanted, 2),
        *_pieces("records", wanted, 2, copies=50),
        *_pieces("director", wanted, 5, audience=Audience.TEAM),
        *_pieces("programme", wanted, 1),
    ]


def _starts(piece: Piece) -> dict[str, int]:
    reader = opened(piece.data)
    return {entry.title: reader.get_destination_page_number(entry) for entry in reader.outline}


def _begin(whole: Piece) -> int:
    """The first page after the sheets on top."""
    reader = opened(whole.data)
    begin: int = reader.get_destination_page_number(reader.outline[1])
    return begin


def _cover(whole: Piece) -> str:
    """The words of the sheets on top; their backs have none."""
    return " ".join(words(whole.data, page) for page in range(0, _begin(whole), 2))


@pytest.mark.parametrize("flip", Flip)
@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("lying", [False, True])
def test_with_one_setting_of_the_printer_every_back_lies_behind_its_front(
    flip: Flip, language: str, lying: bool
) -> None:
    wanted = _order(language, flip, director=lying)
    whole = everything(wanted, _kit(wanted))
    assert opened(whole.data).root_object["/ViewerPreferences"]["/Duplex"] == (
        f"/DuplexFlip{flip.capitalize()}Edge"
    )
    first = wanted.labels("piece-booklets")
    begin = _starts(whole)[first]
    met = 0
    for page in range(begin, whole.pages, 2):
        front, back = letters(whole.data, page), letters(whole.data, page + 1)
        for letter, place in back.items():
            # Letters have a foot and a head: their middles lie up to 3 mm off, in one direction.
            assert behind(place, 210, 297, flip) == pytest.approx(front[letter], abs=0.5)
            met += 1
    assert met == 2 * 2 + 10 + 3 * 4 + 2


def test_all_sheets_are_alike_and_every_piece_begins_on_a_new_one() -> None:
    wanted = _order("en")
    whole = everything(wanted, _kit(wanted))
    assert whole.pages == len(opened(whole.data).pages) == 2 * whole.sheets
    assert (whole.paper, whole.sides, whole.copies, whole.name) == ("A4", 2, 1, "everything.pdf")
    assert {(round(width), round(height)) for width, height in sizes(whole.data)} == {(210, 297)}
    starts = _starts(whole)
    assert list(starts) == [
        "Everything in printing order",
        "Personal protocols",
        "Badges",
        "Role cards",
        "Table signs",
        "Wall sheets",
        "Group sheets",
        "Director’s book",
    ]
    assert all(start % 2 == 0 for start in starts.values())
    lengths = [4, 4, 6, 6, 8, 4, 6]
    begin = starts["Personal protocols"]
    assert [*starts.values()][1:] == [begin + sum(lengths[:k]) for k in range(len(lengths))]
    assert whole.pages == begin + sum(lengths)


def test_what_is_printed_on_one_side_has_blank_backs() -> None:
    wanted = _order("en")
    whole = everything(wanted, _pieces("signs", wanted, 3))
    begin = _starts(whole)["Table signs"]
    pages = [sorted(letters(whole.data, page)) for page in range(begin, whole.pages)]
    assert pages == [["A"], [], ["A"], [], ["B"], []]


def test_copies_are_in_the_file_unless_they_are_very_many() -> None:
    wanted = _order("en")
    kit = _kit(wanted)
    times = {entry.piece.piece: entry.times for entry in entries(wanted, kit, 2)}
    assert times["roles"] == 3
    assert times["records"] == 1
    cover = _cover(everything(wanted, kit))
    assert "print these pages 50 times" in cover
    assert "incl. 3 copies" in cover


def test_codes_are_known_wherever_they_stand() -> None:
    meeting, cell = sample()
    wanted = order(meeting, cell, "uk", ("G-S-1", "E-S-1"))
    booklets = kit(meeting, cell, seats=("G-S-1", "E-S-1"))
    signs = _pieces("signs", wanted, 3, copies=2)
    whole = everything(wanted, [*signs, *booklets])
    start = _starts(whole)["Таблички на столи"]
    assert [page for page, _ in whole.codes[:2]] == [start + 4, start + 10]
    document = pypdfium2.PdfDocument(whole.data)
    assert len(whole.codes) == 4
    for page, address in whole.codes[2:]:
        (code,) = zxingcpp.read_barcodes(document[page].render(scale=150 / 72).to_pil())
        assert code.text == address


def test_other_paper_stays_a_file_of_its_own_and_is_named_on_top() -> None:
    wanted = _order("en")
    kit = _kit(wanted)
    whole = everything(wanted, kit)
    cover = _cover(whole)
    assert "a file of its own" in cover
    assert "programme.pdf A3, one side" in cover
    assert "or walls.pdf, on A3" in cover
    # 50 records of two sheets are wanted, of which one stands in the file.
    assert f"this file, with all copies: {whole.sheets + 49 * 2} sheets of A4" in cover
    assert "And for the files of their own: 1 sheet of A3" in cover
    assert "Programme" not in _starts(whole)


def test_the_sheet_on_top_says_where_everything_is() -> None:
    wanted = _order("en")
    whole = everything(wanted, _kit(wanted))
    cover = _cover(whole)
    begin = _starts(whole)["Badges"]
    assert f"{begin + 1}–{begin + 4} 2 badges-a4.pdf" in cover
    assert "both sides, flipped on the short edge, actual size" in cover
    assert "both sides, flipped on the long edge" in cover  # the director's book by itself
    begin = _starts(whole)["Personal protocols"]
    assert f"Print only pages {begin + 1}–{begin + 2} first" in cover


def test_the_sheet_on_top_says_how_many_booklets_come_out() -> None:
    meeting, cell = sample()
    reading, imposed = kit(meeting, cell, "en", ("E-S-1", "G-T-1"))
    cover = words(typeset(draft(_order("en"), [reading, imposed]), _order("en")))
    each = imposed.sheets // 2
    assert f"{imposed.sheets} sheets of A4: 2 booklets, {each} sheet" in cover
    assert "each Take the sheets" in cover


def test_booklets_of_different_lengths_are_only_counted() -> None:
    """One of two sheets and one of four take six sheets, but not three each."""
    wanted = _order("en")
    given, bound = _pieces("booklets", wanted, 24)
    assert bound.pages == 12
    said = {}
    for second in (4, 6):
        codes = ((0, "https://testville.example/1"), (second, "https://testville.example/2"))
        (row,) = draft(wanted, [given, replace(bound, codes=codes)]).data["entries"]
        said[second] = row["how"][0]
    assert said[4] == "2\u00a0booklets"
    assert said[6] == "6\u00a0sheets of A4: 2\u00a0booklets, 3\u00a0sheets of A4 each"


def test_what_is_a_master_says_how_often_to_copy_it() -> None:
    wanted = _order("en")
    pieces = [*_pieces("invitation", wanted, 1), *_pieces("announcement", wanted, 1)]
    said = {row["name"]: row["how"][-1] for row in draft(wanted, pieces).data["entries"]}
    asked = "Expected: 8\u00a0people; at least an invitation each takes 4\u00a0sheets of A4."
    assert asked in said["Invitation"]
    assert said["Announcement"].startswith("A master to copy: one for each newsroom")


def test_papers_with_names_are_named_on_top_where_there_can_be_any() -> None:
    (line,) = draft(_order("en"), _kit(_order("en"))).data["named"]
    assert "viche kit 2026-12-test --names" in line
    assert "build/private/2026-12-test/" in line
    meeting, cell = sample(session=lambda data: data.update(seating="open"))
    assert draft(order(meeting, cell, "en"), []).data["named"] == []


@pytest.mark.parametrize("flip", Flip)
def test_a_long_sheet_on_top_goes_on_upright_on_another_one(flip: Flip) -> None:
    wanted = _order("en", flip)
    signs = [piece for number in range(60) for piece in _pieces("signs", wanted, 1 + number % 2)]
    whole = everything(wanted, signs)
    begin = _begin(whole)
    own = len(opened(typeset(draft(wanted, signs, begin), wanted)).pages)
    assert own > 1
    assert begin == 2 * own
    assert f"{begin + 1}–{begin + 2}" in words(whole.data, 0)
    assert [bool(words(whole.data, page)) for page in range(begin)] == [True, False] * own
    for page in range(0, begin, 2):
        heads = _heads(whole, page)
        assert heads
        assert min(heads) > 0


def _heads(whole: Piece, page: int) -> list[float]:
    """For each text of a page, whether it stands on its feet (above 0) or on its head (below)."""
    found: list[float] = []

    def met(text: str, matrix: list[float], letters: list[float], *_: object) -> None:
        found.extend([matrix[3] * letters[3]] if text.strip() else [])

    opened(whole.data).pages[page].extract_text(visitor_text=met)
    return found


def test_whoever_may_not_see_a_piece_may_not_see_everything() -> None:
    wanted = _order("en")
    shown = _pieces("signs", wanted, 1)
    assert everything(wanted, shown).audience is Audience.TEAM
    named = _pieces("slips", wanted, 4, audience=Audience.PRIVATE)
    assert everything(wanted, [*shown, *named]).audience is Audience.PRIVATE


def test_the_same_pieces_give_the_same_bytes() -> None:
    wanted = _order("en")
    kit = _kit(wanted)
    assert everything(wanted, kit).data == everything(wanted, kit).data


@pytest.mark.parametrize("language", ["uk", "ru", "pl", "he", "en"])
def test_the_sheet_on_top_conforms(language: str, tmp_path: Path) -> None:
    wanted = _order(language)
    assert errors(typeset(draft(wanted, _kit(wanted)), wanted), tmp_path) == []
