"""Planted leaks of every kind are found; the same outputs without them are clean."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
import typst

from viche import guard
from viche.guard import workers
from viche.model.private import PrivateTerms, Term
from viche.problems import MESSAGE_LANGUAGES, Severity, explain

ROSTER = "content/private/2026-12-swot/roster.csv"
TERMS = PrivateTerms(
    (
        Term("name", "Петренко Іван Васильович", ROSTER, 2, "Петренко"),
        Term("name", "דוד כהן", ROSTER, 3),
        Term("email", "ivan.p@example.org", ROSTER, 2),
        Term("phone", "067 123-45-67", ROSTER, 2),
        Term("code", "P-017", ROSTER, 2),
    )
)
NAME = "Іван Петренко"


def pdf(source: str) -> bytes:
    """A PDF set in the fonts of the kit, without a date."""
    fonts = Path(__file__).parents[2] / "kit" / "fonts"
    head = (
        "#set page(width: 70mm, height: 60mm, margin: 5mm)\n#set text(font: 'Rubik', size: 9pt)\n"
    )
    compiler = typst.Compiler(
        (head.replace("'", '"') + source).encode(),
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
        ),
    )
    made = compiler.compile(timestamp=0)
    assert isinstance(made, bytes)
    return made


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, data in ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), *chunks):
        parts.append(struct.pack(">I", len(data)) + kind + data)
        parts.append(struct.pack(">I", zlib.crc32(kind + data)))
    return b"".join(parts)


def archive(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, data)
    return out.getvalue()


def page(text: str) -> bytes:
    return f"<!doctype html><html><body>{text}</body></html>".encode()


def entities(text: str) -> str:
    return "".join(f"&#{ord(char)};" for char in text)


def packed_objects(source: str) -> bytes:
    """A PDF whose title and outline lie in compressed object streams."""
    plain = pdf(source)
    body = (
        b"1 0 <</Title(\\376\\377"
        + b"".join(f"\\{byte:03o}".encode() for byte in NAME.encode("utf-16-be"))
        + b")>>"
    )
    data = zlib.compress(body)
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(data)
    stream = b"9999 0 obj\n" + head + b"\nstream\n" + data + b"\nendstream\nendobj\n"
    at = plain.rindex(b"xref")
    return plain[:at] + stream + plain[at:]


PLACES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "text": ("index.html", lambda text: page(f"<p>{text}</p>")),
    "two cells": (
        "index.html",
        lambda text: page(
            "<table><tr>" + "".join(f"<td>{w}</td>" for w in text.split(" ")) + "</tr></table>"
        ),
    ),
    "split by tags": (
        "index.html",
        lambda text: page(f"{text[:2]}<b>{text[2:4]}</b><span class='x'>{text[4:]}</span>"),
    ),
    "entities": ("index.html", lambda text: page(entities(text))),
    "doubled entities": ("index.html", lambda text: page(html.escape(entities(text)))),
    "attribute": ("index.html", lambda text: page(f'<img alt="{text}">')),
    "comment": ("index.html", lambda text: page(f"<!-- {text} -->")),
    "address": (
        "index.html",
        lambda text: page(
            '<a href="x?q=' + "".join(f"%{byte:02X}" for byte in text.encode()) + '">x</a>'
        ),
    ),
    "search index": (
        "search/search_index.json",
        lambda text: json.dumps({"docs": [{"text": f"<p>{text}</p>"}]}).encode(),
    ),
    "script": (
        "a.js",
        lambda text: ("x='" + "".join(f"\\u{{{ord(char):x}}}" for char in text) + "'").encode(),
    ),
    "drawing": (
        "a.svg",
        lambda text: ("<svg><text>" + "".join(f"<tspan>{c}</tspan>" for c in text)).encode(),
    ),
    "style": ("a.css", lambda text: f"a::after {{ content: '{text}' }}".encode()),
    "sitemap, compressed": (
        "sitemap.xml.gz",
        lambda text: gzip.compress(f"<loc>{text}</loc>".encode(), mtime=0),
    ),
    "calendar": (
        "all.ics",
        lambda text: (
            b"BEGIN:VCALENDAR\r\nSUMMARY:"
            + b"\r\n ".join(text.encode()[at : at + 3] for at in range(0, len(text.encode()), 3))
        ),
    ),
    "feed": (
        "feed.xml",
        lambda text: f"<rss><description>{html.escape(f'<p>{entities(text)}</p>')}</rss>".encode(),
    ),
    "archive": ("site.zip", lambda text: archive("a/b.html", page(text))),
    "archive in an archive": (
        "site.zip",
        lambda text: archive(
            "a.zip", archive("b.pdf", pdf(f"= {text}".replace("@", chr(92) + "@")))
        ),
    ),
    "UTF-16": ("a.txt", lambda text: text.encode("utf-16")),
    "picture's text": ("a.png", lambda text: png((b"iTXt", b"k\0\0\0uk\0\0" + text.encode()))),
    "picture's packed text": (
        "a.png",
        lambda text: png((b"iTXt", b"k\0\1\0uk\0\0" + zlib.compress(text.encode()))),
    ),
    "photograph's note": (
        "a.jpg",
        lambda text: b"\xff\xd8\xff\xe1" + text.encode("utf-16-le") + b"\xff\xda\0\0\xff\xd9",
    ),
    "data in an address": (
        "index.html",
        lambda text: page(
            '<img src="data:image/svg+xml;base64,'
            + base64.b64encode(f"<svg>{text}</svg>".encode()).decode()
            + '">'
        ),
    ),
    "PDF text": ("a.pdf", lambda text: pdf(text.replace("@", "\\@"))),
    "PDF text in two lines": (
        "a.pdf",
        lambda text: pdf(text.replace("@", "\\@\\\n").replace(" ", " \\\n")),
    ),
    "PDF title": ("a.pdf", lambda text: pdf(f'#set document(title: "{text}")\nx')),
    "PDF outline": ("a.pdf", lambda text: pdf(f"= #hide[{text.replace('@', chr(92) + '@')}]")),
    "PDF attachment": (
        "a.pdf",
        lambda text: pdf(f'#pdf.attach("x.txt", bytes("{text}"))\nx'),
    ),
    "PDF link": ("a.pdf", lambda text: pdf(f'#link("https://x.example/?{text}")[x]')),
    "PDF alternative text": (
        "a.pdf",
        lambda text: pdf(f'#figure(rect(), alt: "{text}")'),
    ),
    "PDF in a file of another name": ("a.bin", lambda text: pdf(text.replace("@", "\\@"))),
}

SECRETS = {
    "Іван Петренко": "leak-name",
    "Петренка Івана": "leak-name",
    "דוד כהן": "leak-name",
    "ivan.p@example.org": "leak-email",
    "+38 (067) 123 45 67": "leak-phone",
    "P-017": "leak-code",
}


@pytest.mark.parametrize("place", PLACES)
def test_leaks_are_found_wherever_they_hide(tmp_path: Path, place: str) -> None:
    name, hide = PLACES[place]
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    missed = []
    for secret, code in SECRETS.items():
        file.write_bytes(hide(secret))
        problems = guard.leaks({"build/site": tmp_path}, TERMS)
        if [problem.code for problem in problems] != [code]:
            missed.append((secret, [problem.code for problem in problems]))
        for problem in problems:
            assert problem.source.startswith(f"build/site/{name}")
            assert problem.params["roster"] == ROSTER
    assert not missed


@pytest.mark.parametrize("place", PLACES)
def test_the_same_places_without_a_leak_are_clean(tmp_path: Path, place: str) -> None:
    name, hide = PLACES[place]
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    for harmless in ("Іван Франко", "דוד לוי", "info@example.org", "+38 (067) 123 45 68", "P-018"):
        file.write_bytes(hide(harmless))
        assert guard.leaks({"build/site": tmp_path}, TERMS) == []


def test_without_terms_nothing_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"not a PDF")
    assert guard.leaks({"build/site": tmp_path}, PrivateTerms()) == []
    assert [problem.code for problem in guard.leaks({"x": tmp_path}, TERMS)] == ["guard-unreadable"]


@pytest.mark.parametrize(
    "name", ["ivan-petrenko.txt", "IvanPetrenko.txt", "Петренко_Іван.txt", "Іван Петренко/x.txt"]
)
def test_a_file_name_is_not_repeated(tmp_path: Path, name: str) -> None:
    file = tmp_path / "people" / name
    file.parent.mkdir(parents=True)
    file.write_text("nothing", encoding="utf-8")
    (problem,) = guard.leaks({"build/site": tmp_path}, TERMS)
    assert problem.code == "leak-name"
    assert problem.source in {"build/site/people/…", "build/site/people/…/x.txt"}


def test_a_name_inside_an_archive_is_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(archive("ivan-petrenko.txt", b"P-017"))
    problems = guard.leaks({"build/site": tmp_path}, TERMS)
    assert {problem.code for problem in problems} == {"leak-name", "leak-code"}
    assert {problem.source for problem in problems} == {"build/site/a.zip/…"}


def test_messages_mask_the_value_and_name_the_roster(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(SECRETS), encoding="utf-8")
    (tmp_path / "b.txt").write_text("\n".join(SECRETS), encoding="utf-8")
    problems = guard.leaks({"build/kits": tmp_path}, TERMS)
    assert len(problems) == len(TERMS.terms)
    for problem in problems:
        for language in MESSAGE_LANGUAGES:
            said = " ".join(explain(problem, language))
            assert ROSTER in said
            assert "build/kits/a.txt" in said
            assert not any(secret in said for secret in SECRETS)
            assert not any(term.value in said for term in TERMS.terms)


def test_a_leak_is_shown_where_it_can_be_mended(tmp_path: Path) -> None:
    output = tmp_path / "build" / "site"
    output.mkdir(parents=True)
    (output / "a.html").write_bytes(page("<p>ivan.p@example.org</p>"))
    content = tmp_path / "content"
    (content / "private").mkdir(parents=True)
    (content / "private" / "r.csv").write_text("ivan.p@example.org", encoding="utf-8")
    (content / "cell.yaml").write_text("cell: x\ncontact: ivan.p@example.org\n", encoding="utf-8")
    (problem,) = guard.leaks({"build/site": output}, TERMS, tmp_path)
    assert (problem.source, problem.line) == ("content/cell.yaml", 2)
    assert problem.params["output"] == "build/site/a.html"
    assert problem.severity is Severity.ERROR


def test_a_page_of_a_pdf_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(f"x #pagebreak() x #pagebreak() {NAME}"))
    (problem,) = guard.leaks({"build/kits": tmp_path}, TERMS)
    assert problem.source == "build/kits/a.pdf#page=3"


def test_a_surname_alone_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page("вулиця Петренка, 5"))
    (problem,) = guard.leaks({"build/site": tmp_path}, TERMS)
    assert (problem.code, problem.severity) == ("leak-surname", Severity.WARNING)


def bomb() -> bytes:
    return gzip.compress(bytes(300_000_000), 1, mtime=0)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.pdf", lambda: pdf("x")[:900]),
        ("a.pdf", lambda: b""),
        ("a.zip", lambda: archive("x", b"y" * 900)[:60]),
        ("a.gz", lambda: gzip.compress(b"x" * 900, mtime=0)[:20]),
        ("a.gz", bomb),
        (
            "a.zip",
            lambda: archive("x", archive("x", archive("x", archive("x", archive("x", b""))))),
        ),
    ],
)
def test_what_cannot_be_read_is_a_problem(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(make())
    problems = guard.leaks({"build/site": tmp_path}, TERMS)
    assert [(problem.source, problem.code) for problem in problems] == [
        (f"build/site/{name}", "guard-unreadable")
    ]


def test_a_pdf_with_a_password_is_a_problem(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("x")))
    writer.encrypt(user_password="", owner_password="x", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    (problem,) = guard.leaks({"build/site": tmp_path}, TERMS)
    assert problem.code == "guard-unreadable"


def test_strings_in_packed_objects_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(packed_objects("x"))
    (problem,) = guard.leaks({"build/site": tmp_path}, TERMS)
    assert problem.code == "leak-name"


def test_pipes_and_links_among_outputs_are_problems(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    problems = guard.leaks({"build/site": tmp_path}, TERMS)
    assert {problem.code for problem in problems} == {"guard-unreadable"}
    assert len(problems) == 3


def test_large_files_are_searched_in_other_processes_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(workers, "_LARGE", 200)
    for letter in ("a", "b", "c"):
        (tmp_path / f"{letter}.html").write_bytes(page(NAME) + letter.encode() * 200)
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7" + bytes(200))
    (tmp_path / "e.html").write_bytes(page("P-017"))
    name, unreadable, code = guard.leaks({"build/site": tmp_path}, TERMS)
    assert (unreadable.source, unreadable.code) == ("build/site/d.pdf", "guard-unreadable")
    assert (code.source, code.code) == ("build/site/e.html", "leak-code")
    assert (name.source, name.code, name.params["more"]) == ("build/site/a.html", "leak-name", 2)


def test_a_file_with_the_content_of_a_font_is_searched_if_it_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.woff").write_bytes(page(NAME))
    (tmp_path / "b.html").write_bytes(page(NAME))
    (tmp_path / "c.html").write_bytes(page(NAME))
    (problem,) = guard.leaks({"build/site": tmp_path}, TERMS)
    assert (problem.source, problem.params["more"]) == ("build/site/b.html", 1)


def test_a_surname_that_is_all_we_know_is_a_warning(tmp_path: Path) -> None:
    terms = PrivateTerms((Term("name", "Гай", ROSTER, 2, "Гай"),))
    (tmp_path / "a.html").write_bytes(page("вулиця Гай, 5"))
    (problem,) = guard.leaks({"build/site": tmp_path}, terms)
    assert (problem.code, problem.severity) == ("leak-surname", Severity.WARNING)
