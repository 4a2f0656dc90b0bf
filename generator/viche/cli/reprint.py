"""What a re-plan makes wrong on paper that lies in the hall, and the same paper anew.

No card is ever rewritten, so whatever speaks of seats stays right when people exchange cards. But a
new seat is missing on the signs of its tables, on the sheets of its groups and in the director's
lists. What the kit would print before is held against what it would print now: nothing else tells.

Wall sheets and role cards stay right: a new seat joins groups that are there, at their tables; a
wall sheet counts nobody, and sets of role cards are as many as tables.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from viche.cli.files import PRIVATE, File, paper_name
from viche.cli.job import Job
from viche.cli.orders import drafted, order, printed
from viche.cli.speech import Speech
from viche.model.content import Meeting
from viche.model.plan import Plan, Seat
from viche.model.sheets import PieceName

if TYPE_CHECKING:  # typesetting is slow to import
    from viche.kit import Draft, Order

_HALL: tuple[PieceName, ...] = ("signs", "records", "director")
"""What lies in the hall and speaks of single seats, or counts them."""

_CARDS: tuple[tuple[str, PieceName, str], ...] = (
    ("cards", "booklets", "replan-print"),
    ("badges", "badges", "replan-print-badges"),
)
"""What each person gets: its name on a file, the piece, and the sentence about it."""

_BOOK: PieceName = "director"
"""Too much of it changes for a few sheets to be put in."""


def outdated(job: Job, before: Meeting, after: Meeting, language: str) -> list[Draft]:
    """The pieces that would be printed otherwise now; of signs and sheets only those that would."""
    from viche.kit import drafts

    if before.plan == after.plan:
        return []
    old = {each.piece: each for each in drafts(order(job, before, language), _HALL)}
    new = drafts(order(job, after, language), _HALL)
    return [left for each in new if (left := _without(each, old.get(each.piece)))]


def _without(new: Draft, old: Draft | None) -> Draft | None:
    """What is new in a piece; ``None`` if nothing is."""
    if old is None:
        return new
    data = new.data
    if new.piece == "signs":
        tables = [table for table in data["tables"] if table not in old.data["tables"]]
        return dataclasses.replace(new, data={**data, "tables": tables}) if tables else None
    if new.piece == _BOOK:
        return new if data != old.data else None
    steps = []
    for at, step in enumerate(data["steps"]):
        known = old.data["steps"][at]["sheets"]
        sheets = [sheet for sheet in step["sheets"] if sheet not in known]
        if sheets:
            steps.append({**step, "sheets": sheets})
    return dataclasses.replace(new, data={**data, "steps": steps}) if steps else None


def outdated_lines(
    found: Sequence[Draft],
    session: str,
    seats: Sequence[Seat],
    plan: Plan,
    titles: Mapping[str, str],
    speech: Speech,
) -> Iterator[str]:
    """The same in sentences: where each new seat belongs, and what lacks it."""
    if not seats:
        yield speech("replan-paper-nothing")
        return
    for seat in seats:
        places = zip(plan.steps, seat.route, strict=True)
        route = "; ".join(
            speech("replan-paper-place", step=titles[step], group=place.group, table=place.table)
            for step, place in places
        )
        yield speech("replan-paper-seat", seat=seat.id, route=route)
    if found:
        yield speech("replan-paper-wrong")
    for draft in found:
        tables = ", ".join(sorted({*_tables(draft)}, key=int))
        values = {"n": len([*_tables(draft)]), "tables": tables, "session": session}
        yield "  " + speech(f"replan-paper-{draft.piece}", **values)


def _tables(draft: Draft) -> Iterator[str]:
    """The tables on which the signs or sheets of a piece lie, one for each of them."""
    yield from (table["number"] for table in draft.data.get("tables", ()))
    for step in draft.data.get("steps", ()):
        yield from (sheet["table"] for sheet in step["sheets"])


def papers(
    job: Job, before: Meeting, after: Meeting, seats: Sequence[str], number: int
) -> Iterator[tuple[str, str, int, File]]:
    """Booklets and badges of ``seats``, and what the hall lacks, in each language of the cell.

    Each paper comes with its name, the key of the sentence about it, and how many there are of it.

    Raises:
        ContentError: a piece can't be made.
    """
    session, skipped = after.id, job.content.cell.print.skip
    for language in job.content.cell.paper_languages:
        wanted = dataclasses.replace(order(job, after, language), seats=seats)
        for what, piece, key in _CARDS if seats else ():
            if what not in skipped:
                name = paper_name(what, number, session, language, seats)
                yield name, key, len(seats), _file(drafted(piece, wanted), wanted)
        for draft in outdated(job, before, after, language):
            if draft.piece != _BOOK:
                name = paper_name(draft.piece, number, session, language)
                number_of = len([*_tables(draft)])
                yield name, f"replan-print-{draft.piece}", number_of, _file(draft, wanted)


def _file(draft: Draft, wanted: Order) -> File:
    return printed(draft, wanted).data, PRIVATE
