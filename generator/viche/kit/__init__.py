"""Print: a meeting and its plan become PDF bytes, ready for the printer.

``make`` gives every piece of the kit in the language of the labels. How a piece looks stands in
the Typst templates of the ``kit`` room, what it says in the content and in the translations; here
the one is brought to the other::

    make(meeting, cell, labels, resources.tree("kit", folder))  # booklets.pdf, booklets-a4.pdf
"""

from viche.kit.pieces import Piece, make

__all__ = ["Piece", "make"]
