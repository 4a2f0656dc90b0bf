"""Rows for people, as many as can be: a maximum matching."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from viche.network.replan.hall import Rows, bits


def matched(may: Mapping[int, Rows], start: Mapping[int, int] | None = None) -> dict[int, int]:
    """A row for as many people as can be, each of those that they may take.

    By shortest augmenting paths, person after person: whoever has a row keeps some row, and a row
    that is taken stays taken. So those who find none are the last who could.

    Args:
        may: by person, the rows that they may take.
        start: rows that people have to begin with.
    """
    row_of = dict(start or {})
    holder = {row: number for number, row in row_of.items()}
    for number in may:
        if number in row_of:
            continue
        reached: dict[int, int] = {}
        queue = deque([number])
        end: int | None = None
        while queue and end is None:
            one = queue.popleft()
            for row in bits(may[one]):
                if row not in reached:
                    reached[row] = one
                    if row not in holder:
                        end = row
                        break
                    queue.append(holder[row])
        while end is not None:
            one = reached[end]
            holder[end] = one
            before = row_of.get(one)
            row_of[one] = end
            end = before
    return row_of
