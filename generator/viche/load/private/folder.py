"""What lies where in ``content/private``, and which participant code is free there."""

from __future__ import annotations

from pathlib import Path

from viche.load.encodings import decodings
from viche.load.private.names import CODE

FOLDER = "content/private"

ROSTER, IMPORTED, SEATS = "roster.csv", "imported.csv", "seats.csv"
"""A session's roster; the last import, before edits by hand; and who holds which seat."""

DAY = "day.yaml"
"""How far the day of a session has come."""


def private_path(session: str, name: str) -> str:
    """Where a private file of a session lies, inside the cell's folder."""
    return f"{FOLDER}/{session}/{name}"


def free_number(root: Path) -> int:
    """The number of the next new code, above all that our private tables hold: none is reused."""
    taken = [0]
    for file in sorted((root / FOLDER).glob("*/*.csv")):
        if file.name in {ROSTER, IMPORTED, SEATS} and file.is_file():
            for _, text in decodings(file.read_bytes()):
                taken += [int(match[1]) for match in CODE.finditer(text)]
    return max(taken) + 1


def code_of(number: int) -> str:
    """The code with this number: ``P-017``."""
    return f"P-{number:03d}"
