"""QR codes and the edges of the paper."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
import segno
import typst

from viche import guard
from viche.problems import MESSAGE_LANGUAGES, explain

ADDRESS = "https://zoriansk.example/"
FONTS = str(Path(__file__).parents[2] / "kit" / "fonts")


def seat(number: int) -> str:
    return f"{ADDRESS}2026-12-swot/#E-S-{number}"


def booklets(tmp_path: Path, addresses: list[str], size: int = 26) -> bytes:
    """A cover with a code and a page without one, for each address."""
    for number, address in enumerate(addresses):
        segno.make(address, error="m").save(str(tmp_path / f"{number}.svg"), border=4)
    covers = "\n#pagebreak()\n".join(
        f'= Seat {number}\n#image("{number}.svg", width: {size}mm)\n#pagebreak()\nx'
        for number in range(len(addresses))
    )
    return compiled(tmp_path, covers)


def compiled(tmp_path: Path, source: str) -> bytes:
    file = tmp_path / "x.typ"
    file.write_text(f'#set page(width: 105mm, height: 148mm)\n#set text(font: "Rubik")\n{source}')
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    made = typst.Compiler(str(file), font_paths=fonts).compile(timestamp=0)
    assert isinstance(made, bytes)
    return made


def two_up(pdf: bytes) -> bytes:
    """Two pages side by side on a sheet, as imposition does it, each a form of its own."""
    source = pypdf.PdfReader(io.BytesIO(pdf))
    writer = pypdf.PdfWriter()
    for left in range(0, len(source.pages), 2):
        box = source.pages[left].mediabox
        sheet = writer.add_blank_page(box.width * 2, box.height)
        for place, page in enumerate(source.pages[left : left + 2]):
            move = pypdf.Transformation().translate(tx=float(box.width) * place)
            sheet.merge_transformed_page(page, move)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "2026-12-swot").mkdir(parents=True)
    rows = "".join(f'<p id="E-S-{number}">x</p>' for number in range(1, 4))
    (root / "2026-12-swot" / "index.html").write_text(rows)
    return root


def test_right_codes_of_booklets_and_sheets(tmp_path: Path, site: Path) -> None:
    pdf = booklets(tmp_path, [seat(1), seat(2), seat(3)])
    file = tmp_path / "reading.pdf"
    file.write_bytes(pdf)
    reading, sheets = ([(step * n, seat(n + 1)) for n in range(3)] for step in (2, 1))
    assert guard.printed("reading.pdf", file, reading) == []
    assert guard.printed("sheets.pdf", two_up(pdf), sheets) == []
    assert guard.printed("sheets.pdf", two_up(pdf), sheets, composed=True) == []
    assert guard.lost({"reading.pdf": reading, "sheets.pdf": sheets}, site, ADDRESS) == []


def test_what_is_composed_is_searched_where_codes_must_stand(tmp_path: Path) -> None:
    pdf = booklets(tmp_path, [seat(1), seat(2)])
    expected = [(0, seat(1))]
    assert guard.printed("x.pdf", pdf, expected, composed=True) == []
    (problem,) = guard.printed("x.pdf", pdf, expected)
    assert (problem.code, problem.params["page"]) == ("qr-unexpected", 3)


def test_two_codes_on_one_page(tmp_path: Path) -> None:
    pdf = two_up(two_up(booklets(tmp_path, [seat(1), seat(2)])))
    assert guard.printed("x.pdf", pdf, ((0, seat(2)), (0, seat(1)))) == []
    (problem,) = guard.printed("x.pdf", pdf, ((0, seat(2)),))
    assert (problem.code, problem.params["seat"]) == ("qr-unexpected", "E-S-1")


@pytest.mark.parametrize(
    ("printed", "expected", "page", "size", "found"),
    [
        (seat(1), seat(2), 0, 26, ["qr-wrong"]),
        (seat(1), seat(1), 1, 26, ["qr-unexpected", "qr-unreadable"]),
        (seat(1), seat(1), 0, 2, ["qr-unreadable"]),
        (seat(1), seat(1), 9, 26, ["qr-unexpected", "qr-unreadable"]),
        (seat(1), seat(1), -1, 26, ["qr-unreadable", "qr-unexpected"]),
        (seat(9), seat(9), 0, 26, ["qr-lost"]),
        (f"{ADDRESS}no/#E-S-1", f"{ADDRESS}no/#E-S-1", 0, 26, ["qr-lost"]),
        ("https://o.example/#E-S-1", "https://o.example/#E-S-1", 0, 26, ["qr-lost"]),
    ],
)
def test_wrong_codes_name_the_seat(
    tmp_path: Path, site: Path, printed: str, expected: str, page: int, size: int, found: list[str]
) -> None:
    pdf = booklets(tmp_path, [printed], size)
    codes = [(page, expected)]
    problems = [
        *guard.printed("build/kits/x.pdf", pdf, codes),
        *guard.lost({"build/kits/x.pdf": codes}, site, ADDRESS),
    ]
    assert [problem.code for problem in problems] == found
    for language in MESSAGE_LANGUAGES:
        assert expected.rpartition("#")[2] in explain(problems[0], language)[0]


@pytest.mark.parametrize("size", [18, 25])
def test_codes_are_found_on_pages_where_nobody_expects_one(tmp_path: Path, size: int) -> None:
    pdf = booklets(tmp_path, [seat(1), seat(2), "https://o.example/a-long-address/of-others"], size)
    problems = guard.printed("x.pdf", pdf, ((2, seat(2)),))
    assert [(problem.code, problem.params["page"]) for problem in problems] == [
        ("qr-unexpected", 1),
        ("qr-unexpected", 5),
    ]
    for language in MESSAGE_LANGUAGES:
        assert seat(1) in explain(problems[0], language)[0]


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\nno", Path("/nowhere.pdf")])
def test_what_is_no_pdf(pdf: bytes | Path) -> None:
    (problem,) = guard.printed("x.pdf", pdf, ((0, seat(1)),))
    assert problem.code == "guard-unreadable"


def test_a_page_of_absurd_length_is_only_drawn_small(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(booklets(tmp_path, [seat(1)])))
    writer.pages[0].mediabox = pypdf.generic.RectangleObject((0, 0, 300, 900_000))
    out = io.BytesIO()
    writer.write(out)
    (problem,) = guard.printed("x.pdf", out.getvalue(), ((0, seat(1)),))
    assert problem.code == "qr-unreadable"


def test_nothing_lies_outside_the_paper(tmp_path: Path) -> None:
    pdf = compiled(
        tmp_path,
        "= Заголовок\n#rect(width: 100%, fill: red)\n#pagebreak()\n"
        "#set page(margin: 10mm, background: rect(width: 100%, height: 100%, fill: blue))\n"
        '#text(lang: "he", dir: rtl)[שלום  2026]\n#lorem(80)',
    )
    assert guard.printed("x.pdf", pdf) == []
    assert guard.printed("x.pdf", two_up(pdf)) == []


@pytest.mark.parametrize(
    "content",
    [
        "#place(dx: 90mm)[за краєм]",
        "#place(dy: 130mm)[під краєм #linebreak() сторінки]",
        "#place(dx: -30mm, rect(width: 20mm, height: 5mm, fill: red))",
        "#place(dx: 80mm, line(length: 40mm))",
        '#place(dy: 140mm, image("0.svg", width: 20mm))',
        "#box(width: 1mm)[" + "дуже" * 40 + "]",
    ],
)
def test_what_lies_outside_is_counted_with_its_page(tmp_path: Path, content: str) -> None:
    booklets(tmp_path, [seat(1)])
    pdf = compiled(tmp_path, f"x\n#pagebreak()\n{content}")
    (problem,) = guard.printed("build/kits/x.pdf", pdf)
    assert (problem.code, problem.params["page"]) == ("page-overflow", 2)
    assert problem.params["count"]
    for language in MESSAGE_LANGUAGES:
        assert all(explain(problem, language))


@pytest.mark.parametrize(("clip", "found"), [("10 10 280 80", 0), ("10 10 380 80", 1)])
def test_a_page_that_is_cut_inside_the_paper_lies_on_it(
    tmp_path: Path, clip: str, found: int
) -> None:
    """A part of a large page, as on one of several sheets: what is cut off lies nowhere."""
    source = pypdf.PdfReader(io.BytesIO(compiled(tmp_path, "слова")))
    writer = pypdf.PdfWriter()
    sheet = writer.add_blank_page(300, 100)
    sheet.merge_transformed_page(source.pages[0], pypdf.Transformation().translate(250, -300))
    drawing = sheet.get_contents()
    assert drawing is not None
    drawing.set_data(f"q {clip} re W n ".encode() + drawing.get_data() + b" Q")
    sheet[pypdf.generic.NameObject("/Contents")] = writer._add_object(drawing)
    out = io.BytesIO()
    writer.write(out)
    assert len(guard.printed("x.pdf", out.getvalue())) == found


def test_a_sheet_that_places_a_page_over_its_edge(tmp_path: Path) -> None:
    source = pypdf.PdfReader(io.BytesIO(compiled(tmp_path, "слова")))
    writer = pypdf.PdfWriter()
    sheet = writer.add_blank_page(300, 100)
    sheet.merge_transformed_page(source.pages[0], pypdf.Transformation().translate(250, -300))
    out = io.BytesIO()
    writer.write(out)
    (problem,) = guard.printed("x.pdf", out.getvalue())
    assert problem.code == "page-overflow"
