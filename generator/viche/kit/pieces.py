"""The pieces of a kit in the order in which they are printed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from io import BytesIO

from pypdf import PdfReader

from viche.kit import (
    badges,
    booklets,
    director,
    invitation,
    posters,
    press,
    programme,
    records,
    roles,
    signs,
    slips,
    spares,
    walls,
)
from viche.kit.imposition import Flip, arrange, booklets_in
from viche.kit.order import Draft, Order, Piece
from viche.kit.typesetting import typeset
from viche.model.sheets import PieceName
from viche.problems import ContentError, Problem

PIECES: Mapping[PieceName, Callable[[Order], Draft | None]] = {
    "booklets": booklets.draft,
    "spares": spares.draft,
    "large-print": booklets.draft_large,
    "badges": badges.draft,
    "roles": roles.draft,
    "signs": signs.draft,
    "posters": posters.draft,
    "walls": walls.draft,
    "records": records.draft,
    "slips": slips.draft,
    "director": director.draft,
    "programme": programme.draft,
    "invitation": invitation.draft,
    "announcement": press.announcement,
    "release": press.release,
}
"""How each piece is drafted. There is no draft where a meeting has no use for the piece."""


def drafts(order: Order, names: Collection[PieceName] = tuple(PIECES)) -> Iterator[Draft]:
    """Whatever the meeting needs of the pieces of these ``names``, before it is set.

    Pieces that the cell has no use for are left out.

    Raises:
        KeyError: the plan has no such seat.
    """
    for name in PIECES:
        wanted = name in names and name not in order.cell.print.skip
        if wanted and (found := PIECES[name](order)):
            yield found


def make(draft: Draft, order: Order) -> tuple[Piece, ...]:
    """The files of one piece: for reading, and for the printer if that is another one.

    Raises:
        ContentError: something does not fit, or has a sign that the fonts lack.
    """
    return (*_papers(draft, order), *_texts(draft))


def _texts(draft: Draft) -> Iterator[Piece]:
    if draft.text:
        data = draft.text.encode("utf-8")
        yield Piece(f"{draft.piece}.txt", draft.piece, data, audience=draft.audience, prints=False)


def _papers(draft: Draft, order: Order) -> tuple[Piece, ...]:
    layout = order.sheets.pieces[draft.piece]
    reading = typeset(draft, order)
    reader = PdfReader(BytesIO(reading))
    copy = Piece(
        name=f"{draft.piece}.pdf",
        piece=draft.piece,
        data=reading,
        pages=len(reader.pages),
        paper=layout.page,
        sides=int(layout.sides),
        copies=draft.copies,
        audience=draft.audience,
        codes=_codes(draft, reader),
        prints=layout.onto is None,
    )
    if layout.onto is None or layout.sheet is None:
        return (copy,)
    if layout.onto == "fold":
        _whole_sheets(reader, draft.piece, order.meeting.session.source)
    printed = arrange(
        reader,
        draft.piece,
        order.sheets,
        flip=Flip(order.cell.print.flip),
        right_to_left=order.labels.direction == "rtl",
    )
    bound = Piece(
        name=f"{draft.piece}-{layout.sheet.lower()}.pdf",
        piece=draft.piece,
        data=printed.data,
        pages=printed.pages,
        paper=layout.sheet,
        sides=int(layout.sides),
        copies=draft.copies,
        audience=draft.audience,
        codes=tuple((printed.where[page], address) for page, address in copy.codes)
        * printed.repeats,
    )
    return (copy, bound)


def _codes(draft: Draft, reader: PdfReader) -> tuple[tuple[int, str], ...]:
    """Where the codes stand: below the heading that begins a card."""
    if not draft.codes:
        return ()
    cards = booklets_in(reader)
    assert [card.title for card in cards] == list(draft.codes)
    return tuple((card.start + draft.codes_on, draft.codes[card.title]) for card in cards)


def _whole_sheets(reader: PdfReader, piece: str, source: str) -> None:
    """Make sure that every booklet can be folded.

    The templates work out beforehand what stands on which page. A booklet of another length has
    run over where only its own seat could know: on its cover.
    """
    too_long = [booklet for booklet in booklets_in(reader) if booklet.length % 4]
    if too_long:
        raise ContentError(
            Problem(source, "kit-overflow", params={"seat": booklet.title, "pieces": (piece,)})
            for booklet in too_long
        )
