"""What counts as private, whatever file it lies in, and which files stop everything."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.workbooks import workbook
from viche.load.answers.vocabulary import name_heading
from viche.load.private import read_private, terms
from viche.load.tables import csv_rows
from viche.model.private import PrivateTerms, Term
from viche.problems import MESSAGE_LANGUAGES, explain


def put(cell: Path, name: str, content: str | bytes) -> Path:
    file = cell / "content" / "private" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def values(terms: PrivateTerms, kind: str) -> list[str]:
    return [term.value for term in terms.terms if term.kind == kind]


def test_a_cell_without_private_files_has_no_terms(tmp_path: Path) -> None:
    assert read_private(tmp_path) == (PrivateTerms(), [])
    put(tmp_path, "README.md", "Іван Петренко")
    put(tmp_path, "2026-12-swot/.DS_Store", b"\0\1")
    put(tmp_path, "2026-12-swot/~$roster.xlsx", b"\0\1")
    assert read_private(tmp_path) == (PrivateTerms(), [])


def test_surname_and_given_name_in_columns_of_their_own(tmp_path: Path) -> None:
    put(
        tmp_path,
        "s/roster.csv",
        "Код;Ім’я;Прізвище;По батькові;Телефон;Пошта;Місто\n"
        "P-017;Іван;Петренко;Васильович;067 123-45-67;ivan@example.org;Великий Любінь\n",
    )
    terms, problems = read_private(tmp_path)
    assert not problems
    source = "content/private/s/roster.csv"
    assert set(terms.terms) == {
        Term("code", "P-017", source, 2),
        Term("phone", "067 123-45-67", source, 2),
        Term("email", "ivan@example.org", source, 2),
        Term("name", "Петренко Іван Васильович", source, 2, "Петренко"),
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Прізвище", "surname"),
        ("Ваше ім'я та прізвище (як у паспорті)", "full-last"),
        ("ПІБ", "full-first"),
        ("П.І.Б. учасника", "full-first"),
        ("Прізвище, імʼя, по батькові", "full-first"),
        ("По батькові", "patronymic"),
        ("Як до вас звертатися?", "full"),
        ("ФИО", "full-first"),
        ("Фамилия", "surname"),
        ("Имя", "given"),
        ("Imię i nazwisko", "full-last"),
        ("Nazwisko", "surname"),
        ("First Name", "given"),
        ("Прізвище та ім’я", "full-first"),
        ("Прізвище, ініціали", "full-first"),
        ("Фамилия и имя", "full-first"),
        ("Nazwisko i imiona", "full-first"),
        ("Imiona", "given"),
        ("Surname and name", "full-first"),
        ("Last name, first name", "full-first"),
        ("Last and first name", "full-first"),
        ("Full name (surname first)", "full-first"),
        ("שם משפחה ושם פרטי", "full-first"),
        ("Name and surname", "full-last"),
        ("First and last name", "full-last"),
        ("First / Last name", "full-last"),
        ("Given and family name", "full-last"),
        ("Last, first", "full-first"),
        ("Surname (as in your passport, first page)", "surname"),
        ("Прізвище / Last name", "surname"),
        ("שם ומשפחה", "full-last"),
        ("שם המשפחה", "surname"),
        ("What is your last name?", "surname"),
        ("Last name", "surname"),
        ("Full name", "full"),
        ("שם משפחה", "surname"),
        ("שם פרטי", "given"),
        ("שם מלא", "full"),
        ("Name of your organisation", ""),
        ("Назва організації", ""),
        ("שם הארגון", ""),
        ("Сфера", ""),
        ("E-mail", ""),
    ],
)
def test_headings_in_five_languages(text: str, says: str) -> None:
    assert name_heading(text) == says


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]
)
def test_csv_in_any_separator_and_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = [["Дата", "ПІБ", "Сфера"], ["1.2.2026", "Петренко Іван", "Економіка"]]
    text = "\r\n".join(separator.join(row) for row in rows)
    put(tmp_path, "roster.csv", text.encode(encoding))
    terms, problems = read_private(tmp_path)
    assert not problems
    assert "Петренко Іван" in values(terms, "name")
    assert next(term for term in terms.terms if term.value == "Петренко Іван").surname == "Петренко"


def test_hebrew_in_the_windows_code_page(tmp_path: Path) -> None:
    put(tmp_path, "roster.csv", "שם פרטי,שם משפחה\nדוד,כהן\n".encode("cp1255"))
    terms, problems = read_private(tmp_path)
    assert not problems
    assert "כהן דוד" in values(terms, "name")


def test_polish_in_the_windows_code_page(tmp_path: Path) -> None:
    put(tmp_path, "roster.csv", "Imię,Nazwisko\nŁucja,Żółć\n".encode("cp1250"))
    assert "Żółć Łucja" in values(read_private(tmp_path)[0], "name")


def test_a_table_without_headings_is_searched_for_what_looks_like_a_name(tmp_path: Path) -> None:
    put(
        tmp_path,
        "list.tsv",
        "1\tМарія Ткач-Левицька\tекономіка\n2\tO’Brien John\tта інше\n3\tІван\tщось Таке ні\n",
    )
    terms, _ = read_private(tmp_path)
    assert values(terms, "name") == ["Марія Ткач-Левицька", "O’Brien John"]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Хто;Телефон\nіван петренко;067 123-45-67\n", ["іван петренко"]),
        (
            "Хто;Зв'язок;Сфера\nПетренко І. В.;i@example.org;міська рада\n"
            "ткач марія;m@example.org;міська рада\n",
            ["Петренко І В", "ткач марія"],
        ),
        # What a heading calls a name, and isn't: the names are looked for elsewhere.
        ("Контакт;Хто\n067 123-45-67;іван петренко\n", ["іван петренко"]),
    ],
)
def test_beside_a_contact_a_name_needs_neither_heading_nor_capitals(
    tmp_path: Path, content: str, names: list[str]
) -> None:
    put(tmp_path, "list.csv", content)
    terms, problems = read_private(tmp_path)
    assert problems == []
    assert values(terms, "name") == names


def test_contacts_of_people_whom_no_name_protects_are_a_warning(tmp_path: Path) -> None:
    put(tmp_path, "list.csv", "Хто;Телефон\nПетренко;067 123-45-67\nТкач;067 123-45-68\n")
    put(tmp_path, "mails.csv", "Пошта\na@example.org\nb@example.org\n")
    _, (problem,) = read_private(tmp_path)
    assert (problem.source, problem.code, problem.severity) == (
        "content/private/list.csv",
        "private-only-contacts",
        "warning",
    )
    for language in MESSAGE_LANGUAGES:
        assert all(explain(problem, language))


def test_given_names_of_several_words_belong_to_their_surname(tmp_path: Path) -> None:
    put(tmp_path, "list.csv", "Surname;Name\nNowak;Anna Maria\nNowak;Jan Nowak\n;Ewa Sowa\n")
    terms, _ = read_private(tmp_path)
    found = [(term.value, term.surname) for term in terms.of("name")]
    assert found == [
        ("Nowak Anna Maria", "Nowak"),
        ("Nowak", "Nowak"),
        ("Jan Nowak", ""),
        ("Ewa Sowa", ""),
    ]


def test_under_a_heading_a_name_needs_no_capitals(tmp_path: Path) -> None:
    put(tmp_path, "list.csv", "name,sphere\nіван петренко,Міська Рада\nМарія,x\n")
    assert values(read_private(tmp_path)[0], "name") == ["іван петренко"]


def test_a_workbook(tmp_path: Path) -> None:
    put(
        tmp_path,
        "roster.xlsx",
        workbook(
            [
                ["Реєстрація на сесію"],
                ["Прізвище", "Ім'я", "Телефон", "Коли"],
                ["Петренко & Ко", "Іван", 380671234567, 46352],
            ]
        ),
    )
    terms, problems = read_private(tmp_path)
    assert not problems
    assert values(terms, "name") == ["Петренко Ко Іван"]
    assert values(terms, "phone") == ["380671234567"]
    assert {term.line for term in terms.terms} == {3}


def test_a_workbook_with_two_cells_a_world_apart_is_read_at_once(tmp_path: Path) -> None:
    sheet = (
        '<worksheet><row r="1"><c r="A1" t="inlineStr"><is><t>Марія Ткач</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="str"><v>Іван Петренко</v></c></row></worksheet>'
    )
    put(tmp_path, "far.xlsx", workbook([], worksheets__sheet1=sheet.encode()))
    terms, problems = read_private(tmp_path)
    assert not problems
    assert [(term.value, term.line) for term in terms.terms] == [
        ("Марія Ткач", 1),
        ("Іван Петренко", 1048576),
    ]


def test_yaml_json_and_notes(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.yaml",
        "- {surname: &s Петренко, given name: Іван, organisation: Міська Рада}\n"
        "- surname: *s\n  given name: Олена\n- [зустріти, 'Марія Ткач', +380 67 765-43-21]\n",
    )
    put(tmp_path, "b.json", json.dumps({"people": [{"name": "Noa Levi"}, "Jan Nowak"]}))
    put(tmp_path, "c.txt", "Зателефонувати: Степан Коваль, 05.12.2026 10:33, stepan@example.org\n")
    put(tmp_path, "d.md", "# нотатки\n\n* דוד כהן – P-003\n")
    terms, problems = read_private(tmp_path)
    assert not problems
    assert values(terms, "name") == [
        "Петренко Іван",
        "Петренко Олена",
        "Марія Ткач",
        "Jan Nowak",
        "Noa Levi",
        "Степан Коваль",
        "דוד כהן",
    ]
    assert values(terms, "phone") == ["+380 67 765-43-21"]
    assert values(terms, "email") == ["stepan@example.org"]
    assert values(terms, "code") == ["P-003"]
    where = {term.value: (Path(term.source).name, term.line) for term in terms.terms}
    assert where["Петренко Олена"] == ("a.yaml", 2)
    assert where["Noa Levi"] == ("b.json", 1)
    assert where["P-003"] == ("d.md", 3)


def test_what_a_term_shows_of_itself() -> None:
    shown = [
        Term("name", "Петренко Іван", "r.csv", 2).masked,
        Term("email", "ivan@example.org", "r.csv", 2).masked,
        Term("phone", "067 123-45-67", "r.csv", 2).masked,
        Term("code", "P-017", "r.csv", 2).masked,
    ]
    assert shown == ["П… І…", "i…", "…67", "P-…"]
    assert "Петренко" not in repr(Term("name", "Петренко Іван", "r.csv", 2))


def deep(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("scan.pdf", b"%PDF-1.7", "private-kind"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "private-encrypted"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "private-encrypted"),
        ("broken.xlsx", b"PK\x03\x04 and then nothing", "private-broken"),
        ("empty.xlsx", b"", "private-broken"),
        ("half.xlsx", workbook([["a"] * 20] * 50)[:900], "private-broken"),
        ("index.xlsx", workbook([], sharedStrings=b"<sst>"), "private-broken"),
        (
            "bomb.xlsx",
            workbook([], sharedStrings=b'<!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>'),
            "private-broken",
        ),
        (
            "large.xlsx",
            workbook([], media__x=bytes(70_000_000)),
            "private-too-large",
        ),
        ("binary.csv", bytes(range(256)) * 3, "private-encoding"),
        ("binary.txt", b"\x98\xff\xca\x01", "private-encoding"),
        ("field.csv", "x" * 200_000, "private-broken"),
        ("broken.yaml", "a: [", "private-broken"),
        ("deep.json", deep(100_000), "private-broken"),
        ("broken.json", "{", "private-broken"),
        ("number.json", "{" + '"a": ' + "9" * 5000, "private-broken"),
    ],
)
def test_a_file_that_cannot_be_searched_is_an_error(
    tmp_path: Path, name: str, content: str | bytes, code: str
) -> None:
    put(tmp_path, name, content)
    terms, problems = read_private(tmp_path)
    assert [(problem.source, problem.code) for problem in problems] == [
        (f"content/private/{name}", code)
    ]
    assert not terms
    assert problems[0].severity == "error"
    for language in MESSAGE_LANGUAGES:
        assert all(explain(problems[0], language))


@pytest.mark.parametrize(
    "content",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
        deep(900),
        "? [a, b]\n: {c: d}\n",
        "- *nobody\n",
        "---\na: 1\n---\nb: 2\n",
        "",
    ],
)
def test_yaml_that_would_hurt_others_is_only_read(tmp_path: Path, content: str) -> None:
    put(tmp_path, "x.yaml", content)
    assert read_private(tmp_path)[0] == PrivateTerms()


def test_links_pipes_and_closed_files_are_errors(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("Іван Петренко\n", encoding="utf-8")
    cell = tmp_path / "cell"
    put(cell, "s/ok.txt", "Марія Ткач")
    private = cell / "content" / "private"
    (private / "link.csv").symlink_to(outside)
    (private / "loop").symlink_to(private)
    os.mkfifo(private / "pipe.csv")
    (private / "huge.csv").touch()
    os.truncate(private / "huge.csv", 21 * 1024 * 1024)
    terms, problems = read_private(cell)
    assert values(terms, "name") == ["Марія Ткач"]
    assert [(problem.source.rpartition("/")[2], problem.code) for problem in problems] == [
        ("huge.csv", "private-too-large"),
        ("link.csv", "private-link"),
        ("loop", "private-link"),
        ("pipe.csv", "private-not-a-file"),
    ]


def test_the_folder_itself_may_be_a_link_to_an_encrypted_disk(tmp_path: Path) -> None:
    put(tmp_path / "disk", "x.txt", "Марія Ткач")
    (tmp_path / "cell" / "content").mkdir(parents=True)
    (tmp_path / "cell/content/private").symlink_to(tmp_path / "disk/content/private")
    assert values(read_private(tmp_path / "cell")[0], "name") == ["Марія Ткач"]


def test_rows_are_numbered_as_in_an_editor() -> None:
    assert csv_rows('a,b\n"two\nlines",c\n\nd,e\n') == [
        (1, {0: "a", 1: "b"}),
        (2, {0: "two\nlines", 1: "c"}),
        (5, {0: "d", 1: "e"}),
    ]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", "Прізвище\nПетренко\n", ("Петренко", "Петренко")),
        ("a.csv", "Прізвище\nпетренко\n", ("петренко", "петренко")),
        ("a.csv", "ПІБ;Місто\nПетренко;Зорянськ\n", ("Петренко", "Петренко")),
        ("a.xlsx", workbook([["Nazwisko"], ["Żółć"]]), ("Żółć", "Żółć")),
        ("a.yaml", "- surname: Петренко\n", ("Петренко", "Петренко")),
        ("a.json", '[{"surname": "Петренко", "age": 5}]', ("Петренко", "Петренко")),
        ("a.csv", "שם משפחה\nכהן\n", ("כהן", "כהן")),
        ("a.csv", "Surname,Name\nPetrenko,Ivan\n", ("Petrenko Ivan", "Petrenko")),
        ("a.csv", "Surname and name\nvan Dyk Jan\n", ("van Dyk Jan", "van Dyk")),
        ("a.csv", "Name and surname\nJan van Dyk\n", ("Jan van Dyk", "van Dyk")),
        ("a.csv", "שם,שם משפחה\nדוד,כהן\n", ("כהן דוד", "כהן")),
        ("a.csv", "учасники\nіван петренко\n", ("іван петренко", "")),
        ("a.yaml", "name: іван петренко\n", ("іван петренко", "")),
        ("a.csv", "1,דוד כהן,050\n", ("דוד כהן", "")),
        ("a.xlsx", workbook([["דוד כהן", "כלכלה"]]), ("דוד כהן", "")),
    ],
)
def test_rosters_of_few_words_protect_people_too(
    tmp_path: Path, name: str, content: str | bytes, expected: tuple[str, str]
) -> None:
    put(tmp_path, name, content)
    terms, problems = read_private(tmp_path)
    assert not problems
    assert [(term.value, term.surname) for term in terms.of("name")] == [expected]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "іван петренко;економіка\n"),
        ("a.csv", "name\nМарія\n"),
        ("a.csv", "Місто\nЗорянськ\n"),
        ("a.csv", "Код;Хто\nP-017;іван петренко\n"),
        ("a.csv", "іван петренко;економіка\n".encode("cp1251")),
        ("a.txt", "іван петренко\n"),
        ("a.yaml", "- іван\n- марія\n"),
        ("a.json", '["іван"]'),
        ("a.xlsx", workbook([["іван петренко", 5]])),
        ("a.csv", "Прізвище;Ім'я\nЛі;\n"),
    ],
)
def test_a_file_in_which_nobody_is_found_is_a_warning(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    put(tmp_path, name, content)
    _, (problem,) = read_private(tmp_path)
    assert (problem.source, problem.code) == (f"content/private/{name}", "private-no-names")
    assert problem.severity == "warning"
    for language in MESSAGE_LANGUAGES:
        assert all(explain(problem, language))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", ""),
        ("a.txt", "\n \n"),
        ("a.xlsx", workbook([])),
        ("a.csv", "Код учасника,Місце\nP-017,E-S-3\nP-018,E-S-4\n"),
        ("a.csv", "code,seat,note\nGUEST-1,E-S-3,\nGUEST-2,absent\n"),
        ("a.txt", "067 123-45-67 марія"),
    ],
)
def test_empty_files_and_lists_of_codes_are_in_order(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    put(tmp_path, name, content)
    assert read_private(tmp_path)[1] == []


def test_every_file_is_told_with_what_it_gave(tmp_path: Path) -> None:
    roster = "ПІБ;Телефон;Пошта\nПетренко Іван;067 123-45-67;i@example.org\nТкач Марія;;\n"
    put(tmp_path, "1/roster.csv", roster + "Ткач Марія;;\n")
    put(tmp_path, "2/roster.csv", roster)
    put(tmp_path, "codes.txt", "P-017")
    put(tmp_path, "scan.pdf", "x")
    put(tmp_path, "notes.txt", "марія")
    terms, _ = read_private(tmp_path)
    both = {"name": 2, "phone": 1, "email": 1}
    assert terms.summary == {
        "content/private/1/roster.csv": both,
        "content/private/2/roster.csv": both,
        "content/private/codes.txt": {"code": 1},
        "content/private/notes.txt": {},
    }
    assert len(terms.terms) == 5


def test_codes_of_other_pages_do_not_count_people_twice(tmp_path: Path) -> None:
    rows = "ПІБ;Пошта\nПетренко Іван;i@example.org\nТкач Марія;\n"
    put(tmp_path, "a.csv", rows.encode("cp1251"))
    terms, _ = read_private(tmp_path)
    assert terms.summary == {"content/private/a.csv": {"name": 2, "email": 1}}


def test_what_the_folder_says_of_itself_is_so(root: Path) -> None:
    said = (root / "content" / "private" / "README.md").read_text(encoding="utf-8")
    for half in said.split("# Private"):
        kinds = set(re.findall(r"`\.(\w+)`", half)) - {"gitignore"}
        assert kinds == {"xlsx", *(kind[1:] for kind in terms._TEXT_READERS)} - {"yml"}
    columns = re.findall("«([^»]+)»|“([^”]+)”", said)
    assert [name_heading(one or other) for one, other in columns] == [
        *("surname", "given", "", ""),
        *("surname", "full", "", ""),
    ]
