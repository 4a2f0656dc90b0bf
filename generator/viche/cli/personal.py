"""Papers of some people alone: they lie in ``build/private/``, as whoever asks for one is known.

A card that was lost is printed again, a booklet is printed large for whoever asks, and a whole kit
can bear names. The site never sees any of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from viche.cli.door import alphabetical, surname_first
from viche.cli.files import PRIVATE, File, paper_name, private_folder, write_all
from viche.cli.job import Job
from viche.cli.manifest import MANIFEST, manifest
from viche.cli.orders import drafted, order, printed
from viche.cli.state import Paper
from viche.load.private import SEATS, nearest_seat, private_path, read_holders, read_roster
from viche.model.content import Meeting
from viche.model.sheets import PieceName
from viche.network.meeting import cards_of
from viche.problems import ContentError, Severity

if TYPE_CHECKING:  # typesetting is slow to import
    from viche.kit import Bearer, Piece

_NAMED: tuple[PieceName, ...] = ("booklets", "badges", "slips")
"""The pieces that can bear a name."""


def print_again(
    job: Job, meeting: Meeting, seats: Sequence[str], languages: Sequence[str], *, large: bool
) -> None:
    """Print the booklets and badges of ``seats`` once more, or the booklets in large print.

    Raises:
        click.UsageError: the session has no such seat.
        ContentError: a card can't be made.
    """
    speech = job.speech
    if not seats:
        raise click.UsageError(speech("kit-which-seat"))
    known = [card.seat for card in cards_of(meeting)]
    if not known:
        raise click.UsageError(speech("replan-no-plan", session=meeting.id))
    for seat in seats:
        if seat not in known:
            near = nearest_seat(seat, known)
            key = "kit-no-seat-near" if near else "kit-no-seat"
            raise click.UsageError(speech(key, seat=seat, session=meeting.id, near=near))
    kinds: dict[str, PieceName] = (
        {"large-print": "large-print"} if large else {"cards": "booklets", "badges": "badges"}
    )
    if "badges" in job.content.cell.print.skip:
        kinds.pop("badges", None)
    folder = private_folder(job.root) / meeting.id
    number = next_number(folder)
    files: dict[Path, File | None] = {}
    told: list[tuple[str, Path]] = []
    for language in languages:
        given = order(job, meeting, language)
        for what, piece in kinds.items():
            wanted = replace(given, large=seats) if large else replace(given, seats=seats)
            path = folder / paper_name(what, number, meeting.id, language, seats)
            files[path] = (printed(drafted(piece, wanted), wanted).data, PRIVATE)
            told.append(("replan-print-badges" if what == "badges" else "kit-again", path))
    write_all(files)
    for key, path in told:
        speech.tell(speech(key, path=path.relative_to(job.root).as_posix(), n=len(seats)))


def print_named(job: Job, meeting: Meeting, languages: Sequence[str]) -> None:
    """Print whatever can bear a name, in the order of names, and a manifest of it.

    Raises:
        click.UsageError: nobody is known to hold a seat.
        ContentError: a private file has errors, or a piece can't be made.
    """
    from viche.kit import PIECES, make

    speech = job.speech
    bearers = _bearers(job, meeting)
    pieces: dict[str, list[Piece]] = {}
    for language in languages:
        named = replace(order(job, meeting, language), bearers=bearers)
        names = [name for name in _NAMED if name not in job.content.cell.print.skip]
        found = [PIECES[name](named) for name in names]
        pieces[language] = [piece for draft in found if draft for piece in make(draft, named)]
    folder = private_folder(job.root) / meeting.id
    # Papers of an earlier run bear names of earlier days.
    files: dict[Path, File | None] = dict.fromkeys(sorted(folder.glob("*/*.pdf")))
    for language, those in pieces.items():
        files |= {folder / language / it.name: (it.data, PRIVATE) for it in those}
    papers = {language: [Paper.of(it) for it in those] for language, those in pieces.items()}
    files[folder / MANIFEST] = (manifest(papers), PRIVATE)
    write_all(files)
    speech.tell(speech("kit-named", path=folder.relative_to(job.root).as_posix(), n=len(bearers)))


def next_number(folder: Path) -> int:
    """The number of this run: papers of earlier ones may still wait for a printer."""
    found = (
        re.match(r"(?:cards|changes|large-print)-([0-9]+)", it.name) for it in folder.glob("*")
    )
    return 1 + max((int(match[1]) for match in found if match), default=0)


def _bearers(job: Job, meeting: Meeting) -> Mapping[str, Bearer]:
    """By seat, who holds it: by name, as people are looked for at a desk."""
    from viche.kit import Bearer

    speech, path = job.speech, private_path(meeting.id, SEATS)
    if meeting.plan is None:
        raise click.UsageError(speech("replan-no-plan", session=meeting.id))
    roster, problems = read_roster(job.root, meeting, job.content.meetings)
    holders, found = read_holders(job.root, meeting.id, meeting.plan, roster)
    problems = [*problems, *found]
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    if roster is None or holders is None:
        raise click.UsageError(speech("kit-no-names", session=meeting.id, path=path))
    people = {person.code: person for person in roster.people}
    held = [
        (people[holder.code], holder.seat)
        for holder in holders.holders
        if holder.code in people and not holder.absent
    ]
    language = job.content.cell.paper_languages[0]
    held.sort(key=lambda each: (alphabetical(surname_first(each[0]), language), each[0].code))
    return {seat: Bearer(person.name, person.code) for person, seat in held}
