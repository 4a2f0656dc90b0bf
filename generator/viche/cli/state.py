"""What lies in ``build/`` and what it was made from: ``build/state.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from viche.cli import fingerprint
from viche.cli.files import write


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF of a kit, and where its codes stand: page, counted from 0, and address."""

    name: str
    pages: int
    sheet: str
    codes: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """One product: the fingerprint of its inputs and of its files, and a kit's papers."""

    inputs: str
    outputs: str
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """The products by name, which is their folder in ``build/``."""

    products: Mapping[str, Made] = field(default_factory=dict)
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


_STATE = TypeAdapter(State)
_NAME = "state.json"


def read_state(build: Path) -> State:
    """The state that was written last. One that can't be read means: make everything again."""
    try:
        return _STATE.validate_json((build / _NAME).read_bytes())
    except (OSError, ValidationError):
        return State()


def write_state(build: Path, state: State) -> None:
    """Keep ``state`` for the next run."""
    write(build / _NAME, _STATE.dump_json(state, indent=1) + b"\n")
