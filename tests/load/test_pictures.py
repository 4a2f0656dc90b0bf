"""Pictures beside prose: what is published of them, and what an organiser is told."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image, PngImagePlugin

from viche import pictures
from viche.load import Result, load
from viche.problems import MESSAGE_LANGUAGES, explain

BASE = Path(__file__).parent / "base"
PLACE = "49.839683"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{}</svg>'


@pytest.fixture
def cell(tmp_path: Path) -> Path:
    """The small cell, with a page that shows one picture of its own and one that all share."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    write_page(tmp_path, "![Plan](plan.svg) [![Hall](../../img/hall.jpg)](../../img/hall.jpg)")
    put(tmp_path, "uk/method/plan.svg", SVG.format("<path d='M0 0'/>").encode())
    put(tmp_path, "img/hall.jpg", photograph())
    return tmp_path


def write_page(cell: Path, body: str, name: str = "uk/method/page.md") -> None:
    page = f"---\ntitle: {name}\ndescription: Of pictures\n---\n\n{body}\n"
    put(cell, name, page.encode())


def put(cell: Path, name: str, data: bytes) -> Path:
    """A file below ``content/pages``."""
    file = cell / "content/pages" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def photograph(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **more: Any) -> bytes:
    """A photograph that tells where it was taken, on which device, and a little more."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone of somebody"
    exif[0x0112] = more.pop("turned", 1)
    exif[0x8825] = {1: "N", 2: (49.0, 50.0, 22.8), 29: PLACE}
    file = io.BytesIO()
    image = Image.new(str(more.pop("mode", "RGB")), size)
    comment = {"comment": f"at {PLACE}"} if kind == "JPEG" else {}
    image.save(file, kind, exif=exif, xmp=f"<x>{PLACE}</x>".encode(), **comment, **more)
    return file.getvalue()


def codes(result: Result) -> list[tuple[str, str, int]]:
    """What was found, but for translations."""
    return [
        (problem.code, problem.source, problem.line)
        for problem in result.problems
        if "translat" not in problem.code
    ]


def test_pages_name_their_pictures_by_their_places_in_the_site(cell: Path) -> None:
    """Whatever page and language show them, the address is the same; sizes come with it."""
    content = load(cell).content
    assert content is not None
    page = content.pages["uk", "method/page.md"]
    assert page.body.strip() == (
        "![Plan](../pictures/uk/method/plan.svg#20x10) "
        "[![Hall](../pictures/img/hall.jpg#40x20)](../pictures/img/hall.jpg)"
    )
    assert page.pictures == ("pictures/img/hall.jpg", "pictures/uk/method/plan.svg")
    assert content.pictures.keys() == set(page.pictures)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_a_photograph_is_published_but_what_is_seen(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"hall.{kind.lower()}"
    more: dict[str, Any] = {}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", f"Somebody at {PLACE}")
        more["pnginfo"] = text
    file.write_bytes(photograph(kind=kind, **more))
    assert PLACE.encode() in file.read_bytes()

    fresh = pictures.fresh(file)

    assert PLACE.encode() not in fresh
    assert b"somebody" not in fresh.lower()
    with Image.open(io.BytesIO(fresh)) as image:
        assert not image.getexif()
        assert image.info.keys() <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
            "loop",
            "background",
            "timestamp",
            "duration",
        }
    assert pictures.fresh(file) == fresh


def test_a_large_photograph_is_made_smaller_and_upright(tmp_path: Path) -> None:
    file = tmp_path / "hall.jpg"
    file.write_bytes(photograph((2000, 3000), turned=6))
    seen = pictures.look(file)
    assert (seen.width, seen.height) == (1600, 1067)
    with Image.open(io.BytesIO(pictures.fresh(file))) as image:
        assert image.size == (1600, 1067)


@pytest.mark.parametrize("mode", ["L", "CMYK", "1"])
def test_colours_of_print_become_those_of_screens(mode: str, tmp_path: Path) -> None:
    file = tmp_path / "hall.jpg"
    file.write_bytes(photograph(mode=mode))
    with Image.open(io.BytesIO(pictures.fresh(file))) as image:
        assert image.mode in {"L", "RGB"}


def test_a_png_of_sixteen_bits_and_one_seen_through(tmp_path: Path) -> None:
    deep, clear = tmp_path / "deep.png", tmp_path / "clear.png"
    Image.new("I;16", (2, 2), 0x8000).save(deep)
    Image.new("P", (2, 2)).save(clear, transparency=0)
    with Image.open(io.BytesIO(pictures.fresh(deep))) as image:
        assert image.getpixel((0, 0)) == 0x80
    with Image.open(io.BytesIO(pictures.fresh(clear))) as image:
        assert image.mode == "RGBA"


@pytest.mark.parametrize(
    ("name", "data", "code", "line"),
    [
        ("img/a.png", b"GIF89a", "picture-damaged", 0),
        ("img/a.jpg", photograph()[:-300], "picture-damaged", 0),
        ("img/a.jpg", photograph(kind="PNG"), "picture-damaged", 0),
        ("img/a.jpg", bytes(30_000_000), "picture-too-large", 0),
        ("img/A.jpg", photograph(), "picture-name", 0),
        ("img/a.JPG", photograph(), "picture-name", 0),
        ("img/a b.jpg", photograph(), "picture-name", 0),
        ("uk/зала.jpg", photograph(), "picture-name", 0),
        ("uk/a.gif", b"GIF89a", "picture-kind", 0),
        ("uk/a.HEIC", b"", "picture-kind", 0),
        ("img/a.svg", b"<svg/>", "picture-damaged", 1),
        ("img/a.svg", SVG.format("\n<script>x</script>").encode(), "picture-active", 2),
        ("img/a.svg", SVG.format("\n<g onload='x'/>").encode(), "picture-active", 2),
        ("img/a.svg", SVG.format("\n<foreignObject/>").encode(), "picture-active", 2),
        ("img/a.svg", SVG.format("<image href='data:image/png;base64,'/>").encode(),
         "picture-active", 1),
        ("img/a.svg", SVG.format("<animate attributeName='x'/>").encode(), "picture-active", 1),
        ("img/a.svg", SVG.format("<p xmlns='http://www.w3.org/1999/xhtml'/>").encode(),
         "picture-active", 1),
        ("img/a.svg", SVG.format("<use href='https://example.org/a.svg#a'/>").encode(),
         "picture-outside", 1),
        ("img/a.svg", SVG.format("<g style='fill: url(//example.org/a)'/>").encode(),
         "picture-outside", 1),
        ("img/a.svg", SVG.format("<style>@import 'a.css';</style>").encode(),
         "picture-outside", 1),
        ("img/a.svg", SVG.format("<style>p{a:u\\rl(x)}</style>").encode(), "picture-outside", 1),
        ("img/a.svg", b"<!DOCTYPE svg [\n<!ENTITY a 'b'>\n]>" + SVG.format("&a;").encode(),
         "picture-entity", 2),
        ("img/a.svg", b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
         + SVG.format("&a;").encode(), "picture-entity", 1),
        ("img/a.svg", SVG.format("<g>" * 200 + "</g>" * 200).encode(), "picture-damaged", 1),
    ],
)  # fmt: skip
def test_what_is_no_picture_for_a_page(
    cell: Path, name: str, data: bytes, code: str, line: int
) -> None:
    put(cell, name, data)
    here = name if name.startswith("img/") else name.removeprefix("uk/")
    write_page(
        cell,
        f"![Words](<{'../img/' if name.startswith('img/') else ''}{here.removeprefix('img/')}>)",
        "uk/other.md",
    )
    found = codes(load(cell))
    assert (code, f"content/pages/{name}", line) in found


@pytest.mark.parametrize(
    "inside",
    [
        "<style>@im<metadata/>port url(//other.example)</style>",
        "<style>a{fill:u<metadata>x</metadata>rl(//other.example)}</style>",
        "<style>a{fill:u<g/>rl(//other.example)}</style>",
        "<style>a{fill:u<!-- -->rl(//other.example)}</style>",
        "<style>a{fill:u<![CDATA[rl(//other]]>.example)}</style>",
        '<style>a{background:image-set("//other.example/x" 1x)}</style>',
        '<style>a{background:-webkit-image-set("//other.example/x" 1x)}</style>',
        '<style>a{background:src("//other.example/x")}</style>',
        "<style>a{fill:\\75rl(//other.example)}</style>",
        "<style>@\\69mport '//other.example';</style>",
        "<style>@IMPORT '//other.example';</style>",
        "<style>@font-face{src:url(//other.example)}</style>",
        "<style>a{fill:URL( //other.example)}</style>",
        "<style>a{fill:url('' #a)}</style>",
        "<style>a{fill:url(&#47;&#47;other.example)}</style>",
        """<g style='background:image-set("//other.example/x" 1x)'/>""",
        "<g fill='u\\72l(//other.example)'/>",
        "<g style='fill:url(other.svg#a)'/>",
        # What looks like a comment, and is none where browsers read it.
        '<style>a{fill:url("#a) /*") } b{x:image-set("//other.example") /* */}</style>',
        '<style>a{x:"\n" /* "\n} b{x:image-set(\'//other.example\') /* */}</style>',
        "<style>a{fill:url(#a/*)} b{x:src('//other.example') /* */}</style>",
        "<style>a{fill:u/**/rl(//other.example)} b{x:src('//other.example')}</style>",
    ],
)
def test_a_style_asks_for_nothing_outside_its_drawing(inside: str) -> None:
    drawing = pictures.drawn.read(SVG.format(inside).encode())
    assert [fault.code for fault in drawing.faults] == ["picture-outside"]
    assert drawing.clean == b""


@pytest.mark.parametrize("ahead", range(8180, 8200))
def test_a_long_style_is_looked_at_whole(ahead: int) -> None:
    """The parser hands over long texts in pieces; what matters may lie between two of them."""
    style = f"<style>{'a' * ahead}{{fill:url(//other.example)}}</style>"
    drawing = pictures.drawn.read(SVG.format(style).encode())
    assert [fault.code for fault in drawing.faults] == ["picture-outside"]


def test_a_style_that_only_draws_stays_as_it_is() -> None:
    inside = (
        "<style>@media (min-width:10px) and (color){.a:not(.b)&gt;g{fill:rgb(1,2,3)}}"
        " .c{fill:url(#d);filter:url('#e') drop-shadow(0 0 1px #000);width:calc((1px + 2px)*3)}"
        " /* made (by) me@x.org */ .e{color:light-dark(#000,#fff);fill:-webkit-calc(1px)}"
        " @-webkit-keyframes f{to{opacity:0}}"
        "</style>"
        '<g font-family="Foo(bar)" transform="matrix(1,0,0,1,2,3)rotate(4) skewX(5)"'
        ' aria-label="hall(1)" id="g(1)"'
        ' style="transform:translate3d(1px,2px,0)"></g>'
    )
    drawing = pictures.drawn.read(SVG.format(inside).encode())
    assert drawing.faults == ()
    assert inside in drawing.clean.decode()


def test_letters_of_a_drawing_program_are_left_out() -> None:
    font = '<defs><font><font-face font-family="a"/><glyph d="M0 0"/></font></defs>'
    drawing = pictures.drawn.read(SVG.format(font).encode())
    assert drawing.faults == ()
    assert b"glyph" not in drawing.clean


def test_html_in_a_drawing_is_told_of_once() -> None:
    html = '<div xmlns="http://www.w3.org/1999/xhtml"><p>a</p><p>b</p></div>'
    drawing = pictures.drawn.read(SVG.format(f"<foreignObject>{html}</foreignObject>").encode())
    assert [fault.params["value"] for fault in drawing.faults] == ["foreignObject"]


def test_a_picture_of_a_hundred_megapixels_is_not_unpacked(cell: Path) -> None:
    file = io.BytesIO()
    Image.new("1", (11_000, 10_000)).save(file, "PNG")
    assert len(file.getvalue()) < 100_000
    put(cell, "img/hall.jpg", photograph())
    put(cell, "img/bomb.png", file.getvalue())
    assert ("picture-too-large", "content/pages/img/bomb.png", 0) in codes(load(cell))


def test_a_picture_that_moves(cell: Path) -> None:
    file = io.BytesIO()
    frames = [Image.new("RGB", (2, 2), colour) for colour in ("red", "green")]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    put(cell, "img/moves.png", file.getvalue())
    assert ("picture-moves", "content/pages/img/moves.png", 0) in codes(load(cell))


def test_a_link_in_place_of_a_picture(cell: Path) -> None:
    (cell / "content/pages/img/link.png").symlink_to(cell / "content/cell.yaml")
    assert ("picture-link", "content/pages/img/link.png", 0) in codes(load(cell))


def test_a_drawing_keeps_its_shapes_and_loses_its_notes() -> None:
    noted = (
        '<?xml version="1.0"?><?xml-stylesheet href="x.css"?>'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
        '<!-- Somebody --><svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="3px" height="4"'
        ' xmlns:i="http://inkscape.example/" i:export="/home/somebody" data-name="Somebody"'
        ' xmlns:l="http://www.w3.org/1999/xlink"><svg:metadata>Somebody</svg:metadata>'
        "<i:view><svg:g>Somebody</svg:g></i:view><svg:title>A &lt; B &amp; C</svg:title>"
        '<svg:a l:href="https://example.org/somebody"><svg:use l:href="#p" fill="url(#q)"/></svg:a>'
        "</svg:svg>"
    )
    drawing = pictures.drawn.read(noted.encode())
    assert drawing.faults == ()
    assert drawing.size == (3, 4)
    assert drawing.clean.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="3px" height="4">'
        "<title>A &lt; B &amp; C</title>"
        '<g><use href="#p" fill="url(#q)"></use></g></svg>'
    )
    assert ElementTree.fromstring(drawing.clean)[0].text == "A < B & C"


def test_a_page_may_lead_to_what_only_the_finished_site_has(cell: Path) -> None:
    """The guard follows these links, and names the file and the line."""
    links = ["../press.md", "../news/index.md", "../index.md#next", "../sessions/2030-01-x.md"]
    write_page(cell, " ".join(f"[x]({link})" for link in links), "uk/method/other.md")
    assert codes(load(cell)) == []


def test_a_closed_cell_publishes_no_photograph(cell: Path) -> None:
    file = cell / "content/cell.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\nprofile: closed\n", encoding="utf-8")
    found = codes(load(cell))
    assert ("picture-closed", "content/pages/img/hall.jpg", 0) in found
    assert not [each for each in found if each[1].endswith("plan.svg")]


def test_pictures_that_are_missing_or_that_nobody_shows(cell: Path) -> None:
    put(cell, "uk/lonely.png", photograph(kind="PNG"))
    write_page(cell, "![Plan](plam.svg)\n\n![](../../img/hall.jpg) ![Net](../img/network-grid.svg)")
    result = load(cell)
    page = "content/pages/uk/method/page.md"
    assert codes(result) == [
        ("picture-unused", "content/pages/uk/lonely.png", 0),
        ("picture-missing", page, 6),
        ("picture-without-words", page, 8),
        ("picture-unused", "content/pages/uk/method/plan.svg", 0),
    ]
    missing = next(each for each in result.problems if each.code == "picture-missing")
    assert missing.params["near"] == "plan.svg"
    for language in MESSAGE_LANGUAGES:
        for problem in result.problems:
            assert "{" not in "".join(explain(problem, language))


@pytest.mark.parametrize("name", ["uk/plan.pdf", "img/Budget 2027.XLSX", "uk/method/minutes.docx"])
def test_documents_beside_pages_are_told_where_to_go(cell: Path, name: str) -> None:
    put(cell, name, b"%PDF")
    assert codes(load(cell)) == [("page-document", f"content/pages/{name}", 0)]


def test_a_document_is_no_picture(cell: Path) -> None:
    put(cell, "uk/method/plan.pdf", b"%PDF")
    write_page(cell, "![Plan](plan.pdf)", "uk/method/other.md")
    found = [(code, line) for code, path, line in codes(load(cell)) if path.endswith("other.md")]
    assert found == [("picture-kind", 6)]
