"""Rounds of even groups in which nobody meets twice, from constructions that are proven.

Notation: g tables with k people each, n = g·k people, r rounds.

**Columns.** Give person p, counted from 0, the row i = p mod g and the column j = ⌊p / g⌋, and in
round t, from 0, the table i + t·j, in a ring of g elements. People of one column sit at g different
tables in every round. Two of columns j ≠ j′ who meet in rounds t and t′ have
i − i′ = t·(j′ − j) = t′·(j′ − j), hence (t − t′)·(j′ − j) = 0. So nobody meets twice in

- the integers modulo g, if g divides no a·b with 0 < a < r and 0 < b < k;
- a field, where only 0 times anything is 0, if r ≤ g and k ≤ g. There is a field of g elements
  exactly if g is a power of a prime.

The column 0 stays where it is: it can be the hosts of a world café, and as nobody meets a host
twice, nobody comes to a table twice. Where there are too many rounds or columns for this, every
other column can at least take a tour of all tables before it comes back to one (``tours``).

**Columns apart.** People of one column have not met, so a field's g rounds may be followed by
rounds of each column for itself, at g / k tables, if k divides g. From 16 people at 4 tables come 5
rounds, from 64 at 16 tables 21: affine spaces, in which everybody meets everybody.

**Turning.** Seat most people on circles of m places and turn every circle by one place a round,
while a few people keep still: one round gives m rounds. Nobody meets twice if no two pairs of the
first round are turned into each other. ``_FIRST`` holds such rounds. They were found by search, and
a test checks what is claimed of them. The seven rounds of 15 people are Kirkman's schoolgirls
(1850).

**Uneven numbers.** Leave out people who never meet: of one column, or of those who keep still. Then
a table lacks one person at most, and sizes differ by at most one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import gcd
from random import Random

from viche.network.seats.bounds import excess

Round = list[int]
"""The table of every person in one round, counted from 0."""


def columns(people: int, tables: int, rounds: int) -> list[Round]:
    """Rounds of even groups in columns: ``tables`` people on end sit at as many tables.

    Nobody meets twice if there can be so many rounds in columns.
    """
    field = _field(tables)
    if rounds > _plain(people, tables) and field and people <= tables * tables:
        return [
            [field.sum(p % tables, field.product(t % tables, p // tables)) for p in range(people)]
            for t in range(rounds)
        ]
    return [[(p + t * (p // tables)) % tables for p in range(people)] for t in range(rounds)]


def tours(people: int, tables: int, rounds: int) -> list[Round]:
    """Rounds in columns, of which the first stays; nobody else comes back before a whole tour."""
    ways = list(islice(_ways(tables), -(-people // tables)))
    return [
        [(p + ways[p // tables][t % tables]) % tables for p in range(people)] for t in range(rounds)
    ]


def _ways(tables: int) -> Iterator[Sequence[int]]:
    """Ways through all tables, as steps from where one begins; on the first one stays.

    Each is a row of multiples of a number that has no divisor in common with ``tables``, so that it
    leads everywhere. When such numbers are used up, the multiples come in another order.
    """
    yield [0] * tables
    order = list(range(tables))
    random = Random(0)
    while True:
        for step in range(1, tables + 1):
            if gcd(step, tables) == 1:
                yield [step * turn % tables for turn in order]
        # Fisher and Yates, because the library's own shuffle may change between its releases.
        for last in range(tables - 1, 1, -1):
            other = 1 + int(random.random() * last)
            order[last], order[other] = order[other], order[last]


def fewest_known(people: int, tables: int, rounds: int) -> list[Round]:
    """Rounds of even groups with the fewest repeats that a construction gives: often none."""
    best = columns(people, tables, rounds)
    for construct in (_turned, _apart):
        if (repeats := excess(best)) == 0:
            break
        found = construct(people, tables)
        if found and excess(again := [found[t % len(found)] for t in range(rounds)]) < repeats:
            best = again
    return best


def _apart(people: int, tables: int) -> list[Round]:
    """All rounds of a field, and then those of each column for itself; nothing if it can't be."""
    size = -(-people // tables)
    missing = size * tables - people
    if not _field(tables) or size > tables or tables % size or missing > tables // size:
        return []
    share = tables // size
    whole, last = _alone(tables, share), _alone(tables - missing, share)
    return columns(people, tables, tables) + [
        [
            p // tables * share + (last if p >= (size - 1) * tables else whole)[t][p % tables]
            for p in range(people)
        ]
        for t in range(min(len(whole), len(last)))
    ]


def _alone(people: int, tables: int) -> list[Round]:
    """As many rounds without repeats as are known from columns."""
    known = tables if _field(tables) and people <= tables * tables else _plain(people, tables)
    return _apart(people, tables) or columns(people, tables, known)


def _plain(people: int, tables: int) -> int:
    """How many rounds columns modulo ``tables`` have without repeats."""
    size = -(-people // tables)
    return tables // max((gcd(tables, j) for j in range(1, size)), default=1)


def _turned(people: int, tables: int) -> list[Round]:
    """Rounds that come from turning the first ones; nothing if none are known."""
    whole = -(-people // tables) * tables
    if (whole, tables) not in _FIRST:
        return []
    places, first = _FIRST[whole, tables]
    turning = whole // places * places
    if whole - people > max(1, whole - turning):  # those who keep still are numbered last
        return []

    def seated(p: int, turns: int) -> int:
        """Where person ``p`` was before so many turns."""
        return p // places * places + (p - turns) % places if p < turning else p

    return [
        [int(tables_of[seated(p, turns)], 36) for p in range(people)]
        for tables_of in first.split()
        for turns in range(places)
    ]


_FIRST: Mapping[tuple[int, int], tuple[int, str]] = {
    (15, 5): (7, "011023224044313"),
    (18, 6): (4, "011213425032544035 012344152550034231"),
    (21, 7): (5, "012330411456463265205 012134235652004466153"),
    (24, 8): (11, "012334135067407721565246"),
    (24, 6): (7, "012343325055132154044210"),
    (28, 7): (9, "0122134514003046523264166355"),
    (30, 10): (14, "012345627580401351783929664978"),
    (30, 6): (6, "012133451105403534255023414220"),
    (36, 9): (11, "012113456234157083675504873227868604"),
    (36, 12): (12, "012304567811434692573aa859829b760bba"),
    (40, 10): (10, "0123454655776841382671720069032931858994"),
    (42, 14): (14, "01234535607899a887246bc7cd3cd541d92ba0a61b"),
    (48, 12): (12, "01220343506711869ab9140285a937739ba56a24bb876845"),
    (60, 10): (7, "012232425678947751872474830658298631099397460419511680530365"),
    (60, 15): (12, "012345560478697a3b8bc6de71a2d29ab79544eca85d320ec139b6e810dc"),
}
"""By people and tables: the places of a circle, and first rounds. The p-th character of a round is
the table of person p, in digits up to z. Person p of a circle is at its place p mod places."""


@dataclass(frozen=True, slots=True)
class _Field:
    """The field of p^e elements, which are numbered by their digits to the base p.

    Every element but 0 is a power of one of them, the root, so a product is a sum of exponents.
    """

    prime: int
    powers: tuple[int, ...]
    exponents: Mapping[int, int]

    def product(self, one: int, other: int) -> int:
        if not one or not other:
            return 0
        return self.powers[(self.exponents[one] + self.exponents[other]) % len(self.powers)]

    def sum(self, one: int, other: int) -> int:
        return _digitwise(one, other, self.prime)


def _digitwise(one: int, other: int, base: int) -> int:
    """The sum of two numbers, digit by digit without a carry."""
    total, place = 0, 1
    while one or other:
        total += (one + other) % base * place
        one, other, place = one // base, other // base, place * base
    return total


@cache
def _field(size: int) -> _Field | None:
    """The field of ``size`` elements, if there is one."""
    prime = next((p for p in range(2, size + 1) if size % p == 0), 0)
    if not prime or any(size % q == 0 for q in range(prime + 1, size + 1) if q % prime):
        return None
    # The root x has x^e = rest, for some number ``rest`` below p^e: the first with which all else
    # comes out as a power of x.
    for rest in range(1, size):
        powers = [1]
        while len(powers) < size and (power := _times_root(powers[-1], rest, prime, size)) != 1:
            powers.append(power)
        if len(set(powers)) == size - 1:
            return _Field(prime, tuple(powers), {power: at for at, power in enumerate(powers)})
    raise AssertionError("every finite field has a root")


def _times_root(element: int, rest: int, prime: int, size: int) -> int:
    leading, shifted = divmod(element * prime, size)
    for _ in range(leading):
        shifted = _digitwise(shifted, rest, prime)
    return shifted
