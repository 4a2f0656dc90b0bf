"""Sentences in several languages, kept as data: a string, or its plural forms.

Plural forms are mappings from CLDR category (``one``, ``two``, ``few``, ``many``, ``other``) to
string; the value ``n`` chooses among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from babel import Locale

Entry = str | Mapping[str, str]


def merge(files: Iterable[tuple[str, str]]) -> dict[str, Entry]:
    """The entries of several YAML files, given as pairs of name and text.

    Raises ``ValueError`` if two files give the same key.
    """
    entries: dict[str, Entry] = {}
    for name, text in files:
        more = parse(text)
        if clash := entries.keys() & more.keys():
            raise ValueError(f"{name}: {sorted(clash)} stands in another file already")
        entries.update(more)
    return entries


def parse(text: str) -> Any:
    """One YAML file of ours, quickly; not for content, which is read strictly."""
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def fill(entry: Entry, locale: Locale, values: Mapping[str, object]) -> str:
    """``entry`` with its ``values``, in the plural form that ``values["n"]`` asks for."""
    if not isinstance(entry, str):
        number = values["n"]
        assert isinstance(number, (int, float))
        entry = entry[locale.plural_form(number)]
    return entry.format(**values)
