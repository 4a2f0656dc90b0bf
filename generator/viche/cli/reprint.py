"""What a re-plan makes wrong on paper that lies in the hall, and the same paper anew.

No card is ever rewritten, so whatever speaks of seats stays right when people exchange cards. But a
new seat is missing on the signs of its tables, on the sheets of its groups and in the director's
lists. What the kit would print before is held against what it would print now: nothing else tells.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from viche.cli.files import PRIVATE, File, paper_name
from viche.cli.job import Job
from viche.cli.personal import order
from viche.cli.speech import Speech
from viche.model.content import Meeting
from viche.model.plan import Plan, Seat
from viche.model.sheets import PieceName

if TYPE_CHECKING:  # typesetting is slow to import
    from viche.kit import Draft, Order

_HALL: tuple[PieceName, ...] = ("signs", "walls", "records", "roles", "director")
"""What lies in the hall and depends on the plan."""

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
    if new.piece == "roles":
        more = new.copies - old.copies
        return dataclasses.replace(new, copies=more) if more > 0 else None
    data = new.data
    if new.piece == "signs":
        tables = [table for table in data["tables"] if table not in old.data["tables"]]
        return dataclasses.replace(new, data={**data, "tables": tables}) if tables else None
    if new.piece == _BOOK:
        return new if data != old.data else None
    steps = []
    for at, step in enumerate(data["steps"]):
        known = [_printed(sheet, new.piece) for sheet in old.data["steps"][at]["sheets"]]
        sheets = [each for each in step["sheets"] if _printed(each, new.piece) not in known]
        if sheets:
            steps.append({**step, "sheets": sheets})
    return dataclasses.replace(new, data={**data, "steps": steps}) if steps else None


def _printed(sheet: Mapping[str, Any], piece: str) -> Mapping[str, Any]:
    """What of a group's sheet comes onto paper: a wall sheet doesn't say how many people sit."""
    return {key: said for key, said in sheet.items() if (piece, key) != ("walls", "seats")}


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
        values = {"n": _count(draft), "tables": tables, "session": session}
        yield "  " + speech(f"replan-paper-{draft.piece}", **values)


def _tables(draft: Draft) -> Iterator[str]:
    """The tables on which the papers of a piece lie, where that is known."""
    yield from (table["number"] for table in draft.data.get("tables", ()))
    for step in draft.data.get("steps", ()):
        yield from (sheet["table"] for sheet in step["sheets"])


def _count(draft: Draft) -> int:
    """How many signs, sheets or sets a piece has."""
    return draft.copies if draft.piece == "roles" else len([*_tables(draft)])


def papers(
    job: Job, before: Meeting, after: Meeting, seats: Sequence[str], number: int
) -> Iterator[tuple[str, str, int, File]]:
    """Booklets and badges of ``seats``, and what the hall lacks, in each language of the cell.

    Each paper comes with its name, the key of the sentence about it, and how many there are of it.

    Raises:
        ContentError: a piece can't be made.
    """
    session, skipped = after.id, job.content.cell.print.skip
    for language in job.content.cell.languages:
        wanted = dataclasses.replace(order(job, after, language), seats=seats)
        if seats:
            name = paper_name("cards", number, session, language, seats)
            yield name, "replan-print", len(seats), _made("booklets", wanted)
            if "badges" not in skipped:
                name = paper_name("badges", number, session, language, seats)
                yield name, "replan-print-badges", len(seats), _made("badges", wanted)
        for draft in outdated(job, before, after, language):
            if draft.piece != _BOOK:
                name = paper_name(draft.piece, number, session, language)
                yield name, f"replan-print-{draft.piece}", _count(draft), _set(draft, wanted)


def _made(name: PieceName, wanted: Order) -> File:
    from viche.kit import PIECES

    draft = PIECES[name](wanted)
    assert draft is not None
    return _set(draft, wanted)


def _set(draft: Draft, wanted: Order) -> File:
    """The file of a piece that the printer gets."""
    from viche.kit import make

    return next(piece.data for piece in make(draft, wanted) if piece.prints), PRIVATE
