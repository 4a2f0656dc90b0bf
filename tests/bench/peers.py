"""Other programs that seat people, asked to do the same work. The product never needs them.

This file runs by itself, so that the peers can live in an environment of their own::

    python -m venv peers
    peers/bin/pip install anti-clustering balanced-group-system seating-planner
    VICHE_PEERS=peers/bin/python make bench

It is told the name of a peer, and reads JSON: the traits of everybody by code, and the sizes of the
groups in each round. It writes what the peer made of that, or ``null`` where the peer can't be
imported. Each peer has a process of its own, because the solvers of two of them don't bear each
other. A peer is used as its manual says, round after round.

Looked at and left out: ``groupselect``, GroupEng and Good-Enough Golfers aren't on PyPI.
``groupmaker`` 0.2.1 lacks a module of its own, and would list all orders of 80 people.
``sortition-algorithms`` draws a panel and doesn't group it. ``preference-grouping-solver`` and
``grmaster`` divide people once, by preference or by language level, and know no second round.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from itertools import combinations
from typing import Any, NamedTuple

Traits = dict[str, dict[str, str]]
Rounds = list[list[list[str]]]

SEED = 1
SECONDS = 20
"""What a solver gets for one round."""


class Answer(NamedTuple):
    """What a peer did."""

    version: str
    seconds: float
    rounds: Rounds


def balanced_groups(people: Traits, sizes: list[list[int]]) -> Rounds:
    """Greedy, with a memory of who has met whom. It decides the sizes of groups itself."""
    peer: Any = import_module("balanced_group_system").BalancedGroupSystem(list(people))
    random.seed(SEED)
    return [[sorted(group) for group in peer.create_balanced_groups(len(row))] for row in sizes]


def planned_tables(people: Traits, sizes: list[list[int]]) -> Rounds:
    """One mixed-integer programme a round, in which those who have met are in conflict."""
    planner: Any = import_module("seating_planner").SeatingPlanner
    rounds: Rounds = []
    for row in sizes:
        met = [pair for groups in rounds for group in groups for pair in combinations(group, 2)]
        found = planner(
            guest_groups=dict.fromkeys(people, 1),
            conflicts=met,
            tables={str(table): size for table, size in enumerate(row)},
            time_limit=SECONDS,
            verbose=False,
        ).run()
        rounds.append(_grouped(zip(found["guest_name"], found["assigned_table"], strict=True)))
    return rounds


def diverse_clusters(people: Traits, sizes: list[list[int]]) -> Rounds:
    """Annealing for groups as diverse as can be, anew in each round and without a memory."""
    peer: Any = import_module("anti_clustering").SimulatedAnnealingHeuristicAntiClustering
    table: Any = import_module("pandas").DataFrame.from_dict(people, orient="index").fillna("")
    rounds: Rounds = []
    for number, row in enumerate(sizes):
        found = peer(random_seed=SEED + number).run(
            df=table,
            numerical_columns=[],
            categorical_columns=list(table.columns),
            num_groups=len(row),
            destination_column="group",
        )
        rounds.append(_grouped(zip(found.index, found["group"], strict=True)))
    return rounds


PEERS: dict[str, Callable[[Traits, list[list[int]]], Rounds]] = {
    "balanced-group-system": balanced_groups,
    "seating-planner": planned_tables,
    "anti-clustering": diverse_clusters,
}


def _grouped(pairs: Any) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for code, group in pairs:
        groups.setdefault(str(group), []).append(code)
    return list(groups.values())


def main() -> None:
    """Answer standard input on standard output, which is kept from what solvers print there."""
    name = sys.argv[1]
    task = json.load(sys.stdin)
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as answer:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        try:
            import_module(name.replace("-", "_"))  # apart from the timing
        except ImportError:
            json.dump(None, answer)
            return
        began = time.perf_counter()
        rounds = PEERS[name](task["people"], task["sizes"])
        seconds = time.perf_counter() - began
        json.dump(Answer(version(name), seconds, rounds)._asdict(), answer)


if __name__ == "__main__":
    main()
