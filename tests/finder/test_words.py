from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viche.finder.words import folded, is_one, plain, words


@pytest.mark.parametrize(
    "spellings",
    [
        "п'ять п’ять пʼять п‘ять п`ять П´ЯТЬ пять",
        "ґанок ганок ҐАНОК",
        "ёлка елка Ёлка",
        'צה"ל צה״ל צהל',
        "ג׳ירפה ג'ירפה גירפה",
        "עִבְרִית עברית",
        "Łódź lodz ŁÓDŹ łódź",
        "замо́к замок",
        "pre\u00adfix prefix",
    ],
)
def test_spellings_of_a_word_are_one(spellings: str) -> None:
    assert len({folded(word) for word, _ in words(spellings)}) == 1
    assert len(words(spellings)) == len(spellings.split())


@pytest.mark.parametrize("pair", ["йод иод", "їх іх", "шиє шие", "są so"])
def test_letters_of_their_own_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert folded(one) != folded(other)


def test_quotes_around_words_are_no_part_of_them() -> None:
    text = "'one' \"two\" «три» ״ארבע״ "
    assert [word for word, _ in words(text)] == ["one", "two", "три", "ארבע"]


def test_parts_of_a_word_are_joined_by_a_hyphen_and_thousands_by_a_gap() -> None:
    for text in ("соціально-культурна", "дво\u2011вимірна", "תלת־ממדית", "83\u00a0521", "1,234"):
        (first, between), (second, _) = words(text)
        assert is_one(first, between, second), text
    for text in ("one two", "ten – two", "10:45", "3,5", "1 and"):
        (first, between), (second, _) = words(text)
        assert not is_one(first, between, second), text


def test_a_dictionary_is_asked_in_its_own_spelling() -> None:
    assert plain("П’ЯТЬ") == "п'ять"
    assert plain("ЗАМО́К") == "замок"
    assert plain("עִבְרִית") == "עברית"
    assert plain("Ґанок") == "ґанок"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    for word, _ in words(text):
        assert folded(folded(word)) == folded(word)


@given(st.text())
def test_no_text_is_lost_between_words(text: str) -> None:
    found = words(text)
    joined = "".join(word + between for word, between in found)
    assert text.endswith(joined)
