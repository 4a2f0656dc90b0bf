from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.sample import NOWHERE, Data, labels, made, opened, order, sample, words
from tests.kit.shared import share, with_tables
from tests.kit.test_conformance import CELLS, errors
from tests.test_shapes import CELL, SHAPES, planned
from viche.kit import PIECES, Audience, Order
from viche.kit.director.book import Book
from viche.kit.director.counts import Counts
from viche.kit.director.late import cuts, slacks
from viche.kit.director.lists import table_of_tables
from viche.kit.director.newcomers import spare_seats
from viche.kit.director.trouble import leaving, safe_absences
from viche.kit.reserve import with_reserve
from viche.load import load
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.model.sheets import PieceName
from viche.network import INCOMPLETE_3D, TWO_DIMENSIONAL, Deck, Policy, seat_incomplete_3d
from viche.network.meeting import plan_session
from viche.network.roles import deal_roles
from viche.problems import ContentError

CUES: Data = {
    "before": [
        {"who": "desk", "minutes": "30", "do": {"en": "Open the doors."}},
        {"who": "organisers", "minutes": "90", "do": {"en": "Set the tables."}},
    ],
    "steps": {
        "first": [
            {"minutes": "6", "say": {"en": "Now we talk."}, "watch": {"en": "Who is silent?"}},
            {"who": "secretaries", "minutes": "20", "do": {"en": "Write it down."}},
        ]
    },
    "after": [{"minutes": "15", "do": {"en": "Take photographs of the walls."}}],
}


def _cued(protocol: Data) -> None:
    protocol["cues"] = CUES


def _day(session: Data) -> None:
    session["steps"] = [
        *session["steps"],
        {"id": "tell", "kind": "reports", "minutes": "20"},
        {"id": "spare", "kind": "reserve", "minutes": "10"},
    ]


def _book(language: str = "en", **changes: Callable[[Data], object]) -> bytes:
    meeting, cell = sample(**changes)
    (piece,) = made("director", order(meeting, cell, language))
    return piece.data


def _data(**changes: Callable[[Data], object]) -> Any:
    meeting, cell = sample(**changes)
    draft = PIECES["director"](order(meeting, cell, "en"))
    assert draft is not None
    return draft.data


def _agenda(**changes: Callable[[Data], object]) -> dict[str, Any]:
    return {block["title"]: block for block in _data(**changes)["agenda"]}


def test_the_book_is_for_the_team_and_numbers_its_pages() -> None:
    meeting, cell = sample(protocol=_cued)
    (piece,) = made("director", order(meeting, cell, "en"))
    assert (piece.name, piece.paper, piece.sides) == ("director.pdf", "A4", 2)
    assert piece.audience is Audience.TEAM
    for number in range(piece.pages):
        text = words(piece.data, number)
        assert f"page {number + 1} of {piece.pages}" in text
        assert "Open session" in text


def test_the_first_page_says_what_is_when_where_and_for_whom() -> None:
    page = words(_book(), 0)
    for expected in (
        "Open session",
        "12 December 2026",
        "10:00–13:25",
        "1 Example Street",
        "8 people",
        "Governance",
        "4 people",
        "incomplete three-dimensional network",
        "Profile groups · Cross groups",
        "Nobody meets the same person twice",
        "Contents",
    ):
        assert expected in page


def test_sections_and_cues_stand_at_their_time_with_what_is_left() -> None:
    blocks = _agenda(protocol=_cued)
    before = [line["clock"] for line in blocks["Before the session"]["lines"]]
    assert before == ["08:30", "09:30"]
    assert blocks["After the session"]["lines"][0]["clock"] == "13:40"
    first = blocks["Profile groups"]
    assert (first["clock"], first["span"]) == ("10:30", "10:30–11:15")
    times = [(line["clock"], line["step-left"], line["day-left"]) for line in first["lines"]]
    assert times == [("10:30", "45", "2:55"), ("10:36", "39", "2:49"), ("10:50", "25", "2:35")]
    assert first["lines"][0]["sections"][0]["title"] == "Mine"
    cue = first["lines"][1]["cues"][0]
    assert (cue["who"], cue["say"], cue["watch"]) == (
        "Facilitator",
        "Now we talk.",
        "Who is silent?",
    )


def test_a_cue_without_a_minute_stays_behind_the_one_before_it() -> None:
    def change(protocol: Data) -> None:
        cues = [
            {"do": {"en": "First."}},
            {"minutes": "20", "do": {"en": "Second."}},
            {"do": {"en": "Third."}},
            {"minutes": "10", "do": {"en": "Between."}},
        ]
        protocol["cues"] = {"steps": {"start": cues}}

    lines = _agenda(protocol=change)["Setting the task"]["lines"]
    assert [line["cues"][0]["do"] for line in lines] == ["First.", "Between.", "Second.", "Third."]
    assert [line["clock"] for line in lines] == ["", "10:10", "10:20", ""]


def test_sections_without_minutes_are_named_before_whatever_leads_to_them() -> None:
    def change(protocol: Data) -> None:
        protocol["cues"] = {"steps": {"second": [{"minutes": "9", "say": {"en": "Now write."}}]}}

    blocks = _agenda(protocol=change)
    second = blocks["Cross groups"]
    assert [section["title"] for section in second["sections"]] == ["Heard"]
    assert [line["sections"] for line in second["lines"]] == [[]]
    assert blocks["Profile groups"]["sections"] == []


def test_group_sheets_are_laid_out_before_their_step_and_taken_in_after_it() -> None:
    meeting, cell = share()
    draft = PIECES["director"](order(meeting, cell, "en"))
    assert draft is not None
    ways = {block["title"]: block["ways"] for block in draft.data["agenda"]}
    assert ways["Profile groups"][-2:] == [
        "The group sheets of “Profile groups” lie on the tables.",
        labels("en")("director-hang", step="Profile groups"),
    ]
    assert ways["Cross groups"][-2:] == [
        "Lay the group sheets of “Cross groups” on the tables, "
        "and take in those of “Profile groups”.",
        labels("en")("director-hang", step="Cross groups"),
    ]
    # The third step of the sample has no sheets of its own.
    assert not any("group sheets" in way for way in ways["Coffee break"])
    assert draft.data["labels"]["lies-how"]


def test_the_book_explains_how_people_sit_and_what_its_words_mean() -> None:
    method = _data()["method"]
    assert dict(method["terms"]) == {
        "Profile groups": "The same for everyone at a table: sphere and part.",
        "Cross groups": "The same for everyone at a table: sphere. "
        "Different, every one if possible: part.",
        "Reconciling groups": "The same for everyone at a table: part. "
        "Different, every one if possible: sphere.",
        "Back in profile groups": labels("en")("director-groups-again"),
        "Seat": labels("en")("director-seat", seat="G-S-1"),
        "Card": labels("en")("director-card"),
    }
    assert "How it works" in words(_book(), 1)


@pytest.mark.parametrize("kind", ["say", "do"])
def test_a_step_stays_on_one_page_or_says_that_it_goes_on(kind: str) -> None:
    def long(protocol: Data) -> None:
        cues = [{"minutes": str(n), kind: {"en": f"Cue {n}. " * 40}} for n in range(1, 40)]
        protocol["cues"] = {"steps": {"first": cues}}

    def short(protocol: Data) -> None:
        cues = [{"minutes": str(n), kind: {"en": f"Cue {n}. " * 20}} for n in range(1, 7)]
        protocol["cues"] = {"steps": dict.fromkeys(("start", "first", "second"), cues)}

    book = _book(protocol=long)
    pages = [words(book, n) for n in range(len(opened(book).pages))]
    holding = [n for n, page in enumerate(pages) if "Cue" in page and "Announcements" not in page]
    spread = [n for n in holding if "Profile groups (continued)" in pages[n]]
    assert spread == list(range(spread[0], spread[-1] + 1))
    assert "10:30" in pages[spread[0] - 1]
    assert "(continued)" not in words(_book(protocol=short))


def test_the_announcements_are_a_sheet_of_their_own() -> None:
    for change in (_cued, lambda _: None):
        book = _book(protocol=change)
        pages = [words(book, n) for n in range(len(opened(book).pages))]
        (begin,) = (n for n, page in enumerate(pages) if page.startswith("Announcements"))
        assert begin % 2 == 0
        blank = [n for n, page in enumerate(pages) if "left blank on purpose" in page]
        assert blank in ([], [begin - 1])


def test_groups_that_gather_again_are_listed_once() -> None:
    listed = {each["title"]: each["again"] for each in _data()["groups"]}
    assert listed == {
        "Profile groups": [
            "The same groups gather again, at the same tables: "
            "“Back in profile groups”, 12:55–13:25."
        ],
        "Cross groups": [],
        "Reconciling groups": [],
    }


def test_words_tell_apart_what_is_said_done_and_watched() -> None:
    text = words(_book(protocol=_cued))
    assert "Say Now we talk." in text
    assert "Watch Who is silent?" in text
    assert "Do Write it down." in text


def test_everything_said_is_announced_in_order_and_silent_steps_by_their_name() -> None:
    calls = _data(protocol=_cued)["calls"]
    clocks = [call["clock"] for call in calls]
    assert clocks == sorted(clocks)
    said = {call["clock"]: call["say"] for call in calls}
    assert said["10:36"] == "Now we talk."
    assert said["11:55"] == "“Coffee break”: 20\u00a0minutes."


def test_a_book_needs_neither_protocol_nor_cues() -> None:
    meeting, cell = sample()
    bare = dataclasses.replace(meeting, protocol=None)
    (piece,) = made("director", order(bare, cell, "en"))
    text = words(piece.data)
    assert "10:30–11:15" in text
    assert "“Profile groups”: 45 minutes." in text
    assert "wall sheets" not in text


def test_a_session_with_a_network_waits_for_its_plan_and_one_without_groups_needs_none() -> None:
    meeting, cell = sample()
    planless = dataclasses.replace(meeting, plan=None)
    assert PIECES["director"](order(planless, cell)) is None

    held = meeting.session.model_copy(update={"steps": meeting.session.steps[:1]})
    stage = meeting.stage.model_copy(update={"network": None})
    stages = (stage, *meeting.programme.stages[1:])
    programme = meeting.programme.model_copy(update={"stages": stages})
    lecture = dataclasses.replace(
        planless, session=held, stage=stage, programme=programme, protocol=None
    )
    (piece,) = made("director", order(lecture, cell, "en"))
    assert "Setting the task" in words(piece.data)


def test_moves_say_where_each_sphere_goes_and_who_may_stay() -> None:
    blocks = _agenda()
    assert "Governance: tables 1–2" in blocks["Cross groups"]["ways"]
    (pause,) = (block for title, block in blocks.items() if title == "Coffee break")
    assert pause["ways"][0] == "Everyone goes to their table for “Reconciling groups”."
    back = blocks["Back in profile groups"]["ways"]
    assert back[0] == "The same groups again, at the same tables as at “Profile groups”."


def test_reports_share_their_time_sphere_by_sphere() -> None:
    reports = _agenda(session=_day)["Reports"]
    assert "4\u00a0speakers, 5\u00a0minutes each, the change included" in reports["facts"]
    lines = [(line["clock"], line["sections"][0]["title"]) for line in reports["lines"]]
    assert lines == [("13:25", "Governance"), ("13:35", "Economy")]


@pytest.mark.parametrize(("number", "packed"), [(0, 0), (1, 2), (10, 11), (19, 21), (80, 90)])
def test_a_tenth_more_is_packed_in_numbers_that_are_easy_to_count(number: int, packed: int) -> None:
    assert with_reserve(number) == packed


@given(st.integers(1, 2000))
def test_the_reserve_is_a_tenth_and_never_much_more(number: int) -> None:
    assert 1.1 * number <= with_reserve(number) + 1e-9 < 1.1 * number + 10


def _dealt(meeting: Meeting) -> Meeting:
    session = meeting.session.model_copy(update={"seating": "open", "cards": 8})
    plan = plan_session(session, meeting.programme)
    return dataclasses.replace(meeting, session=session, plan=plan)


@cache
def _sessions() -> Mapping[str, tuple[Meeting, Cell, Path]]:
    """Sessions to count: seats, cards, without sheets to share, and of other networks."""
    meeting, cell = share()
    found = {
        "seats": (meeting, cell, NOWHERE),
        "cards": (_dealt(meeting), cell, NOWHERE),
        "alone": (*sample(), NOWHERE),
    }
    content = planned()
    for each in content.meetings:
        with_pages = dataclasses.replace(each, protocol=each.protocol or meeting.protocol)
        found[each.stage.id] = (with_tables(with_pages), content.cell, CELL)
    return found


SESSIONS = ("seats", "cards", "alone", *SHAPES)
COUNTED: tuple[PieceName, ...] = (
    "booklets",
    "spares",
    "badges",
    "roles",
    "signs",
    "posters",
    "walls",
    "records",
    "slips",
    "programme",
)


def _printed(name: PieceName, wanted: Order) -> int:
    """How many things of a piece come out of the printer: each begins with a heading."""
    if PIECES[name](wanted) is None:
        return 0
    piece, *_ = made(name, wanted)
    if name == "slips":
        return piece.pages // 2 * piece.copies
    if name == "programme":
        return piece.pages * piece.copies
    return sum(not isinstance(it, list) for it in opened(piece.data).outline) * piece.copies


@pytest.mark.parametrize("session", SESSIONS)
def test_the_list_has_as_many_as_the_kit_prints(session: str) -> None:
    meeting, cell, folder = _sessions()[session]
    wanted = order(meeting, cell, cell.languages[0], folder=folder)
    counts = Counts.of(wanted)
    for name in COUNTED:
        assert counts[name] == _printed(name, wanted), name
    assert counts["director"] == 1
    assert counts.pieces.keys() <= {*COUNTED, "director"}


@pytest.mark.parametrize("session", SESSIONS)
def test_whatever_is_packed_lies_somewhere(session: str) -> None:
    meeting, cell, folder = _sessions()[session]
    counts = Counts.of(order(meeting, cell, "en", folder=folder))
    for name, found in counts.laid.items():
        assert sum(found.values()) == counts[name]
        assert found.keys() <= set(counts.tables)


def test_groups_that_gather_again_have_a_second_wall_sheet_only_for_another_table() -> None:
    meeting, cell = share()
    assert meeting.plan is not None
    first, second, third = (len(meeting.plan.groups(step)) for step in ("first", "second", "third"))
    other, same = (Counts.of(order(each, cell)) for each in (meeting, with_tables(meeting)))
    assert (other["walls"], other["records"]) == (2 * first + second, 2 * first + second)
    assert (same["walls"], same["records"]) == (first + second + third, 2 * first + second + third)


def _items(chapter: str, **changes: Callable[[Data], object]) -> list[tuple[str, str]]:
    parts = _data(**changes)[chapter]
    return [(item["n"], item["what"]) for part in parts for item in part["items"]]


def test_what_is_bought_has_a_reserve_and_what_is_printed_has_none() -> None:
    items = _items("packing")
    assert ("12", "pens") in items  # eight seats, four spares
    assert ("9", "thick markers") in items  # two a table and a tenth more
    assert ("16", "role cards") in items
    assert ("1", "director’s book") in items
    assert not any("group sheet" in what for _, what in items)


def test_what_the_protocol_asks_for_stands_once_with_every_step_that_needs_it() -> None:
    bell, map_ = {"en": "a ship’s bell"}, {"en": "a map of the city, one a table"}

    def ask(protocol: Data) -> None:
        protocol["cues"] = {
            "before": [{"do": {"en": "Hang the map."}, "bring": [map_]}],
            "steps": {
                "first": [{"say": {"en": "Begin."}, "bring": [bell, map_]}, {"bring": [bell]}],
                "second": [{"say": {"en": "Go on."}, "bring": [bell]}],
            },
            "after": [{"do": {"en": "Take it down."}, "bring": [map_]}],
        }

    assert [
        (item["what"], [step["title"] for step in item["steps"]], item["at"])
        for item in _data(protocol=ask)["asked"]
    ] == [
        (
            map_["en"],
            ["Before the session", "Profile groups", "After the session"],
            "cues.before[1].bring[1]",
        ),
        (bell["en"], ["Profile groups", "Cross groups"], "cues.steps.first[1].bring[1]"),
    ]
    book = opened(_book(protocol=ask))
    pages = [page.extract_text() for page in book.pages]
    (page,) = [page for page in pages if "When it is needed" in page]
    assert page.count(bell["en"]) == 1


def test_a_protocol_that_asks_for_nothing_has_no_such_list() -> None:
    assert "When it is needed" not in words(_book(protocol=_cued), None)


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("uk", "рулон малярної стрічки, 25 м", "5 рулонів малярної стрічки по 25 м"),
        ("ru", "рулон малярной ленты, 25 м", "5 рулонов малярной ленты по 25 м"),
        ("pl", "rolka taśmy malarskiej, 25 m", "5 rolek taśmy malarskiej po 25 m"),
        ("he", "גליל נייר דבק, 25 מ׳", "5 גלילי נייר דבק, 25 מ׳ כל אחד"),
        ("en", "roll of masking tape, 25 m", "5 rolls of masking tape, 25 m each"),
    ],
)
def test_things_are_counted_as_the_language_does(language: str, one: str, many: str) -> None:
    words = labels(language)
    assert words("director-thing-tape", n=1) == one
    assert f"5 {words('director-thing-tape', n=5)}" == many


@pytest.mark.parametrize("language", ["uk", "pl", "he", "en"])
def test_a_piece_has_one_name_everywhere(language: str) -> None:
    """In Russian, three of them are in another case."""
    words = labels(language)
    for name in (*COUNTED, "director"):
        thing = words(f"director-thing-{'book' if name == 'director' else name}", n=3)
        assert thing.casefold().startswith(words(f"piece-{name}").casefold())


NAMED = {
    "booklets": ("personal protocol", "Protocols", "protocol stays", "every protocol"),
    "spares": ("spare",),
    "badges": ("badge",),
    "roles": ("role card",),
    "signs": ("table sign",),
    "posters": ("poster",),
    "walls": ("wall sheet", "sticky dot"),
    "records": ("group sheet", "Group sheet"),
    "slips": ("slip",),
    "programme": ("programme",),
}


@pytest.mark.parametrize("piece", NAMED)
def test_what_the_cell_skips_is_named_nowhere(piece: PieceName) -> None:
    meeting, cell = share()
    skipping = cell.model_copy(update={"print": cell.print.model_copy(update={"skip": (piece,)})})

    def said(publisher: Cell) -> str:
        draft = PIECES["director"](order(meeting, publisher, "en"))
        assert draft is not None
        chapters = ("lies", "packing", "trouble")
        return str([draft.data[chapter] for chapter in chapters])

    for name in NAMED[piece]:
        assert name in said(cell)
        assert name not in said(skipping)


def _book_of(**changes: Callable[[Data], object]) -> Book:
    meeting, cell = sample(**changes)
    wanted = order(meeting, cell, "en")
    return Book(wanted, wanted.script())


def _five_hours(session: Data) -> None:
    session["attendance"] = {"governance": "8", "economy": "8"}
    session["steps"] = [
        {"id": "first", "kind": "groups", "grouping": "profile", "minutes": "30"},
        {"id": "second", "kind": "groups", "grouping": "cross", "minutes": "40"},
        {"id": "coffee-1", "kind": "break", "minutes": "20"},
        {"id": "third", "kind": "groups", "grouping": "reconciling", "minutes": "40"},
        {"id": "last", "kind": "groups", "grouping": "profile", "minutes": "30"},
        {"id": "coffee-2", "kind": "break", "minutes": "20"},
        {"id": "tell", "kind": "reports", "minutes": "15"},
        {"id": "spare", "kind": "reserve", "minutes": "10"},
    ]


def test_the_reserve_gives_first_then_the_last_break_and_reports_at_the_end() -> None:
    found = slacks(_book_of(session=_five_hours))
    assert [(slack.timed.step.id, slack.minutes) for slack in found] == [
        ("spare", 10),
        ("coffee-2", 10),
        ("coffee-1", 10),
        ("tell", 4),  # four speakers give a minute each
    ]


@given(st.integers(0, 90))
def test_what_is_taken_and_what_is_lacking_make_up_the_delay(late: int) -> None:
    taken, lacking = cuts(slacks(_book_of(session=_five_hours)), late)
    assert sum(minutes for _, minutes in taken) + lacking == late
    assert all(0 < minutes <= slack.minutes for slack, minutes in taken)
    assert not lacking or late > 34


def test_a_day_without_slack_says_so() -> None:
    def change(session: Data) -> None:
        session["steps"] = [step for step in session["steps"] if step["kind"] != "break"]

    assert _data(session=change)["time"] == {"sources": [], "late": []}
    assert "neither reserve nor a break" in words(_book(session=change))


@given(st.integers(16, 32), st.integers(16, 32), st.integers(1, 4))
def test_profile_groups_stay_even_as_seats_are_left_free(one: int, two: int, free: int) -> None:
    plan = seat_incomplete_3d({"E": one, "H": two}, "SWOA", Policy.FULL_COVERAGE)
    order_of = leaving(plan, INCOMPLETE_3D)
    assert sorted(seat.id for seats in order_of.values() for seat in seats) == sorted(
        seat.id for seat in plan.seats
    )
    absent = {seat.id for seats in order_of.values() for seat in seats[:free]}
    step = plan.steps[0]
    for sphere in "EH":
        sizes = [
            sum(seat.id not in absent for seat in seats)
            for group, seats in plan.groups(step).items()
            if group.startswith(sphere)
        ]
        assert max(sizes) - min(sizes) <= 1
    safe = safe_absences(plan, order_of)
    gone = {seat.id for seats in order_of.values() for seat in seats[:safe]}
    for each in plan.steps:
        for seats in plan.groups(each).values():
            left = sum(seat.id not in gone for seat in seats)
            assert left >= min(3, len(seats))


def test_cards_that_were_added_leave_no_last_numbers_to_keep_free() -> None:
    meeting, cell = sample()
    assert meeting.plan is not None
    seats = meeting.plan.seats
    added = dataclasses.replace(seats[-1], id="E-T-9")
    plan = dataclasses.replace(meeting.plan, seats=(*seats, added))
    for seated, rows in ((meeting, 2), (dataclasses.replace(meeting, plan=plan), 0)):
        draft = PIECES["director"](order(seated, cell, "en"))
        assert draft is not None
        few = next(it for it in draft.data["trouble"] if it["title"] == "Fewer people come")
        assert len(few["rows"]) == rows


@given(st.lists(st.integers(8, 24), min_size=2, max_size=4), st.integers(1, 2))
def test_every_spare_has_a_seat_of_its_kind_and_groups_that_gather_anyway(
    people: list[int], each: int
) -> None:
    plan = seat_incomplete_3d(dict(zip("EHST", people, strict=False)), "SWOA", Policy.FULL_COVERAGE)
    spares = spare_seats(plan, INCOMPLETE_3D, each)
    kinds = {seat.letters for seat in plan.seats}
    assert Counter(seat.letters for seat in spares) == dict.fromkeys(kinds, each)
    assert len({seat.id for seat in (*plan.seats, *spares)}) == len(plan.seats) + len(spares)
    for at, step in enumerate(plan.steps):
        groups = plan.groups(step).items()
        tables = {group: plan.place(seats[0], step).table for group, seats in groups}
        for seat in spares:
            assert tables[seat.route[at].group] == seat.route[at].table


def test_the_desk_has_a_line_for_every_spare_protocol() -> None:
    meeting, cell = sample()
    draft = PIECES["director"](order(meeting, cell, "en"))
    assert draft is not None
    (many,) = (it for it in draft.data["trouble"] if it["newcomers"])
    assert many["title"] == "More people come"
    assert [row[0] for row in many["newcomers"]["rows"]] == ["G-S-3", "E-T-3", "G-T-3", "E-S-3"]
    assert many["newcomers"]["heads"] == ["Seat", "10:30", "11:15", "12:15"]


def test_breaks_need_something_to_drink_and_folded_sheets_a_stapler() -> None:
    items = {what: n for n, what in _items("packing")}
    assert items["portions of coffee or tea"] == "9"  # eight people, one break, a tenth more
    assert items["urn of hot water, 10 litres"] == "1"
    assert items["stapler that reaches the fold, with staples"] == "1"
    assert items["chairs"] == "12"
    assert not any("glue" in what for what in items)


def test_people_are_counted_outside_by_the_cards_that_were_given_out() -> None:
    stop = next(it for it in _data()["trouble"] if it["title"].startswith("An interruption"))
    assert labels("en")("director-stop-cards", n=labels("en").isolate(12)) in stop["points"]


def _deck() -> Deck:
    return Deck(
        INCOMPLETE_3D,
        (tuple("GECI"), tuple("SWOT")),
        ("profile", "cross", "reconciling", "return"),
        dict.fromkeys("GECI", 32),
        4,
    )


@given(st.lists(st.integers(16, 32), min_size=4, max_size=4), st.sampled_from(list(Policy)))
def test_the_table_of_tables_says_what_the_deck_announces(
    people: list[int], policy: Policy
) -> None:
    deck = _deck()
    announced = deck.announce(deck.dealt(dict(zip("GECI", people, strict=True))), policy)
    cross, mixed = (
        {n: opened for numbers, opened in table_of_tables(deck, step, policy) for n in numbers}
        for step in ("cross", "reconciling")
    )
    for at, sphere in enumerate("GECI"):
        assert announced["cross", sphere] == cross[people[at]][at]
    ranked = sorted(people)
    asked = ranked[-1] if policy is Policy.NO_REPEATS else ranked[1]
    for at, part in enumerate("SWOT"):
        assert announced["reconciling", part] == mixed[asked][at]


@given(st.integers(4, 30), st.sampled_from(list(Policy)))
def test_a_hall_with_one_deck_has_one_column(people: int, policy: Policy) -> None:
    deck = Deck(TWO_DIMENSIONAL, (tuple("SWOT"),), ("a", "b", "c"), {"": 30})
    rows = table_of_tables(deck, "b", policy)
    announced = deck.announce(deck.dealt({"": people}), policy)
    (opened,) = (tables for numbers, tables in rows if people in numbers)
    assert opened == (announced["b", ""],)


def test_whatever_is_counted_by_person_is_enough_for_every_card_of_the_deck() -> None:
    """Eight are expected, but sixteen cards may be dealt."""

    def change(session: Data) -> None:
        session |= {"seating": "open", "cards": "8"}

    items = {what: n for n, what in _items("packing", session=change)}
    by_person = (
        "numbered cards, each deck in its order",
        "badges",
        "sign-in slips",
        "pens",
        "cards for questions, A6",
        "badge holders",
        "cups",
    )
    assert {what: items[what] for what in by_person} == dict.fromkeys(by_person, "16")
    assert items["litres of water"] == "5"  # what is drunk goes by the eight
    data = _data(session=change)
    assert "Expected: 8\u00a0people. Cards for 16\u00a0people." in data["labels"]["packing-how"]
    (told,) = (row["lines"] for row in data["glance"] if row["title"] == "People expected")
    assert told == ["8\u00a0people", "Cards for 16\u00a0people"]


def test_an_open_session_says_what_to_announce() -> None:
    def change(session: Data) -> None:
        session |= {"seating": "open", "cards": "8"}

    data = _data(session=change)
    assert [table["title"] for table in data["openings"]] == ["Cross groups", "Reconciling groups"]
    cross = data["openings"][0]
    assert cross["columns"] == ["Tables"]
    assert [row["name"] for row in cross["order"]] == ["Governance", "Economy"]
    said = [call["say"] for call in data["calls"]]
    first = "Tables open for “Cross groups”: Governance ______ and Economy ______."
    assert any(words.startswith(first) for words in said)
    notes = [call["note"] for call in data["calls"] if "note" in call]
    assert any("Governance 2 and Economy 2" in note for note in notes)
    assert "spare protocols" not in words(_book(session=change))


def test_a_closed_cell_prints_durations_and_no_times_or_places() -> None:
    def close(cell: Data) -> None:
        cell["profile"] = "closed"

    text = words(_book(cell=close, protocol=_cued))
    for told in ("10:30", "11:15", "13:25", "Hall,", "Example Street", "12 December"):
        assert told not in text
    assert "0:30–1:15" in text
    assert "−1:30" in text


def test_what_looks_like_markup_is_printed_as_typed() -> None:
    def change(protocol: Data) -> None:
        protocol["cues"] = {"steps": {"first": [{"say": {"en": "#pagebreak() <b>$x$</b> *y*"}}]}}

    assert "#pagebreak() <b>$x$</b> *y*" in words(_book(protocol=change))


@pytest.mark.parametrize("field", ["say", "do", "watch"])
def test_a_word_that_is_too_long_is_named_with_its_place(field: str) -> None:
    def change(protocol: Data) -> None:
        protocol["cues"] = {"steps": {"first": [{field: {"en": "Donau" * 16}}]}}

    with pytest.raises(ContentError) as caught:
        _book(protocol=change)
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == ("kit-word", f"cues.steps.first[1].{field}.en")


def test_long_titles_and_speeches_find_room() -> None:
    def title(session: Data) -> None:
        session["title"] = {"en": "A long title of a session " * 12}
        session["steps"][0]["title"] = {"en": "The task of this long day " * 12}

    def speech(protocol: Data) -> None:
        protocol["cues"] = {"steps": {"first": [{"say": {"en": "And so we go on. " * 400}}]}}

    text = words(_book(session=title, protocol=speech))
    assert text.count("A long title") >= 12
    assert text.split().count("And") == 800  # in the day, and among the announcements


@pytest.mark.parametrize("language", ["uk", "he"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_session_has_its_book(language: str, shape: str) -> None:
    content = planned()
    meeting = next(each for each in content.meetings if each.stage.id == shape)
    (piece,) = made("director", order(meeting, content.cell, language, folder=CELL))
    outline = [entry.title for entry in opened(piece.data).outline if not isinstance(entry, list)]
    assert labels(language)("director-packing") in outline


@pytest.mark.parametrize("changed", [{}, {"seating": "open", "cards": 32}], ids=["seats", "cards"])
@pytest.mark.parametrize("language", ["uk", "he"])
def test_reading_copies_conform(
    language: str, changed: dict[str, object], root: Path, tmp_path: Path
) -> None:
    folder = root / (CELLS["pl"] if language == "uk" else CELLS[language])
    content = load(folder, plans=False).content
    assert content is not None
    meeting = _seated(content.meetings[0], changed)
    (piece,) = made("director", order(meeting, content.cell, language, folder=folder))
    assert errors(piece.data, tmp_path) == []


def _seated(meeting: Meeting, changed: dict[str, object]) -> Meeting:
    session = meeting.session.model_copy(update=changed)
    plan = plan_session(session, meeting.programme)
    assert meeting.topology is not None
    if not changed:
        plan = deal_roles(plan, meeting.topology)
    return dataclasses.replace(meeting, session=session, plan=plan)


def test_the_same_book_has_the_same_bytes() -> None:
    assert _book(protocol=_cued) == _book(protocol=_cued)
