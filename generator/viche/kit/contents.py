"""The sheet on top of everything: which pages of the file are what, on how much paper, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from viche.kit.facts import masthead
from viche.kit.imposition import Flip, flip_of
from viche.kit.order import Audience, Draft, Order, Piece
from viche.labels import Labels

_MANY = 40
"""More sheets than this of one piece are for the printer to repeat, not for the file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece in the file that holds everything.

    Attributes:
        piece: what is printed.
        start: its first page, counted from 0; ``None`` where its paper is another one, so that it
            stays a file of its own.
        times: how often it stands in its file.
    """

    piece: Piece
    start: int | None
    times: int

    @property
    def sheets(self) -> int:
        """How many sheets of the file it takes; all are printed on both sides."""
        return self.times * leaves(self.piece)


def leaves(piece: Piece) -> int:
    """How many sheets one copy takes: a page on one side alone has a blank behind it."""
    return -(-piece.pages // piece.sides)


def entries(order: Order, pieces: Iterable[Piece], start: int) -> tuple[Entry, ...]:
    """Whatever is printed, in its order: first what goes into the file, from page ``start`` on.

    Pieces on other paper than this sheet come after it, for an office printer has one paper. A
    piece stands in the file as often as it is printed, unless that takes more than 40 sheets.
    """
    paper = order.sheets.pieces["contents"].page
    inside, apart = [], []
    for piece in pieces:
        if not piece.prints or not piece.pages:
            continue
        if piece.paper != paper:
            apart.append(Entry(piece, None, 1))
            continue
        times = piece.copies if piece.copies * leaves(piece) <= _MANY else 1
        inside.append(Entry(piece, start, times))
        start += 2 * inside[-1].sheets
    return (*inside, *apart)


def draft(order: Order, pieces: Sequence[Piece], start: int = 2) -> Draft:
    """The sheet for ``pieces``; it takes ``start`` pages itself, its blank backs included."""
    script, labels = order.script(), order.labels
    found = entries(order, pieces, start)
    titles = ("contents-piece", "contents-pages", "contents-sheets", "contents-alone")
    data = {
        **masthead(order, script, "contents-title"),
        "heading": labels("contents-heading"),
        "warning": labels("contents-team"),
        "how": [
            labels("contents-order"),
            _settings(order),
            _test(found, order),
        ],
        "titles": [labels(title) for title in titles],
        "entries": [_row(entry, pieces, order) for entry in found],
        "totals": [*_totals(found, start // 2, order)],
        "named": [*_named(order)],
    }
    return Draft("contents", "contents.typ", data, script, audience=Audience.TEAM)


def _settings(order: Order) -> str:
    paper = order.labels.isolate(order.sheets.pieces["contents"].page)
    sides = _sides(Flip(order.cell.print.flip), order)
    return order.labels("contents-settings", paper=paper, sides=sides)


def _test(found: Iterable[Entry], order: Order) -> str:
    """How to print a single sheet first, the first one that has something on both sides."""
    labels = order.labels
    for entry in found:
        if entry.start is not None and entry.piece.sides == 2:
            pages = labels.span(entry.start + 1, entry.start + 2)
            return labels("contents-test", pages=pages)
    return labels("contents-test-one")


def _row(entry: Entry, pieces: Iterable[Piece], order: Order) -> Mapping[str, Any]:
    labels, piece = order.labels, entry.piece
    how = f"piece-{piece.piece}-how"
    done = [labels(how)] if how in labels else []
    return {
        "name": labels(f"piece-{piece.piece}"),
        "for": labels(f"piece-{piece.piece}-for"),
        "how": [*_folded(piece, order), *done, *_copied(piece, order)],
        "pages": [*_pages(entry, labels)],
        "sheets": str(piece.sheets),
        "file": labels.isolate(piece.name),
        "alone": [*_alone(piece, pieces, order)],
    }


def _folded(piece: Piece, order: Order) -> Iterator[str]:
    """How many booklets come out, and of how many sheets each; every booklet has a code."""
    number = len(piece.codes) * piece.copies
    if order.sheets.pieces[piece.piece].onto != "fold" or not number:
        return
    if _are_alike(piece):
        all_take = _counted(piece.sheets, piece.paper, order)
        each_takes = _counted(piece.sheets // number, piece.paper, order)
        yield order.labels("contents-folded", n=number, sheets=all_take, each=each_takes)
    else:
        yield order.labels("contents-booklets", n=number)


def _are_alike(piece: Piece) -> bool:
    """Whether all booklets have as many pages: their codes stand at equal distances then."""
    first, *_ = pages = [page for page, _ in piece.codes]
    each, rest = divmod(piece.pages, len(pages))
    return not rest and pages == list(range(first, piece.pages, each))


def _copied(piece: Piece, order: Order) -> Iterator[str]:
    """Of what is a master to copy, how many copies are wise."""
    labels, layout = order.labels, order.sheets.pieces[piece.piece]
    if piece.piece in ("announcement", "release"):
        yield labels("contents-master")
    people = order.meeting.session.expected
    if piece.piece == "invitation" and people:
        on_sheet = layout.columns * layout.rows if layout.onto == "grid" else 1
        sheets = _counted(-(-people // on_sheet), piece.paper, order)
        yield labels("contents-invite", people=labels("people", n=people), sheets=sheets)


def _counted(number: int, paper: str, order: Order) -> str:
    return order.labels("download-sheets", n=number, paper=order.labels.isolate(paper))


def _named(order: Order) -> Iterator[str]:
    """Where papers with names are, if the cell makes them; this file has none."""
    if order.meeting.session.seating != "open" and order.meeting.plan is not None:
        labels, session = order.labels, order.meeting.id
        yield labels(
            "contents-named",
            command=labels.isolate(f"viche kit {session} --names"),
            folder=labels.isolate(f"build/private/{session}/"),
        )


def _pages(entry: Entry, labels: Labels) -> Iterator[str]:
    piece = entry.piece
    if entry.start is None:
        yield labels("contents-apart")
        return
    yield labels.span(entry.start + 1, entry.start + 2 * entry.sheets)
    if entry.times > 1:
        yield labels("contents-copies", n=entry.times)
    elif piece.copies > 1:
        yield labels("contents-repeat", n=piece.copies)


def _alone(piece: Piece, pieces: Iterable[Piece], order: Order) -> Iterator[str]:
    """What to tell the printer when the file of a piece is printed by itself."""
    labels = order.labels
    flip = flip_of(piece.piece, order.sheets, Flip(order.cell.print.flip))
    yield f"{labels.isolate(piece.paper)}, {_sides(flip, order)}"
    if piece.copies > 1:
        yield labels("download-copies", n=piece.copies)
    if order.sheets.pieces[piece.piece].onto == "tiles":
        for whole in pieces:
            if whole.piece == piece.piece and whole.pages and not whole.prints:
                file, paper = labels.isolate(whole.name), labels.isolate(whole.paper)
                yield labels("contents-or", file=file, paper=paper)


def _sides(flip: Flip | None, order: Order) -> str:
    return order.labels(f"download-flip-{flip}" if flip else "download-one-side")


def _totals(found: Iterable[Entry], own: int, order: Order) -> Iterator[str]:
    """How much paper to have at hand for all copies; ``own`` sheets are this one itself."""
    labels, paper = order.labels, order.sheets.pieces["contents"].page
    inside, apart = own, Counter[str]()
    for entry in found:
        if entry.start is None:
            apart[entry.piece.paper] += entry.piece.sheets
        else:
            inside += entry.piece.sheets
    yield labels("contents-total", sheets=_counted(inside, paper, order))
    if apart:
        sheets = labels.list([_counted(number, name, order) for name, number in apart.items()])
        yield labels("contents-total-apart", sheets=sheets)
