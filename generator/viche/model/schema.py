"""The JSON Schemas of the content files, made from the model for editors' YAML servers.

Draft 7 is what those servers read. In a file every scalar may be written as it likes, so a number
or a date is described by how it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from viche.model.base import Document
from viche.model.cell import Cell
from viche.model.programme import Programme
from viche.model.protocol import Protocol
from viche.model.session import Session
from viche.model.sheets import Sheets

_DOCUMENTS: Mapping[str, type[Document]] = {
    "cell": Cell,
    "programme": Programme,
    "protocol": Protocol,
    "session": Session,
    "sheets": Sheets,
}


def schemas() -> Mapping[str, dict[str, Any]]:
    """The schema of each kind of file, by the kind's name."""
    return {name: _draft_7(model) for name, model in _DOCUMENTS.items()}


def _draft_7(model: type[Document]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template="#/definitions/{model}")
    definitions = schema.pop("$defs", {})
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **schema,
        "definitions": definitions,
    }
