"""All that the program says: the same in every language, complete, and all of it used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
import yaml
from babel import Locale

from viche.load.answers.choices import WORDS
from viche.model.plan import Role
from viche.model.private import TermKind
from viche.model.schedule import State
from viche.model.session import WISHES, RosterField
from viche.model.text import LANGUAGES
from viche.network import Lack, Policy
from viche.network.replan import Unmet
from viche.problems import MESSAGE_LANGUAGES

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "site/translations"
MESSAGES = ROOT / "generator/viche/messages"

Entry = str | dict[str, str]

# Families of keys that are put together from two words in code.
FAMILIES = (
    "audience-",
    "deal-lost-",
    "download-",
    "field-",
    "frame-",
    "gender-",
    "help-",
    "kit-guide-",
    "missed-",
    "network-",
    "piece-",
    "policy-",
    "private-",
    "replan-",
    "role-",
    "roles-",
    "section-",
    "state-",
    "step-",
    "wish-",
)


@cache
def read(path: Path) -> dict[str, Entry]:
    """A file of labels or messages."""
    entries: dict[str, Entry] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return entries


def catalogues() -> Iterator[tuple[Path, Path]]:
    """Every file beside its English one."""
    for folder, languages in ((LABELS, LANGUAGES), (MESSAGES, MESSAGE_LANGUAGES)):
        for english in sorted((folder / "en").glob("*.yaml")):
            for language in languages:
                yield folder / language / english.name, english


PAIRS = list(catalogues())
IDS = [f"{path.parent.name}-{path.parent.parent.name}-{path.stem}" for path, _ in PAIRS]


def is_plural(entry: Entry) -> bool:
    """Whether an entry is plural forms, and not what is wrong and its remedy."""
    return isinstance(entry, dict) and "other" in entry


def fields(entry: Entry) -> dict[str, set[str]]:
    """The values that an entry asks for; those of all plural forms together."""
    if isinstance(entry, str):
        return {"": set(re.findall(r"{(\w+)}", entry.replace("{{", "")))}
    found = {
        key: set(re.findall(r"{(\w+)}", said.replace("{{", ""))) for key, said in entry.items()
    }
    return {"": set().union(*found.values())} if is_plural(entry) else found


def test_the_languages_have_the_same_files() -> None:
    for folder, languages in ((LABELS, LANGUAGES), (MESSAGES, MESSAGE_LANGUAGES)):
        names = {
            language: {path.name for path in (folder / language).iterdir()}
            for language in languages
        }
        assert all(found == names["en"] for found in names.values()), names


@pytest.mark.parametrize("path", [path for path, _ in PAIRS], ids=IDS)
def test_nothing_is_said_twice(path: Path) -> None:
    """YAML would take the last one without a word."""
    nodes = [yaml.compose(path.read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len({*keys}), keys
            nodes += [value for _, value in node.value]


@pytest.mark.parametrize(("path", "english"), PAIRS, ids=IDS)
def test_every_language_says_the_same(path: Path, english: Path) -> None:
    ours, theirs = read(path), read(english)
    assert list(ours) == list(theirs)
    for key, entry in ours.items():
        assert fields(entry) == fields(theirs[key]), key


@pytest.mark.parametrize(("path", "english"), PAIRS, ids=IDS)
def test_plurals_have_the_forms_of_the_language(path: Path, english: Path) -> None:
    rule = Locale.parse(path.parent.name).plural_form
    whole_numbers = {rule(number) for number in range(1, 200)} | {"other"}
    for key, entry in read(path).items():
        if isinstance(entry, dict) and is_plural(entry):
            assert entry.keys() == whole_numbers, key


@pytest.mark.parametrize("path", [path for path, _ in PAIRS], ids=IDS)
def test_nothing_is_lost_after_a_hash(path: Path) -> None:
    """YAML takes what follows for a comment, without a word."""
    for line in path.read_text(encoding="utf-8").splitlines():
        assert not re.match(r"\s*[\w-]+: [^'\"#].* #", line), line


@cache
def code() -> str:
    """Everything that could ask for a word."""
    files = [
        *(ROOT / "generator/viche").rglob("*.py"),
        *(ROOT / "site/templates").rglob("*.j2"),
        *(ROOT / "site/theme").rglob("*.html"),
        *(ROOT / "kit").rglob("*.typ"),
    ]
    return "".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize(
    "path", sorted({english for _, english in PAIRS}), ids=lambda path: path.stem
)
def test_every_word_is_used(path: Path) -> None:
    unused = [
        key
        for key in read(path)
        if not re.search(rf"""["']{key}["']""", code()) and not key.startswith(FAMILIES)
    ]
    # The model's own error types of the validator are codes too, told apart by their hyphen.
    assert unused == []


def test_every_code_of_a_problem_has_a_sentence() -> None:
    """Whatever is handed to ``Problem`` or ``problem`` as a code."""
    known = {key for path in (MESSAGES / "en").iterdir() for key in read(path)}
    used = set(re.findall(r'[Pp]roblem\(\s*(?:[\w.]+,\s*)?"([a-z]+(?:-[a-z0-9]+)*)"', code()))
    assert len(used) > 30
    assert used - known == set()


def test_every_label_that_is_asked_for_is_there() -> None:
    known = {key for path in (LABELS / "en").iterdir() for key in read(path)}
    used = set(re.findall(r"""\blabels?\(\s*["']([a-z0-9-]+)["']\s*[,)]""", code()))
    assert len(used) > 100
    assert used - known == set()


def codes_given_to(name: str) -> set[str]:
    """Every code that the network hands to ``name``, which must stand there in words."""
    return {
        code
        for file in (ROOT / "generator/viche/network").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name
        for code in either(call.args[0])
    }


def either(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.IfExp):
        yield from (*either(argument.body), *either(argument.orelse))
    else:
        yield str(ast.literal_eval(argument))


def test_every_cause_has_a_sentence() -> None:
    known = {key for path in (MESSAGES / "en").iterdir() for key in read(path)}
    used = codes_given_to("Cause")
    assert len(used) > 10
    assert used - known == set()


SAID = MESSAGES / "en/cli.yaml"
MEMBERS: dict[str, tuple[Path, Sequence[str]]] = {
    "deal-lost-": (SAID, list(Lack)),
    "field-": (SAID, get_args(RosterField)),
    "gender-": (SAID, WORDS["gender"]),
    "policy-": (SAID, list(Policy)),
    "private-": (SAID, get_args(TermKind)),
    "replan-": (SAID, sorted(codes_given_to("Contradiction"))),
    "replan-unmet-": (SAID, get_args(get_type_hints(Unmet)["kind"])),
    "role-": (LABELS / "en/common.yaml", list(Role)),
    "state-": (LABELS / "en/site-programme.yaml", get_args(State)),
    "wish-": (SAID, WISHES),
}


@pytest.mark.parametrize("family", MEMBERS)
def test_every_member_of_a_family_has_its_words(family: str) -> None:
    path, members = MEMBERS[family]
    assert members
    assert {f"{family}{member}" for member in members} - read(path).keys() == set()
