"""Seconds and memory for the booklets of a full house: 128 seats, imposed, from data to bytes."""

from __future__ import annotations

import dataclasses
import resource
import time

from tests.bench import ROOT, Figure
from viche import resources
from viche.kit import Piece, make
from viche.labels import read_labels
from viche.load import load
from viche.model.content import Meeting
from viche.network import Policy, seat_incomplete_3d

PER_SPHERE = 32
SESSION = "2026-12-swot"


def _full_house(meeting: Meeting) -> Meeting:
    """The example's session with as many people as its rules foresee."""
    plan = seat_incomplete_3d(
        {sphere.letter: PER_SPHERE for sphere in meeting.programme.spheres},
        [part.letter for part in meeting.programme.parts],
        Policy.FULL_COVERAGE,
        [step.id for step in meeting.session.grouping_steps],
    )
    return dataclasses.replace(meeting, plan=plan)


def run() -> list[Figure]:
    """One run, because a second one would find its pages in Typst's memory."""
    content = load(ROOT, plans=False).content
    assert content is not None
    meeting = _full_house(content.meeting(SESSION))
    labels = read_labels(content.cell.languages[0], resources.tree("site", ROOT))
    began = time.perf_counter()
    pieces = make(meeting, content.cell, labels, resources.tree("kit", ROOT))
    seconds = time.perf_counter() - began
    return [
        {
            "name": f"{_counts(pieces)}, imposed",
            "seconds": seconds,
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "aim": 5.0,
        }
    ]


def _counts(pieces: tuple[Piece, ...]) -> str:
    reading = pieces[0]
    booklets = len(reading.codes)
    return f"{booklets} booklets of {reading.pages // booklets} pages"
