"""The invitation: what is on, why to come, how to sign up; one side of A5."""

from __future__ import annotations

from viche.kit.article import GAP, fact, filled, heading, plain, section, sentences
from viche.kit.cards import session_address
from viche.kit.codes import printed_code
from viche.kit.facts import imprint, masthead, notice, organisers
from viche.kit.order import Draft, Order
from viche.kit.script import Said, Script
from viche.kit.telling import (
    everyone_is_heard,
    in_groups,
    invited,
    output,
    published,
    purpose,
    registration,
    when_and_where,
)


def draft(order: Order) -> Draft:
    """A card for everybody who is invited; its code leads to where one signs up."""
    script, labels = order.script(), order.labels
    head = {**masthead(order, script, "invitation-title"), "notice": notice(order, script)}
    given = order.meeting.session.registration
    address = (given and given.address) or session_address(order)
    registers = address != session_address(order)
    alt = labels("press-register-alt") if registers else labels("press-code-alt")
    title = heading(head["session"])
    body = filled(
        [
            section("paragraphs", [_guests(order, script)], labels("invitation-whom")),
            section("paragraphs", _reasons(order, script), labels("invitation-why")),
            section("paragraphs", _result(order, script), labels("invitation-result")),
        ]
    )
    side = filled(
        [
            section("facts", when_and_where(order, script)),
            registration(order, script),
            section("paragraphs", _hosts(order, script)),
        ]
    )
    code = printed_code(address, alt)
    page = fact(labels("press-page"), session_address(order))
    closing = [section("facts", [page]), section("paragraphs", [head["notice"]])]
    data = {
        **head,
        "kind": labels("invitation-kind"),
        "heading": title,
        "body": body,
        "side": side,
        "code": code,
        "gap": GAP,
        "brief": True,
        "labels": {"code": labels("press-register") if registers else labels("press-page")},
    }
    text = plain([data["kind"], head["session"]], [*body, *side, *filled(closing)])
    return Draft(
        "invitation", "invitation.typ", data, script, codes={title: code["address"]}, text=text
    )


def _reasons(order: Order, script: Script) -> list[Said | None]:
    """Why the session is held, and that whoever comes is heard."""
    labels, meeting = order.labels, order.meeting
    heard = labels("invitation-heard" if everyone_is_heard(meeting) else "invitation-heard-part")
    return [purpose(order, script), heard if in_groups(meeting) else None]


def _guests(order: Order, script: Script) -> str:
    names = invited(order, script)
    return names[:1].upper() + names[1:]


def _result(order: Order, script: Script) -> list[Said | None]:
    where = published(order, script)
    foreseen = sentences(order.labels("press-foreseen", where=where)) if where else None
    return [sentences(output(order, script)), foreseen]


def _hosts(order: Order, script: Script) -> list[Said]:
    """Who holds the session, and whom to ask, where that isn't how one signs up."""
    given = order.meeting.session.registration
    told = imprint if given and given.address else organisers
    return [*told(order, script)]
