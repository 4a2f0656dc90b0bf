"""Sheets for the printer as PDF: what is drawn, and what stands around it."""

from __future__ import annotations

from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
import zxingcpp
from pypdf.generic import DictionaryObject

from tests.kit.paper import BADGES, MILLIMETRE, lettered, letters, sheets_with
from tests.kit.sample import kit, opened, sample
from viche.kit.imposition import Booklet, Flip, Printed, arrange, booklets_in, flip_of
from viche.kit.imposition.folding import order
from viche.model.sheets import Sheets

FOLDED = {"page": "A5", "onto": "fold", "sheet": "A4", "sides": "2"}
WALLS = {"page": "A3", "turned": True, "onto": "tiles", "sheet": "A4"}


def _reader() -> Any:
    meeting, cell = sample()
    reading, _ = kit(meeting, cell, seats=("G-S-1", "E-S-1"))
    return opened(reading.data)


def _folded(reader: Any, flip: Flip = Flip.SHORT, *, right_to_left: bool = False) -> Printed:
    sheets = sheets_with(booklets=FOLDED)
    return arrange(reader, "booklets", sheets, flip=flip, right_to_left=right_to_left)


def _arranged(
    layout: dict[str, object], pages: int, flip: Flip = Flip.SHORT, *, right_to_left: bool = False
) -> Printed:
    sheets = sheets_with(badges=layout)
    reader = opened(lettered(sheets.pieces["badges"], sheets.size("badges"), pages))
    return arrange(reader, "badges", sheets, flip=flip, right_to_left=right_to_left)


def test_booklets_are_found_by_the_outline() -> None:
    reader = _reader()
    half = len(reader.pages) // 2
    assert booklets_in(reader) == (Booklet("G-S-1", 0, half), Booklet("E-S-1", half, half))


def test_every_booklet_is_bound_for_itself() -> None:
    reader = _reader()
    printed = _folded(reader)
    bound = opened(printed.data)
    assert len(bound.pages) == printed.pages == len(reader.pages) // 2
    assert [entry.title for entry in bound.outline] == ["G-S-1", "E-S-1"]
    at = 0
    for booklet in booklets_in(reader):
        spreads = order(booklet.length)
        for number, spread in enumerate(spreads):
            page = bound.pages[at + number]
            assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 842, 595]
            assert page["/TrimBox"] == page.mediabox
            drawn = page["/Resources"]["/XObject"]
            for place, source in (("/P0", spread.left), ("/P1", spread.right)):
                original = reader.pages[booklet.start + source]["/Contents"]
                assert drawn[place].get_data() == original.get_data()
                assert printed.where[booklet.start + source] == at + number
        at += len(spreads)


def test_a_booklet_that_cannot_be_folded_is_refused() -> None:
    sheets = sheets_with(booklets=FOLDED)
    reader = opened(lettered(sheets.pieces["booklets"], (148, 210), 6))
    with pytest.raises(ValueError, match="whole sheets"):
        arrange(reader, "booklets", sheets, flip=Flip.SHORT, right_to_left=False)


def test_fonts_are_shared_by_all_sides() -> None:
    reader = _reader()
    assert 1 < _embedded_fonts(reader) <= 4  # a few weights
    assert _embedded_fonts(opened(_folded(reader).data)) == _embedded_fonts(reader)


def _embedded_fonts(reader: Any) -> int:
    objects = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    descriptors = [each for each in objects if isinstance(each, DictionaryObject)]
    return sum(any(key.startswith("/FontFile") for key in each) for each in descriptors)


@pytest.mark.parametrize("flip", Flip)
@pytest.mark.parametrize(("right_to_left", "direction"), [(False, "/L2R"), (True, "/R2L")])
def test_the_print_dialogue_is_told_what_to_choose(
    flip: Flip, right_to_left: bool, direction: str
) -> None:
    bound = opened(_folded(_reader(), flip, right_to_left=right_to_left).data)
    edge = {Flip.SHORT: "/DuplexFlipShortEdge", Flip.LONG: "/DuplexFlipLongEdge"}[flip]
    assert bound.root_object["/ViewerPreferences"] == {
        "/DisplayDocTitle": True,
        "/Direction": direction,
        "/Duplex": edge,
        "/PrintScaling": "/None",
    }


def test_sheets_with_one_printed_side_are_not_turned_at_all() -> None:
    printed = _arranged({**BADGES, "sides": "1"}, 10, Flip.LONG)
    assert opened(printed.data).root_object["/ViewerPreferences"]["/Duplex"] == "/Simplex"
    assert printed.where == (0,) * 8 + (1,) * 2


def test_the_same_pages_give_the_same_bytes() -> None:
    sheets = sheets_with(badges=BADGES)
    data = lettered(sheets.pieces["badges"], sheets.size("badges"), 20)

    def once(flip: Flip) -> bytes:
        return arrange(opened(data), "badges", sheets, flip=flip, right_to_left=False).data

    assert once(Flip.SHORT) == once(Flip.SHORT)
    first, second = opened(once(Flip.SHORT)), opened(once(Flip.LONG))
    assert first.trailer["/ID"][0] != second.trailer["/ID"][0]


@pytest.mark.parametrize("right_to_left", [False, True])
def test_pages_are_drawn_where_they_belong_without_their_bleed(right_to_left: bool) -> None:
    """The letter stands 20 mm from the left of its front, 15 mm below its head."""
    printed = _arranged(BADGES, 2, right_to_left=right_to_left)
    assert (printed.pages, printed.where) == (2, (0, 1))
    left = 108 if right_to_left else 12
    (x, y) = letters(printed.data, 0)["A"]
    assert x == pytest.approx(left + 20, abs=0.2)
    assert y == pytest.approx(277.5 - 15, abs=2)


def test_bleed_is_shown_as_far_as_half_the_gutter() -> None:
    """Red from edge to edge on the page, bleed included."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    sheets = sheets_with(badges={**BADGES, "gutter": 4, "sides": "1"})
    writer = PdfWriter(clone_from=opened(lettered(sheets.pieces["badges"], (90, 60), 8)))
    for page in writer.pages:
        red = DecodedStreamObject()
        red.set_data(b"1 0 0 rg 0 0 1000 1000 re f")
        page[NameObject("/Contents")] = writer._add_object(red)
    printed = arrange(writer, "badges", sheets, flip=Flip.SHORT, right_to_left=False)  # type: ignore[arg-type]
    picture = pypdfium2.PdfDocument(printed.data)[0].render(scale=10 / MILLIMETRE).to_pil()

    def is_red(x: float, y: float) -> bool:
        return bool(picture.getpixel((round(x * 10), round(y * 10))) == (255, 0, 0))

    left, top = (210 - 184) / 2, (297 - 252) / 2
    assert is_red(left - 2.8, top + 30)
    assert not is_red(left - 3.2, top + 30)
    assert is_red(left + 45, top - 2.8)
    assert not is_red(left + 45, top - 3.2)
    assert is_red(left + 92, top + 30)  # the middle of the gutter, from one card or the other


def test_a_divided_page_is_found_on_its_first_sheet() -> None:
    sheets = sheets_with(walls=WALLS)
    reader = opened(lettered(sheets.pieces["walls"], sheets.size("walls"), 2))
    printed = arrange(reader, "walls", sheets, flip=Flip.SHORT, right_to_left=False)
    assert (printed.pages, printed.where) == (4, (0, 2))
    assert "A" in letters(printed.data, 0)
    assert "A" in letters(printed.data, 3)


def test_codes_on_sheets_can_be_scanned() -> None:
    meeting, cell = sample()
    for language in ("uk", "he"):
        _, bound = kit(meeting, cell, language, seats=("G-S-1", "E-S-1"))
        document = pypdfium2.PdfDocument(bound.data)
        assert len(bound.codes) == 2
        for page, address in bound.codes:
            (code,) = zxingcpp.read_barcodes(document[page].render(scale=150 / 72).to_pil())
            assert code.text == address


@pytest.mark.parametrize(
    ("layout", "flip"),
    [
        ({"page": "A4"}, None),
        ({"page": "A4", "sides": "2"}, Flip.LONG),
        ({"page": "A4", "turned": True, "sides": "2"}, Flip.SHORT),
        (FOLDED, Flip.SHORT),
        ({**FOLDED, "sides": "1"}, None),
    ],
)
def test_what_is_printed_as_it_is_read_turns_like_a_book(
    layout: dict[str, object], flip: Flip | None
) -> None:
    sheets: Sheets = sheets_with(director=layout)
    assert flip_of("director", sheets, Flip.SHORT) is flip


def test_sheets_are_made_for_the_edge_of_the_printer() -> None:
    assert flip_of("badges", sheets_with(badges=BADGES), Flip.LONG) is Flip.LONG
