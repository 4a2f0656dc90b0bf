"""The words of the site in five languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from babel import Locale

from viche.model.text import LANGUAGES

Catalogue = dict[str, str | dict[str, str]]


def _read(root: Path, language: str) -> Catalogue:
    file = root / "site" / "translations" / language / "site.yaml"
    catalogue: Catalogue = yaml.safe_load(file.read_text(encoding="utf-8"))
    return catalogue


def _values(entry: str | dict[str, str]) -> set[str]:
    forms = [entry] if isinstance(entry, str) else list(entry.values())
    return {name for form in forms for name in re.findall(r"{(\w+)}", form)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_in_the_same_order(root: Path, language: str) -> None:
    assert list(_read(root, language)) == list(_read(root, "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_take_the_same_values_in_every_language(root: Path, language: str) -> None:
    english = _read(root, "en")
    for key, entry in _read(root, language).items():
        assert _values(entry) == _values(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_the_forms_of_the_language(root: Path, language: str) -> None:
    rule = Locale.parse(language).plural_form
    whole_numbers = {rule(number) for number in range(1, 200)} | {"other"}
    for key, entry in _read(root, language).items():
        if not isinstance(entry, str):
            assert entry.keys() == whole_numbers, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_used(root: Path, language: str) -> None:
    rooms = (root / "site" / "templates", root / "generator" / "viche")
    code = "".join(
        file.read_text(encoding="utf-8")
        for room in rooms
        for file in room.rglob("*")
        if file.suffix in {".j2", ".py"}
    )
    said_by_parts = ("audience-", "download-", "frame-", "section-")
    for key in _read(root, language):
        used = f'"{key}"' in code or f"'{key}'" in code
        assert used or key.startswith(said_by_parts), key
