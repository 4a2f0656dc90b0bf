"""The people of one session: read from ``content/private/``, and kept there.

No page and no public kit is ever made from them. They leave the loader for the seating alone, which
gets codes and wishes and no names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from viche.model.plan import Role

State = Literal["coming", "waiting", "cancelled"]


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Somebody who registered. Spheres and parts are ids of the programme."""

    code: str
    """``P-017``: stable in the whole cell, from session to session."""

    name: str
    """The whole name; it ends with the surname where that is known."""

    email: str = ""
    phone: str = ""
    surname: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    """What is settled and no wish: the id that the person has on an axis, as sphere → economy."""

    wishes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By axis, the ids that the person asked for, best first.

    The axes are ``sphere`` and ``part``; a part stands for whatever the network has beside spheres.
    """

    competence: tuple[str, ...] = ()
    """The ids of spheres and parts in which the person is at home."""

    category: str = ""
    gender: str = ""
    age: str = ""
    """The age group as the roster writes it: ``18-29``."""

    member: bool = False
    """Whether the person is a member of the cell."""

    stays: bool = False
    """Whether the person can't move from table to table."""

    willing: tuple[Role, ...] = ()
    apart: tuple[str, ...] = ()
    """Codes of people who must never be in one group with this person."""

    together: tuple[str, ...] = ()
    """Codes of people who must be in this person's profile group."""

    seat: str = ""
    """A seat that the organiser has fixed by hand."""

    state: State = "coming"
    note: str = ""
    """The organiser's own words; the program only keeps them."""

    row: int = 0
    """The line of the roster's file, for messages."""

    def __repr__(self) -> str:
        """The code alone: a person may end in a log, and logs are public."""
        return f"Person({self.code})"


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody who registered for a session, in the order of the file."""

    session: str
    source: str
    """The file's path inside the cell's folder."""

    people: tuple[Person, ...]
    earlier: frozenset[str] = field(default=frozenset(), repr=False)
    """Codes of those who took part in the stage from which this one takes its spheres."""

    met: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    """By code, the codes of those with whom a person sat in a group at an earlier session."""

    def person(self, code: str) -> Person:
        """The person of that code; ``KeyError`` where there is none."""
        return {person.code: person for person in self.people}[code]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a seat, and whether they are here. A free seat's card lies at the desk."""

    seat: str
    code: str = field(default="", repr=False)
    """Empty for a free seat. Who holds which seat is in no log."""

    absent: bool = False


@dataclass(frozen=True, slots=True)
class Holders:
    """The private half of a plan: who holds which seat, each seat once, in the plan's order."""

    holders: tuple[Holder, ...]

    @property
    def seat_of(self) -> Mapping[str, str]:
        """By code, the seat that a person holds, present or absent."""
        return MappingProxyType({each.code: each.seat for each in self.holders if each.code})
