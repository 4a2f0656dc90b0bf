"""A programme by itself, and the names that the other files take from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from viche.load.documents import Loaded
from viche.load.networks import network_problems
from viche.load.rules.common import one_of, unique
from viche.load.source import Path_, Source
from viche.model.programme import Programme, Stage
from viche.problems import Problem


def programme_problems(loaded: Loaded[Programme]) -> Iterator[Problem]:
    """A programme by itself: names, signs, and the order of its stages."""
    programme, source = loaded.document, loaded.source
    # A sphere must be told apart by its shape alone: print may be black, eyes may be colour-blind.
    yield from unique(source, ("spheres",), programme.spheres, "id", "letter", "colour", "shape")
    yield from unique(source, ("parts",), programme.parts, "id", "letter")
    yield from unique(source, ("categories",), programme.categories, "id")
    yield from unique(source, ("stages",), programme.stages, "id")
    categories = {category.id for category in programme.categories}
    stages = [stage.id for stage in programme.stages]
    for index, stage in enumerate(programme.stages):
        at: Path_ = ("stages", index)
        for place, name in enumerate(stage.categories):
            where = (*at, "categories", place)
            yield from one_of(source, where, name, categories, "unknown-category")
        for place, name in enumerate(stage.takes):
            yield from _earlier(source, (*at, "takes", place), name, stages, index)
        if stage.spheres_from is not None:
            yield from _earlier(source, (*at, "spheres_from"), stage.spheres_from, stages, index)
        yield from unique(source, (*at, "gates"), stage.gates, "id")
        yield from _interval_problems(source, at, programme, stage, first=index == 0)
    yield from network_problems(source, programme)


def _earlier(
    source: Source, at: Path_, name: str, stages: Sequence[str], index: int
) -> Iterator[Problem]:
    if name in stages[index:]:
        yield source.problem("stage-not-earlier", at, value=name)
    else:
        yield from one_of(source, at, name, stages[:index], "unknown-stage")


def _interval_problems(
    source: Source, at: Path_, programme: Programme, stage: Stage, *, first: bool
) -> Iterator[Problem]:
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
    if not isinstance(items, list):
        return None
    ids = [item.get("id") for item in _mappings(items)]
    return tuple(name for name in ids if isinstance(name, str))


def _mappings(items: Any) -> list[dict[str, Any]]:
    listed = items if isinstance(items, list) else []
    return [item for item in listed if isinstance(item, dict)]
