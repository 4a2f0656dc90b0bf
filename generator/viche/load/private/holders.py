"""The private half of a plan, ``content/private/<session>/seats.csv``: who holds which seat.

``seat,code,state``: a line for each seat of the plan, in its order. A free seat has no code; the
state is empty, or ``absent`` for somebody who holds the seat and didn't come.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from viche.load.private.columns import Line, read_columns
from viche.load.private.folder import SEATS, private_path
from viche.load.private.people import CODE, SEAT
from viche.model.plan import Plan
from viche.model.roster import Holder, Holders, Roster
from viche.problems import LOOKALIKES, Problem, nearest

COLUMNS = ("seat", "code", "state")
GUEST, MEMBER = "GUEST-", "MEMBER-"
"""How the codes of people begin who came unannounced and stand in no roster; the latter are members
of the cell. No seat is called so."""

STRANGER = re.compile(rf"(?:{GUEST}|{MEMBER})[1-9][0-9]{{0,5}}")
"""The whole code: what only begins like one may go on with a name."""

_ABSENT = "absent"
_NUMBER = re.compile(r"[0-9]{1,6}")


def format_holders(holders: Holders, separator: str = ",") -> str:
    """The text of the file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in holders.holders:
        writer.writerow([each.seat, each.code, _ABSENT if each.absent else ""])
    return out.getvalue()


def read_holders(
    root: Path, session: str, plan: Plan, roster: Roster | None
) -> tuple[Holders | None, list[Problem]]:
    """Who holds the seats of ``plan``, the plan of ``session``.

    Args:
        root: the cell's folder.
        session: the session's id.
        plan: its plan, every seat of which has a line in the file.
        roster: its roster, which knows every code; without one, codes are not looked at.

    Returns:
        The holders in the plan's order, or ``None`` where there is no file, or where it is wrong.
    """
    path = private_path(session, SEATS)
    if not (root / path).exists():
        return None, []
    lines, problems = read_columns(root, path, COLUMNS, required=("seat", "code"))
    if problems:
        return None, problems
    holders: dict[str, Holder] = {}
    seats_of: dict[str, str] = {}
    known = {seat.id for seat in plan.seats}
    codes = {person.code for person in roster.people} if roster else None
    for line in lines:
        holder = holder_of(line)
        found = list(_line_problems(line, holder, known, codes))
        if holder.seat in holders:
            found.append(line.problem("seats-seat-twice", "seat", seat=holder.seat))
        elif holder.code in seats_of:
            params = {"code": shown(holder.code), "seat": seats_of[holder.code]}
            found.append(line.problem("seats-code-twice", "code", **params))
        holders.setdefault(holder.seat, holder)
        if holder.code:
            seats_of.setdefault(holder.code, holder.seat)
        problems += found
    if missing := [seat.id for seat in plan.seats if seat.id not in holders]:
        problems.append(Problem(path, "seats-missing", params={"seats": missing}))
    if problems:
        return None, problems
    return Holders(tuple(holders[seat.id] for seat in plan.seats)), []


def nearest_seat(name: str, seats: Iterable[str]) -> str:
    """The seat that was probably meant: the nearest number of the same letters, else what is alike.

    Empty if nothing is.
    """
    known = sorted(seats)
    letters, _, number = name.rpartition("-")
    kin = [seat for seat in known if seat.rpartition("-")[0] == letters]
    if kin and _NUMBER.fullmatch(number):
        return min(kin, key=lambda seat: abs(int(seat.rpartition("-")[2]) - int(number)))
    return nearest(name, known)


def holder_of(line: Line) -> Holder:
    """What a line says, right or wrong."""
    plain: Mapping[str, str] = {
        column: cell.translate(LOOKALIKES) for column, cell in line.cells.items()
    }
    absent = line.cells["state"].lower() == _ABSENT
    return Holder(plain["seat"].upper(), plain["code"].upper(), absent)


def shown(value: str) -> str:
    """``value`` where it is like a code or a seat; else it may be a name, which no message has."""
    return value if any(like.fullmatch(value) for like in (CODE, SEAT, STRANGER)) else "…"


def _line_problems(
    line: Line, holder: Holder, seats: set[str], codes: set[str] | None
) -> Iterator[Problem]:
    if holder.seat not in seats:
        near = nearest_seat(holder.seat, seats)
        yield line.problem("seats-seat-unknown", "seat", value=shown(holder.seat), near=near)
    announced = holder.code and not STRANGER.fullmatch(holder.code)
    if announced and codes is not None and holder.code not in codes:
        yield line.problem("seats-code-unknown", "code", value=shown(holder.code))
    if line.cells["state"].lower() not in {"", _ABSENT}:
        yield line.problem("seats-state", "state", value=shown(line.cells["state"]))
    elif holder.absent and not holder.code:
        yield line.problem("seats-nobody-absent", "state", seat=holder.seat)
