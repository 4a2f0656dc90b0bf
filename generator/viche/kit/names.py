"""What the letters of seats and groups stand for, as templates get it.

``pages.views.Names`` says the same for the site. Both take the words from the programme, and those
of the program itself from the labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from viche.kit.facts import sphere_sign
from viche.kit.script import Said, Script
from viche.model.content import Meeting
from viche.model.network import AxisValue
from viche.model.programme import Part, Programme, Sphere
from viche.model.session import Step
from viche.model.topology import Axis, Grouping

Name: TypeAlias = Mapping[str, Said]
"""``name`` and ``short``, and where they are written: ``field`` and, inside it, ``short-at``."""


def values_of(axis: str, meeting: Meeting, script: Script) -> list[Name]:
    """All values of a lettered axis; none where it is the program that names them."""
    programme, topology = meeting.programme, meeting.topology
    assert topology is not None
    at = _field(axis, meeting)
    return [
        sphere_sign(value, programme, script)
        if isinstance(value, Sphere)
        else _part(value, f"{at}[{number}]", programme, script)
        for number, value in enumerate(programme.values(topology, axis), start=1)
    ]


def value_of(axis: Axis, token: str, meeting: Meeting, script: Script) -> Name:
    """What a letter stands for, or the number of a group on an axis that is dealt."""
    labels = script.labels
    if axis.numbered:
        return _own(labels("number", number=labels.isolate(token)))
    found = {value["letter"]: value for value in values_of(axis.name, meeting, script)}
    return found[token] if token in found else _own(labels.staying(axis, token))


def grouping_of(step: Step, meeting: Meeting) -> Grouping:
    """The grouping of a ``step`` at which people sit in groups."""
    found = meeting.grouping(step)
    assert found is not None
    return found


def group_names(group: str, grouping: Grouping, meeting: Meeting, script: Script) -> list[Name]:
    """What the id of a group says: ``Economy``, ``number 2`` of ``E-2``."""
    tokens = zip(grouping.axes, group.split("-"), strict=True)
    return [value_of(axis, token, meeting, script) for axis, token in tokens]


def seat_names(letters: str, meeting: Meeting, script: Script) -> list[Name]:
    """What the letters of a seat say: ``Economy``, ``Strengths`` of ``E-S``; nothing of none."""
    assert meeting.topology is not None
    tokens = zip(meeting.topology.lettered, letters.split("-"), strict=False)
    return [value_of(axis, token, meeting, script) for axis, token in tokens]


def sphere_of(names: list[Name]) -> Name | None:
    """The sphere among names, which has a sign."""
    return next((name for name in names if "shape" in name), None)


def _own(name: str) -> Name:
    return {"field": "networks", "name": name, "short": name, "short-at": "name"}


def _part(part: Part | AxisValue, at: str, programme: Programme, script: Script) -> Name:
    name = script.say(part.name, programme.source, f"{at}.name")
    return {"field": at, "letter": part.letter, "name": name, "short": name, "short-at": "name"}


def _field(axis: str, meeting: Meeting) -> str:
    """Where the programme's file lists the values of an axis."""
    programme = meeting.programme
    own = programme.network(meeting.stage.network or "")
    if own is None or axis in {"sphere", "part"}:
        return f"{axis}s"
    place = [each.id for each in own.axes].index(axis)
    return f"networks[{programme.networks.index(own) + 1}].axes[{place + 1}].values"
