"""What lies in ``build/`` and what it was made from: ``build/state.json``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from viche.cli import fingerprint
from viche.cli.files import write

if TYPE_CHECKING:
    from viche.kit import Piece


WHOLE = "contents"
"""The piece whose file holds all others, below the sheet that lists them."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of a kit; see ``viche.kit.Piece`` for what its fields mean."""

    name: str
    piece: str
    pages: int
    paper: str
    sides: int
    copies: int
    sheets: int
    audience: str
    prints: bool
    codes: tuple[tuple[int, str], ...]
    size: int
    """In bytes."""

    sha256: str

    @classmethod
    def of(cls, piece: Piece) -> Paper:
        """What is remembered of a piece that was made."""
        return cls(
            name=piece.name,
            piece=piece.piece,
            pages=piece.pages,
            paper=piece.paper,
            sides=piece.sides,
            copies=piece.copies,
            sheets=piece.sheets,
            audience=piece.audience.value,
            prints=piece.prints,
            codes=piece.codes,
            size=len(piece.data),
            sha256=hashlib.sha256(piece.data).hexdigest(),
        )

    def piece_in(self, folder: Path) -> Piece:
        """The piece again, from its file in ``folder``."""
        from viche.kit import Audience, Piece  # a run that makes no kit has no need of it

        return Piece(
            name=self.name,
            piece=self.piece,
            data=(folder / self.name).read_bytes(),
            pages=self.pages,
            paper=self.paper,
            sides=self.sides,
            copies=self.copies,
            audience=Audience(self.audience),
            codes=self.codes,
            prints=self.prints,
        )

    def lies_in(self, folder: Path) -> bool:
        """Whether its file lies in ``folder``, unchanged."""
        file = folder / self.name
        return (
            file.is_file()
            and file.stat().st_size == self.size
            and hashlib.sha256(file.read_bytes()).hexdigest() == self.sha256
        )

    @property
    def is_picture(self) -> bool:
        """Whether it shows what its piece looks like."""
        return self.name.endswith(".png")

    @property
    def is_composed(self) -> bool:
        """Whether it is put together from the pages of another file of its piece, or of all."""
        return self.name != f"{self.piece}.pdf"

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF, and not a text to paste."""
        return self.pages > 0


@dataclass(frozen=True, slots=True)
class Made:
    """One product: the fingerprint of its inputs and of its files, and a kit's papers.

    ``drafts`` has by its name the fingerprint of what each part was made from: a piece of a kit, a
    picture for messengers, a page of the site, the index of a language.
    """

    inputs: str
    outputs: str
    papers: tuple[Paper, ...] = ()
    drafts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """The products by name, which is their folder in ``build/``."""

    products: Mapping[str, Made] = field(default_factory=dict)
    guarded: Mapping[str, str] = field(default_factory=dict)
    """By product, what the guard has looked at and found nothing in, as a fingerprint."""

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
