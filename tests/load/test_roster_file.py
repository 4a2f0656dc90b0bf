"""Our own private files: what they hold comes back, and what an organiser mistypes is told."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viche.load import load
from viche.load.answers import Answers
from viche.load.private import free_number, read_private, separator_in
from viche.load.private.columns import Line
from viche.load.private.holders import format_holders, read_holders
from viche.load.private.names import CODE
from viche.load.private.people import COLUMNS, format_people, person_of, read_people, row_of
from viche.load.private.roster import read_roster, roster_problems
from viche.model.content import Content, Meeting
from viche.model.plan import Role
from viche.model.roster import Holder, Holders, Person, Roster
from viche.problems import MESSAGE_LANGUAGES, Problem, Severity, explain

BASE = Path(__file__).parent / "base"
SESSION = "2026-12-swot"
DAY = dt.date(2026, 12, 12)
PATH = f"content/private/{SESSION}/roster.csv"
SEATS = f"content/private/{SESSION}/seats.csv"
SEATS_HERE = ("E-S-1", "E-S-2", "E-S-3", "E-T-1", "E-T-2", "C-S-1", "C-S-2", "C-T-1", "C-T-2")
"""Those of the small cell's plan."""


@pytest.fixture
def cell(tmp_path: Path) -> Path:
    """A copy of the small cell: two spheres, two parts, a session of nine people with a plan."""
    shutil.copytree(BASE, tmp_path / "cell")
    return tmp_path / "cell"


def content_of(cell: Path) -> Content:
    content = load(cell).content
    assert content is not None
    return content


def put(cell: Path, path: str, text: str, encoding: str = "utf-8") -> None:
    (cell / path).parent.mkdir(parents=True, exist_ok=True)
    (cell / path).write_bytes(text.encode(encoding))


def read(cell: Path, text: str, encoding: str = "utf-8") -> tuple[Roster | None, list[Problem]]:
    """The roster of the cell's session with this file."""
    put(cell, PATH, text, encoding)
    content = content_of(cell)
    roster, problems = read_roster(cell, content.meetings[0], content.meetings)
    for problem in problems:
        assert all(all(explain(problem, language)) for language in MESSAGE_LANGUAGES)
    return roster, problems


def said(problems: list[Problem]) -> list[tuple[str, int, str]]:
    return [(problem.code, problem.line, problem.field) for problem in problems]


FULL = Person(
    code="P-017",
    name="Олена Василівна Нечуй-Левицька",
    email="o@example.org",
    phone="38067 123-45-67",
    surname="Нечуй-Левицька",
    given={"sphere": "economy"},
    wishes={"sphere": ("society", "economy"), "part": ("threats", "strengths")},
    competence=("economy", "threats"),
    category="students",
    gender="female",
    age="25–34",
    member=True,
    stays=True,
    willing=(Role.MODERATOR, Role.REPORTER),
    apart=("P-001", "P-002"),
    together=("P-003",),
    seat="E-S-3",
    state="waiting",
    note='"дзвонити" після 18:00; спитати',
    row=2,
)
OTHERS = tuple(Person(f"P-00{number}", f"Анна {number}", row=2 + number) for number in (1, 2, 3))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_what_is_written_comes_back(cell: Path, separator: str, encoding: str) -> None:
    """Also when a spreadsheet has saved it in its own way."""
    people = (FULL, *OTHERS)
    text = format_people(people, separator)
    roster, problems = read(cell, text, encoding)
    assert problems == []
    assert roster == Roster(SESSION, PATH, people)


CODES = st.integers(1, 99_999).map(lambda number: f"P-{number:03d}")
WORDS = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=2, max_size=8)
PEOPLE = st.builds(
    Person,
    code=CODES,
    name=WORDS,
    email=st.sampled_from(["", "a.b@example.org"]),
    phone=st.sampled_from(["", "067 123-45-67"]),
    wishes=st.sampled_from([{}, {"sphere": ("society",)}, {"part": ("threats", "strengths")}]),
    competence=st.sampled_from([(), ("economy",), ("economy", "threats")]),
    category=st.sampled_from(["", "students"]),
    gender=st.sampled_from(["", "female", "male", "other"]),
    age=st.sampled_from(["", "16", "18–24", "60+", "до 25"]),
    member=st.booleans(),
    stays=st.booleans(),
    willing=st.sampled_from([(), (Role.SECRETARY,), tuple(Role)]),
    apart=st.lists(CODES, max_size=3, unique=True).map(tuple),
    state=st.sampled_from(["coming", "waiting", "cancelled"]),
    note=st.text(max_size=30).map(lambda text: " ".join(text.split())),
)


@given(PEOPLE)
def test_every_person_survives_a_line(person: Person) -> None:
    programme = content_of(BASE).programmes[0]
    line = Line("", person.row, row_of(person), {})
    found, problems = person_of(line, Answers(programme, DAY))
    assert problems == []
    assert row_of(found) == row_of(person) | {"note": found.note, "name": found.name}


def test_columns_may_be_left_out_and_moved(cell: Path) -> None:
    roster, problems = read(cell, "Name;CODE;Sphere\nІван;p-001;Соціум\n\nОля;Р-002;\n")
    assert problems == []
    assert roster is not None
    assert [(person.code, person.row) for person in roster.people] == [("P-001", 2), ("P-002", 4)]
    assert roster.people[0].wishes == {"sphere": ("society",)}


def test_no_file_is_no_problem(cell: Path) -> None:
    content = content_of(cell)
    assert read_roster(cell, content.meetings[0], content.meetings) == (None, [])
    assert read_people(cell, PATH, Answers(content.programmes[0], DAY)) == (
        None,
        [],
    )
    assert roster_problems(cell, content.meetings) == []


def test_everything_wrong_is_told_at_once_with_line_and_column(cell: Path) -> None:
    roster, problems = read(
        cell,
        "code,name,email,phone,sphere,sphere-given,category,gender,member,willing,apart,seat,state,age\n"
        'X-1,,none,123,econmy,"economy, society",student,?,maybe,cook,Petrenko,here,gone,old\n',
    )
    assert roster is None
    assert said(problems) == [
        ("roster-name", 2, "name"),
        ("roster-value", 2, "sphere-given"),
        ("roster-code", 2, "code"),
        ("roster-bad-email", 2, "email"),
        ("roster-bad-phone", 2, "phone"),
        ("roster-value", 2, "sphere"),
        ("roster-value", 2, "gender"),
        ("roster-bad-age", 2, "age"),
        ("roster-value", 2, "member"),
        ("roster-value", 2, "willing"),
        ("roster-not-codes", 2, "apart"),
        ("roster-bad-seat", 2, "seat"),
        ("roster-value", 2, "state"),
    ]
    columns = {problem.field: problem.column for problem in problems}
    assert (columns["code"], columns["state"]) == (1, 13)
    sphere = next(problem for problem in problems if problem.field == "sphere")
    assert sphere.params["near"] == "economy"
    code = next(problem for problem in problems if problem.code == "roster-code")
    assert code.params["free"] == "P-001"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("roster-empty", 0, "")),
        ("ПІБ,Телефон\nІван,067\n", ("roster-foreign", 1, "")),
        ("code,name,shpere\nP-001,Іван,\n", ("roster-column", 1, "")),
        ("code,name,name\nP-001,Іван,\n", ("roster-column-twice", 1, "name")),
        ("code,name\nP-001,Іван,зайве\n", ("roster-beyond", 2, "")),
        ("code,name\nP-001,Іван\nP-001,Оля\n", ("roster-code-twice", 3, "code")),
        ("code,name\n,Іван\n", ("roster-code", 2, "code")),
        ("code,name,apart\nP-001,Іван,P-002\n", ("roster-code-unknown", 2, "apart")),
        ("code,name,together\nP-001,Іван,P-001\n", ("roster-self", 2, "together")),
        ('code,name,sphere\nP-001,"Іван,E\nP-002,Оля,E\n', ("roster-quote", 2, "name")),
    ],
)
def test_a_roster_that_contradicts_itself(
    cell: Path, text: str, expected: tuple[str, int, str]
) -> None:
    roster, problems = read(cell, text)
    assert roster is None
    assert expected in said(problems)


def test_a_person_listed_twice_is_a_doubt(cell: Path) -> None:
    """Two people of one name may share an e-mail; so it is a warning."""
    rows = "code,name,email\nP-001,Анна Коваль,a@example.org\nP-002,Коваль Анна,A@example.org\n"
    roster, (problem,) = read(cell, rows)
    assert roster is not None
    assert (problem.code, problem.line, problem.severity) == (
        "roster-person-twice",
        3,
        Severity.WARNING,
    )
    family = "code,name,email\nP-001,Анна Коваль,a@example.org\nP-002,Ігор Коваль,a@example.org\n"
    assert read(cell, family)[1] == []
    again = rows.replace("email\n", "email,state\n").replace(
        "A@example.org", "A@example.org,cancelled"
    )
    assert read(cell, again)[1] == []


def test_what_slipped_from_another_column_is_not_repeated(cell: Path) -> None:
    """A contact or the person's own name: a message may be copied anywhere."""
    _, problems = read(
        cell,
        "code,name,surname,sphere,category,gender,willing,seat\n"
        "P-001,Анна,Коваль,a@example.org,коваль,067 123-45-67,anna@example.org,Анна Коваль\n"
        "P-002,Ян,Сова,Освіта,!,?!,E,E S 1\n",
    )
    shown = {(problem.line, problem.field): problem.params["value"] for problem in problems}
    assert set(shown.values()) - {"…"} == {"Освіта", "?!", "E", "E S 1"}
    assert [line for (line, _), value in shown.items() if value == "…"] == [2] * 5


def test_a_folder_called_after_no_session_is_a_doubt(cell: Path) -> None:
    put(cell, "content/private/2026-12-swat/roster.csv", "code,name\nP-001,Анна\n")
    put(cell, "content/private/2026-12-swat/registration.csv", "ПІБ\nАнна Коваль\n")
    (problem,) = roster_problems(cell, content_of(cell).meetings)
    assert (problem.code, problem.params["near"]) == ("roster-stray", SESSION)


def test_the_guard_knows_every_name_of_a_roster(cell: Path) -> None:
    """Also the parts of those whose surname stands in a column of its own."""
    other = Person("P-002", "Ігор Коваль", "i@example.org", "067 123-45-68")
    text = format_people([FULL, other, Person("P-003", "Петренко", surname="Петренко")], ";")
    put(cell, PATH, text, "utf-8-sig")
    terms, problems = read_private(cell)
    assert problems == []
    assert {(term.value, term.surname) for term in terms.of("name")} == {
        ("Нечуй-Левицька Олена Василівна", "Нечуй-Левицька"),
        ("Ігор Коваль", ""),
        ("Петренко", "Петренко"),
    }
    assert {term.value for term in terms.of("email")} == {"o@example.org", "i@example.org"}
    assert {term.value for term in terms.of("phone")} == {"38067 123-45-67", "067 123-45-68"}
    assert {term.value for term in terms.of("code")} == {"P-017", "P-001", "P-002", "P-003"}


def test_a_code_is_never_given_again(cell: Path) -> None:
    assert free_number(cell) == 1
    put(cell, PATH, "code,name\nP-003,Анна\n")
    put(cell, "content/private/2026-01-other/seats.csv", "seat,code,state\nE-S-1,P-041,\n")
    put(cell, "content/private/notes.csv", "P-999\n")
    assert free_number(cell) == 42


def test_separators_are_those_of_the_language() -> None:
    assert {language: separator_in(language) for language in ("uk", "ru", "pl", "he", "en")} == {
        **{"uk": ";", "ru": ";", "pl": ";"},
        **{"he": ",", "en": ","},
    }


def test_the_private_folder_explains_every_column(root: Path) -> None:
    said = (root / "content/private/README.md").read_text(encoding="utf-8")
    for half in said.split("# Private"):
        table = [line.split("|")[1] for line in half.splitlines() if line.startswith("| `")]
        columns = [name.strip(" `") for cell in table for name in cell.split(",")]
        assert columns == [*COLUMNS[:2], *columns[2:]]
        assert set(columns) == set(COLUMNS)


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cell whose private files are damaged again and again."""
    folder = tmp_path_factory.mktemp("damaged") / "cell"
    shutil.copytree(BASE, folder)
    return folder


@given(st.data())
def test_damage_of_our_own_files_is_never_a_trace(damaged: Path, data: st.DataObject) -> None:
    """Bytes lost, changed or added anywhere in the roster, and in the list of seats."""
    content = content_of(damaged)
    seats = Holders(tuple(Holder(seat, "P-001" if seat == "E-S-1" else "") for seat in SEATS_HERE))
    for path, text in (
        (PATH, format_people([FULL, *OTHERS])),
        (SEATS, format_holders(seats)),
    ):
        raw = text.encode()
        at = data.draw(st.integers(0, len(raw)))
        until = data.draw(st.integers(at, min(len(raw), at + 30)))
        (damaged / path).parent.mkdir(parents=True, exist_ok=True)
        (damaged / path).write_bytes(raw[:at] + data.draw(st.binary(max_size=6)) + raw[until:])
    roster, problems = read_roster(damaged, content.meetings[0], content.meetings)
    assert roster is not None or problems
    for problem in roster_problems(damaged, content.meetings):
        for language in MESSAGE_LANGUAGES:
            assert all(explain(problem, language))


# --- who holds which seat


def seats_of(cell: Path) -> list[str]:
    plan = content_of(cell).meetings[0].plan
    assert plan is not None
    return [seat.id for seat in plan.seats]


def read_seats(
    cell: Path, text: str, roster: Roster | None = None
) -> tuple[Holders | None, list[Problem]]:
    put(cell, SEATS, text)
    plan = content_of(cell).meetings[0].plan
    assert plan is not None
    holders, problems = read_holders(cell, SESSION, plan, roster)
    for problem in problems:
        assert all(all(explain(problem, language)) for language in MESSAGE_LANGUAGES)
    return holders, problems


def test_holders_come_back_in_the_plans_order(cell: Path) -> None:
    first, second, *rest = seats_of(cell)
    holders = Holders(
        (Holder(first, "P-001", absent=True), Holder(second, "P-002"), *map(Holder, rest))
    )
    text = format_holders(holders)
    assert text.splitlines()[:3] == ["seat,code,state", f"{first},P-001,absent", f"{second},P-002,"]
    roster = Roster(SESSION, PATH, OTHERS)
    assert read_seats(cell, text, roster) == (holders, [])
    header, *lines = format_holders(holders, ";").splitlines()
    assert read_seats(cell, "\n".join([header, *reversed(lines)]), roster) == (holders, [])
    assert holders.seat_of == {"P-001": first, "P-002": second}


def test_no_list_of_seats_is_no_problem(cell: Path) -> None:
    plan = content_of(cell).meetings[0].plan
    assert plan is not None
    assert read_holders(cell, SESSION, plan, None) == (None, [])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda lines: [*lines, lines[1]], [("seats-seat-twice", 11, "seat")]),
        (
            lambda lines: [*lines[:-1], lines[-1].replace(",,", ",P-001,")],
            [("seats-code-twice", 10, "code")],
        ),
        (lambda lines: lines[:-1], [("seats-missing", 0, "")]),
        (lambda lines: [*lines, "E-S-9,,"], [("seats-seat-unknown", 11, "seat")]),
        (
            lambda lines: [*lines[:-1], lines[-1].replace(",,", ",P-009,")],
            [("seats-code-unknown", 10, "code")],
        ),
        (lambda lines: [*lines[:-1], lines[-1] + "late"], [("seats-state", 10, "state")]),
        (lambda lines: [*lines[:-1], lines[-1] + "absent"], [("seats-nobody-absent", 10, "state")]),
        (lambda lines: ["place,who", *lines[1:]], [("roster-foreign", 1, "")]),
        (lambda lines: ["seat,code,stat", *lines[1:]], [("roster-column", 1, "")]),
    ],
)
def test_seats_edited_into_nonsense(
    cell: Path, change: Callable[[list[str]], list[str]], expected: list[tuple[str, int, str]]
) -> None:
    first, *rest = seats_of(cell)
    lines = ["seat,code,state", f"{first},P-001,", *(f"{seat},," for seat in rest)]
    holders, problems = read_seats(cell, "\n".join(change(lines)), Roster(SESSION, PATH, OTHERS))
    assert holders is None
    assert said(problems) == expected


# --- what earlier sessions add


LATER = "2026-12-vision"


@pytest.fixture
def two(cell: Path) -> Path:
    """The cell with a later stage that keeps the spheres of the first, and its session."""
    programme = cell / "content/programmes/city/programme.yaml"
    with programme.open("a", encoding="utf-8") as file:
        file.write(
            "  - id: vision\n    title: {uk: Бачення, en: Vision}\n"
            "    purpose: {uk: Уявити., en: To imagine.}\n    audience: open\n"
            "    network: incomplete-3d\n    minutes: {min: 60, max: 180}\n"
            "    interval_days: {min: 1, max: 10}\n    spheres_from: swot\n"
            "    output: {uk: Бачення., en: The vision.}\n"
        )
    sessions = cell / "content/programmes/city/sessions"
    session = (sessions / f"{SESSION}.yaml").read_text(encoding="utf-8")
    session = session.replace("stage: swot", "stage: vision").replace("2026-12-12", "2026-12-20")
    (sessions / f"{LATER}.yaml").write_text(session, encoding="utf-8")
    return cell


def later(cell: Path, text: str, *, plans: bool = True) -> tuple[Roster | None, list[Problem]]:
    put(cell, f"content/private/{LATER}/roster.csv", text)
    content = load(cell, plans=plans).content
    assert content is not None
    return read_roster(cell, content.meeting(LATER), content.meetings)


def hold(cell: Path, *holders: tuple[str, str, str]) -> None:
    held = {seat: f"{seat},{code},{state}" for seat, code, state in holders}
    lines = [held.get(seat, f"{seat},,") for seat in seats_of(cell)]
    put(cell, SEATS, "\n".join(["seat,code,state", *lines]))


@pytest.mark.parametrize("plans", [True, False])
def test_people_keep_their_spheres_and_whom_they_met(two: Path, plans: bool) -> None:
    """Also while the plans are left aside, because they are about to be made."""
    hold(two, ("E-S-1", "P-001", ""), ("C-S-1", "P-002", ""), ("E-S-2", "P-003", "absent"))
    rows = (
        "code,name,sphere,sphere-given\nP-001,Анна,society,\nP-002,Богдан,society,\n"
        "P-003,Вікторія,,\nP-004,Ганна,,\n"
    )
    roster, problems = later(two, rows, plans=plans)
    assert roster is not None
    assert roster.earlier == {"P-001", "P-002"}
    assert [dict(person.given) for person in roster.people] == [
        {"sphere": "economy"},
        {"sphere": "society"},
        {},
        {},
    ]
    plan = content_of(two).meeting(SESSION).plan
    assert plan is not None
    first, second = plan.seat("E-S-1").route, plan.seat("C-S-1").route
    met = any(one.group == other.group for one, other in zip(first, second, strict=True))
    assert roster.met == {
        "P-001": frozenset({"P-002"} if met else ()),
        "P-002": frozenset({"P-001"} if met else ()),
    }
    (notice,) = problems
    assert (notice.code, notice.params["rows"], notice.severity) == (
        "roster-sphere-kept",
        "2",
        Severity.WARNING,
    )


def test_an_organisers_hand_counts_more_than_the_kept_sphere(two: Path) -> None:
    hold(two, ("E-S-1", "P-001", ""))
    roster, (problem,) = later(two, "code,name,sphere-given\nP-001,Анна,society\n")
    assert roster is not None
    assert roster.people[0].given == {"sphere": "society"}
    assert (problem.code, problem.severity) == ("roster-sphere-by-hand", Severity.WARNING)


def test_unknown_holders_of_the_earlier_session_are_told(two: Path) -> None:
    roster, (problem,) = later(two, "code,name\nP-001,Анна\n")
    assert roster is not None
    assert not roster.earlier
    assert (problem.code, problem.params["session"]) == ("roster-spheres-lost", SESSION)


def test_spheres_are_kept_from_earlier_sessions_alone(two: Path) -> None:
    hold(two, ("E-S-1", "P-001", ""))
    put(two, PATH, "code,name\nP-001,Анна\n")
    meetings: tuple[Meeting, ...] = content_of(two).meetings
    roster, problems = read_roster(two, meetings[0], meetings)
    assert problems == []
    assert roster is not None
    assert not roster.earlier
    assert not roster.met


def test_wrong_seats_of_an_earlier_session_are_told_once(two: Path) -> None:
    put(two, SEATS, "seat,code,state\nE-S-1,P-001,\n")
    later(two, "code,name\nP-001,Анна\n")
    put(two, PATH, "code,name\nP-001,Анна\n")
    problems = roster_problems(two, content_of(two).meetings)
    assert [problem.code for problem in problems] == ["seats-missing", "roster-spheres-lost"]


def test_every_code_looks_like_one() -> None:
    assert CODE.fullmatch(FULL.code)
    assert repr(FULL) == "Person(P-017)"
