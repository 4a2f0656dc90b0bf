"""A small meeting made in memory, so that a test can change one thing and look at the paper."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it has no types
from pypdf import PdfReader

from viche import resources
from viche.kit import PIECES, Bearer, Order, Piece, make
from viche.labels import Labels, read_labels
from viche.load.sheets import read_sheets
from viche.model.cell import Cell
from viche.model.content import Meeting
from viche.model.programme import Programme
from viche.model.protocol import Protocol
from viche.model.session import Session
from viche.model.sheets import LAYOUTS, PieceName
from viche.network.meeting import plan_session

Data = dict[str, Any]
NOWHERE = Path("no-such-cell")

CELL: Data = {
    "cell": "testville",
    "name": {"uk": "Тестовий осередок", "en": "Testville cell", "he": "סניף הבדיקה"},
    "city": "Тест",
    "description": "Опис",
    "notice": {"uk": "Це приклад.", "en": "This is an example.", "he": "זו דוגמה."},
    "languages": ["uk", "en", "he"],
    "address": "https://testville.example/cell/",
    "timezone": "Europe/Kyiv",
    "contact": "hello@testville.example",
    "organisations": [{"id": "friends", "name": "ГО «Друзі»", "kind": "ngo"}],
    "organisers": {"main": "friends", "co": ["testville"]},
}

PROGRAMME: Data = {
    "title": "Програма",
    "summary": "Коротко",
    "interval_days": {"min": 1, "max": 10},
    "spheres": [
        {
            "id": "governance",
            "letter": "G",
            "name": {"uk": "Управлінська сфера", "en": "Governance", "he": "תחום הניהול"},
            "short": {"uk": "Управління", "en": "Governance", "he": "ניהול"},
            "colour": "#1F5FA8",
            "shape": "circle",
        },
        {
            "id": "economy",
            "letter": "E",
            "name": {"uk": "Економічна сфера", "en": "Economy", "he": "כלכלה"},
            "short": {"uk": "Економіка", "en": "Economy", "he": "כלכלה"},
            "colour": "#A8480F",
            "shape": "hexagon",
        },
    ],
    "parts": [
        {
            "id": "strengths",
            "letter": "S",
            "name": {"uk": "Сильні сторони", "en": "Strengths", "he": "חוזקות"},
            "question": "На що спертися?",
        },
        {
            "id": "threats",
            "letter": "T",
            "name": {"uk": "Загрози", "en": "Threats", "he": "איומים"},
            "question": "Що зашкодить?",
        },
    ],
    "stages": [
        {
            "id": "swot",
            "title": "SWOT",
            "purpose": "Зібрати",
            "audience": "open",
            "network": "incomplete-3d",
            "minutes": {"min": 60, "max": 300},
            "output": "SWOT",
        },
        {
            "id": "training",
            "title": "Тренінг",
            "purpose": "Навчитися",
            "audience": "cell",
            "network": "two-dimensional",
            "minutes": {"min": 60, "max": 300},
            "output": "Навички",
        },
    ],
}

SESSION: Data = {
    "stage": "swot",
    "title": {"uk": "Відкрита сесія", "en": "Open session", "he": "מפגש פתוח"},
    "date": "2026-12-12",
    "start": "10:00",
    "venue": {
        "name": {"uk": "Зала", "en": "Hall", "he": "אולם"},
        "address": {"uk": "вул. Прикладна, 1", "en": "1 Example Street", "he": "רחוב הדוגמה 1"},
    },
    "attendance": {"governance": "4", "economy": "4"},
    "steps": [
        {"id": "start", "kind": "task", "minutes": "30"},
        {"id": "first", "kind": "groups", "grouping": "profile", "minutes": "45"},
        {"id": "second", "kind": "groups", "grouping": "cross", "minutes": "40"},
        {"id": "pause", "kind": "break", "minutes": "20"},
        {"id": "third", "kind": "groups", "grouping": "reconciling", "minutes": "40"},
        {"id": "last", "kind": "groups", "grouping": "profile", "minutes": "30"},
    ],
}

PROTOCOL: Data = {
    "form": "TEST-1",
    "version": "3",
    "title": {"uk": "Протокол", "en": "Protocol", "he": "דף עבודה"},
    "directions": {
        "all": [
            {"id": "people", "name": {"uk": "Люди", "en": "People", "he": "אנשים"}},
            {"id": "assets", "name": {"uk": "Майно", "en": "Assets", "he": "נכסים"}},
        ]
    },
    "rules": [{"uk": "Говоримо по колу.", "en": "We speak in turn.", "he": "מדברים לפי התור."}],
    "steps": [
        {
            "step": "first",
            "aim": {"uk": "Зберіть факти.", "en": "Gather facts.", "he": "אספו עובדות."},
            "sections": [
                {
                    "id": "mine",
                    "title": {"uk": "Моє", "en": "Mine", "he": "שלי"},
                    "minutes": "6",
                    "hint": {
                        "uk": "Мовчки, 2026–2030.",
                        "en": "Silently.",
                        "he": "בשקט, 2026–2030.",
                    },
                    "each": "direction",
                    "rows": "2",
                    "columns": [
                        {"title": {"uk": "Пункт", "en": "Item", "he": "פריט"}, "width": "3"},
                        {
                            "title": {"uk": "Згода", "en": "Agreed", "he": "הסכמה"},
                            "width": "2",
                            "choices": [
                                {"uk": "так", "en": "yes", "he": "כן"},
                                {"uk": "ні", "en": "no", "he": "לא"},
                            ],
                        },
                    ],
                }
            ],
        },
        {
            "step": "second",
            "aim": {"uk": "Порівняйте.", "en": "Compare.", "he": "השוו."},
            "sections": [
                {
                    "id": "heard",
                    "title": {"uk": "Почуте", "en": "Heard", "he": "ששמעתי"},
                    "lines": "4",
                }
            ],
        },
    ],
}


def section(data: Data) -> Data:
    """The section of the sample protocol that has a table."""
    found: Data = data["steps"][0]["sections"][0]
    return found


def sample(
    *,
    cell: Callable[[Data], object] = lambda _: None,
    session: Callable[[Data], object] = lambda _: None,
    protocol: Callable[[Data], object] = lambda _: None,
    programme: Callable[[Data], object] = lambda _: None,
) -> tuple[Meeting, Cell]:
    """The sample meeting and its cell, each document changed as the test likes."""
    changed = []
    for data, change in (
        (CELL, cell),
        (PROGRAMME, programme),
        (SESSION, session),
        (PROTOCOL, protocol),
    ):
        own = copy.deepcopy(data)
        change(own)
        changed.append(own)

    def place(document: str, source: str) -> Mapping[str, str]:
        return {"id": document, "source": f"content/{source}.yaml"}

    the_cell = Cell.model_validate(changed[0], context=place("cell", "cell"))
    course = Programme.model_validate(changed[1], context=place("city", "programme"))
    held = Session.model_validate(changed[2], context=place("2026-12-test", "session"))
    pages = Protocol.model_validate(changed[3], context=place("swot", "protocol"))
    stage = course.stage(held.stage)
    plan = plan_session(held, course)
    return Meeting(held, course, stage, pages, plan, the_cell.organisers), the_cell


def labels(language: str) -> Labels:
    """The shipped words of a language."""
    return read_labels(language, resources.tree("site", NOWHERE))


def order(
    meeting: Meeting,
    cell: Cell,
    language: str = "uk",
    seats: Collection[str] | None = None,
    bearers: Mapping[str, Bearer] | None = None,
    folder: Path = NOWHERE,
) -> Order:
    """An order of the sample's kit; ``folder`` is a cell with files of its own."""
    files = resources.tree("kit", folder)
    sheets = read_sheets(files, LAYOUTS)
    words = read_labels(language, resources.tree("site", folder))
    return Order(meeting, cell, words, files, sheets, seats, bearers or {})


def made(piece: PieceName, wanted: Order) -> tuple[Piece, ...]:
    """The files of one piece, as ``kit.make`` gives them."""
    draft = PIECES[piece](wanted)
    assert draft is not None, f"the meeting has no use for {piece}"
    return make(draft, wanted)


def kit(
    meeting: Meeting, cell: Cell, language: str = "uk", seats: tuple[str, ...] | None = ("E-S-1",)
) -> tuple[Piece, Piece]:
    """The booklets to read and to print; of one seat, unless more are asked for."""
    reading, imposed = made("booklets", order(meeting, cell, language, seats))
    return reading, imposed


def opened(data: bytes) -> Any:
    """A PDF as pypdf reads it; what it holds has no types that a checker could follow."""
    return PdfReader(BytesIO(data))


def words(data: bytes, page: int | None = None) -> str:
    """The text of a PDF, or of one of its pages, with blanks and line ends as single spaces."""
    document = pypdfium2.PdfDocument(data)
    pages = range(len(document)) if page is None else [page]
    text = " ".join(document[number].get_textpage().get_text_bounded() for number in pages)
    # A word that is divided at the end of a line has one of these inside.
    return " ".join(text.replace("\ufffe", "").replace("\x02", "").split())
