"""The JSON Schemas that editors use, and the files that name them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from viche.cli.commands import schema_text
from viche.model.schema import schemas

MODELINE = "# yaml-language-server: $schema="
EXAMPLES = (
    "content",
    *(f"tests/cells/{cell}/content" for cell in ("he", "pl", "ru", "shapes")),
)


def documents(root: Path) -> list[Path]:
    """Every content file of every example cell."""
    return [
        path
        for cell in EXAMPLES
        for path in sorted((root / cell).rglob("*.yaml"))
        if path.is_file()
    ]


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_committed_schema_is_the_one_of_the_model(root: Path, name: str) -> None:
    """``viche schema`` makes it anew."""
    committed = (root / "content/schema" / f"{name}.json").read_text(encoding="utf-8")
    assert committed == schema_text(schemas()[name])


@pytest.mark.parametrize("name", sorted(schemas()))
def test_schema_is_draft_7(name: str) -> None:
    """What YAML servers read."""
    jsonschema.Draft7Validator.check_schema(schemas()[name])


def test_every_example_names_its_schema_and_keeps_it(root: Path) -> None:
    """Read as an editor reads: YAML 1.2, where a date and a time are strings."""
    paths = documents(root)
    assert len(paths) > 10
    for path in paths:
        first, _, text = path.read_text(encoding="utf-8").partition("\n")
        assert first.startswith(MODELINE), path
        schema_path = (path.parent / first.removeprefix(MODELINE)).resolve()
        assert schema_path.is_file(), f"{path}: {first}"
        schema = json.loads(schema_path.read_text(encoding="utf-8"))
        jsonschema.validate(core_schema(text), schema, cls=jsonschema.Draft7Validator)


@pytest.mark.parametrize("wrong", ["langauges: [uk]", "languages: [ua]", "address: 5"])
def test_schema_refuses_what_the_loader_refuses(wrong: str) -> None:
    """An editor underlines it while it is typed."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(core_schema(wrong), schemas()["cell"], cls=jsonschema.Draft7Validator)


class _Core(yaml.SafeLoader):
    """YAML 1.2's core schema: integers and booleans are recognised, dates and times are not."""


_Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def core_schema(text: str) -> Any:
    """``text`` as an editor's YAML server reads it, but for ``10:00``, an integer in YAML 1.1."""
    quoted = "\n".join(
        f'start: "{line.removeprefix("start: ")}"' if line.startswith("start: ") else line
        for line in text.split("\n")
    )
    return yaml.load(quoted, _Core)
