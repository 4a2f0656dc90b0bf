"""Registration lists as they arrive: in every encoding and kind of file, and damaged."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rosters import form_rows, write_roster_form
from tests.workbooks import archive, workbook
from viche.load import load
from viche.load.encodings import likelihood
from viche.load.private.names import tell_apart
from viche.load.private.people import row_of
from viche.load.registration import Form, read_form
from viche.load.tables import tables
from viche.model.content import Meeting
from viche.model.roster import Person
from viche.model.session import RosterForm
from viche.problems import MESSAGE_LANGUAGES, Problem, Severity, explain

ROOT = Path(__file__).parent.parent.parent
CELLS = {"uk": ROOT, "pl": ROOT / "tests/cells/pl", "he": ROOT / "tests/cells/he"}
PAGES = {"uk": "cp1251", "pl": "cp1250", "he": "cp1255"}


def meeting_of(language: str) -> tuple[Meeting, tuple[str, ...]]:
    """The session of a SWOT in a cell that speaks ``language``, and the cell's languages."""
    content = load(CELLS[language], plans=False).content
    assert content is not None
    (meeting,) = (meeting for meeting in content.meetings if meeting.stage.id == "swot")
    return meeting, content.cell.languages


MEETINGS = {language: meeting_of(language) for language in CELLS}


def read(
    raw: bytes, language: str = "uk", form: RosterForm | None = None
) -> tuple[Form | None, list[Problem]]:
    """Read a list for the session of that cell."""
    meeting, languages = MEETINGS[language]
    if form is not None:
        session = meeting.session.model_copy(update={"roster": form})
        meeting = replace(meeting, session=session)
    return read_form(raw, "list.csv", meeting, languages)


def text(*rows: Sequence[str], separator: str = ",") -> bytes:
    """A list as UTF-8."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()


def people(raw: bytes, form: RosterForm | None = None) -> list[Person]:
    """The people of a list in which nothing is wrong."""
    found, problems = read(raw, form=form)
    assert problems == []
    assert found is not None
    return [registration.person for registration in found.registrations]


def codes(raw: bytes, form: RosterForm | None = None) -> list[tuple[str, str]]:
    """Code and rows of the problems; each can be said in every language."""
    _, problems = read(raw, form=form)
    for problem in problems:
        assert all(all(explain(problem, language)) for language in MESSAGE_LANGUAGES)
    return [(problem.code, str(problem.params.get("rows", problem.line))) for problem in problems]


@pytest.mark.parametrize("language", CELLS)
def test_every_encoding_and_separator_gives_the_same_people(language: str, tmp_path: Path) -> None:
    """Also where nothing but the letters tells the code page, as in Hebrew and Cyrillic."""
    programme = MEETINGS[language][0].programme
    results = []
    path = tmp_path / "list.csv"
    encodings = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", PAGES[language])
    for encoding, separator in itertools.product(encodings, ",;\t"):
        write_roster_form(
            path, language, 20, 7, programme=programme, encoding=encoding, separator=separator
        )
        form, problems = read(path.read_bytes(), language)
        assert problems == []
        assert form is not None
        assert form.code_page == (encoding if encoding.startswith("cp") else "")
        results.append(form.registrations)
    path = tmp_path / "list.xlsx"
    rows = write_roster_form(path, language, 20, 7, programme=programme)
    form, problems = read(path.read_bytes(), language)
    assert problems == []
    assert form is not None
    assert all(result == form.registrations for result in results)
    assert len(form.unused) == 1
    for row, registration in zip(rows, form.registrations, strict=True):
        person = registration.person
        assert person.name == f"{row['name']} {row['surname']}"
        assert person.surname == row["surname"]
        assert person.email == row["email"]
        assert person.member == (row["member"] == rows[0]["member"])
        assert len(person.wishes["sphere"]) == 1 + bool(row["sphere-2"])
        assert len(person.wishes.get("part", ())) == bool(row["part"])
        assert person.category
        assert person.gender in {"female", "male"}
        assert person.age


@pytest.mark.parametrize("language", CELLS)
@pytest.mark.parametrize("people", [1, 3])
def test_a_code_page_is_told_by_a_few_names_alone(language: str, people: int) -> None:
    """So a spreadsheet may save our own files too, whose headings are the same in all languages."""
    programme = MEETINGS[language][0].programme
    for seed in range(30):
        rows = form_rows(language, people, seed, programme=programme)
        raw = "\n".join(f"{row['name']} {row['surname']}" for row in rows).encode(PAGES[language])
        readings = {table.code_page: likelihood(table.text) for table in tables(raw)}
        best = max(readings, key=lambda page: readings[page])
        assert best in {PAGES[language], ""}  # where names need no letters of their own


def test_a_foreign_code_page_is_told_by_its_headings() -> None:
    """A Polish cell may get a list in Cyrillic; then its own alphabet says nothing."""
    raw = "Прізвище;Ім'я;Сфера\nПетренко;Іван;E\n".encode("cp1251")
    form, _ = read(raw, "pl")
    assert form is not None
    assert form.registrations[0].person.name == "Іван Петренко"


def test_an_archive_with_one_list() -> None:
    raw = archive({"Реєстрація.csv": text(["ПІБ", "Email"], ["Петренко Іван", "i@example.org"])})
    assert [person.name for person in people(raw)] == ["Іван Петренко"]


def test_numbers_of_a_spreadsheet() -> None:
    raw = workbook(
        [
            ["Name", "Phone", "Date of birth", "Member"],
            ["Ivan", 380671234567, 31178, 1],
            ["Olha", 6.7123e8, 31178.5, 0],
            ["Ihor", "", "", ""],
        ],
    )
    found = people(raw)
    assert [person.phone for person in found] == ["38067 123-45-67", "671-230-000", ""]
    assert [person.age for person in found] == ["35–44", "35–44", ""]
    assert [person.member for person in found] == [True, False, False]


def test_formulas_that_failed_are_empty() -> None:
    sheet = (
        b'<worksheet><row><c t="str"><v>Name</v></c><c t="str"><v>Phone</v></c></row>'
        b'<row><c t="str"><v>Ivan</v></c><c t="e"><v>#N/A</v></c></row></worksheet>'
    )
    assert people(workbook([], worksheets__sheet1=sheet))[0].phone == ""


def test_the_sheet_with_the_headings_is_taken() -> None:
    other = b'<worksheet><row><c t="str"><v>Name</v></c></row></worksheet>'
    raw = workbook([["Name", "Email"], ["Ivan", "i@example.org"]], worksheets__sheet10=other)
    assert [person.email for person in people(raw)] == ["i@example.org"]


def test_headings_may_stand_below_a_title_and_rows_may_be_empty() -> None:
    raw = text(
        ["Реєстрація на сесію: тел. 067 000-00-00", "", ""],
        ["", "", ""],
        ["\ufeff ПІБ ", " E-mail\u00a0", "Сфера\u200b"],
        ["", " \u00a0", ""],
        ["  Петренко\u00a0  Іван ", " i@example.org ", "Економіка "],
    )
    (person,) = people(raw)
    assert (person.name, person.email, person.wishes, person.row) == (
        "Іван Петренко",
        "i@example.org",
        {"sphere": ("economy",)},
        5,
    )


def test_names_from_one_column_or_several() -> None:
    both = ["Прізвище", "Ім'я", "По батькові", "Як до Вас звертатися?"]
    raw = text(
        both,
        ["Петренко", "Іван", "Васильович", "Ваня"],
        ["Коваль", "", "", "Олена"],
        ["", "", "", "Марія Ткач"],
        ["Леві", "Леві Ноа", "", ""],
    )
    assert [(person.name, person.surname) for person in people(raw)] == [
        ("Іван Васильович Петренко", "Петренко"),
        ("Олена Коваль", "Коваль"),
        ("Марія Ткач", ""),
        ("Ноа Леві", "Леві"),
    ]


@pytest.mark.parametrize(
    ("heading", "written", "name", "surname"),
    [
        ("Прізвище та ім’я", "Петренко Іван", "Іван Петренко", "Петренко"),
        ("ПІБ", "Нечуй-Левицький Іван Семенович", "Іван Семенович Нечуй-Левицький", "+"),
        ("П.І.Б.", "пані Ткач, Ольга", "пані Ольга Ткач", "Ткач"),
        ("ПІБ", "Нечуй - Левицька Юля", "Юля Нечуй-Левицька", "Нечуй-Левицька"),
        ("ПІБ", "Петренко", "Петренко", "Петренко"),
        ("Прізвище, ініціали", "Петренко І. П.", "І. П. Петренко", "Петренко"),
        ("Фамилия и имя", "Соловьёва Анна", "Анна Соловьёва", "Соловьёва"),
        ("Nazwisko i imię", "Kowalska-Nowak Anna", "Anna Kowalska-Nowak", "Kowalska-Nowak"),
        ("Surname and name", "van der Berg Jan", "Jan van der Berg", "van der Berg"),
        ("שם משפחה ושם פרטי", "בן דוד נועה", "נועה בן דוד", "בן דוד"),
        ("Ім’я та прізвище", "Леся Петрівна Ткач", "Леся Петрівна Ткач", "Ткач"),
        ("Ім’я та прізвище", "Леся Ткач (староста)", "Леся (староста) Ткач", "Ткач"),
        ("Imię i nazwisko", "Jan van Berg", "Jan van Berg", "van Berg"),
        ("Имя и фамилия", "Анна", "Анна", ""),
        ("First and last name", "Mary Ann O'Hara", "Mary Ann O'Hara", "O'Hara"),
        ("First and last name", "Mary O.", "Mary O.", ""),
        ("Ім’я", "Марія Ткач", "Марія Ткач", ""),
        ("Full name", "Ivan Petrenko", "Ivan Petrenko", ""),
    ],
)
def test_a_heading_says_which_word_is_the_surname(
    heading: str, written: str, name: str, surname: str
) -> None:
    """The whole name is always in speaking order, and the roster's file gives it back."""
    (person,) = people(text([heading], [written]))
    surname = name.split()[-1] if surname == "+" else surname
    assert (person.name, person.surname) == (name, surname)
    row = row_of(person)
    assert f"{row['name']} {row['surname']}".strip() == name


@given(
    st.lists(st.sampled_from(["Ян", "Леві", "пан", "де", "О", "Рі-Ба", "(Яся)", ","]), max_size=6),
    st.sampled_from(["ПІБ", "Ім’я та прізвище", "Як Вас звати?"]),
)
def test_no_word_of_a_name_is_lost(words: list[str], heading: str) -> None:
    name = " ".join(words)
    rest, surname = tell_apart(name, heading)
    told = f"{rest} {surname}".replace(",", " ").split()
    assert sorted(told) == sorted(name.replace(",", " ").split())


def test_the_session_may_name_the_heading_that_says_it() -> None:
    form = RosterForm(columns={"name": "Прізвище та ім’я учасника школи"})
    (person,) = people(text(["Прізвище та ім’я учасника школи"], ["Ткач Марія"]), form)
    assert (person.name, person.surname) == ("Марія Ткач", "Ткач")


def test_the_form_may_ask_the_same_twice() -> None:
    """Office forms begin with an e-mail that is “anonymous” for everybody, and an empty name."""
    raw = text(
        ["ID", "Start time", "Email", "Name", "Your name", "E-mail address"],
        ["1", "46000.5", "anonymous", "", "Ivan Petrenko", "i@example.org"],
    )
    (person,) = people(raw)
    assert (person.name, person.email) == ("Ivan Petrenko", "i@example.org")


def test_two_questions_about_spheres_are_first_and_second_choice() -> None:
    raw = text(["Name", "Sphere", "Sphere"], ["Ivan", "Economy", "Governance"])
    assert people(raw)[0].wishes == {"sphere": ("economy", "governance")}


def test_the_session_names_the_forms_questions() -> None:
    form = RosterForm(
        columns={"name": "Хто Ви такі", "sphere": "Що Вам цікаво?"},
        answers={"sphere": {"Гроші": "economy"}},
    )
    raw = text(
        ["Хто ви такі?*", "Що Вам цікаво", "Сфера"], ["Іван Петренко", "гроші", "Управління"]
    )
    (person,) = people(raw, form)
    assert person.name == "Іван Петренко"
    assert person.wishes == {"sphere": ("economy",)}


def test_a_member_by_category_where_the_form_doesnt_ask() -> None:
    raw = text(["Name", "Category"], ["A. A.", "члени осередку"], ["B. B.", "студенти"])
    assert [person.member for person in people(raw)] == [True, False]
    raw = text(["Name", "Category", "Member"], ["A. A.", "члени осередку", "no"])
    assert [person.member for person in people(raw)] == [False]


def test_roles_in_one_question_or_one_for_each() -> None:
    raw = text(
        ["Name", "Чи готові модерувати?", "Чи готові бути секретарем?"], ["Ivan", "так", "ні"]
    )
    assert people(raw)[0].willing == ("moderator",)
    raw = text(["Name", "Willing"], ["Ivan", "Секретар, Доповідач"], ["Olha", "yes"])
    assert [len(person.willing) for person in people(raw)] == [2, 3]


# --- what is wrong


def test_what_isnt_understood_is_told_with_its_rows_and_the_rest_is_kept() -> None:
    raw = text(
        ["Name", "Email", "Phone", "Age", "Sphere", "Gender", "Seat"],
        ["Ivan P.", "none at all", "3.80671E+11", "old", "Econnomy", "?", "E-S-3"],
        ["", "i@example.org", "", "", "", "", ""],
        ["Olha T.", "o@example.org", "x", "20", "Sports", "w", "here"],
        ["Noa L.", "n@example.org", "067 123-45-67", "30", "Econnomy", "f", ""],
    )
    assert codes(raw) == [
        ("roster-email", "2"),
        ("roster-phone-cut", "2"),
        ("roster-age", "2"),
        ("roster-row", "3"),
        ("roster-phone", "4"),
        ("roster-seat", "4"),
        ("roster-answer", "2, 5"),
        ("roster-answer", "4"),
    ]
    form, problems = read(raw)
    assert form is not None
    assert [registration.row for registration in form.registrations] == [2, 4, 5]
    assert form.registrations[0].person.seat == "E-S-3"
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    answer = next(problem for problem in problems if problem.code == "roster-answer")
    assert (answer.field, answer.column, answer.params["near"]) == ("Sphere", 5, "economy")


def explained(field: str, meaning: str) -> RosterForm:
    """What a session's file says of the answer “maybe”."""
    return RosterForm.model_validate({"answers": {field: {"Можливо": meaning}}})


@pytest.mark.parametrize("question", ["Would you be a moderator?", "Are you a member of the cell?"])
def test_no_is_among_what_an_answer_can_mean(question: str) -> None:
    """And the session's file takes it, for whoever declines as for whoever agrees."""
    raw = text(["Name", question], ["Ivan", "Можливо"])
    _, (problem,) = read(raw)
    field = str(problem.params["field"])
    known = problem.params["known"]
    assert isinstance(known, (list, tuple))
    assert {"yes", "no"} <= {*known}
    assert "no" in explain(problem, "en")[1].split("possible:")[1]
    for meaning in known:
        assert people(raw, explained(field, str(meaning)))
    (person,) = people(raw, explained(field, "no"))
    assert (person.willing, person.member) == ((), False)


def test_answers_in_peoples_own_words_are_told_once() -> None:
    own = ["бджоли", "танці", "гори", "вода", "кухня", "шахи", "коні", "поезія"]
    rows = [[f"Name {chr(65 + index)}", word] for index, word in enumerate(own)]
    assert codes(text(["Name", "Sphere"], *rows)) == [("roster-answers", "2–9")]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "roster-empty"),
        (b" \n;;\n", "roster-empty"),
        (b"1;2\n3;4\n", "roster-headings"),
        (text(["Сфера", "Вік"], ["Економіка", "20"]), "roster-headings"),
        (text(["Name", "Email"]), "roster-nobody"),
        (text(["Name", "Email"], ["", "i@example.org"]), "roster-nobody"),
        (b'Name,Sphere,Age\nIvan,"E,20\nOlha,E,30\nNoa,E,40\n', "roster-quote"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "roster-encrypted"),
        (b"PK\x03\x04 and nothing", "roster-broken"),
        (bytes(range(256)), "roster-encoding"),
        (b"Name\n" + b"x" * 200_000, "roster-broken"),
        (archive({"a.csv": bytes(range(256))}), "roster-encoding"),
        (archive({"content.xml": b"<office/>"}), "roster-broken"),
    ],
)
def test_a_list_that_would_be_misread_as_a_whole(raw: bytes, code: str) -> None:
    form, problems = read(raw)
    assert form is None
    assert problems[0].code == code
    assert problems[0].severity is Severity.ERROR
    assert codes(raw)


def test_a_question_that_the_form_hasnt() -> None:
    form = RosterForm(columns={"sphere": "Яка сфера найближча?"})
    form_read, (problem,) = read(text(["ПІБ", "Яка сфера Вам найближча?"], ["Ян", "E"]), form=form)
    assert form_read is None
    assert (problem.code, problem.field) == ("roster-question", "roster.columns.sphere")
    assert problem.source.endswith("2026-12-swot.yaml")
    assert problem.params["near"] == "Яка сфера Вам найближча?"


def test_a_cell_beyond_the_headings_is_told() -> None:
    raw = b"Name,Sphere\nIvan,Economy,,x\nOlha,E\n"
    assert codes(raw) == [("roster-extra", "2")]


# --- damage


GOOD = text(
    ["Прізвище", "Ім'я", "Пошта", "Телефон", "Сфера", "Вік", "Стать", "З ким разом?"],
    ["Петренко", "Іван", "i@example.org", "067 123-45-67", "Економіка; E", "20", "ч", "Ткач"],
    ["Ткач", "Марія", "m@example.org", "+380671234568", "Управління", "1990", "ж", ""],
)


@given(data=st.data(), seed=st.binary(min_size=1, max_size=8))
def test_damage_is_never_a_trace(data: st.DataObject, seed: bytes) -> None:
    """Bytes lost, changed or added anywhere, in text and in a workbook."""
    kinds = [GOOD, GOOD.decode().encode("utf-16"), GOOD.decode().encode("cp1251")]
    kinds.append(workbook([row.split(",") for row in GOOD.decode().splitlines()]))
    raw = data.draw(st.sampled_from(kinds))
    at = data.draw(st.integers(0, len(raw)))
    until = data.draw(st.integers(at, min(len(raw), at + 20)))
    form, problems = read(raw[:at] + seed + raw[until:])
    assert form is not None or problems
    for problem in problems:
        for language in MESSAGE_LANGUAGES:
            assert all(explain(problem, language))


@given(
    st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=6), max_size=5),
    st.sampled_from([",", ";", "\t"]),
)
def test_any_table_is_people_or_problems(rows: list[list[str]], separator: str) -> None:
    out = io.StringIO()
    headings = ["Name", "Sphere", "Age", "Phone", "Category", "Together"]
    csv.writer(out, delimiter=separator).writerows([headings, *rows])
    raw = out.getvalue().encode("utf-8", "replace")
    form, problems = read(raw)
    assert form is not None or problems
