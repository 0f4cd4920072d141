"""Whatever site has a plan can be traced: every sample, every rule's bad sample among them, everybody to everybody."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lanwright import pipeline
from lanwright.diagnostics import Refused
from lanwright.trace import REASONS, Verdict, matrix
from lanwright.world import realise

if TYPE_CHECKING:
    from lanwright.plan import SitePlan

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = [*sorted(SAMPLES.glob("*/lanwright.yaml")), *sorted(SAMPLES.glob("rules/*/*.yaml"))]
MOST = 400
"""Flows of one site; the samples have a hundred or so."""


def plan_of(path: Path) -> SitePlan | None:
    """The plan; None where there is none."""
    try:
        return pipeline.understand({"lanwright.yaml": path.read_text(encoding="utf-8")})[1]
    except Refused:
        return None


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=lambda path: path.name)
def test_everybody_to_everybody_has_an_outcome(folder: Path) -> None:
    """A drop has a reason of the table and a place; what gets through was seen by somebody; every step can be told."""
    plans = [plan for path in FILES if path.parent == folder and (plan := plan_of(path))]
    for plan in plans:
        for cell in islice(matrix(realise(plan)), MOST):
            found = cell.found
            if found.verdict is Verdict.DELIVERED:
                assert found.seen_as is not None
                assert found.answered_by
                assert found.reply is not None
            elif found.verdict is Verdict.DROPPED:
                assert found.reason in REASONS
                assert found.detail
            else:
                assert found.missing
            ways = [way for way in (found.request, found.reply) if way]
            assert all(step.text and step.stage for way in ways for step in way.steps)
            if found.verdict is Verdict.DROPPED:
                assert ways[-1].steps[-1].stage == "drop"


def test_a_question_about_one_host_makes_no_other() -> None:
    """What has an address is told from the plan; a machine is made when a frame gets there."""
    plan = plan_of(SAMPLES / "two_hosts" / "lanwright.yaml")
    assert plan is not None
    world = realise(plan)
    assert world.made == frozenset()
    world.namespace("dock1/web")
    assert world.made == {"dock1"}
