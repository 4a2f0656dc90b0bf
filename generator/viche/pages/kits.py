"""The papers of a session, as its page offers them: a picture of each, its size, its sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from babel import Locale
from babel.numbers import format_decimal

from viche.labels import Labels
from viche.model.content import Meeting
from viche.pages.download import Download
from viche.pages.views import KIT, href, session_page
from viche.pages.writer import Writer, link

_SMALL = 100_000
"""Bytes. Below, megabytes with one digit say too little."""


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of a piece."""

    href: str
    name: str
    about: str
    """Its size, and how much there is to print."""


@dataclass(frozen=True, slots=True)
class PieceView:
    """A piece of the kit with its files."""

    title: str
    whom: str
    how: str
    """What to do with it once it is printed, if anything."""

    picture: str
    files: tuple[FileView, ...]
    """Empty of a piece that only the team gets."""


@dataclass(frozen=True, slots=True)
class KitView:
    """A kit in one language; ``own`` is the one in the language of the page."""

    code: str
    language: str
    own: bool
    pieces: tuple[PieceView, ...]


def kit_views(downloads: Sequence[Download], page: str, writer: Writer) -> tuple[KitView, ...]:
    """What a page offers of ``downloads``: first what is in its own language.

    Args:
        downloads: the papers, those of a piece together.
        page: the path of the page.
        writer: who writes it.
    """
    languages = sorted(
        dict.fromkeys(download.language for download in downloads),
        key=lambda language: language != writer.language,
    )
    return tuple(
        KitView(
            code=language,
            language=writer.labels.name(language),
            own=language == writer.language,
            pieces=tuple(
                _piece(list(files), page, writer)
                for _, files in groupby(
                    (download for download in downloads if download.language == language),
                    key=lambda download: download.piece,
                )
            ),
        )
        for language in languages
    )


def write_kit(
    meetings: Sequence[Meeting],
    downloads: Mapping[str, Sequence[Download]],
    writer: Writer,
) -> str | None:
    """The page that shows every piece of a kit, by the largest one that was made; else none."""
    shown = max(
        (meeting for meeting in meetings if downloads.get(meeting.id) and meeting.plan),
        key=lambda meeting: len(meeting.plan.seats) if meeting.plan else 0,
        default=None,
    )
    if shown is None or not writer.open:
        return None
    kit, *_ = kit_views(downloads[shown.id], KIT, writer)
    return writer.page(
        "kit.md.j2",
        title=writer.labels("kits-page"),
        source=shown.session.source,
        meta={"description": writer.labels("kits-page-intro")},
        kit=kit,
        session=shown.session.title,
        session_href=href(KIT, session_page(shown)),
    )


def _piece(files: Sequence[Download], page: str, writer: Writer) -> PieceView:
    labels, first = writer.labels, files[0]
    how = f"piece-{first.piece}-how"
    return PieceView(
        title=labels(f"piece-{first.piece}"),
        whom=labels(f"piece-{first.piece}-for"),
        how=labels(how) if how in labels else "",
        picture=first.picture and link(page, writer.elsewhere(first.picture)),
        files=tuple(
            FileView(
                href=link(page, writer.elsewhere(file.path)),
                name=labels(f"download-{file.use}"),
                about=" · ".join(_about(file, labels)),
            )
            for file in files
            if file.public
        ),
    )


def _about(file: Download, labels: Labels) -> Iterable[str]:
    """What to know before one loads a file, and before one prints it."""
    if file.use == "text":
        return [size(file.size, labels)]
    parts = [labels.isolate("PDF"), size(file.size, labels)]
    if file.use == "read":
        return [*parts, labels("pages", n=file.pages)]
    return [*parts, *_to_print(file, labels)]


def _to_print(file: Download, labels: Labels) -> Iterator[str]:
    yield labels("download-sheets", n=file.sheets, paper=labels.isolate(file.paper))
    yield labels(f"download-flip-{file.flip}" if file.flip else "download-one-side")
    if file.copies > 1:
        yield labels("download-copies", n=file.copies)


def size(octets: int, labels: Labels) -> str:
    """How large a file is, as people say it."""
    locale = Locale.parse(labels.language)
    if octets < _SMALL:
        return labels.isolate(labels("kilobytes", n=-(-octets // 1000)))
    megabytes = format_decimal(octets / 1_000_000, "#,##0.0", locale=locale)
    return labels.isolate(labels("megabytes", n=megabytes))
