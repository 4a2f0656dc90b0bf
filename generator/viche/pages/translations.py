"""How far the translations are: counts for every language, and what is left to do in this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from babel.numbers import format_decimal

from viche.labels import own_name
from viche.model.content import Page
from viche.model.text import direction
from viche.model.translation import Passage, Translatable
from viche.pages.prose import prose_pages
from viche.pages.publication import Publication
from viche.pages.views import TRANSLATIONS, href
from viche.pages.writer import Writer

_LINES = 30
"""How many lines of a file are named."""


@dataclass(frozen=True, slots=True)
class LanguageView:
    """How far one language is. Numbers are in words already."""

    name: str
    code: str
    direction: str
    href: str
    """Of the same page in that language; empty for this one."""

    written: str
    missing: str
    stale: str
    share: str


@dataclass(frozen=True, slots=True)
class FileView:
    """What is to be done in a file; ``edit`` is where, if everyone may know."""

    name: str
    edit: str
    missing: str
    stale: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A page to be written, or to be held against its original, as readers get it now.

    ``name`` is that of the file in this language, ``edit`` where it can be changed if it is there,
    ``original`` where the original can be read as it was typed.
    """

    title: str
    language: str
    direction: str
    href: str
    name: str
    edit: str
    original: str


def write_translations(publication: Publication, writer: Writer) -> str:
    """The page that counts the translations."""
    content, labels = publication.content, writer.labels
    texts = [text for text in content.texts if writer.language in text.languages]
    missing = [text for text in texts if writer.language in text.missing]
    stale = [text for text in texts if text.written.get(writer.language) in publication.stale]
    shown = {page.source: page for page in prose_pages(content, writer.language).values()}
    return writer.page(
        "translations.md.j2",
        title=labels("translations"),
        source=content.cell.source,
        meta={"description": labels("translations-described")},
        known=bool(publication.history.changed),
        languages=[_language(each, publication, writer) for each in content.cell.languages],
        missing=[_page(text, shown, writer) for text in missing if text.whole],
        stale=[_page(text, shown, writer) for text in stale if text.whole],
        files=list(_files(missing, stale, writer)),
    )


def _language(language: str, publication: Publication, writer: Writer) -> LanguageView:
    expected = [text for text in publication.content.texts if language in text.languages]
    missing = sum(language in text.missing for text in expected)
    stale = sum(text.written.get(language) in publication.stale for text in expected)
    good = len(expected) - missing - stale
    # Rounded down: only what is finished is 100 %.
    share = good * 100 // len(expected) / 100 if expected else 1.0
    other = writer.elsewhere(TRANSLATIONS, language)
    return LanguageView(
        name=own_name(language),
        code=language,
        direction=direction(language),
        href="" if language == writer.language else href(TRANSLATIONS, other),
        written=_number(len(expected) - missing, writer),
        missing=_number(missing, writer),
        stale=_number(stale, writer),
        share=writer.labels.share(share),
    )


def _page(text: Translatable, shown: Mapping[str, Page], writer: Writer) -> PageView:
    """A page; ``shown`` are those that readers of this language get, by their source."""
    page = shown[text.written.get(writer.language, text.written[text.original]).source]
    return PageView(
        title=page.title,
        language=page.language,
        direction=direction(page.language),
        href=href(TRANSLATIONS, page.path),
        name=page.source.replace(f"/{page.language}/", f"/{writer.language}/", 1),
        edit=writer.edit_address(page.source) if page.language == writer.language else "",
        original=writer.edit_address(text.written[text.original].source),
    )


def _files(
    missing: Sequence[Translatable], stale: Sequence[Translatable], writer: Writer
) -> Iterator[FileView]:
    """The files of data in which something is to be done, with the lines."""
    lacking = _lines(text.written[text.original] for text in missing if not text.whole)
    old = _lines(text.written[writer.language] for text in stale if not text.whole)
    for name in sorted(lacking.keys() | old.keys()):
        yield FileView(
            name=name,
            edit=writer.edit_address(name),
            missing=_said(lacking.get(name, []), writer),
            stale=_said(old.get(name, []), writer),
        )


def _lines(passages: Iterable[Passage]) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = {}
    for passage in passages:
        lines.setdefault(passage.source, []).append(passage.first)
    return lines


def _said(lines: Sequence[int], writer: Writer) -> str:
    """How many texts, and where they begin; empty of none."""
    if not lines:
        return ""
    labels = writer.labels
    places = sorted(set(lines))
    named = ", ".join(labels.isolate(line) for line in places[:_LINES])
    more = " …" if len(places) > _LINES else ""
    return labels("translations-lines", n=len(lines), lines=named + more)


def _number(number: int, writer: Writer) -> str:
    return writer.labels.isolate(format_decimal(number, locale=Locale.parse(writer.language)))
