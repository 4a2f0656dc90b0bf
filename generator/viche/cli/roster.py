"""``viche roster import``: from a registration list to the session's roster.

What it says goes to the organiser's terminal, and still speaks of rows and not of people.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import click

from viche.cli.causes import contradictions_in
from viche.cli.files import PRIVATE, write_all
from viche.cli.speech import Speech
from viche.load.answers import answers_of, clean
from viche.load.private import (
    FOLDER,
    IMPORTED,
    LARGEST_FILE,
    ROSTER,
    Duplicate,
    acquaintances,
    duplicates,
    format_people,
    free_number,
    private_path,
    read_people,
    read_roster,
    separator_in,
)
from viche.load.registration import Form, Merged, Registration, merge, read_form
from viche.load.tables import spans
from viche.model.cell import Cell
from viche.model.content import Content, Meeting
from viche.model.roster import Person
from viche.problems import ContentError, Problem, Severity, explain

_MOST_CODES = 20
"""Of those who have changed; more would hide the rest."""


class Keep(StrEnum):
    """What becomes of registrations that may be one person's."""

    FIRST = "first"
    LAST = "last"
    BOTH = "both"


def import_roster(
    root: Path,
    content: Content,
    meeting: Meeting,
    file: Path,
    speech: Speech,
    keep: Keep | None = None,
) -> list[Problem]:
    """Read the registration list ``file`` into the roster of ``meeting``.

    Args:
        root: the cell's folder.
        content: the whole cell, whose earlier sessions know people's codes and spheres.
        meeting: the session.
        file: the list, anywhere on the disk.
        speech: who is told.
        keep: what becomes of duplicate registrations. If it isn't said, a person at a terminal is
            asked, and otherwise nothing is written.

    Returns:
        The problems of what was written.

    Raises:
        ContentError: nothing was written.
    """
    source = _shown(file, root)
    found = list(_place_problems(root, meeting, file, source))
    form, problems = read_form(_read(file, source), source, meeting, content.cell.languages)
    found += problems
    answers = answers_of(meeting)
    hand, problems = read_people(root, private_path(meeting.id, ROSTER), answers)
    found += problems
    if form is None or any(problem.severity is Severity.ERROR for problem in found):
        raise ContentError(found)
    last = private_path(meeting.id, IMPORTED)
    before, problems = read_people(root, last, answers)
    if problems:
        found.append(Problem(last, "roster-last-import", severity=Severity.WARNING))
    merged = merge(
        form,
        _each_once(form.registrations, hand or (), source, speech, keep, found),
        hand=hand or (),
        before=before if hand else (),
        elsewhere=acquaintances(root, meeting.id),
        first_free=free_number(root),
        answers=answers,
        source=source,
    )
    _write(root, content, meeting, merged)
    roster, problems = read_roster(root, meeting, content.meetings)
    people = roster.people if roster else merged.people
    for line in _report(form, merged, people, meeting, content.cell, speech):
        speech.tell(line)
    against = contradictions_in(roster, meeting) if roster else ()
    return [*found, *merged.problems, *problems, *against]


def _write(root: Path, content: Content, meeting: Meeting, merged: Merged) -> None:
    """The roster, and beside it what the form says, for the next import to compare with."""
    separator = separator_in(content.cell.languages[0])
    tables = {ROSTER: merged.people, IMPORTED: merged.imported}
    texts = {name: format_people(people, separator) for name, people in tables.items()}
    write_all(
        {
            root / private_path(meeting.id, name): (text.encode("utf-8-sig"), PRIVATE)
            for name, text in texts.items()
        }
    )


# --- the list


def _shown(file: Path, root: Path) -> str:
    """What messages call the file: its path in the cell, or as it was typed."""
    try:
        return file.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return str(file)


def _place_problems(root: Path, meeting: Meeting, file: Path, source: str) -> Iterator[Problem]:
    here, private = file.resolve(), (root / FOLDER).resolve()
    ours = [(root / private_path(meeting.id, name)).resolve() for name in (ROSTER, IMPORTED)]
    if here in ours:
        yield Problem(source, "roster-itself")
    elif here.is_relative_to(root.resolve()) and not here.is_relative_to(private):
        yield Problem(source, "roster-in-git", severity=Severity.WARNING)


def _read(file: Path, source: str) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise ContentError([Problem(source, "roster-too-large")])
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem(source, "roster-unreadable", params={"reason": reason})
        raise ContentError([problem]) from None


# --- duplicates


def _each_once(
    registrations: Sequence[Registration],
    hand: Sequence[Person],
    source: str,
    speech: Speech,
    keep: Keep | None,
    found: Sequence[Problem],
) -> list[Registration]:
    """The registrations that are people. Whoever registered again keeps the first one's turn."""
    kept: list[Registration | None] = list(registrations)
    groups = duplicates([registration.person for registration in registrations], hand)
    problems = [_duplicate_problem(group, registrations, source, speech) for group in groups]
    if groups and keep is None and not sys.stdin.isatty():
        raise ContentError([*found, *problems])
    for group, problem in zip(groups, problems, strict=True):
        decision = keep or _ask(problem, [registrations[at].row for at in group.members], speech)
        if decision is Keep.BOTH:
            continue
        first, *others = group.members
        if decision is Keep.LAST:
            kept[first] = registrations[others[-1]]
        for other in others:
            kept[other] = None
    return [registration for registration in kept if registration is not None]


def _duplicate_problem(
    group: Duplicate, registrations: Sequence[Registration], source: str, speech: Speech
) -> Problem:
    """What is shared and what isn't: by name, never the values themselves."""
    rows = [registrations[at].row for at in group.members]
    same = [speech(f"field-{field}") for field in group.same]
    differ = [speech(f"field-{field}") for field in group.differ if field not in group.same]
    params = {"rows": spans(rows), "same": same, "differ": differ or ["–"]}
    return Problem(source, "roster-duplicates", rows[0], 1, params=params)


def _ask(problem: Problem, rows: Sequence[int], speech: Speech) -> Keep:
    what, _ = explain(problem, speech.language)
    speech.note(what)
    question = speech("duplicates-ask", first=rows[0], last=rows[-1])
    choices = dict(zip(("1", "2", "3"), Keep, strict=True))
    while True:
        answer = str(click.prompt(question, prompt_suffix=" ", err=True)).strip()
        if answer in choices:
            return choices[answer]


# --- what is said


def _report(
    form: Form,
    merged: Merged,
    people: Sequence[Person],
    meeting: Meeting,
    cell: Cell,
    speech: Speech,
) -> Iterator[str]:
    if form.code_page:
        yield speech("roster-guessed", encoding=form.code_page)
    registered = merged.new + merged.known + len(merged.changed) + merged.same
    yield speech("roster-read", session=meeting.id, n=registered, rows=form.rows)
    states = Counter(person.state for person in people)
    codes = ", ".join(merged.changed[:_MOST_CODES])
    if len(merged.changed) > _MOST_CODES:
        codes += ", …"
    for key, number in (
        ("roster-twice", len(form.registrations) - registered),
        ("roster-new", merged.new),
        ("roster-known", merged.known),
        ("roster-changed", len(merged.changed)),
        ("roster-same", merged.same),
        ("roster-gone", merged.gone),
        ("roster-back", merged.back),
        ("roster-waiting", states["waiting"]),
    ):
        if number:
            yield "  " + speech(key, n=number, codes=codes)
    coming = [person for person in people if person.state != "cancelled"]
    axes = [axis.name for axis in meeting.topology.lettered] if meeting.topology else []
    if "sphere" in axes:
        yield from _spheres(coming, meeting, cell, speech)
    else:
        yield speech("roster-members", n=sum(person.member for person in coming))
    if form.unused:
        shown = "; ".join(clean(heading)[:60] for heading in form.unused)
        yield speech("roster-unused", n=len(form.unused), questions=shown)
    yield speech("roster-written", path=private_path(meeting.id, ROSTER), session=meeting.id)


def _spheres(
    people: Sequence[Person], meeting: Meeting, cell: Cell, speech: Speech
) -> Iterator[str]:
    """How many ask for each sphere first, or have it settled; and how many members of the cell."""
    spheres = [
        person.given.get("sphere") or "".join(person.wishes.get("sphere", ())[:1])
        for person in people
    ]
    everyone = Counter(spheres)
    members = Counter(
        sphere for sphere, person in zip(spheres, people, strict=True) if person.member
    )
    yield speech("roster-spheres")
    for sphere in meeting.programme.spheres:
        name = sphere.short.within(speech.language, cell.languages).words
        values = {"name": name, "members": members[sphere.id]}
        yield "  " + speech("roster-sphere", n=everyone[sphere.id], **values)
    if everyone[""]:
        values = {"name": speech("roster-any-sphere"), "members": members[""]}
        yield "  " + speech("roster-sphere", n=everyone[""], **values)
