"""The command line as an organiser meets it: exit codes, words, and what is left on the disk."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from tests.cli.cells import PAGE, PLAN, PROTOCOL, SESSION, edit, hashes, make_cell, viche
from viche.cli import commands, run
from viche.cli.speech import language_of
from viche.finder import DictionaryError
from viche.load import Result, load

Said = pytest.CaptureFixture[str]


@pytest.fixture
def cell(root: Path, tmp_path: Path) -> Path:
    """A cell with a plan and nothing built."""
    return make_cell(root, tmp_path / "cell")


# --- build


def test_build_makes_the_site_and_the_kits(built: Path) -> None:
    assert (built / "build/site/index.html").is_file()
    assert (built / f"build/site/{SESSION}/index.html").is_file()
    kit = built / f"build/kits/{SESSION}/pl"
    papers = {"booklets.pdf", "booklets-a4.pdf", "everything.pdf", "pictures"}
    assert {path.name for path in kit.iterdir()} == papers
    seen = {path.name for path in (built / "build").iterdir() if path.name != ".lock"}
    assert seen == {"forms.json", "kits", "pages", "site", "site.zip", "state.json"}


def test_what_is_up_to_date_is_not_made_again(built: Path, capsys: Said) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built / "build").rglob("*")}
    page = built / PAGE
    page.write_bytes(page.read_bytes())  # saved without a change: the content decides
    assert viche(built, "build") == 0
    assert {path: path.stat().st_mtime_ns for path in (built / "build").rglob("*")} == before
    assert capsys.readouterr().err.count("up to date") == 2


def test_a_page_of_prose_makes_no_kit_anew(built: Path) -> None:
    kit = built / f"build/kits/{SESSION}/pl/booklets.pdf"
    before = kit.stat().st_mtime_ns
    with (built / PAGE).open("a", encoding="utf-8") as file:
        file.write("\nDopisany akapit.\n")
    assert viche(built, "build") == 0
    assert kit.stat().st_mtime_ns == before
    assert "Dopisany akapit" in (built / "build/site/method/index.html").read_text(encoding="utf-8")


def test_a_damaged_product_is_made_again(built: Path) -> None:
    kit = built / f"build/kits/{SESSION}/pl/booklets.pdf"
    good = kit.read_bytes()
    kit.write_bytes(good[:1000])
    (built / "build/state.json").write_text("[", encoding="utf-8")
    assert viche(built, "build") == 0
    assert kit.read_bytes() == good


def test_same_input_same_bytes(cell: Path, built_once: Path) -> None:
    """Another folder, another process, another minute."""
    assert viche(cell, "build") == 0
    assert hashes(cell / "build") == hashes(built_once / "build")


def test_kit_and_site_alone_make_what_build_makes(cell: Path, built_once: Path) -> None:
    assert viche(cell, "kit", SESSION) == 0
    assert not (cell / "build/site").exists()
    assert viche(cell, "site") == 0
    assert hashes(cell / "build/site") == hashes(built_once / "build/site")


def test_a_session_that_is_gone_takes_its_products_along(built: Path) -> None:
    programme = built / "content/programmes/city"
    for old in (programme / f"sessions/{SESSION}.yaml", built / PLAN):
        old.rename(old.with_stem("2027-01-other"))
    assert viche(built, "build") == 0
    assert [path.name for path in (built / "build/kits").iterdir()] == ["2027-01-other"]
    assert not (built / f"build/site/{SESSION}").exists()
    before = {path: path.stat().st_mtime_ns for path in (built / "build").rglob("*.html")}
    assert viche(built, "build") == 0
    assert {path: path.stat().st_mtime_ns for path in (built / "build").rglob("*.html")} == before


def test_a_new_plan_can_be_printed_before_the_site_is_made_anew(built: Path) -> None:
    """The codes of new seats lead nowhere in the old site, and that is no fault of the kit."""
    session = built / f"content/programmes/city/sessions/{SESSION}.yaml"
    text = session.read_text(encoding="utf-8")
    edit(session, "governance: ", "governance: 1")
    assert text != session.read_text(encoding="utf-8")
    assert viche(built, "plan", "--replace") == 0
    assert viche(built, "kit") == 0
    assert viche(built, "site") == 0


def test_two_runs_at_once(built: Path, capsys: Said) -> None:
    """The second one says so instead of spoiling the first."""
    with FileLock(built / "build/.lock"):
        assert viche(built, "build") == 1
    assert "Another viche" in capsys.readouterr().err


WRITERS = [
    ["plan", "--replace"],
    ["deal", SESSION, "--write"],
    ["replan", SESSION, "--done", "profile"],
    ["roster", "import", "form.csv"],
    ["kit"],
    ["kit", SESSION, "--seat", "G-S-1"],
    ["kit", SESSION, "--large", "G-S-1"],
    ["kit", SESSION, "--names"],
    ["site"],
    ["build"],
]
READERS = [["check"], ["deal", SESSION], ["replan", SESSION, "--done", "profile", "--try"]]


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_whoever_writes_waits_for_nobody_and_spoils_nothing(
    built: Path, command: list[str], capsys: Said
) -> None:
    before = hashes(built)
    file = built.parent / "form.csv"
    file.write_text("Nazwisko;Imię\nŻak;Ola\n", encoding="utf-8")
    typed = [str(file) if word == file.name else word for word in command]
    with FileLock(built / "build/.lock"):
        assert viche(built, *typed) == 1
    assert "Another viche" in capsys.readouterr().err
    assert hashes(built) == before


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_what_is_written_answers_what_was_read_under_the_same_lock(
    built: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else another run could write between the two, and its people would be forgotten."""
    held: list[bool] = []

    def watched(root: Path, *, plans: bool = True) -> Result:
        try:
            with FileLock(built / "build/.lock", timeout=0):
                held.append(False)
        except Timeout:
            held.append(True)
        return load(root, plans=plans)

    monkeypatch.setattr(commands, "load", watched)
    file = built.parent / "form.csv"
    file.write_text("Nazwisko;Imię\nŻak;Ola\n", encoding="utf-8")
    viche(built, *(str(file) if word == file.name else word for word in command))
    assert held == [True]


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_whoever_only_reads_is_never_sent_away(
    built: Path, command: list[str], capsys: Said
) -> None:
    with FileLock(built / "build/.lock"):
        viche(built, *command)
    assert "Another viche" not in capsys.readouterr().err


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_whoever_only_reads_needs_no_folder_to_build_in(cell: Path, command: list[str]) -> None:
    shutil.rmtree(cell / "build")
    viche(cell, *command)
    assert not (cell / "build").exists()


@pytest.mark.parametrize("command", ["plan", "kit", "site", "build"])
def test_where_no_cell_is_no_folder_is_made(tmp_path: Path, command: str) -> None:
    assert viche(tmp_path, command) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [["build"], ["kit", SESSION, "--seat", "G-S-1"]], ids=" ".join)
def test_whoever_is_interrupted_leaves_the_cell_to_others(
    built: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(commands, "load", interrupted)
        assert viche(built, *command) == 130
    assert viche(built, *command) == 0


def test_kits_that_were_never_made_are_told_in_one_line_and_stale_ones_by_name(
    built: Path, capsys: Said
) -> None:
    assert viche(built, "site") == 0
    assert "kit" not in capsys.readouterr().err.replace("build/site: up to date", "")
    edit(built / "content/cell.yaml", "languages: [pl]", "languages: [pl, en, uk]")
    assert viche(built, "site") == 0
    said = capsys.readouterr().err
    assert f"build/kits/{SESSION}/pl is not up to date" in said
    assert f"viche kit {SESSION}\n" in said
    assert "2 kits aren't made yet" in said
    assert said.count("the site does not offer") == 2


def test_whoever_watches_a_long_build_sees_how_far_it_is(
    cell: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert viche(cell, "kit") == 0
    said = capsys.readouterr().err
    assert "0/1" in said
    assert "Kits:" in said


def test_a_log_has_a_line_for_each_phase_and_no_counting(cell: Path, capsys: Said) -> None:
    assert viche(cell, "kit") == 0
    said = capsys.readouterr().err
    assert said.count("Kits:") == 1
    assert "/1" not in said


def test_what_a_killed_run_left_is_cleared_away(built: Path) -> None:
    left = built / "build/.staging-killed"
    left.mkdir()
    assert viche(built, "build") == 0
    assert not left.exists()


# --- what must not be published, and what can't be made


ROSTER = "name,phone,e-mail\nZdzisława Brzęczyszczykiewicz,+48 600 700 800,z.b@poczta.example\n"


@pytest.mark.parametrize(
    "leak",
    ["Brzęczyszczykiewicz Zdzisława", "tel. 600-700-800", "Z.B@poczta.example"],
    ids=["name", "phone", "e-mail"],
)
def test_a_leak_stops_the_build(built: Path, leak: str, capsys: Said) -> None:
    before = hashes(built / "build")
    private = built / f"content/private/{SESSION}"
    private.mkdir(parents=True)
    (private / "roster.csv").write_text(ROSTER, encoding="utf-8")
    with (built / PAGE).open("a", encoding="utf-8") as file:
        file.write(f"\n{leak}\n")
    assert viche(built, "build") == 1
    said = capsys.readouterr().err
    assert "content/private/2027-01-small/roster.csv" in said
    assert "Brzęczyszczykiewicz" not in said
    assert "700" not in said
    assert "poczta" not in said
    assert hashes(built / "build") == before


def test_a_new_roster_is_held_against_what_is_built_already(built: Path, capsys: Said) -> None:
    """Nothing is made anew, and yet the guard looks again."""
    with (built / PAGE).open("a", encoding="utf-8") as file:
        file.write("\nPyta Wiesława Jutrzenkowa.\n")
    assert viche(built, "build") == 0
    private = built / "content/private"
    private.mkdir(exist_ok=True)
    roster = "imię i nazwisko\nWiesława Jutrzenkowa\n"
    (private / "people.csv").write_text(roster, encoding="utf-8")
    assert viche(built, "build") == 1
    said = capsys.readouterr().err
    assert f"{PAGE}" in said
    assert "Jutrzenkowa" not in said


def test_a_booklet_that_overflows_leaves_the_last_good_build(built: Path, capsys: Said) -> None:
    before = hashes(built / "build")
    word = "Ź" * 80
    text = (built / PROTOCOL).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("- title:"))
    edit(built / PROTOCOL, line, line.split("title:")[0] + f"title: {word}")
    assert viche(built, "build") == 1
    said = capsys.readouterr().err
    assert "Nothing was written." in said
    line_number = text[: text.index(line)].count("\n") + 1
    assert f"{PROTOCOL}:{line_number}:" in said
    assert hashes(built / "build") == before


def test_content_errors_stop_every_command_that_writes(cell: Path) -> None:
    edit(cell / "content/cell.yaml", "timezone:", "timzone:")
    before = hashes(cell)
    for command in ("check", "plan", "kit", "site", "build"):
        assert viche(cell, command) == 1
    assert hashes(cell) == before


def test_without_a_plan_there_is_a_site_and_a_hint(cell: Path, capsys: Said) -> None:
    (cell / PLAN).unlink()
    assert viche(cell, "build") == 0
    assert f"viche plan {SESSION}" in capsys.readouterr().err
    assert (cell / "build/site/index.html").is_file()
    assert not (cell / "build/kits").exists()


def test_errors_stand_last_directly_above_their_number(cell: Path, capsys: Said) -> None:
    """Whoever has forty warnings sees at once what stops the build."""
    edit(cell / PAGE, "description:", "descripton:")
    (cell / "content/pages/pl/zz-notes.pdf").write_bytes(b"%PDF")
    session = cell / f"content/programmes/city/sessions/{SESSION}.yaml"
    edit(session, "date: 2027-01", "date: 2027-02")
    assert viche(cell, "check") == 1
    said = capsys.readouterr().err
    kinds = [line.split(":")[0].strip() for line in said.splitlines() if line.startswith("  ")]
    assert [kind for kind in kinds if kind in {"error", "warning"}] == ["warning"] * 2 + ["error"]
    assert said.index("zz-notes.pdf") < said.index(f"sessions/{SESSION}") < said.index(PAGE)


def test_news_of_a_day_to_come_are_told_at_their_date(cell: Path, capsys: Said) -> None:
    news = cell / "content/pages/pl/news/later.md"
    news.parent.mkdir(exist_ok=True)
    text = "---\ntitle: Później\ndescription: Opis\ndate: 9999-01-01\n---\n\nSłowa.\n"
    news.write_text(text, encoding="utf-8")
    assert viche(cell, "check") == 0
    said = capsys.readouterr().err
    assert "content/pages/pl/news/later.md:4:7  date\n" in said
    assert "the date 9999-01-01 is in the future" in said


# --- plan


def test_plan_says_what_it_proves(cell: Path, capsys: Said) -> None:
    capsys.readouterr()
    assert viche(cell, "plan", SESSION) == 0
    said = capsys.readouterr().out
    assert "19 people; no repeats (no-repeats)" in said
    assert "full coverage (full-coverage)" in said, "the other policy stands beside it"
    measured = [line for line in said.splitlines() if "fewer than" in line]
    assert len(measured) == 1
    assert measured[0].count("0") == 2
    assert "is up to date" in said


def test_a_plan_is_a_contract_with_paper(cell: Path, capsys: Said) -> None:
    session = cell / f"content/programmes/city/sessions/{SESSION}.yaml"
    edit(session, "policy: no-repeats", "policy: full-coverage")
    before = (cell / PLAN).read_bytes()
    assert viche(cell, "plan", SESSION) == 1
    assert "--replace" in capsys.readouterr().err
    assert (cell / PLAN).read_bytes() == before
    assert viche(cell, "plan", SESSION, "--replace") == 0
    assert (cell / PLAN).read_bytes() != before


def test_plan_mends_a_stale_plan(cell: Path) -> None:
    """The remedy that ``check`` gives must work."""
    text = (cell / PLAN).read_text(encoding="utf-8")
    (cell / PLAN).write_text("\n".join(text.splitlines()[:-1]) + "\n", encoding="utf-8")
    assert viche(cell, "check") == 1
    assert viche(cell, "plan", SESSION, "--replace") == 0
    assert viche(cell, "check") == 0


# --- the command line itself


@pytest.mark.parametrize(
    "arguments",
    [["kit", "2027-01-smal"], ["biuld"], ["build", "--fast"], ["--cell", "/nowhere", "check"]],
    ids=["session", "command", "option", "folder"],
)
def test_usage_errors_exit_with_2(cell: Path, arguments: list[str], capsys: Said) -> None:
    assert viche(cell, *arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_misspelt_session_is_named(cell: Path, capsys: Said) -> None:
    viche(cell, "kit", "2027-01-smal", language="uk")
    assert "2027-01-small" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "word"), [("uk", "Осередок"), ("en", "A cell keeps")])
def test_help_speaks_the_language(language: str, word: str, capsys: Said) -> None:
    assert run(["--lang", language, "--help"]) == 0
    said = capsys.readouterr().out
    assert word in said
    assert all(name in said for name in ("check", "plan", "kit", "site", "build", "schema"))


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {"LANG": "uk_UA.UTF-8"}, "uk"),
        ([], {"LANG": "uk_UA.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LC_MESSAGES": "uk", "LANG": "en_GB.UTF-8"}, "uk"),
        (["--lang", "en"], {"LANG": "uk_UA.UTF-8"}, "en"),
        (["--lang=uk"], {}, "uk"),
        ([], {"LANG": "fr_FR"}, "en"),
    ],
)
def test_language_of_messages(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert language_of(arguments, environment) == language


def test_a_damaged_dictionary_is_no_bug(
    cell: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_: object, **__: object) -> None:
        raise DictionaryError("pymorphy3", "pymorphy3-dicts-uk")

    monkeypatch.setattr(commands, "load", fall)
    assert viche(cell, "check") == 1
    assert "pip install --force-reinstall pymorphy3 pymorphy3-dicts-uk" in capsys.readouterr().err


@pytest.mark.parametrize("debug", [False, True])
def test_a_bug_apologises(
    cell: Path, debug: bool, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_: object, **__: object) -> None:
        raise RuntimeError("a bolt is loose")

    monkeypatch.setattr(commands, "load", fall)
    arguments = ["--debug", "check"] if debug else ["check"]
    assert viche(cell, *arguments) == 70
    said = capsys.readouterr().err
    assert "RuntimeError: a bolt is loose" in said
    assert ("Traceback" in said) is debug
