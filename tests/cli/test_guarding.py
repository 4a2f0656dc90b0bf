"""What the command line hands to the guard, and what it holds a product's age against.

Each test spoils one thing in a cell that was built; were the wire cut, it would pass unseen.
"""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.cells import PAGE, PLAN, PROTOCOL, SESSION, edit, hashes, viche
from viche.cli import commands
from viche.model.roster import Holder, Holders, Roster
from viche.network.people import Attendee, Bonds
from viche.problems import ContentError, Problem

Said = pytest.CaptureFixture[str]


@pytest.fixture
def cell(built: Path) -> Path:
    """Every cell here was built before it is spoilt."""
    return built


def prose(cell: Path, text: str) -> None:
    """Add ``text`` to a page."""
    with (cell / PAGE).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")


def override(cell: Path, root: Path, path: str, old: str, new: str) -> None:
    """Let the cell bring its own version of one of our files."""
    (cell / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(root / path, cell / path)
    edit(cell / path, old, new)


def dead_link(cell: Path, root: Path) -> None:
    prose(cell, "[nigdzie](nie-ma-takiej-strony.md#nic)")


def wrong_code(cell: Path, root: Path) -> None:
    """A template that draws an empty picture where the code should be."""
    empty = 'bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"/>")'
    override(cell, root, "kit/code.typ", "bytes(code.picture)", empty)


def overflow(cell: Path, root: Path) -> None:
    """A template that draws beyond the paper, which the typesetter lets pass."""
    beyond = "= place(dx: 300mm, square(size: 9mm)) + image("
    override(cell, root, "kit/code.typ", "= image(", beyond)


def unreadable_roster(cell: Path, root: Path) -> None:
    private = cell / "content/private"
    private.mkdir(parents=True, exist_ok=True)
    (private / "scan.pdf").write_bytes(b"%PDF-1.7 not really")


def tracked_roster(cell: Path, root: Path) -> None:
    private = cell / "content/private"
    private.mkdir(parents=True, exist_ok=True)
    (private / "roster.csv").write_text("name\nAnna Niepubliczna\n", encoding="utf-8")
    for command in (["init", "-q"], ["add", "-f", "content/private/roster.csv"]):
        subprocess.run(["git", "-C", str(cell), *command], check=True)


def name_in_a_forgotten_kit(cell: Path, root: Path) -> None:
    """A file that no state knows, as after a lost ``state.json``."""
    unreadable = cell / "content/private"
    unreadable.mkdir(parents=True, exist_ok=True)
    (unreadable / "roster.csv").write_text("name\nAnna Niepubliczna\n", encoding="utf-8")
    (cell / f"build/kits/{SESSION}/pl/notes.txt").write_text("Anna Niepubliczna", encoding="utf-8")
    (cell / "build/kits/2026-01-old/pl").mkdir(parents=True)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (dead_link, "nie-ma-takiej-strony"),
        (wrong_code, "QR"),
        (overflow, "booklets.pdf"),
        (unreadable_roster, "scan.pdf"),
        (tracked_roster, "roster.csv"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_the_guard_stops_the_build(
    cell: Path, root: Path, spoil: Callable[[Path, Path], None], said: str, capsys: Said
) -> None:
    before = hashes(cell / "build")
    spoil(cell, root)
    assert viche(cell, "build") == 1
    assert said in capsys.readouterr().err
    assert hashes(cell / "build") == before


@pytest.mark.parametrize("command", ["check", "site", "kit", "build"])
@pytest.mark.parametrize("known", [False, True], ids=["exposed", "tracked"])
def test_no_command_passes_over_private_papers_that_git_sees(
    cell: Path, command: str, known: bool, capsys: Said
) -> None:
    paper = cell / f"build/private/{SESSION}/cards-pl.pdf"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"%PDF-1.7")
    ignored = "/content/private/*\n"
    (cell / ".gitignore").write_text(ignored, encoding="utf-8")
    subprocess.run(["git", "-C", str(cell), "init", "-q"], check=True)
    if known:
        subprocess.run(["git", "-C", str(cell), "add", "build/private"], check=True)
        (cell / ".gitignore").write_text(f"{ignored}/build/\n", encoding="utf-8")
    before = hashes(cell / "build")
    assert viche(cell, command) == 1
    assert (paper.name if known else "/build/private/*") in capsys.readouterr().err
    assert hashes(cell / "build") == before


def test_the_folders_that_a_replan_makes_protect_themselves(cell: Path) -> None:
    """Nothing in the cell tells git what to ignore in ``build/``."""
    subprocess.run(["git", "-C", str(cell), "init", "-q"], check=True)
    sphere = (cell / PLAN).read_text(encoding="utf-8").splitlines()[1][0]
    assert viche(cell, "replan", SESSION, "--arrived", f"1:{sphere}") == 0
    made = ("build/private", f"build/private/{SESSION}", f"content/private/{SESSION}")
    assert {path: (cell / path).stat().st_mode & 0o777 for path in made} == dict.fromkeys(
        made, 0o700
    )
    assert list((cell / "build/private").rglob("*.pdf"))
    (cell / ".gitignore").write_text("/content/private/*\n", encoding="utf-8")
    assert viche(cell, "check") == 0


def test_files_that_nobody_made_are_looked_at_too(cell: Path, root: Path, capsys: Said) -> None:
    """After a lost ``state.json``, or when somebody put a file beside ours."""
    name_in_a_forgotten_kit(cell, root)
    assert viche(cell, "site") == 1
    assert "notes.txt" in capsys.readouterr().err


def test_a_build_clears_away_kits_that_nobody_asks_for(cell: Path) -> None:
    old = cell / "build/kits/2026-01-old/uk"
    old.mkdir(parents=True)
    (old / "booklets.pdf").write_bytes(b"old")
    assert viche(cell, "build") == 0
    assert not old.parent.exists()


def test_a_closed_cell_offers_no_downloads(cell: Path) -> None:
    text = (cell / "content/cell.yaml").read_text(encoding="utf-8")
    closed = "\n".join(line for line in text.splitlines() if not line.startswith("profile:"))
    (cell / "content/cell.yaml").write_text(closed + "\nprofile: closed\n", encoding="utf-8")
    assert (cell / "build/site/kits").is_dir()
    assert viche(cell, "build") == 0
    assert not (cell / "build/site/kits").exists()
    assert (cell / f"build/kits/{SESSION}/pl/booklets.pdf").is_file()


def test_a_move_that_fails_takes_all_moves_back(
    cell: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """As when another program holds a file open."""
    before = hashes(cell / "build")
    rename = Path.rename

    def fail_at_the_site(here: Path, there: Path) -> Path:
        if here.name == "site" and there.parent.name == "build" and "before" not in here.parts:
            raise PermissionError(errno.EACCES, "held open", str(there))
        return rename(here, there)

    prose(cell, "Nowy akapit.")
    monkeypatch.setattr(Path, "rename", fail_at_the_site)
    assert viche(cell, "build") == 1
    assert "held open" in capsys.readouterr().err
    assert hashes(cell / "build") == before


KIT_INPUTS = {
    "session": (f"content/programmes/city/sessions/{SESSION}.yaml", "start:", "# x\nstart:"),
    "protocol": (PROTOCOL, "form:", "# x\nform:"),
    "programme": ("content/programmes/city/programme.yaml", "title:", "# x\ntitle:"),
    "cell": ("content/cell.yaml", "name:", "# x\nname:"),
}


@pytest.mark.parametrize("name", KIT_INPUTS)
def test_a_kit_is_older_than_any_file_it_is_made_from(cell: Path, name: str, capsys: Said) -> None:
    """A comment changes nothing in the kit; that the kit is made again shows what it hangs on."""
    path, old, new = KIT_INPUTS[name]
    edit(cell / path, old, new)
    assert viche(cell, "kit") == 0
    assert "up to date" not in capsys.readouterr().err


@pytest.mark.parametrize("path", ["kit/style.typ", "site/translations/pl/kit.yaml"])
def test_a_kit_is_older_than_its_templates_and_words(
    cell: Path, root: Path, path: str, capsys: Said
) -> None:
    comment = "//" if path.endswith("typ") else "#"
    (cell / path).parent.mkdir(parents=True)
    text = (root / path).read_text(encoding="utf-8")
    (cell / path).write_text(f"{comment} x\n{text}", encoding="utf-8")
    assert viche(cell, "kit") == 0
    assert "up to date" not in capsys.readouterr().err


def test_a_kit_is_older_than_its_plan(cell: Path, capsys: Said) -> None:
    lines = (cell / PLAN).read_text(encoding="utf-8").splitlines()
    (cell / PLAN).write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n", encoding="utf-8")
    assert viche(cell, "kit") == 0
    assert "up to date" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "path", ["mkdocs.yml", "site/assets/viche.css", "site/translations/pl/site.yaml"]
)
def test_a_site_is_older_than_its_settings_and_looks(
    cell: Path, root: Path, path: str, capsys: Said
) -> None:
    (cell / path).parent.mkdir(parents=True, exist_ok=True)
    text = (root / path).read_text(encoding="utf-8")
    comment = "/* x */" if path.endswith("css") else "# x"
    (cell / path).write_text(f"{comment}\n{text}", encoding="utf-8")
    assert viche(cell, "site") == 0
    assert "build/site: up to date" not in capsys.readouterr().err


def test_warnings_are_said_every_time(cell: Path, capsys: Said) -> None:
    """What the guard only doubts must not be said once and then forgotten."""
    private = cell / "content/private"
    private.mkdir(parents=True, exist_ok=True)
    roster = "nazwisko,imię\nBrzozowiecka,Anna\n"
    (private / "roster.csv").write_text(roster, encoding="utf-8")
    prose(cell, "Ulica Brzozowiecka.")
    for _ in range(2):
        capsys.readouterr()
        assert viche(cell, "build") == 0
        assert "roster.csv" in capsys.readouterr().err


# --- what fails in the program itself: people are asked to publish the line about it


def test_a_bug_is_told_without_what_is_private(
    cell: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    private = [
        "P-017",
        "p 018",
        "\u0420-019",
        "o'anna@poczta.pl",
        "+48 (600) 123-456",
        "380671234567",
    ]

    def fall(*_: object, **__: object) -> None:
        raise KeyError(f"row 12 of 2026-12-swot: {'; '.join(private)}: E-S-3")

    monkeypatch.setattr(commands, "load", fall)
    assert viche(cell, "check") == 70
    said = capsys.readouterr().err
    assert "row 12 of 2026-12-swot: …" in said
    assert "E-S-3" in said
    left = [text for text in private if text in said]
    assert left == []
    for trace in ("017", "018", "019", "anna", "poczta", "600", "456", "38067"):
        assert trace not in said


def test_people_and_who_holds_which_seat_have_no_place_in_a_trace() -> None:
    code, other = "P-017", frozenset({"P-017", "P-018"})
    traits = {"category": "ngo", "gender": "f", "age": "18-29"}
    attendee = Attendee(code, given={"sphere": "E"}, traits=traits, met=other, seat="E-S-3")
    roster = Roster("x", "x", (), earlier=other, met={code: other})
    holders = Holders((Holder("E-S-3", code),))
    shown = repr((attendee, roster, holders, Bonds(apart=(other,), together=(other,))))
    assert [private for private in ("P-0", "ngo", "18-29", "gender") if private in shown] == []


def test_a_problem_without_a_sentence_is_a_bug(
    cell: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ContentError([Problem("content/cell.yaml", "no-such-sentence")])

    monkeypatch.setattr(commands, "load", refuse)
    assert viche(cell, "build") == 70
    assert "KeyError: 'no-such-sentence'" in capsys.readouterr().err


# --- a cell's own kit/, site/ and mkdocs.yml: a fault in them is not a fault of ours


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("site/translations/pl/site.yaml", "home: [1, 2]\n", "site/translations/pl/site.yaml"),
        ("site/translations/pl/own.yaml", "- no\n", "site/translations/pl/own.yaml"),
        ("site/templates/home.md.j2", "{% if %}", "site/templates/home.md.j2:1"),
        (
            "site/templates/routes.md.j2",
            "{{ nothing_of_this_name }}",
            "site/templates/routes.md.j2",
        ),
        ("kit/cover.typ", "#let cover(", "kit/cover.typ:1"),
        ("mkdocs.yml", "theme:\n\t- x\n", "mkdocs.yml"),
    ],
)
def test_a_broken_override_is_named(
    cell: Path, path: str, text: str, said: str, capsys: Said
) -> None:
    before = hashes(cell / "build")
    (cell / path).parent.mkdir(parents=True, exist_ok=True)
    (cell / path).write_text(text, encoding="utf-8")
    assert viche(cell, "build") == 1
    assert said in capsys.readouterr().err
    assert hashes(cell / "build") == before


def test_a_cell_changes_one_label_and_inherits_the_rest(cell: Path) -> None:
    own = cell / "site/translations/pl/own.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("home: Dzień dobry\n", encoding="utf-8")
    assert viche(cell, "site") == 0
    assert "Dzień dobry" in (cell / "build/site/index.html").read_text(encoding="utf-8")
