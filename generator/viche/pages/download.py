"""A paper that a page offers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """A file beside the pages. ``path`` is within the whole site, from its root.

    ``name`` is the key of a label: ``download-booklets``, ``download-booklets-a4`` and the like.
    """

    path: str
    language: str
    name: str
    size: int
    """In bytes."""

    pages: int
