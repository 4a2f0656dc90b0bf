"""People as the seating knows them: codes, letters and traits, never a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from viche.model.plan import Role


@dataclass(frozen=True, slots=True, repr=False)
class Attendee:
    """Somebody who needs a seat. Axes are named as in the topology, letters as in seats' ids."""

    code: str
    given: Mapping[str, str] = field(default_factory=dict)
    """The letter that is settled on an axis: a hard rule."""

    wishes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By axis, the letters asked for, best first."""

    competence: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By axis, the letters in which the person is at home."""

    traits: Mapping[str, str] = field(default_factory=dict)
    """What groups should mix evenly: ``category``, ``gender``, ``age``; only what is known."""

    member: bool = False
    """Whether the person is a member of the cell."""

    stays: bool = False
    """Whether the person must have one and the same table all day."""

    willing: frozenset[Role] = frozenset()
    met: frozenset[str] = frozenset()
    """Codes of those with whom the person sat at an earlier session."""

    seat: str = ""
    """A seat fixed by hand; empty if there is none."""

    def __repr__(self) -> str:
        """Nothing of the person, who may end in a log: logs are public."""
        return "Attendee(…)"


@dataclass(frozen=True, slots=True)
class Bonds:
    """Who may not, and who must, sit with whom. Each is a set of codes."""

    apart: tuple[frozenset[str], ...] = field(default=(), repr=False)
    """No two of a set are ever in one group."""

    together: tuple[frozenset[str], ...] = field(default=(), repr=False)
    """All of a set are in one profile group: the one that shares all letters."""
