"""Print: a meeting and its plan become PDF bytes, ready for the printer.

A kit is made piece by piece, each in the language of the labels. How a piece looks stands in the
Typst templates of the ``kit`` room, what it says in the content and in the translations; here the
one is brought to the other::

    order = Order(meeting, cell, labels, resources.tree("kit", folder), sheets)
    for draft in drafts(order):
        for piece in make(draft, order):  # booklets.pdf, booklets-a4.pdf, …
"""

from viche.kit.imposition.geometry import Flip, flip_of
from viche.kit.order import Audience, Bearer, Draft, Order, Piece
from viche.kit.pictures import picture
from viche.kit.pieces import PIECES, drafts, make
from viche.kit.share import share_pictures
from viche.kit.typesetting import ingredients, inputs
from viche.kit.whole import everything

__all__ = [
    "PIECES",
    "Audience",
    "Bearer",
    "Draft",
    "Flip",
    "Order",
    "Piece",
    "drafts",
    "everything",
    "flip_of",
    "ingredients",
    "inputs",
    "make",
    "picture",
    "share_pictures",
]
