"""All forms of a word, from what its language's dictionary knows.

Each function is given the words of a whole site at once, spelt as dictionaries spell them, and
returns for each what it may be a form of: sets of forms, one for each word of the dictionary that
it may stand for. A word that is unknown has no set, or a guessed one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import product

from viche.finder import dictionaries

Lexeme = frozenset[str]
Lexemes = Mapping[str, Collection[Lexeme]]

_GUESSES = 2
"""How many guesses at an unknown word are kept."""


def lexemes(words: Collection[str], language: str) -> Lexemes:
    """What each of ``words`` may be a form of; nothing for a language without a dictionary.

    Raises:
        DictionaryError: the dictionary can't be read.
    """
    look_up = _DICTIONARIES.get(language)
    return look_up(sorted(words), language) if look_up and words else {}


def _east_slavic(words: Collection[str], language: str) -> Lexemes:
    """Ukrainian and Russian: pymorphy3 knows paradigms, and guesses those of unknown words."""
    analyser = dictionaries.pymorphy(language)
    paradigms: dict[object, Lexeme] = {}
    found = {}
    for word in words:
        parses = analyser.parse(word)
        known = [parse for parse in parses if parse.is_known]
        keys = {}
        for parse in known or parses[:_GUESSES]:
            way = parse.methods_stack
            # A word of the dictionary is known by its first form and the number of its paradigm.
            key = (parse.normal_form, way[0][2]) if len(way[0]) == 4 else (parse.normal_form, word)
            if key not in paradigms:
                paradigms[key] = frozenset(form.word for form in parse.lexeme)
            keys[key] = paradigms[key]
        found[word] = list(keys.values())
    return found


def _polish(words: Collection[str], language: str) -> Lexemes:
    """Polish: Morfeusz; where there is none for the machine, the slower dictionary."""
    morfeusz = dictionaries.morfeusz()
    if morfeusz is None:
        return _listed(words, language)
    generated: dict[str, Lexeme] = {}
    found = {}
    for word in words:
        # From the first letter alone: «miałem» is read as «miał» and «em».
        read = [entry for start, _, entry in morfeusz.analyse(word) if start == 0]
        lemmas = {entry[1] for entry in read if entry[2] != "ign"}
        for lemma in lemmas - generated.keys():
            generated[lemma] = frozenset(
                form[0].lower()
                for form in morfeusz.generate(lemma)
                # Neither short forms, nor those with «nie» in front, which double every verb.
                if not form[2].startswith("brev") and ":neg" not in form[2]
            )
        found[word] = [generated[lemma] for lemma in sorted(lemmas)]
    return found


def _listed(words: Collection[str], language: str) -> Lexemes:
    """A dictionary that lists forms with their first form: one way through it for all words."""
    dictionary = dictionaries.listed(language)
    firsts = {word: {word, dictionary.get(word, word)} for word in words}
    wanted = set().union(*firsts.values())
    forms: dict[str, set[str]] = defaultdict(set)
    for form, first in dictionary.items():
        if first in wanted:
            forms[first] |= {form, first}
    return {
        word: [frozenset(forms[first]) for first in sorted(several) if first in forms]
        for word, several in firsts.items()
    }


# «and», «that/when», one of «from, in, like, to», «the»: written together with the next word.
_HEBREW_PREFIXES = sorted(
    {
        "".join(parts)
        for parts in product(("", "ו"), ("", "ש", "כש", "מש"), ("", *"מבכל"), ("", "ה"))
    }
    - {""},
)


def without_prefixes(word: str) -> Iterator[str]:
    """A Hebrew word without each chain of prefixes that it may begin with, two letters or more."""
    for prefix in _HEBREW_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            yield word.removeprefix(prefix)


_HEBREW_ENDINGS = ("", "ה", "ת", "ות", "ים", "י", "ית", "יות", "יים", "ו", "נו", "הם")


def _hebrew(words: Collection[str], language: str) -> Lexemes:
    """Hebrew: each word as it is, and as what remains without the letters put before it.

    The dictionary is small: a word that it lacks may be a noun or an adjective, with their endings.
    """
    readings = {word: [word, *without_prefixes(word)] for word in words}
    known = _listed(sorted(set().union(*readings.values())), language)
    found = {}
    for word, rests in readings.items():
        sets = {forms for rest in rests for forms in known[rest] if rest in forms}
        guessed = [] if known[word] else [word] if sets else rests
        found[word] = sorted(sets.union(*map(_guessed_hebrew, guessed)), key=sorted)
    return found


def _guessed_hebrew(word: str) -> Iterator[Lexeme]:
    for ending in _HEBREW_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending)
            yield frozenset(stem + each for each in _HEBREW_ENDINGS)


_DICTIONARIES: Mapping[str, Callable[[Collection[str], str], Lexemes]] = {
    "uk": _east_slavic,
    "ru": _east_slavic,
    "pl": _polish,
    "he": _hebrew,
    "en": _listed,
}
