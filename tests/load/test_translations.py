"""Which texts a language lacks, and which translations their originals have outrun."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.load.repository import commit
from viche.labels import read_labels
from viche.load import load
from viche.load.history import read_history
from viche.load.translations import outrun
from viche.model.content import Content
from viche.model.history import History
from viche.model.translation import Passage
from viche.pages import Publication, render
from viche.problems import Problem, Severity
from viche.resources import tree

BASE = Path(__file__).parent / "base"
CELL = "content/cell.yaml"
SWOT = "content/programmes/city/protocols/swot.yaml"
MONDAY, TUESDAY, WEDNESDAY = 1_700_000_000, 1_700_086_400, 1_700_172_800


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def loaded(root: Path) -> Content:
    result = load(root)
    assert result.content, result.problems
    return result.content


def changed(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def warnings(root: Path) -> list[Problem]:
    return [each for each in load(root).problems if "translat" in each.code]


def stale(root: Path) -> frozenset[Passage]:
    return outrun(root, loaded(root).texts, read_history(root))


def test_a_file_has_one_warning_for_all_that_the_same_languages_lack(root: Path) -> None:
    changed(root, CELL, "languages: [uk, en]", "languages: [uk, en, pl]")
    found = warnings(root)
    files = Counter(problem.source for problem in found if problem.source.endswith(".yaml"))
    assert set(files.values()) == {1}
    cell = next(problem for problem in found if problem.source == CELL)
    assert (cell.line, cell.field) == (2, "name")
    assert cell.params["languages"] == ("pl",)
    assert isinstance(cell.params["n"], int)
    assert cell.params["n"] >= 3


def test_paper_is_translated_into_the_languages_of_paper(root: Path) -> None:
    changed(root, CELL, "languages: [uk, en]", "languages: [uk, en, pl]\nprint: {languages: [en]}")
    assert SWOT not in {problem.source for problem in warnings(root)}
    protocol = [text for text in loaded(root).texts if text.written[text.original].source == SWOT]
    assert protocol
    assert {text.languages for text in protocol} == {("en",)}
    assert {text.original for text in protocol} == {"uk"}


def test_every_page_and_text_is_counted_with_its_lines(root: Path) -> None:
    texts = loaded(root).texts
    lines = (root / CELL).read_text(encoding="utf-8").splitlines()
    name = next(text for text in texts if text.written[text.original].source == CELL)
    assert lines[name.written["uk"].first - 1].startswith("name:")
    pages = [text for text in texts if text.whole]
    assert {*pages[0].written.values()} == {
        Passage(f"content/pages/{language}/index.md") for language in ("uk", "en")
    }


PLACES = "\nnotice:\n  uk: Один.\n  en: >-\n    One\n    day.\n\n# A remark\n"


@pytest.fixture
def repository(root: Path) -> Path:
    with (root / CELL).open("a", encoding="utf-8") as file:
        file.write(PLACES)
    commit(root, {}, MONDAY)
    return root


def notice(root: Path) -> Passage:
    return next(
        text.written["en"]
        for text in loaded(root).texts
        if "en" in text.written and lines_of(root, text.written["en"])[:1] == ["  en: >-"]
    )


def lines_of(root: Path, passage: Passage) -> list[str]:
    lines = (root / passage.source).read_text(encoding="utf-8").splitlines()
    return lines[passage.first - 1 : passage.last or None]


def test_what_came_in_one_commit_is_of_one_age(repository: Path) -> None:
    assert stale(repository) == frozenset()


def test_a_translation_is_stale_once_its_original_was_changed_after_it(repository: Path) -> None:
    changed(repository, CELL, "uk: Один.", "uk: Інший.")
    commit(repository, {}, TUESDAY)
    assert stale(repository) == {notice(repository)}
    changed(repository, CELL, "    day.", "    other day.")
    commit(repository, {}, WEDNESDAY)
    assert stale(repository) == frozenset()


def test_an_original_changed_and_not_committed_yet_is_the_newest(repository: Path) -> None:
    changed(repository, CELL, "uk: Один.", "uk: Інший.")
    assert stale(repository) == {notice(repository)}


def test_neither_indents_nor_remarks_make_a_translation_new(repository: Path) -> None:
    changed(repository, CELL, "uk: Один.", "uk: Інший.")
    commit(repository, {}, TUESDAY)
    changed(repository, CELL, "    One\n    day.", "      One\n      day.")
    changed(repository, CELL, "# A remark", "# Another remark")
    commit(repository, {}, WEDNESDAY)
    assert stale(repository) == {notice(repository)}


def test_a_page_is_stale_once_its_original_was_changed_after_it(repository: Path) -> None:
    changed(repository, "content/pages/uk/index.md", "---\n", "---\n# 2\n")
    commit(repository, {}, TUESDAY)
    assert stale(repository) == {Passage("content/pages/en/index.md")}
    changed(repository, "content/pages/en/index.md", "---\n", "---\n# 2\n")
    commit(repository, {}, WEDNESDAY)
    assert stale(repository) == frozenset()


def test_a_page_changed_and_not_committed_yet_is_the_newest(repository: Path) -> None:
    changed(repository, "content/pages/uk/index.md", "---\n", "---\n# 2\n")
    assert stale(repository) == {Passage("content/pages/en/index.md")}
    changed(repository, "content/pages/en/index.md", "---\n", "---\n# 2\n")
    assert stale(repository) == frozenset()


def test_a_folder_of_a_language_that_the_cell_has_not_is_said_and_does_no_harm(root: Path) -> None:
    page = root / "content/pages/he/only.md"
    page.parent.mkdir()
    page.write_text("---\ntitle: x\ndescription: x\norder: 1\n---\nx\n", encoding="utf-8")
    (found,) = (each for each in load(root).problems if each.code == "language-unlisted")
    assert (found.source, found.severity) == ("content/pages/he", Severity.WARNING)
    assert found.params == {"language": "he", "languages": ("uk", "en")}
    files = tree("site", root)
    for language in ("uk", "en"):
        made = render(Publication(loaded(root), files), read_labels(language, files))
        assert "only.md" not in made
        assert "only.md" not in str(made["translations.md"])


def test_where_there_is_no_history_nothing_is_stale(root: Path) -> None:
    assert outrun(root, loaded(root).texts, History()) == frozenset()
