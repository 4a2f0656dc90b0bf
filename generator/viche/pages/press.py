"""What a journalist needs in a minute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from viche.model.cell import Cell
from viche.model.content import Meeting, Page
from viche.model.text import Text
from viche.pages.downloads import FileOffer, file_offer, public_kits
from viche.pages.invitation import invitation
from viche.pages.kits import KitView
from viche.pages.news import News
from viche.pages.outcome import outcome
from viche.pages.prose import enclosed
from viche.pages.publication import Publication
from viche.pages.shares import SITE_SHARE
from viche.pages.views import PRESS, PRIVACY, MeetingView, href, meeting_view
from viche.pages.writer import Writer

_PIECES = ("announcement", "release")
"""Those of a kit that are for the media."""

_PICTURES = {
    "img/network-grid.svg": "figure-grid",
    "img/network-route.svg": "figure-way",
    SITE_SHARE: "media-share",
}


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """Who holds sessions."""

    name: Text
    website: str


@dataclass(frozen=True, slots=True)
class TextsView:
    """Texts for the media about one session, ready to be published."""

    meeting: MeetingView
    kits: tuple[KitView, ...]


def write_press(
    publication: Publication,
    pieces: Sequence[News],
    prose: Mapping[str, Page],
    tree: Mapping[str, str | bytes],
    writer: Writer,
) -> str:
    """The page for the media; ``pieces`` are all news, ``tree`` what was made for it so far."""
    content, labels, page = publication.content, writer.labels, prose.get(PRESS)
    announced, past = publication.announced, publication.past[:1]
    return writer.page(
        "press.md.j2",
        title=page.title if page else labels("media-page"),
        source=page.source if page else content.cell.source,
        meta={"description": page.description if page else labels("media-described")},
        cell=content.cell,
        contact=writer.contact,
        main=_organisation(content.cell, content.cell.organisers.main),
        partners=[_organisation(content.cell, each) for each in content.cell.organisers.co],
        invitations=[invitation(meeting, PRESS, writer) for meeting in announced],
        outcome=outcome(past[0], pieces, publication, PRESS, writer) if past else None,
        texts=[
            texts
            for meeting in (*announced, *past)
            if (texts := _texts(meeting, publication, writer)).kits
        ],
        pictures=_pictures(tree, writer),
        licence=content.licence,
        privacy_href=href(PRESS, PRIVACY) if PRIVACY in tree else "",
        body=enclosed(page, writer) if page else Markup(""),
    )


def _organisation(cell: Cell, organisation: str) -> OrganisationView:
    return OrganisationView(cell.organisation_name(organisation), cell.website(organisation) or "")


def _texts(meeting: Meeting, publication: Publication, writer: Writer) -> TextsView:
    """The texts about ``meeting``: none of a closed cell."""
    files = publication.downloads.get(meeting.id, ()) if writer.open else ()
    texts = [file for file in files if file.piece in _PIECES]
    kits = (kit for kit, _ in public_kits(texts, PRESS, writer))
    return TextsView(meeting_view(meeting, PRESS, writer), tuple(kits))


def _pictures(tree: Mapping[str, str | bytes], writer: Writer) -> list[FileOffer]:
    offers = (
        file_offer(path, writer.labels(name), PRESS, tree, writer)
        for path, name in _PICTURES.items()
    )
    return [offer for offer in offers if offer]
