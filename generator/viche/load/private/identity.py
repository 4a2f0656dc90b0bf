"""Who is who: the same person in two rows of a list, in two lists, at two sessions."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viche.load.answers.values import EMAIL, phone_key
from viche.load.answers.vocabulary import fold
from viche.load.private.names import CODE
from viche.load.private.people import row_of
from viche.model.roster import Person

_CLOSE = 0.85
"""How alike two spellings of one name are, by difflib: a slip of the keyboard in seven letters."""


@dataclass(frozen=True, slots=True, repr=False)
class _Traits:
    """What a person is known by. Empty where it isn't known."""

    email: str
    phone: str
    words: frozenset[str]

    @property
    def full_name(self) -> frozenset[str]:
        """The words of the name, if there are enough of them to mean one person."""
        return self.words if len(self.words) > 1 else frozenset()


def _traits(person: Person) -> _Traits:
    words = frozenset(fold(person.name).split())
    return _Traits(person.email.casefold(), phone_key(person.phone) or "", words)


# --- the same person twice in one list


@dataclass(frozen=True, slots=True)
class Duplicate:
    """People of one list who may be one person."""

    members: tuple[int, ...]
    """Where they stand in the list."""

    same: tuple[str, ...]
    """What they share: ``email``, ``phone``, ``name``."""

    differ: tuple[str, ...]
    """The columns of the roster in which they are not the same."""


def duplicates(people: Sequence[Person], settled: Sequence[Person] = ()) -> list[Duplicate]:
    """Everybody who shares an e-mail, a phone or a full name with somebody else of the list.

    ``settled`` are the people of an earlier roster: who stands there side by side, each with a
    code, was found to be different people already.
    """
    owners: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, person in enumerate(people):
        traits = _traits(person)
        name = " ".join(sorted(traits.full_name))
        for kind, value in (("email", traits.email), ("phone", traits.phone), ("name", name)):
            if value:
                owners[kind, value].append(index)
    shared = {key: those for key, those in owners.items() if len(those) > 1}
    found = []
    for members in _joined(shared.values()):
        those = [people[index] for index in members]
        if settled and all(match.code for match in matches(those, settled)):
            continue
        same = {kind for (kind, _), sharers in shared.items() if sharers[0] in members}
        rows = [row_of(person) for person in those]
        differ = [column for column in rows[0] if len({row[column] for row in rows}) > 1]
        order = [kind for kind in ("email", "phone", "name") if kind in same]
        found.append(Duplicate(tuple(members), tuple(order), tuple(differ)))
    return found


def _joined(sets: Iterable[Sequence[int]]) -> list[list[int]]:
    """The sets, those with a common member made one; members and sets in order."""
    home: dict[int, list[int]] = {}
    for members in sets:
        merged = sorted({member for each in members for member in home.get(each, [each])})
        home.update(dict.fromkeys(merged, merged))
    return sorted({id(those): those for those in home.values()}.values())


# --- the same person in two lists


@dataclass(frozen=True, slots=True)
class Match:
    """The code that a person has already; empty for somebody new."""

    code: str = ""
    doubtful: bool = False
    """Whether a contact alone says so, while the names have nothing in common."""


def matches(people: Sequence[Person], known: Sequence[Person]) -> list[Match]:
    """For each of ``people``, who of the ``known`` it is; nobody is two people.

    A contact and the name together say most, then a contact with a like name, then the name
    alone, then a contact alone: people share e-mails in families.
    """
    traits, others = list(map(_traits, people)), list(map(_traits, known))
    near: defaultdict[tuple[str, object], list[int]] = defaultdict(list)
    for index, other in enumerate(others):
        for key in _keys(other):
            near[key].append(index)
    ranked = sorted(
        (-score, index, place)
        for index, one in enumerate(traits)
        for place in dict.fromkeys(place for key in _keys(one) for place in near[key])
        if (score := _likeness(one, others[place]))
    )
    found: dict[int, Match] = {}
    taken: set[str] = set()
    for score, index, place in ranked:
        code = known[place].code
        if index not in found and code not in taken:
            found[index] = Match(code, doubtful=score == -_CONTACT_ALONE)
            taken.add(code)
    return [found.get(index, Match()) for index in range(len(people))]


_CONTACT_ALONE = 1


def _keys(traits: _Traits) -> list[tuple[str, object]]:
    keys = [("email", traits.email), ("phone", traits.phone), ("name", traits.full_name)]
    return [(kind, value) for kind, value in keys if value]


def _likeness(one: _Traits, other: _Traits) -> int:
    """How surely two are one person: 0 not at all, more is surer."""
    emails, phones = (one.email, other.email), (one.phone, other.phone)
    shared = sum(bool(first) and first == second for first, second in (emails, phones))
    if not shared:
        strangers = all(all(pair) for pair in (emails, phones))
        return 2 if one.full_name and one.full_name == other.full_name and not strangers else 0
    if one.words == other.words:
        return 3 + shared
    return 3 if _alike(one.words, other.words) else _CONTACT_ALONE


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names may be one: shortened, misspelt, or in another alphabet."""
    if one <= other or other <= one:
        return True
    first, second = (" ".join(sorted(words)) for words in (one, other))
    if _script(first) != _script(second):
        return True
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() >= _CLOSE


def _script(text: str) -> str:
    return next((unicodedata.name(char, "").split()[0] for char in text if char.isalpha()), "")


# --- people named by others


def named(text: str, people: Sequence[Person]) -> list[str] | None:
    """The codes of those whom ``text`` names by code, e-mail or name; ``None`` if that fails."""
    codes: list[str] = []
    for piece in _pieces(text):
        found = {person.code for person in people if _is_named(piece, person)}
        if len(found) != 1:
            return None
        codes += found
    return list(dict.fromkeys(codes))


def _pieces(text: str) -> list[str]:
    pieces = [piece for part in text.split("\n") for piece in part.replace(";", ",").split(",")]
    return [piece for piece in map(str.strip, pieces) if fold(piece)]


def _is_named(piece: str, person: Person) -> bool:
    if match := CODE.fullmatch(piece.upper()):
        return person.code == f"P-{match[1]}"
    if EMAIL.fullmatch(piece):
        return piece.casefold() == person.email.casefold()
    words = frozenset(fold(piece).split())
    if len(words) > 1:
        return words <= frozenset(fold(person.name).split())
    return bool(person.surname) and fold(piece) == fold(person.surname)
