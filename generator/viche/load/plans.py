"""The plan's file: a line a seat, a column a step, so that git can show what changed.

A cell of the table is ``group@table``, as in ``E-S@5``: both stand on paper, so both are kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from viche.load.source import read_text
from viche.model.plan import Place, Plan, Seat
from viche.problems import Problem

_PLACE = re.compile(r"([A-Z0-9]+(?:-[A-Z0-9]+)*)@([1-9][0-9]{0,3})")
_SEAT = re.compile(r"(?:[A-Z]-)+[1-9][0-9]*")


def format_plan(plan: Plan) -> str:
    """The text of the plan's file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["seat", *plan.steps])
    for seat in plan.seats:
        writer.writerow([seat.id, *(f"{place.group}@{place.table}" for place in seat.route)])
    return out.getvalue()


def read_plan(root: Path, path: str, steps: Sequence[str]) -> tuple[Plan | None, list[Problem]]:
    """Read the plan at ``path``, whose columns must be ``seat`` and ``steps``."""
    text, problems = read_text(root, path)
    if problems:
        return None, problems
    rows = list(csv.reader(io.StringIO(text)))
    expected = ["seat", *steps]
    if not rows or rows[0] != expected:
        found = ",".join(rows[0]) if rows else ""
        return None, [
            Problem(
                path,
                "plan-header",
                1,
                1,
                params={"found": found, "expected": ",".join(expected)},
            )
        ]
    seats: dict[str, Seat] = {}
    for line, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        if seat := _seat(path, line, row, expected, problems):
            if seat.id in seats:
                problems.append(_at(path, line, "plan-seat-twice", "seat", seat=seat.id))
            seats[seat.id] = seat
    plan = Plan(steps=tuple(steps), seats=tuple(seats.values()))
    problems += _shared_tables(path, plan)
    return (None if problems else plan), problems


def _seat(
    path: str, line: int, row: list[str], columns: list[str], problems: list[Problem]
) -> Seat | None:
    if len(row) != len(columns):
        problems.append(_at(path, line, "plan-columns", "", found=len(row), expected=len(columns)))
        return None
    name = row[0].strip()
    if not _SEAT.fullmatch(name):
        problems.append(_at(path, line, "plan-seat", "seat", value=name))
        return None
    route = []
    for column, value in zip(columns[1:], row[1:], strict=True):
        match = _PLACE.fullmatch(value.strip())
        if not match:
            problems.append(_at(path, line, "plan-place", column, value=value))
            return None
        route.append(Place(group=match[1], table=int(match[2])))
    return Seat(id=name, route=tuple(route))


def _shared_tables(path: str, plan: Plan) -> list[Problem]:
    """A group sits at one table, and a table holds one group: of each step."""
    problems = []
    for index, step in enumerate(plan.steps):
        tables: defaultdict[str, set[int]] = defaultdict(set)
        groups: defaultdict[int, set[str]] = defaultdict(set)
        for seat in plan.seats:
            tables[seat.route[index].group].add(seat.route[index].table)
            groups[seat.route[index].table].add(seat.route[index].group)
        for group, where in tables.items():
            if len(where) > 1:
                problems.append(
                    _at(path, 0, "plan-group-apart", step, group=group, tables=sorted(where))
                )
        for table, who in groups.items():
            if len(who) > 1:
                problems.append(
                    _at(path, 0, "plan-table-shared", step, table=table, groups=sorted(who))
                )
    return problems


def _at(path: str, line: int, code: str, field: str, **params: object) -> Problem:
    return Problem(path, code, line, 1 if line else 0, field, params)
