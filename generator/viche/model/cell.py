"""Who publishes: the cell, its languages, its address, its partners."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from viche.model.base import (
    Document,
    Id,
    Positive,
    PublicAddress,
    TimeZone,
    Value,
    WebAddress,
    Word,
)
from viche.model.sheets import PieceName
from viche.model.text import Language, Text

_MAILBOX = re.compile(r"[\w.!#$%&'*+=?^`{|}~-]+@\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)+")
"""The rule of HTML for ``<input type=email>``, with letters of all alphabets, without slashes
(which are in addresses of the web), and with a host that has a dot."""


class Organisation(Value):
    """An organisation that takes part: the cell itself is not listed, only its partners."""

    id: Id
    name: Text
    kind: Literal["ngo", "party", "authority", "media", "university", "business", "other"]
    website: WebAddress | None = None


class Organisers(Value):
    """Who holds an open session. The ids are those of organisations, or the cell's own."""

    main: Id
    co: tuple[Id, ...] = ()


class Repository(Value):
    """Where the sources lie, so that every page can offer to be edited."""

    address: WebAddress
    branch: Word = "main"


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the cell's content may be used, and where they can be read."""

    name: str
    address: str


class Print(Value):
    """How the cell's paper looks. ``logo`` is a file of its own ``kit/`` folder: ``logo.svg``.

    With ``ink: saving`` nothing is filled with colour. ``flip`` is the edge over which the printer
    turns the paper for its second side. ``skip`` names the pieces that the cell has no use for.
    ``languages`` are those in which there is paper; by default all of the cell's.
    """

    logo: Word | None = None
    ink: Literal["full", "saving"] = "full"
    flip: Literal["short", "long"] = "short"
    skip: tuple[PieceName, ...] = ()
    languages: tuple[Language, ...] = ()


class Consent(Value):
    """What participants are told about their data: whatever differs from the program's wording.

    Lists are destroyed ``keep_days`` after the session.
    """

    purpose: Text | None = None
    withdraw: Text | None = None
    keep_days: Positive = 30


class Cell(Document):
    """``content/cell.yaml``: who we are. The first language is the one of the site's root."""

    cell: Id
    name: Text
    city: Text
    description: Text
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    address: PublicAddress
    timezone: TimeZone
    contact: Word | None = None
    repository: Repository | None = None
    profile: Literal["open", "closed"] = "open"
    notice: Text | None = None
    organisations: tuple[Organisation, ...] = ()
    organisers: Organisers
    print: Print = Print()
    consent: Consent = Consent()

    @property
    def is_closed(self) -> bool:
        """Whether being named or found is dangerous here: no places, exact times or downloads."""
        return self.profile == "closed"

    @property
    def mailbox(self) -> str | None:
        """The contact, if letters can be sent to it: it may be of any other kind too."""
        return self.contact if self.contact and _MAILBOX.fullmatch(self.contact) else None

    @property
    def paper_languages(self) -> tuple[Language, ...]:
        """The languages in which there are kits."""
        return self.print.languages or self.languages

    def folder(self, language: str) -> str:
        """Where the pages of ``language`` lie in the site: at its root, or in ``en/``."""
        return "" if language == self.languages[0] else f"{language}/"

    def website(self, organisation: str) -> str | None:
        """The website of a partner, if it has one; the cell itself has the one that we make."""
        return {partner.id: partner.website for partner in self.organisations}.get(organisation)

    def organisation_name(self, organisation: str) -> Text:
        """The name of a partner, or of the cell. Raises ``KeyError`` for an unknown id."""
        if organisation == self.cell:
            return self.name
        return {partner.id: partner.name for partner in self.organisations}[organisation]
