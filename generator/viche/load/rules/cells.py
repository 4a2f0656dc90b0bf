"""The cell, and who organises its sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from viche.load.documents import Loaded
from viche.load.rules.common import one_of, unique, warn
from viche.load.source import Source
from viche.model.base import repeated
from viche.model.cell import Cell, Organisers
from viche.model.programme import Stage
from viche.model.session import Session
from viche.problems import Problem

_LOCAL = re.compile(
    r"localhost|[^.]+|.+\.(local|localhost|lan|internal|test|invalid)"
    r"|(0|10|127)(\.[0-9]+){3}|192\.168(\.[0-9]+){2}|172\.(1[6-9]|2[0-9]|3[01])(\.[0-9]+){2}"
)
"""Hosts that only this machine or this building knows."""


def cell_problems(loaded: Loaded[Cell]) -> Iterator[Problem]:
    """The cell by itself."""
    cell, source = loaded.document, loaded.source
    for index in repeated(cell.languages):
        yield source.problem("repeated-language", ("languages", index), value=cell.languages[index])
    for index, language in enumerate(cell.print.languages):
        field = ("print", "languages", index)
        yield from one_of(source, field, language, set(cell.languages), "unknown-cell-language")
    for index in repeated(cell.print.languages):
        language = cell.print.languages[index]
        yield source.problem("repeated-language", ("print", "languages", index), value=language)
    if _LOCAL.fullmatch(urlsplit(cell.address).hostname or ""):
        yield warn(source.problem("address-local", ("address",), value=cell.address))
    yield from unique(source, ("organisations",), cell.organisations, "id")
    for index, organisation in enumerate(cell.organisations):
        if organisation.id == cell.cell:
            yield source.problem("organisation-is-cell", ("organisations", index, "id"))
    yield from organiser_problems(loaded.source, cell, cell.organisers, open_session=True)


def organiser_problems(
    source: Source, cell: Cell, organisers: Organisers, *, open_session: bool
) -> Iterator[Problem]:
    """Organisers are known; an open session has the cell among its co-organisers (U11)."""
    known = {cell.cell, *(organisation.id for organisation in cell.organisations)}
    yield from one_of(
        source, ("organisers", "main"), organisers.main, known, "unknown-organisation"
    )
    for index, name in enumerate(organisers.co):
        yield from one_of(source, ("organisers", "co", index), name, known, "unknown-organisation")
    if open_session and cell.cell not in organisers.co:
        yield source.problem("cell-not-co-organiser", ("organisers", "co"), cell=cell.cell)
    others = {organisation.id for organisation in cell.organisations if organisation.kind != "ngo"}
    if open_session and organisers.main in {cell.cell, *others}:
        yield warn(source.problem("main-not-ngo", ("organisers", "main"), value=organisers.main))


def session_organiser_problems(
    loaded: Loaded[Session], stage: Stage, cell: Cell
) -> Iterator[Problem]:
    """The organisers that a session names for itself."""
    if (organisers := loaded.document.organisers) is not None:
        is_open = stage.audience == "open"
        yield from organiser_problems(loaded.source, cell, organisers, open_session=is_open)
