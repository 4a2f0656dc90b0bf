"""What can be understood of a file that is not in order, so that one run says all that is wrong.

A document with a mistake keeps every field that is right; nothing is made up for the others. A
rule that asks for one of those ends there, and says no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, RootModel, TypeAdapter, ValidationError

from viche.load.documents import essential, unwrap
from viche.load.source import Path_, Source
from viche.model.base import Document
from viche.problems import Problem, nearest

D = TypeVar("D", bound=Document)


class Unread(AttributeError):
    """A rule asks for a field that could not be understood."""


def as_far(problems: Iterable[Problem]) -> Iterator[Problem]:
    """``problems``, up to where their rule asks for what could not be understood."""
    with suppress(Unread):
        yield from problems


def understood(model: type[D], source: Source, name: str) -> D | None:
    """The document of ``source`` without the fields that are wrong; ``None`` if it has no fields.

    To ask it for one of them raises ``Unread``. It is for rules alone, and never leaves the loader.
    """
    context = {"id": name, "source": source.path}
    try:
        return model.model_validate(source.data, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False)
    wrong = {detail["loc"] for detail in essential(model, details)}
    if () in wrong:
        return None
    part: D = _fields(model, source.data, (), wrong)
    part.model_post_init(context)
    return part


def _value(kind: Any, data: Any, at: Path_, wrong: Collection[Path_]) -> Any:
    """The value at a place, or what there is of it."""
    if not any(place[: len(at)] == at for place in wrong):
        return TypeAdapter(kind).validate_python(data)
    if at in wrong:
        raise Unread
    kind = unwrap(kind)
    inner = get_args(kind)
    if get_origin(kind) is tuple:
        return tuple(_value(inner[0], item, (*at, n), wrong) for n, item in enumerate(data))
    if get_origin(kind) is Mapping:
        if any(place[:-2] == at and place[-1] == "[key]" for place in wrong):
            raise Unread
        return {key: _value(inner[1], item, (*at, key), wrong) for key, item in data.items()}
    if issubclass(kind, RootModel):  # a text with a mistake is no text
        raise Unread
    return _fields(kind, data, at, wrong)


def _fields(model: type[BaseModel], data: Any, at: Path_, wrong: Collection[Path_]) -> Any:
    """A model with the fields that are right, and the defaults of those that are left out."""
    known, right = model.model_fields, {}
    misspelt = {nearest(str(name), known) for name in data if name not in known}
    unread = {name for name in known if (*at, name) in wrong or name in misspelt}
    for name in known:
        if name not in data or name in unread:
            continue
        try:
            kind = known[name].rebuild_annotation()
            right[name] = _value(kind, data[name], (*at, name), wrong)
        except Unread:
            unread.add(name)
    part = _torn(model).model_construct(**right)
    for name in unread:
        part.__dict__.pop(name, None)  # a default would be a guess
    return part


@cache
def _torn(model: type[BaseModel]) -> type[BaseModel]:
    """``model`` with fields that may be missing."""

    class Torn(model):  # type: ignore[misc, valid-type]
        model_config = ConfigDict(defer_build=True)

        def __getattr__(self, name: str) -> Any:
            if name in type(self).model_fields:
                raise Unread(name)
            return super().__getattr__(name)

    return Torn
