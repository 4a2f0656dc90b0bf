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
    """All that a build makes, and what it remembers of words; without what it knows of inputs."""
    return {name: hash_ for name, hash_ in hashes(cell / "build").items() if name != "state.json"}


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
    "a word taken out": lambda cell: edit(cell / PAGE, "Dopisany akapit.", "Akapit."),
    "the first language": lambda cell: edit(cell / "content/cell.yaml", "[pl, en,", "[en, pl,"),
    "languages left out": lambda cell: edit(cell / "content/cell.yaml", "[en, pl, uk]", "[pl]"),
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

    def noted(sites: Sequence[tuple[Labels, Any]], memory: finder.Memory) -> list[finder.Catalogue]:
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


def test_a_word_that_is_on_no_page_any_more_is_kept_nowhere(cell: Path) -> None:
    edit(cell / PAGE, "\n\n", "\n\nKwilsworta.\n\n")
    _write(cell / TRANSLATED, "---\ntitle: A\ndescription: B\n---\n\nText.\n")
    assert viche(cell, "site") == 0
    assert "kwilsworta" in (cell / "build/forms.json").read_text(encoding="utf-8")
    edit(cell / PAGE, "Kwilsworta.", "Sesja.")
    assert viche(cell, "site") == 0
    kept = [file for file in (cell / "build").rglob("*") if file.is_file()]
    assert not [file for file in kept if b"kwilsworta" in file.read_bytes().lower()]


def test_the_engine_is_not_blamed_on_a_cell_that_only_has_a_picture_of_its_own(
    cell: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise engine.EngineError({"pl": "out of memory"})

    _write(cell / "site/assets/own.css", "p { margin: 0 }\n")
    monkeypatch.setattr(engine.Engine, "finish", dies)
    edit(cell / PAGE, "\n\n", "\n\nDopisany akapit.\n\n")
    assert viche(cell, "site") == 70


@pytest.mark.parametrize(
    ("footer", "said"),
    [(b"<p>{% if %}</p>", "footer.html"), ("Осередок".encode("cp1251"), "UnicodeDecodeError")],
)
def test_debug_shows_what_the_engine_said_of_a_theme(
    footer: bytes, said: str, cell: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (cell / FOOTER).parent.mkdir(parents=True, exist_ok=True)
    (cell / FOOTER).write_bytes(footer)
    assert viche(cell, "site") == 1
    assert "Traceback" not in capfd.readouterr().err
    assert viche(cell, "--debug", "site") == 1
    assert said in capfd.readouterr().err
