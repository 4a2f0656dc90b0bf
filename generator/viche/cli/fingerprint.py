"""What a product was made from, as one number: nothing that is up to date is made again.

Content decides, never a clock: a file that was saved without a change makes nothing new.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

_PROGRAM = Path(__file__).resolve().parents[1]
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def of_file(path: Path) -> str:
    """The fingerprint of one file's content."""
    return of_data(path.read_bytes())


def of_data(data: bytes) -> str:
    """The fingerprint of what a file holds."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def of_files(files: Mapping[str, Path]) -> str:
    """The fingerprint of files under their names."""
    return of_texts(f"{name}={of_file(path)}" for name, path in sorted(files.items()))


def of_folder(folder: Path) -> str:
    """The fingerprint of everything in a folder; of nothing if there is no folder."""
    return of_files(files_in(folder))


def of_texts(texts: Iterable[str]) -> str:
    """The fingerprint of texts in their order."""
    digest = hashlib.blake2b(digest_size=16)
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def files_in(folder: Path) -> dict[str, Path]:
    """Every file of ``folder`` by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@cache
def of_program() -> str:
    """The fingerprint of the program, and of Python and the libraries that make its products."""
    sources = {
        name: path
        for name, path in files_in(_PROGRAM).items()
        if path.suffix in {".py", ".yaml"} and not name.startswith(("_kit/", "_site/"))
    }
    # Some are wanted on some machines only: whatever is there takes part, nothing else does.
    wanted = (line for line in requires("viche") or () if "extra ==" not in line)
    versions = (f"{name[0]}={_version(name[0])}" for line in wanted if (name := _NAME.match(line)))
    return of_texts([of_files(sources), sys.version, *versions])


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
