"""What is typed after ``viche replan SESSION``, as far as it says nothing of who is who."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

import click

from viche.cli.letters import Letters, Unknown
from viche.cli.speech import Speech
from viche.load.answers import fold
from viche.problems import LOOKALIKES, nearest

_ARRIVED = re.compile(r"([0-9]{1,2})(?::([^:]+))??(?::(member))?")
"""Nobody seats a hundred strangers one by one: that is another plan."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: codes and seats as they came, lists already taken apart but for steps."""

    absent: Sequence[str] = ()
    arrived: Sequence[str] = ()
    done: Sequence[str] = ()
    keep: Sequence[str] = ()
    move: Sequence[str] = ()


def listed(values: Sequence[str]) -> tuple[str, ...]:
    """What was typed after an option, however often: commas part it too."""
    return tuple(item.strip() for value in values for item in value.split(",") if item.strip())


def once(values: Sequence[str]) -> tuple[str, ...]:
    """The same, each of them once."""
    return tuple(dict.fromkeys(listed(values)))


def plain(name: str) -> str:
    """A code or a seat as it stands in our files.

    On papers a seat may begin with #, and a Cyrillic keyboard has letters that only look right.
    """
    return name.strip().translate(LOOKALIKES).upper().removeprefix("#")


def strangers(
    text: str, letters: Letters, speech: Speech
) -> Iterator[tuple[Mapping[str, str], bool]]:
    """``3:economy``, ``1:economy.threats:member``, or ``3``: letters and membership of each.

    Raises:
        click.UsageError: it can't be understood.
    """
    found = _ARRIVED.fullmatch(text.strip())
    if found is None or not int(found[1]):
        refuse(speech, "replan-arrived", value=text)
    named = _named(found[2] or "", letters, speech)
    given = dict(named)
    if len(given) < len(named):
        refuse(speech, "replan-arrived", value=text)
    for _ in range(int(found[1])):
        yield given, bool(found[3])


def _named(text: str, letters: Letters, speech: Speech) -> list[tuple[str, str]]:
    """The letters that are meant by names of spheres, parts and other values."""
    try:
        return letters.read(text)
    except Unknown as unknown:
        key = "replan-value-near" if unknown.near else "replan-value"
        refuse(speech, key, name=text, near=unknown.near)


def named_step(id: str, titles: Mapping[str, str]) -> str:
    """A step as people know it, and as it is typed: ``Profile groups (profile)``."""
    return f"{titles[id]} ({id})"


def steps_of(
    values: Sequence[str], steps: Sequence[str], titles: Mapping[str, str], speech: Speech
) -> Iterator[str]:
    """Those of the plan's ``steps`` that are meant by their ids or, if no other has it, a title.

    A title may have a comma; else commas part what was typed.

    Raises:
        click.UsageError: there is none of that name.
    """
    for value in values:
        for name in [value] if _meant(value, steps, titles) else listed([value]):
            meant = _meant(name, steps, titles)
            if len(meant) != 1:
                near = nearest(name, [*steps, *(titles[step] for step in steps)])
                key = "replan-step-near" if near else "replan-step-unknown"
                known = ", ".join(named_step(step, titles) for step in steps)
                refuse(speech, key, step=name, near=near, known=known)
            yield meant[0]


def _meant(name: str, steps: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    """The steps that have the id ``name`` or, if none has, the title."""
    given = [step for step in steps if step == name.strip()]
    return given or [step for step in steps if fold(titles[step]) == fold(name)]


def refuse(speech: Speech, key: str, **values: object) -> NoReturn:
    """What was typed can't be understood, or can't be."""
    raise click.UsageError(speech(key, **values))
