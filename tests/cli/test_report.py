"""What ``viche plan`` says of a seating, in words that a person reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.cells import SESSION, edit, make_cell, viche
from tests.cli.test_seating import make, only, rows
from viche.cli.report import missed_lines, plan_lines, wish_lines
from viche.cli.speech import Speech
from viche.load import load
from viche.model.plan import Plan
from viche.network.assignment import GroupMiss, Level, Miss, PairMiss, PersonMiss, Seating
from viche.network.meeting import plan_session
from viche.resources import tree

Said = pytest.CaptureFixture[str]
CELLS = Path(__file__).parent.parent / "cells"
FILE = f"content/programmes/city/sessions/{SESSION}.yaml"

MISSES: dict[str, Miss] = {
    "members": GroupMiss("profile", "E-S", "", 0, 1, 19),
    "sphere": PersonMiss("P-001", 1, "E-S"),
    "part": PersonMiss("P-002", 5, "C-T"),
    "competence": PersonMiss("P-003", 2, "I-O"),
    "category": GroupMiss("profile", "E-S", "residents", 3, 1, 2),
    "gender": GroupMiss("cross", "E-1", "female", 1, 2, 2),
    "age": GroupMiss("cross", "E-1", "25–34", 0, 1, 2),
    "new-people": PairMiss("P-001", "P-004", "return", "E-S"),
}
WORDS = {
    "en": [
        "a member of the cell in every profile group:",
        "  Profile groups, E-S: no member of the cell",
        "the sphere asked for:",
        "  P-001 sits in Gospodarka, Mocne strony, not their first choice",
        "the part or direction asked for:",
        "  P-002 sits in Społeczeństwo i kultura, Zagrożenia, none of their choices",
        "competence:",
        "  P-003 sits in Infrastruktura, Szanse, and is at home elsewhere",
        "an even mix of categories:",
        "  Profile groups, E-S: “mieszkanki i mieszkańcy” 3 instead of 1–2",
        "an even mix of gender:",
        "  Cross groups, E-1: “women” 1 instead of 2",
        "an even mix of age groups:",
        "  Cross groups, E-1: “25–34” 0 instead of 1–2",
        "meeting new people:",
        "  P-001 and P-004 meet again: Back in profile groups, E-S",
    ],
    "uk": [
        "член осередку в кожній профільній групі:",
        "  Профільні групи, E-S: без члена осередку",
        "бажана сфера:",
        "  P-001 має місце не за першим бажанням: Gospodarka, Mocne strony",
        "бажана складова чи напрям:",
        "  P-002 має місце не за жодним із бажань: Społeczeństwo i kultura, Zagrożenia",
        "обізнаність:",
        "  P-003 має місце там, де обізнаності немає: Infrastruktura, Szanse",
        "рівномірно за категоріями:",
        "  Профільні групи, E-S: «mieszkanki i mieszkańcy» 3 замість 1–2",
        "рівномірно за статтю:",
        "  Перехресні групи, E-1: «жінки» 1 замість 2",
        "рівномірно за віком:",
        "  Перехресні групи, E-1: «25–34» 0 замість 1–2",
        "зустрічі з новими людьми:",
        "  P-001 і P-004 зустрічаються знову: Знову профільні групи, E-S",
    ],
}


def seating(misses: dict[str, Miss]) -> Seating:
    levels = tuple(Level(wish, 1, 1, (miss,)) for wish, miss in misses.items())
    return Seating(Plan((), ()), {}, levels, ())


@pytest.mark.parametrize("language", ["en", "uk"])
def test_what_was_missed_is_told_in_words(language: str) -> None:
    meeting = only(CELLS / "pl")
    lines = missed_lines(seating(MISSES), meeting, tree("site", CELLS / "pl"), Speech(language))
    assert list(lines) == WORDS[language]


def test_an_id_that_has_no_words_stays() -> None:
    strangers = {"category": GroupMiss("profile", "E-S", "pensioners", 3, 1, 2)}
    meeting = only(CELLS / "pl")
    lines = missed_lines(seating(dict(strangers)), meeting, tree("site", CELLS), Speech("en"))
    assert "“pensioners” 3" in list(lines)[1]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_file_of_what_was_missed_speaks_of_no_ids(
    root: Path, tmp_path: Path, language: str
) -> None:
    cell = make(root, tmp_path / "cell", "pl")
    assert viche(cell, "roster", "import", str(tmp_path / "form.csv"), SESSION) == 0
    assert viche(cell, "plan", "--replace", language=language) == 0
    text = (cell / f"build/private/{SESSION}/missed.txt").read_text(encoding="utf-8")
    programme = only(cell).programme
    ids = [it.id for it in programme.spheres] + [it.id for it in programme.parts]
    ids += [it.id for it in programme.categories]
    assert not re.search(rf"\b({'|'.join(ids)}|female|male)\b", text)
    codes = {row["code"] for row in rows(cell / f"content/private/{SESSION}/roster.csv")}
    assert {*re.findall(r"P-[0-9]{3}", text)} <= codes
    assert "P-" in text


# --- numbers and their nouns


@pytest.mark.parametrize(
    ("people", "en", "uk"),
    [
        (1, "1 group of 1 person;", "1 група по 1 людині;"),
        (4, "4 groups of 1 person;", "4 групи по 1 людині;"),
        (8, "4 groups of 2 people;", "4 групи по 2 людини;"),
        (18, "4 groups of 4–5 people;", "4 групи по 4–5 людей;"),
    ],
)
def test_numbers_agree_with_their_nouns(people: int, en: str, uk: str) -> None:
    content = load(CELLS.parent / "load/base", plans=False).content
    assert content is not None
    (meeting,) = content.meetings
    assert meeting.topology is not None
    half = people // 2
    attendance = {"economy": people - half, "society": half}
    session = meeting.session.model_copy(update={"attendance": attendance})
    plan = plan_session(session, meeting.programme)
    for language, words in (("en", en), ("uk", uk)):
        lines = plan_lines(plan, meeting, tree("site", CELLS), Speech(language))
        assert words in list(lines)[1]


def test_without_wishes_nothing_is_said_of_wishes(root: Path, tmp_path: Path, capsys: Said) -> None:
    cell = make(root, tmp_path / "cell", "pl")
    assert viche(cell, "roster", "import", str(tmp_path / "form.csv"), SESSION) == 0
    with (cell / FILE).open("a", encoding="utf-8") as file:
        file.write("roster: {wishes: []}\n")
    capsys.readouterr()
    assert viche(cell, "plan", "--replace") == 0
    said = capsys.readouterr().out
    assert "Wishes" not in said
    assert "proved that no seating" not in said
    assert list(wish_lines(seating({}), [], Speech("en"))) == []


# --- the session's file


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "the wish “sphere” stands on line {first} already"),
        ("uk", "побажання «sphere» уже є в рядку {first}"),
    ],
)
def test_a_wish_told_twice_is_an_error(
    root: Path, tmp_path: Path, language: str, told: str, capsys: Said
) -> None:
    cell = make_cell(root, tmp_path / "cell")
    edit(
        cell / FILE,
        "steps:",
        "roster:\n  wishes:\n    - sphere\n    - gender\n    - sphere\n\nsteps:",
    )
    lines = (cell / FILE).read_text(encoding="utf-8").splitlines()
    first = lines.index("    - sphere") + 1
    capsys.readouterr()
    assert viche(cell, "check", language=language) == 1
    said = capsys.readouterr().err
    assert f"{FILE}:{first + 2}:7  roster.wishes[3]\n" in said
    assert told.format(first=first) in said


@pytest.mark.parametrize(
    ("wish", "miss", "weighed"),
    [("sphere", MISSES["sphere"], True), ("gender", MISSES["gender"], False)],
)
def test_what_may_be_better_is_counted_in_its_own_unit(
    wish: str, miss: Miss, weighed: bool
) -> None:
    """Only people's choices have weights; groups are counted."""
    found = Seating(Plan((), ()), {}, (Level(wish, 3, 1, (miss,)),), ())
    said = list(wish_lines(found, [], Speech("en")))[2]
    assert "perhaps 2 of these could be spared" in said
    assert ("second choice counts 1" in said) is weighed
