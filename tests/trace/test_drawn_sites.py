"""The trace says of sites drawn at random what a real kernel with a real Docker did: each flow of each of them.

`sites/` has the intents and what was measured, written by `python -m tests.lab.random_sites.record`; a seed draws the same
site again. What they don't meet the samples' texts and the table of facts do.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lanwright import pipeline
from tests.trace.as_in_the_lab import told

SITES = Path(__file__).parent / "sites"
DRAWN = sorted(path.stem for path in SITES.glob("*.yaml"))
SOUGHT = (100, 2_000, 0.3)
"""Sites, flows, and the share of them that nobody answers."""

CHAINS = frozenset(
    {
        "raw PREROUTING",
        "nat DOCKER",
        "filter DOCKER",
        "DOCKER-BRIDGE",
        "DOCKER-CT",
        "DOCKER-FORWARD",
        "DOCKER-ISOLATION-STAGE-1",
        "DOCKER-ISOLATION-STAGE-2",
        "DOCKER-USER",
        "POSTROUTING",
    }
)
"""Where Docker 28 has rules (`docs/trace.md`)."""


def measured(name: str) -> str:
    """Who reached whom."""
    return (SITES / f"{name}.txt").read_text("utf-8")


@cache
def traced(name: str) -> str:
    """The same by the trace."""
    return told(*pipeline.understand({"lanwright.yaml": (SITES / f"{name}.yaml").read_text("utf-8")}))


@pytest.mark.parametrize("name", DRAWN)
def test_the_trace_agrees_with_what_was_measured(name: str) -> None:
    """Who answers, what source is seen, and who isn't answered; what isn't modelled would be a failure, too."""
    assert traced(name) == measured(name)


def test_there_are_enough_of_them() -> None:
    """With enough flows, and enough that get nowhere."""
    lines = [line for name in DRAWN for line in measured(name).splitlines() if line.startswith(" ")]
    lost = sum(" seen as " not in line for line in lines)
    sites, flows, share = SOUGHT
    assert len(DRAWN) >= sites
    assert len(lines) >= flows
    assert lost >= share * len(lines)
