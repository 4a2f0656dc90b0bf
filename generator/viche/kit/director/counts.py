"""How many of each piece the kit prints, where they belong, and how much is to be bought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from viche.kit import posters, records, roles, signs, slips, spares, walls
from viche.kit.cards import chosen
from viche.kit.order import Order
from viche.kit.reserve import room, with_reserve
from viche.model.sheets import PieceName


@dataclass(frozen=True)
class Counts:
    """How much of everything a day needs.

    Attributes:
        expected: how many people are expected.
        room: how many can come at most; see ``viche.kit.reserve``.
        tables: those that may be used.
        pieces: how many of each piece come out of the printer, as many as its draft has pages or
            cards, times its copies. What the cell skips or the meeting doesn't need is not there.
        laid: of the pieces that lie on tables, how many on which; together as many as ``pieces``.
    """

    expected: int
    room: int
    tables: tuple[int, ...]
    pieces: Mapping[PieceName, int]
    laid: Mapping[PieceName, Mapping[int, int]]

    @classmethod
    def of(cls, order: Order) -> Counts:
        """Counted by the functions that draft the pieces."""
        meeting, skipped = order.meeting, order.cell.print.skip
        cards, tables = len(chosen(order)), tuple(signs.tables_of(meeting))
        laid: dict[PieceName, Mapping[int, int]] = {
            "signs": dict.fromkeys(tables, 1),
            "records": Counter(records.tables_of(meeting)),
            "walls": Counter(walls.tables_of(meeting)),
            "roles": dict.fromkeys(roles.tables_of(meeting), len(roles.CARDS)),
        }
        printed: dict[PieceName, int] = {
            "booklets": cards,
            "spares": spares.count(order),
            "badges": cards,
            "slips": slips.count(order),
            "programme": 1,
            "posters": len(posters.tables_of(meeting)),
            "director": 1,
            **{name: sum(found.values()) for name, found in laid.items()},
        }
        return cls(
            expected=meeting.session.expected,
            room=room(meeting),
            tables=tables,
            pieces={name: n for name, n in printed.items() if n and name not in skipped},
            laid={name: found for name, found in laid.items() if name not in skipped},
        )

    def __getitem__(self, name: PieceName) -> int:
        """How many of a piece there are."""
        return self.pieces.get(name, 0)

    @property
    def tape(self) -> int:
        """Rolls of masking tape: four pieces of 10 cm hold a wall sheet, a roll has 25 m."""
        return -(-with_reserve(self["walls"]) * 40 // 2500) or 1

    @property
    def glue(self) -> int:
        """Sticks of glue: one has 20 g, and a strip of 30 cm takes about half a gram."""
        return -(-self["walls"] // 40)

    @property
    def urns(self) -> int:
        """Urns of ten litres, each enough to fill forty cups at a break."""
        return -(-self.expected // 40)

    def coffee(self, breaks: int) -> int:
        """Portions of coffee or tea: one a person at every break, and a reserve."""
        return with_reserve(self.expected * breaks)

    @property
    def water(self) -> int:
        """Litres: half a litre a person is enough for half a day in a warm hall.

        What is drunk goes by those who are expected, however many cards there are.
        """
        return -(-with_reserve(self.expected) // 2)
