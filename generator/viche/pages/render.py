"""All pages of one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from viche.labels import Labels
from viche.model.content import Meeting, Page
from viche.model.programme import Programme
from viche.pages.calendars import calendars
from viche.pages.drawing import has_network_picture, network_pictures, sign
from viche.pages.feed import write_feed
from viche.pages.home import write_home
from viche.pages.kits import write_kit
from viche.pages.moves import moves
from viche.pages.news import News, is_news, news, write_news, write_piece
from viche.pages.outcome import outcome
from viche.pages.programme import write_programme
from viche.pages.prose import prose_pages, write_prose
from viche.pages.publication import Publication
from viche.pages.routes import write_routes
from viche.pages.session import write_session, write_sessions
from viche.pages.standing import standing_pages
from viche.pages.timeline import timeline, timeline_pictures
from viche.pages.views import (
    FEED,
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

Tree = dict[str, str | bytes]


def render(
    publication: Publication, labels: Labels, drawn: Mapping[str, bytes] | None = None
) -> Tree:
    """Everything that an engine needs to make the site in one language: pages, pictures, assets.

    Args:
        publication: what the site is made from.
        labels: those of the language, one of the cell's: the first has the root of the site, each
            other one a folder of its name.
        drawn: the pictures of ``shares`` by path, which come along and can be loaded.
    """
    content, writer = publication.content, Writer.of(publication, labels)
    prose, pieces = prose_pages(content, labels.language), news(publication, labels.language)
    tree: Tree = _files(publication, prose)
    tree |= drawn or {}
    tree |= _prose(publication, prose, pieces, writer)
    tree[SESSIONS] = write_sessions(publication, writer)
    if kit := write_kit(content.meetings, publication.downloads, writer):
        tree[KIT] = kit
    for programme in content.programmes:
        # Where there are several, the pictures for the press are those of the first.
        tree = _programme(programme, publication, writer) | tree
    titles = session_titles(content.meetings, writer)
    for meeting in content.meetings:
        tree |= _session(meeting, titles[meeting.id], publication, pieces, writer)
    tree |= calendars(publication, writer)
    tree[FEED] = write_feed(publication, pieces, writer)
    return tree | standing_pages(publication, pieces, prose, tree, writer)


def _files(publication: Publication, prose: Mapping[str, Page]) -> Tree:
    """What is passed on as it is: assets, and the pictures of prose."""
    pictures = publication.content.pictures
    tree: Tree = {
        path: file.read_bytes()
        for path, file in publication.files.items()
        if path.startswith(_ASSETS)
    }
    tree |= {path: fresh(pictures[path]) for page in prose.values() for path in page.pictures}
    return tree


def _prose(
    publication: Publication, prose: Mapping[str, Page], pieces: Sequence[News], writer: Writer
) -> Tree:
    """The pages that people write: prose and news, and our own pages around what they wrote."""
    tree: Tree = {
        path: write_prose(page, writer)
        for path, page in prose.items()
        if path not in (HOME, NEWS, PRESS) and not is_news(page)
    }
    tree |= {piece.path: write_piece(piece, writer) for piece in pieces}
    tree[HOME] = write_home(publication, pieces, prose.get(HOME), writer)
    if pieces or NEWS in prose:
        tree[NEWS] = write_news(pieces, prose.get(NEWS), writer)
    return tree


def _programme(programme: Programme, publication: Publication, writer: Writer) -> Tree:
    """The page of a programme, and its pictures."""
    page, signs = programme_page(programme), signs_folder(programme)
    lines = timeline(programme, publication, page, writer)
    tree: Tree = {page: write_programme(programme, lines, publication.content.meetings, writer)}
    tree |= timeline_pictures(programme, lines, writer)
    tree |= {f"{signs}/{sphere.id}.svg": sign(sphere) for sphere in programme.spheres}
    if has_network_picture(programme):
        pictures = network_pictures(programme, writer)
        tree |= {f"img/{name}": picture for name, picture in pictures.items()}
    return tree


def _session(
    meeting: Meeting, title: str, publication: Publication, pieces: Sequence[News], writer: Writer
) -> Tree:
    """The pages of a session, and its pictures."""
    page, papers = session_page(meeting), publication.downloads.get(meeting.id, ())
    names = Names.of(meeting, writer)
    ways = moves(meeting, names, writer) if names else ()
    held = meeting.id in publication.held
    after = outcome(meeting, pieces, publication, page, writer) if held else None
    tree: Tree = {picture.path: picture.svg for picture in ways}
    tree[page] = write_session(meeting, title, after, papers, ways, writer)
    if meeting.plan is not None and names is not None:
        tree[routes_page(meeting)] = write_routes(meeting, names, writer)
    return tree
