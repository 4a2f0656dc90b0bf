"""Registration lists as web forms give them, of people who don't exist.

The same arguments give the same bytes on every machine and with every later Faker that keeps its
lists of names; tests that need exact people write them out instead.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from faker import Faker

from tests.workbooks import workbook
from viche.model.programme import Programme
from viche.model.text import Text


@dataclass(frozen=True, slots=True)
class Words:
    """How a form speaks in one language."""

    locale: str
    questions: Mapping[str, str]
    yes: str
    no: str
    female: str
    male: str
    roles: Sequence[str]
    prefixes: Sequence[str]
    """With which mobile numbers begin."""


WORDS: Mapping[str, Words] = {
    "uk": Words(
        "uk_UA",
        {
            "time": "Позначка часу",
            "surname": "Прізвище",
            "name": "Ім’я",
            "email": "Електронна адреса",
            "phone": "Номер телефону",
            "sphere": "Яка сфера Вам найближча?",
            "sphere-2": "А якщо в ній не буде місць? Друга сфера",
            "part": "Над якою складовою SWOT хочете працювати?",
            "category": "Хто Ви?",
            "gender": "Стать",
            "age": "Скільки Вам років?",
            "member": "Чи є Ви членом осередку?",
            "stays": "Чи важко Вам переходити від столу до столу?",
            "willing": "Чи готові Ви бути модератором, секретарем або доповідачем?",
            "news": "Звідки Ви дізналися про сесію?",
            "consent": "Даю згоду на обробку персональних даних",
        },
        *("Так", "Ні", "Жіноча", "Чоловіча"),
        ("Модератор", "Секретар", "Доповідач"),
        ("067", "050", "063", "093"),
    ),
    "pl": Words(
        "pl_PL",
        {
            "time": "Sygnatura czasowa",
            "surname": "Nazwisko",
            "name": "Imię",
            "email": "Adres e-mail",
            "phone": "Numer telefonu",
            "sphere": "Która sfera jest Ci najbliższa?",
            "sphere-2": "Druga sfera (rezerwowa)",
            "part": "Nad którą częścią analizy SWOT chcesz pracować?",
            "category": "Kim jesteś?",
            "gender": "Płeć",
            "age": "Wiek",
            "member": "Czy jesteś członkiem koła?",
            "stays": "Czy trudno Ci przesiadać się od stołu do stołu?",
            "willing": "Czy zgodzisz się moderować, prowadzić notatki lub referować?",
            "news": "Skąd wiesz o sesji?",
            "consent": "Zgadzam się na przetwarzanie danych osobowych",
        },
        *("Tak", "Nie", "Kobieta", "Mężczyzna"),
        ("Moderator", "Sekretarz", "Referent"),
        ("600", "501", "692", "888"),
    ),
    "he": Words(
        "he_IL",
        {
            "time": "חותמת זמן",
            "surname": "שם משפחה",
            "name": "שם פרטי",
            "email": "כתובת אימייל",
            "phone": "טלפון נייד",
            "sphere": "איזה תחום הכי קרוב אליך?",
            "sphere-2": "תחום שני, אם לא יהיה מקום בראשון",
            "part": "על איזה חלק של ה-SWOT תרצו לעבוד?",
            "category": "מי אתם?",
            "gender": "מגדר",
            "age": "גיל",
            "member": "האם את.ה חבר.ת הסניף? (חבר הסניף)",
            "stays": "האם קשה לעבור משולחן לשולחן?",
            "willing": "האם תהיו מוכנים להנחות, לתעד או להציג?",
            "news": "איך שמעת על המפגש?",
            "consent": "הסכמה לעיבוד מידע אישי",
        },
        *("כן", "לא", "נקבה", "זכר"),
        ("הנחיה", "תיעוד", "הצגה"),
        ("050", "052", "054", "058"),
    ),
}

MEMBERS = "cell-members"


def write_roster_form(
    path: Path,
    language: str,
    people: int,
    seed: int,
    *,
    programme: Programme,
    members: int = 4,
    encoding: str = "utf-8",
    separator: str = ",",
) -> list[dict[str, str]]:
    """Write the registrations of ``people`` for a session of ``programme``.

    Args:
        path: where to; its ending, ``.xlsx`` or ``.csv``, says as what.
        language: of questions, answers and names: ``uk``, ``pl`` or ``he``.
        people: how many.
        seed: of all that is left to chance.
        programme: whose spheres, parts and categories people answer with.
        members: the first people of each sphere are members of the cell, so many in each.
        encoding: of a text.
        separator: of a text.

    Returns:
        Each person's answers as they were written, by the keys of ``Words.questions``.
    """
    rows = form_rows(language, people, seed, programme=programme, members=members)
    questions = WORDS[language].questions
    table = [list(questions.values()), *([row[key] for key in questions] for row in rows)]
    if path.suffix == ".xlsx":
        path.write_bytes(workbook(table))
        return rows
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(table)
    path.write_bytes(out.getvalue().encode(encoding))
    return rows


def form_rows(
    language: str, people: int, seed: int, *, programme: Programme, members: int = 4
) -> list[dict[str, str]]:
    """The answers of ``people``, as ``write_roster_form`` writes them."""
    words, chance, faker = WORDS[language], random.Random(seed), Faker(WORDS[language].locale)
    faker.seed_instance(seed)

    def said(text: Text) -> str:
        return text.within(language, (language, "uk", "en")).words

    spheres = [said(sphere.short) for sphere in programme.spheres]
    parts = [said(part.name) for part in programme.parts]
    categories = [said(it.name) for it in programme.categories if it.id != MEMBERS]
    ours = next((said(it.name) for it in programme.categories if it.id == MEMBERS), "")
    rows: list[dict[str, str]] = []
    names: set[tuple[str, str]] = set()
    while len(rows) < people:
        number = len(rows)
        is_female = chance.random() < 0.55
        name, surname = _name(faker, is_female)
        if (name, surname) in names:
            continue
        names.add((name, surname))
        is_member = number < members * len(spheres)
        first = number % len(spheres) if is_member else chance.randrange(len(spheres))
        second = (first + chance.randrange(1, len(spheres))) % len(spheres)
        day, hour = divmod(number, 24)
        rows.append(
            {
                "time": f"{1 + day % 28:02d}.11.2026 {hour:02d}:15:00",
                "surname": surname,
                "name": name,
                "email": f"{chance.choice('abcdefghijk')}.{number + 1}@example.org",
                "phone": f"{chance.choice(words.prefixes)} {chance.randrange(10**6, 10**7 - 1)}",
                "sphere": spheres[first],
                "sphere-2": spheres[second] if chance.random() < 0.7 else "",
                "part": chance.choice([*parts, ""]),
                "category": ours if is_member else chance.choice(categories),
                "gender": words.female if is_female else words.male,
                "age": str(min(80, max(16, round(chance.gauss(40, 14))))),
                "member": words.yes if is_member else words.no,
                "stays": words.yes if chance.random() < 0.04 else words.no,
                "willing": chance.choice([words.yes, words.no, words.no, *words.roles]),
                "news": faker.text(40),
                "consent": words.yes,
            }
        )
    # People type the apostrophe that is on their keyboard; code pages don't have the other one.
    return [{key: text.replace("ʼ", "'") for key, text in row.items()} for row in rows]


def _name(faker: Faker, is_female: bool) -> tuple[str, str]:
    """A given name and a surname, of one gender where the language tells surnames apart."""
    kind = "female" if is_female else "male"
    surname = getattr(faker, f"last_name_{kind}", faker.last_name)()
    return getattr(faker, f"first_name_{kind}")(), surname
