"""Fixed public crowds for tests and figures: invented people, made from a seed, without names.

Everybody has the columns that a registration list has: one of nine stakeholder categories, a
gender, an age, a party. Four in each sphere are members of the cell. The same seed gives the same
crowd on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from viche.model.plan import Role
from viche.network.people import Attendee

LETTERS: Mapping[str, Sequence[str]] = {"sphere": "GECI", "part": "SWOT"}
MEMBERS = 4
"""Members of the cell in each sphere: one for each of its profile groups."""

CATEGORIES = (
    "activists",
    "other-parties",
    "journalists",
    "students",
    "teachers",
    "officials",
    "specialists",
    "deputies",
)
"""The categories beside that of the cell's members; earlier ones are more common."""

AGES = ("18-29", "30-44", "45-59", "60+")
PARTIES = ("north", "south", "east", "west")


@dataclass(frozen=True, slots=True)
class Crowd:
    """People, and how many of them belong to each sphere."""

    name: str
    attendance: Mapping[str, int]
    people: tuple[Attendee, ...]
    """In the order in which they registered, which says nothing about them."""


def settled(attendance: Mapping[str, int], seed: int, *, members: int = MEMBERS) -> Crowd:
    """A crowd whose spheres are settled, with so many members in each, and who wish for nothing."""
    random = Random(seed)
    people = [
        _somebody(random, sphere, member=number < members)
        for sphere, size in attendance.items()
        for number in range(size)
    ]
    return Crowd(f"{len(people)} people", attendance, _registered(random, people))


def wishing(attendance: Mapping[str, int], seed: int) -> Crowd:
    """A crowd in which only the members' spheres are settled, and the others have wishes.

    They ask for a first and a second sphere, and two in three for two parts; the more popular ones
    come first in ``LETTERS``. Two in three are at home in a sphere that they asked for, a third is
    willing to take each role, and everybody sat with three or four others at an earlier session.
    """
    crowd = settled(attendance, seed)
    random = Random(seed)
    codes = [person.code for person in crowd.people]
    met = _pairs(random, codes)
    people = tuple(_wishing(random, person, met[person.code]) for person in crowd.people)
    return Crowd(f"{crowd.name} with wishes", attendance, people)


def eighty(members: int = MEMBERS) -> Crowd:
    """80 people: 16 profile groups of five, 20 cross and 20 reconciling groups of four."""
    return settled(dict.fromkeys(LETTERS["sphere"], 20), seed=80, members=members)


def eighty_wishing() -> Crowd:
    """80 people who may come to sit in any sphere."""
    return wishing(dict.fromkeys(LETTERS["sphere"], 20), seed=80)


def hundred_thirteen() -> Crowd:
    """113 people, as evenly as can be."""
    return settled(dict(zip(LETTERS["sphere"], (29, 28, 28, 28), strict=True)), seed=113)


def balanced() -> tuple[Crowd, ...]:
    """Crowds of 60 to 128 people with equal spheres."""
    return tuple(
        settled(dict.fromkeys(LETTERS["sphere"], people // 4), seed=people)
        for people in (60, 64, 72, 96, 112, 128)
    )


def unequal() -> tuple[Crowd, ...]:
    """Twelve crowds with 16 to 32 people in each sphere, and no two spheres alike."""
    random = Random(12)
    return tuple(
        settled(dict(zip(LETTERS["sphere"], random.sample(range(16, 33), 4), strict=True)), seed)
        for seed in range(12)
    )


def _somebody(random: Random, sphere: str, *, member: bool) -> Attendee:
    """One person, who gets a code when all have registered."""
    weights = range(len(CATEGORIES) + 1, 1, -1)
    category = "cell-members" if member else random.choices(CATEGORIES, weights)[0]
    party = random.choice(PARTIES) if category == "other-parties" else "none"
    traits = {
        "category": category,
        "gender": random.choices(("f", "m", ""), (9, 9, 2))[0],
        "age": random.choice(AGES),
        "party": "cell" if member else party,
    }
    known = {trait: value for trait, value in traits.items() if value}
    return Attendee(code="", given={"sphere": sphere}, traits=known, member=member)


def _registered(random: Random, people: list[Attendee]) -> tuple[Attendee, ...]:
    """The people in the order of their codes, which is one of chance."""
    random.shuffle(people)
    return tuple(
        replace(person, code=f"P-{number:03}") for number, person in enumerate(people, start=1)
    )


def _pairs(random: Random, codes: Sequence[str]) -> dict[str, set[str]]:
    """Whom everybody has met: the tables of four or five at an earlier session."""
    mixed = random.sample(codes, len(codes))
    tables = [set(mixed[at :: len(mixed) // 4]) for at in range(len(mixed) // 4)]
    return {code: table - {code} for table in tables for code in table}


def _wishing(random: Random, person: Attendee, met: set[str]) -> Attendee:
    """The same person with wishes, and with a sphere of their own choice unless a member."""
    spheres, parts = (_popular(random, letters) for letters in LETTERS.values())
    wishes = {"sphere": () if person.member else spheres, "part": parts}
    if random.random() < 1 / 3:
        del wishes["part"]
    home = frozenset(random.sample(spheres, random.choice((0, 1, 1))))
    return replace(
        person,
        given=person.given if person.member else {},
        wishes={axis: letters for axis, letters in wishes.items() if letters},
        competence={"sphere": home} if home else {},
        willing=frozenset(role for role in Role if random.random() < 1 / 3),
        met=frozenset(met),
    )


def _popular(random: Random, letters: Sequence[str]) -> tuple[str, str]:
    """A first and a second choice among the letters, of which earlier ones are more popular."""
    first = random.choices(letters, range(len(letters) + 2, 2, -1))[0]
    second = random.choice([letter for letter in letters if letter != first])
    return first, second
