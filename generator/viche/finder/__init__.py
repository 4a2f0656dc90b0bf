"""What the search of each language knows: pages of HTML in, the text of an index out.

An index is read by ``site/assets/search.js``; how the two fit together, and what it costs, stands
in ``docs/decisions/search.md``.
"""

from viche.finder.catalogue import INDEX, Catalogue, Memory, catalogues
from viche.finder.dictionaries import DictionaryError

__all__ = ["INDEX", "Catalogue", "DictionaryError", "Memory", "catalogues"]
