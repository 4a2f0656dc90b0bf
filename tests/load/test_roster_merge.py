"""Who is who, and what becomes of a roster when its form is imported again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viche.load import load
from viche.load.answers import Answers
from viche.load.private.folder import code_of
from viche.load.private.identity import duplicates, matches, named
from viche.load.private.people import row_of
from viche.load.registration import Form, Merged, Registration, merge
from viche.model.roster import Person

BASE = Path(__file__).parent / "base"


def person(name: str, email: str = "", phone: str = "", code: str = "") -> Person:
    return Person(code, name, email, phone)


# --- twice in one list


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Іван Петренко", "i@example.org"), ("Олена Ткач", "I@Example.org"), ("email",)),
        (("Іван Петренко", "", "+380671234567"), ("Олена", "", "067 123-45-67"), ("phone",)),
        (("Іван Петренко", "a@example.org"), ("ПЕТРЕНКО Іван", "b@example.org"), ("name",)),
        (
            ("Іван Петренко", "a@example.org", "0671234567"),
            ("Іван Петренко", "a@example.org", "067 123 45 67"),
            ("email", "phone", "name"),
        ),
    ],
)
def test_the_same_contact_or_full_name_may_be_one_person(
    one: tuple[str, ...], other: tuple[str, ...], same: tuple[str, ...]
) -> None:
    (found,) = duplicates([person(*one), person("Ян Сова", "s@example.org"), person(*other)])
    assert (found.members, found.same) == ((0, 2), same)


def test_what_differs_is_named_by_its_columns() -> None:
    first = person("Іван Петренко", "i@example.org")
    second = replace(first, wishes={"sphere": ("economy",)}, age="25–34")
    (found,) = duplicates([first, second])
    assert found.differ == ("sphere", "age")


def test_a_given_name_alone_is_nobody() -> None:
    assert duplicates([person("Іван"), person("Іван")]) == []


def test_a_chain_of_shared_contacts_is_one_question() -> None:
    people = [
        person("А А", "a@example.org", "0670000001"),
        person("Б Б", "b@example.org", "0670000001"),
        person("В В", "b@example.org"),
        person("Г Г", "g@example.org"),
    ]
    (found,) = duplicates(people)
    assert found.members == (0, 1, 2)


def test_who_was_found_to_be_two_people_is_not_asked_about_again() -> None:
    family = [person("Іван Коваль", "k@example.org"), person("Оля Коваль", "k@example.org")]
    settled = [replace(one, code=code_of(number)) for number, one in enumerate(family, start=1)]
    assert duplicates(family, settled) == []
    assert len(duplicates([*family, family[0]], settled)) == 1


# --- in two lists


def match(people: Sequence[Person], known: Sequence[Person]) -> list[str]:
    found = matches(people, known)
    return [one.code + ("?" if one.doubtful else "") for one in found]


KNOWN = [
    person("Іван Петренко", "i@example.org", "0671234567", "P-001"),
    person("Олена Ткач", "o@example.org", "", "P-002"),
    person("Марія Ткач", "", "", "P-003"),
]


@pytest.mark.parametrize(
    ("candidate", "code"),
    [
        (person("Іван Петренко", "i@example.org"), "P-001"),
        (person("Петренко Іван Васильович", "I@example.org"), "P-001"),
        (person("Іван Петернко", "", "+38 067 123 45 67"), "P-001"),
        (person("Ivan Petrenko", "i@example.org"), "P-001"),
        (person("Олександр Мороз", "i@example.org"), "P-001?"),
        (person("Іван Петренко", "new@example.org"), "P-001"),
        (person("Іван Петренко", "new@example.org", "0500000000"), ""),
        (person("Марія Ткач", "m@example.org"), "P-003"),
        (person("Марія", "m@example.org"), ""),
        (person("Ольга Ткач", "x@example.org"), ""),
    ],
)
def test_known_by_contact_or_failing_that_by_name(candidate: Person, code: str) -> None:
    assert match([candidate], KNOWN) == [code]


def test_a_family_with_one_email_keeps_its_codes_in_any_order() -> None:
    family = [
        person("Іван Коваль", "k@example.org", code="P-001"),
        person("Оля Коваль", "k@example.org", code="P-002"),
    ]
    child = person("Юля Коваль", "k@example.org")
    assert match([child, *reversed(family)], family) == ["", "P-002", "P-001"]


NAMES = st.sampled_from(["Іван Петренко", "Олена Ткач", "Ян", "Ivan Petrenko", "Іван Ткач"])
PEOPLE = st.lists(
    st.builds(
        person,
        NAMES,
        st.sampled_from(["", "a@example.org", "b@example.org"]),
        st.sampled_from(["", "067 123-45-67", "050 123-45-67"]),
    ),
    max_size=6,
)


@given(PEOPLE, PEOPLE)
def test_nobody_is_two_people(people: list[Person], others: list[Person]) -> None:
    known = [replace(one, code=code_of(number)) for number, one in enumerate(others)]
    codes = [one.code for one in matches(people, known) if one.code]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= {one.code for one in known}
    assert [one.code for one in matches(known[:1], known[:1])] in ([], ["P-000"], [""])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("P-001", ["P-001"]),
        ("p-001, P-002", ["P-001", "P-002"]),
        ("o@example.org; Петренко Іван", ["P-002", "P-001"]),
        ("Ткач", None),
        ("Марія", None),
        ("хтось", None),
        ("", []),
    ],
)
def test_people_are_named_by_code_contact_or_full_name(text: str, codes: list[str] | None) -> None:
    assert named(text, KNOWN) == codes


# --- a second import


def programme_answers() -> Answers:
    content = load(BASE).content
    assert content is not None
    return Answers(content.programmes[0], content.meetings[0].session.date)


ANSWERS = programme_answers()
ALL = frozenset({"name", "email", "phone", "sphere", "age", "category", "together"})


def run(
    people: Sequence[Person],
    hand: Sequence[Person] = (),
    before: Sequence[Person] | None = (),
    *,
    elsewhere: Sequence[Person] = (),
    asked: frozenset[str] = ALL,
    first_free: int = 1,
    together: str = "",
) -> Merged:
    registrations = [
        Registration(replace(one, row=row), together=together if row == 2 else "")
        for row, one in enumerate(people, start=2)
    ]
    return merge(
        Form(tuple(registrations), len(people), asked, (), ""),
        registrations,
        hand=hand,
        before=before,
        elsewhere=elsewhere,
        first_free=first_free,
        answers=ANSWERS,
        source="list.csv",
    )


IVAN = replace(
    person("Іван Петренко", "i@example.org"), surname="Петренко", wishes={"sphere": ("economy",)}
)
OLHA = replace(
    person("Ольга Ткач", "o@example.org"), surname="Ткач", wishes={"sphere": ("society",)}
)


def test_new_people_get_the_next_codes_in_the_forms_order() -> None:
    merged = run([IVAN, OLHA], first_free=7)
    assert [one.code for one in merged.people] == ["P-007", "P-008"]
    assert [one.row for one in merged.people] == [2, 3]
    assert merged.imported == merged.people
    assert (merged.new, merged.known, merged.changed, merged.same) == (2, 0, (), 0)


def test_people_of_other_sessions_keep_their_codes() -> None:
    merged = run([IVAN, OLHA], elsewhere=[replace(OLHA, code="P-003")], first_free=7)
    assert [one.code for one in merged.people] == ["P-007", "P-003"]
    assert (merged.new, merged.known) == (1, 1)


def test_the_same_import_again_changes_nothing() -> None:
    first = run([IVAN, OLHA])
    again = run([OLHA, IVAN], first.people, first.imported, first_free=3)
    assert again.people == first.people
    assert (again.new, again.changed, again.same) == (0, (), 2)


def test_what_was_edited_by_hand_stays_and_the_forms_news_arrive() -> None:
    first = run([IVAN, OLHA])
    ivan, olha = first.people
    hand = [
        replace(ivan, state="waiting", given={"sphere": "society"}, seat="C-S-1", note="голова"),
        replace(olha, name="Ольга Ткаченко", surname="Ткаченко", stays=True, apart=("P-001",)),
    ]
    news = [
        replace(IVAN, wishes={"sphere": ("society",)}, age="25–34"),
        replace(OLHA, phone="067 123-45-67"),
    ]
    merged = run(news, hand, first.imported)
    assert [row_of(one) for one in merged.people] == [
        row_of(hand[0]) | {"sphere": "society", "age": "25–34"},
        row_of(hand[1]) | {"phone": "067 123-45-67"},
    ]
    assert merged.changed == ("P-001", "P-002")
    assert merged.problems == ()


def test_where_both_have_changed_the_hand_counts_and_it_is_said() -> None:
    first = run([IVAN, OLHA])
    hand = [replace(first.people[0], age="18–24"), first.people[1]]
    merged = run([replace(IVAN, age="60+"), OLHA], hand, first.imported)
    assert merged.people[0].age == "18–24"
    assert [(one.code, one.params["rows"]) for one in merged.problems] == [("roster-kept", "2")]


def test_a_contact_corrected_by_hand_is_still_the_same_person() -> None:
    """The form goes on saying what the person typed."""
    first = run([person("Ян", "wrong@example.org")])
    hand = [replace(first.people[0], email="right@example.org", name="Ян Сова")]
    merged = run([person("Ян", "wrong@example.org")], hand, first.imported)
    assert row_of(merged.people[0]) == row_of(hand[0])


def test_who_left_the_form_is_cancelled_and_who_returns_is_coming() -> None:
    first = run([IVAN, OLHA])
    left = run([IVAN], first.people, first.imported)
    assert [one.state for one in left.people] == ["coming", "cancelled"]
    assert (left.gone, left.back) == (1, 0)
    again = run([IVAN], left.people, left.imported)
    assert again.people == left.people
    assert again.gone == 0
    news = replace(OLHA, wishes={"sphere": ("economy",)})
    back = run([IVAN, news], again.people, again.imported)
    assert [one.state for one in back.people] == ["coming", "coming"]
    assert back.people[1].wishes == news.wishes
    assert (back.gone, back.back) == (0, 1)


def test_whom_the_organiser_cancelled_stays_cancelled() -> None:
    first = run([IVAN])
    hand = [replace(first.people[0], state="cancelled")]
    assert run([IVAN], hand, first.imported).people[0].state == "cancelled"


def test_whom_the_organiser_added_by_hand_is_left_alone() -> None:
    first = run([IVAN])
    guest = person("Гостя Почесна", code="P-050")
    merged = run([IVAN], [*first.people, guest], first.imported)
    assert [row_of(one) for one in merged.people] == [row_of(one) for one in (*first.people, guest)]
    assert merged.gone == 0


def test_without_the_last_import_all_that_stands_there_stays() -> None:
    first = run([IVAN, OLHA])
    hand = [replace(first.people[0], wishes={}, age="60+"), first.people[1]]
    merged = run([replace(IVAN, age="18–24")], hand, None)
    assert [(one.age, one.state) for one in merged.people] == [("60+", "coming"), ("", "coming")]
    assert merged.people[0].wishes == IVAN.wishes


def test_what_a_shorter_form_doesnt_ask_is_kept() -> None:
    first = run([IVAN])
    merged = run(
        [replace(person("Іван Петренко", "i@example.org"), surname="Петренко")],
        first.people,
        first.imported,
        asked=frozenset({"name", "email"}),
    )
    assert merged.people == first.people
    assert merged.imported == first.imported


UNTOLD = replace(person("Петренко Іван", "i@example.org"), wishes=IVAN.wishes)
"""Ivan, as the form said him before surnames were told apart."""


def test_names_told_apart_since_are_no_change() -> None:
    """A roster of an earlier version has the whole name in one column."""
    first = run([UNTOLD])
    merged = run([IVAN], first.people, first.imported, first_free=2)
    assert [(one.code, one.name, one.surname) for one in merged.people] == [
        ("P-001", "Іван Петренко", "Петренко")
    ]
    assert (merged.new, merged.changed, merged.same, merged.problems) == (0, (), 1, ())
    again = run([IVAN], merged.people, merged.imported, first_free=2)
    assert (again.people, again.changed, again.problems) == (merged.people, (), ())


def test_what_else_changes_with_them_is_still_told() -> None:
    first = run([UNTOLD])
    merged = run([replace(IVAN, age="60+")], first.people, first.imported)
    assert merged.changed == ("P-001",)
    assert merged.people[0].surname == "Петренко"


@pytest.mark.parametrize(
    ("name", "surname"), [("Іван Петренко-Ткач", ""), ("Іван Петренко", "Петренко"), ("Ваня", "")]
)
def test_a_name_edited_by_hand_stays_when_the_forms_is_told_apart(name: str, surname: str) -> None:
    first = run([UNTOLD])
    hand = [replace(first.people[0], name=name, surname=surname)]
    merged = run([IVAN], hand, first.imported)
    assert row_of(merged.people[0]) == row_of(hand[0])
    assert merged.changed == ()
    assert "roster-kept" not in {one.code for one in merged.problems}


def test_without_the_last_import_the_same_words_are_told_apart_too() -> None:
    hand = run([UNTOLD]).people
    assert run([IVAN], hand, None).people[0].surname == "Петренко"


def test_surnames_that_nobody_knows_are_told_until_they_are_written() -> None:
    form = [replace(IVAN, surname=""), OLHA, replace(person("Ян"), phone="067 123-45-67")]
    first = run(form)
    assert [(one.code, one.params["rows"]) for one in first.problems] == [("roster-surnames", "2")]
    hand = [replace(first.people[0], surname="Петренко"), *first.people[1:]]
    assert run(form, hand, first.imported).problems == ()


def test_people_named_by_others_become_codes() -> None:
    assert run([IVAN, OLHA], together="Ткач Ольга").people[0].together == ("P-002",)
    merged = run([IVAN, OLHA], together="якась Оля")
    assert merged.people[0].together == ()
    assert [(one.code, one.params["rows"]) for one in merged.problems] == [("roster-bonds", "2")]


def test_a_contact_of_somebody_with_another_name_is_told() -> None:
    merged = run(
        [replace(person("Олександр Мороз", "i@example.org"), surname="Мороз")],
        elsewhere=[replace(IVAN, code="P-004")],
    )
    assert merged.people[0].code == "P-004"
    assert [one.code for one in merged.problems] == ["roster-other-name"]


@given(
    st.lists(st.sampled_from(["sphere", "age", "phone"]), max_size=3),
    st.lists(st.sampled_from(["state", "seat", "age", "note", "member"]), max_size=3),
)
def test_a_second_import_of_the_same_form_is_always_idle(
    changed: list[str], edited: list[str]
) -> None:
    """Whatever was edited by hand and changed in the form: once merged, all is settled."""
    news: dict[str, dict[str, Any]] = {
        "sphere": {"wishes": {"sphere": ("society",)}},
        "age": {"age": "60+"},
        "phone": {"phone": "067 123-45-67"},
    }
    edits: dict[str, dict[str, Any]] = {
        "state": {"state": "waiting"},
        "seat": {"seat": "E-S-1"},
        "age": {"age": "16"},
        "note": {"note": "голова"},
        "member": {"member": True},
    }
    first = run([IVAN, OLHA])
    ivan, olha = first.people
    for name in edited:
        ivan = replace(ivan, **edits[name])
    form = IVAN
    for name in changed:
        form = replace(form, **news[name])
    second = run([form, OLHA], [ivan, olha], first.imported)
    third = run([form, OLHA], second.people, second.imported)
    assert third.people == second.people
    for name in edited:
        for key, value in edits[name].items():
            assert getattr(second.people[0], key) == value
