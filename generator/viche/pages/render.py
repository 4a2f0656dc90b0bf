"""All pages of one language."""

from __future__ import annotations

from viche.labels import Labels
from viche.pages.drawing import has_network_picture, network_pictures, sign
from viche.pages.kits import write_kit
from viche.pages.moves import moves
from viche.pages.programme import write_programme
from viche.pages.prose import prose_pages, write_home, write_prose
from viche.pages.publication import Publication
from viche.pages.routes import write_routes
from viche.pages.session import write_session, write_sessions
from viche.pages.views import (
    HOME,
    KIT,
    SESSIONS,
    Names,
    programme_page,
    routes_page,
    session_page,
    signs_folder,
)
from viche.pages.writer import Writer

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
    tree |= {path: write_prose(page, writer) for path, page in prose.items() if path != HOME}
    tree[HOME] = write_home(content, prose.get(HOME), writer)
    tree[SESSIONS] = write_sessions(content, writer)
    if kit := write_kit(content.meetings, downloads, site_root, writer):
        tree[KIT] = kit
    for programme in content.programmes:
        tree[programme_page(programme)] = write_programme(programme, content.meetings, writer)
        signs = signs_folder(programme)
        tree |= {f"{signs}/{sphere.id}.svg": sign(sphere) for sphere in programme.spheres}
        if has_network_picture(programme) and "img/network-grid.svg" not in tree:
            pictures = network_pictures(programme, writer)
            tree |= {f"img/{name}": picture for name, picture in pictures.items()}
    for meeting in content.meetings:
        papers = downloads.get(meeting.id, ())
        names = Names.of(meeting, writer)
        ways = moves(meeting, names, writer) if names else ()
        tree |= {picture.path: picture.svg for picture in ways}
        tree[session_page(meeting)] = write_session(meeting, papers, ways, site_root, writer)
        if meeting.plan is not None and names is not None:
            tree[routes_page(meeting)] = write_routes(meeting, names, writer)
    return tree
