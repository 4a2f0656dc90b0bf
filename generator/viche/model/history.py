"""What the history of a cell's files tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class History:
    """When each file was last changed, by its path in the cell's folder; UTC.

    A file that isn't there has no known history: it is new, or there is no history at all.
    """

    changed: Mapping[str, dt.datetime] = field(default_factory=dict)
