"""Making the website: pages of every language, the engine's run, the kits beside them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from viche import engine, finder, pages
from viche.cli import fingerprint
from viche.cli.files import write
from viche.cli.job import FORMS, PAGES, SITE, Job, Kit
from viche.cli.shares import Shares
from viche.cli.state import WHOLE, Made, Paper
from viche.kit import Flip, flip_of
from viche.labels import read_labels
from viche.problems import ContentError, Problem
from viche.resources import engine_settings

PUBLIC = "public"
"""The audience of papers that the site offers."""


def make_site(
    job: Job,
    kits: Mapping[str, Made],
    folders: Mapping[str, Path],
    staging: Path,
    before: Mapping[str, Made],
) -> dict[str, Made]:
    """Make the site and its Markdown into ``staging``.

    Args:
        job: what to make it from.
        kits: the kits that it offers, by product.
        folders: where each of them lies.
        staging: the folder for the products.
        before: the products that lie in ``build/``, of which pictures may still be right.
    """
    cell = job.content.cell
    offered = {} if cell.is_closed else kits
    publication = pages.Publication(
        job.content, job.site_files, _downloads(job, offered), job.held, job.history, job.stale
    )
    sites, written, drawn = [], "", Shares(job, before)
    for language in cell.languages:
        labels = read_labels(language, job.site_files)
        tree = pages.render(publication, language, labels)
        tree |= drawn.draw(publication, labels)
        docs = staging / PAGES / language
        for name, page in tree.items():
            write(docs / name, page if isinstance(page, bytes) else page.encode("utf-8"))
            written += page if isinstance(page, str) else ""
        frame = pages.frame(job.content, labels, tree)
        sites.append(
            engine.LanguageSite(
                language=language,
                name=labels("language"),
                docs=docs,
                output=staging / SITE / cell.folder(language),
                address=cell.address + cell.folder(language),
                title=frame.name,
                direction=labels.direction,
                description=frame.description,
                notice=frame.notice,
                contact=frame.contact,
                nav=frame.nav,
                footer=frame.footer,
                words=frame.words,
            )
        )
    settings = engine_settings(job.root)
    try:
        engine.build(sites, settings, job.site_files)
    except engine.EngineError as error:
        if settings.parent != job.root and not (job.root / "site").is_dir():
            raise  # nothing here is the cell's own: the fault is ours
        last = str(error).strip().splitlines()[-1]
        raise ContentError([Problem("mkdocs.yml", "engine-failed", params={"log": last})]) from None
    memory = _forms(job.build / FORMS, before.get(FORMS))
    shown = [
        (read_labels(site.language, job.site_files), _pages(site.output, sites)) for site in sites
    ]
    indexes = finder.catalogues(shown, memory)
    forms = json.dumps(memory, ensure_ascii=False, separators=(",", ":"))
    write(staging / FORMS, forms.encode("utf-8"))
    for site, index in zip(sites, indexes, strict=True):
        write(site.output / finder.INDEX, index.encode("utf-8"))
    for product, made in offered.items():
        for paper in made.papers:
            # A picture is for everybody, but not every picture is shown.
            if paper.audience == PUBLIC and f"{product}/{paper.name}" in written:
                target = staging / SITE / product / paper.name
                target.parent.mkdir(parents=True, exist_ok=True)
                # Copied, not linked: whoever writes into a kit must not write into the site.
                shutil.copyfile(folders[product] / paper.name, target)
    inputs = job.site_inputs({product: made.outputs for product, made in kits.items()})
    return {
        SITE: Made(inputs, fingerprint.of_folder(staging / SITE)),
        PAGES: Made(inputs, fingerprint.of_folder(staging / PAGES), drafts=drawn.drafts),
        FORMS: Made(fingerprint.of_program(), fingerprint.of_file(staging / FORMS)),
    }


def _forms(file: Path, made: Made | None) -> finder.Memory:
    """What dictionaries have said of the words of the last site, if they would say it again."""
    if made is None or made.inputs != fingerprint.of_program() or not file.is_file():
        return {}
    data = file.read_bytes()
    if made.outputs != fingerprint.of_data(data):
        return {}
    memory: finder.Memory = json.loads(data)
    return memory


def _pages(folder: Path, sites: Sequence[engine.LanguageSite]) -> Iterator[tuple[str, bytes]]:
    """The pages below ``folder`` by their path, without those of languages that lie within it."""
    within = {site.output for site in sites if folder in site.output.parents}
    for page in sorted(folder.rglob("*.html")):
        if within.isdisjoint(page.parents):
            yield page.relative_to(folder).as_posix(), page.read_bytes()


def _downloads(job: Job, offered: Mapping[str, Made]) -> dict[str, list[pages.Download]]:
    """What each session's page offers, by the session's id."""
    downloads: dict[str, list[pages.Download]] = {}
    for kit in job.kits():
        if kit.product in offered:
            papers = offered[kit.product].papers
            shown = [paper for paper in papers if paper.piece != WHOLE and not paper.is_picture]
            pictures = {paper.piece: paper.name for paper in papers if paper.is_picture}
            found = [_download(kit, paper, pictures.get(paper.piece, ""), job) for paper in shown]
            downloads.setdefault(kit.meeting.id, []).extend(found)
    return downloads


def _download(kit: Kit, paper: Paper, picture: str, job: Job) -> pages.Download:
    flip = flip_of(paper.piece, job.sheets, Flip(job.content.cell.print.flip))
    return pages.Download(
        path=f"{kit.product}/{paper.name}",
        language=kit.language,
        piece=paper.piece,
        use="print" if paper.prints else "read" if paper.is_pdf else "text",
        size=paper.size,
        pages=paper.pages,
        sheets=paper.sheets,
        paper=paper.paper,
        flip=flip.value if flip else "",
        copies=paper.copies,
        picture=picture and f"{kit.product}/{picture}",
        public=paper.audience == PUBLIC,
    )
