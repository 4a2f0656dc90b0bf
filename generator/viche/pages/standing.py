"""The pages that every site has and that tell of all others: what to load, to quote, to mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from viche.model.content import Page
from viche.pages.downloads import write_downloads
from viche.pages.news import News
from viche.pages.press import write_press
from viche.pages.publication import Publication
from viche.pages.translations import write_translations
from viche.pages.views import DOWNLOADS, PRESS, TRANSLATIONS
from viche.pages.writer import Writer


def standing_pages(
    publication: Publication,
    pieces: Sequence[News],
    prose: Mapping[str, Page],
    tree: Mapping[str, str | bytes],
    writer: Writer,
) -> dict[str, str]:
    """Those of them that this site has use for.

    ``pieces`` are all news, ``tree`` is all that was made before.
    """
    pages = {PRESS: write_press(publication, pieces, prose, tree, writer)}
    if downloads := write_downloads(publication, tree, writer):
        pages[DOWNLOADS] = downloads
    if len(publication.content.cell.languages) > 1:
        pages[TRANSLATIONS] = write_translations(publication, writer)
    return pages
