"""All pages of one language."""

from __future__ import annotations

from viche.labels import Labels
from viche.pages.calendars import calendars
from viche.pages.drawing import has_network_picture, network_pictures, sign
from viche.pages.feed import FEED, write_feed
from viche.pages.home import write_home
from viche.pages.kits import write_kit
from viche.pages.moves import moves
from viche.pages.news import is_news, news, write_news, write_piece
from viche.pages.outcome import outcome
from viche.pages.programme import write_programme
from viche.pages.prose import prose_pages, write_prose
from viche.pages.publication import Publication
from viche.pages.routes import write_routes
from viche.pages.session import write_session, write_sessions
from viche.pages.standing import standing_pages
from viche.pages.timeline import timeline, timeline_pictures
from viche.pages.views import (
    HOME,
    KIT,
    NEWS,
    PRESS,
    SESSIONS,
    Names,
    programme_page,
    routes_page,
    session_page,
    session_titles,
    signs_folder,
)
from viche.pages.writer import Writer
from viche.pictures import fresh

_ASSETS = "assets/"


def render(publication: Publication, language: str, labels: Labels) -> dict[str, str | bytes]:
    """Everything that an engine needs to make the site in ``language``: pages, pictures, assets.

    Args:
        publication: what the site is made from.
        language: one of the cell's languages; the first has the root of the site, each other one
            a folder of its name.
        labels: the labels of that language.
    """
    content, files, downloads = publication.content, publication.files, publication.downloads
    writer = Writer.of(publication, labels)
    site_root = "../" if content.cell.folder(language) else ""
    prose = prose_pages(content, language)
    tree: dict[str, str | bytes] = {
        path: file.read_bytes() for path, file in files.items() if path.startswith(_ASSETS)
    }
    tree |= {
        path: fresh(content.pictures[path]) for page in prose.values() for path in page.pictures
    }
    pieces = news(publication, language)
    tree |= {
        path: write_prose(page, writer)
        for path, page in prose.items()
        if path not in (HOME, NEWS, PRESS) and not is_news(page)
    }
    tree |= {piece.path: write_piece(piece, writer) for piece in pieces}
    tree[HOME] = write_home(publication, pieces, prose.get(HOME), writer)
    if pieces or NEWS in prose:
        tree[NEWS] = write_news(pieces, prose.get(NEWS), writer)
    tree[SESSIONS] = write_sessions(publication, writer)
    if kit := write_kit(content.meetings, downloads, site_root, writer):
        tree[KIT] = kit
    for programme in content.programmes:
        page = programme_page(programme)
        lines = timeline(programme, publication, page, writer)
        tree[page] = write_programme(programme, lines, content.meetings, writer)
        tree |= timeline_pictures(programme, lines, writer)
        signs = signs_folder(programme)
        tree |= {f"{signs}/{sphere.id}.svg": sign(sphere) for sphere in programme.spheres}
        if has_network_picture(programme) and "img/network-grid.svg" not in tree:
            pictures = network_pictures(programme, writer)
            tree |= {f"img/{name}": picture for name, picture in pictures.items()}
    titles = session_titles(content.meetings, writer)
    for meeting in content.meetings:
        names = Names.of(meeting, writer)
        ways = moves(meeting, names, writer) if names else ()
        tree |= {picture.path: picture.svg for picture in ways}
        page, papers = session_page(meeting), downloads.get(meeting.id, ())
        held = meeting.id in publication.held
        after = outcome(meeting, pieces, publication, page, writer) if held else None
        tree[page] = write_session(
            meeting, titles[meeting.id], after, papers, ways, site_root, writer
        )
        if meeting.plan is not None and names is not None:
            tree[routes_page(meeting)] = write_routes(meeting, names, writer)
    tree |= calendars(publication, writer)
    tree[FEED] = write_feed(publication, pieces, writer)
    return tree | standing_pages(publication, prose, tree, writer)
