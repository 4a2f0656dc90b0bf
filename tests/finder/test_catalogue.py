from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viche.finder import catalogues
from viche.finder.words import folded, words
from viche.labels import Labels
from viche.words import Entry

SAID: dict[str, Entry] = {
    "search-found": {"other": "{n}"},
    "search-none": "–",
    "search-others": "…",
}


def page(body: str, *, language: str = "uk", article: str = "<article>") -> bytes:
    return f'<html lang="{language}"><title>t</title>{article}{body}</article>'.encode()


def index(*pages: bytes, language: str = "uk") -> dict[str, Any]:
    files = [(f"{number}.html", html) for number, html in enumerate(pages)]
    (made,) = catalogues([(Labels(language, SAID), files)])
    match = re.fullmatch(r"vicheSearch\.take\((.*)\);\n", made.script, re.DOTALL)
    assert match
    read: dict[str, Any] = json.loads(match[1])
    return read


def places(found: dict[str, Any], word: str) -> dict[int, int]:
    """Where the index has a word: the same that search.js does, the long way round."""
    at: dict[int, int] = {}
    stems, fold = found["stems"].split(" "), folded(word)
    for stem, kind, posted in zip(stems, found["kinds"], found["places"].split(","), strict=True):
        if fold in {stem + ending for ending in found["endings"][kind].split("|")}:
            section = 0
            for place in map(int, posted.split(" ")):
                section += place // 3
                at[section] = max(at.get(section, 0), place % 3)
    return at


def test_a_page_is_read_by_its_headings() -> None:
    html = page(
        "<h1>Мережа<a class=headerlink>#</a></h1><p>Люди <b>си</b>дять.</p>"
        "<h2 id=steps>Кроки</h2><ul><li>Один<li>Два</ul><h3>Без адреси</h3><p>Три"
    )
    found = index(html)
    assert found["pages"] == [["0.html", "Мережа"]]
    assert found["sections"] == [
        [0, "", "", "Люди сидять."],
        [0, "steps", "Кроки", "Один\nДва\nБез адреси\nТри"],
    ]
    assert places(found, "мережею") == {0: 2}
    assert places(found, "крок") == {1: 1}
    assert places(found, "сидіти") == {0: 0}


def test_what_nobody_reads_is_not_found() -> None:
    found = index(page("<h1>А</h1><svg><text>рисунок</text></svg><script>слово</script>"))
    assert found["sections"] == [[0, "", "", ""]]


def test_a_page_may_stay_out_of_the_search() -> None:
    hidden = page("<h1>Маршрути</h1>", article="<article data-unsearched>")
    assert index(hidden, b"<html lang=uk><p>no article")["pages"] == []


def test_text_in_another_language_is_read_by_its_own_rules() -> None:
    html = page("<h1>Назва</h1><p lang=en>Two cities</p><p>Сітка</p><p lang=de>Städte</p>")
    found = index(html)
    assert places(found, "city") == places(found, "сіткою") == places(found, "stadte") == {0: 0}


def test_words_with_hyphens_are_found_in_parts_and_as_one() -> None:
    found = index(page("<h1>А</h1><p>Веб-сайтом володіють 83&nbsp;521 людина</p>"))
    for word in ("веб", "сайт", "вебсайтом", "83", "521", "83521"):
        assert places(found, word) == {0: 0}, word


TEXTS = {
    "uk": "Узгоджувальні групи осередку та їхні місця, воркшопами",
    "ru": "Согласующие группы и их места, воркшопами",
    "pl": "Grupy uzgadniające i ich miejsca, spotkania w Zoriańsku",
    "he": "קבוצות התיאום והמקומות שלהן",
    "en": "Reconciling groups and their seats",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_same_pages_give_the_same_index(language: str) -> None:
    html = page(f"<h1>1</h1><p>{TEXTS[language]}</p>", language=language)
    one = catalogues([(Labels(language, SAID), [("a.html", html)])])
    others = [(Labels(language, SAID), [("a.html", html), ("b.html", html)])]
    catalogues(others)  # whatever has been looked up before
    assert catalogues([(Labels(language, SAID), [("a.html", html)])]) == one


ALL = """
import sys
from tests.finder.test_catalogue import SAID, TEXTS, page
from viche.finder import catalogues
from viche.labels import Labels

body = "".join(f"<p lang={each}>{text}</p>" for each, text in TEXTS.items())
sites = [(Labels(each, SAID), [("a.html", page(body, language=each))]) for each in TEXTS]
sys.stdout.buffer.write(repr(catalogues(sites)).encode())
"""


def test_the_order_of_sets_changes_nothing(root: Path) -> None:
    """Python shuffles its sets of words anew in every run, unless it is told how."""
    made = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", ALL]
        run = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True)
        made.add(run.stdout)
    assert len(made) == 1
    assert "узгоджувальні".encode() in made.pop()


LETTERS = st.text(st.sampled_from("абвгґеїйьяю'’-ABłóźhe הוכםת״\"12 .,\n"), max_size=60)


@given(st.lists(LETTERS, min_size=1, max_size=4), st.sampled_from(["uk", "ru", "pl", "he", "en"]))
def test_every_word_is_found_where_it_stands(texts: list[str], language: str) -> None:
    body = "".join(f"<h2 id=s{n}>{n}</h2><p>{escape(text)}</p>" for n, text in enumerate(texts))
    found = index(page(f"<h1>T</h1>{body}", language=language), language=language)
    for n, text in enumerate(texts):
        for word, _ in words(text):
            at = places(found, word)
            bare = {rest for rest in _rests(folded(word)) if places(found, rest).get(n + 1) == 0}
            assert (n + 1) in at or bare, (word, text)


def _rests(fold: str) -> list[str]:
    """A Hebrew word is looked up without its prefixes too."""
    return [fold[cut:] for cut in range(1, len(fold) - 1)]


def test_what_runs_in_a_direction_of_its_own_keeps_it() -> None:
    found = index(page("<h1>א</h1><p>מקום <bdi>G-1</bdi> פנוי</p>", language="he"), language="he")
    assert found["sections"][0][3] == "מקום \u2068G-1\u2069 פנוי"
    assert places(found, "g1") == places(found, "מקום") == {0: 0}


def test_a_word_of_which_the_dictionary_has_no_form_is_found_as_it_is() -> None:
    """Of a Polish abbreviation no form is kept."""
    found = index(page("<h1>T</h1><p>p. 5</p>", language="pl"), language="pl")
    assert places(found, "p") == {0: 0}


def test_what_is_remembered_of_words_changes_no_index() -> None:
    first, second = page("<h1>Хати</h1><p>у місті 12</p>"), page("<h1>Місто</h1><p>стратегії</p>")
    labels = Labels("uk", SAID)
    (before,) = catalogues([(labels, [("a.html", first)])])
    again = catalogues([(labels, [("a.html", first), ("b.html", second)])], before.memory)
    assert again == catalogues([(labels, [("a.html", first), ("b.html", second)])])
    (after,) = catalogues([(labels, [("b.html", second)])], again[0].memory)
    assert set(after.memory["uk"]) == {"місто", "стратегії"}


def _never_asked(words: list[str], _: str) -> dict[str, object]:
    assert not words
    return {}


def test_a_dictionary_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    site = [(Labels("uk", SAID), [("a.html", page("<h1>Хати</h1>"))])]
    found = catalogues(site)
    monkeypatch.setattr("viche.finder.catalogue.lexemes", _never_asked)
    assert catalogues(site, found[0].memory) == found
