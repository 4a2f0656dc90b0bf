"""The director's book: all that whoever runs the day has to know in a hall without internet."""

from __future__ import annotations

from collections.abc import Mapping

from viche.kit.director.agenda import agenda, announcements
from viche.kit.director.asked import asked
from viche.kit.director.book import Book
from viche.kit.director.glance import glance
from viche.kit.director.late import time_in_hand
from viche.kit.director.lists import groups, openings
from viche.kit.director.packing import lies, packing
from viche.kit.director.terms import method
from viche.kit.director.trouble import trouble
from viche.kit.facts import masthead
from viche.kit.order import Audience, Draft, Order
from viche.labels import Labels


def draft(order: Order) -> Draft | None:
    """The book of a meeting that has a plan, or needs none because nobody sits in groups."""
    meeting = order.meeting
    if meeting.plan is None and meeting.topology is not None:
        return None
    script = order.script()
    book = Book(order, script)
    blocks = list(agenda(book))
    data = {
        **masthead(order, script, "director-title"),
        "glance": list(glance(book)),
        "method": method(book),
        "agenda": blocks,
        "calls": list(announcements(book, blocks)),
        "lies": list(lies(book)),
        "packing": list(packing(book)),
        "asked": asked(book),
        "time": time_in_hand(book),
        "trouble": list(trouble(book)),
        "groups": list(groups(book)),
        "openings": list(openings(book)),
        "labels": {**_labels(order.labels, order.cell.is_closed), **_sentences(book)},
    }
    return Draft("director", "director.typ", data, script, audience=Audience.TEAM)


def _sentences(book: Book) -> Mapping[str, str]:
    """What stands under the headings of chapters, with this day's numbers."""
    labels, plan = book.labels, book.plan
    people = labels("people", n=len(plan.seats) if plan else book.session.expected)
    return {
        "packing-how": labels(
            "director-packing-how",
            people=labels("people", n=book.counts.expected),
            room=labels("director-room", n=book.counts.room),
        ),
        "lies-how": labels("director-lies-how") if book.counts["records"] else "",
        "dealt": labels("director-dealt", people=people) if book.is_open else "",
    }


def _labels(labels: Labels, is_closed: bool) -> Mapping[str, str]:
    how = "director-day-how-closed" if is_closed else "director-day-how"
    own = {
        "page": labels("kit-page", n="{n}", m="{m}"),
        "table": labels("table"),
        "group": labels("group"),
        "tables": labels("director-open-tables"),
        "day-how": labels(how),
    }
    return own | {
        key.removeprefix("director-"): labels(key)
        for key in (
            "director-name",
            "director-team-only",
            "director-contents",
            "director-method",
            "director-terms",
            "director-blank",
            "director-day",
            "director-really",
            "director-clock",
            "director-left-step",
            "director-left-day",
            "director-what",
            "director-asked",
            "director-sections",
            "director-continued",
            "director-say",
            "director-do",
            "director-watch",
            "director-calls",
            "director-calls-how",
            "director-who",
            "director-words",
            "director-lies",
            "director-packing",
            "director-of-protocol",
            "director-needed",
            "director-number",
            "director-thing",
            "director-why",
            "director-time",
            "director-time-how",
            "director-where",
            "director-gives",
            "director-no-time",
            "director-late",
            "director-late-how",
            "director-late-by",
            "director-late-cut",
            "director-never",
            "director-trouble",
            "director-groups-title",
            "director-seats",
            "director-spares-how",
            "director-open",
            "director-open-how",
            "director-open-order",
        )
    }
