"""The smallest set of rules that can't be kept together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from viche.network.assignment import proof
from viche.network.assignment.causes import Cause, shown
from viche.network.assignment.compose import Composed, Rule
from viche.network.assignment.puzzle import RULES, score
from viche.network.assignment.search import search

STEPS = 50_000
"""How many exchanges the search proposes before rules are said to clash."""

Clashing = Callable[[Sequence[Rule]], bool]


def smallest_clash(composed: Composed, *, prove: bool = False) -> Cause:
    """A cause that names rules of which none can be left out: the others alone can be kept.

    That they clash is what the search says, which found no seating in ``STEPS`` exchanges; with
    ``prove`` the optional solver has the last word.
    """
    bare = replace(
        composed, puzzle=replace(composed.puzzle, quotas=(), pairs=(), prices={}, levels=1)
    )

    def clashing(rules: Sequence[Rule]) -> bool:
        puzzle = bare.with_rules(rules)
        found = search(puzzle, composed.start, [0], seed=0, steps=STEPS)
        if prove and score(puzzle, found)[RULES]:
            found, _ = proof.better(puzzle, found, RULES)
        return score(puzzle, found)[RULES] > 0

    rules = smallest(composed.rules, clashing)
    proven = prove and proof.better(bare.with_rules(rules), composed.start, RULES)[1] > 0
    return _told(rules, proven=proven)


def smallest(rules: Sequence[Rule], clashing: Clashing) -> list[Rule]:
    """Rules that clash, of which none can be left out (Junker, *QuickXplain*, 2004)."""

    def needed(kept: list[Rule], added: bool, doubtful: list[Rule]) -> list[Rule]:
        if added and clashing(kept):
            return []
        if len(doubtful) == 1:
            return doubtful
        middle = len(doubtful) // 2
        first, second = doubtful[:middle], doubtful[middle:]
        of_second = needed(kept + first, True, second)
        of_first = needed(kept + of_second, bool(of_second), first)
        return of_first + of_second

    return needed([], False, list(rules))


def _told(rules: Sequence[Rule], *, proven: bool) -> Cause:
    def named(kind: str) -> list[str]:
        return [shown(rule.names) for rule in rules if rule.kind == kind] or ["–"]

    params: dict[str, object] = {
        "apart": named("apart"),
        "together": named("together"),
        "stays": named("stays"),
        "seats": named("seat"),
        "members": named("member"),
    }
    if proven:
        return Cause("seating-clash-proven", params)
    return Cause("seating-clash", params | {"steps": STEPS})
