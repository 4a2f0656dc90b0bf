"""For the press: an announcement before the session, and a release after it.

The cell's own words come first; whatever it doesn't give is said from the data. The release has
gaps for what only the day knows, and belongs to the team as long as there are any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viche.kit.article import (
    GAP,
    Fact,
    Section,
    blank,
    fact,
    filled,
    has_gaps,
    heading,
    plain,
    section,
    sentences,
)
from viche.kit.facts import contact_of, date, marked, masthead, notice
from viche.kit.order import Audience, Draft, Order
from viche.kit.script import Said, Script
from viche.kit.telling import (
    about,
    everyone_is_heard,
    in_groups,
    invited,
    of_stage,
    output,
    page_code,
    place,
    promised,
    published,
    purpose,
    registration,
    spheres,
    when_and_where,
)
from viche.model.programme import Stage
from viche.model.session import Release, Session
from viche.model.text import Text

_RESULTS = 3
"""How many main results of a sphere a release has room for."""


def announcement(order: Order) -> Draft:
    """What is on, for whom, and how to come."""
    script, labels = order.script(), order.labels
    own = _Own(order.meeting.session.press.before, "press.before", order, script)
    city = marked(script.say(order.cell.city, order.cell.source, "city"))
    headline = labels("press-headline", city=city, session=_title(order, script))
    facts = [*when_and_where(order, script), *_numbers(labels("press-expected"), order, script)]
    body = [
        section("lead", [own.text("lead") or _before(city, order, script)]),
        section("paragraphs", own.texts("paragraphs") or _promises(order, script)),
        section("quotations", own.texts("quotations")),
        registration(order, script),
        about(order, script),
    ]
    side = [section("facts", facts, labels("press-facts"))]
    kind, page = labels("press-announcement"), labels("press-page")
    first = own.text("headline") or headline
    return _draft(_Paper("announcement", kind, page, first, body, side), order, script)


def release(order: Order) -> Draft:
    """What came of it, where it is to be read, and what is next."""
    script, labels = order.script(), order.labels
    own = _Own(order.meeting.session.press.after, "press.after", order, script)
    city = marked(script.say(order.cell.city, order.cell.source, "city"))
    headline = labels("press-results-headline", session=_title(order, script))
    paragraphs, quotations = own.texts("paragraphs"), own.texts("quotations")
    said = [section("paragraphs", paragraphs)] if paragraphs else _to_fill_in(order, script)
    quoted = (
        section("quotations", quotations)
        if quotations
        else section("blanks", [blank(labels("press-quotation"), 1)])
    )
    lead = own.text("lead")
    body = [section("lead", [lead or _after(city, order, script)]), *said, quoted]
    # Who writes the beginning says there how many came.
    came = fact(labels("press-came"), None if lead else GAP)
    facts = [came, *_numbers(labels("press-planned"), order, script)]
    side = [
        section("facts", facts, labels("press-facts")),
        _next(order, script),
        about(order, script),
    ]
    kind, page = labels("press-release"), labels("press-results-page")
    first = own.text("headline") or headline
    return _draft(_Paper("release", kind, page, first, body, side), order, script)


@dataclass(frozen=True, slots=True)
class _Own:
    """The cell's own words, as far as it gives them."""

    release: Release
    at: str
    order: Order
    script: Script

    def text(self, name: str) -> Said | None:
        text: Text | None = getattr(self.release, name)
        return self._say(text, name) if text else None

    def texts(self, name: str) -> list[Said]:
        texts: Sequence[Text] = getattr(self.release, name)
        return [self._say(text, f"{name}[{n}]") for n, text in enumerate(texts, 1)]

    def _say(self, text: Text, name: str) -> Said:
        return self.script.say(text, self.order.meeting.session.source, f"{self.at}.{name}")


@dataclass(frozen=True, slots=True)
class _Paper:
    """What one of the two papers says: its ``kind``, and what is at the address of the ``page``."""

    piece: str
    kind: str
    page: str
    headline: Said
    body: Sequence[Section]
    side: Sequence[Section]


def _draft(paper: _Paper, order: Order, script: Script) -> Draft:
    labels, code = order.labels, page_code(order)
    contact = section("facts", [fact(labels("press-contact"), contact_of(order, script))])
    body, side = filled(paper.body), filled([*paper.side, contact])
    head = {**masthead(order, script, "press-title"), "notice": notice(order, script)}
    data = {
        **head,
        "title": f"{paper.kind}: {head['title']}",
        "kind": paper.kind,
        "headline": paper.headline,
        "heading": heading(paper.headline),
        "body": body,
        "side": side,
        "code": code,
        "gap": GAP,
        "labels": {
            "page": labels("kit-page", n="{n}", m="{m}"),
            "code": paper.page,
        },
    }
    ending = [
        section("facts", [fact(paper.page, code["address"])]),
        section("paragraphs", [head["notice"]]),
    ]
    text = plain([paper.kind, paper.headline], [*body, *side, *filled(ending)])
    return Draft(
        paper.piece,
        "release.typ",
        data,
        script,
        codes={data["heading"]: code["address"]},
        audience=Audience.TEAM if has_gaps(text) else Audience.PUBLIC,
        text=text,
    )


def _title(order: Order, script: Script) -> str:
    session = order.meeting.session
    return marked(script.say(session.title, session.source, "title"))


def _quoted(order: Order, script: Script) -> str:
    """The title between quotation marks: its own marks of the same kind become inner ones."""
    marks = order.labels("press-quotes")
    return _title(order, script).translate(str.maketrans(marks[:2], marks[2:]))


def _before(city: str, order: Order, script: Script) -> str:
    """Who, what, when, where, why."""
    labels, cell = order.labels, order.cell
    main = cell.organisation_name(order.meeting.organisers.main)
    who = {
        "open": "press-holds-open",
        "cell": "press-holds-cell",
        "cell-and-volunteers": "press-holds-volunteers",
    }[order.meeting.stage.audience]
    where = place(order, script)
    return sentences(
        labels("press-dateline", city=city, date=date(order)),
        labels(
            who,
            main=marked(script.say(main, cell.source, "organisations")),
            session=_quoted(order, script),
        ),
        marked(purpose(order, script)),
        labels("press-place", place=where) if where else "",
    )


def _after(city: str, order: Order, script: Script) -> str:
    """What was held, and why."""
    labels = order.labels
    return sentences(
        labels("press-dateline", city=city, date=date(order)),
        labels("press-held", session=_quoted(order, script)),
        marked(purpose(order, script)),
    )


def _promises(order: Order, script: Script) -> list[Said | None]:
    """How people work, who is invited, and what comes out."""
    labels = order.labels
    who = invited(order, script)
    return [
        _method(order),
        sentences(labels("press-invited", categories=who)) if who else None,
        promised(order, script),
    ]


def _method(order: Order) -> str | None:
    """The method in a sentence, which promises no more than the plan can keep."""
    if not in_groups(order.meeting):
        return None
    heard = everyone_is_heard(order.meeting)
    return order.labels("press-method" if heard else "press-method-part")


def _numbers(people: str, order: Order, script: Script) -> list[Fact | None]:
    """How many ``people``, which spheres, which stage."""
    labels, meeting = order.labels, order.meeting
    expected = meeting.session.expected
    return [
        fact(people, str(expected) if expected else None),
        fact(labels("press-spheres"), "; ".join(map(marked, _spheres(order, script)))),
        fact(labels("press-stage"), _number(meeting.stage, order, script)),
    ]


def _spheres(order: Order, script: Script) -> list[Said]:
    """The names of the spheres in which the session works."""
    programme, found = order.meeting.programme, spheres(order.meeting)
    return [
        script.say(sphere.name, programme.source, f"spheres[{n}].name")
        for n, sphere in enumerate(programme.spheres, 1)
        if sphere in found
    ]


def _number(stage: Stage, order: Order, script: Script) -> str:
    """Which of all stages this one is, and its title."""
    stages = order.meeting.programme.stages
    title = marked(of_stage(stage.title, "title", order, script, stage))
    return order.labels("press-stage-of", n=stages.index(stage) + 1, m=len(stages), stage=title)


def _to_fill_in(order: Order, script: Script) -> list[Section]:
    """Room for the main results, and what is to happen with them."""
    labels = order.labels
    names = _spheres(order, script) or [labels("press-whole-session")]
    results = [blank(name, _RESULTS) for name in names]
    where = published(order, script)
    told = [
        sentences(labels("press-outcome", output=output(order, script))),
        sentences(labels("press-foreseen", where=where)) if where else None,
    ]
    return [
        section("blanks", results, labels("press-results")),
        section("paragraphs", told, labels("press-after")),
        section("blanks", [blank(labels("press-handed"), 1)]),
    ]


def _next(order: Order, script: Script) -> Section:
    """The next stage, and when it is held if that is known; nothing after the last one."""
    labels, programme = order.labels, order.meeting.programme
    after = programme.stages[programme.stages.index(order.meeting.stage) + 1 :]
    if not after:
        return section("facts", [])
    stage = after[0]
    return section(
        "facts",
        [
            fact(labels("press-stage"), _number(stage, order, script)),
            fact(labels("press-aim"), of_stage(stage.purpose, "purpose", order, script, stage)),
            fact(labels("press-when"), _day(order.following, order)),
        ],
        labels("press-next"),
    )


def _day(session: Session | None, order: Order) -> str:
    if session is None:
        return GAP
    closed = order.cell.is_closed
    return (order.labels.month if closed else order.labels.date)(session.date)
