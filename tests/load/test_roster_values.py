"""What people type into a form: headings, answers, ages, phones, in five languages."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from viche.load import load
from viche.load.answers import Answers, values, vocabulary
from viche.load.registration.headings import column_says
from viche.model.programme import Programme
from viche.model.session import RosterForm
from viche.model.text import LANGUAGES

DAY = dt.date(2026, 12, 12)


@pytest.fixture(scope="module")
def programme(root: Path) -> Programme:
    """The example cell's: four spheres, four parts, nine categories, in two languages."""
    content = load(root, plans=False).content
    assert content is not None
    return content.programmes[0]


@pytest.mark.parametrize(
    ("field", "headings"),
    {
        "name": "Прізвище, ім'я, по батькові|ПІБ|Як до Вас звертатися?|ФИО|Imię i nazwisko|"
        "Full name|Name|שם מלא",
        "surname": "Прізвище|Фамилия|Nazwisko|Last name|שם משפחה",
        "given": "Ім’я|Имя|Imię|First name|שם פרטי",
        "email": "Ваша e-mail адреса|Електронна пошта|Email Address|Adres e-mail|כתובת דוא״ל|"
        "Ваш email для зв'язку|Электронная почта",
        "phone": "Контактний телефон|Номер телефону|Тел.|Телефон (Viber)|Numer telefonu|"
        "טלפון נייד|Phone number|Контактный телефон",
        "sphere": "Яка сфера Вам найближча?|Оберіть сферу [Перший вибір]|Какая сфера Вам ближе?|"
        "Preferowana sfera|תחום מועדף|Which sphere would you like to work in?",
        "sphere-2": "Друга сфера (запасна)|Яку сферу обираєте другою?|Оберіть сферу [Другий вибір]|"
        "Запасная сфера|Sfera – drugi wybór|תחום מועדף – בחירה שנייה|Second choice of sphere",
        "part": "Складова SWOT|Профільна група|Напрям|Часть SWOT|Którą część?|חלק|Which part?",
        "competence": "У якій сфері Ви маєте досвід?|Сфера діяльності|Опыт|Doświadczenie|ניסיון|"
        "Field of activity",
        "category": "Хто Ви?|Ваша категорія|Кого Ви представляєте?|Кто Вы?|Kim jesteś?|מי אתם?",
        "gender": "Стать|Пол|Płeć|מגדר|Gender",
        "age": "Вік|Вікова категорія|Скільки Вам повних років?|Рік народження|Ваш возраст|Wiek|"
        "Kategoria wiekowa|Data urodzenia|גיל|תאריך לידה|Age group",
        "member": "Чи є Ви членом осередку?|Czy jesteś członkiem koła?|חבר הסניף?|"
        "Are you a member of the cell?",
        "stays": "Чи важко Вам пересідати від столу до столу?|Трудно ли Вам переходить?|"
        "Czy trudno Ci przesiadać się?|האם קשה לעבור משולחן לשולחן?|Is it hard for you to move?",
        "willing": "Готові бути секретарем?|Чи згодні Ви модерувати групу?|האם תסכימו להנחות?|"
        "Czy zgodzisz się moderować?|Would you be willing to moderate?",
        "apart": "З ким не саджати поруч|С кем не сажать рядом?|Z kim nie sadzać|עם מי לא לשבת|"
        "Whom would you rather not sit with?",
        "together": "З ким Ви хотіли б сидіти разом?|Вместе с кем?|Razem z kim?|עם מי יחד?|"
        "Together",
        "seat": "Місце|Seat|Miejsce|מקום",
        "ignored": "Позначка часу|Sygnatura czasowa|חותמת זמן|Timestamp|Start time|ID|"
        "Даю згоду на обробку персональних даних (ім’я, телефон, e-mail)",
        "": "Місце роботи|Місто|Назва організації|Посада|Звідки дізналися?|Членство в партії|№|"
        "Чи можете Ви пересідати від столу до столу?|Telegram|a@example.org|067 123-45-67",
    }.items(),
)
def test_headings_as_forms_have_them(field: str, headings: str) -> None:
    said = {heading: column_says(heading) for heading in headings.split("|")}
    assert said == dict.fromkeys(said, field)


def test_the_words_of_forms_are_there_in_every_language(root: Path) -> None:
    forms = root / "generator/viche/load/answers/forms.yaml"
    words = yaml.safe_load(forms.read_text(encoding="utf-8"))
    groups = [words.pop(name) for name in ("questions", "genders", "roles")]
    for entry in [*words.values(), *(each for group in groups for each in group.values())]:
        assert tuple(entry) == ("uk", "ru", "pl", "he", "en")
        assert set(entry) == set(LANGUAGES)
        for phrases in entry.values():
            for phrase in phrases:
                assert phrase == vocabulary.fold(phrase) or re.search(r"[=.+]", phrase), phrase


@pytest.mark.parametrize(
    ("expected", "answers"),
    {
        True: "Так|так, я член|Да|Tak|כן|Yes|TRUE|1|+",
        False: "Ні|ні, але співчуваю|Нет|Nie|לא|No|0|FALSE",
        None: "може||такий собі",
    }.items(),
)
def test_yes_and_no(expected: bool | None, answers: str) -> None:
    assert {vocabulary.yes_or_no(answer) for answer in answers.split("|")} == {expected}


@pytest.mark.parametrize(
    ("expected", "answers"),
    {
        "female": "Ж|жіноча|Жінка|female|F|kobieta|K|נקבה|женский",
        "male": "Ч|чол.|чоловіча|Male|m|mężczyzna|זכר|мужской|М",
        "other": "інша|other|non-binary|inna|אחר",
        "": "так|–|",
    }.items(),
)
def test_genders(expected: str, answers: str) -> None:
    assert {vocabulary.gender(answer) for answer in answers.split("|")} == {expected}


@pytest.mark.parametrize(
    ("group", "ages"),
    {
        "16": "16|16.0|2010|12.12.2010",
        "18–24": "18|24 роки|18–24|18-24 lat|12.12.2008|2008-12-12 10:00:00",
        "25–34": "25|1999",
        "35–44": "12.05.1985|1985-05-12|05/13/1985|31178|31178.5|12.05.85|41",
        "60+": "60+|74|1950",
        "18–29": "18-29|від 18 до 29 років|18–29",
        "понад 60": "понад 60",
        "under 25": "under 25",
    }.items(),
)
def test_ages_bands_and_birthdays(group: str, ages: str) -> None:
    assert {values.age_group(age, DAY) for age in ages.split("|")} == {group}


@pytest.mark.parametrize("age", ["abc", "999", "2030", "40–30", "1 2 3", "31.02.", "²"])
def test_what_is_no_age(age: str) -> None:
    with pytest.raises(values.ValueProblem, match="roster-age"):
        values.age_group(age, DAY)


@pytest.mark.parametrize(
    ("written", "shown", "key"),
    [
        ("+380 (67) 123-45-67", "38067 123-45-67", "671234567"),
        ("0671234567", "067 123-45-67", "671234567"),
        ("380671234567.0", "38067 123-45-67", "671234567"),
        ("3.80671234567E+11", "38067 123-45-67", "671234567"),
        ("3,8067123456E+11", "38067 123-45-60", "671234560"),
        ("671234567", "671-234-567", "671234567"),
        ("00380671234567", "38067 123-45-67", "671234567"),
        ("067 123 45 67, 050 111 22 33", "067 123-45-67", "671234567"),
        ("067 123 45 67 або 050 111 22 33", "067 123-45-67", "671234567"),
        ("+48 600 700 800", "48 600-700-800", "600700800"),
        ("0501234567", "050 123-45-67", "501234567"),
        ("+972-50-123-4567", "97250 123-45-67", "501234567"),
        ("039074833", "03 907-48-33", "39074833"),
        ("20-15-33", "20-15-33", None),
    ],
)
def test_phones_are_compared_by_what_they_share(written: str, shown: str, key: str | None) -> None:
    assert values.phone(written) == shown
    assert values.phone_key(shown) == key


@pytest.mark.parametrize(
    ("written", "code"),
    [("3.80671E+11", "roster-phone-cut"), ("123", "roster-phone"), ("немає", "roster-phone")],
)
def test_what_is_no_phone(written: str, code: str) -> None:
    with pytest.raises(values.ValueProblem, match=f"^{code}$"):
        values.phone(written)


@given(st.text(max_size=40))
def test_values_are_read_again_as_they_are_written(text: str) -> None:
    """The roster's file is read with the same functions that filled it."""
    for read in (values.name, values.email, values.phone, lambda it: values.age_group(it, DAY)):
        try:
            once = read(text)
        except values.ValueProblem:
            continue
        assert not once or read(once) == once


@given(st.text(max_size=40))
def test_a_name_is_never_a_formula(text: str) -> None:
    """A form is open to everybody, and its answers end in a spreadsheet."""
    assert not values.name(text).startswith(("=", "+", "-", "@", "\t", "\r"))


# --- ids


@pytest.mark.parametrize(
    ("field", "answer", "ids"),
    [
        ("sphere", "Економіка", ["economy"]),
        ("sphere", "економічна  СФЕРА", ["economy"]),
        ("sphere", "economy", ["economy"]),
        ("sphere", "E", ["economy"]),
        ("sphere", "Е", ["economy"]),  # the Cyrillic letter
        ("sphere", "Society and culture, Economy", ["society", "economy"]),
        ("sphere", "Соціум і культура;Економіка\nE", ["society", "economy"]),
        ("sphere", "2. Управління (влада, рада), Економіка", ["governance", "economy"]),
        ("sphere", "Економіка – бізнес і робота", ["economy"]),
        ("sphere", "Будь-яка", []),
        ("sphere", "–", []),
        ("part", "S – Сильні сторони", ["strengths"]),
        ("part", "Слабка сторона", ["weaknesses"]),
        ("competence", "Економіка, Загрози", ["economy", "threats"]),
        ("category", "студентка", ["students"]),
        ("category", "член осередку", ["cell-members"]),
        ("category", "депутатка міської ради", ["deputies"]),
    ],
)
def test_answers_are_known_by_every_name(
    programme: Programme, field: str, answer: str, ids: list[str]
) -> None:
    assert Answers(programme, DAY).ids(field, answer) == (ids, [])


@pytest.mark.parametrize(
    ("answer", "unknown", "near"),
    [
        ("Економіка та бізнес", ["Економіка та бізнес"], "economy"),
        ("Інфраструктрура", ["Інфраструктрура"], "infrastructure"),
        ("Економіка, спорт", ["спорт"], ""),
    ],
)
def test_what_is_unknown_is_not_guessed(
    programme: Programme, answer: str, unknown: list[str], near: str
) -> None:
    answers = Answers(programme, DAY)
    assert answers.ids("sphere", answer)[1] == unknown
    assert answers.nearest("sphere", unknown[0]) == near


def test_a_denial_is_no_membership(programme: Programme) -> None:
    assert Answers(programme, DAY).ids("category", "не член осередку")[0] == []


def test_the_session_explains_its_forms_answers(programme: Programme) -> None:
    form = RosterForm(answers={"sphere": {"Бізнес, робота": "economy", "Інше": "none"}})
    answers = Answers(programme, DAY, form)
    assert answers.ids("sphere-2", "бізнес,  робота") == (["economy"], [])
    assert answers.ids("sphere", "Бізнес, робота; Інше") == (["economy"], [])
    assert answers.ids("competence", "Інфраструктура, Бізнес, робота") == (
        ["infrastructure", "economy"],
        [],
    )
