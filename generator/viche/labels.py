"""What the program itself says on pages and on paper, in the reader's language.

The words stand in ``site/translations/<language>/*.yaml``: flat keys, each with a string or with
its plural forms by CLDR category (``one``, ``few``, ``many``, ``other``). Dates, lists and plurals
follow CLDR through Babel.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_percent
from yaml import YAMLError

from viche.bidi import isolate_numbers, joined
from viche.model.content import Meeting
from viche.model.plan import Promise
from viche.model.session import Step
from viche.model.text import Localised, direction
from viche.model.topology import Axis
from viche.problems import ContentError, Problem
from viche.resources import shipped
from viche.words import Entry, fill, merge, parse

_COUNTED = re.compile(r"({(?:n|range|minutes|seconds)}) (?=[^\W\d_])")

# Our English is British, and so are its dates.
_LOCALES = {"en": "en_GB"}

_LEFT_TO_RIGHT_ISOLATE, _END_ISOLATE = "\u2066", "\u2069"


class Labels:
    """The labels of one language. Call it with a key and the values that the label names."""

    def __init__(self, language: str, catalogue: Mapping[str, Entry]) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, key: str, **values: object) -> str:
        """The label ``key``; the value ``n`` chooses among plural forms.

        Raises ``KeyError`` for a key that the language lacks: a missing label is a bug of ours,
        and a test compares the languages.
        """
        entry = self._catalogue[key]
        if isinstance(entry, str):
            return fill(_bound(entry), self._locale, values)
        return fill({form: _bound(words) for form, words in entry.items()}, self._locale, values)

    def __contains__(self, key: str) -> bool:
        return key in self._catalogue

    def forms(self, key: str) -> Entry:
        """The label ``key`` with its values not yet filled in, for a script that counts."""
        return self._catalogue[key]

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(_LOCALES.get(self.language, self.language))

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, as in HTML."""
        return direction(self.language)

    def date(self, day: dt.date) -> str:
        """A date in full, with the day of the week."""
        return format_date(day, "full", locale=self._locale)

    def day(self, day: dt.date) -> str:
        """A date in full, without the day of the week."""
        return format_date(day, "long", locale=self._locale)

    def month(self, day: dt.date) -> str:
        """Month and year alone."""
        return format_date(day, "LLLL y", locale=self._locale)

    def brief_month(self, day: dt.date) -> str:
        """Month and year alone, where there is little room."""
        return format_skeleton("yMMM", day, locale=self._locale)

    def days(self, first: dt.date, last: dt.date) -> str:
        """A day, or some days from first to last, briefly: ``5–12 Dec 2026``."""
        if first == last:
            return self.day(first)
        return self._in_order(format_interval(first, last, "yMMMd", locale=self._locale))

    def months(self, first: dt.date, last: dt.date) -> str:
        """The months of some days, from the first to the last: ``December 2026``."""
        if (first.year, first.month) == (last.year, last.month):
            return self.month(first)
        return self._in_order(format_interval(first, last, "yMMMM", locale=self._locale))

    def time(self, moment: dt.datetime | dt.time) -> str:
        """Hours and minutes of a 24-hour clock."""
        return moment.strftime("%H:%M")

    def duration(self, minutes: int) -> str:
        """Minutes in hours and minutes, as people say it."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return self("minutes", n=rest)
        if not rest:
            return self("hours", n=hours)
        said_hours, said_rest = self("hours", n=hours), self("minutes", n=rest)
        return self("hours-and-minutes", hours=said_hours, minutes=said_rest, n=rest)

    def short_time(self, seconds: int) -> str:
        """A short time to the second."""
        minutes, rest = divmod(seconds, 60)
        if not minutes:
            return self("seconds", n=rest)
        if not rest:
            return self("minutes", n=minutes)
        return self("duration-min-sec", minutes=minutes, seconds=rest)

    def share(self, part: float) -> str:
        """A part of a whole, 0 to 1, in per cent."""
        return self.isolate(format_percent(part, locale=self._locale))

    def span(self, start: object, end: object) -> str:
        """A range such as ``10:45–11:30`` or ``60–120``, kept in its order in any direction."""
        return self.isolate(f"{self._plain(start)}–{self._plain(end)}")

    def isolate(self, text: object) -> str:
        """``text`` kept left to right inside right-to-left text: numbers, ranges, codes."""
        if self.direction == "ltr":
            return str(text)
        return f"{_LEFT_TO_RIGHT_ISOLATE}{joined(str(text))}{_END_ISOLATE}"

    def _in_order(self, text: str) -> str:
        """Text of our own with numbers and ranges in it, kept in their order."""
        return text if self.direction == "ltr" else isolate_numbers(text)

    def fallback(self, language: str) -> str:
        """The mark beside a text that had to be given in another ``language``."""
        return self("fallback", language=self.name(language))

    def name(self, language: str) -> str:
        """What a language is called in this one."""
        return Locale.parse(language).get_display_name(self._locale) or language

    def step_title(self, meeting: Meeting, step: Step, languages: Sequence[str]) -> Localised:
        """The step's own title if it has one, else that of its groups, or of its kind."""
        if step.title is not None:
            return step.title.within(self.language, languages)
        if step.kind != "groups":
            return Localised(self(f"step-{step.kind}"), self.language, fallback=False)
        grouping = step.grouping or ""
        own = meeting.programme.grouping_title(meeting.stage, grouping)
        title = own.within(self.language, languages) if own else self._groups(grouping)
        if title.fallback or not meeting.session.returns(step):
            return title
        again = f"step-groups-{grouping}-again"
        if own is None and again in self:
            return replace(title, words=self(again))
        return replace(title, words=self("step-groups-again", title=title.words))

    def staying(self, axis: Axis, letter: str) -> str:
        """What a letter says of an axis on which some keep their table: host or guest."""
        return self("host" if letter == axis.stays else "guest")

    def _groups(self, grouping: str) -> Localised:
        """What groups are called that the program knows by name: ``profile``, ``round-2``."""
        name, _, number = grouping.partition("-")
        words = self("step-groups-round", n=number) if number else self(f"step-groups-{name}")
        return Localised(words, self.language, fallback=False)

    def promise(self, promise: Promise, title: Callable[[str], str]) -> str:
        """What may be promised of a plan; ``title`` is what a step is called, by its id."""
        return self(
            promise.code,
            n=promise.n,
            minimum=promise.minimum,
            step=title(promise.step) if promise.step else "",
            share=self.share(promise.share),
        )

    def list(self, items: Sequence[str]) -> str:
        """Items with the commas and the “and” of the language."""
        return format_list(list(items), locale=self._locale)

    def _plain(self, value: object) -> str:
        return self.time(value) if isinstance(value, (dt.datetime, dt.time)) else str(value)


def own_name(language: str) -> str:
    """What a language is called by those who speak it."""
    return Locale.parse(language).get_display_name(language) or language


def _bound(words: str) -> str:
    """A number stays on one line with what it counts."""
    return _COUNTED.sub("\\1\u00a0", words)


def read_labels(language: str, site_files: Mapping[str, Path]) -> Labels:
    """The labels of ``language`` from the files of the ``site`` room (see ``resources.tree``).

    A cell's own file changes the labels that it names; it inherits the others.

    Raises:
        ContentError: a cell's own file is not a mapping of labels.
    """
    ours = shipped("site")
    prefix = f"translations/{language}/"
    names = sorted(name for name in site_files if name.startswith(prefix))
    shipped_names = [name for name in names if (ours / name).is_file()]
    catalogue = merge((name, (ours / name).read_text(encoding="utf-8")) for name in shipped_names)
    for name in names:
        if site_files[name] != ours / name:
            catalogue |= _own(name, site_files[name])
    return Labels(language, catalogue)


def _own(name: str, path: Path) -> Mapping[str, Entry]:
    """The labels of a cell's own file, which may hold anything."""
    try:
        entries = parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, YAMLError):
        entries = None
    if not isinstance(entries, dict) or not all(map(_is_entry, entries.values())):
        raise ContentError([Problem(f"site/{name}", "site-words")])
    return entries


def _is_entry(entry: object) -> bool:
    forms = entry.values() if isinstance(entry, dict) else [entry]
    return all(isinstance(form, str) for form in forms)
