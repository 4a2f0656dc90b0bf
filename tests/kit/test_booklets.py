from __future__ import annotations

import dataclasses
import hashlib
import os
import subprocess
import sys
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
import zxingcpp
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from tests.kit.sample import Data, kit, labels, opened, order, sample, section, words
from viche.kit import Piece, drafts
from viche.kit.script import Script
from viche.network.roles import deal_roles


def test_a_kit_has_a_reading_copy_and_an_imposed_copy_of_every_seat() -> None:
    meeting, cell = sample()
    reading, imposed = kit(meeting, cell, seats=None)
    assert (reading.name, reading.paper) == ("booklets.pdf", "A5")
    assert (imposed.name, imposed.paper) == ("booklets-a4.pdf", "A4")
    assert reading.pages == len(opened(reading.data).pages) == 2 * imposed.pages
    assert imposed.pages == len(opened(imposed.data).pages)
    outline = [entry.title for entry in _top_level(reading)]
    assert meeting.plan is not None
    assert outline == [seat.id for seat in meeting.plan.seats]
    assert reading.pages == 4 * len(outline)


def _top_level(piece: Piece) -> list[Any]:
    outline = opened(piece.data).outline
    return [entry for entry in outline if not isinstance(entry, list)]


@pytest.mark.parametrize("language", ["uk", "he"])
def test_a_role_stands_at_the_head_of_its_step_and_takes_no_room(language: str) -> None:
    meeting, cell = sample()
    assert meeting.plan is not None
    assert meeting.topology is not None
    dealt = dataclasses.replace(meeting, plan=deal_roles(meeting.plan, meeting.topology))
    assert dealt.plan is not None
    seat = next(seat for seat in dealt.plan.seats if seat.route[1].role)
    plain, told = (kit(each, cell, language, (seat.id,))[0] for each in (meeting, dealt))
    assert told.pages == plain.pages
    say = labels(language)
    role = say("role", role=say(f"role-{seat.route[1].role}"))
    (page,) = (n for n in range(1, told.pages) if say("step-groups-cross") in words(told.data, n))
    left, bottom, right, _ = _box(told, page, role)
    *_, title = _box(told, page, say("step-groups-cross"))
    assert title < bottom < title + 20
    edge = 13 * 72 / 25.4
    end = left if language == "he" else 148 * 72 / 25.4 - right
    assert edge < end < edge + 10


def _box(piece: Piece, page: int, text: str) -> tuple[float, float, float, float]:
    """Where a text stands first on a page: left, bottom, right and top, in points."""
    found = pypdfium2.PdfDocument(piece.data)[page].get_textpage()
    index, count = found.search(text).get_next()
    boxes = [found.get_charbox(at) for at in range(index, index + count)]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def test_seats_can_be_chosen_and_come_in_the_order_of_the_plan() -> None:
    meeting, cell = sample()
    reading, _ = kit(meeting, cell, seats=("E-T-1", "G-S-2"))
    assert [entry.title for entry in _top_level(reading)] == ["G-S-2", "E-T-1"]
    with pytest.raises(KeyError):
        kit(meeting, cell, seats=("X-9",))


def test_a_meeting_without_a_plan_has_no_cards_yet() -> None:
    meeting, cell = sample()
    planless = dataclasses.replace(meeting, plan=None)
    pieces = {draft.piece for draft in drafts(order(planless, cell))}
    assert pieces.isdisjoint({"booklets", "spares", "large-print", "badges", "signs"})


def test_cover_shows_seat_sphere_part_time_place_and_route() -> None:
    meeting, cell = sample()
    reading, _ = kit(meeting, cell, "en")
    cover = words(reading.data, 0)
    assert meeting.plan is not None
    seat = meeting.plan.seat("E-S-1")
    for expected in (
        "E-S-1",
        "Economy",
        "Strengths",
        "Open session",
        "12 December 2026",
        "10:00–13:25",
        "Hall",
        "1 Example Street",
        "https://testville.example/cell/en/2026-12-test/#E-S-1",
        "This is an example.",
        "form TEST-1, version 3",
        "page 1 of 4",
    ):
        assert expected in cover
    for place in seat.route:
        assert f"{place.group} {place.table}" in cover


def test_every_page_has_seat_form_and_number() -> None:
    meeting, cell = sample(protocol=_long)
    reading, _ = kit(meeting, cell, "en")
    assert reading.pages == 8
    for number in range(8):
        page = words(reading.data, number)
        assert f"page {number + 1} of 8" in page
        assert "form TEST-1, version 3" in page
        assert "E-S-1" in page


def _long(protocol: Data) -> None:
    """Enough for three or four pages between the covers: more than a single sheet has."""
    section(protocol)["rows"] = "9"
    section(protocol)["lines"] = "18"


def test_blanks_for_notes_come_before_the_back_cover() -> None:
    meeting, cell = sample(protocol=_long)
    reading, _ = kit(meeting, cell, "en")
    assert reading.pages == 8
    titles = [words(reading.data, number) for number in range(8)]
    with_notes = [number for number, text in enumerate(titles) if "Notes" in text]
    assert with_notes[0] < 7
    # The last page has room for notes too, below the rules.
    assert with_notes == list(range(with_notes[0], 8))
    assert "Rules of group work" in titles[7]


def test_pages_are_shared_only_where_that_saves_paper() -> None:
    def one_more_step(protocol: Data) -> None:
        protocol["steps"].append(
            {"step": "third", "aim": "Далі.", "sections": [{"id": "x", "title": "Х", "lines": "3"}]}
        )

    meeting, cell = sample(protocol=one_more_step)
    reading, _ = kit(meeting, cell)
    # The task and three short steps take four pages, or two if they share: 4 in all and not 8.
    assert reading.pages == 4


def test_the_number_of_pages_follows_from_the_data() -> None:
    def many_rows(protocol: Data) -> None:
        data = section(protocol)
        data["rows"] = "100"
        del data["each"]

    meeting, cell = sample(protocol=many_rows)
    reading, _ = kit(meeting, cell, "en")
    assert reading.pages % 4 == 0
    headers = [
        number for number in range(reading.pages) if "Item Agreed" in words(reading.data, number)
    ]
    # A row is at least 9 mm and a page 182 mm: a hundred rows need six pages, each with a header.
    assert len(headers) == 6
    assert headers == list(range(headers[0], headers[0] + 6))
    marks = sum(words(reading.data, number).count("так") for number in headers)
    assert marks == 0  # the English copy has English choices
    assert sum(words(reading.data, number).count("yes") for number in headers) == 100


def _codes(piece: Piece) -> list[tuple[int, str]]:
    """Every QR code of a piece, as an independent reader finds it at 150 dots per inch."""
    document = pypdfium2.PdfDocument(piece.data)
    found = []
    for number, page in enumerate(document):
        found += [(number, code.text) for code in _read(page, 150)]
    return found


def _read(page: pypdfium2.PdfPage, dots_per_inch: int) -> list[zxingcpp.Barcode]:
    bitmap = page.render(scale=dots_per_inch / 72, grayscale=True)
    picture = memoryview(bitmap.buffer).cast("B", (bitmap.height, bitmap.stride))
    return zxingcpp.read_barcodes(picture)


@pytest.mark.parametrize("language", ["uk", "en", "he"])
def test_codes_can_be_read_in_both_copies(language: str) -> None:
    meeting, cell = sample(protocol=_long)
    seats = ("G-S-1", "E-T-1")
    folder = {"uk": "", "en": "en/", "he": "he/"}[language]
    for piece in kit(meeting, cell, language, seats):
        length = piece.pages // 2
        assert piece.codes == tuple(
            (n * length, f"https://testville.example/cell/{folder}2026-12-test/#{seat}")
            for n, seat in enumerate(seats)
        )
        assert tuple(_codes(piece)) == piece.codes


def test_a_code_is_large_enough_for_a_tired_phone() -> None:
    meeting, cell = sample()
    reading, _ = kit(meeting, cell)
    (code,) = _read(pypdfium2.PdfDocument(reading.data)[0], 254)
    corners = code.position
    width = (corners.top_right.x - corners.top_left.x) / 10  # ten dots are a millimetre
    assert 29 <= width <= 31


@pytest.mark.parametrize("language", ["uk", "he"])
def test_the_reading_copy_is_made_for_readers_of_screens(language: str) -> None:
    meeting, cell = sample()
    reading, _ = kit(meeting, cell, language)
    root = opened(reading.data).root_object
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_data().decode()
    assert "pdfuaid:part" in metadata
    title = opened(reading.data).metadata.title
    assert {"uk": "Відкрита сесія", "he": "מפגש פתוח"}[language] in title
    cover = opened(reading.data).pages[0]
    links = [note.get_object() for note in cover["/Annots"]]
    # The address is the one link: a link around a picture alone has nothing to read out.
    assert [link["/A"]["/URI"] for link in links] == [reading.codes[0][1]]
    kinds = _structure(root["/StructTreeRoot"]["/K"])
    assert {"H1", "H2", "H3", "Table", "TH", "Figure", "Link", "L"} <= kinds


def _structure(element: Any) -> set[str]:
    """The kinds of all elements of the structure tree, and alt text for each figure."""
    if isinstance(element, IndirectObject):
        element = element.get_object()
    if isinstance(element, ArrayObject):
        return set().union(*(_structure(child) for child in element)) if element else set()
    if not isinstance(element, DictionaryObject) or "/S" not in element:
        return set()
    kind = str(element["/S"]).removeprefix("/")
    if kind == "Figure":
        assert "E-S-1" in str(element["/Alt"])
    return {kind} | _structure(element.get("/K"))


def test_the_outline_leads_from_seats_to_steps() -> None:
    meeting, cell = sample()
    reading, _ = kit(meeting, cell, "en")
    seat, below = opened(reading.data).outline
    assert seat.title == "E-S-1"
    assert [entry.title for entry in below] == [
        "Strengths",
        "Profile groups",
        "Cross groups",
        "Notes",
        "Rules of group work",
        "Notes",
    ]


_MAKE = """
import hashlib
from tests.kit.sample import kit, sample
print([hashlib.sha256(p.data).hexdigest() for p in kit(*sample(), seats=("G-S-1", "E-S-1"))])
"""


def test_two_runs_give_the_same_bytes() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", _MAKE],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    meeting, cell = sample()
    here = [
        hashlib.sha256(piece.data).hexdigest()
        for piece in kit(meeting, cell, seats=("G-S-1", "E-S-1"))
    ]
    assert outputs == {f"{here}\n"}


MARKUP = (
    "#panic()",
    "*x*",
    "_x_",
    "$x$",
    "= x",
    "<script>alert(1)</script>",
    "\\ \\n \\u{41}",
    '#import "@preview/x:1.0.0"',
    "`x` @x <x> [x] {n} {m} {seat}",
    "//x /*x*/ ~ -- --- ...",
    "\"quoted\" 'quoted'",
)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_printed_as_typed(text: str) -> None:
    def everywhere(data: Data) -> None:
        table = section(data)
        table["title"] = table["hint"] = text
        table["points"] = [text]
        data["rules"] = [text]

    meeting, cell = sample(protocol=everywhere, session=lambda data: data.update(title=text))
    reading, _ = kit(meeting, cell)
    shown = words(reading.data)
    assert shown.count(" ".join(text.split())) >= 5


def test_a_text_in_another_language_is_marked() -> None:
    meeting, cell = sample(session=lambda data: data.update(title="Відкрита сесія"))
    reading, _ = kit(meeting, cell, "en")
    assert "Відкрита сесія in Ukrainian" in words(reading.data, 0)
    reading, _ = kit(meeting, cell, "uk")
    assert "мова:" not in words(reading.data, 0)


def test_a_closed_cell_prints_no_place_and_no_clock() -> None:
    meeting, cell = sample(cell=lambda data: data.update(profile="closed"))
    reading, _ = kit(meeting, cell, "en")
    text = words(reading.data)
    for hidden in ("10:00", "11:15", "Hall", "Example Street", "Saturday"):
        assert hidden not in text
    assert "December 2026" in text
    assert "45 minutes" in text


def test_a_network_without_spheres_has_booklets_too() -> None:
    def training(data: Data) -> None:
        data.update(stage="training", people="6")
        del data["attendance"]
        data["steps"] = [step for step in data["steps"] if step["id"] != "third"]

    meeting, cell = sample(session=training)
    reading, _ = kit(meeting, cell, "en", ("S-1",))
    cover = words(reading.data, 0)
    assert "S-1" in cover
    assert "Strengths" in cover
    assert "Economy" not in words(reading.data)


def test_a_meeting_without_a_protocol_has_a_cover_and_notes() -> None:
    meeting, cell = sample()
    reading, _ = kit(dataclasses.replace(meeting, protocol=None), cell, "en")
    assert reading.pages == 4
    assert "Notes" in words(reading.data, 2)


@pytest.mark.parametrize(
    ("choices", "key"),
    [
        (["S", "T"], "S Strengths T Threats"),
        (["E", "G"], "G Governance E Economy"),
        (["S", "T", "O"], ""),
        (["S"], ""),
    ],
)
def test_letters_of_an_axis_have_a_key_once_a_step(choices: list[str], key: str) -> None:
    def ticked(data: Data) -> None:
        table = section(data)
        table["columns"][1]["choices"] = choices
        data["steps"][0]["sections"].append({**table, "id": "again"})

    meeting, cell = sample(protocol=ticked)
    text = words(kit(meeting, cell, "en")[0].data)
    for letters in ("S Strengths T", "G Governance E"):
        assert text.count(letters) == (1 if key.startswith(letters) else 0)
    assert key in text


def test_choices_stand_on_a_grid() -> None:
    def four(data: Data) -> None:
        section(data)["columns"][1] = {
            "title": "Згода",
            "width": "4",
            "pick": "many",
            "choices": ["альфа", "бета", "гамма", "дельта"],
        }

    meeting, cell = sample(protocol=four)
    page = pypdfium2.PdfDocument(kit(meeting, cell)[0].data)[1].get_textpage()

    def corner(text: str) -> tuple[float, float]:
        index, _ = page.search(text, match_whole_word=True).get_next()
        left, bottom, _, _ = page.get_charbox(index, loose=True)
        return left, bottom

    first, second, third, fourth = map(corner, ("альфа", "бета", "гамма", "дельта"))
    assert first[0] == pytest.approx(third[0], abs=0.5)
    assert second[0] == pytest.approx(fourth[0], abs=0.5)
    assert first[1] == pytest.approx(second[1], abs=0.5)
    assert first[1] > third[1] + 4 * 72 / 25.4


@pytest.mark.parametrize(
    ("title", "beside"), [("Коротко", True), ("Назва, якій самій треба цілого рядка", False)]
)
def test_time_and_place_stand_below_a_title_that_fills_its_line(title: str, beside: bool) -> None:
    meeting, cell = sample(session=lambda data: data["steps"][1].update(title=title))
    page = pypdfium2.PdfDocument(kit(meeting, cell)[0].data)[1].get_textpage()

    def bottom(text: str) -> float:
        index, _ = page.search(text).get_next()
        return float(page.get_charbox(index, loose=True)[1])

    assert title in words(kit(meeting, cell)[0].data, 1)  # in one line, undivided
    assert (abs(bottom(title) - bottom("10:30")) < 2) == beside


def test_whatever_is_read_is_large_enough() -> None:
    meeting, cell = sample()
    document = pypdfium2.PdfDocument(kit(meeting, cell)[0].data)
    for page in document:
        text = page.get_textpage()
        for number in range(text.count_chars()):
            letter = text.get_text_range(number, 1).strip()
            size = pypdfium2.raw.FPDFText_GetFontSize(text, number)
            _, bottom, _, _ = text.get_charbox(number)
            # The footer may be smaller, and the letter inside the sign of a sphere.
            assert not letter or size >= 10 or letter == "E" or bottom < 12 * 72 / 25.4, letter


def test_the_last_step_stands_on_the_back_cover_if_that_saves_a_sheet() -> None:
    def full(data: Data) -> None:
        section(data).update(rows="14", title="Довга таблиця")
        del section(data)["each"]
        data["steps"][1]["sections"][0]["lines"] = "9"

    meeting, cell = sample(protocol=full)
    reading, _ = kit(meeting, cell)
    assert reading.pages == 4
    back = words(reading.data, 3)
    assert back.index("Правила роботи в групі") < back.index("Почуте")
    assert "Нотатки" not in back


def test_the_timetable_runs_to_the_stated_end() -> None:
    reserve = {"id": "reserve", "kind": "reserve", "minutes": "10"}
    meeting, cell = sample(session=lambda data: data["steps"].append(reserve))
    cover = words(kit(meeting, cell)[0].data, 0)
    assert "10:00–13:35" in cover
    assert "13:25–13:35 Запас часу" in cover


def test_a_number_stays_with_its_word() -> None:
    script = Script(labels("uk"), ["uk"])
    kept = "По 90\u00a0секунд, 2 × 3, 15\u00a0слів"
    assert script.plain("По 90 секунд, 2 × 3, 15 слів", "", "") == kept


def test_hebrew_runs_from_right_to_left_and_numbers_do_not() -> None:
    meeting, cell = sample()
    reading, imposed = kit(meeting, cell, "he")
    page = pypdfium2.PdfDocument(reading.data)[0].get_textpage()
    width = 148 * 72 / 25.4

    def middle(text: str) -> float:
        index, count = page.search(text).get_next()
        boxes = [page.get_charbox(number) for number in range(index, index + count)]
        return float(min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2

    assert middle("10:30") > width / 2  # the time is the first column, which is the right one
    assert middle("שולחן") < width / 3  # the table is the last
    # Inside a range the earlier time stays left of the later one.
    assert middle("10:00") < middle("13:25")
    front = pypdfium2.PdfDocument(imposed.data)[0]
    (code,) = _read(front, 72)
    # The cover is on the left: the fold is at its right.
    assert code.position.top_right.x < front.get_width() / 2


def test_ranges_in_hebrew_prose_keep_their_order() -> None:
    meeting, cell = sample()
    reading, _ = kit(meeting, cell, "he")
    document = pypdfium2.PdfDocument(reading.data)
    for page in document:
        text = page.get_textpage()
        if hit := text.search("2026").get_next():
            later = text.search("2030").get_next()
            if later:
                assert text.get_charbox(hit[0])[0] < text.get_charbox(later[0])[0]
                return
    pytest.fail("the range is not on any page")
