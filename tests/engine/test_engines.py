"""The engine can be replaced: what MkDocs makes, ProperDocs makes too.

ProperDocs goes on from MkDocs 1, by some of its maintainers. See docs/decisions/engines.md.
"""

from __future__ import annotations

import os
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.pages import sample
from viche import engine
from viche.resources import tree

Told = tuple[str, str]
"""Of an element: its name, and the attribute or text that a reader gets of it."""

# What a reader sees, follows and hears.
_ATTRIBUTES = {"lang", "dir", "href", "src", "alt", "title", "id", "aria-label", "content"}


class _Page(HTMLParser):
    """All that a reader gets from a page, in order."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.told: list[Told] = []
        self.feed(file.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.told += [(tag, f"{name}={value}") for name, value in attrs if name in _ATTRIBUTES]

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.told.append(("", words))


@pytest.fixture(scope="module")
def by_mkdocs(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return sample.build(sample.sample(), tmp_path_factory.mktemp("mkdocs"), root)


@pytest.fixture(scope="module")
def by_properdocs(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    if "CI" not in os.environ:
        pytest.importorskip("properdocs", reason="ProperDocs comes with the test extra")
    folder = tmp_path_factory.mktemp("properdocs")
    return sample.build(sample.sample(), folder, root, by="properdocs")


def _files(site: Path) -> dict[str, bytes]:
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in site.rglob("*")
        if file.is_file()
    }


def test_both_engines_tell_the_same_on_every_page(by_mkdocs: Path, by_properdocs: Path) -> None:
    pages = sorted(file.relative_to(by_mkdocs) for file in by_mkdocs.rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        ours = _Page(by_mkdocs / page).told
        assert ours[0][1].startswith("lang=")
        assert {tag for tag, _ in ours} >= {"html", "a", ""}
        assert _Page(by_properdocs / page).told == ours, page


def test_both_engines_make_the_same_files(by_mkdocs: Path, by_properdocs: Path) -> None:
    ours, theirs = _files(by_mkdocs), _files(by_properdocs)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


@pytest.mark.parametrize("package", ["mkdocs", "properdocs"])
def test_each_engine_leaves_finished_pages_alone(package: str, root: Path, tmp_path: Path) -> None:
    if package != "mkdocs" and "CI" not in os.environ:
        pytest.importorskip(package, reason="ProperDocs comes with the test extra")
    finished = tmp_path / "finished.html"
    finished.write_text("finished", encoding="utf-8")
    sites = sample.sites(sample.sample(), tmp_path)
    sites[0] = replace(sites[0], finished={"method/index.html": finished})
    engine.build(sites, root / "mkdocs.yml", tree("site", sample.CELL), engine=package)
    assert (tmp_path / "site/method/index.html").read_text(encoding="utf-8") == "finished"
    assert "<html" in (tmp_path / "site/en/method/index.html").read_text(encoding="utf-8")
    assert "<html" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_the_same_site_is_made_where_no_process_can_be_copied(
    by_mkdocs: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viche.engine.mkdocs.CAN_COPY", False)
    assert _files(sample.build(sample.sample(), tmp_path, root)) == _files(by_mkdocs)
