"""Everything that can be loaded from the site: papers by session and language, dates, news."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from viche.model.content import Meeting
from viche.pages.download import Download
from viche.pages.kits import KitView, kit_views, size
from viche.pages.publication import Publication
from viche.pages.views import (
    ALL_CALENDAR,
    DOWNLOADS,
    FEED,
    KIT,
    MeetingView,
    calendar_file,
    href,
    meeting_view,
)
from viche.pages.writer import Writer, link


@dataclass(frozen=True, slots=True)
class FileOffer:
    """A file that stands for itself."""

    href: str
    title: str
    size: str


@dataclass(frozen=True, slots=True)
class KitOffer:
    """The papers of a session in one language, counted and weighed."""

    kit: KitView
    files: int
    size: str


@dataclass(frozen=True, slots=True)
class SessionOffer:
    """What can be loaded of one session."""

    id: str
    meeting: MeetingView
    calendar: FileOffer | None
    kits: tuple[KitOffer, ...]


def write_downloads(
    publication: Publication, tree: Mapping[str, str | bytes], writer: Writer
) -> str | None:
    """The page of all downloads, the next session first; ``None`` if there is nothing to load.

    ``tree`` is what was made for this language so far. A closed cell has no downloads.
    """
    if not writer.open:
        return None
    meetings = (*publication.coming, *publication.past)
    sessions = [
        offer
        for meeting in meetings
        if (offer := _session(meeting, publication.downloads.get(meeting.id, ()), tree, writer))
    ]
    named = {ALL_CALENDAR: "frame-calendar", FEED: "frame-feed"}
    offers = [
        file
        for path, name in named.items()
        if (file := file_offer(path, writer.labels(name), DOWNLOADS, tree, writer))
    ]
    if not sessions and not offers:
        return None
    return writer.page(
        "downloads.md.j2",
        title=writer.labels("downloads-page"),
        source=writer.cell.source,
        meta={"description": writer.labels("downloads-described")},
        offers=offers,
        sessions=sessions,
        kit_href=href(DOWNLOADS, KIT) if KIT in tree else "",
    )


def public_kits(
    downloads: Sequence[Download], page: str, writer: Writer
) -> Iterator[tuple[KitView, Sequence[Download]]]:
    """Kits of what everyone may have, that in the reader's language first, with their files."""
    shown = [download for download in downloads if download.public]
    for kit in kit_views(shown, page, writer):
        yield kit, [download for download in shown if download.language == kit.code]


def file_offer(
    path: str, title: str, page: str, tree: Mapping[str, str | bytes], writer: Writer
) -> FileOffer | None:
    """A file of ``tree`` as seen from ``page``, if it is there."""
    if path not in tree:
        return None
    file = tree[path]
    octets = len(file.encode()) if isinstance(file, str) else len(file)
    return FileOffer(link(page, path), title, size(octets, writer.labels))


def _session(
    meeting: Meeting,
    downloads: Sequence[Download],
    tree: Mapping[str, str | bytes],
    writer: Writer,
) -> SessionOffer | None:
    title = writer.labels("calendar-one")
    calendar = file_offer(calendar_file(meeting), title, DOWNLOADS, tree, writer)
    kits = tuple(
        KitOffer(
            kit,
            len(files),
            size(sum(file.size for file in files), writer.labels),
        )
        for kit, files in public_kits(downloads, DOWNLOADS, writer)
    )
    if calendar is None and not kits:
        return None
    return SessionOffer(meeting.id, meeting_view(meeting, DOWNLOADS, writer), calendar, kits)
