"""The words of registration forms in five languages, from ``forms.yaml``.

The guard reads headings too, so those that speak of names have patterns of their own here.

Whatever people or programs write is folded before it is compared: small letters, no apostrophes,
no punctuation, nothing invisible.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from viche.words import parse

# Soft hyphens, zero-width and direction marks; the points of Hebrew.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0591-\u05c7]")
_APOSTROPHES = re.compile("['’ʼ`´′ʹ‘‛\"״׳]")
_WORD = re.compile(r"[^\W_]+|\+")
_SAME = str.maketrans("ёґ", "ег")
_HEBREW_PREFIXES = "[ובלמהשכ]{0,2}"

# Headings that speak of names.
_ORGANISATION = re.compile(
    r"організац|организац|компан|файл|\bміст[оа]\b|\bгород|вулиц|улиц|установ|учрежден|\bназв|"
    r"груп[аи]|групп|organi[sz]a|company|file|user|group|table|session|school|\bcity|street|firm|"
    r"miast|ulic|szkoł|ארגון|חברה|העיר|רחוב|קובץ|קבוצה"
)
_SURNAME = re.compile(
    r"прізвищ|фаміл|фамил|nazwisk|surname|last ?name|family ?name|\blast(?=\W+(and )?first\b)|"
    r"שם ?ה?משפחה|משפחה"
)
_GIVEN = re.compile(
    r"\bімя|\bимя|\bимени|\bімені|\bimi[eę]|\bimion|given ?name|first ?name|forename|"
    r"ініціал|инициал|inicjał|\binitials|שם ?פרטי"
)
# What asks for the given name only where the surname is asked for too: “Name and surname”.
_BESIDE = re.compile(r"\bnames?\b|\b(first|given)(?=\W*$|\W*(and|&|/|,)\W)|\bשם\b|פרטי")
_PATRONYMIC = re.compile(r"по ?батькові|отчеств|middle ?name|patronym|drugie imi")
_SURNAME_FIRST = re.compile(r"\b(sur|last ?|family ?)name first\b")
_FULL_FIRST = re.compile(r"\bпі[бп]\b|\bп\. ?і\. ?[бп]|\bфио\b|\bф\. ?и\. ?о|\bпиб\b")
_FULL = re.compile(
    r"\bname\b|\bnames\b|\bfull ?name|\bзвати\b|звертат|зовут|обраща|nazywa|zwraca|^שם|\bשם מלא|"
    r"^(учасни(к|ця|ки)|участни(к|ца|ки)|participants?|uczestni(k|czka|cy)|משתתפ.*|контакт.*|"
    r"contacts?|kontakt.*|איש קשר|people|люди|особа|person)$"
)


def fold(text: str) -> str:
    """``text`` as it is compared: its words in small letters, with single spaces between them."""
    text = _APOSTROPHES.sub("", _UNSEEN.sub("", unicodedata.normalize("NFKC", text)))
    return " ".join(_WORD.findall(text.casefold().translate(_SAME)))


def question(heading: str) -> str:
    """The field that ``heading`` asks for.

    Returns:
        A ``RosterField``, ``ignored`` for what forms add by themselves, or an empty string: then
        the heading may still speak of names.
    """
    folded = fold(heading[:300])
    if not folded:
        return ""
    for field, pattern in _questions().items():
        if pattern.search(folded):
            second = field in {"sphere", "part"} and _words_of("second").search(folded)
            return f"{field}-2" if second else field
    return ""


def name_heading(cell: str) -> str:
    """What a heading says of its column, if it speaks of names.

    Returns:
        ``full`` (``full-first`` or ``full-last`` where the surname's place is known),
        ``surname``, ``given``, ``patronymic``, or an empty string.
    """
    words = " ".join(re.sub("['’ʼ`´]", "", unicodedata.normalize("NFKC", cell)).split())
    words = words.casefold()[:200]
    if _SURNAME_FIRST.search(words):
        return "full-first"
    if surname := _SURNAME.search(words):
        others = _SURNAME.sub(lambda those: " " * len(those[0]), words)
        given = _GIVEN.search(others) or _BESIDE.search(others)
        if not given:
            return "surname"
        return "full-first" if surname.start() < given.start() else "full-last"
    if _FULL_FIRST.search(words):
        return "full-first"
    if _ORGANISATION.search(words):
        return ""
    if _PATRONYMIC.search(words):
        return "patronymic"
    if _GIVEN.search(words):
        return "given"
    return "full" if _FULL.search(words) else ""


def says_nothing(answer: str) -> bool:
    """Whether ``answer`` is a way of not answering: «будь-яка», a dash, a question mark."""
    folded = fold(answer)
    return not folded or bool(_words_of("nothing").search(folded))


def yes_or_no(answer: str) -> bool | None:
    """What ``answer`` means; ``None`` if it is neither."""
    folded = fold(answer)
    for meaning in ("yes", "no"):
        if _words_of(meaning).match(folded):
            return meaning == "yes"
    return None


def open_ended(answer: str) -> bool:
    """Whether an age is given with one limit only: «понад 60», “under 25”."""
    return bool(re.search(r"[+<>]", answer) or _words_of("open-ended").search(fold(answer)))


def gender(answer: str) -> str:
    """``female``, ``male`` or ``other``; empty if the answer is none of them."""
    folded = fold(answer)
    return next((id for id, words in _choices("genders").items() if words.match(folded)), "")


def roles(answer: str) -> list[str]:
    """The roles that ``answer``, or a heading, speaks of."""
    folded = fold(answer)
    return [id for id, words in _choices("roles").items() if words.search(folded)]


@cache
def _data() -> Mapping[str, Any]:
    text = files("viche.load.answers").joinpath("forms.yaml").read_text(encoding="utf-8")
    return dict(parse(text))


@cache
def _questions() -> Mapping[str, re.Pattern[str]]:
    return _choices("questions")


@cache
def _choices(name: str) -> Mapping[str, re.Pattern[str]]:
    return {id: _compiled(_phrases(by_language)) for id, by_language in _data()[name].items()}


@cache
def _words_of(name: str) -> re.Pattern[str]:
    return _compiled(_phrases(_data()[name]))


def _phrases(by_language: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for phrases in by_language.values():
        yield from phrases


def _compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern over folded text that finds any of ``phrases``, written as ``forms.yaml`` says."""
    patterns = []
    for phrase in phrases:
        if phrase.startswith("="):
            patterns.append(rf"\A{re.escape(phrase[1:])}\Z")
            continue
        words = []
        for word in phrase.split():
            prefix = _HEBREW_PREFIXES if "א" <= word[0] <= "ת" else ""
            stem = re.escape(word.removesuffix("."))
            words.append(prefix + stem + (r"(?!\S)" if word.endswith(".") else r"\S*"))
        patterns.append(r"(?<!\S)" + r"(?: \S+){0,2} ".join(words))
    return re.compile("|".join(patterns))
