"""``viche roster import`` as an organiser meets it: what is said, asked, written and refused."""

from __future__ import annotations

import io
import re
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.cells import edit, hashes
from tests.rosters import write_roster_form
from viche.cli import run
from viche.load import load

Said = pytest.CaptureFixture[str]

BASE = Path(__file__).parent.parent / "load/base"
GOLDEN = Path(__file__).parent / "golden"
SESSION = "2026-12-swot"
PRIVATE = f"content/private/{SESSION}"
LIST = f"{PRIVATE}/registration.csv"
SESSION_FILE = f"content/programmes/city/sessions/{SESSION}.yaml"


@pytest.fixture
def cell(tmp_path: Path) -> Path:
    """The small cell of the loader's tests, in Ukrainian and English."""
    shutil.copytree(BASE, tmp_path / "cell")
    return tmp_path / "cell"


def put(cell: Path, text: str | bytes, path: str = LIST) -> Path:
    """Write a registration list."""
    file = cell / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def import_(cell: Path, *arguments: str, language: str = "en") -> int:
    """Import the list of the cell."""
    file = str(cell / LIST)
    return run(["--cell", str(cell), "--lang", language, "roster", "import", file, *arguments])


def roster(cell: Path) -> list[str]:
    """The lines of the roster."""
    return (cell / PRIVATE / "roster.csv").read_text(encoding="utf-8-sig").splitlines()


GOOD = (
    "Позначка часу,Прізвище,Ім'я,Пошта,Телефон,Сфера,Хто Ви?,Улюблений колір\n"
    "1.12.2026,Нечуй,Олена,o@example.org,067 123-45-67,Економіка,студентка,синій\n"
    "2.12.2026,Коваль,Іван,i@example.org,+380501234567,Соціум,,жовтий\n"
)


def test_the_roster_is_written_for_its_owner_alone(cell: Path, capsys: Said) -> None:
    put(cell, GOOD)
    before = hashes(cell)
    assert import_(cell, SESSION) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "2 people" in said.out
    assert f"viche plan {SESSION}" in said.out
    assert "Улюблений колір" in said.out
    assert "Позначка" not in said.out
    new = {path for path in hashes(cell) if path not in before}
    assert new == {f"{PRIVATE}/roster.csv", f"{PRIVATE}/imported.csv"}
    for path in new:
        assert stat.S_IMODE((cell / path).stat().st_mode) == 0o600
        assert (cell / path).read_bytes().startswith(b"\xef\xbb\xbf")
    head, first, _ = roster(cell)
    assert head.startswith("code;state;surname;name;email;phone;")
    assert first.startswith("P-001;coming;Нечуй;Олена;o@example.org;067 123-45-67;;economy;")


def test_the_same_list_again_changes_nothing(cell: Path, capsys: Said) -> None:
    put(cell, GOOD)
    assert import_(cell, SESSION) == 0
    before = hashes(cell)
    assert import_(cell, SESSION) == 0
    assert hashes(cell) == before
    assert "unchanged: 2 people" in capsys.readouterr().out


def test_edits_by_hand_survive_an_import(cell: Path, capsys: Said) -> None:
    put(cell, GOOD)
    import_(cell, SESSION)
    edit(cell / PRIVATE / "roster.csv", "P-002;coming", "P-002;waiting")
    put(cell, GOOD.replace("Соціум", "Економіка") + "3.12.2026,Ткач,Марія,m@example.org,,,,\n")
    capsys.readouterr()
    assert import_(cell, SESSION) == 0
    said = capsys.readouterr().out
    assert "new: 1 person\n" in said
    assert "changed: 1 person (P-002)\n" in said
    assert "waiting for a place: 1 person\n" in said
    _, _, ivan, maria = roster(cell)
    assert ivan.startswith("P-002;waiting;Коваль;Іван;i@example.org;38050 123-45-67;;economy;")
    assert maria.startswith("P-003;coming;Ткач;Марія;")


def test_who_is_no_longer_in_the_form_is_cancelled_and_told(cell: Path, capsys: Said) -> None:
    put(cell, GOOD)
    import_(cell, SESSION)
    put(cell, "\n".join(GOOD.splitlines()[:2]))
    capsys.readouterr()
    assert import_(cell, SESSION) == 0
    assert "now cancelled: 1 person" in capsys.readouterr().out
    assert roster(cell)[2].startswith("P-002;cancelled;")


def test_a_roster_with_errors_is_not_overwritten(cell: Path, capsys: Said) -> None:
    put(cell, GOOD)
    import_(cell, SESSION)
    edit(cell / PRIVATE / "roster.csv", "P-002;coming", "P-002;comming")
    before = hashes(cell)
    assert import_(cell, SESSION) == 1
    assert hashes(cell) == before
    assert "roster.csv:3:2" in capsys.readouterr().err


def test_a_list_that_lies_where_the_roster_should_is_not_overwritten(cell: Path) -> None:
    put(cell, GOOD)
    put(cell, GOOD, f"{PRIVATE}/roster.csv")
    before = hashes(cell)
    assert import_(cell, SESSION) == 1
    assert hashes(cell) == before


def test_codes_are_one_for_the_whole_cell(cell: Path, capsys: Said) -> None:
    put(
        cell,
        "code,name,email\nP-040,Іван Коваль,i@example.org\n",
        "content/private/2026-11-training/roster.csv",
    )
    put(cell, GOOD)
    assert import_(cell, SESSION) == 0
    assert [line.split(";")[0] for line in roster(cell)] == ["code", "P-041", "P-040"]
    assert "same code: 1 person" in capsys.readouterr().out


# --- duplicates


TWICE = GOOD + "3.12.2026,Нечуй,Олена,o@example.org,,Соціум,,\n"


def test_duplicates_are_never_dropped_in_silence(cell: Path, capsys: Said) -> None:
    put(cell, TWICE)
    before = hashes(cell)
    assert import_(cell, SESSION) == 1
    said = capsys.readouterr()
    assert "2, 4" in said.err
    assert "The same: e-mail address, name. Different: phone number, sphere, category" in said.err
    assert "--duplicates first" in said.err
    assert hashes(cell) == before


@pytest.mark.parametrize(
    ("decision", "lines"),
    [
        ("first", ["P-001;economy", "P-002;society"]),
        ("last", ["P-001;society", "P-002;society"]),
        ("both", ["P-001;economy", "P-002;society", "P-003;society"]),
    ],
)
def test_an_option_decides_for_all(cell: Path, decision: str, lines: list[str]) -> None:
    """Whoever corrects a registration keeps their turn."""
    put(cell, TWICE)
    assert import_(cell, SESSION, "--duplicates", decision) == 0
    rows = [line.split(";") for line in roster(cell)[1:]]
    assert [f"{row[0]};{row[7]}" for row in rows] == lines


@pytest.mark.parametrize(
    ("decision", "told"),
    [("first", "another row: 1 row\n"), ("last", "another row: 1 row\n"), ("both", "")],
)
def test_rows_left_out_are_counted(cell: Path, decision: str, told: str, capsys: Said) -> None:
    put(cell, TWICE)
    assert import_(cell, SESSION, "--duplicates", decision) == 0
    said = capsys.readouterr().out
    assert told in said
    assert ("left out" in said) == bool(told)


@pytest.mark.parametrize(
    ("changed", "last"),
    [(1, "P-001"), (20, "P-020"), (21, "P-020, …")],
    ids=["one", "most", "more"],
)
def test_who_has_changed_is_told_by_code(cell: Path, changed: int, last: str, capsys: Said) -> None:
    """Twenty of them at most."""
    head = "Прізвище,Ім'я,Пошта,Сфера\n"
    rows = [f"Нечуй,Олена{chr(1072 + at)},n{at}@example.org,Економіка\n" for at in range(23)]
    put(cell, head + "".join(rows))
    assert import_(cell, SESSION) == 0
    capsys.readouterr()
    now = [row.replace("Економіка", "Соціум") for row in rows[:changed]]
    put(cell, head + "".join(reversed(now + rows[changed:])))
    assert import_(cell, SESSION) == 0
    (told,) = re.findall(r"changed: \d+ \w+ \((.*)\)\n", capsys.readouterr().out)
    assert told.startswith("P-001")
    assert told.endswith(last)
    assert told.count("P-") == min(changed, 20)


def test_a_roster_with_whole_names_in_one_column_is_known_again(cell: Path, capsys: Said) -> None:
    """So an earlier version wrote it: nobody is new, and nobody has changed."""
    before = "code;surname;name;email\nP-001;;Нечуй Олена;o@example.org\nP-002;;Коваль Іван;\n"
    for name in ("roster.csv", "imported.csv"):
        put(cell, before, f"{PRIVATE}/{name}")
    put(cell, "ПІБ,Пошта\nНечуй Олена,o@example.org\nКоваль Іван,\n")
    assert import_(cell, SESSION) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "  unchanged: 2 people\n" in said.out
    assert not any(word in said.out for word in ("new:", "changed: 1", "(P-"))
    assert [line.split(";")[:4] for line in roster(cell)[1:]] == [
        ["P-001", "coming", "Нечуй", "Олена"],
        ["P-002", "coming", "Коваль", "Іван"],
    ]


def test_who_shares_what_is_said_in_words(cell: Path, capsys: Said) -> None:
    """In the reader's language, and no value of anybody."""
    put(cell, GOOD + "3.12.2026,Ткач,Олег,i@example.org,0501234567,E,,\n")
    assert import_(cell, SESSION, language="uk") == 1
    said = capsys.readouterr().err
    assert "Збігається: електронна адреса, номер телефону. Різниться: прізвище, ім’я, сфера" in said
    assert not any(value in said for value in ("Ткач", "Коваль", "example.org", "050"))


def test_answers_that_would_give_somebody_away_are_not_repeated(cell: Path, capsys: Said) -> None:
    """A separator inside an answer moves names and contacts to where something else is asked."""
    put(
        cell,
        "ПІБ,Пошта,Сфера,Хто Ви?\n"
        "Анна Коваль,a@example.org,067 123-45-67,сова ян\n"
        "Ян Сова,s@example.org,Освіта,a@example.org\n",
    )
    assert import_(cell, SESSION) == 0
    said = capsys.readouterr().err
    assert "“Освіта” is not among the known answers; rows: 3" in said
    assert f"{LIST}:2:3  Сфера\n  warning: a contact or somebody's name stands where" in said
    assert "something else is asked; rows: 2–3" in said
    assert not any(value in said.casefold() for value in ("коваль", "сова", "example.org", "067"))


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "people"), [("1\n", 2), ("what?\n2\n", 2), ("3\n", 3)], ids=["first", "last", "both"]
)
@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_person_at_a_terminal_is_asked(
    cell: Path,
    typed: str,
    people: int,
    language: str,
    capsys: Said,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(cell, TWICE)
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    assert import_(cell, SESSION, language=language) == 0
    said = capsys.readouterr()
    assert "2, 4" in said.err
    assert "Нечуй" not in said.err + said.out
    assert len(roster(cell)) == 1 + people


def test_no_answer_writes_nothing(cell: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(cell, TWICE)
    before = hashes(cell)
    monkeypatch.setattr("sys.stdin", Terminal(""))
    assert import_(cell, SESSION) == 130
    assert hashes(cell) == before


def test_a_family_is_asked_about_once(cell: Path) -> None:
    put(cell, GOOD + "3.12.2026,Коваль,Оля,i@example.org,,,,\n")
    assert import_(cell, SESSION) == 1
    assert import_(cell, SESSION, "--duplicates", "both") == 0
    before = hashes(cell)
    assert import_(cell, SESSION) == 0
    assert hashes(cell) == before


# --- what is typed wrongly


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nowhere.csv"],
        [LIST, "2026-12-swat"],
        [LIST, SESSION, "--duplicates", "none"],
        [LIST, SESSION, "--fast"],
    ],
    ids=["nothing", "file", "session", "decision", "option"],
)
@pytest.mark.parametrize("language", ["en", "uk"])
def test_usage_errors(
    cell: Path, arguments: list[str], language: str, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    put(cell, GOOD)
    monkeypatch.chdir(cell)
    assert run(["--lang", language, "roster", "import", *arguments]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "Missing" not in said


def test_the_only_session_with_a_network_needs_no_name(cell: Path) -> None:
    put(cell, GOOD)
    assert import_(cell) == 0
    assert len(roster(cell)) == 3


def test_several_sessions_are_listed(cell: Path, capsys: Said) -> None:
    put(cell, GOOD)
    other = cell / SESSION_FILE.replace(SESSION, "2026-12-other")
    shutil.copyfile(cell / SESSION_FILE, other)
    assert import_(cell) == 2
    assert f"2026-12-other, {SESSION}" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "word"), [("en", "Read the"), ("uk", "Прочитати")])
def test_help_speaks_the_language(language: str, word: str, capsys: Said) -> None:
    for command in (["roster", "--help"], ["roster", "import", "--help"]):
        assert run(["--lang", language, *command]) == 0
        assert word in capsys.readouterr().out


# --- where lists lie


def test_a_list_that_git_would_take_is_warned_about(cell: Path, capsys: Said) -> None:
    for path, warned in (("list.csv", True), ("content/private/list.csv", False)):
        file = put(cell, GOOD, path)
        arguments = ["--cell", str(cell), "--lang", "en", "roster", "import", str(file), SESSION]
        assert run(arguments) == 0
        said = capsys.readouterr().err
        assert ("git" in said) is warned
        assert ("list.csv" in said) is warned


def test_a_list_may_lie_anywhere(cell: Path, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "Завантажене" / "відповіді (1).csv"
    file.parent.mkdir()
    file.write_text(GOOD, encoding="utf-8")
    arguments = ["--cell", str(cell), "--lang", "en", "roster", "import", str(file), SESSION]
    assert run(arguments) == 0
    assert capsys.readouterr().err == ""


def test_the_roster_itself_is_no_list(cell: Path, capsys: Said) -> None:
    put(cell, GOOD)
    import_(cell, SESSION)
    before = hashes(cell)
    for name in ("roster.csv", "imported.csv"):
        file = str(cell / PRIVATE / name)
        assert run(["--cell", str(cell), "--lang", "en", "roster", "import", file, SESSION]) == 1
        assert "not a registration list" in capsys.readouterr().err
    assert hashes(cell) == before


# --- check


BOUND = (
    "code,name,state,apart,together\n"
    "P-001,Анна,,P-003,P-002\nP-002,Богдан,{},,P-003\nP-003,Вікторія,,P-001,\nP-004,Ганна,,P-001,\n"
)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "P-001 and P-003 must be apart, but are tied together: P-001 – P-002 – P-003"),
        ("uk", "P-001 і P-003 мають бути окремо, але пов’язані разом: P-001 – P-002 – P-003"),
    ],
)
def test_check_tells_who_is_bound_against_themselves(
    cell: Path, language: str, told: str, capsys: Said
) -> None:
    """A with B, B with C, and A apart from C: unless B doesn't come."""
    put(cell, BOUND.format(""), f"{PRIVATE}/roster.csv")
    assert run(["--cell", str(cell), "--lang", language, "check"]) == 1
    said = capsys.readouterr().err
    assert f"{PRIVATE}/roster.csv:2:19  apart\n" in said
    assert told in said
    assert said.count("P-002") == 1
    for state in ("cancelled", "waiting"):
        put(cell, BOUND.format(state), f"{PRIVATE}/roster.csv")
        assert run(["--cell", str(cell), "--lang", language, "check"]) == 0


def test_an_import_tells_it_at_once(cell: Path, capsys: Said) -> None:
    put(cell, "ПІБ,З ким разом?,З ким не саджати?\nАнна Коваль,Ян Сова,Ян Сова\nЯн Сова,,\n")
    assert import_(cell, SESSION) == 1
    assert "P-001 and P-002 must be apart, but are tied together" in capsys.readouterr().err
    assert len(roster(cell)) == 3


def test_a_seat_is_for_one_of_those_who_come(cell: Path, capsys: Said) -> None:
    rows = "code,name,seat,state\nP-001,Анна,E-S-1,\nP-002,Богдан,E-S-1,{}\n"
    put(cell, rows.format(""), f"{PRIVATE}/roster.csv")
    assert run(["--cell", str(cell), "--lang", "en", "check"]) == 1
    assert "P-001, P-002 are all to have the seat E-S-1" in capsys.readouterr().err
    put(cell, rows.format("cancelled"), f"{PRIVATE}/roster.csv")
    assert run(["--cell", str(cell), "--lang", "en", "check"]) == 0


def test_check_looks_at_rosters_and_seats(cell: Path, capsys: Said) -> None:
    put(cell, "code,name,sphere\nP-001,Анна Коваль,econmy\n", f"{PRIVATE}/roster.csv")
    put(cell, "seat,code,state\nE-S-1,P-001,\n", f"{PRIVATE}/seats.csv")
    assert run(["--cell", str(cell), "--lang", "en", "check"]) == 1
    said = capsys.readouterr().err
    assert f"{PRIVATE}/roster.csv:2:3  sphere" in said
    assert "write “economy”" in said
    assert f"{PRIVATE}/seats.csv" in said
    assert "Коваль" not in said


def test_check_is_content_with_what_an_import_writes(cell: Path, capsys: Said) -> None:
    put(cell, GOOD)
    import_(cell, SESSION)
    capsys.readouterr()
    assert run(["--cell", str(cell), "--lang", "en", "check"]) == 0
    said = capsys.readouterr()
    assert "roster" not in said.err
    assert f"{PRIVATE}/roster.csv: 2 names" in said.out or "2 names" in said.out


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ("{sphere: {Гроші: economy}, gender: {Пані: female}, willing: {Охоче: yes}}", 0),
        ("{sphere: {Гроші: econmy}, gender: {Пані: lady}, member: {Ага: maybe}}", 1),
    ],
    ids=["right", "wrong"],
)
def test_check_knows_what_answers_can_mean(
    cell: Path, answers: str, code: int, capsys: Said
) -> None:
    with (cell / SESSION_FILE).open("a", encoding="utf-8") as file:
        file.write(f"roster:\n  answers: {answers}\n")
    assert run(["--cell", str(cell), "--lang", "en", "check"]) == code
    said = capsys.readouterr().err
    assert said.count("not what an answer") == 3 * code
    assert ("write “economy”" in said) == bool(code)


# --- what is said of bad lists, word for word


BAD: dict[str, str | bytes] = {
    "empty": "",
    "headings_only": GOOD.splitlines()[0] + "\n",
    "nobody_has_a_name": "Ім'я,Пошта\n,a@example.org\n,b@example.org\n",
    "no_column_of_names": "Сфера,Пошта\nЕкономіка,a@example.org\n",
    "unknown_answers": (
        "ПІБ,Сфера,Стать,Хто Ви?,Складова\n"
        "Коваль Анна,Економика міста,інше,учні,Загроза\nСова Ян,Econnomy,так,-,S\n"
    ),
    "slips": (
        "ПІБ,Пошта,Телефон,Вік,Місце,З ким разом?\n"
        "Коваль Анна,немає ще,3.80671E+11,давно,десь,Ян\n,,,20,,\nСова Ян,s@example.org,5,,E-S-1,\n"
    ),
    "duplicates": TWICE,
    "open_quote": 'ПІБ,Сфера,Вік\nКоваль Анна,"Економіка,20\nСова Ян,E,30\nЮля Сич,E,40\n',
    "broken_workbook": b"PK\x03\x04 and nothing",
    "old_workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "no_text": bytes(range(256)),
    "answers_that_give_people_away": (
        "ПІБ,Сфера,Хто Ви?\nКоваль Анна,a@example.org,Сова Ян\nСова Ян,067 123-45-67,учні\n"
    ),
    "surnames_untold": (
        "Ваше ім'я,Пошта,Сфера\nАнна Коваль,a@example.org,E\nЯн Сова,s@example.org,E\nЯн,,E\n"
    ),
    "another_code_page": GOOD.encode("cp1251"),
    "one_person": "\n".join(GOOD.splitlines()[:2]),
}


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("name", BAD)
def test_messages(
    cell: Path, name: str, language: str, capsys: Said, golden: Callable[[Path, str], None]
) -> None:
    """Everything an organiser reads, and no name among it."""
    put(cell, BAD[name])
    code = import_(cell, SESSION, language=language)
    said = capsys.readouterr()
    shown = f"{said.err}--- {code}\n{said.out}"
    golden(GOLDEN / f"roster_{name}.{language}.txt", shown)
    assert (code == 0) == (cell / PRIVATE / "roster.csv").exists()
    for private in ("Коваль", "Сова", "Нечуй", "Олена", "example.org", "067"):
        assert private not in shown


def test_every_golden_message_belongs_to_a_list() -> None:
    """A message without its list would never be compared."""
    names = {path.name.split(".")[0] for path in GOLDEN.glob("roster_*.txt")}
    assert names == {f"roster_{name}" for name in BAD}


# --- real sizes


@pytest.mark.parametrize("language", ["uk", "pl", "he"])
def test_five_hundred_people(root: Path, tmp_path: Path, language: str, capsys: Said) -> None:
    """Two files of one form, a workbook and old text, give one and the same roster."""
    cells = {"uk": root / "content", "pl": root / "tests/cells/pl/content"}
    shutil.copytree(cells.get(language, root / "tests/cells/he/content"), tmp_path / "content")
    for plans in tmp_path.glob("content/programmes/*/plans"):
        shutil.rmtree(plans)
    for private in tmp_path.glob("content/private/*/"):
        shutil.rmtree(private)
    content = load(tmp_path).content
    assert content is not None
    programme = content.programmes[0]
    (session,) = (meeting.id for meeting in content.meetings if meeting.stage.id == "swot")
    book, text = tmp_path / "content/private/a.xlsx", tmp_path / "content/private/b.csv"
    book.parent.mkdir(exist_ok=True)
    page = {"uk": "cp1251", "pl": "cp1250", "he": "cp1255"}[language]
    write_roster_form(book, language, 500, 3, programme=programme)
    write_roster_form(text, language, 500, 3, programme=programme, encoding=page, separator=";")
    for file in (book, text):
        arguments = ["--cell", str(tmp_path), "--lang", "en", "roster", "import", str(file)]
        assert run([*arguments, session, "--duplicates", "both"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "new: 500 people" in said.out
    assert "unchanged: 500 people" in said.out
    assert said.out.count(", members of the cell: 4") == 8
