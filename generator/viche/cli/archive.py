"""The whole website as one file, ``build/site.zip``: to hand on, to keep, to open without network.

It holds the files of ``build/site/`` and nothing else, so what the guard has said of those goes for
it too. The same files give the same bytes.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from viche.cli import fingerprint

_PACKED = {".pdf", ".png", ".jpg", ".jpeg", ".webp", ".woff2", ".zip"}
"""Endings of files that would not become smaller."""

_FAST = 1
"""Of zlib's levels: a site becomes a tenth larger than with the best, in a third of the time."""

_MODE = 0o644 << 16
_UNIX = 3
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that the format knows: no file has a date."""


def archive(site: Path, top: str, target: Path) -> None:
    """Write the files of the folder ``site`` into the archive ``target``, all below ``top/``."""
    with zipfile.ZipFile(target, "w", compresslevel=_FAST) as packed:
        for name, file in fingerprint.files_in(site).items():
            entry = zipfile.ZipInfo(f"{top}/{name}", _FIRST_DAY)
            is_packed = file.suffix.lower() in _PACKED
            entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = _UNIX, _MODE
            packed.writestr(entry, file.read_bytes(), compresslevel=_FAST)
