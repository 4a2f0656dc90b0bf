"""A cell with two networks of its own: spheres alone, and spheres with directions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.cli.cells import make_cell

COURSE = "content/programmes/city"
VISION, SPHERES = "2027-01-vision", "2027-01-spheres"
DATES = {VISION: "2027-01-23", SPHERES: "2027-01-30"}
LENSES = {"people": "Ludzie", "services": "Usługi", "assets": "Majątek", "tomorrow": "Jutro"}
INDEX = {"id": "index", "numbered": True}
NETWORKS = [
    {
        "id": "spheres",
        "title": "Sfery",
        "axes": [{"id": "sphere"}, INDEX],
        "groupings": [
            {"id": "profile", "axes": ["sphere"]},
            {"id": "cross", "axes": ["index"]},
        ],
        "order": ["profile", "cross", "profile"],
    },
    {
        "id": "vision",
        "title": "Wizja",
        "axes": [
            {"id": "sphere"},
            {
                "id": "direction",
                "name": "Kierunek",
                "values": [
                    {"id": id, "letter": name[0], "name": name, "question": f"{name} za rok?"}
                    for id, name in LENSES.items()
                ],
            },
            INDEX,
        ],
    },
]
GROUPINGS = {
    SPHERES: ("profile", "cross", "profile"),
    VISION: ("profile", "cross", "reconciling", "profile"),
}


def make_vision(root: Path, folder: Path, **fields: object) -> Path:
    """The small Polish cell with two stages more and a session of each; nothing is planned.

    ``fields`` go into the files of both sessions.
    """
    cell = make_cell(root, folder)
    programme = cell / COURSE / "programme.yaml"
    data = read(programme)
    (stage,) = data["stages"]
    data["networks"] = NETWORKS
    for network in ("vision", "spheres"):
        more: dict[str, Any] = {"id": network, "title": network, "network": network, "gates": []}
        more |= {"minutes": {"min": 30, "max": 200}, "crowd": None}
        data["stages"].append({k: v for k, v in (stage | more).items() if v})
    write(programme, data)
    for session, people in ((VISION, 8), (SPHERES, 6)):
        write_session(cell, session, people, fields)
        write_protocol(cell, session)
    return cell


def write_session(cell: Path, session: str, people: int, fields: Mapping[str, object]) -> None:
    """A session with so many people in each sphere."""
    steps = [
        {"id": f"step-{at}", "kind": "groups", "grouping": grouping, "minutes": 20}
        for at, grouping in enumerate(GROUPINGS[session], start=1)
    ]
    data = read(cell / COURSE / "sessions/2027-01-small.yaml") | {
        "stage": session[8:],
        "title": f"Sesja {session}",
        "date": DATES[session],
        "policy": "full-coverage",
        "attendance": dict.fromkeys(("governance", "economy", "society", "infrastructure"), people),
        "steps": [{"id": "tea", "kind": "break", "minutes": 10}, *steps],
        **fields,
    }
    write(cell / COURSE / f"sessions/{session}.yaml", data)


def write_protocol(cell: Path, session: str) -> None:
    """One whose directions are subjects of groups, in the network that has them."""
    data = read(cell / COURSE / "protocols/swot.yaml")
    for directions in data["directions"].values():
        for lens, direction in zip(LENSES, directions, strict=True):
            direction["lens"] = lens
    guide = {"question": "Jak będzie?", "test": "Czy to już widać?"}
    data["guides"] = {"people" if session == VISION else "economy": guide}
    statement = {"title": "Zdanie"}
    section = {"id": "mine", "title": "Moje", "rows": 2, "columns": [statement]}
    data["steps"] = [
        {"step": "step-1", "aim": "Opisać.", "sections": [section | {"each": "direction"}]}
    ]
    write(cell / COURSE / f"protocols/{session[8:]}.yaml", data)


def read(path: Path) -> dict[str, Any]:
    """What stands in a file."""
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert isinstance(data, dict)
    return data


def write(path: Path, data: Mapping[str, Any]) -> None:
    """Write a file anew, as JSON: that is YAML too, and refers to no other place."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
