"""What the history of a cell's files tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class History:
    """When each file was last changed, by its path in the cell's folder; UTC.

    A file that isn't there has no known history: it is new, or there is no history at all. A
    ``shallow`` one was cut short when it was copied, and knows of no file when it was changed.
    """

    changed: Mapping[str, dt.datetime] = field(default_factory=dict)
    shallow: bool = False
