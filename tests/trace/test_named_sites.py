"""The trace says of each named site what a real kernel with a real Docker did, and of the flow that it is about why.

`sites/named/` has the intents and what was measured, written by `python -m tests.lab.named_sites.record`. Its README tells more.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lanwright import pipeline
from lanwright.trace import REASONS
from tests.lab.named_sites.table import WITNESSES
from tests.trace.as_in_the_lab import reasons, told

NAMED = Path(__file__).parent / "sites" / "named"
NAMES = sorted(path.stem for path in NAMED.glob("*.yaml"))


def recorded(name: str, kind: str) -> str:
    """One of a site's files."""
    return (NAMED / f"{name}.{kind}").read_text("utf-8")


def witnessed() -> dict[str, str]:
    """By the reason that it is lost for, the flow that the kernel gave a figure for."""
    found = (recorded(name, "why").splitlines() for name in NAMES if (NAMED / f"{name}.why").is_file())
    return {reason: flow.strip() for reason, flow, *_ in found}


@pytest.mark.parametrize("name", NAMES)
def test_the_trace_agrees_with_what_was_measured(name: str) -> None:
    """Who answers, what source is seen, and who isn't answered."""
    assert told(*pipeline.understand({"lanwright.yaml": recorded(name, "yaml")})) == recorded(name, "txt")


@pytest.mark.parametrize(("reason", "flow"), witnessed().items())
def test_it_is_lost_for_the_reason_that_the_kernel_gave_a_figure_for(reason: str, flow: str) -> None:
    """The site is named after it."""
    assert reasons(*pipeline.understand({"lanwright.yaml": recorded(reason, "yaml")}))[flow] == reason


def test_a_site_that_is_named_after_a_reason_has_its_witness() -> None:
    """As the table has it now: whoever changes that records anew."""
    assert {name for name in NAMES if name in REASONS} == set(WITNESSES)
    for name, witness in WITNESSES.items():
        assert recorded(name, "why") == witness.told(name)
