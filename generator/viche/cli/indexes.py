"""What the search of each language knows: read anew only where a page of that language changed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from viche import engine, finder
from viche.cli import fingerprint
from viche.cli.files import write
from viche.cli.job import FORMS, SITE, Job
from viche.cli.state import Made
from viche.labels import Labels


def make_indexes(
    job: Job,
    sites: Sequence[tuple[Labels, engine.LanguageSite]],
    staging: Path,
    before: Mapping[str, Made],
) -> Made:
    """Write the index of each of the finished ``sites``, and what dictionaries have said.

    Returns:
        The product ``FORMS``; its ``drafts`` tell what each index was made from and what it became.
    """
    made, file = before.get(FORMS), job.build / FORMS
    remembered, drafts = _remembered(made, file), made.drafts if made else {}
    memories, indexes, sources, stale = dict(remembered), dict[str, bytes](), dict[str, str](), []
    for labels, site in sites:
        language, folder = labels.language, job.content.cell.folder(labels.language)
        pages = _pages(site.output, [other.output for _, other in sites])
        sources[language] = _source(labels, pages, job)
        old = job.build / SITE / folder / finder.INDEX
        index = old.read_bytes() if old.is_file() else b""
        if language in remembered and drafts.get(language) == _seal(sources[language], index):
            indexes[language] = index
        else:
            stale.append((labels, ((path, file.read_bytes()) for path, file in pages.items())))
    found = finder.catalogues(stale, _together(remembered.values()))
    for (labels, _), catalogue in zip(stale, found, strict=True):
        indexes[labels.language] = catalogue.script.encode("utf-8")
        memories[labels.language] = catalogue.memory
    for labels, site in sites:
        write(site.output / finder.INDEX, indexes[labels.language])
    # By site, so that a word that stands on no page any more, such as a name, is forgotten.
    forms = json.dumps(
        {language: memories[language] for language in sources},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    write(staging / FORMS, forms.encode("utf-8"))
    seals = {each: _seal(source, indexes[each]) for each, source in sources.items()}
    return Made(fingerprint.of_program(), fingerprint.of_data(forms.encode("utf-8")), drafts=seals)


def _remembered(made: Made | None, file: Path) -> dict[str, finder.Memory]:
    """What dictionaries have said of the words of the last sites, if they would say it again."""
    if made is None or made.inputs != fingerprint.of_program() or not file.is_file():
        return {}
    data = file.read_bytes()
    if made.outputs != fingerprint.of_data(data):
        return {}
    memories: dict[str, finder.Memory] = json.loads(data)
    return memories


def _together(memories: Iterable[finder.Memory]) -> finder.Memory:
    together: finder.Memory = defaultdict(dict)
    for memory in memories:
        for language, words in memory.items():
            together[language] |= words
    return together


def _pages(folder: Path, outputs: Sequence[Path]) -> dict[str, Path]:
    """The pages below ``folder`` by their path, without those of languages that lie within it."""
    within = {output for output in outputs if folder in output.parents}
    return {
        page.relative_to(folder).as_posix(): page
        for page in sorted(folder.rglob("*.html"))
        if within.isdisjoint(page.parents)
    }


def _source(labels: Labels, pages: Mapping[str, Path], job: Job) -> str:
    """The fingerprint of all that the index of one language is made from."""
    prefix = f"translations/{labels.language}/"
    words = {name: file for name, file in job.site_files.items() if name.startswith(prefix)}
    return fingerprint.of_texts([fingerprint.of_files(pages), fingerprint.of_files(words)])


def _seal(source: str, index: bytes) -> str:
    return fingerprint.of_texts([source, fingerprint.of_data(index)])
