"""Pages are taken over from the last build: the site is that of a build from nothing, always."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from tests.cli.cells import PAGE, SESSION, edit, hashes, make_cell, viche
from viche import engine, finder
from viche.cli import fingerprint
from viche.labels import Labels

SOURCE = f"content/programmes/city/sessions/{SESSION}.yaml"
ADDED = "content/pages/pl/method/added.md"
TRANSLATED = PAGE.replace("/pl/", "/en/")
NEWS = "content/pages/pl/news/opening.md"
FOOTER = "site/theme/partials/footer.html"


@pytest.fixture
def cell(root: Path, tmp_path: Path) -> Path:
    """A cell in two languages."""
    folder = make_cell(root, tmp_path / "cell")
    edit(folder / "content/cell.yaml", "languages: [pl]", "languages: [pl, en]")
    assert viche(folder, "site") == 0
    return folder


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the engine needn't make from now on, by language and path."""
    paths: list[str] = []
    make = engine.Engine.make

    def noted(
        self: engine.Engine, site: engine.LanguageSite, sites: Sequence[engine.LanguageSite]
    ) -> None:
        paths.extend(f"{site.language}/{path}" for path in site.finished)
        make(self, site, sites)

    monkeypatch.setattr(engine.Engine, "make", noted)
    return paths


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _made(cell: Path) -> dict[str, str]:
    """All that a build makes, without what it remembers."""
    remembered = {"state.json", "forms.json"}
    return {name: hash_ for name, hash_ in hashes(cell / "build").items() if name not in remembered}


def _own_footer(cell: Path) -> None:
    _write(cell / FOOTER, "<footer>{% for page in pages %}{{ page.page.meta.title }}{% endfor %}")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a session": lambda cell: edit(cell / SOURCE, "start: 10:00", "start: 9:30"),
    "a page": lambda cell: edit(cell / PAGE, "\n\n", "\n\nDopisany akapit.\n\n"),
    "a page added": lambda cell: _write(
        cell / ADDED, "---\ntitle: Nowa\ndescription: Strona\n---\n\nTekst.\n"
    ),
    "its title": lambda cell: edit(cell / ADDED, "title: Nowa", "title: Inna"),
    "a page removed": lambda cell: (cell / ADDED).unlink(),
    "news": lambda cell: _write(
        cell / NEWS, "---\ntitle: Otwarcie\ndescription: Strona\ndate: 2026-11-01\n---\n\nTekst.\n"
    ),
    "the cell": lambda cell: edit(cell / "content/cell.yaml", "[pl, en]", "[pl, en, uk]"),
    "a theme": _own_footer,
    "a page in that theme": lambda cell: edit(cell / PAGE, "title: ", "title: Nowe "),
    "our theme again": lambda cell: (cell / FOOTER).unlink(),
}


def test_after_every_change_the_site_is_that_of_a_build_from_nothing(
    cell: Path, tmp_path: Path
) -> None:
    for number, (name, change) in enumerate(CHANGES.items()):
        change(cell)
        assert viche(cell, "site") == 0, name
        cold = tmp_path / f"cold-{number}" / "cell"
        shutil.copytree(cell, cold, ignore=shutil.ignore_patterns("build"))
        assert viche(cold, "site") == 0, name
        assert _made(cell) == _made(cold), name


def test_only_pages_that_show_something_new_are_made(cell: Path, kept: list[str]) -> None:
    edit(cell / PAGE, "\n\n", "\n\nDopisany akapit.\n\n")
    assert viche(cell, "site") == 0
    pages = {file.relative_to(cell / "build/pages") for file in cell.glob("build/pages/*/**/*.md")}
    made = {page.with_suffix(".html").as_posix() for page in pages} - {*kept}
    assert made == {"pl/method/index.html", "en/method/index.html"}


@pytest.mark.parametrize(("source", "language"), [(PAGE, "pl"), (TRANSLATED, "en")])
def test_only_languages_whose_pages_changed_are_read_for_the_search(
    source: str, language: str, cell: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(cell / TRANSLATED, (cell / PAGE).read_text(encoding="utf-8"))
    assert viche(cell, "site") == 0
    forms = hashes(cell / "build")["forms.json"]
    read: set[str] = set()
    catalogues = finder.catalogues

    def noted(sites: Sequence[tuple[Labels, Any]], memory: finder.Memory) -> list[str]:
        read.update(labels.language for labels, _ in sites)
        return catalogues(sites, memory)

    monkeypatch.setattr(finder, "catalogues", noted)
    edit(cell / source, "\n\n", "\n\nSesja.\n\n")
    assert viche(cell, "site") == 0
    assert read == {language}
    assert hashes(cell / "build")["forms.json"] == forms, "no word is new, and none was forgotten"


def test_a_theme_of_ones_own_may_show_any_page_on_any_other(cell: Path, kept: list[str]) -> None:
    _own_footer(cell)
    assert viche(cell, "site") == 0
    edit(cell / PAGE, "title: ", "title: Nowe ")
    assert viche(cell, "site") == 0
    assert kept == []


def test_a_page_that_somebody_touched_is_made_again(cell: Path, kept: list[str]) -> None:
    before = hashes(cell / "build")
    (cell / "build/site/method/index.html").write_text("touched", encoding="utf-8")
    (cell / "build/site/sessions/index.html").unlink()
    assert viche(cell, "site") == 0
    assert not {"pl/method/index.html", "pl/sessions/index.html"} & {*kept}
    assert kept
    assert hashes(cell / "build") == before


def test_a_page_that_nobody_could_make_leaves_the_last_site(cell: Path) -> None:
    before = hashes(cell / "build")
    _write(cell / FOOTER, "{{ nothing.at.all }}")
    edit(cell / PAGE, "\n\n", "\n\nDopisany akapit.\n\n")
    assert viche(cell, "site") == 1
    assert hashes(cell / "build") == before


def test_another_library_makes_all_anew_even_one_for_some_machines_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = ["everywhere>=1", "here>=1; platform_machine == 'x'", "tests; extra == 'test'"]
    installed = {"everywhere": "1", "here": "1"}

    def version(library: str) -> str:
        if library not in installed:
            raise PackageNotFoundError(library)
        return installed[library]

    monkeypatch.setattr(fingerprint, "requires", lambda _: wanted)
    monkeypatch.setattr(fingerprint, "version", version)
    seen = [fingerprint.of_program.__wrapped__()]
    for change in ({"here": "2"}, {"everywhere": "2"}):
        installed |= change
        seen.append(fingerprint.of_program.__wrapped__())
    del installed["here"]
    seen.append(fingerprint.of_program.__wrapped__())
    assert len({*seen}) == 4
    installed["tests"] = "1"
    assert fingerprint.of_program.__wrapped__() == seen[-1]
