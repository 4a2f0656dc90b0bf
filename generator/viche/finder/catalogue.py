"""The index of each site: what stands on its pages, and in which sections each word is found."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from viche.finder.forms import Lexeme, lexemes
from viche.finder.reading import Page, Run, read, written
from viche.finder.words import folded, is_one, plain, words
from viche.labels import Labels

INDEX = "assets/search-index.js"
"""Where the index of a language lies in its site, and ``search.js`` beside it."""

TEXT, HEADING, TITLE = range(3)
"""Where in a section a word stands; the higher, the more it says about it."""

_SAID = ("search-found", "search-none", "search-others")

Word = tuple[str, str]
"""A language, and a word of it as its dictionary writes it."""

Standing = dict[Word, dict[int, int]]
OwnForms = Mapping[Word, Sequence[Lexeme]]
Memory = dict[str, dict[str, list[list[str]]]]
"""By language and word, the sets of forms that it may stand for, sorted."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The index of one language's site."""

    script: str
    """A classic script that hands the index to ``search.js``."""

    memory: Memory
    """What dictionaries say of the words of this site, and of no others."""


def catalogues(
    sites: Sequence[tuple[Labels, Iterable[tuple[str, bytes]]]], memory: Memory | None = None
) -> list[Catalogue]:
    """The index of each language's site.

    The same pages and dictionaries give the same script. It holds, in this order:

    * ``language``, ``said``: the language, and what the search itself says;
    * ``pages``: path and title of each page, the path from the root of the language's site;
    * ``sections``: number of the page, anchor, heading and text of each section;
    * ``stems``, ``kinds``, ``endings``, ``places``: the words of the site, each with all its forms.
      Word ``n`` has the forms ``stems[n] + ending`` for each of ``endings[kinds[n]]``, and is found
      at ``places[n]``: for each section ``3 × (number − that before) + where``.

    Args:
        sites: for each language its labels and its HTML by path, in the order in which pages of
            equal worth are to be found. Text marked as another language's is read by the rules of
            that one; hence all are made at once, with one look into each dictionary.
        memory: what dictionaries have said of words before: these are not looked up again.
    """
    read_sites = [_Site.of(labels, files) for labels, files in sites]
    standing = sorted(set().union(*(site.standing for site in read_sites)))
    said = _said_of(standing, memory or {})
    own = {(each, word): [*map(frozenset, said[each][word])] for each, word in standing}
    return [Catalogue(_script(site, own), _part(said, site.standing)) for site in read_sites]


def _part(said: Memory, standing: Iterable[Word]) -> Memory:
    part: Memory = defaultdict(dict)
    for language, word in sorted(standing):
        part[language][word] = said[language][word]
    return dict(part)


@dataclass(frozen=True, slots=True)
class _Site:
    """What is kept of the pages of a language."""

    labels: Labels
    pages: list[tuple[str, str]]
    """Path and title."""

    sections: list[tuple[int, str, str, str]]
    """Number of the page, anchor, heading and text."""

    standing: Standing
    """Each word with the sections in which it stands, and where."""

    @classmethod
    def of(cls, labels: Labels, files: Iterable[tuple[str, bytes]]) -> _Site:
        site = cls(labels, [], [], defaultdict(dict))
        for path, html in files:
            if page := read(path, html):
                site._add(page)
        return site

    def _add(self, page: Page) -> None:
        for section in page.sections:
            number = len(self.sections)
            is_first = section is page.sections[0]
            heading = "" if is_first else written(section.heading)
            self.sections.append((len(self.pages), section.anchor, heading, written(section.text)))
            headed = TITLE if is_first else HEADING
            for runs, where in ((section.text, TEXT), (section.heading, headed)):
                for word in _words(runs):
                    places = self.standing[word]
                    places[number] = max(where, places.get(number, TEXT))
        self.pages.append((page.path, page.title))


def _script(site: _Site, own: OwnForms) -> str:
    stems, kinds, endings, places = _encoded(_found(site.standing, own))
    index = {
        "language": site.labels.language,
        "said": {key: site.labels.forms(key) for key in _SAID},
        "pages": site.pages,
        "sections": site.sections,
        "stems": " ".join(stems),
        "kinds": kinds,
        "endings": endings,
        "places": ",".join(places),
    }
    return f"vicheSearch.take({json.dumps(index, ensure_ascii=False, separators=(',', ':'))});\n"


def _found(standing: Standing, own: OwnForms) -> Mapping[Lexeme, Mapping[int, int]]:
    """Each set of forms with the sections that hold one of them, and where."""
    found: dict[Lexeme, dict[int, int]] = defaultdict(dict)
    for word, places in standing.items():
        for forms in own[word]:
            for number, where in places.items():
                found[forms][number] = max(where, found[forms].get(number, TEXT))
    return found


def _words(runs: Sequence[Run]) -> Iterator[Word]:
    """Words with their language; those that are parts of one stand alone, and together too."""
    for language, text in _joined(runs):
        found = words(text)
        chain = ""
        for (word, between), (following, _) in zip_longest(found, found[1:], fillvalue=("", "")):
            spelt = plain(word)
            yield language, spelt
            if is_one(word, between, following):
                chain += spelt
            elif chain:
                yield language, chain + spelt
                chain = ""


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs of one language as one: a word may be half in bold."""
    before, held = "", ""
    for language, text in runs:
        if language != before and held:
            yield before, held
            held = ""
        before, held = language, held + text
    yield before, held


def _said_of(standing: Iterable[Word], memory: Memory) -> Memory:
    """The folded forms of every word that each word may stand for; at least its own."""
    by_language: dict[str, list[str]] = defaultdict(list)
    for language, word in standing:
        by_language[language].append(word)
    said = {}
    for language, several in by_language.items():
        before = memory.get(language, {})
        looked_up = _looked_up([word for word in several if word not in before], language)
        said[language] = {word: looked_up.get(word) or before[word] for word in several}
    return said


def _looked_up(several: Sequence[str], language: str) -> dict[str, list[list[str]]]:
    """What the dictionary says of each word by itself, whichever others are asked for."""
    known = lexemes([word for word in several if not word.isdecimal()], language)
    folds = {each: _folded(each) for each in set().union(*known.values())}
    found = {}
    for word in several:
        sets = {folds[each] for each in known.get(word, ()) if folds[each]}
        itself = folded(word)
        if not any(itself in forms for forms in sets):
            sets.add(frozenset([itself]))
        found[word] = sorted(sorted(forms) for forms in sets)
    return found


def _folded(forms: Lexeme) -> Lexeme:
    return frozenset(folded(form) for form in forms if " " not in form)


def _encoded(
    places: Mapping[Lexeme, Mapping[int, int]],
) -> tuple[list[str], list[int], list[str], list[str]]:
    """Stems, the kind of each, the endings of each kind, and where each is found."""
    split = []
    for forms, where in places.items():
        stem = _common(min(forms), max(forms))
        split.append((stem, "|".join(sorted(form.removeprefix(stem) for form in forms)), where))
    split.sort(key=lambda entry: entry[:2])
    endings = sorted({ending for _, ending, _ in split})
    kinds = {ending: number for number, ending in enumerate(endings)}
    return (
        [stem for stem, _, _ in split],
        [kinds[ending] for _, ending, _ in split],
        endings,
        [" ".join(map(str, _deltas(where))) for _, _, where in split],
    )


def _common(first: str, last: str) -> str:
    """What the first and the last of sorted words begin with, and so all between them."""
    pairs = enumerate(zip(first, last, strict=False))
    return first[: next((at for at, (one, other) in pairs if one != other), len(first))]


def _deltas(places: Mapping[int, int]) -> Iterator[int]:
    before = 0
    for number, where in sorted(places.items()):
        yield 3 * (number - before) + where
        before = number
