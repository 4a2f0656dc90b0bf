"""What the cell hands to guests and to the press: poster, invitation, announcement, release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kit.sample import Data, labels, made, opened, order, sample, words
from tests.kit.test_conformance import errors
from tests.test_shapes import planned
from viche import guard
from viche.kit import PIECES, Audience, Draft, Order, Piece
from viche.kit.cards import session_address
from viche.model.content import Content
from viche.model.sheets import PieceName
from viche.problems import ContentError

NAMES: tuple[PieceName, ...] = ("programme", "invitation", "announcement", "release")
TEXTS = NAMES[1:]
PAGE = "https://testville.example/cell/sessions/2026-12-test.html"
FORM = "https://forms.example/sign-up"


def _drafted(name: PieceName, wanted: Order) -> Draft:
    draft = PIECES[name](wanted)
    assert draft is not None
    return draft


def _paper(name: PieceName, wanted: Order) -> Piece:
    return made(name, wanted)[0]


def _text(name: PieceName, wanted: Order) -> str:
    (text,) = (piece for piece in made(name, wanted) if piece.name.endswith(".txt"))
    return text.data.decode("utf-8")


def _registers(data: Data) -> None:
    data["registration"] = {"address": FORM, "until": "2026-12-10", "note": "Візьміть воду."}


def _spoken(data: Data) -> None:
    data["press"] = {
        "before": {
            "headline": "Місто креслить своє завтра",
            "lead": "Про це власними словами.",
            "paragraphs": ["Перше.", "Друге."],
            "quotations": ["«Приходьте», — каже Оксана Вигадана."],
        },
        "after": {
            "headline": "Місто накреслило завтра",
            "lead": "Прийшли всі.",
            "paragraphs": ["Домовилися."],
            "quotations": ["«Вдалося», — каже Оксана Вигадана."],
        },
    }


def _closed(data: Data) -> None:
    data["profile"] = "closed"


def _long(data: Data) -> None:
    data["title"] = "Дуже довга назва сесії про все на світі " * 7 + "і ще трохи понад те"
    data["venue"]["address"] = "вулиця з довгою назвою, будинок і корпус, під’їзд і поверх, " * 3


@pytest.mark.parametrize("language", ["uk", "he", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_piece_conforms_and_shows_its_code(
    name: PieceName, language: str, tmp_path: Path
) -> None:
    for piece in made(name, order(*sample(), language)):
        if piece.pages and piece.name == f"{name}.pdf":
            assert errors(piece.data, tmp_path) == []
            assert piece.pages == 1
        if piece.pages:
            assert guard.printed(piece.name, piece.data, piece.codes) == []


@pytest.mark.parametrize("change", [_long, _registers, _spoken])
@pytest.mark.parametrize("name", NAMES)
def test_long_and_full_content_stays_within_its_pages(
    name: PieceName, change: Callable[[Data], None]
) -> None:
    paper = _paper(name, order(*sample(session=change)))
    assert paper.pages <= (2 if name in ("announcement", "release") else 1)
    assert guard.printed(paper.name, paper.data, paper.codes) == []


def test_the_times_of_the_poster_are_read_from_afar() -> None:
    draft = _drafted("programme", order(*sample()))
    assert [line["time"] for line in draft.data["timetable"]] == [
        "10:00–10:30",
        "10:30–11:15",
        "11:15–11:55",
        "11:55–12:15",
        "12:15–12:55",
        "12:55–13:25",
    ]
    sizes: dict[str, float] = {}

    def sized(text: str, _: object, matrix: list[float], __: object, size: float) -> None:
        sizes[text.strip()] = max(sizes.get(text.strip(), 0), size * abs(matrix[3]))

    opened(_paper("programme", order(*sample())).data).pages[0].extract_text(visitor_text=sized)
    times = [size for text, size in sizes.items() if text.startswith("1") and "–" in text]
    assert times
    assert min(times) >= 24


def test_the_poster_tells_of_work_and_rest_and_of_nothing_between() -> None:
    def moving(data: Data) -> None:
        data["steps"].insert(1, {"id": "walk", "kind": "move", "minutes": "5"})
        data["steps"].append({"id": "spare", "kind": "reserve", "minutes": "5"})

    said = words(_paper("programme", order(*sample(session=moving))).data)
    assert labels("uk")("step-break") in said
    assert labels("uk")("step-move") not in said
    assert labels("uk")("step-reserve") not in said


def test_the_poster_says_when_everybody_can_go_at_the_latest() -> None:
    def spared(data: Data) -> None:
        data["steps"].append({"id": "spare", "kind": "reserve", "minutes": "5"})

    def closed(data: Data) -> None:
        data["profile"] = "closed"

    last = _drafted("programme", order(*sample(session=spared), "en")).data["timetable"][-1]
    assert (last["time"], last["title"]) == ("13:30", "End at the latest")
    assert "13:25" in last["about"]
    for changes in ({}, {"session": spared, "cell": closed}):
        lines = _drafted("programme", order(*sample(**changes), "en")).data["timetable"]
        assert lines[-1]["title"] == "Back in profile groups"


def test_what_happens_at_a_step_depends_on_who_has_met_before() -> None:
    draft = _drafted("programme", order(*sample(), "en"))
    about = {line["title"]: line["about"] for line in draft.data["timetable"]}
    say = labels("en")
    assert about[say("step-groups-profile")] == say("programme-first")
    assert about[say("step-groups-cross")] == say("programme-new")
    assert about[say("step-groups-profile-again")] == say("programme-again")
    assert about[say("step-break")] == ""


def test_where_one_can_sign_up_the_invitation_leads_there() -> None:
    plain, signing = order(*sample()), order(*sample(session=_registers))
    assert [url for _, url in _paper("invitation", plain).codes] == [PAGE]
    assert [url for _, url in _paper("invitation", signing).codes] == [FORM]
    assert FORM in _text("invitation", signing)
    assert "10 грудня" in _text("announcement", signing)
    assert "Візьміть воду." in _text("announcement", signing)
    assert labels("uk")("press-write") in _text("announcement", plain)
    assert labels("uk")("press-write") not in _text("announcement", signing)


def test_one_sheet_holds_two_invitations() -> None:
    _, sheet, _ = made("invitation", order(*sample()))
    assert (sheet.paper, sheet.pages) == ("A4", 1)
    assert sheet.codes == ((0, PAGE), (0, PAGE))


def test_the_words_of_the_cell_come_first() -> None:
    before = _text("announcement", order(*sample(session=_spoken)))
    for said in ("Місто креслить своє завтра", "Перше.\n\nДруге.", "каже Оксана Вигадана"):
        assert said in before
    assert labels("uk")("press-method") not in before
    assert "Домовилися" not in before


def test_a_release_has_gaps_until_somebody_fills_them() -> None:
    draft = _drafted("release", order(*sample()))
    assert draft.audience is Audience.TEAM
    # How many came, three results of each of two spheres, to whom, one voice, and the next date.
    assert draft.text.count("[…]") == 1 + 2 * 3 + 1 + 1 + 1
    meeting, cell = sample(session=_spoken)
    following = meeting.session.model_copy(update={"stage": "training"})
    written = _drafted("release", replace(order(meeting, cell), following=following))
    assert "[…]" not in written.text
    assert labels("uk")("press-came") in draft.text
    assert labels("uk")("press-came") not in written.text
    assert written.audience is Audience.PUBLIC
    assert {_drafted(name, order(*sample())).audience for name in NAMES[:3]} == {Audience.PUBLIC}


def test_nothing_follows_the_last_stage() -> None:
    def last(data: Data) -> None:
        data["stages"].pop()

    text = _text("release", order(*sample(programme=last)))
    assert labels("uk")("press-next") not in text


def test_the_method_promises_no_more_than_the_plan_keeps() -> None:
    meeting, cell = sample()
    assert labels("en")("press-method") in _text("announcement", order(meeting, cell, "en"))
    unplanned = replace(meeting, plan=None)
    text = _text("announcement", order(unplanned, cell, "en"))
    assert labels("en")("press-method-part") in text
    assert labels("en")("press-method") not in text


@pytest.mark.parametrize("language", ["uk", "he"])
@pytest.mark.parametrize("name", NAMES)
def test_a_closed_cell_tells_neither_place_nor_day(name: PieceName, language: str) -> None:
    wanted = order(*sample(cell=_closed, session=_registers), language)
    told = words(_paper(name, wanted).data) + _drafted(name, wanted).text
    for secret in ("Зала", "Прикладна", "אולם", "10:00", "12 грудня", "10 грудня", "12 בדצמבר"):
        assert secret not in told
    assert "2026" in told


def test_a_title_with_quotation_marks_gets_inner_ones_between_ours() -> None:
    title = {"uk": "Сесія «Місто»", "en": "A “city”"}
    meeting = sample(session=lambda data: data.update(title=title))
    assert "захід «Сесія „Місто“»" in _text("release", order(*meeting, "uk"))
    assert "event “A ‘city’” has" in _text("release", order(*meeting, "en"))


@pytest.mark.parametrize("language", ["uk", "he"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_to_paste_has_no_sign_that_cannot_be_seen(name: PieceName, language: str) -> None:
    text = _text(name, order(*sample(session=_registers), language))
    assert not {*text} & {*"\u2060\u2066\u2067\u2068\u2069\u00a0\u202f\t"}
    assert all(line == line.strip() for line in text.split("\n"))
    assert "\n\n\n" not in text
    assert text.endswith("\n")
    assert PAGE.partition("sessions")[0] in text


TITLES = (
    "Сесія 5 людей, 2026 р., 10:00–12:00",
    "Два  пробіли,\nдругий рядок\tі табуляція",
    "1. Тире -- тут, \"лапки\" і 'ще', \\ ~ = + - / _ @свій <мітка>",
    "סתם 5–7 שמות",
)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("name", NAMES)
def test_whatever_the_title_the_code_is_found_below_it(name: PieceName, title: str) -> None:
    for language in ("uk", "he"):
        wanted = order(*sample(session=lambda data: data.update(title=title)), language)
        (code,) = _paper(name, wanted).codes
        assert code == (0, session_address(wanted))


@pytest.mark.parametrize("name", NAMES)
def test_markup_is_printed_as_typed(name: PieceName) -> None:
    title = "#pagebreak() *а* <b>б</b> $x$"
    paper = _paper(name, order(*sample(session=lambda data: data.update(title=title))))
    assert title in words(paper.data)


@pytest.mark.parametrize("name", NAMES)
def test_a_word_that_is_too_wide_is_named(name: PieceName) -> None:
    wide = order(*sample(session=lambda data: data.update(title="Щ" * 80)))
    with pytest.raises(ContentError) as caught:
        _paper(name, wide)
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == ("kit-word", "title")


@pytest.mark.parametrize("name", NAMES)
def test_a_text_in_another_language_says_so(name: PieceName) -> None:
    wanted = order(*sample(session=lambda data: data.update(title="Лише так")), "en")
    said = words(_paper(name, wanted).data)
    assert "Лише так" in said
    assert labels("en").fallback("uk") in said


@pytest.mark.parametrize("name", NAMES)
def test_sessions_of_every_shape_have_their_pieces(name: PieceName) -> None:
    content = planned()
    for meeting in content.meetings:
        assert _paper(name, order(meeting, content.cell, "he")).pages <= 2


def test_a_session_without_groups_or_contact_has_them_all() -> None:
    meeting, cell = sample(cell=lambda data: data.pop("contact"))
    programme = meeting.programme.model_copy(
        update={
            "stages": tuple(
                stage.model_copy(update={"network": None}) for stage in meeting.programme.stages
            )
        }
    )
    steps = meeting.session.steps[:1]
    session = meeting.session.model_copy(update={"steps": steps, "attendance": {}})
    bare = replace(
        meeting, session=session, programme=programme, stage=programme.stages[0], plan=None
    )
    for name in NAMES:
        assert _paper(name, order(bare, cell)).pages == 1
    text = _text("announcement", order(bare, cell))
    assert labels("uk")("press-come") not in text
    assert labels("uk")("press-method-part") not in text


def test_the_same_order_gives_the_same_bytes() -> None:
    for name in NAMES:
        first, again = (made(name, order(*sample(), "he")) for _ in range(2))
        assert [piece.data for piece in first] == [piece.data for piece in again]


def test_the_next_stage_has_the_date_of_its_session() -> None:
    meeting, cell = sample()
    later = meeting.session.model_copy(
        update={"id": "2026-12-later", "stage": "training", "date": dt.date(2026, 12, 20)}
    )
    next_meeting = replace(meeting, session=later, stage=meeting.programme.stages[1])
    content = Content(cell, (meeting.programme,), (meeting, next_meeting), {})
    assert content.following(meeting) == later
    assert content.following(next_meeting) is None
    wanted = replace(order(meeting, cell, "en"), following=content.following(meeting))
    assert "Sunday, 20 December 2026" in _text("release", wanted)
