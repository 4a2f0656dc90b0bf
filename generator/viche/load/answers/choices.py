"""From an answer to the ids of a programme: its spheres, parts and categories in every language."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from viche.load.answers.vocabulary import fold, gender, roles, says_nothing, yes_or_no
from viche.model.content import Meeting
from viche.model.plan import Role
from viche.model.programme import Programme
from viche.model.session import RosterForm
from viche.model.text import Text
from viche.model.topology import Topology
from viche.problems import LOOKALIKES

_SHARED: Mapping[str, Sequence[str]] = {
    "sphere-2": ("sphere",),
    "sphere-given": ("sphere",),
    "part-2": ("part",),
    "competence": ("sphere", "part"),
}
"""Fields whose answers, as the session's file explains them, stand for this field's answers too."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERING = re.compile(r"^\s*(?:[0-9]{1,2}|[^\W\d_])\s?[.)]\s+")
_EXPLANATION = re.compile(r"\s[-–—]\s|[–—:(\[]")
_SEVERAL = re.compile(r"[;\n]|,(?![^(]*\))")
_MOST = 20
"""Answers in one cell. Whoever wrote more wrote a story."""


WORDS: Mapping[str, tuple[str, ...]] = {
    "gender": ("female", "male", "other"),
    "willing": tuple(Role),
    "member": ("yes", "no"),
    "stays": ("yes", "no"),
}
"""What the answers to a field can mean where they aren't ids of the programme."""


class Answers:
    """What people answer, by field, as ids of ``programme``.

    What the session's file says of the form's own answers counts first. A wish for a part speaks of
    the directions, where the network has those instead.
    """

    def __init__(
        self,
        programme: Programme,
        day: dt.date,
        form: RosterForm | None = None,
        topology: Topology | None = None,
    ) -> None:
        self.day = day
        """Of the session: people's ages are counted by it."""
        spheres = {it.id: [it.letter, *_words(it.name, it.short)] for it in programme.spheres}
        subject = topology.subject if topology else None
        values = programme.values(topology, subject.name) if topology and subject else ()
        parts = {it.id: [it.letter, *_words(it.name)] for it in values or programme.parts}
        categories = {it.id: _words(it.name) for it in programme.categories}
        self._names: Mapping[str, Mapping[str, str]] = {
            "sphere": by_name(spheres),
            "sphere-2": by_name(spheres),
            "sphere-given": by_name(spheres),
            "part": by_name(parts),
            "part-2": by_name(parts),
            "competence": by_name(spheres, parts),
            "category": by_name(categories),
        }
        self._explained: dict[tuple[str, str], str] = {}
        for field, answers in form.answers.items() if form else ():
            for other in (field, *(name for name, those in _SHARED.items() if field in those)):
                for answer, meaning in answers.items():
                    self._explained.setdefault((other, fold(answer)), meaning)

    def known(self, field: str) -> list[str]:
        """The ids that an answer to ``field`` can stand for; none for fields without ids."""
        return sorted({*self._names.get(field, {}).values()})

    def meanings(self, field: str) -> list[str]:
        """What the session's file may say that an answer to ``field`` means: ids or words.

        A question about roles may be answered with yes or no alone.
        """
        agreed = ("yes", "no") if field == "willing" else ()
        return self.known(field) or [*WORDS.get(field, ()), *agreed]

    def explained(self, field: str, answer: str) -> str:
        """``answer`` in the words of the session's file, if it explains it."""
        return self._explained.get((field, fold(answer)), answer)

    def ids(self, field: str, answer: str) -> tuple[list[str], list[str]]:
        """The ids that ``answer`` names, and the pieces of it that name none.

        Several answers stand in one cell with commas, semicolons or line ends between them; but a
        name may hold commas itself, so the longest run of pieces that makes a name is taken.
        """
        if (id := self._one(field, answer)) is not None:
            return [id] if id else [], []
        pieces = [piece.strip() for piece in _SEVERAL.split(answer) if piece.strip()][:_MOST]
        found: dict[str, None] = {}
        unknown = []
        while pieces:
            for length in range(len(pieces), 0, -1):
                id = self._one(field, ", ".join(pieces[:length]))
                if id is not None:
                    found.update({id: None} if id else {})
                    break
            else:
                length = 1
                unknown.append(pieces[0])
            del pieces[:length]
        return list(found), unknown

    def means(self, field: str, answer: str) -> bool:
        """Whether ``answer`` to ``field`` can be understood."""
        if field in self._names:
            return not self.ids(field, answer)[1]
        if field == "gender":
            return bool(gender(answer)) or says_nothing(answer)
        return yes_or_no(answer) is not None or (field == "willing" and bool(roles(answer)))

    def nearest(self, field: str, answer: str) -> str:
        """The id that was probably meant, or an empty string."""
        names = self._names.get(field, {})
        near = difflib.get_close_matches(fold(answer), names, n=1, cutoff=0.6)
        return names[near[0]] if near else ""

    def _one(self, field: str, answer: str) -> str | None:
        """The id of a single answer; empty if it says nothing, ``None`` if nobody knows it."""
        names = self._names[field]
        for text in _readings(answer):
            meaning = self.explained(field, text)
            folded = fold(meaning)
            if folded in names:
                return names[folded]
            if len(folded) == 1 and (letter := folded.translate(LOOKALIKES)) in names:
                return names[letter]
            if says_nothing(meaning):
                return ""
            if len(ids := {id for name, id in names.items() if _inflected(name, folded)}) == 1:
                return ids.pop()
        return None


def _readings(answer: str) -> Iterator[str]:
    """``answer``, and what stays of it without numbering and explanations."""
    yield answer
    short = _BRACKETS.sub(" ", _NUMBERING.sub("", answer)).strip()
    yield short
    yield from (piece for piece in _EXPLANATION.split(short, maxsplit=1) if fold(piece))


def _words(*texts: Text) -> list[str]:
    return [words for text in texts for words in text.root.values()]


def by_name(*kinds: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Ids by every folded name; a name that two of them share stands for neither."""
    owners: dict[str, set[str]] = {}
    for kind in kinds:
        for id, names in kind.items():
            for name in (id, *names):
                owners.setdefault(fold(name), set()).add(id)
    return {name: ids.pop() for name, ids in owners.items() if name and len(ids) == 1}


def _inflected(name: str, answer: str) -> bool:
    """Whether the words are the same but for their endings: «студентка», «студенти»."""
    ones, others = name.split(), answer.split()
    return len(ones) == len(others) and all(map(_same_stem, ones, others))


def _same_stem(one: str, other: str) -> bool:
    letters = zip(one, other, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
    longest = max(len(one), len(other))
    return one == other or (shared >= 3 and shared >= 0.6 * longest and longest - shared <= 3)


def answers_of(meeting: Meeting) -> Answers:
    """What people may answer to the form of a session."""
    session = meeting.session
    return Answers(meeting.programme, session.date, session.roster, meeting.topology)
