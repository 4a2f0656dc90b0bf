"""A small cell in three languages, of which the third is not written anywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PIL import Image

from viche import engine
from viche.labels import read_labels
from viche.load import load
from viche.model.content import Content, Meeting
from viche.network import Policy, seat_incomplete_3d
from viche.pages import Download, Publication, frame, render
from viche.resources import tree

CELL = Path(__file__).parent / "cell"
SESSION = "2027-01-small"
DOWNLOADS = {
    SESSION: [
        Download(
            path=f"kits/{SESSION}/uk/booklets.pdf",
            language="uk",
            piece="booklets",
            use="read",
            size=2_345_678,
            pages=36,
            picture=f"kits/{SESSION}/uk/pictures/booklets.png",
        )
    ]
}


def sample(*, closed: bool = False) -> Content:
    """The content of the small cell, with the plan of its session."""
    result = load(CELL, plans=False)
    assert result.content, result.problems
    content = replace(result.content, meetings=tuple(map(_planned, result.content.meetings)))
    if closed:
        cell = content.cell.model_copy(update={"profile": "closed"})
        content = replace(content, cell=cell)
    return content


def _planned(meeting: Meeting) -> Meeting:
    programme, session = meeting.programme, meeting.session
    plan = seat_incomplete_3d(
        {programme.sphere(id).letter: people for id, people in session.attendance.items()},
        [part.letter for part in programme.parts],
        Policy(session.policy),
        [step.id for step in session.grouping_steps],
    )
    return replace(meeting, plan=plan)


def rendered(
    content: Content, language: str, held: frozenset[str] = frozenset()
) -> dict[str, str | bytes]:
    """All pages of one language, when the sessions ``held`` have been."""
    files = tree("site", CELL)
    publication = Publication(content, files, DOWNLOADS, held)
    return render(publication, read_labels(language, files))


def sites(content: Content, folder: Path) -> list[engine.LanguageSite]:
    """Write the pages of all languages below ``folder``; what the engine is to make of them."""
    files = tree("site", CELL)
    made = []
    for language in content.cell.languages:
        labels = read_labels(language, files)
        docs = folder / "pages" / language
        pages = rendered(content, language)
        for path, page in pages.items():
            target = docs / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(page if isinstance(page, bytes) else page.encode())
        around = frame(content, labels, pages)
        below = content.cell.folder(language)
        made.append(
            engine.LanguageSite(
                language=language,
                name=labels("language"),
                docs=docs,
                output=folder / "site" / below,
                address=content.cell.address + below,
                title=around.name,
                direction=labels.direction,
                description=around.description,
                notice=around.notice,
                contact=around.contact,
                nav=around.nav,
                footer=around.footer,
                words=around.words,
            )
        )
    return made


def build(content: Content, folder: Path, root: Path, *, by: str = "mkdocs") -> Path:
    """The finished site of all languages, from the settings in the folder ``root``."""
    engine.build(sites(content, folder), root / "mkdocs.yml", tree("site", CELL), engine=by)
    for download in DOWNLOADS[SESSION]:
        picture = folder / "site" / download.picture
        picture.parent.mkdir(parents=True, exist_ok=True)
        Image.new("1", (120, 170)).save(picture)
    return folder / "site"
