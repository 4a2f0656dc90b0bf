"""The cell's logo on paper: beside its name, never larger than its place."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
from PIL import Image

from tests.kit.sample import made, opened, order, sample, words
from tests.kit.test_conformance import errors
from viche.kit import Piece
from viche.model.sheets import PieceName

MILLIMETRE = 72 / 25.4
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}">'
    '<rect width="{0}" height="{1}" fill="#123456"/></svg>'
)


def booklet(folder: Path, name: str, language: str = "uk") -> Piece:
    """A booklet of a cell that has a logo of that name in its kit."""
    meeting, cell = sample(cell=lambda data: data.update(print={"logo": name}))
    return made("booklets", order(meeting, cell, language, ["E-S-1"], folder=folder))[0]


HANDED_OUT: tuple[PieceName, ...] = ("programme", "invitation", "announcement", "release")


def paper(piece: PieceName, folder: Path, language: str = "uk") -> Piece:
    """The same of what is handed out before and after the session."""
    meeting, cell = sample(cell=lambda data: data.update(print={"logo": "logo.svg"}))
    return made(piece, order(meeting, cell, language, folder=folder))[0]


def put(folder: Path, name: str, width: int, height: int) -> None:
    kit = folder / "kit"
    kit.mkdir(exist_ok=True)
    if name.endswith(".svg"):
        (kit / name).write_text(SVG.format(width, height), encoding="utf-8")
    else:
        Image.new("RGB", (width, height), "#123456").save(kit / name)


def drawn(piece: Piece) -> tuple[float, float, float, float]:
    """Where the logo stands on the cover: left, top, width and height in millimetres."""
    image = pypdfium2.PdfDocument(piece.data)[0].render(scale=4).to_pil().convert("RGB")
    data = image.tobytes()
    found = [
        (at % image.width, at // image.width)
        for at in range(image.width * image.height)
        if data[3 * at : 3 * at + 3] == b"\x12\x34\x56"
    ]
    xs, ys = zip(*found, strict=True)
    edges = (min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)
    left, top, width, height = (edge / 4 / MILLIMETRE for edge in edges)
    return left, top, width, height


@pytest.mark.parametrize("name", ["logo.svg", "logo.png", "logo.jpg", "logo.webp", "LOGO.PNG"])
def test_every_kind_of_picture_is_printed(name: str, tmp_path: Path) -> None:
    put(tmp_path, name, 300, 200)
    piece = booklet(tmp_path, name)
    if not name.endswith(("jpg", "webp")):  # whose colours are only nearly right
        assert drawn(piece)[3] == pytest.approx(14, abs=0.3)
    assert piece.pages == 4


@pytest.mark.parametrize(
    ("size", "shown"),
    [((100, 100), (14, 14)), ((600, 100), (45, 7.5)), ((9, 3), (42, 14)), ((10, 300), (0.47, 14))],
)
def test_a_logo_fills_its_place_and_keeps_its_shape(
    size: tuple[int, int], shown: tuple[float, float], tmp_path: Path
) -> None:
    put(tmp_path, "logo.svg", *size)
    _, _, width, height = drawn(booklet(tmp_path, "logo.svg"))
    assert (width, height) == pytest.approx(shown, abs=0.3)


def test_it_stands_at_the_end_of_the_line_of_the_cells_name(tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", 30, 10)
    left, top, width, _ = drawn(booklet(tmp_path, "logo.svg"))
    assert left + width == pytest.approx(148 - 13, abs=0.3)
    assert top == pytest.approx(14, abs=0.3)
    left, *_ = drawn(booklet(tmp_path, "logo.svg", "he"))
    assert left == pytest.approx(13, abs=0.3)


def test_the_cells_name_is_read_aloud_for_it(tmp_path: Path) -> None:
    put(tmp_path, "logo.png", 30, 10)
    piece = booklet(tmp_path, "logo.png", "en")
    elements = [opened(piece.data).trailer["/Root"]["/StructTreeRoot"]]
    told = []
    while elements:
        element = elements.pop().get_object()
        if isinstance(element, dict):
            if "/Alt" in element:
                told.append(str(element["/Alt"]))
            inside = element.get("/K", [])
            elements += inside if isinstance(inside, list) else [inside]
        elif isinstance(element, list):
            elements += element
    assert "Testville cell" in told


def test_a_cell_without_a_logo_has_none(tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", 30, 10)
    reading, _ = made("booklets", order(*sample(), seats=["E-S-1"], folder=tmp_path))
    with pytest.raises(ValueError, match="unpack"):
        drawn(reading)
    assert words(reading.data, 0) == words(booklet(tmp_path, "logo.svg").data, 0)


@pytest.mark.parametrize("language", ["uk", "he"])
def test_a_booklet_with_a_logo_conforms(language: str, tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", 30, 10)
    assert errors(booklet(tmp_path, "logo.svg", language).data, tmp_path) == []


@pytest.mark.parametrize("name", HANDED_OUT)
def test_it_stands_at_the_head_of_whatever_is_handed_out(name: PieceName, tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", 30, 10)
    left, top, width, height = drawn(paper(name, tmp_path))
    page = opened(paper(name, tmp_path).data).pages[0].mediabox
    edge = float(page.width) / MILLIMETRE - left - width
    assert height >= 10
    assert top + height < float(page.height) / MILLIMETRE / 4
    mirrored, *_ = drawn(paper(name, tmp_path, "he"))
    assert mirrored == pytest.approx(edge, abs=0.3)
    assert edge < left


@pytest.mark.parametrize("language", ["uk", "he"])
@pytest.mark.parametrize("name", HANDED_OUT)
def test_with_a_logo_they_conform(name: PieceName, language: str, tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", 30, 10)
    assert errors(paper(name, tmp_path, language).data, tmp_path) == []
