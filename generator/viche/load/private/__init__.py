"""All that lies in ``content/private``: our own tables, and what the guard must look for.

Tables: ``folder`` says where they lie, ``columns`` reads them strictly, ``people`` and ``holders``
know their lines, ``day`` how far the day has come, ``identity`` tells who is who, and ``bonds``
holds people against one another. ``roster`` puts it together for a session, with what earlier
sessions add.

Terms: ``terms`` searches every file, ours or not, and ``names`` knows what names a person.
"""

from viche.load.private.columns import separator_in
from viche.load.private.day import Progress, format_progress, has_begun, read_progress
from viche.load.private.folder import (
    DAY,
    FOLDER,
    IMPORTED,
    ROSTER,
    SEATS,
    free_number,
    private_path,
)
from viche.load.private.holders import (
    GUEST,
    MEMBER,
    STRANGER,
    format_holders,
    nearest_seat,
    read_holders,
)
from viche.load.private.identity import Duplicate, duplicates
from viche.load.private.people import acquaintances, format_people, person_problem, read_people
from viche.load.private.roster import read_roster, roster_problems
from viche.load.private.terms import LARGEST_FILE, read_private

__all__ = [
    "DAY",
    "FOLDER",
    "GUEST",
    "IMPORTED",
    "LARGEST_FILE",
    "MEMBER",
    "ROSTER",
    "SEATS",
    "STRANGER",
    "Duplicate",
    "Progress",
    "acquaintances",
    "duplicates",
    "format_holders",
    "format_people",
    "format_progress",
    "free_number",
    "has_begun",
    "nearest_seat",
    "person_problem",
    "private_path",
    "read_holders",
    "read_people",
    "read_private",
    "read_progress",
    "read_roster",
    "roster_problems",
    "separator_in",
]
