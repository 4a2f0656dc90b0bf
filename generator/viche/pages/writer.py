"""What a page is written with: the reader's language, escaped words, and templates."""

from __future__ import annotations

import datetime as dt
import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import quote

from jinja2 import BytecodeCache, DictLoader, StrictUndefined, TemplateError
from jinja2.bccache import Bucket
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from viche.bidi import isolate_numbers
from viche.labels import Labels
from viche.model.cell import Cell
from viche.model.history import History
from viche.model.text import RIGHT_TO_LEFT, Localised, Text, direction
from viche.pages.address import mailto
from viche.pages.escape import escape
from viche.pages.publication import Publication
from viche.problems import ContentError, Problem

_TEMPLATES = "templates/"
_NOON = dt.time(12)
"""In UTC: then it is the same day almost everywhere."""


class _Compiled(BytecodeCache):
    """Templates say the same in every language, so they are compiled for the first one only.

    Jinja looks at their text, not only at their names, before it takes what is kept here.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@dataclass(frozen=True)
class Writer:
    """Writes pages of one cell in one language. No method of it reads or writes a file later on."""

    cell: Cell
    labels: Labels
    templates: Mapping[str, str]
    history: History = field(default_factory=History)
    stale: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """By the source of a page that is an old translation, what its readers are told."""

    @classmethod
    def of(cls, publication: Publication, labels: Labels) -> Writer:
        """A writer of what is published, with the templates of the ``site`` room."""
        files = publication.files
        templates = {
            path.removeprefix(_TEMPLATES): file.read_text(encoding="utf-8")
            for path, file in files.items()
            if path.startswith(_TEMPLATES) and path.endswith(".j2")
        }
        writer = cls(publication.content.cell, labels, templates, publication.history)
        return replace(writer, stale=old_pages(publication, writer))

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.labels.language

    @property
    def root(self) -> str:
        """Leads from the root of the language's pages to that of the whole site."""
        return "../" if self.cell.folder(self.language) else ""

    @property
    def open(self) -> bool:
        """Whether places, exact times and papers may be told to everyone."""
        return self.cell.profile == "open"

    def elsewhere(self, path: str, language: str = "") -> str:
        """A path of the pages of another language, or of the whole site, as seen from our root."""
        return self.root + (self.cell.folder(language) if language else "") + path

    def changed(self, source: str) -> dt.datetime | None:
        """When a file was last changed, as far as it may be told; ``None`` if that isn't known."""
        moment = self.history.changed.get(source)
        if moment is None or self.open:
            return moment
        return dt.datetime.combine(self.told(moment.date()), _NOON, dt.UTC)

    def told(self, day: dt.date) -> dt.date:
        """A day as it may be told: the first one of its month stands for each in a closed cell."""
        return day if self.open else day.replace(day=1)

    @property
    def contact(self) -> Markup:
        """How to reach the cell: a link where it is a mailbox, else words; empty if untold."""
        said = escape(self.labels.isolate(self.cell.contact)) if self.cell.contact else Markup("")
        if self.cell.mailbox is None:
            return said
        return Markup('<a href="{}">{}</a>').format(mailto(self.cell.mailbox), said)

    def local(self, text: Text) -> Localised:
        """The text as this reader gets it."""
        localised = self.bare(text)
        if localised.language in RIGHT_TO_LEFT:
            return replace(localised, words=isolate_numbers(localised.words))
        return localised

    def bare(self, text: Text) -> Localised:
        """The same for a machine: as it was typed, without signs that keep numbers in order."""
        return text.within(self.language, self.cell.languages)

    def words(self, text: Text) -> str:
        """The bare words of a text, for titles, where no mark of a fallback can stand."""
        return self.local(text).words

    def page(
        self, template: str, *, title: str, source: str, meta: Mapping[str, object], **data: object
    ) -> str:
        """A Markdown page with its front matter.

        ``source`` is the file that an editor would change, in the cell's folder.
        """
        front = {"title": str(escape(title)), "source": source, **meta}
        if self.open and (changed := self.changed(source)):
            front |= {"changed": self.labels.day(changed), "changed_at": changed.isoformat()}
        if address := self.edit_address(source):
            front["edit"] = address
        if source in self.stale:
            front["stale"] = self.stale[source]
        body = self._fill(template, title=title, **data)
        return f"---\n{front_matter(front)}---\n\n{body.strip()}\n"

    def edit_address(self, source: str) -> str:
        """Where a file of the cell can be changed, if everyone may know."""
        # The sources of a closed cell hold places and hours: nobody is led to them.
        if self.cell.repository is None or self.cell.is_closed:
            return ""
        repository, branch = self.cell.repository, quote(self.cell.repository.branch)
        return f"{repository.address.rstrip('/')}/edit/{branch}/{quote(source)}"

    def _fill(self, template: str, **data: object) -> str:
        """A template filled in. A cell may bring its own, so a fault in it is content's, not ours.

        Raises:
            ContentError: the template can't be understood, or asks for what isn't there.
        """
        try:
            return self._environment.get_template(template).render(**data)
        except TemplateError as error:
            line = getattr(error, "lineno", None) or 0
            params = {"message": error.message or type(error).__name__}
            name = getattr(error, "name", None) or template
            source = f"site/templates/{name}"
            raise ContentError([Problem(source, "site-template", line, params=params)]) from error

    @cached_property
    def _environment(self) -> SandboxedEnvironment:
        environment = SandboxedEnvironment(
            loader=DictLoader(dict(self.templates)),
            bytecode_cache=_COMPILED,
            autoescape=True,
            finalize=self._finalize,
            undefined=StrictUndefined,
            # Jinja's own "{#" is how Markdown gives a heading its anchor.
            comment_start_string="{%#",
            comment_end_string="#%}",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.globals.update(
            label=self.labels,
            open=self.open,
            isolate=self.labels.isolate,
            span=self.labels.span,
            language=self.language,
            direction=self.labels.direction,
        )
        return environment

    def _finalize(self, value: object) -> object:
        """Whatever a template puts out passes here: only what is markup already stays as it is."""
        if hasattr(value, "__html__"):
            return value
        if isinstance(value, Text):
            value = self.local(value)
        if isinstance(value, Localised):
            return self.marked(value)
        return escape(value)

    def marked(self, text: Localised, *, brief: bool = False) -> Markup:
        """A text, with its language and a visible mark where it is not the reader's.

        A ``brief`` mark is the language's code alone, for names that stand on a page many times.
        """
        if not text.fallback:
            return escape(text.words)
        said = escape(self.labels.fallback(text.language))
        return Markup(
            '<span class="fallback" lang="{language}" dir="{direction}">{words}</span>'
            ' <small class="fallback-mark" title="{said}">{mark}</small>'
        ).format(
            language=text.language,
            direction=direction(text.language),
            words=escape(text.words),
            said=said,
            mark=escape(text.language) if brief else said,
        )


def old_pages(publication: Publication, writer: Writer) -> dict[str, Mapping[str, object]]:
    """The pages in the language of ``writer`` whose original has changed since, by their source.

    With the words for their readers, and the way to the original.
    """
    labels = writer.labels
    old: dict[str, Mapping[str, object]] = {}
    for text in publication.content.texts:
        passage = text.written.get(writer.language)
        if not text.whole or passage is None or passage not in publication.stale:
            continue
        path = passage.source.split("/", 3)[3].removesuffix(".md") + ".html"
        old[passage.source] = {
            "mark": labels("stale-page"),
            "link": labels("stale-page-original"),
            "lang": text.original,
            "href": link(path, writer.elsewhere(path, text.original)),
        }
    return old


def front_matter(values: Mapping[str, object]) -> str:
    """YAML front matter; JSON's way of writing values cannot be misread by YAML."""
    return "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items()
    )


def link(page: str, target: str) -> str:
    """The relative address of ``target`` as seen from ``page``, both of one language."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")
