"""What cannot be printed is said, with its place; nothing comes out half right."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.sample import NOWHERE, Data, kit, labels, made, order, sample, section, words
from viche import resources
from viche.guard.edges import outside
from viche.kit.glyphs import coverage
from viche.kit.script import Script
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.model.sheets import LAYOUTS, PieceName
from viche.problems import MESSAGE_LANGUAGES, ContentError, Problem, explain, merged


def _problems(meeting: Meeting, cell: Cell, files: Path = NOWHERE) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as error:
        made("booklets", order(meeting, cell, "uk", ("E-S-1",), folder=files))
    problems = error.value.problems
    for problem in problems:
        for language in MESSAGE_LANGUAGES:
            what, remedy = explain(problem, language)
            assert what
            assert remedy
    return problems


LONG = "непереривнодовгесловобезжодногопробілу" * 2
FIRST = "steps[1].sections[1]"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (lambda data: section(data).update(title=LONG), "kit-word", f"{FIRST}.title"),
        (lambda data: section(data).update(hint=LONG), "kit-word", f"{FIRST}.hint"),
        (lambda data: section(data).update(points=["так", LONG]), "kit-word", f"{FIRST}.points[2]"),
        (
            lambda data: section(data)["columns"][1].update(choices=["так", LONG]),
            "kit-word",
            f"{FIRST}.columns[2].choices[2]",
        ),
        (lambda data: data["steps"][1].update(aim=LONG), "kit-word", "steps[2].aim"),
        (lambda data: data.update(rules=["Так", LONG]), "kit-word", "rules[2]"),
        (
            lambda data: data["directions"]["all"][1].update(name="Ы" * 80),
            "kit-word",
            "directions.all[2].name",
        ),
        (
            lambda data: section(data).update(columns=[{"title": "Так"}] * 40),
            "kit-columns",
            f"{FIRST}.columns",
        ),
        (
            lambda data: section(data).update(columns=[{"title": "Стовпчик"}] * 10),
            "kit-word",
            f"{FIRST}.columns[1].title",
        ),
        (lambda data: data.update(rules=["Говоримо по колу."] * 60), "kit-overflow", "rules"),
        (lambda data: section(data).update(hint="Слово. " * 900), "kit-long", f"{FIRST}.hint"),
        (lambda data: section(data).update(points=["Так."] * 90), "kit-too-tall", FIRST),
    ],
)
def test_what_does_not_fit_is_named_with_its_place_and_its_piece(
    change: Callable[[Data], object], code: str, field: str
) -> None:
    (problem,) = _problems(*sample(protocol=change))
    assert (problem.source, problem.code) == ("content/protocol.yaml", code)
    assert problem.field == field
    assert "personal protocols" in explain(problem, "en")[0]
    assert "персональні протоколи" in explain(problem, "uk")[0]


def test_a_word_is_divided_only_where_it_can_be() -> None:
    def long_name(data: Data) -> None:
        data["directions"]["all"][1]["name"] = "Підприємництво"

    meeting, cell = sample(protocol=long_name)
    # Whole in the list of directions, divided in the narrow column of the table.
    assert words(kit(meeting, cell)[0].data).count("Підприємництво") == 2
    with pytest.raises(ContentError) as error:
        kit(meeting, cell, "he")
    assert error.value.problems[0].field == "directions.all[2].name"


def test_the_names_of_spheres_and_places_are_looked_at_too() -> None:
    meeting, cell = sample(programme=lambda data: data["spheres"][1].update(name=LONG))
    (problem,) = _problems(meeting, cell)
    assert (problem.source, problem.field) == ("content/programme.yaml", "spheres[2].name")
    meeting, cell = sample(session=lambda data: data["venue"].update(address=LONG))
    (problem,) = _problems(meeting, cell)
    assert (problem.source, problem.field) == ("content/session.yaml", "venue.address")


TITLE = "Дуже довга назва сесії, якої ніхто не дочитає до кінця, та все ж "


def test_a_cover_that_runs_over_names_the_text_that_is_too_long_and_what_length_would_fit() -> None:
    long = {"uk": (TITLE * 20).strip(), "en": "Brief"}
    meeting, cell = sample(session=lambda data: data.update(title=long))
    (problem,) = _problems(meeting, cell)
    assert (problem.source, problem.code) == ("content/session.yaml", "kit-long")
    assert problem.field == "title.uk"
    assert problem.params["length"] == len(long["uk"])
    most = int(str(problem.params["most"]))
    long["uk"] = long["uk"][:most]
    assert kit(*sample(session=lambda data: data.update(title=long)))[0].pages == 4
    long["uk"] = (TITLE * 20)[: most + 120]
    (problem,) = _problems(*sample(session=lambda data: data.update(title=long)))
    assert problem.field == "title.uk"


def test_all_texts_that_are_too_long_are_told_in_one_run() -> None:
    def change(data: Data) -> None:
        section(data)["hint"] = "Слово. " * 900
        section(data)["title"] = LONG
        data["rules"] = ["Говоримо. " + "непереривно" * 8]

    meeting, cell = sample(
        protocol=change, session=lambda data: data.update(title=(TITLE * 20).strip())
    )
    assert {(it.code, it.field) for it in _problems(meeting, cell)} == {
        ("kit-word", "rules[1]"),
        ("kit-word", f"{FIRST}.title"),
        ("kit-long", f"{FIRST}.hint"),
        ("kit-long", "title"),
    }


def test_the_same_long_text_in_several_fields_is_told_of_each() -> None:
    place = "Зала на третьому поверсі старого корпусу, другий вхід з двору " * 12
    meeting, cell = sample(session=lambda data: data["venue"].update(name=place, address=place))
    fields = [problem.field for problem in _problems(meeting, cell)]
    assert fields == ["venue.address", "venue.name"]


def test_a_word_inside_a_sentence_of_ours_is_sought_where_it_was_written() -> None:
    meeting, cell = sample(cell=lambda data: data["organisations"][0].update(name=LONG))
    with pytest.raises(ContentError) as error:
        made("announcement", order(meeting, cell, "en"))
    (problem,) = error.value.problems
    assert (problem.source, problem.field) == ("content/cell.yaml", "organisations")
    assert problem.params["word"] == LONG
    assert problem.params["letters"] == len(LONG)


@pytest.mark.parametrize("language", ["uk", "en", "he"])
@pytest.mark.parametrize("piece", ["booklets", "invitation", "slips", "programme", "badges"])
def test_a_session_with_a_title_of_three_hundred_characters_is_laid_out(
    piece: PieceName, language: str
) -> None:
    meeting, cell = sample(session=lambda data: data.update(title=(TITLE * 5)[:300].strip()))
    paper, *_ = made(piece, order(meeting, cell, language, ("E-S-1",)))
    assert paper.pages


@pytest.mark.parametrize("language", ["uk", "he"])
@pytest.mark.parametrize("piece", ["invitation", "programme"])
@pytest.mark.parametrize("letters", [20, 34, 37])
def test_a_long_word_in_a_title_makes_letters_smaller_before_it_leaves_the_paper(
    piece: PieceName, language: str, letters: int
) -> None:
    meeting, cell = sample(session=lambda data: data.update(title="Зустріч " + LONG[:letters]))
    paper, *_ = made(piece, order(meeting, cell, language))
    with contextlib.closing(pypdfium2.PdfDocument(paper.data)) as document:
        assert [outside(page) for page in document] == [0]


def test_a_wide_word_of_a_sentence_is_sought_whole_and_never_among_names() -> None:
    script = Script(labels("en"), ("en",))
    script.plain("Ann Halle", "roster.csv", "E-1")
    script.plain("Ann Hall", "roster.csv", "E-2")
    script.plain("Challenge", "session.yaml", "title")
    at = ("session.yaml", "press")
    assert script.place(*at, "Hall", "roster.csv") == at
    script.plain("The Hall, upstairs", "cell.yaml", "notice", "en", "en")
    assert script.place(*at, "Hall", "roster.csv") == ("cell.yaml", "notice.en")


def test_markup_is_printed_as_it_was_typed() -> None:
    typed = "*так* #panic(1) $x$ <b>ні</b> `код` // @x [л](u) = &amp; _і_ ~"

    def change(data: Data) -> None:
        data["rules"] = [typed]
        section(data).update(title=typed, hint=typed)

    meeting, cell = sample(protocol=change, session=lambda data: data.update(title=typed))
    told = words(kit(meeting, cell)[0].data).replace(" ", "")
    assert told.count(typed.replace(" ", "")) == 4


def test_the_book_of_the_day_keeps_its_foot_to_one_line() -> None:
    meeting, cell = sample(session=lambda data: data.update(title=(TITLE * 5)[:300].strip()))
    book, *_ = made("director", order(meeting, cell))
    pages = range(1, book.pages)
    assert all("якої ніхто не дочитає" not in words(book.data, page) for page in pages)


@st.composite
def _found(draw: st.DrawFn) -> Problem:
    """Something that a piece of the kit found."""
    code = draw(st.sampled_from(["kit-long", "kit-word"]))
    word = {"word": draw(st.sampled_from(["щось", "інше"]))} if code == "kit-word" else {}
    piece = draw(st.sampled_from(["slips", "badges", "booklets"]))
    most = draw(st.integers(1, 300))
    params = {"pieces": (piece,), "most": most, "seat": piece, **word}
    return Problem("content/a.yaml", code, field=draw(st.sampled_from("ab")), params=params)


def _kind(problem: Problem) -> tuple[str, str, object]:
    return problem.code, problem.field, problem.params.get("word")


@given(st.lists(_found(), max_size=12))
def test_each_place_is_told_once_for_all_pieces(problems: list[Problem]) -> None:
    told = merged(problems)
    assert [_kind(it) for it in told] == list(dict.fromkeys(_kind(it) for it in told))
    assert {_kind(it) for it in told} == {_kind(it) for it in problems}
    for one in told:
        alike = [it.params for it in problems if _kind(it) == _kind(one)]
        assert one.params["most"] == min(int(str(it["most"])) for it in alike)
        assert set(_pieces(one)) == {
            piece for it in problems if _kind(it) == _kind(one) for piece in _pieces(it)
        }
    assert merged(told) == told


def _pieces(problem: Problem) -> tuple[str, ...]:
    pieces = problem.params["pieces"]
    assert isinstance(pieces, tuple)
    return pieces


def test_what_is_found_in_a_finished_file_is_told_of_each_page() -> None:
    pages = [Problem("build/a.pdf", "qr", params={"page": page}) for page in (1, 2, 2)]
    assert merged(pages) == pages[:2]


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_every_piece_has_a_name_in_messages(language: str) -> None:
    for piece in LAYOUTS:
        found = Problem("a.yaml", "kit-too-tall", params={"pieces": (piece,)})
        assert "()" not in explain(found, language)[0], piece


def test_a_cover_closes_its_ranks_before_it_gives_up() -> None:
    title = "Доволі довга назва сесії, якій треба кілька рядків, і ще трохи, і ще"

    def full(data: Data) -> None:
        data["title"] = title
        data["steps"] = [
            *data["steps"],
            *({"id": f"talk-{n}", "kind": "reports", "minutes": "5"} for n in range(8)),
        ]

    meeting, cell = sample(session=full)
    reading, _ = kit(meeting, cell)
    assert title in words(reading.data, 0)
    assert reading.pages == 4


def test_every_sign_that_the_fonts_lack_is_listed_with_its_place() -> None:
    def signs(data: Data) -> None:
        data["rules"] = ["Гаразд \N{THUMBS UP SIGN}", "Далі"]
        section(data)["hint"] = "Так \N{RIGHTWARDS ARROW} ні \N{BALLOT BOX} \N{RIGHTWARDS ARROW}"

    problems = _problems(*sample(protocol=signs))
    assert [(problem.code, problem.field) for problem in problems] == [
        ("kit-sign", "rules[1]"),
        ("kit-sign", f"{FIRST}.hint"),
    ]
    assert problems[0].params["signs"] == "\N{THUMBS UP SIGN} (U+1F44D)"
    assert problems[1].params["signs"] == "\N{RIGHTWARDS ARROW} (U+2192), \N{BALLOT BOX} (U+2610)"


def test_signs_that_are_never_drawn_are_no_problem() -> None:
    decomposed = "и\N{COMBINING BREVE}"
    isolated = "\N{LEFT-TO-RIGHT ISOLATE}10–12\N{POP DIRECTIONAL ISOLATE}"
    hidden = f"Ра\N{SOFT HYPHEN}зом {isolated} {decomposed}"
    meeting, cell = sample(protocol=lambda data: section(data).update(hint=hidden))
    assert "10–12" in words(kit(meeting, cell)[0].data)


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str, str], Path]:
    """Give the cell a template of its own."""

    def write(name: str, text: str) -> Path:
        (tmp_path / "kit").mkdir(exist_ok=True)
        (tmp_path / "kit" / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_cell_overrides_one_template_and_inherits_the_rest(
    own: Callable[[str, str], Path],
) -> None:
    shipped = (resources.shipped("kit") / "style.typ").read_text(encoding="utf-8")
    folder = own("style.typ", shipped.replace("least: 9mm", "least: 60mm"))
    meeting, cell = sample()
    reading, _ = made("booklets", order(meeting, cell, "en", ("E-S-1",), folder=folder))
    assert "Economy" in words(reading.data, 0)
    assert reading.data != kit(meeting, cell, "en")[0].data
    assert reading.pages > kit(meeting, cell, "en")[0].pages


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("// ours\n#let sign(sphere, side) = panic(sphere.letter)\n", 2, "panicked"),
        ("#let sign(sphere, side) = [\n", 1, "unclosed"),
        ('#let sign(sphere, side) = text(font: "Comic Sans MS", "x")\n', 1, "unknown font"),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(
    own: Callable[[str, str], Path], text: str, line: int, message: str
) -> None:
    problem = _problems(*sample(), files=own("sign.typ", text))[0]
    assert (problem.source, problem.code, problem.line) == (
        "kit/sign.typ",
        "kit-template-own",
        line,
    )
    assert message in str(problem.params["message"])


def test_a_fault_in_ours_names_what_the_cell_has_put_beside_it(
    own: Callable[[str, str], Path],
) -> None:
    problem = _problems(*sample(), files=own("sign.typ", "#let signs = []\n"))[0]
    assert problem.code == "kit-template-own"
    assert problem.source != "kit/sign.typ"
    assert "unresolved import" in str(problem.params["message"])
    assert problem.params["own"] == ["kit/sign.typ"]


def test_no_message_tells_of_the_folder_in_which_a_piece_is_set(
    own: Callable[[str, str], Path],
) -> None:
    text = '#let sign(sphere, side) = image("none.png")\n'
    problem = _problems(*sample(), files=own("sign.typ", text))[0]
    assert "kit/none.png" in str(problem.params["message"])
    assert "viche-kit" not in repr(problem)


@pytest.mark.parametrize("name", ["bad.ttf", "fonts/bad.OTF"])
@pytest.mark.parametrize("length", [0, 3, 4, 40, 4000])
def test_a_font_that_is_none_is_named(name: str, length: int, tmp_path: Path) -> None:
    (shipped,) = sorted((resources.shipped("kit") / "fonts").glob("*.ttf"))[:1]
    file = tmp_path / "kit" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(shipped.read_bytes()[:length])
    (problem,) = _problems(*sample(), files=tmp_path)
    assert (problem.source, problem.code) == (f"kit/{name}", "kit-font")


@given(st.sampled_from([b"", b"OTTO", b"\x00\x01\x00\x00"]), st.binary(max_size=200))
def test_whatever_a_font_holds_it_is_read_or_refused(beginning: bytes, rest: bytes) -> None:
    try:
        points = coverage(beginning + rest)
    except ValueError:
        return
    assert all(0 <= point <= 0x10FFFF for point in points)


def test_a_table_of_five_hundred_rows_is_laid_out_on_as_many_pages_as_it_takes() -> None:
    meeting, cell = sample(protocol=lambda data: section(data).update(rows="500", each=None))
    reading, bound = kit(meeting, cell)
    assert reading.pages % 4 == 0
    assert reading.pages >= 500 * 9 / 184  # lines of 9 mm on pages with room for 184
    assert bound.pages == reading.pages / 2


def test_five_hundred_rows_for_one_direction_are_too_many() -> None:
    (problem,) = _problems(*sample(protocol=lambda data: section(data).update(rows="500")))
    assert (problem.code, problem.field) == ("kit-too-tall", FIRST)


def test_a_step_with_a_title_of_three_hundred_letters_is_laid_out() -> None:
    title = "Профільні групи збирають факти " * 10

    meeting, cell = sample(session=lambda data: data["steps"][1].update(title=title))
    reading, _ = kit(meeting, cell)
    assert reading.pages == 4
    for page in (0, 1):  # in the route, and above the pages of the step
        assert words(reading.data, page).count("збирають факти") == 10
