"""The list at the door, ``build/private/<session>/door.csv``: everybody by name, with their seat.

It is made to be opened in a spreadsheet, sorted and printed by whoever registers people. It has
names, so it is the team's alone.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path

from viche.labels import Labels, read_labels
from viche.load.encodings import ALPHABETS
from viche.load.private import separator_in
from viche.model.cell import Cell
from viche.model.roster import Holders, Person, Roster
from viche.resources import tree


def door_path(session: str) -> str:
    """Where the list lies, inside the cell's folder."""
    return f"build/private/{session}/door.csv"


def door_list(
    root: Path, cell: Cell, roster: Roster, holders: Holders, gone: Collection[str] = ()
) -> bytes:
    """The list in the cell's first language: ``name, code, seat, state``, by name.

    No cell begins like a formula: the roster's reader sees to names, and the rest is ours.

    Args:
        root: the cell's folder.
        cell: the cell.
        roster: who registered.
        holders: who holds which seat.
        gone: codes of the absent whose card somebody else has.
    """
    language = cell.languages[0]
    labels = read_labels(language, tree("site", root))
    rows = sorted(
        _rows(roster, holders, gone, labels),
        key=lambda row: (not row[0], alphabetical(row[0], language), row[1]),
    )
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator_in(language), lineterminator="\n")
    writer.writerow(labels(key) for key in ("door-name", "door-code", "seat", "door-state"))
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _rows(
    roster: Roster, holders: Holders, gone: Collection[str], labels: Labels
) -> Iterator[tuple[str, str, str, str]]:
    """Everybody who registered and hasn't cancelled, and whoever else has a seat."""
    held = {each.code: each for each in holders.holders if each.code}
    people = {person.code: person for person in roster.people}
    for code in dict.fromkeys((*people, *held, *gone)):
        person, holder = people.get(code), held.get(code)
        if holder is not None and not holder.absent:
            state = labels("door-coming") if person else labels("door-unannounced")
        elif holder is not None or code in gone:
            state = labels("door-absent")
        elif person is not None and person.state != "cancelled":
            state = labels("door-waiting")
        else:
            continue
        yield surname_first(person) if person else "", code, holder.seat if holder else "", state


def surname_first(person: Person) -> str:
    """A name with the surname first, where it is known: so people are looked up."""
    return f"{person.surname} {person.name.removesuffix(person.surname)}".strip()


def alphabetical(name: str, language: str) -> list[int]:
    """How a name is sorted in ``language``: і comes after и, and letters of others come last."""
    letters = f" {ALPHABETS[language]}"
    return [
        letters.index(letter) if letter in letters else len(letters) + ord(letter)
        for char in unicodedata.normalize("NFC", name.casefold())
        for letter in _plain(char, letters)
        if letter.isalpha() or letter == " "
    ]


def _plain(char: str, letters: str) -> str:
    """A letter that the alphabet lacks, without its accent."""
    return char if char in letters else unicodedata.normalize("NFD", char)[0]
