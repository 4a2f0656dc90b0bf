"""All that lies in ``content/private``: our own tables, and what the guard must look for.

Tables: ``folder`` says where they lie, ``columns`` reads them strictly, ``people`` and ``holders``
know their lines, ``identity`` tells who is who, and ``bonds`` holds people against one another.
``roster`` puts it together for a session, with what earlier sessions add.

Terms: ``terms`` searches every file, ours or not, and ``names`` knows what names a person.
"""

from viche.load.private.columns import separator_in
from viche.load.private.folder import FOLDER, IMPORTED, ROSTER, SEATS, free_number, private_path
from viche.load.private.holders import GUEST, MEMBER, format_holders, read_holders
from viche.load.private.identity import Duplicate, duplicates
from viche.load.private.people import acquaintances, format_people, read_people
from viche.load.private.roster import read_roster, roster_problems
from viche.load.private.terms import LARGEST_FILE, read_private

__all__ = [
    "FOLDER",
    "GUEST",
    "IMPORTED",
    "LARGEST_FILE",
    "MEMBER",
    "ROSTER",
    "SEATS",
    "Duplicate",
    "acquaintances",
    "duplicates",
    "format_holders",
    "format_people",
    "free_number",
    "private_path",
    "read_holders",
    "read_people",
    "read_private",
    "read_roster",
    "roster_problems",
    "separator_in",
]
