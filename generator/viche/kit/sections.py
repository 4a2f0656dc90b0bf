"""A section of a protocol as ``section.typ`` wants it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from viche.kit.names import Name, values_of
from viche.kit.script import Script
from viche.model.content import Meeting
from viche.model.protocol import Section


def section_of(
    section: Section, meeting: Meeting, at: str, script: Script, *, for_group: bool = False
) -> Mapping[str, Any]:
    """``section``, which the protocol has ``at`` this field, in the language of the script."""
    protocol, labels = meeting.protocol, script.labels
    assert protocol is not None
    source = protocol.source
    hint, hint_at = section.hint, "hint"
    if for_group and section.group_hint:
        hint, hint_at = section.group_hint, "group_hint"
    return {
        "field": at,
        "title": script.say(section.title, source, f"{at}.title"),
        "minutes": section.minutes and labels("minutes", n=section.minutes),
        "hint": hint and script.say(hint, source, f"{at}.{hint_at}"),
        "hint-at": hint_at,
        "points": [
            script.say(point, source, f"{at}.points[{number}]")
            for number, point in enumerate(section.points, start=1)
        ],
        "each": section.each,
        "rows": section.rows,
        "lines": section.lines,
        "columns": [
            {
                "number": number,
                "title": script.say(column.title, source, f"{at}.columns[{number}].title"),
                "width": column.width,
                "pick": column.pick,
                "choices": [
                    script.say(choice, source, f"{at}.columns[{number}].choices[{which}]")
                    for which, choice in enumerate(column.choices, start=1)
                ],
            }
            for number, column in enumerate(section.columns, start=1)
        ],
        "keys": _keys(section, meeting, script),
    }


def _keys(section: Section, meeting: Meeting, script: Script) -> list[list[Name]]:
    """What the letters to tick in ``section`` stand for, where they are all those of an axis."""
    language, languages, topology = script.labels.language, script.languages, meeting.topology
    ticked = [
        {choice.within(language, languages).words for choice in column.choices}
        for column in section.columns
    ]
    own = [axis.name for axis in topology.lettered] if topology else []
    keys = [values_of(axis, meeting, script) for axis in dict.fromkeys(("part", "sphere", *own))]
    return [key for key in keys if {entry["letter"] for entry in key} in ticked]
