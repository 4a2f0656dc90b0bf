"""Looks at outputs before they are moved into place, and mends nothing.

Every check returns problems; none prints, and none falls over damaged or hostile input.
"""

from viche.guard.history import tracked
from viche.guard.origin import traced
from viche.guard.printed import printed
from viche.guard.qr import lost
from viche.guard.search import leaks
from viche.guard.website import website

__all__ = ["leaks", "lost", "printed", "traced", "tracked", "website"]
