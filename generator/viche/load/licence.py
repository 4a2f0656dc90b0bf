"""Under which licence a cell's content may be used: what its ``content/LICENSE`` begins with."""

from __future__ import annotations

import re
from pathlib import Path

from viche.model.cell import Licence

_TITLE = re.compile(r"(?:Creative Commons )?Attribution(-ShareAlike)? 4\.0 International")
_NONE_RESERVED = re.compile(r"(?:Creative Commons )?CC0 1\.0 Universal")
_BEGINNING = 200
"""Characters. A licence says in its first line which one it is."""


def read_licence(root: Path) -> Licence | None:
    """The licence of the cell in ``root``, if it is one of Creative Commons' free ones."""
    try:
        with (root / "content/LICENSE").open(encoding="utf-8", errors="replace") as file:
            beginning = file.read(_BEGINNING).strip()
    except OSError:
        return None
    if match := _TITLE.match(beginning):
        kind = "by-sa" if match[1] else "by"
        address = f"https://creativecommons.org/licenses/{kind}/4.0/"
        return Licence(f"CC {kind.upper()} 4.0", address)
    if _NONE_RESERVED.match(beginning):
        return Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    return None
