"""The cell's logo: what cannot be printed is said with the line that names it."""

from __future__ import annotations

import shutil
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from viche.load import load
from viche.load.logo import LARGEST_FILE
from viche.problems import MESSAGE_LANGUAGES, Problem, explain

BASE = Path(__file__).parent / "base"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10">{}</svg>'
LINKED = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href'

Check = Callable[..., list[Problem]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """The problems with a logo of this name and these bytes."""

    def problems(name: str, data: bytes | str | None, *, named: str = "") -> list[Problem]:
        shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
        cell = tmp_path / "content/cell.yaml"
        with cell.open("a", encoding="utf-8") as file:
            file.write(f'print:\n  logo: "{named or name}"\n')
        if data is not None:
            (tmp_path / "kit").mkdir()
            raw = data.encode() if isinstance(data, str) else data
            (tmp_path / "kit" / name).write_bytes(raw)
        found = list(load(tmp_path).problems)
        for problem in found:
            lines = cell.read_text(encoding="utf-8").splitlines()
            assert (problem.source, problem.line) == ("content/cell.yaml", len(lines))
            assert problem.field == "print.logo"
            for language in MESSAGE_LANGUAGES:
                assert all(explain(problem, language))
        return found

    return problems


def picture(kind: str, size: tuple[int, int] = (30, 10)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


def header(width: int, height: int) -> bytes:
    """A PNG that says its size, and has next to nothing to show for it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        sum_of = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + sum_of

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + body


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.png", picture("PNG")),
        ("LOGO.PNG", picture("PNG")),
        ("logo.jpg", picture("JPEG")),
        ("logo.jpeg", picture("JPEG")),
        ("logo.gif", picture("GIF")),
        ("logo.webp", picture("WEBP")),
        ("logo.svg", SVG.format('<path d="M0 0h30v10z"/>')),
    ],
)
def test_a_picture_that_can_be_printed_is_fine(check: Check, name: str, data: bytes) -> None:
    assert check(name, data) == []


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("logo.png", None, "logo-missing"),
        ("logo.bmp", picture("BMP"), "logo-kind"),
        ("logo.typ", "#panic()", "logo-kind"),
        ("logo", picture("PNG"), "logo-kind"),
        ("logo.png", b"", "logo-damaged"),
        ("logo.png", b"no picture at all", "logo-damaged"),
        ("logo.png", picture("JPEG"), "logo-damaged"),
        ("logo.png", picture("PNG")[:60], "logo-damaged"),
        ("logo.jpg", picture("JPEG", (400, 400))[:-200], "logo-damaged"),
        ("logo.png", header(10, 10), "logo-damaged"),
        ("logo.png", header(8000, 10_000), "logo-too-large"),
        ("logo.png", header(10_000, 10_000), "logo-too-large"),
        ("logo.png", header(60_000, 60_000), "logo-too-large"),
        ("logo.svg", b"\0" * (LARGEST_FILE * 1_000_000 + 1), "logo-too-large"),
        ("logo.svg", "", "logo-damaged"),
        ("logo.svg", "<svg", "logo-damaged"),
        ("logo.svg", "<html/>", "logo-damaged"),
        ("logo.svg", b"\xff\xfe\xfa", "logo-damaged"),
    ],
)
def test_any_other_is_named(check: Check, name: str, data: bytes | None, code: str) -> None:
    (problem,) = check(name, data)
    assert problem.code == code


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="photo.png"/>',
        f'<image {LINKED}="https://elsewhere.example/photo.png"/>',
        '<use href="other.svg#mark"/>',
        '<rect style="fill: url(https://elsewhere.example/a.svg#b)"/>',
        "<rect fill=\"url( 'other.svg#b')\"/>",
        "<style>@import 'a.css';</style>",
        '<style>@font-face { src: url("https://elsewhere.example/font") }</style>',
    ],
)
def test_a_drawing_that_refers_outside_is_named(check: Check, inside: str) -> None:
    (problem,) = check("logo.svg", SVG.format(inside))
    assert problem.code == "logo-outside"


@pytest.mark.parametrize(
    "inside",
    [
        '<defs><path id="a" d="M0 0h9"/></defs><use href="#a"/>',
        "<rect fill=\"url('#gradient')\"/>",
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        '<a href="https://elsewhere.example/"><path d="M0 0h9"/></a>',
        "<style>rect { fill: url(#gradient) }</style>",
    ],
)
def test_what_lies_inside_or_draws_nothing_is_fine(check: Check, inside: str) -> None:
    assert check("logo.svg", SVG.format(inside)) == []


def test_entities_do_not_fill_the_memory(check: Check) -> None:
    laughs = "".join(
        f'<!ENTITY l{n} "{"".join(f"&l{n - 1};" for _ in range(10))}">' for n in range(1, 12)
    )
    text = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>' + SVG.format("<text>&l11;</text>")
    (problem,) = check("logo.svg", text)
    assert problem.code == "logo-damaged"


@pytest.mark.parametrize("named", ["Logo.svg", "kit/logo.svg"])
def test_a_slip_in_the_name_finds_the_file(check: Check, named: str) -> None:
    """The folder needn't be told, for it is always the same."""
    (problem,) = check("logo.svg", SVG.format(""), named=named)
    assert problem.code == "logo-missing"
    assert problem.params["near"] == "logo.svg"


@pytest.mark.parametrize("named", ["../content/cell.yaml", "../logo.png", "style.typ"])
def test_only_files_of_the_cells_own_kit_count(check: Check, named: str, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(picture("PNG"))
    (problem,) = check("logo.svg", SVG.format(""), named=named)
    assert problem.code == "logo-missing"
