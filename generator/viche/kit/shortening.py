"""Which texts of a piece are too long, and how long they may be: found by trying.

A template knows that a page runs over, but not why. So the longest texts are shortened until the
piece can be set, and those that mattered are told. This is done for content that must be mended
anyway, and costs nothing where all fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from viche.kit.order import Draft
from viche.kit.script import Line
from viche.problems import Problem

_TOO_MUCH = ("kit-overflow", "kit-too-tall")
_MOST_WORDS = 20
"""So many words too wide are told in one run."""

_LONG = 40
"""Texts of no more characters are never to blame for a page that runs over."""

_STEPS = 16
"""Between a length of ``_LONG`` and that of the whole text so many are tried."""

_CARDS = ("seats", "badges")
"""Where data holds a card for every seat."""

Data = Mapping[str, Any]
Trial = Callable[[Data], Problem | None]
"""Sets data and tells what is wrong with it."""


def what_is_too_long(problem: Problem, draft: Draft, wrong_with: Trial) -> list[Problem]:
    """``problem`` of ``draft`` in words that help, and those that would follow it.

    A word that is too wide is cut, to see what else is wrong. Where a page runs over, each text
    that has to be shorter is told by itself. Whatever is not the fault of a text stays as it is.
    """
    found: list[Problem] = []
    data, left = _samples(draft.data), problem
    if not wrong_with(data):  # a seat is at fault that is not among them
        data = draft.data
    while left.code == "kit-word" and len(found) < _MOST_WORDS:
        found.append(left)
        word, half = str(left.params["word"]), int(str(left.params["most"])) // 2
        data = _replaced(data, {word: word[: max(1, half)]})
        now = wrong_with(data)
        if now is None or _same(now, left):
            return found
        left = now
    if left.code not in _TOO_MUCH:
        return [*found, left]
    narrowed = _of_seat(left.params.get("seat"), data)
    if wrong_with(narrowed):
        data = narrowed
    return [*found, *(_long_texts(draft, data, left, wrong_with) or [left])]


def _same(one: Problem, other: Problem) -> bool:
    return one.order == other.order and one.params.get("word") == other.params.get("word")


def _samples(data: Data) -> Data:
    """``data`` with one seat of each kind: enough to see whether texts fit."""
    cards = {key: data[key] for key in _CARDS if key in data}
    first = {key: {card["kind"]: card for card in reversed(all_)} for key, all_ in cards.items()}
    return {**data, **{key: list(kept.values())[::-1] for key, kept in first.items()}}


def _of_seat(seat: object, data: Data) -> Data:
    """``data`` with no other seat, where it has this one: texts are tried much faster."""
    cards = {key: data[key] for key in _CARDS if key in data}
    own = {key: [card for card in all_ if card["id"] == seat] for key, all_ in cards.items()}
    if not all(own.values()):
        return data
    kinds = {card["kind"] for all_ in own.values() for card in all_}
    kept = {id: kind for id, kind in data.get("kinds", {}).items() if id in kinds}
    return {**data, **own, **({"kinds": kept} if cards else {})}


def _long_texts(draft: Draft, data: Data, problem: Problem, wrong_with: Trial) -> list[Problem]:
    """What has to be shorter, by how much; nothing if no text is to blame."""

    def fits(lines: Sequence[Line], step: int = 0) -> bool:
        return not wrong_with(_replaced(data, {it.printed: _cut(it.printed, step) for it in lines}))

    guilty = _smallest(_candidates(draft), fits)
    if not guilty:
        return []
    step, over = 0, _STEPS
    while step + 1 < over:
        middle = (step + over) // 2
        step, over = (middle, over) if fits(guilty, middle) else (step, middle)
    return [
        Problem(
            line.source,
            "kit-long",
            field=line.place,
            params={
                "length": len(line.words),
                "most": len(_cut(line.words, step)) // 10 * 10,
                "pieces": problem.params["pieces"],
            },
        )
        for line in draft.script.lines
        if line.printed in {it.printed for it in guilty}
    ]


def _candidates(draft: Draft) -> list[Line]:
    """The long texts of ``draft``, the longest first; names of people are never among them."""
    private = draft.data["sources"]["roster"]
    lines = {line.printed: line for line in draft.script.lines}.values()
    long = (line for line in lines if len(line.words) > _LONG and line.source != private)
    return sorted(long, key=lambda line: -len(line.words))


def _smallest(lines: Sequence[Line], fits: Callable[[Sequence[Line]], bool]) -> list[Line]:
    """As few of ``lines`` as have to be shortened, those in front first; none if that won't do."""
    guilty: list[Line] = []
    if not lines or not fits(lines):
        return guilty
    rest = list(lines)
    while rest and not (guilty and fits(guilty)):
        # With all of them in front of it shortened, the last of these is the one that matters.
        low, high = 0, len(rest)
        while low + 1 < high:
            middle = (low + high) // 2
            low, high = (low, middle) if fits([*guilty, *rest[:middle]]) else (middle, high)
        guilty.append(rest[low])
        rest = rest[:low]
    return guilty


def _cut(words: str, step: int) -> str:
    """The beginning of ``words``: more of them with each step."""
    return words[: _LONG + (len(words) - _LONG) * step // _STEPS]


def _replaced(value: Any, others: Mapping[str, str]) -> Any:
    """``value``, as JSON holds it, with other words wherever some of them stand."""
    if isinstance(value, str):
        for words, other in others.items():
            value = value.replace(words, other)
        return value
    if isinstance(value, Mapping):
        return {key: _replaced(each, others) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(each, others) for each in value]
    return value
