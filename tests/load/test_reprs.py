"""What stands in a list of people is in no log: neither failing tests nor traces print it."""

from __future__ import annotations

import inspect
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from viche.load import load, tables
from viche.load.answers import answers_of
from viche.load.private import columns, identity, terms
from viche.load.private.people import COLUMNS
from viche.load.registration import form, headings, rows
from viche.load.registration.merge import merge
from viche.model import private
from viche.model.content import Meeting

BASE = Path(__file__).parent / "base"
PEOPLE = (
    "ПІБ,Пошта,Сфера,Улюблений колір\n"
    "Нечуй Олена,olena@example.org,Ткачиха,кольоровий\n"
    "Нечуй Олена,olena@example.org,0671234567,кольоровий\n"
)
SECRETS = ("нечуй", "олена", "olena", "ткачиха", "0671234567", "кольоровий")


@pytest.fixture(scope="module")
def meeting() -> Meeting:
    content = load(BASE, plans=False).content
    assert content is not None
    return content.meetings[0]


def test_nothing_that_holds_a_list_shows_it(tmp_path: Path, meeting: Meeting) -> None:
    """Everything that is made on the way from a file to a roster, and to the guard."""
    raw = PEOPLE.encode()
    read, _ = form.read_form(raw, "list.csv", meeting, ("uk",))
    understood = headings.understand(tables.tables(raw), {}, ("uk",))
    assert read is not None
    assert understood is not None
    answers = answers_of(meeting)
    reader = rows.RowReader(understood, answers)
    people = [registration.person for registration in reader.registrations()]
    merged = merge(
        read,
        read.registrations,
        hand=(),
        before=(),
        elsewhere=people,
        first_free=1,
        answers=answers,
        source="list.csv",
    )
    folder = tmp_path / "content/private"
    folder.mkdir(parents=True)
    (folder / "list.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "roster.csv").write_text("code,name\nP-001,Олена Нечуй\n", encoding="utf-8")
    lines, _ = columns.read_columns(tmp_path, "content/private/roster.csv", COLUMNS, ("code",))
    made: list[object] = [
        *tables.tables(raw),
        understood,
        reader,
        *reader.missed.values(),
        read,
        *read.registrations,
        *people,
        merged,
        *lines,
        *terms._readings("list.csv", folder / "list.csv"),
        terms.read_private(tmp_path)[0],
        *identity.duplicates(people),
        *identity.matches(people, people),
        *map(identity._traits, people),
    ]
    assert [secret for it in made for secret in SECRETS if secret in repr(it).casefold()] == []
    known = {type(it) for it in made} | {private.Term}
    modules = (tables, columns, identity, terms, form, headings, rows)
    classes = {
        it
        for module in modules
        for _, it in inspect.getmembers(module, is_dataclass)
        if it.__module__ == module.__name__ and fields(it)
    }
    assert classes <= known
