"""What is promised of a plan: no more than its measures bear out."""

from __future__ import annotations

import pytest

from viche.model.plan import Promise
from viche.model.topology import rounds
from viche.network import (
    INCOMPLETE_3D,
    Policy,
    arrange,
    measure,
    promises,
    seat_incomplete_3d,
)

FULL, UNEVEN, FEW = (20, 20, 20, 20), (18, 16, 17, 22), (7, 5, 3, 3)


def _promises(people: tuple[int, ...], policy: Policy) -> list[Promise]:
    spheres = dict(zip("EHIJ", people, strict=True))
    return [*promises(seat_incomplete_3d(spheres, "SWOT", policy), INCOMPLETE_3D)]


@pytest.mark.parametrize("policy", Policy)
def test_on_the_full_grid_nothing_has_to_be_owned_up(policy: Policy) -> None:
    assert _promises(FULL, policy) == [
        Promise("plan-no-repeats"),
        Promise("plan-reach-all", step="reconciling"),
    ]


def test_groups_that_are_not_complete_are_owned_up_step_by_step() -> None:
    plan = seat_incomplete_3d(dict(zip("EHIJ", UNEVEN, strict=True)), "SWOT", Policy.NO_REPEATS)
    found = [it for it in promises(plan, INCOMPLETE_3D) if it.code == "plan-lacking"]
    steps = [step for step in measure(plan, INCOMPLETE_3D).steps if step.lacking]
    assert [(it.step, it.n) for it in found] == [(step.step, step.lacking) for step in steps]
    assert [it.step for it in found] == ["cross", "reconciling"]


def test_repeats_are_counted_beside_the_fewest_that_there_can_be() -> None:
    first, *_ = _promises(UNEVEN, Policy.FULL_COVERAGE)
    assert (first.code, first.n, first.minimum) == ("plan-repeats", 14, 14)


@pytest.mark.parametrize("policy", Policy)
def test_where_ideas_do_not_reach_everybody_their_share_is_told(policy: Policy) -> None:
    last = _promises(FEW, policy)[-1]
    assert last.code == "plan-reach-part"
    assert 0 < last.share < 1


def test_without_a_return_nobody_meets_again_at_all() -> None:
    topology = rounds(2)
    plan = arrange(topology, {(): 12}, Policy.FULL_COVERAGE, ["one", "two"], 4)
    assert next(promises(plan, topology)) == Promise("plan-never-again")
