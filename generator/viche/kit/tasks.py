"""What people who share letters work on: what they look for, and in which directions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from viche.kit.names import Name, value_of
from viche.kit.script import Script
from viche.model.content import Meeting
from viche.model.network import AxisValue
from viche.model.programme import Part, Sphere
from viche.model.protocol import Direction, Protocol

_Value: TypeAlias = Sphere | Part | AxisValue
_Listed: TypeAlias = tuple[str, int, Direction]
"""A direction, with the key and the place where the protocol lists it."""


def task_of(meeting: Meeting, script: Script, letters: str) -> Mapping[str, Any]:
    """What the letters of a seat stand for, by axis too; what its group works on and looks for."""
    topology = meeting.topology
    assert topology is not None
    # No letters: nothing to name.
    signs = list(zip(topology.lettered, letters.split("-"), strict=False))
    values = _values({axis.name: letter for axis, letter in signs}, meeting)
    shown = {axis.name: value_of(axis, letter, meeting, script) for axis, letter in signs}
    # A sphere is what all of its groups share: what a group looks for by itself comes first.
    guides = (
        _guide(value, shown[name], meeting, script)
        for name, value in sorted(values.items(), key=lambda item: item[0] == "sphere")
    )
    listed, is_own = _subjects(values, meeting.protocol)
    return {
        "axes": shown,
        "sphere": shown.get("sphere"),
        "names": list(shown.values()),
        "guides": [guide for guide in guides if guide],
        "is-own": is_own,
        "directions": _directions(listed, meeting, script),
    }


def directions_of(
    letters: Mapping[str, str], meeting: Meeting, script: Script
) -> list[Mapping[str, Any]]:
    """The directions of a group whose people share ``letters``, which are keyed by axis."""
    listed, _ = _subjects(_values(letters, meeting), meeting.protocol)
    return _directions(listed, meeting, script)


def _values(letters: Mapping[str, str], meeting: Meeting) -> Mapping[str, _Value]:
    """What letters stand for, by axis, as far as the programme says it."""
    programme, topology = meeting.programme, meeting.topology
    assert topology is not None
    values = {axis: programme.value(topology, axis, letter) for axis, letter in letters.items()}
    return {axis: value for axis, value in values.items() if value}


def _subjects(
    values: Mapping[str, _Value], protocol: Protocol | None
) -> tuple[list[_Listed], bool]:
    """The directions of people who share ``values``, and whether these are theirs alone.

    That is so where a direction's lens is one of their letters; people from several spheres have it
    in each of them. All others share the directions of their sphere.
    """
    if protocol is None:
        return [], False
    sphere = values.get("sphere")
    key = sphere.id if sphere and protocol.directions.get(sphere.id) else "all"
    lenses = {value.id for axis, value in values.items() if axis != "sphere"}
    own = [
        (each, number, direction)
        for each in ([key] if sphere else protocol.directions)
        for number, direction in enumerate(protocol.directions.get(each, ()), start=1)
        if direction.lens in lenses
    ]
    if own:
        return own, True
    shared = enumerate(protocol.directions.get(key, ()), start=1)
    return [(key, number, direction) for number, direction in shared], False


def _directions(listed: list[_Listed], meeting: Meeting, script: Script) -> list[Mapping[str, Any]]:
    protocol = meeting.protocol
    return [
        _direction(direction, key, number, protocol, script)
        for key, number, direction in listed
        if protocol
    ]


def _guide(
    value: _Value, about: Name, meeting: Meeting, script: Script
) -> Mapping[str, Any] | None:
    """What the group of a value looks for: as the protocol has it, else the value's question."""
    protocol, programme = meeting.protocol, meeting.programme
    guide = protocol.guides.get(value.id) if protocol else None
    if protocol is not None and guide is not None:
        file, source, at = "protocol", protocol.source, f"guides.{value.id}"
        texts = {key: getattr(guide, key) for key in ("question", "test", "good", "poor")}
    elif not isinstance(value, Sphere) and value.question is not None:
        file, source, at = "programme", programme.source, str(about["field"])
        texts = {"question": value.question, "test": None, "good": None, "poor": None}
    else:
        return None
    said = {key: text and script.say(text, source, f"{at}.{key}") for key, text in texts.items()}
    return {"file": file, "field": at, "name": about["name"], **said}


def _direction(
    direction: Direction, key: str, number: int, protocol: Protocol, script: Script
) -> Mapping[str, Any]:
    at = f"directions.{key}[{number}]"
    return {
        "field": at,
        "number": number,
        "name": script.say(direction.name, protocol.source, f"{at}.name"),
        "hint": direction.hint and script.say(direction.hint, protocol.source, f"{at}.hint"),
    }
