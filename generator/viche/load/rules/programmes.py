"""A programme by itself, and the names that the other files take from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from viche.load.documents import Loaded
from viche.load.networks import network_problems
from viche.load.parts import as_far
from viche.load.rules.colours import faint_problems
from viche.load.rules.common import one_of, unique
from viche.load.source import Path_, Source
from viche.model.programme import Programme
from viche.problems import Problem


def programme_problems(loaded: Loaded[Programme]) -> Iterator[Problem]:
    """A programme by itself: names, signs, and the order of its stages."""
    for rule in (_name_problems, faint_problems, _stage_problems, network_problems):
        yield from as_far(rule(loaded.source, loaded.document))


def _name_problems(source: Source, programme: Programme) -> Iterator[Problem]:
    """Nothing bears the name or the sign of something else."""
    # A sphere must be told apart by its shape alone: print may be black, eyes may be colour-blind.
    signs = {"spheres": ("id", "letter", "colour", "shape"), "parts": ("id", "letter")}
    for field in ("spheres", "parts", "categories", "stages"):
        items = getattr(programme, field, ())
        yield from unique(source, (field,), items, *signs.get(field, ("id",)))


def _stage_problems(source: Source, programme: Programme) -> Iterator[Problem]:
    for index in range(len(programme.stages)):
        for rule in (_reference_problems, _interval_problems):
            yield from as_far(rule(source, programme, index))


def _reference_problems(source: Source, programme: Programme, index: int) -> Iterator[Problem]:
    """Whom a stage invites, and from which stages it takes something."""
    at, stage = ("stages", index), programme.stages[index]
    yield from unique(source, (*at, "gates"), stage.gates, "id")
    categories = {category.id for category in programme.categories}
    for place, name in enumerate(stage.categories):
        where = (*at, "categories", place)
        yield from one_of(source, where, name, categories, "unknown-category")
    stages = [stage.id for stage in programme.stages]
    for place, name in enumerate(stage.takes):
        yield from _earlier(source, (*at, "takes", place), name, stages, index)
    if stage.spheres_from is not None:
        yield from _earlier(source, (*at, "spheres_from"), stage.spheres_from, stages, index)


def _earlier(
    source: Source, at: Path_, name: str, stages: Sequence[str], index: int
) -> Iterator[Problem]:
    if name in stages[index:]:
        yield source.problem("stage-not-earlier", at, value=name)
    else:
        yield from one_of(source, at, name, stages[:index], "unknown-stage")


def _interval_problems(source: Source, programme: Programme, index: int) -> Iterator[Problem]:
    at, stage, first = ("stages", index), programme.stages[index], index == 0
    allowed, days = programme.interval_days, stage.interval_days
    if stage.same_day and (first or days is not None):
        yield source.problem("same-day-and-interval", (*at, "same_day"))
    if days is not None and first:
        yield source.problem("interval-before-first", (*at, "interval_days"))
    elif days is not None and not (days.min in allowed and days.max in allowed):
        yield source.problem(
            "interval-outside", (*at, "interval_days"), min=allowed.min, max=allowed.max
        )


@dataclass(frozen=True, slots=True)
class Names:
    """What a programme calls what other files name; ``None`` where that can't be told."""

    stages: tuple[str, ...] | None = None
    spheres: tuple[str, ...] | None = None
    parts: tuple[str, ...] | None = None
    values: tuple[str, ...] = ()
    """Those of the axes that networks of its own define."""


def names(programme: Source | None) -> Names:
    """The names in a programme's file, whether or not the rest of the file is in order.

    So one wrong colour does not hide that a session names a stage that isn't there.
    """
    if programme is None or not isinstance(programme.data, dict):
        return Names()
    data = programme.data
    axes = [
        axis
        for network in _mappings(data.get("networks"))
        for axis in _mappings(network.get("axes"))
    ]
    values = [name for axis in axes for name in _ids(axis.get("values")) or ()]
    stages, spheres, parts = (_ids(data.get(field)) for field in ("stages", "spheres", "parts"))
    return Names(stages, spheres, parts, tuple(dict.fromkeys(values)))


def _ids(items: Any) -> tuple[str, ...] | None:
    """The ids in a list; ``None`` where one of them can't be read, so that any name may be it."""
    if not isinstance(items, list):
        return None
    ids = tuple(name for item in _mappings(items) if isinstance(name := item.get("id"), str))
    return ids if len(ids) == len(items) else None


def _mappings(items: Any) -> list[dict[str, Any]]:
    listed = items if isinstance(items, list) else []
    return [item for item in listed if isinstance(item, dict)]
