"""What lies in ``build/`` and what it was made from: ``build/state.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from viche.cli import fingerprint

_FORM = 1


@dataclass(frozen=True, slots=True)
class Made:
    """One product: the fingerprint of its inputs and of its files, and what else is known of it."""

    inputs: str
    outputs: str
    about: Any = None


@dataclass(slots=True)
class State:
    """The products by name, which is their folder in ``build/``."""

    products: dict[str, Made] = field(default_factory=dict)
    guarded: str = ""
    """The fingerprint of all that the guard has looked at last, if it found nothing."""

    def is_fresh(self, build: Path, product: str, inputs: str) -> bool:
        """Whether ``product`` was made from these ``inputs`` and lies unchanged in ``build``."""
        made = self.products.get(product)
        return (
            made is not None
            and made.inputs == inputs
            and made.outputs == fingerprint.of_folder(build / product)
        )

    def text(self) -> str:
        """The file's text."""
        products: Mapping[str, Any] = {name: asdict(made) for name, made in self.products.items()}
        known = {"form": _FORM, "guarded": self.guarded, "products": products}
        return json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_state(path: Path) -> State:
    """The state that was written last; an empty one if there is none that can be used."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        if known["form"] != _FORM:
            return State()
        products = {name: Made(**made) for name, made in known["products"].items()}
        return State(products, known["guarded"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State()  # then everything is made again
