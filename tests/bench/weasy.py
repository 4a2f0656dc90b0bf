"""The same booklets set by WeasyPrint from HTML, for comparison. The product never needs it.

This file runs by itself, like ``peers.py``, in the environment that ``VICHE_PEERS`` names::

    peers/bin/pip install weasyprint
    VICHE_PEERS=peers/bin/python make bench

It reads what ``booklet.typ`` is given, as JSON, and writes its seconds, or ``null`` where there is
no WeasyPrint. Its pages hold the same words and tables; there is no plan of pages, so that it
has less to do than we.
"""

from __future__ import annotations

import html
import json
import sys
import time
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

Data = Mapping[str, Any]

STYLE = """
@page { size: 148mm 210mm; margin: 14mm 13mm 12mm; @bottom-right { content: counter(page) } }
body { font: 11pt Rubik, sans-serif } .seat { break-before: page }
table { width: 100%; border-collapse: collapse } th, td { border: .5pt solid #555; height: 9mm }
h2 { break-before: page } p.line { border-bottom: .5pt solid #555; height: 9mm; margin: 0 }
svg { width: 30mm; height: 30mm }
"""


def document(data: Data) -> str:
    """All booklets as one page of HTML."""
    seats = "".join(piece for seat in data["seats"] for piece in booklet(seat, data))
    return f"<!doctype html><html lang=uk><style>{STYLE}</style><title>x</title>{seats}</html>"


def booklet(seat: Data, data: Data) -> Iterator[str]:
    """The pages of one seat."""
    kind = data["kinds"][seat["kind"]]
    yield f"<section class=seat><h1>{said(seat['id'])}</h1><p>{said(data['session'])}</p>"
    yield seat["code"]["picture"]
    rows = [[line["time"], line["title"], *place(seat, line["id"])] for line in data["timetable"]]
    yield table(rows)
    for name in kind["names"]:
        yield f"<p>{said(name['name'])}</p>"
    yield "<ol>" + "".join(f"<li>{said(it['name'])}</li>" for it in kind["directions"]) + "</ol>"
    for step in data["steps"]:
        yield f"<h2>{said(step['title'])}</h2><p>{said(step['aim'])}</p>"
        for section in step["sections"]:
            yield from section_parts(section, kind)
    yield "<h2></h2><ol>" + "".join(f"<li>{said(rule)}</li>" for rule in data["rules"]) + "</ol>"
    yield "</section>"


def section_parts(section: Data, kind: Data) -> Iterator[str]:
    """A heading, a hint, and a table or lines."""
    yield f"<h3>{said(section['title'])}</h3><p>{said(section['hint'] or '')}</p>"
    columns = section["columns"]
    if columns:
        cells = [" ".join(said(choice) for choice in column["choices"]) for column in columns]
        firsts = kind["directions"] if section["each"] else [None]
        rows = [
            [*([it["name"]] if it else []), *cells] for it in firsts for _ in range(section["rows"])
        ]
        yield table([[column["title"] for column in columns], *rows])
    yield "<p class=line></p>" * section["lines"]


def place(seat: Data, step: str) -> list[Any]:
    """Group and table of a seat at a step."""
    found = seat["route"].get(step, {})
    return [found.get("group", ""), found.get("table", "")]


def table(rows: list[list[Any]]) -> str:
    """Rows of cells."""
    lines = ("".join(f"<td>{said(cell)}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def said(text: Any) -> str:
    """A text, which may be given in another language."""
    return html.escape(text if isinstance(text, str) else text["words"])


def main() -> None:
    """Set what comes in and say how long it took."""
    data = json.load(sys.stdin)
    try:
        printer: Any = import_module("weasyprint")
    except (ImportError, OSError):
        print("null")
        return
    began = time.perf_counter()
    pdf = printer.HTML(string=document(data)).write_pdf(pdf_variant="pdf/ua-1")
    assert pdf.startswith(b"%PDF")
    print(json.dumps(time.perf_counter() - began))


if __name__ == "__main__":
    main()
