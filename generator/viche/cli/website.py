"""Making the website: pages of every language, the engine's run, the kits beside them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from viche import engine, pages
from viche.cli import fingerprint
from viche.cli.files import write
from viche.cli.finished import Finished
from viche.cli.indexes import make_indexes
from viche.cli.job import FORMS, PAGES, SITE, Job, Kit
from viche.cli.shares import Shares
from viche.cli.state import WHOLE, Made, Paper
from viche.labels import Labels, read_labels
from viche.problems import ContentError, Problem
from viche.resources import engine_settings

PUBLIC = "public"
"""The audience of papers that the site offers."""

_PAPER = re.compile(r"""kits/[^\s"'()<>#?&,;]+""")
"""An address of a paper in a page, from the root of the site."""


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
        before: the products that lie in ``build/``, of which pictures and pages may
            still be right.
    """
    cell = job.content.cell
    offered = {} if cell.is_closed else kits
    publication = pages.Publication(
        job.content, job.site_files, _downloads(job, offered), job.held, job.history, job.stale
    )
    labels = [read_labels(language, job.site_files) for language in cell.languages]
    # What leads to a language is known before its pages are.
    sites = [
        _language_site(job, each, pages.frame(job.content, each, ()), staging) for each in labels
    ]
    drawn, finished, shown = Shares(job, before), Finished(job, before), set[str]()
    with _engine(job, staging, is_ours=finished.is_ours) as running:
        for each in labels:
            tree = pages.render(publication, each, drawn.draw(publication, each))
            docs = staging / PAGES / each.language
            for name, page in tree.items():
                write(docs / name, page if isinstance(page, bytes) else page.encode("utf-8"))
                shown.update(_PAPER.findall(page) if isinstance(page, str) else ())
            site = _language_site(job, each, pages.frame(job.content, each, tree), staging)
            old = finished.pages(site, sites, cell.folder(each.language))
            running.make(replace(site, finished=old), sites)
        running.finish()
    drafts = finished.drafts(staging / SITE)
    forms = make_indexes(job, [*zip(labels, sites, strict=True)], staging, before)
    for product, made in offered.items():
        for paper in made.papers:
            # A picture is for everybody, but not every picture is shown.
            if paper.audience == PUBLIC and f"{product}/{paper.name}" in shown:
                target = staging / SITE / product / paper.name
                target.parent.mkdir(parents=True, exist_ok=True)
                # Copied, not linked: whoever writes into a kit must not write into the site.
                shutil.copyfile(folders[product] / paper.name, target)
    inputs = job.site_inputs({product: made.outputs for product, made in kits.items()})
    return {
        SITE: Made(inputs, fingerprint.of_folder(staging / SITE), drafts=drafts),
        PAGES: Made(inputs, fingerprint.of_folder(staging / PAGES), drafts=drawn.drafts),
        FORMS: forms,
    }


def _language_site(
    job: Job, labels: Labels, frame: pages.Frame, staging: Path
) -> engine.LanguageSite:
    """What the engine needs to know of one language, whose Markdown lies in ``staging``."""
    cell, language = job.content.cell, labels.language
    return engine.LanguageSite(
        language=language,
        name=labels("language"),
        docs=staging / PAGES / language,
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


@contextmanager
def _engine(job: Job, staging: Path, *, is_ours: bool) -> Iterator[engine.Engine]:
    """The engine at work. What it dislikes in a cell's own settings or theme, the cell can mend."""
    try:
        with engine.Engine(engine_settings(job.root), job.site_files, staging) as running:
            yield running
    except engine.EngineError as error:
        if is_ours:
            raise  # nothing here is the cell's own: the fault is ours
        last = str(error).strip().splitlines()[-1]
        problem = Problem("mkdocs.yml", "engine-failed", params={"log": last})
        raise ContentError([problem]) from error


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
    from viche.kit import Flip, flip_of  # a site without kits has no need of it

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
