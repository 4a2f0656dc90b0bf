from __future__ import annotations

import sys
from pathlib import Path

import pytest

from viche.finder import DictionaryError, dictionaries
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
    dictionary = {"sieci": "sieć", "siecią": "sieć", "siatki": "siatka"}
    monkeypatch.setitem(sys.modules, "morfeusz2", None)
    monkeypatch.setattr(dictionaries, "listed", {"pl": dictionary}.__getitem__)
    dictionaries.morfeusz.cache_clear()
    try:
        assert lexemes(["sieci"], "pl") == {"sieci": [frozenset({"sieć", "sieci", "siecią"})]}
    finally:
        dictionaries.morfeusz.cache_clear()


def test_a_damaged_dictionary_names_its_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "meta.json").write_bytes(b"")
    monkeypatch.setenv("PYMORPHY2_DICT_PATH", str(tmp_path))
    monkeypatch.setattr(
        "simplemma.strategies.dictionaries.dictionary_factory.DATA_FOLDER", tmp_path
    )
    (tmp_path / "en.plzma").write_bytes(b"noise")
    for language, package in (("uk", "pymorphy3-dicts-uk"), ("en", "simplemma")):
        for read in (dictionaries.pymorphy, dictionaries.listed):
            read.cache_clear()
        with pytest.raises(DictionaryError) as caught:
            lexemes(["word"], language)
        assert caught.value.packages[-1] == package


def test_a_language_without_a_dictionary_has_no_forms() -> None:
    assert lexemes(["wort"], "de") == {}
    assert lexemes([], "uk") == {}
