"""How a term may be written and still be found, and what must not alarm anybody."""

from __future__ import annotations

import pytest

from viche.guard.matching import Find, Matcher
from viche.model.private import PrivateTerms, Term, TermKind


def term(value: str, surname: str = "", kind: TermKind = "name") -> Term:
    return Term(kind, value, "content/private/r.csv", 2, surname)


def finds(known: Term, text: str) -> list[Find]:
    return Matcher(PrivateTerms((known,))).find(text)


IVAN = term("Петренко Іван Васильович", "Петренко")
CERTAIN = [
    (IVAN, "Іван Петренко"),
    (IVAN, "петренко,\nІВАН"),
    (IVAN, "Подякували Іванові Петренку за все"),
    (IVAN, "разом з Іваном Васильовичем"),
    (IVAN, "Петренко І. В."),
    (IVAN, "(І.В. Петренко)"),
    (IVAN, "Іван Степанович Петренко"),
    (IVAN, "І\u0301ван Пет\u00adре\u200bнко"),
    (IVAN, "Пет-\nренко Іван"),
    (IVAN, "Ivan Petrenko"),
    (IVAN, "ivan-petrenko-2026"),
    (IVAN, "https://example.org/@petrenkoivan"),
    (term("Лук’яненко Ґалина"), "Галини Лукʼяненко"),
    (term("Лук'яненко Галина"), "Галина Лук´яненко"),
    (term("Лук'яненко Галина"), "Halyna Lukianenko"),
    (term("Левицький-Коваль Сергій"), "Сергія Левицького-Коваля"),
    (term("Левицький-Коваль Сергій"), "Левицький-\nКоваль, Сергій"),
    (term("Ткач Ольга"), "передали Ользі Ткач"),
    (term("Семёнов Пётр"), "Петр Семенов"),
    (term("Łucja Żółć"), "lucji zolc"),
    (term("Jan Kowalski"), "Jana Kowalskiego"),
    (term("John O'Brien"), "O’Brien’s brother John; John O’Brien"),
    (term("דוד כהן"), "נפגשנו עם לדוד כהן"),
    (term("דוד כהן"), "ןהכ דוד"),
    (term("דוד כהן"), "דָּוִד כֹּהֵן"),
    (term("ז'בוטינסקי זאב"), "זאב ז׳בוטינסקי"),
    (term("+380 67 123-45-67", kind="phone"), "тел. 067.123.45.67"),
    (term("+380 67 123-45-67", kind="phone"), "(067) 123 4567"),
    (term("671234567", kind="phone"), "\u2066+380671234567\u2069"),
    (term("067 123-45-67", kind="phone"), "12 34 56 78 90 11 12 067 123 45 67 99"),
    (term("03-123-4567", kind="phone"), "+972 3 123 4567"),
    (term("Ivan.P@Example.org", kind="email"), "пишіть: ivan.p@example.ORG."),
    (term("ivan.p@example.org", kind="email"), "ivan.p [at] example.org"),
    (term("ivan.p@example.org", kind="email"), "ivan.\np@exam\nple.org"),
    (term("P-017", kind="code"), "P-017"),
    (term("P-017", kind="code"), "(Р‑017)"),
]


@pytest.mark.parametrize(("known", "text"), CERTAIN)
def test_found(known: Term, text: str) -> None:
    assert finds(known, text) == [Find(known)]


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (IVAN, "Іван"),
        (IVAN, "Іван Франко"),
        (IVAN, "Іван та інші: петренко"),
        (IVAN, "Іван і Марія Василенко"),
        (IVAN, "Іванна Петренківська"),
        (IVAN, "Івано-Франківськ"),
        (term("Коваль І."), "Сергій Коваль і його"),
        (term("Шевченко Іван"), "бульвар Шевченка і парк Івано-Франківська"),
        (term("Ян Лі"), "Янтар лівий"),
        (term("Марія Ткач"), "Марія ткала, ткачі ткали"),
        (term("דוד כהן"), "דודה של כהן"),
        (term("067 123-45-67", kind="phone"), "0671234568; 067 123 45 6"),
        (term("067 123-45-67", kind="phone"), "M67 123-45-67 8 9 10 11 12 13 14 15 16"),
        (term("067 123-45-67", kind="phone"), "10671234567890123"),
        (term("ivan@example.org", kind="email"), "petro.ivan@example.org"),
        (term("ivan@example.org", kind="email"), "ivan@example.org.ua, ivan@example.organ"),
        (term("ivan@example.org", kind="email"), "ivan-@example.org, i.van@example.org"),
        (term("P-017", kind="code"), "P-0170, P-17, SP-017, P-018"),
    ],
)
def test_not_found(known: Term, text: str) -> None:
    assert finds(known, text) == []


def test_a_surname_alone_is_a_doubt_where_a_heading_says_that_it_is_one() -> None:
    assert finds(IVAN, "вулиця Петренка") == [Find(IVAN, doubt=True)]
    assert finds(IVAN, "вулиця Петренка, Іван Петренко") == [Find(IVAN)]
    assert finds(IVAN, "петренко") == []
    assert finds(term("Петренко Іван"), "вулиця Петренка") == []
    assert finds(term("Гай Іван", "Гай"), "Гай шумить") == []


def test_many_terms_are_told_apart() -> None:
    people = tuple(
        term(f"{surname} {given}")
        for surname in ("Петренко", "Коваль", "Ткач")
        for given in ("Іван", "Марія")
    )
    text = "Марія Коваль сиділа з Іваном Ткачем"
    found = {find.term.value for find in Matcher(PrivateTerms(people)).find(text)}
    assert found == {"Коваль Марія", "Ткач Іван"}


@pytest.mark.parametrize(
    ("surname", "text"),
    [
        ("Петренко", "подякували Петренкові"),
        ("Гай", "на вулиці Гай"),
        ("петренко", "Петренко"),
        ("Нечуй-Левицький", "і Нечуй-Левицький"),
        ("כהן", "תודה לכהן"),
    ],
)
def test_a_surname_without_more_is_a_doubt(surname: str, text: str) -> None:
    known = term(surname, surname)
    assert finds(known, text) == [Find(known, doubt=True)]


@pytest.mark.parametrize(
    ("surname", "text"),
    [("Гай", "гай шумить"), ("Гай", "Гайворон"), ("Петренко", "петренко"), ("Лі", "Лі")],
)
def test_a_surname_without_more_is_no_other_word(surname: str, text: str) -> None:
    assert finds(term(surname, surname), text) == []


def test_a_surname_of_two_words() -> None:
    known = term("Квітка Основ'яненко Григорій", "Квітка Основ'яненко")
    assert finds(known, "Г. Квітка") == [Find(known)]
    assert finds(known, "вулиця Основ’яненка") == [Find(known, doubt=True)]
    assert finds(known, "Григорія згадали") == []


def test_initials_in_the_column_of_surnames_are_none() -> None:
    known = term("Петренко І В", "Петренко І В")
    assert finds(known, "П. І. Шевченко") == []
    assert finds(known, "І. Петренко") == [Find(known)]
