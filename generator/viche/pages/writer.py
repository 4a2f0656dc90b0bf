"""What a page is written with: the reader's language, escaped words, and templates."""

from __future__ import annotations

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
from viche.pages.escape import escape
from viche.pages.publication import Publication
from viche.problems import ContentError, Problem

_TEMPLATES = "templates/"


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
        cell, stale = publication.content.cell, old_pages(publication, labels)
        return cls(cell, labels, templates, publication.history, stale)

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.labels.language

    @property
    def open(self) -> bool:
        """Whether places, exact times and papers may be told to everyone."""
        return self.cell.profile == "open"

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
        if changed := self.history.changed.get(source):
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


def old_pages(publication: Publication, labels: Labels) -> dict[str, Mapping[str, object]]:
    """The pages in the language of ``labels`` whose original has changed since, by their source.

    With the words for their readers, and the way to the original.
    """
    content, language = publication.content, labels.language
    cell = content.cell
    old: dict[str, Mapping[str, object]] = {}
    for text in content.texts:
        passage = text.written.get(language)
        if not text.whole or passage is None or passage not in publication.stale:
            continue
        path = passage.source.split("/", 3)[3].removesuffix(".md") + ".html"
        root = "../" if cell.folder(language) else ""
        old[passage.source] = {
            "mark": labels("stale-page"),
            "link": labels("stale-page-original"),
            "lang": text.original,
            "href": link(path, f"{root}{cell.folder(text.original)}{path}"),
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
