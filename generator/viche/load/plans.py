"""The plan's file: a line a seat, a column a step, so that git can show what changed.

A cell of the table is ``group@table``, as in ``E-S@5``, with the seat's role in that group if it
has one: ``E-S@5 reporter``. All of it stands on paper, so all of it is kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from viche.load.source import read_text
from viche.model.base import repeated
from viche.model.plan import Place, Plan, Role, Seat
from viche.model.programme import Programme
from viche.model.topology import Grouping, Topology
from viche.problems import Problem

_PLACE = re.compile(rf"([A-Z0-9]+(?:-[A-Z0-9]+)*)@([1-9][0-9]{{0,3}})(?: +({'|'.join(Role)}))?")
_SEAT = re.compile(r"((?:[A-Z][A-Z0-9]{0,2}-)*)[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a plan must look like: its steps, its network, and the letters on each lettered axis."""

    steps: tuple[str, ...]
    topology: Topology
    letters: tuple[frozenset[str], ...]


def shape_of(programme: Programme, topology: Topology, steps: Sequence[str]) -> Shape | None:
    """The shape of the plans of a session of ``programme``.

    ``None`` if there is none: two values of an axis share a letter, or there are too few steps or
    too many.
    """
    letters = programme.letters(topology)
    if len(steps) != len(topology.groupings) or any(map(repeated, letters)):
        return None
    return Shape(tuple(steps), topology, tuple(map(frozenset, letters)))


def format_plan(plan: Plan) -> str:
    """The text of the plan's file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["seat", *plan.steps])
    for seat in plan.seats:
        writer.writerow([seat.id, *map(_written, seat.route)])
    return out.getvalue()


def _written(place: Place) -> str:
    return f"{place.group}@{place.table}" + (f" {place.role}" if place.role else "")


def read_plan(root: Path, path: str, shape: Shape) -> tuple[Plan | None, list[Problem]]:
    """Read the plan at ``path``; problems instead if it isn't one of this ``shape``."""
    text, problems = read_text(root, path)
    if problems:
        return None, problems
    reader = csv.reader(io.StringIO(text))
    try:
        lines = [(reader.line_num, row) for row in reader if row]
    except csv.Error:
        return None, [_at(path, reader.line_num, "plan-broken")]
    columns = ["seat", *shape.steps]
    if not lines or lines[0][1] != columns:
        found = ",".join(lines[0][1]) if lines else ""
        return None, [_at(path, 1, "plan-header", found=found, expected=",".join(columns))]
    letters = {row[0].count("-") for _, row in lines[1:] if _SEAT.fullmatch(row[0].strip())}
    if letters and len(shape.letters) not in letters:
        return None, [_at(path, 1, "plan-network")]
    seats: dict[str, tuple[int, Seat]] = {}
    for line, row in lines[1:]:
        if problem := _wrong(path, line, row, shape):
            problems.append(problem)
            continue
        seat = _seat(row)
        if seat.id in seats:
            problems.append(_at(path, line, "plan-seat-twice", "seat", seat=seat.id))
        seats.setdefault(seat.id, (line, seat))
    if not problems:  # else a seat may seem to be missing whose line is wrong
        problems += _gaps(path, list(seats))
    problems += _shared_tables(path, shape, list(seats.values()))
    problems += _doubled_roles(path, shape, list(seats.values()))
    if problems:
        return None, problems
    return Plan(steps=shape.steps, seats=tuple(seat for _, seat in seats.values())), []


def _wrong(path: str, line: int, row: list[str], shape: Shape) -> Problem | None:
    """The first thing that is wrong with a line."""
    if len(row) != len(shape.steps) + 1:
        return _at(path, line, "plan-columns", found=len(row), expected=len(shape.steps) + 1)
    match = _SEAT.fullmatch(row[0].strip())
    letters = match[1].split("-")[:-1] if match else []
    if match is None or len(letters) != len(shape.letters):
        return _at(path, line, "plan-seat", "seat", value=row[0])
    for letter, known in zip(letters, shape.letters, strict=True):
        if letter not in known:
            params = {"value": row[0], "letter": letter, "known": sorted(known)}
            return _at(path, line, "plan-letter", "seat", **params)
    for step, grouping, value in zip(shape.steps, shape.topology.groupings, row[1:], strict=True):
        place = _PLACE.fullmatch(value.strip())
        if not place:
            return _at(path, line, "plan-place", step, value=value)
        kept = [letters[at] for at in shape.topology.positions(grouping.kept)]
        if not _is_group(place[1], kept, grouping):
            example = "-".join([*kept, *(["1"] if grouping.dealt else [])])
            params = {"value": place[1], "seat": row[0].strip(), "example": example}
            return _at(path, line, "plan-group", step, **params)
    return None


def _is_group(name: str, kept: list[str], grouping: Grouping) -> bool:
    """Whether people of the letters ``kept`` can sit in the group ``name``."""
    parts = name.split("-")
    if not grouping.dealt:
        return parts == kept
    return parts[:-1] == kept and parts[-1].isdecimal()


def _seat(row: list[str]) -> Seat:
    places = (_PLACE.fullmatch(value.strip()) for value in row[1:])
    route = tuple(
        Place(place[1], int(place[2]), Role(place[3]) if place[3] else None)
        for place in places
        if place
    )
    return Seat(id=row[0].strip(), route=route)


def _shared_tables(path: str, shape: Shape, seats: Sequence[tuple[int, Seat]]) -> Iterator[Problem]:
    """A group sits at one table, and a table holds one group: of each step."""
    for index, step in enumerate(shape.steps):
        tables: defaultdict[str, set[int]] = defaultdict(set)
        groups: defaultdict[int, set[str]] = defaultdict(set)
        for line, seat in seats:
            place = seat.route[index]
            tables[place.group].add(place.table)
            groups[place.table].add(place.group)
            # Said once, at the first line that makes it so.
            if len(tables[place.group]) == 2:
                where = sorted(tables[place.group])
                yield _at(path, line, "plan-group-apart", step, group=place.group, tables=where)
                tables[place.group].add(0)
            if len(groups[place.table]) == 2:
                who = sorted(groups[place.table])
                yield _at(path, line, "plan-table-shared", step, table=place.table, groups=who)
                groups[place.table].add("")


def _doubled_roles(path: str, shape: Shape, seats: Sequence[tuple[int, Seat]]) -> Iterator[Problem]:
    """A group has one moderator, one secretary, one reporter."""
    for index, step in enumerate(shape.steps):
        taken: set[tuple[str, Role]] = set()
        for line, seat in seats:
            place = seat.route[index]
            if place.role is None:
                continue
            if (place.group, place.role) in taken:
                params = {"group": place.group, "role": place.role}
                yield _at(path, line, "plan-role-twice", step, **params)
            taken.add((place.group, place.role))


def _gaps(path: str, seats: Sequence[str]) -> Iterator[Problem]:
    """Seats are numbered without gaps: a missing one has lost its line, and its card its route."""
    last: dict[str, int] = {}
    for seat in seats:
        cell, _, number = seat.rpartition("-")
        last[cell] = max(last.get(cell, 0), int(number))
    known = set(seats)
    for cell, most in last.items():
        for at in range(1, most):
            if (seat := f"{cell}-{at}".lstrip("-")) not in known:
                yield _at(path, 0, "plan-gap", "seat", seat=seat)


def _at(path: str, line: int, code: str, field: str = "", **params: object) -> Problem:
    return Problem(path, code, line, 1, field, params)
