"""The reserve of a kit: things break, and people come.

Toolkits of facilitators ask for one; that it is a tenth is our own measure.
"""

from __future__ import annotations


def tenth(number: int) -> int:
    """A tenth of ``number``, rounded up."""
    return -(-number // 10)


def with_reserve(number: int) -> int:
    """``number`` and a tenth more: from 20 on rounded up to fives, from 200 on to tens.

    Whoever counts out 88 pens counts 90 as easily.
    """
    more = number + tenth(number)
    unit = 1 if number < 20 else 5 if number < 200 else 10
    return -(-more // unit) * unit
