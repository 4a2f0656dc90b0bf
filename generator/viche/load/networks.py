"""Rules for networks: those that a programme defines itself, and the sessions held in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from viche.load.source import Path_, Source
from viche.model.base import repeated
from viche.model.network import Network, NetworkAxis
from viche.model.plan import Plan
from viche.model.programme import Programme
from viche.model.session import Session
from viche.model.topology import NETWORKS, TOPOLOGIES, Topology
from viche.problems import Problem, Severity, nearest

_OF_PROGRAMME = ("sphere", "part")
_TITLED = tuple(dict.fromkeys(each.name for top in TOPOLOGIES.values() for each in top.groupings))
"""The groupings that have a name in every language."""

_ROUND = re.compile(r"round-[1-9][0-9]*")


def network_name_problems(source: Source) -> Iterator[Problem]:
    """Every network that a stage names is there, whatever else is wrong with the file."""
    lists = source.data if isinstance(source.data, dict) else {}
    own, stages = (_mappings(lists.get(field)) for field in ("networks", "stages"))
    names = [*NETWORKS, *(name for _, each in own if isinstance(name := each.get("id"), str))]
    for index, stage in stages:
        name = stage.get("network")
        if isinstance(name, str) and name and name not in names:
            at: Path_ = ("stages", index, "network")
            yield _unknown(source, "unknown-network", at, name, names)


def _mappings(items: object) -> list[tuple[int, dict[str, object]]]:
    """The items of a list that have fields, with their positions."""
    listed = items if isinstance(items, list) else []
    return [(index, item) for index, item in enumerate(listed) if isinstance(item, dict)]


def network_problems(source: Source, programme: Programme) -> Iterator[Problem]:
    """The programme's own networks."""
    yield from _twice(source, ("networks",), "id", [network.id for network in programme.networks])
    for index, network in enumerate(programme.networks):
        at: Path_ = ("networks", index)
        if network.id in NETWORKS:
            yield source.problem("network-built-in", (*at, "id"), value=network.id)
        yield from _twice(source, (*at, "axes"), "id", [axis.id for axis in network.axes])
        for place, axis in enumerate(network.axes):
            yield from _axis_problems(source, (*at, "axes", place), axis)
        yield from _grouping_problems(source, at, network)
        yield from _use_problems(source, at, network)


def _axis_problems(source: Source, at: Path_, axis: NetworkAxis) -> Iterator[Problem]:
    if axis.id in _OF_PROGRAMME:
        if axis.values or axis.numbered:
            yield source.problem("axis-of-programme", (*at, "id"), value=axis.id)
    elif axis.numbered and axis.values:
        yield source.problem("axis-numbered-with-values", (*at, "values"), key=True)
    elif not axis.numbered and not axis.values:
        yield source.problem("axis-without-values", (*at, "id"), value=axis.id)
    for field in ("id", "letter"):
        values = [getattr(value, field) for value in axis.values]
        yield from _twice(source, (*at, "values"), field, values)


def _grouping_problems(source: Source, at: Path_, network: Network) -> Iterator[Problem]:
    axes = [axis.id for axis in network.axes]
    if not network.groupings and len(axes) != 3:
        yield source.problem("network-without-groupings", (*at, "id"), value=network.id)
    names = [grouping.id for grouping in network.groupings]
    yield from _twice(source, (*at, "groupings"), "id", names)
    for index, grouping in enumerate(network.groupings):
        where: Path_ = (*at, "groupings", index)
        if not grouping.axes:
            yield source.problem(
                "grouping-without-axes", (*where, "axes"), key=True, value=grouping.id, known=axes
            )
        for place, name in enumerate(grouping.axes):
            if name not in axes:
                yield _unknown(source, "unknown-axis", (*where, "axes", place), name, axes)
        known = grouping.id in _TITLED or _ROUND.fullmatch(grouping.id)
        if grouping.title is None and not known:
            titled = [*_TITLED, "round-1"]
            yield source.problem(
                "grouping-without-title", (*where, "id"), value=grouping.id, known=titled
            )
        if network.order and grouping.id not in network.order:
            yield source.problem("grouping-not-in-order", (*where, "id"), value=grouping.id)
    for place, name in enumerate(network.order):
        if name not in names:
            yield _unknown(source, "unknown-grouping", (*at, "order", place), name, names)


def _use_problems(source: Source, at: Path_, network: Network) -> Iterator[Problem]:
    """Axes that change nothing: a second number, or one that no groups keep or mix."""
    numbered = [place for place, axis in enumerate(network.axes) if axis.numbered]
    for place in numbered[1:]:
        yield source.problem("axis-second-numbered", (*at, "axes", place, "numbered"))
    if not network.groupings:
        return
    used = {name for grouping in network.groupings for name in grouping.axes}
    mixing = any(network.axes[place].id in used for place in numbered)
    for place, axis in enumerate(network.axes):
        if axis.id not in used and (axis.numbered or not mixing):
            yield source.problem("axis-unused", (*at, "axes", place, "id"), value=axis.id)


def _unknown(source: Source, code: str, at: Path_, name: str, known: Sequence[str]) -> Problem:
    return source.problem(code, at, value=name, near=nearest(name, known), known=known)


def _twice(source: Source, at: Path_, field: str, values: list[str]) -> Iterator[Problem]:
    for index in repeated(values):
        first = source.values[(*at, values.index(values[index]), field)][0]
        yield source.problem("repeated", (*at, index, field), value=values[index], first=first)


def topology_of(programme: Programme, session: Session) -> Topology | None:
    """The network of ``session``; ``None`` if it has none, or one with problems of its own."""
    try:
        return programme.topology(session)
    except (KeyError, ValueError):
        return None


def table_problems(
    source: Source, session: Session, programme: Programme, topology: Topology
) -> Iterator[Problem]:
    """The number of tables where the network doesn't settle it, and people for each of them."""
    tables, people = session.tables, session.expected
    if topology.needs_tables and tables is None:
        yield source.problem("tables-missing", ("tables",))
    elif tables is not None and _is_settled(topology, session):
        yield source.problem("tables-not-needed", ("tables",), key=True)
    elif tables is not None and people and tables > topology.most_tables(people):
        yield source.problem("tables-too-many", ("tables",), value=tables, people=people)
    for axis, letters in zip(topology.lettered, programme.letters(topology), strict=True):
        if axis.letters and not axis.stays and 0 < people < len(letters):
            params = {"people": people, "values": len(letters), "axis": axis.name}
            at = ("attendance",) if session.people is None else ("people",)
            found = source.problem("values-without-people", at, key=True, **params)
            yield replace(found, severity=Severity.WARNING)


def plan_table_problems(
    path: str, plan: Plan, session: Session, programme: Programme
) -> Iterator[Problem]:
    """A plan against the number of tables that its session gives, where the whole hall is dealt."""
    topology = topology_of(programme, session)
    if topology is None or session.tables is None:
        return
    for step, grouping in zip(plan.steps, topology.groupings, strict=True):
        found = len(plan.groups(step))
        if grouping.dealt and not grouping.kept and found != min(session.tables, len(plan.seats)):
            params = {"found": found, "tables": session.tables, "session": session.id}
            yield Problem(path, "plan-tables", 1, 1, step, params)


def _is_settled(topology: Topology, session: Session) -> bool:
    """Whether the number of groups follows from people and policy alone, or from cards dealt."""
    dealt = any(grouping.dealt for grouping in topology.groupings)
    is_open = session.seating == "open" and not topology.needs_tables
    return topology.name in TOPOLOGIES or not dealt or is_open
