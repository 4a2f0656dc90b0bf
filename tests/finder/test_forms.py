from __future__ import annotations

import sys

import pytest

from viche.finder.forms import lexemes

FORMS = [
    ("uk", "мережею", "мережі мережу мереж"),
    ("uk", "людей", "людина людьми люди"),
    ("uk", "воркшопами", "воркшоп воркшопу"),
    ("uk", "п'ятьох", "п'ять п'яти"),
    ("ru", "ячейкой", "ячейка ячеек"),
    ("ru", "человек", "люди людей"),
    ("ru", "трёхмерной", "трёхмерная трёхмерную"),
    ("pl", "sieci", "sieć sieciami"),
    ("pl", "protokołów", "protokół protokole"),
    ("pl", "zoriańsk", ""),
    ("he", "והקבוצות", "קבוצה קבוצת"),
    ("he", "בשולחנות", "שולחן שולחנות"),
    ("he", "תשתיות", "תשתית"),
    ("en", "cities", "city cities"),
    ("en", "dealt", "deal dealing deals"),
    ("en", "meeting", "meet met meetings"),
]


@pytest.mark.parametrize(("language", "word", "forms"), FORMS)
def test_a_word_is_known_with_its_other_forms(language: str, word: str, forms: str) -> None:
    found = lexemes([word], language)[word]
    assert set(forms.split()) <= set().union(*found)


def test_words_are_looked_up_alike_alone_and_among_others() -> None:
    for language in ("uk", "ru", "pl", "he", "en"):
        several = [word for spoken, word, _ in FORMS if spoken == language]
        together = lexemes(several, language)
        assert all(lexemes([word], language)[word] == together[word] for word in several)


def test_no_form_of_a_polish_verb_is_doubled_by_its_denial() -> None:
    forms = set().union(*lexemes(["spotkać"], "pl")["spotkać"])
    assert "spotkany" in forms
    assert not [form for form in forms if form.startswith("nie")]


def test_polish_has_its_forms_where_there_is_no_morfeusz(monkeypatch: pytest.MonkeyPatch) -> None:
    from viche.finder import forms

    monkeypatch.setitem(sys.modules, "morfeusz2", None)
    forms._morfeusz.cache_clear()
    forms._simplemma.cache_clear()
    try:
        assert {"sieci", "siecią"} <= set().union(*lexemes(["sieci"], "pl")["sieci"])
    finally:
        forms._simplemma.cache_clear()


def test_a_language_without_a_dictionary_has_no_forms() -> None:
    assert lexemes(["wort"], "de") == {}
    assert lexemes([], "uk") == {}
