"""What the search of each language knows: read anew only where a page of that language changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
    memory, drafts = _remembered(made, file), made.drafts if made else {}
    known, indexes, sources, stale = dict(memory), dict[str, bytes](), dict[str, str](), []
    for labels, site in sites:
        language, folder = labels.language, job.content.cell.folder(labels.language)
        pages = _pages(site.output, [other.output for _, other in sites])
        sources[language] = _source(labels, pages, job)
        old = job.build / SITE / folder / finder.INDEX
        index = old.read_bytes() if old.is_file() else b""
        if memory and drafts.get(language) == _seal(sources[language], index):
            indexes[language] = index
        else:
            stale.append((labels, ((path, file.read_bytes()) for path, file in pages.items())))
    for (labels, _), text in zip(stale, finder.catalogues(stale, memory), strict=True):
        indexes[labels.language] = text.encode("utf-8")
    if len(stale) < len(sites):  # nobody has asked for the words of the others
        languages = sorted(known.keys() | memory.keys())
        memory = {each: known.get(each, {}) | memory.get(each, {}) for each in languages}
    for labels, site in sites:
        write(site.output / finder.INDEX, indexes[labels.language])
    forms = json.dumps(memory, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    write(staging / FORMS, forms)
    seals = {each: _seal(source, indexes[each]) for each, source in sources.items()}
    return Made(fingerprint.of_program(), fingerprint.of_data(forms), drafts=seals)


def _remembered(made: Made | None, file: Path) -> finder.Memory:
    """What dictionaries have said of the words of the last site, if they would say it again."""
    if made is None or made.inputs != fingerprint.of_program() or not file.is_file():
        return {}
    data = file.read_bytes()
    if made.outputs != fingerprint.of_data(data):
        return {}
    memory: finder.Memory = json.loads(data)
    return memory


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
