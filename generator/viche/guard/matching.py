"""Which private terms a text shows, however it is written.

Names are found by their words side by side, in any order and in the usual case endings, with one
word between them (a patronymic, an initial); a surname beside the person's initial counts too. All
words of all names are found with one look-up for each word of the text, so the cost doesn't grow
with the roster.

A single word is never a find: «Марія» or «Коваль» would stop every build (a smith, a saint, a
street). But a surname that a heading declares to be one, of five letters or more, with a capital,
is reported as a doubt, for a person to look at. Where the surname is all that is known of the
person, three letters are enough.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from viche.load.answers import phone_key
from viche.model.private import PrivateTerms, Term

# Soft hyphens, zero-width and direction marks, combining marks, Hebrew points; U+FFFE is where
# pdfium saw a hyphen at the end of a line.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe"
    "\u0300-\u036f\u0591-\u05c7]"
)
_APOSTROPHES = re.compile("[’ʼ`´′ʹ‘‛׳＇]")
# Patterns begin with a plain set of characters wherever they can: then most text is skipped fast.
_BROKEN_WORD = re.compile(r"[-‐\x02](?<=[^\W\d_].)\s*\n\s*(?=[^\W\d_])")
# A quotation mark inside a Hebrew word is gershayim.
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+|(?<=[א-ת])[\"״][א-ת]+)*")
_NOT_LETTERS = re.compile(r"[\W\d_]+")

_EMAIL_LONGEST = 100
_AT = re.compile(r"\s?[\[({]\s?(?:at|собака|равлик|małpa)\s?[\])}]\s?")
_AT_ENDS = tuple(word + end for word in ("at", "собака", "равлик", "małpa") for end in "])} ")
_LINE_BREAK = re.compile(r"\s*\n\s*")
_DIGITS = re.compile(r"[0-9](?:[\s().\-‐–/]{0,3}[0-9]){7,}")
_CODE = re.compile(r"[PРpр](?<![^\W_].)[-‐–−]([0-9]{3,5})(?![^\W_])")

_PLAIN = str.maketrans({"ґ": "г", "ł": "l", "ё": "е", "ø": "o", "đ": "d"})

_ENDINGS = {
    *("ові", "еві", "єві", "ого", "ому", "ему", "єму", "им", "ім", "їм", "ом", "ем", "єм", "ам"),
    *("ям", "их", "іх", "ах", "ях", "ей", "ой", "ів", "їв"),
    *("iego", "iemu", "ego", "emu", "iej", "iem", "owi", "im", "ym", "em", "ej", "ow", "ami", "s"),
}
_VOWELS = "аеєиіїоуюяйьыэaeiouy"
# Ольга, Ользі; Галька, Гальці; Солоха, Солосі.
_SOFTENED = {"з": "г", "ц": "к", "с": "х"}
_HEBREW_PREFIXES = "ובלמהשכ"

_LATIN: Mapping[str, tuple[str, ...]] = {
    **{a: (b,) for a, b in zip("абвдезіклмнопрстуф", "abvdeziklmnoprstuf", strict=True)},
    **{"г": ("h", "g"), "є": ("ie", "ye"), "ж": ("zh",), "и": ("y", "i"), "ї": ("i", "yi")},
    **{"й": ("i", "y"), "х": ("kh", "h"), "ц": ("ts",), "ч": ("ch",), "ш": ("sh",)},
    **{"щ": ("shch",), "ь": ("",), "ю": ("iu", "yu"), "я": ("ia", "ya"), "ы": ("y",)},
    **{"э": ("e",), "ъ": ("",)},
}


@dataclass(frozen=True, slots=True)
class Find:
    """A term that a text shows. A doubt is a surname that stands alone."""

    term: Term
    doubt: bool = False


def clean(text: str) -> str:
    """``text`` without what nobody sees, with one form for every letter and digit."""
    if text.isascii():
        return text
    # Composed first: what stays apart after that is an accent, not half of a letter.
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", text)))


def plain(word: str) -> str:
    """A word as it is compared: small letters, no apostrophes, no accents of Latin letters."""
    word = _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", word).casefold())
    if word.isascii():
        return word
    if any(char < "\u0370" for char in word):
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not _is_mark(c))
    return word.translate(_PLAIN)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) == "Mn"


def _trimmed(word: str) -> str:
    """The word without its last vowels: what stays the same in most case forms."""
    while len(word) > 3 and word[-1] in _VOWELS:
        word = word[:-1]
    return word


def _readings(word: str) -> Iterator[str]:
    """The stems that a word of a text may be a form of; the likeliest first."""
    yield _trimmed(word)
    for length in range(1, min(4, len(word) - 3) + 1):
        if word[-length:] in _ENDINGS:
            yield _trimmed(word[:-length])
    if len(word) >= 4 and word[-1] == "і" and word[-2] in _SOFTENED:
        yield word[:-2] + _SOFTENED[word[-2]]
    if "א" <= word[:1] <= "ת":
        yield word
        for cut in (1, 2):
            if len(word) >= cut + 2 and all(char in _HEBREW_PREFIXES for char in word[:cut]):
                yield word[cut:]
        # Right-to-left text may come out of a PDF with its letters in reverse.
        yield word[::-1]


def _spellings(word: str) -> set[str]:
    """The word, and what it becomes in Latin letters by the usual tables."""
    spellings = {word}
    if any("а" <= char <= "ґ" for char in word):
        choices = [_LATIN.get(char, (char,)) for char in word]
        spellings |= {"".join(way) for way in itertools.islice(itertools.product(*choices), 32)}
    return spellings


Unit = tuple[str, ...]
"""One word of a name; a double-barrelled surname has two parts."""


class Matcher:
    """Finds the terms that it was made with in any number of texts."""

    def __init__(self, terms: PrivateTerms) -> None:
        self._forms: defaultdict[str, set[tuple[Unit, Unit]]] = defaultdict(set)
        """By the stem of its first part: every spelling of a word, and the word that it spells."""
        self._pairs: defaultdict[frozenset[Unit], list[Term]] = defaultdict(list)
        self._joined: defaultdict[str, list[Term]] = defaultdict(list)
        self._surnames: defaultdict[Unit, list[tuple[Term, frozenset[str]]]] = defaultdict(list)
        for term in terms.of("name"):
            self._add_name(term)
        self._emails: defaultdict[str, list[tuple[re.Pattern[str], Term]]] = defaultdict(list)
        for term in terms.of("email"):
            address = clean(term.value).casefold()
            local, _, domain = address.partition("@")
            self._emails[f"{local[-2:]}@{domain[:2]}"].append((_email_pattern(address), term))
        self._phones = {
            key: term for term in terms.of("phone") if (key := phone_key(term.value)) is not None
        }
        self._codes = {term.value.rpartition("-")[2]: term for term in terms.of("code")}
        parts = {part for forms in self._forms.values() for form, _ in forms for part in form}
        self._stems = _Stems(parts, self._joined.keys())

    def _add_name(self, term: Term) -> None:
        words = [unit for word in term.value.split() if (unit := _unit(word))]
        surnames = {unit for word in term.surname.split() if len("".join(unit := _unit(word))) > 1}
        for one, other in itertools.combinations(words, 2):
            if one != other and len(one[0]) > 1 and len(other[0]) > 1:
                self._pairs[frozenset((one, other))].append(term)
                for first, second in itertools.product(
                    _main_spellings(one), _main_spellings(other)
                ):
                    self._joined[first + second].append(term)
                    self._joined[second + first].append(term)
        for index, word in enumerate(words):
            for form in _spelled(word):
                stems = tuple(_trimmed(part) for part in form)
                self._forms[stems[0]].add((stems, word))
            if word in surnames or (not surnames and index in (0, len(words) - 1)):
                others = (other for other in words if other != word)
                initials = frozenset(form[0][:1] for other in others for form in _spelled(other))
                self._surnames[word].append((term, initials))

    def find(self, text: str) -> list[Find]:
        """The terms that ``text`` shows, each once."""
        text = clean(text)
        finds: dict[Term, bool] = {}
        for find in self._all(text):
            finds[find.term] = finds.get(find.term, True) and find.doubt
        return [Find(term, doubt) for term, doubt in finds.items()]

    def _all(self, text: str) -> Iterator[Find]:
        if self._forms:
            yield from self._names(text)
            whole = _BROKEN_WORD.sub("", text)
            if len(whole) < len(text):
                yield from self._names(whole)
        if self._emails:
            yield from self._addresses(text.casefold())
        if self._phones:
            for match in _DIGITS.finditer(text):
                before = text[max(0, match.start() - 2) : match.start()]
                for key in _phone_windows(match.group(), international="+" in before):
                    if term := self._phones.get(key):
                        yield Find(term)
        if self._codes:
            for match in _CODE.finditer(text):
                if term := self._codes.get(match[1]):
                    yield Find(term)

    def _names(self, text: str) -> Iterator[Find]:
        tokens = _TOKEN.findall(text)
        stems = list(map(self._stems.__getitem__, tokens))
        places = [at for at, some in enumerate(stems) if some]
        occurrences: list[tuple[int, int, Unit]] = []
        for at in places:
            for stem in stems[at]:
                for term in self._joined.get(stem, ()):
                    yield Find(term)
                for form, word in self._forms.get(stem, ()):
                    got = stems[at : at + len(form)]
                    if len(got) == len(form) and all(map(_contains, got, form)):
                        occurrences.append((at, at + len(form), word))
        occurrences = sorted(set(occurrences))
        for index, (_, end, word) in enumerate(occurrences):
            for start, _, other in itertools.islice(occurrences, index + 1, None):
                if start > end + 1:
                    break
                if start == end or (start == end + 1 and not tokens[end][:1].islower()):
                    for term in self._pairs.get(frozenset((word, other)), ()):
                        yield Find(term)
        surnames = [found for found in occurrences if found[2] in self._surnames]
        if surnames:
            spans = [match.span() for match in _TOKEN.finditer(text)]
            for start, end, word in surnames:
                first, last = spans[start][0], spans[end - 1][1]
                around = text[max(0, first - 12) : first], text[last : last + 12]
                yield from self._surname(word, "".join(tokens[start:end]), *around)

    def _surname(self, word: Unit, token: str, before: str, after: str) -> Iterator[Find]:
        """A surname beside an initial of the same person; alone it is a doubt."""
        match = _INITIAL_BEFORE.search(before) or _INITIAL_AFTER.match(after)
        letters = [letter for letter in match.groups() if letter] if match else []
        initials = {plain(letter) for letter in letters if not letter.islower()}
        for term, own in self._surnames[word]:
            if initials & own:
                yield Find(term)
            elif not own:
                # Letters of Hebrew are neither capitals nor small.
                if len(token) >= 3 and not token[0].islower():
                    yield Find(term, doubt=True)
            elif term.surname and len(token) >= 5 and token[0].isupper():
                yield Find(term, doubt=True)

    def _addresses(self, text: str) -> Iterator[Find]:
        if any(end in text for end in _AT_ENDS):
            text = _AT.sub("@", text)
        at = text.find("@")
        while at >= 0:
            start = max(0, at - _EMAIL_LONGEST)
            before = _LINE_BREAK.sub("", text[max(0, at - 12) : at])[-2:]
            after = _LINE_BREAK.sub("", text[at + 1 : at + 13])[:2]
            for pattern, term in self._emails.get(f"{before}@{after}", ()):
                if pattern.search(text, start, at + _EMAIL_LONGEST):
                    yield Find(term)
            at = text.find("@", at + 1)


def _contains(stems: tuple[str, ...], stem: str) -> bool:
    return stem in stems


def _email_pattern(address: str) -> re.Pattern[str]:
    """The address as a whole, also when it is set in two lines."""
    letters = r"(?:\s*\n\s*)?".join(re.escape(letter) for letter in address)
    return re.compile(rf"(?<![a-z0-9_+-])(?<![a-z0-9]\.){letters}(?![a-z0-9_-])(?!\.[a-z0-9])")


# «І. Петренко», «І. В. Петренко»; «Петренко І. В.», «Петренко, І.»
_INITIAL_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_])\.\s*(?:([^\W\d_])\.\s*)?$")
_INITIAL_AFTER = re.compile(r",?\s*([^\W\d_])\.\s*(?:([^\W\d_])\.)?")


def _unit(word: str) -> Unit:
    return tuple(part for token in _TOKEN.findall(clean(word)) if (part := plain(token)))


def _spelled(word: Unit) -> list[Unit]:
    spellings = [sorted(_spellings(part)) for part in word]
    return list(itertools.islice(itertools.product(*spellings), 64))


def _main_spellings(word: Unit) -> set[str]:
    """The word in one piece, as in an address or a file's name: as written, and in Latin."""
    whole = "".join(word)
    return {whole, "".join(_LATIN.get(char, (char,))[0] for char in whole)}


class _Stems(dict[str, tuple[str, ...]]):
    """The known stems that a word may be a form of; empty for nearly every word of a text."""

    def __init__(self, known: Iterable[str], whole: Iterable[str]) -> None:
        super().__init__()
        self._known = frozenset(known)
        self._whole = frozenset(whole)

    def __missing__(self, token: str) -> tuple[str, ...]:
        word = plain(token)
        stems = tuple(dict.fromkeys(s for s in _readings(word) if s in self._known))
        if word in self._whole and word not in stems:
            stems += (word,)
        self[token] = stems
        return stems


def _phone_windows(run: str, *, international: bool) -> Iterator[str]:
    """The keys of every phone number that may stand in a run of groups of digits.

    A number begins and ends with a group. In a run too long for one number (a table, a drawing's
    coordinates) it must also begin as numbers do, with + or 0, or chance would find some.
    """
    groups = re.findall(r"[0-9]+", run)
    long = sum(map(len, groups)) > 15
    for first, group in enumerate(groups):
        begins = (group[0] == "0" and len(group) > 1) or (first == 0 and international)
        if long and not begins:
            continue
        digits = ""
        for more in groups[first : first + 7]:
            digits += more
            if len(digits) > 15:
                break
            if len(digits) >= 8 and (key := phone_key(digits)):
                yield key
