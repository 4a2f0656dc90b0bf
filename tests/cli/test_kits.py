"""``viche kit``: everything a hall needs, made once, and papers for some people alone."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, cast, get_args

import pytest
from pypdf import PdfReader

from tests.cli.cells import PLAN, SESSION, edit, hashes, make_cell, viche
from viche.cli import kits
from viche.cli.files import write
from viche.kit import Draft, Order, Piece
from viche.kit import make as make_piece
from viche.model.sheets import PieceName
from viche.problems import ContentError

Said = pytest.CaptureFixture[str]

KIT = f"build/kits/{SESSION}"
PRIVATE = f"build/private/{SESSION}"


def pages(pdf: Path) -> int:
    return len(PdfReader(pdf).pages)


def words(pdf: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.read_bytes())).pages)


@pytest.fixture(scope="module")
def whole(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cell whose kit has every piece; not to change."""
    pieces = get_args(PieceName)
    cell = make_cell(root, tmp_path_factory.mktemp("whole") / "cell", pieces)
    assert viche(cell, "build") == 0
    return cell


@pytest.fixture
def cell(root: Path, tmp_path: Path) -> Path:
    """A cell with a plan and nothing built."""
    return make_cell(root, tmp_path / "cell", ("booklets", "badges", "slips", "announcement"))


def test_the_manifest_tells_every_file_with_its_paper(whole: Path) -> None:
    listed = json.loads((whole / KIT / "manifest.json").read_text(encoding="utf-8"))["files"]
    files = {
        path.relative_to(whole / KIT).as_posix()
        for path in (whole / KIT).rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert {entry["file"] for entry in listed} == files
    for entry in listed:
        file = whole / KIT / entry["file"]
        assert entry["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert entry["bytes"] == file.stat().st_size
        if file.suffix == ".pdf":
            assert entry["pages"] == pages(file)
            sheets = -(-entry["pages"] // entry["sides"]) * entry["copies"]
            assert entry["sheets"] == sheets
    made = {entry["piece"] for entry in listed}
    # Large print is made for whoever asks.
    assert made == {*get_args(PieceName), "contents"} - {"large-print"}
    assert not any(entry["private"] for entry in listed)


def test_the_site_offers_what_anybody_may_have_and_nothing_else(whole: Path) -> None:
    listed = json.loads((whole / KIT / "manifest.json").read_text(encoding="utf-8"))["files"]
    public = {entry["file"] for entry in listed if entry["audience"] == "public"}
    offered = {
        path.relative_to(whole / "build/site/kits" / SESSION).as_posix()
        for path in (whole / "build/site/kits").rglob("*")
        if path.is_file()
    }
    assert offered == public
    assert {"pl/booklets-a4.pdf", "pl/walls.pdf", "pl/announcement.txt"} <= public
    assert not public & {"pl/director.pdf", "pl/everything.pdf", "pl/spares.pdf"}
    page = (whole / f"build/site/sessions/{SESSION}.html").read_text(encoding="utf-8")
    papers = {file for file in public if not file.endswith(".png")}
    assert all(f"kits/{SESSION}/{file}" in page for file in papers)
    # Of what only the team gets, a page shows a picture too small to be read.
    about = (whole / "build/site/sessions/kit.html").read_text(encoding="utf-8")
    assert all(f"kits/{SESSION}/{file}" in about for file in public)


def test_nothing_is_made_again_where_nothing_changed(whole: Path, capsys: Said) -> None:
    before = hashes(whole / "build")
    assert viche(whole, "kit") == 0
    assert capsys.readouterr().err.count("up to date") == 1
    assert hashes(whole / "build") == before


class _Record:
    """What is set while a command runs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pieces: list[str] = []
        monkeypatch.setattr(kits, "make", self._make)
        monkeypatch.setattr(os, "cpu_count", lambda: 1)  # all in this process

    def _make(self, draft: Draft, order: Order) -> tuple[Piece, ...]:
        self.pieces.append(draft.piece)
        return make_piece(draft, order)


def test_only_what_would_look_otherwise_is_set_again(
    cell: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    record = _Record(monkeypatch)
    assert viche(cell, "kit") == 0
    assert record.pieces == ["booklets", "badges", "slips", "announcement"]
    before = hashes(cell / KIT / "pl")

    record.pieces.clear()
    template = (root / "kit/badge.typ").read_bytes() + b"\n// ours\n"
    write(cell / "kit/badge.typ", template)
    assert viche(cell, "kit") == 0
    assert record.pieces == ["badges"]
    assert hashes(cell / KIT / "pl") == before  # a comment is not drawn

    record.pieces.clear()
    (protocol,) = cell.glob("content/programmes/*/protocols/swot.yaml")
    edit(protocol, "rules:\n  - ", "rules:\n  - Zupełnie nowa zasada.\n  - ")
    assert viche(cell, "kit") == 0
    assert record.pieces == ["booklets"]


def test_a_damaged_piece_is_set_again(cell: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = _Record(monkeypatch)
    assert viche(cell, "kit") == 0
    before = hashes(cell / KIT)
    (cell / KIT / "pl/badges.pdf").write_bytes(b"%PDF")
    record.pieces.clear()
    assert viche(cell, "kit") == 0
    assert record.pieces == ["badges"]
    assert hashes(cell / KIT) == before


def test_one_card_again(cell: Path, capsys: Said) -> None:
    assert viche(cell, "kit", SESSION, "--seat", "G-S-1,E-T-1") == 0
    files = sorted((cell / PRIVATE).glob("*.pdf"))
    seats = f"{SESSION}-G-S-1+E-T-1"
    assert [file.name for file in files] == [f"badges-1-{seats}-pl.pdf", f"cards-1-{seats}-pl.pdf"]
    told = capsys.readouterr().out
    for file in files:
        said = words(file)
        assert "G-S-1" in said
        assert "E-T-1" in said
        assert "G-S-2" not in said
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert file.name in told
    assert viche(cell, "kit", SESSION, "--seat", "G-S-1") == 0
    assert (cell / PRIVATE / f"cards-2-{SESSION}-G-S-1-pl.pdf").is_file()


def test_a_card_again_has_no_badge_where_the_cell_skips_badges(cell: Path) -> None:
    edit(cell / "content/cell.yaml", "skip: [", "skip: [badges, ")
    assert viche(cell, "kit", SESSION, "--seat", "G-S-1") == 0
    names = [path.name for path in (cell / PRIVATE).glob("*.pdf")]
    assert names == [f"cards-1-{SESSION}-G-S-1-pl.pdf"]


def test_large_print_for_whoever_asks(cell: Path) -> None:
    assert viche(cell, "kit", SESSION, "--large", "G-S-1") == 0
    file = cell / PRIVATE / f"large-print-1-{SESSION}-G-S-1-pl.pdf"
    page = PdfReader(file).pages[0].mediabox
    assert (round(float(page.width)), round(float(page.height))) == (595, 842)
    assert not (cell / KIT).exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((SESSION, "--seat", "G-S-99"), "did you mean G-S-"),
        ((SESSION, "--seat", "?"), "no seat ?"),
        (("--seat", "G-S-1"), "say which session"),
        ((SESSION, "--in", "uk"), "no language “uk”"),
        ((SESSION, "--names"), "seats.csv is missing"),
    ],
)
def test_what_cannot_be_printed_is_said(
    cell: Path, arguments: tuple[str, ...], said: str, capsys: Said
) -> None:
    assert viche(cell, "kit", *arguments) == 2
    assert said in capsys.readouterr().err
    assert not hashes(cell / "build")


ROSTER = """code,name,surname,state
P-001,Zdzisława,Brzęczyszczykiewicz,coming
P-002,Łucja,Ądek,coming
P-003,Anna,Zet,coming
"""
HELD = {"G-S-1": "P-001", "E-T-1": "P-002", "G-W-1": "P-003"}


def _seats(cell: Path) -> str:
    """Who holds which seat; nobody has most of them."""
    plan = (cell / PLAN).read_text(encoding="utf-8").splitlines()[1:]
    seats = [line.split(",")[0] for line in plan]
    return "".join(["seat,code\n", *(f"{seat},{HELD.get(seat, '')}\n" for seat in seats)])


def test_named_papers_are_private_and_in_the_order_of_names(cell: Path, capsys: Said) -> None:
    private = cell / "content/private" / SESSION
    private.mkdir(parents=True)
    (private / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (private / "seats.csv").write_text(_seats(cell), encoding="utf-8")
    assert viche(cell, "kit", SESSION, "--names") == 0, capsys.readouterr().err
    folder = cell / PRIVATE / "pl"
    said = words(folder / "booklets.pdf")
    places = [said.index(name) for name in ("Ądek", "Brzęczyszczykiewicz", "Zet")]
    assert places == sorted(places)
    for file in (cell / PRIVATE).rglob("*.*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    manifest: Any = json.loads((cell / PRIVATE / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["private"] for entry in manifest["files"]} == {True}
    assert "Brzęczyszczykiewicz" not in (cell / PRIVATE / "manifest.json").read_text("utf-8")
    # The kit that everybody gets holds no name, and the guard has looked for them.
    assert viche(cell, "kit") == 0
    assert "Brzęczyszczykiewicz" not in words(cell / KIT / "pl/booklets.pdf")


@dataclass(frozen=True)
class _Product:
    product: str = "kits/x/uk"


@dataclass(frozen=True)
class _Kit:
    kit: _Product = _Product()


def _ends_beside_another(task: _Kit, others: Path) -> kits._Done:
    """What a system short of memory does to a process, until it is alone."""
    if not others.exists():
        others.touch()
        os._exit(1)
    return kits._Done()


def _ends(task: _Kit, given: None) -> kits._Done:
    os._exit(1)


def test_where_processes_are_ended_one_at_a_time_goes_on(tmp_path: Path) -> None:
    task = cast(kits._Task, _Kit())
    with kits._Processes() as run:
        assert run([(_ends_beside_another, task, tmp_path / "x")]) == [kits._Done()]
        with pytest.raises(ContentError) as caught:
            run([(_ends, task, None), (_ends, task, None)])
    (problem,) = caught.value.problems
    assert (problem.source, problem.code) == ("build/kits/x/uk", "kit-process")
