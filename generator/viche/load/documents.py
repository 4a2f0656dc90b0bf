"""From parsed YAML to the model's documents: every error of the model at its line."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from viche.load.source import Path_, Source, dotted
from viche.model.base import Document
from viche.model.text import LANGUAGES
from viche.problems import LOOKALIKES, Problem, nearest

D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[D]):
    """A document together with the source that knows its lines."""

    document: D
    source: Source


# The validator's own error types, and our codes for them. The model's own types are codes already,
# and are told apart by their hyphen.
_CODES = {
    "string_type": "not-text",
    "string_too_short": "missing-value",
    "tuple_type": "not-a-list",
    "list_type": "not-a-list",
    "model_type": "not-a-mapping",
    "model_attributes_type": "not-a-mapping",
    "mapping_type": "not-a-mapping",
    "dict_type": "not-a-mapping",
    "too_short": "list-too-short",
}


_EXAMPLES = {
    "address": "https://example.org/",
    "timezone": "Europe/Kyiv",
    "date": "2026-12-12",
    "start": "10:30",
}
"""What to write for a field at the top of a file that is missing, where a word would not do."""

_COUNTRIES = {"ua": "uk", "il": "he", "iw": "he", "gb": "en", "us": "en"}
"""Languages by the codes of countries, and an old code of Hebrew: nothing in them is alike."""


def unknown_language(value: str) -> dict[str, Any]:
    """What the message ``unknown-language`` says of ``value``."""
    near = _COUNTRIES.get(value.lower()) or nearest(value, LANGUAGES)
    return {"value": value, "near": near, "known": LANGUAGES}


def validate(model: type[D], source: Source, name: str) -> tuple[D | None, list[Problem]]:
    """Make a document of the parsed ``source``; ``name`` becomes its id."""
    try:
        context = {"id": name, "source": source.path}
        return model.model_validate(source.data, context=context), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_problem(model, source, detail) for detail in essential(model, details)]


def essential(model: type[BaseModel], details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The errors without those that only follow from others.

    A misspelt name is unknown, and the right one is missing: the first says it all. A list whose
    items are wrong seems too short.
    """
    misspelt = {
        (*detail["loc"][:-1], nearest(str(detail["loc"][-1]), _fields(model, detail["loc"][:-1])))
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    places = [detail["loc"] for detail in details]
    for detail in details:
        at = detail["loc"]
        if detail["type"] == "missing" and at in misspelt:
            continue
        if detail["type"] == "too_short" and any(
            len(place) > len(at) and place[: len(at)] == at for place in places
        ):
            continue
        yield detail


def _problem(model: type[BaseModel], source: Source, detail: ErrorDetails) -> Problem:
    at: Path_ = detail["loc"]
    kind = detail["type"]
    params = dict(detail.get("ctx", {}))
    if at and at[-1] == "[key]":
        return _wrong_key(source, at[:-1], kind, params)
    if kind == "missing":
        example = _EXAMPLES.get(dotted(at), "…")
        return source.problem("missing-field", at, key=True, name=at[-1], example=example)
    if kind == "extra_forbidden":
        known = _fields(model, at[:-1])
        name = str(at[-1])
        near = nearest(name, known)
        code = "lookalike-field" if near and not name.isascii() else "unknown-field"
        return source.problem(code, at, key=True, name=name, near=near, known=sorted(known))
    if detail["input"] is None or detail["input"] == "":
        return source.problem("missing-value", at)
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'", str(params.get("expected", "")))
        value = detail["input"]
        if not isinstance(value, str):
            return source.problem("not-text", at)
        if {*options} == {*LANGUAGES}:
            return source.problem("unknown-language", at, **unknown_language(value))
        near = nearest(value, options)
        return source.problem("not-one-of", at, value=value, options=options, near=near)
    if kind == "too_short":
        params = {"least": params["min_length"]}
    if code := _CODES.get(kind) or (kind if "-" in kind else ""):
        return source.problem(code, at, **params)
    return source.problem("invalid", at, kind=kind)


def _wrong_key(source: Source, at: Path_, kind: str, params: Mapping[str, Any]) -> Problem:
    if kind == "literal_error":
        return source.problem("unknown-language", at, key=True, **unknown_language(str(at[-1])))
    plain = nearest(str(at[-1]), [str(at[-1]).translate(LOOKALIKES)])
    if plain.isascii() and plain and not str(at[-1]).isascii():
        return source.problem("lookalike-field", at, key=True, name=at[-1], near=plain)
    return source.problem(kind, at, key=True, **params)


def _fields(model: Any, at: Path_) -> set[str]:
    """The names that the model knows at a place."""
    for step in at:
        model = _inside(model, step)
    return set(model.model_fields) if _is_model(model) else set()


def _inside(annotation: Any, step: str | int) -> Any:
    if _is_model(annotation):
        return unwrap(annotation.model_fields[str(step)].annotation)
    arguments = get_args(annotation)
    return unwrap(arguments[0] if isinstance(step, int) else arguments[-1])


def unwrap(annotation: Any) -> Any:
    """What a type is about: ``Annotated[X, …]`` and ``X | None`` are ``X`` here."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return unwrap(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        inner = [part for part in get_args(annotation) if part is not type(None)]
        return unwrap(inner[0])
    return annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
