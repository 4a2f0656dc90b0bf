"""Files as they really arrive: other encodings, bombs, things that aren't files. No trace, ever."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from viche.cli import run
from viche.load import load

BASE = Path(__file__).parent / "base"
CELL = "content/cell.yaml"


@pytest.fixture
def cell(tmp_path: Path) -> Path:
    """A copy of the small cell."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def codes(cell: Path) -> set[str]:
    """The codes of the problems of ``cell.yaml``."""
    result = load(cell)
    assert result.content is None
    return {problem.code for problem in result.problems if problem.source == CELL}


GOOD = (BASE / CELL).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(GOOD.encode("utf-16"), "not-utf-8", id="utf-16"),
        pytest.param(GOOD.encode("cp1251"), "not-utf-8", id="cp1251"),
        pytest.param(b"\0" * 100, "not-utf-8", id="nulls"),
        pytest.param(b"", "empty-file", id="empty"),
        pytest.param(b"# only a comment\n", "empty-file", id="comment"),
        pytest.param(b"[" * 100_000, "too-deep", id="deep"),
        pytest.param(b"name: x\n" * 400_000, "file-too-large", id="large"),
        pytest.param(b"cell: " + b"[[[[" * 5 + b"\n", "yaml-syntax", id="brackets"),
        pytest.param(b'name: "\\ud800"\ncity: x\n', "yaml-escape", id="lone-surrogate"),
        pytest.param(b"just a sentence\n", "not-a-mapping", id="sentence"),
        pytest.param(b"- a\n- b\n", "not-a-mapping", id="list"),
        pytest.param(b"? [a, b]\n: c\n", "key-not-text", id="key"),
        pytest.param(b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "alias", id="alias-bomb"),
    ],
)
def test_damaged_files(cell: Path, data: bytes, code: str) -> None:
    """Each kind of damage has a message of its own."""
    (cell / CELL).write_bytes(data)
    assert code in codes(cell)


def test_byte_order_mark_and_windows_line_ends_are_fine(cell: Path) -> None:
    """Notepad writes both."""
    (cell / CELL).write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load(cell).content is not None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_named_pipe(cell: Path) -> None:
    """Reading it would hang for ever."""
    path = cell / "content/programmes/city/sessions/2026-11-pipe.yaml"
    os.mkfifo(path)
    assert "not-a-file" in {problem.code for problem in load(cell).problems}


def test_folder_and_link_loop_instead_of_a_file(cell: Path) -> None:
    """Neither can be read; both are named."""
    folder = cell / "content/programmes/city/protocols/training.yaml"
    folder.mkdir()
    loop = cell / "content/programmes/city/sessions/2026-11-loop.yaml"
    loop.symlink_to(loop)
    found = {(problem.source.split("/")[-1], problem.code) for problem in load(cell).problems}
    assert {("training.yaml", "not-a-file"), ("2026-11-loop.yaml", "unreadable")} <= found


def test_one_run_says_everything(cell: Path) -> None:
    """Broken files hide neither each other nor an unknown stage in a third one."""
    (cell / CELL).write_text(GOOD.replace("timezone", "timzone"), encoding="utf-8")
    sessions = cell / "content/programmes/city/sessions"
    good = (sessions / "2026-12-swot.yaml").read_text(encoding="utf-8")
    (sessions / "2026-12-swot.yaml").write_text(good.replace("10:00", "x"), encoding="utf-8")
    other = good.replace("stage: swot", "stage: swat")
    (sessions / "2026-12-other.yaml").write_text(other, encoding="utf-8")
    programme = cell / "content/programmes/city/programme.yaml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(text.replace('"#A8480F"', "orange"), encoding="utf-8")
    found = {problem.code for problem in load(cell).problems}
    assert {"unknown-field", "not-a-time", "unknown-stage", "not-a-colour"} <= found


def test_text_stays_text(cell: Path) -> None:
    """YAML 1.1 would make false, 630, 8 and a date of these."""
    text = GOOD.replace("{uk: Для перевірок., en: For tests.}", "{uk: no, en: 10:30}")
    text = text.replace("{uk: Зразків, en: Zrazkiv}", "{uk: 010, en: 2026-12-12}")
    (cell / CELL).write_text(text, encoding="utf-8")
    content = load(cell).content
    assert content is not None
    assert dict(content.cell.description.root) == {"uk": "no", "en": "10:30"}
    assert dict(content.cell.city.root) == {"uk": "010", "en": "2026-12-12"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("programmes/city/sessions", "programmes/city/session", "not-read"),
        ("programmes/city/plans", "programmes/city/plan", "not-read"),
        ("pages", "page", "not-read"),
        ("programmes/city/sessions/2026-12-swot.yaml", None, "plan-without-session"),
        ("programmes/city/sessions/2026-12-swot.yaml", "2026-12-swot.yml", "yml-ending"),
        ("cell.yaml", "cell.yml", "yml-ending"),
    ],
)
def test_a_misspelt_name_is_an_error(cell: Path, old: str, new: str | None, code: str) -> None:
    """What it holds must not vanish from the site in silence."""
    here = cell / "content" / old
    if new is None:
        here.unlink()
    else:
        here.rename(here.with_name(new.rsplit("/", 1)[-1]))
    result = load(cell)
    assert result.content is None
    assert code in {problem.code for problem in result.problems}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sessions/index.md", "page-reserved"),
        ("programme/city/index.md", "page-reserved"),
        ("2026-12-swot/index.md", "page-reserved"),
        ("en/index.md", "page-reserved"),
        ("Про нас.md", "page-name"),
        ("about us.md", "page-name"),
    ],
)
def test_a_page_can_not_take_the_place_of_another(cell: Path, name: str, code: str) -> None:
    """The generator's own page, or another language's, would be replaced silently."""
    page = cell / "content/pages/uk" / name
    page.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(cell / "content/pages/uk/index.md", page)
    assert code in {problem.code for problem in load(cell).problems}


def test_no_cell_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The commonest slip: the wrong folder."""
    assert run(["--cell", str(tmp_path), "--lang", "en", "check"]) == 1
    assert "not a cell's folder" in capsys.readouterr().err
