"""What is wrong with a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a picture from being published: the code of a message, and where."""

    code: str
    line: int = 0
    column: int = 0
    params: Mapping[str, object] = field(default_factory=dict)
