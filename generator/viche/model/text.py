"""Texts in several languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, RootModel, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Language = Literal["uk", "ru", "pl", "he", "en"]
LANGUAGES: tuple[Language, ...] = ("uk", "ru", "pl", "he", "en")
RIGHT_TO_LEFT = frozenset({"he"})

PLAIN = ""
"""The key of a text that was written as one string: it is in the cell's first language."""

NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Which way a language is written, as HTML and Typst say it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class Localised:
    """A text as one reader gets it: the words, their language, and whether that is a fallback.

    ``key`` is that of the words in the text, if it is written in several languages.
    """

    words: str
    language: str
    fallback: bool
    key: str = PLAIN

    def __str__(self) -> str:
        return self.words


class Text(RootModel[Mapping[Literal["", "uk", "ru", "pl", "he", "en"], NonEmpty]]):
    """One string (in the cell's first language), or a mapping from language to string."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra=lambda schema: _one_string_or_mapping(schema),
    )

    @model_validator(mode="before")
    @classmethod
    def _wrap(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {PLAIN: value}
        if not isinstance(value, Mapping):
            raise PydanticCustomError("text-type", "text")
        if not value or PLAIN in value:  # an empty mapping, or an empty language in it
            raise PydanticCustomError("text-type", "text")
        return value

    def within(self, language: str, languages: Sequence[str]) -> Localised:
        """The text in ``language``; else in the first of the cell's ``languages`` that has it.

        A fallback says so: ``Localised.fallback`` is true and ``Localised.language`` tells what
        the reader gets instead.
        """
        words = self._by_language(languages)
        for candidate in (language, *languages, *words):
            if candidate in words:
                key = candidate if candidate in self.root else PLAIN
                return Localised(words[candidate], candidate, candidate != language, key)
        raise AssertionError("a text holds at least one string")

    def written(self, languages: Sequence[str]) -> dict[str, str]:
        """The languages in which this text is written, the cell's in their order, with its keys."""
        keys = {key if key != PLAIN else languages[0]: key for key in self.root}
        return {each: keys[each] for each in dict.fromkeys((*languages, *keys)) if each in keys}

    def _by_language(self, languages: Sequence[str]) -> dict[str, str]:
        return {key if key != PLAIN else languages[0]: words for key, words in self.root.items()}


def _one_string_or_mapping(schema: dict[str, Any]) -> None:
    mapping = {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {language: {"type": "string", "minLength": 1} for language in LANGUAGES},
    }
    title, description = schema.get("title"), schema.get("description")
    schema.clear()
    schema.update(
        title=title,
        description=description,
        anyOf=[{"type": "string", "minLength": 1}, mapping],
    )
