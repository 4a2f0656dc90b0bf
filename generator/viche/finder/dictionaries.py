"""The dictionaries, each read when its first word is looked up and then kept.

They are packages of their own, of which files may be missing or damaged; that is no fault of
viche, and whoever installs the package anew has mended it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any


class DictionaryError(Exception):
    """A dictionary can't be read; ``packages`` are to be installed anew."""

    def __init__(self, *packages: str) -> None:
        self.packages = packages
        super().__init__(*packages)


@cache
def pymorphy(language: str) -> Any:
    """Ukrainian or Russian: words with their paradigms.

    Raises:
        DictionaryError: it can't be read.
    """
    with _reading("pymorphy3", f"pymorphy3-dicts-{language}"):
        from pymorphy3 import MorphAnalyzer  # type: ignore[import-untyped]

        return MorphAnalyzer(lang=language)


@cache
def morfeusz() -> Any:
    """Polish: words with all forms of their lemma; ``None`` where the machine has none.

    Raises:
        DictionaryError: it is there, and can't be read.
    """
    if find_spec("morfeusz2") is None:
        return None
    with _reading("morfeusz2"):
        import morfeusz2  # type: ignore[import-untyped]

        return morfeusz2.Morfeusz(case_handling=morfeusz2.IGNORE_CASE)


@cache
def listed(language: str) -> Mapping[str, str]:
    """Forms, each with its lemma.

    Raises:
        DictionaryError: it can't be read.
    """
    with _reading("simplemma"):
        from simplemma.strategies.dictionaries import DefaultDictionaryFactory

        return DefaultDictionaryFactory().get_dictionary(language)


@contextmanager
def _reading(*packages: str) -> Iterator[None]:
    # What a reader stumbles over depends on where its file is damaged: there is no list of it.
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        raise DictionaryError(*packages) from error
